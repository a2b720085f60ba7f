"""Hand jobs to a few processes and keep the book of what becomes of them."""

import atexit
import json
import logging
import secrets
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from dashboard.jobs.book import JobBook
from dashboard.jobs.crew import Worker
from dashboard.jobs.records import (
    LOST,
    SILENT,
    STOPPING,
    UNSTARTED,
    ClosedError,
    Job,
    Limits,
    Question,
    Work,
)
from risks.errors import UnknownIdError

log = logging.getLogger(__name__)
USUAL = Limits()
WATCH_SECONDS = 0.25
JOIN_SECONDS = 2.0


class JobRunner:
    """A bounded queue in front of at most a few processes, started when needed.

    Every public method may be called from any thread. Methods whose names begin with
    an underscore expect the lock to be held, except the two that are threads.

    Parameters
    ----------
    work
        What a process can do, and how it sets itself up.
    limits
        How much at once, how long.
    now
        Seconds of a clock that never runs backwards.
    """

    def __init__(
        self,
        work: Work,
        limits: Limits = USUAL,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self.kinds = frozenset(work.tasks)
        self._work = work
        self._limits = limits
        self._now = now
        self._book = JobBook(limits)
        self._crew: list[Worker] = []
        self._threads: list[threading.Thread] = []
        self._is_watched = False
        self._closed = threading.Event()
        self._lock = threading.Lock()

    def submit(self, owner: str, kind: str, question: Question) -> Job:
        """Hand in a job; it supersedes its owner's older one of the same kind.

        Raises
        ------
        QueueFullError
            Too many wait already.
        ClosedError
            The server is stopping.
        UnknownIdError
            There is no such kind.
        """
        if kind not in self.kinds:
            raise UnknownIdError("kind of computation", kind, sorted(self.kinds))
        json.dumps(question, allow_nan=False)  # what is no JSON fails here, not there
        with self._lock:
            if self._closed.is_set():
                raise ClosedError
            job_id = secrets.token_urlsafe()
            self._book.add(Job(job_id, owner, kind, question, heartbeat=self._now()))
            self._settle()
            return self._book.find(job_id)

    def get(self, job_id: str) -> Job:
        """Return a job as it stands; raises ``UnknownJobError``."""
        with self._lock:
            self._book.forget(self._now())
            return self._book.find(job_id)

    def cancel(self, job_id: str) -> Job:
        """Cancel a job unless it has ended; raises ``UnknownJobError``."""
        with self._lock:
            self._book.find(job_id)
            self._book.cancel(job_id, self._now())
            self._settle()
            return self._book.find(job_id)

    def pids(self) -> list[int]:
        """Return the numbers of the processes, for whoever looks after the machine."""
        with self._lock:
            return [worker.pid for worker in self._crew]

    def close(self) -> None:
        """Cancel everything and end every process; may be called twice."""
        with self._lock:
            self._closed.set()
            for job in self._book.active():
                self._book.cancel(job.id, self._now(), STOPPING)
            for worker in list(self._crew):
                self._drop(worker, STOPPING)
            threads, self._threads = self._threads, []
        for thread in threads:
            thread.join(JOIN_SECONDS)
        atexit.unregister(self.close)

    def _settle(self) -> None:
        """Bring the processes in line with the book, after any change of either."""
        at = self._now()
        self._book.forget(at)
        for worker in self._crew:
            if worker.phase == "busy" and not self._book.is_running(worker.job_id):
                worker.ask_stop(at)
            waiting = self._book.waiting()
            if worker.phase == "idle" and waiting:
                self._book.start(waiting[0].id, at)
                worker.give(waiting[0])
        if not self._closed.is_set():
            self._hire()

    def _hire(self) -> None:
        """Start as many processes as jobs wait for, within the limit."""
        starting = sum(worker.phase == "starting" for worker in self._crew)
        free = self._limits.workers - len(self._crew)
        for _ in range(min(free, len(self._book.waiting()) - starting)):
            try:
                worker = Worker(self._work, self._limits, self._now())
            except OSError:
                log.exception("no process could be started for long work")
                self._lose_next(UNSTARTED)
                return
            self._crew.append(worker)
            self._start_thread(self._listen, worker)
            self._keep_watch()

    def _keep_watch(self) -> None:
        if not self._is_watched:
            self._is_watched = True
            # Ahead of multiprocessing's own farewell, which waits for suspended ones.
            atexit.register(self.close)
            self._start_thread(self._watch)

    def _start_thread(self, target: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _listen(self, worker: Worker) -> None:
        """Thread: hear a worker until its pipe closes, then forget it."""
        try:
            while True:
                message = worker.read()
                with self._lock:
                    self._hear(worker, message)
        except (EOFError, OSError):
            log.debug("worker %s hung up", worker.pid)
        finally:
            with self._lock:
                self._drop(worker, LOST)
                worker.hang_up()

    def _watch(self) -> None:
        """Thread: end workers that fell silent or do not stop when asked to."""
        while not self._closed.wait(WATCH_SECONDS):
            with self._lock:
                at = self._now()
                for worker in list(self._crew):
                    if worker.is_silent(at) or worker.is_deaf(at):
                        self._drop(worker, SILENT)

    def _hear(self, worker: Worker, message: dict[str, Any]) -> None:
        if worker not in self._crew:
            return
        at = worker.heard_at = self._now()
        self._book.beat(worker.job_id, at)
        match message["say"]:
            case "progress":
                self._book.progress(message["job"], message["done"], message["total"])
            case "ready":
                worker.rest()
            case "done" | "failed" | "cancelled":
                self._conclude(message, at)
                worker.rest()
            case "unfit":
                worker.is_unfit = True
                for job in self._book.waiting()[:1]:
                    self._fail(job.id, message, at)
        if worker.phase == "idle":
            self._settle()

    def _conclude(self, message: dict[str, Any], at: float) -> None:
        job_id = message["job"]
        if message["say"] == "done":
            self._book.finish(job_id, message["result"], at)
        elif message["say"] == "failed":
            self._fail(job_id, message, at)

    def _fail(self, job_id: str, message: dict[str, Any], at: float) -> None:
        if message["detail"]:
            log.error("job %s failed\n%s", job_id, message["detail"])
        self._book.fail(job_id, at, message["message"])

    def _drop(self, worker: Worker, message: str) -> None:
        """End a worker, lose what it did, and let another take what waits."""
        if worker not in self._crew:
            return
        self._crew.remove(worker)
        worker.end()
        if worker.phase == "starting" and not worker.is_unfit:
            # Without this, a process that cannot start would be started forever.
            self._lose_next(UNSTARTED)
        self._book.lose(worker.job_id, self._now(), message)
        self._settle()

    def _lose_next(self, message: str) -> None:
        for job in self._book.waiting()[:1]:
            self._book.lose(job.id, self._now(), message)
