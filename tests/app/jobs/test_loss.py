"""Processes that die, fall silent, or outlive their server: none of it may."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.jobs.runner import JobRunner
from tests.app.jobs.work import (
    QUICK,
    ended,
    is_alive,
    running,
    under_way,
    until,
    workers_of,
)

ROOT = Path(__file__).parents[3]
SERVER = """
import os, signal, sys, time
from tests.app.jobs.work import PATIENT, WORK, under_way
from dashboard.jobs.runner import JobRunner

if __name__ == "__main__":
    runner = JobRunner(WORK, PATIENT)
    jobs = [runner.submit(str(n), sys.argv[1], {"steps": 60000}) for n in range(2)]
    try:
        print("started", flush=True)
        if sys.argv[2] == "settled":
            for job in jobs:
                under_way(runner, job)
            print("settled", flush=True)
        if sys.argv[3] == "suspend":
            for pid in runner.pids():
                os.kill(pid, signal.SIGSTOP)
        if sys.argv[3] != "stay":
            raise SystemExit(0)
        time.sleep(60)
    except KeyboardInterrupt:
        print("stopping", flush=True)
"""


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    with running(limits=replace(QUICK, workers=1, lost_after_seconds=1.0)) as made:
        yield made


def test_a_killed_process_loses_its_job_and_the_next_one_is_done(
    runner: JobRunner,
) -> None:
    job = under_way(runner, runner.submit("tab", "count", {"steps": 9000}))
    waits = runner.submit("other", "count", {"steps": 1})
    [pid] = runner.pids()
    os.kill(pid, signal.SIGKILL)
    lost = ended(runner, job)
    assert (lost.state, lost.result) == ("lost", None)
    assert lost.message == (
        "The computation was lost because its process ended; ask again to retry."
    )
    assert ended(runner, waits).result["counted"] == 1
    assert runner.pids() != [pid]
    again = runner.submit("tab", "count", {"steps": 2})
    assert ended(runner, again).result["counted"] == 2


def test_an_idle_process_that_is_killed_loses_nothing(runner: JobRunner) -> None:
    ended(runner, runner.submit("tab", "count", {"steps": 1}))
    [pid] = runner.pids()
    os.kill(pid, signal.SIGKILL)
    until(lambda: not runner.pids())
    again = ended(runner, runner.submit("tab", "count", {"steps": 2}))
    assert again.state == "done"


def test_a_silent_process_loses_its_job_and_is_replaced(runner: JobRunner) -> None:
    job = under_way(runner, runner.submit("tab", "count", {"steps": 9000}))
    [pid] = runner.pids()
    os.kill(pid, signal.SIGSTOP)
    lost = ended(runner, job)
    assert lost.state == "lost"
    assert "fell silent" in lost.message
    assert not is_alive(pid)
    again = ended(runner, runner.submit("tab", "count", {"steps": 2}))
    assert again.state == "done"


def test_a_long_step_without_progress_is_not_silence() -> None:
    limits = replace(QUICK, lost_after_seconds=0.6)
    with running(limits=limits) as alone:
        job = under_way(alone, alone.submit("tab", "deafen", {}))
        first = job.heartbeat
        time.sleep(1.2)
        assert alone.get(job.id).state == "running"
        assert alone.get(job.id).heartbeat > first + 0.5


def _server(kind: str, when: str, then: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SERVER, kind, when, then],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _heard(server: "subprocess.Popen[str]", word: str) -> None:
    assert server.stdout is not None
    line = server.stdout.readline().strip()
    assert line == word, server.communicate(timeout=5)[1]


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("count", signal.SIGKILL),
        ("deafen", signal.SIGKILL),
        ("deafen", signal.SIGTERM),
    ],
)
def test_no_process_outlives_a_killed_server(kind: str, how: signal.Signals) -> None:
    with _server(kind, "settled", "stay") as server:
        _heard(server, "started")
        _heard(server, "settled")
        pids = workers_of(server.pid)
        assert len(pids) == 2
        server.send_signal(how)
        until(lambda: not any(is_alive(pid) for pid in pids), seconds=2.0)


@pytest.mark.parametrize("then", ["leave", "suspend"])
def test_no_process_outlives_or_holds_up_a_server_that_ends_by_itself(
    then: str,
) -> None:
    with _server("deafen", "settled", then) as server:
        _heard(server, "started")
        out, err = _rest(server)
    assert (server.returncode, out, err) == (0, "settled\n", "")
    until(lambda: not _of_session(server.pid), seconds=2.0)


@pytest.mark.parametrize(
    ("when", "pause"),
    [("starting", 0.0), ("starting", 0.03), ("starting", 0.1), ("settled", 0.0)],
)
def test_ctrl_c_ends_everything_without_a_word(when: str, pause: float) -> None:
    with _server("count", when, "stay") as server:
        _heard(server, "started")
        if when == "settled":
            _heard(server, "settled")
        time.sleep(pause)
        os.killpg(server.pid, signal.SIGINT)
        out, err = _rest(server)
    assert (server.returncode, out, err) == (0, "stopping\n", "")
    until(lambda: not _of_session(server.pid), seconds=2.0)


def _rest(server: "subprocess.Popen[str]") -> tuple[str, str]:
    """Return what a server still says; one that does not end is a failed test."""
    try:
        return server.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        raise


def _of_session(leader: int) -> list[int]:
    """Return the processes that still are in a session."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == leader and is_alive(int(folder.name)):
                found.append(int(folder.name))
        except OSError:
            continue
    return found
