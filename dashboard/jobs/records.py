"""What a job is, how many there may be, and what can be wrong with one.

QueueFullError       too many jobs wait already
UnknownJobError      no job of that id is kept
ClosedError          the server is stopping
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from risks.errors import RisksError

State: TypeAlias = Literal["waiting", "running", "done", "failed", "cancelled", "lost"]
ACTIVE: frozenset[State] = frozenset({"waiting", "running"})
Question: TypeAlias = Mapping[str, Any]
Progress: TypeAlias = Callable[[int, int], None]
Task: TypeAlias = Callable[[Any, Question, Progress], Any]

SUPERSEDED = "A newer question took the place of this one."
CANCELLED = "The computation was cancelled."
FAILED = "The computation failed; the log says why."
LOST = "The computation was lost because its process ended; ask again to retry."
SILENT = "The computation was lost because its process fell silent; ask again to retry."
UNSTARTED = "The computation's process could not be started; ask again to retry."
STOPPING = "The server is stopping; ask again once it is back."


class QueueFullError(RisksError):
    """So many jobs wait already that another would only make all of them wait."""

    def __init__(self, waiting: int) -> None:
        verb = "computation waits" if waiting == 1 else "computations wait"
        super().__init__(f"{waiting} {verb} already; ask again in a moment.")


class UnknownJobError(RisksError):
    """A job that never was, or is no longer kept."""

    def __init__(self) -> None:
        super().__init__("There is no such computation, or not any more; ask again.")


class ClosedError(RisksError):
    """A job handed in after the server began to stop."""

    def __init__(self) -> None:
        super().__init__(STOPPING)


class Cancelled(BaseException):
    """Raised inside a task whose answer nobody wants any more.

    Not an ``Exception``, so that a task that survives its errors does not survive this.
    """


@dataclass(frozen=True)
class Job:
    """One question and what became of it.

    Attributes
    ----------
    id
        Made here and unguessable: who holds it may look and cancel.
    owner
        A text the browser chose, one per tab.
    done, total
        Steps taken, and to take; both 0 until the task says so.
    result
        The answer as JSON values; only when done.
    message
        One sentence for a reader; empty while all is well.
    heartbeat
        When the job was last known to be alive, in seconds of the runner's clock.
    ended_at
        When it ended, in the same seconds; only then.
    """

    id: str
    owner: str
    kind: str
    question: Question
    heartbeat: float
    state: State = "waiting"
    done: int = 0
    total: int = 0
    result: Any = None
    message: str = ""
    ended_at: float | None = None

    @property
    def is_active(self) -> bool:
        """Return whether the job waits or runs."""
        return self.state in ACTIVE


@dataclass(frozen=True)
class Limits:
    """How much may happen at once, and how long anything may take.

    Attributes
    ----------
    workers
        Processes, at most; none is started before the first job.
    most_waiting
        Jobs that may wait for a process.
    most_kept, keep_seconds
        Ended jobs that can still be looked at, and for how long.
    beat_seconds
        Time between two signs of life of a process.
    lost_after_seconds
        Silence after which a process counts as dead; longer than the longest single
        numpy call, during which a process cannot speak.
    start_seconds
        The same for a process that is still setting itself up.
    stop_seconds
        Time a task has to notice that it was cancelled before its process is ended.
    """

    workers: int = 2
    most_waiting: int = 8
    most_kept: int = 32
    keep_seconds: float = 900.0
    beat_seconds: float = 1.0
    lost_after_seconds: float = 15.0
    start_seconds: float = 60.0
    stop_seconds: float = 5.0


@dataclass(frozen=True)
class Work:
    """What a process can do; all of it importable by name, for it starts afresh.

    Attributes
    ----------
    setup, arguments
        Called once in each process; what it returns is every task's context.
    tasks
        By kind: a function of the context, a question and ``progress(done, total)``,
        which returns JSON values. It calls ``progress`` often: that is where a
        cancelled task ends.
    """

    setup: Callable[..., Any]
    arguments: tuple[Any, ...]
    tasks: Mapping[str, Task]
