"""The jobs and their states: no process, no thread, no clock.

waiting ─> running ─> done | failed
   └─────────┴──────> cancelled | lost | failed

An ended job never changes again, whatever a late message says.
"""

from dataclasses import replace
from typing import Any

from dashboard.jobs.records import (
    CANCELLED,
    SUPERSEDED,
    Job,
    Limits,
    QueueFullError,
    State,
    UnknownJobError,
)


class JobBook:
    """Every job that waits, runs, or ended lately; instants are seconds, ``at``."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._jobs: dict[str, Job] = {}
        self._queue: list[str] = []

    def add(self, job: Job) -> None:
        """Let a job wait; it supersedes its owner's older one of the same kind.

        It inherits the place in the queue, so that a slider in motion is served too.

        Raises
        ------
        QueueFullError
            When too many others wait; then the older one stays.
        """
        older = [each for each in self.active() if _same_place(each, job)]
        places = [
            self._queue.index(each.id) for each in older if each.id in self._queue
        ]
        others = len(self._queue) - len(places)
        if others >= self._limits.most_waiting:
            raise QueueFullError(others)
        for each in older:
            self.cancel(each.id, job.heartbeat, SUPERSEDED)
        self._jobs[job.id] = job
        self._queue.insert(places[0] if places else others, job.id)

    def find(self, job_id: str) -> Job:
        """Return a job; raises ``UnknownJobError``."""
        if job_id not in self._jobs:
            raise UnknownJobError
        return self._jobs[job_id]

    def active(self) -> list[Job]:
        """Return the jobs that wait or run."""
        return [job for job in self._jobs.values() if job.is_active]

    def waiting(self) -> list[Job]:
        """Return the jobs that wait, the next one first."""
        return [self._jobs[job_id] for job_id in self._queue]

    def is_running(self, job_id: str) -> bool:
        """Return whether a job runs; one that is not kept does not."""
        return job_id in self._jobs and self._jobs[job_id].state == "running"

    def start(self, job_id: str, at: float) -> None:
        """Say that a waiting job runs."""
        if job_id in self._queue:
            self._queue.remove(job_id)
            self._change(job_id, state="running", heartbeat=at)

    def beat(self, job_id: str, at: float) -> None:
        """Note that a running job is alive."""
        if self.is_running(job_id):
            self._change(job_id, heartbeat=at)

    def progress(self, job_id: str, done: int, total: int) -> None:
        """Note how far a running job is."""
        if self.is_running(job_id):
            self._change(job_id, done=done, total=total)

    def finish(self, job_id: str, result: Any, at: float) -> None:
        """Note a running job's answer."""
        if self.is_running(job_id):
            self._end(job_id, "done", at, result=result)

    def fail(self, job_id: str, at: float, message: str) -> None:
        """End an active job because its task, or its process, reported an error."""
        self._end(job_id, "failed", at, message=message)

    def cancel(self, job_id: str, at: float, message: str = CANCELLED) -> None:
        """End an active job because nobody wants its answer."""
        self._end(job_id, "cancelled", at, message=message)

    def lose(self, job_id: str, at: float, message: str) -> None:
        """End an active job whose process is gone."""
        self._end(job_id, "lost", at, message=message)

    def forget(self, at: float) -> None:
        """Let go of jobs that ended too long ago, or are too many: oldest first."""
        ended = [job for job in self._jobs.values() if job.ended_at is not None]
        ended.sort(key=_ended_at)
        too_many = len(ended) - self._limits.most_kept
        for place, job in enumerate(ended):
            if place < too_many or at - _ended_at(job) > self._limits.keep_seconds:
                del self._jobs[job.id]

    def _end(self, job_id: str, state: State, at: float, **fields: Any) -> None:
        if job_id not in self._jobs or not self._jobs[job_id].is_active:
            return
        if job_id in self._queue:
            self._queue.remove(job_id)
        self._change(job_id, state=state, ended_at=at, **fields)

    def _change(self, job_id: str, **fields: Any) -> None:
        self._jobs[job_id] = replace(self._jobs[job_id], **fields)


def _same_place(one: Job, other: Job) -> bool:
    return (one.owner, one.kind) == (other.owner, other.kind)


def _ended_at(job: Job) -> float:
    return job.ended_at or 0.0
