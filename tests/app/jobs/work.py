"""What the processes of these tests can do; importable by name, as real work is."""

import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.jobs.records import Job, Limits, Progress, Work
from dashboard.jobs.runner import JobRunner
from risks.errors import Problem, RisksError, SettingError

Question = Mapping[str, Any]
QUICK = Limits(beat_seconds=0.1, lost_after_seconds=2.0, stop_seconds=0.5)
PATIENT = Limits(beat_seconds=0.1, lost_after_seconds=60.0)


def set_up(name: str) -> dict[str, Any]:
    return {"name": name, "has_numpy": "numpy" in sys.modules, "uses": 0}


def set_up_badly() -> None:
    raise RisksError("the pack is not there")


def set_up_by_dying() -> None:
    os._exit(3)


def count(context: Any, question: Question, progress: Progress) -> dict[str, Any]:
    """Take so many steps of a hundredth of a second."""
    context["uses"] += 1
    steps = int(question["steps"])
    for step in range(steps):
        progress(step, steps)
        time.sleep(0.01)
    progress(steps, steps)
    return {"counted": steps, "for": context["name"], "uses": context["uses"]}


def shield(context: Any, question: Question, progress: Progress) -> str:
    """Survive every exception, which a cancellation must not be."""
    while True:
        try:
            progress(0, 0)
            time.sleep(0.01)
        except Exception:
            return "survived"


def deafen(context: Any, question: Question, progress: Progress) -> None:
    """Never look whether anyone still wants the answer."""
    time.sleep(60)


def divide(context: Any, question: Question, progress: Progress) -> float:
    return 1 / float(question["by"])


def refuse(context: Any, question: Question, progress: Progress) -> None:
    raise SettingError([Problem("oil", "a price below 0"), Problem("gas", "unknown")])


def return_set(context: Any, question: Question, progress: Progress) -> set[int]:
    return {1}


def return_nan(context: Any, question: Question, progress: Progress) -> float:
    return float("nan")


def return_much(context: Any, question: Question, progress: Progress) -> str:
    return "x" * int(question["characters"])


def look_around(context: Any, question: Question, progress: Progress) -> dict[str, Any]:
    return {
        "openblas": os.environ.get("OPENBLAS_NUM_THREADS"),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "niceness": os.nice(0),
        "hears_interrupts": signal.getsignal(signal.SIGINT) != signal.SIG_IGN,
        "has_numpy": context["has_numpy"],
    }


TASKS = {
    "count": count,
    "shield": shield,
    "deafen": deafen,
    "divide": divide,
    "refuse": refuse,
    "set": return_set,
    "nan": return_nan,
    "much": return_much,
    "look": look_around,
}
WORK = Work(set_up, ("tests",), TASKS)


@contextmanager
def running(work: Work = WORK, limits: Limits = QUICK) -> Iterator[JobRunner]:
    runner = JobRunner(work, limits)
    try:
        yield runner
    finally:
        runner.close()


def until(seen: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait until something is so; say what was seen last if it never is."""
    last = None
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        last = seen()
        if last:
            return last
        time.sleep(0.005)
    raise AssertionError(f"not within {seconds} s: {last!r}")


def ended(runner: JobRunner, job: Job) -> Job:
    """Return a job once it is no longer active."""
    until(lambda: not runner.get(job.id).is_active)
    return runner.get(job.id)


def under_way(runner: JobRunner, job: Job) -> Job:
    """Return a job once its task has said how far it is, or runs at least."""
    until(lambda: runner.get(job.id).state == "running")
    return runner.get(job.id)


def is_alive(pid: int) -> bool:
    """Return whether a process exists and is no mere entry of a finished one."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return fields.rpartition(")")[2].split()[0] not in "ZX"


def workers_of(pid: int, beside: Collection[int] = ()) -> list[int]:
    """Return the processes that a process started to work, beside known ones."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8")
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        parent = int(stat.rpartition(")")[2].split()[1])
        works = parent == pid and b"spawn_main" in command
        if works and is_alive(int(folder.name)):
            found.append(int(folder.name))
    return [each for each in found if each not in beside]
