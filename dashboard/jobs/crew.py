"""The server's end of a worker: start it, give it work, ask it to stop, end it."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from typing import Any, Literal

from dashboard.jobs.records import Job, Limits, Work
from dashboard.jobs.worker import work_off

END_SECONDS = 2.0  # a killed process is gone in milliseconds
SPAWN = get_context("spawn")


class Worker:
    """A process, its pipe, and what it is doing.

    Attributes
    ----------
    phase
        ``starting`` until it said that it is ready, then ``idle`` or ``busy``.
    job_id
        What it works on; empty unless busy.
    heard_at, stop_asked_at
        When it last gave a sign of life, and when it was asked to stop its job.
    is_unfit
        Whether it told why it cannot be set up, and is about to end.
    """

    def __init__(self, work: Work, limits: Limits, at: float) -> None:
        self.phase: Literal["starting", "idle", "busy"] = "starting"
        self.job_id = ""
        self.heard_at = at
        self.stop_asked_at: float | None = None
        self.is_unfit = False
        self._limits = limits
        self._pipe: Connection[Any, Any]
        self._pipe, far_end = SPAWN.Pipe()
        self._process = SPAWN.Process(
            target=work_off, args=(far_end, work, limits.beat_seconds), daemon=True
        )
        try:
            with _interrupts_held():
                # Read when numpy is first imported, which is before any of our code.
                os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
                self._process.start()
        except OSError:
            self._pipe.close()
            raise
        finally:
            far_end.close()

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid or 0

    def read(self) -> dict[str, Any]:
        """Wait for a message; raises ``EOFError`` or ``OSError`` when it is gone."""
        message: dict[str, Any] = json.loads(self._pipe.recv_bytes())
        return message

    def give(self, job: Job) -> None:
        """Let it do a job."""
        self.phase, self.job_id, self.stop_asked_at = "busy", job.id, None
        self._send({"do": job.id, "kind": job.kind, "question": job.question})

    def ask_stop(self, at: float) -> None:
        """Ask it, once, to stop its job."""
        if self.stop_asked_at is None:
            self.stop_asked_at = at
            self._send({"stop": self.job_id})

    def rest(self) -> None:
        """Note that it can take another job."""
        self.phase, self.job_id, self.stop_asked_at = "idle", "", None

    def is_silent(self, at: float) -> bool:
        """Return whether it gave no sign of life for too long."""
        limits = self._limits
        starting = self.phase == "starting"
        longest = limits.start_seconds if starting else limits.lost_after_seconds
        return at - self.heard_at > longest

    def is_deaf(self, at: float) -> bool:
        """Return whether it goes on with a job it was asked to stop."""
        asked = self.stop_asked_at
        return asked is not None and at - asked > self._limits.stop_seconds

    def end(self) -> None:
        """End the process; nothing it does needs an orderly end."""
        self._process.kill()
        self._process.join(END_SECONDS)

    def hang_up(self) -> None:
        """Close the pipe; only for the thread that reads it."""
        self._pipe.close()

    def _send(self, message: dict[str, Any]) -> None:
        # One that is gone is noticed by who reads its pipe.
        with suppress(OSError):
            self._pipe.send_bytes(json.dumps(message, allow_nan=False).encode())


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let what starts meanwhile never hear Ctrl+C, not even while Python itself starts.

    A process inherits what its starting thread holds back; other threads still hear.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its own start would let interrupts through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
