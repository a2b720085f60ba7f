"""The other end of the pipe: a process that sets itself up once, then works.

Both ways go JSON texts, never pickles. Towards a worker: ``{"do": id, "kind": …,
"question": …}`` and ``{"stop": id}``. Back: ``{"say": word, …}``. When the server's
end closes, for whatever reason, the process ends at once.
"""

import json
import os
import signal
import threading
import traceback
from collections.abc import Mapping
from multiprocessing.connection import Connection
from queue import SimpleQueue
from time import monotonic
from typing import Any

from dashboard.jobs.records import FAILED, Cancelled, Work
from dashboard.sentences import sentence
from risks.errors import RisksError

NICENESS = 10  # below the server, so that sliders stay first
REPORT_SECONDS = 0.1  # a reader sees no more
LONGEST_RESULT = 4 * 1024 * 1024  # characters
LONGEST_DETAIL = 20_000


class Line:
    """A worker's end of the pipe, which a thread of its own listens to."""

    def __init__(self, pipe: "Connection[Any, Any]", beat_seconds: float) -> None:
        self.orders: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self.stopped = ""
        self._pipe = pipe
        self._beat_seconds = beat_seconds
        self._lock = threading.Lock()

    def say(self, word: str, **fields: Any) -> None:
        """Tell the server something; without a server, end."""
        self.tell(json.dumps({"say": word, **fields}, allow_nan=False))

    def tell(self, text: str) -> None:
        """Send a text as it is."""
        try:
            with self._lock:
                self._pipe.send_bytes(text.encode())
        except OSError:
            os._exit(0)

    def listen(self) -> None:
        """Take orders and give signs of life until the server's end closes."""
        try:
            while True:
                if self._pipe.poll(self._beat_seconds):
                    self._take(json.loads(self._pipe.recv_bytes()))
                else:
                    self.say("alive")
        except (EOFError, OSError):
            os._exit(0)

    def _take(self, message: dict[str, Any]) -> None:
        if "stop" in message:
            self.stopped = message["stop"]
        else:
            self.orders.put(message)


class Reporter:
    """The ``progress`` a task calls: cheap enough for every step of a loop."""

    def __init__(self, line: Line, job_id: str) -> None:
        self._line = line
        self._job_id = job_id
        self._told_at = float("-inf")

    def __call__(self, done: int, total: int) -> None:
        """Tell how far the job is; raises ``Cancelled`` if nobody wants it any more."""
        if self._line.stopped == self._job_id:
            raise Cancelled
        now = monotonic()
        if 0 < total <= done or now - self._told_at >= REPORT_SECONDS:
            self._told_at = now
            self._line.say(
                "progress", job=self._job_id, done=int(done), total=int(total)
            )


def work_off(pipe: "Connection[Any, Any]", work: Work, beat_seconds: float) -> None:
    """Be a worker until the pipe closes."""
    # Ctrl+C reaches every process of a terminal; the server decides what ends. Where
    # its end of the pipe cannot hold interrupts back (Windows), this is the only guard.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    line = Line(pipe, beat_seconds)
    line.say("alive")
    threading.Thread(target=line.listen, name="listen", daemon=True).start()
    try:
        context = work.setup(*work.arguments)
    except Exception as error:
        line.say("unfit", **told(error))
        return
    line.say("ready")
    while True:
        line.tell(answered(line, work, context, line.orders.get()))


def answered(line: Line, work: Work, context: Any, order: Mapping[str, Any]) -> str:
    """Do one job and return the message about how it ended."""
    job_id = order["do"]
    task = work.tasks[order["kind"]]
    try:
        result = task(context, order["question"], Reporter(line, job_id))
        return _done(job_id, result)
    except Cancelled:
        return json.dumps({"say": "cancelled", "job": job_id})
    except Exception as error:
        return json.dumps({"say": "failed", "job": job_id, **told(error)})


def told(error: Exception) -> dict[str, str]:
    """Return what a reader is told about an error, and what the log is."""
    if isinstance(error, RisksError):
        return {"message": sentence(error), "detail": ""}
    lines = "".join(traceback.format_exception(error))
    return {"message": FAILED, "detail": lines[-LONGEST_DETAIL:]}


def _done(job_id: str, result: Any) -> str:
    text = json.dumps({"say": "done", "job": job_id, "result": result}, allow_nan=False)
    if len(text) > LONGEST_RESULT:
        raise ValueError(f"a result of {len(text)} characters; {LONGEST_RESULT} fit")
    return text
