"""Real processes doing what they should."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dashboard.jobs.records import (
    ClosedError,
    Limits,
    QueueFullError,
    UnknownJobError,
    Work,
)
from dashboard.jobs.runner import JobRunner
from risks.errors import UnknownIdError
from tests.app.jobs.work import (
    QUICK,
    TASKS,
    WORK,
    ended,
    is_alive,
    running,
    set_up_badly,
    set_up_by_dying,
    under_way,
    until,
    workers_of,
)

NOBODY = Limits(workers=0)


@pytest.fixture(scope="module")
def runner() -> Iterator[JobRunner]:
    with running() as made:
        yield made


def answer(runner: JobRunner, kind: str, **question: Any) -> Any:
    job = ended(runner, runner.submit("tab", kind, question))
    assert job.state == "done", job
    return job.result


@pytest.fixture(scope="module", autouse=True)
def _no_threads_chosen() -> Iterator[None]:
    """Let the runner choose for numpy, as on a machine where nobody has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENBLAS_NUM_THREADS", "")
        patch.delenv("OPENBLAS_NUM_THREADS")
        yield


def test_nothing_is_started_before_the_first_job() -> None:
    with running() as unused:
        assert unused.pids() == []


def test_progress_is_seen_on_the_way_to_the_answer(runner: JobRunner) -> None:
    job = runner.submit("tab", "count", {"steps": 60})
    assert len(job.id) >= 32
    seen = set()

    def is_over() -> bool:
        now = runner.get(job.id)
        seen.add((now.done, now.total))
        return not now.is_active

    until(is_over)
    done = runner.get(job.id)
    assert (done.state, done.done, done.total) == ("done", 60, 60)
    assert done.result["counted"] == 60
    assert len({each for each in seen if 0 < each[0] < 60}) >= 3


def test_a_process_sets_itself_up_once(runner: JobRunner) -> None:
    uses = [answer(runner, "count", steps=0)["uses"] for _ in range(3)]
    assert uses == [uses[0], uses[0] + 1, uses[0] + 2]
    assert answer(runner, "count", steps=0)["for"] == "tests"


def test_a_process_computes_with_one_thread_and_lets_others_first(
    runner: JobRunner,
) -> None:
    seen = answer(runner, "look")
    assert seen["niceness"] == min(os.nice(0) + 10, 19)
    # Its own and the one that listens; numpy was there before, and added none.
    assert seen["has_numpy"]
    assert seen["threads"] == 2
    assert seen["openblas"] == "1"
    assert not seen["hears_interrupts"]


@pytest.mark.parametrize("kind", ["count", "shield"])
def test_a_cancelled_task_ends_within_a_second(kind: str) -> None:
    with running(limits=replace(QUICK, workers=1, stop_seconds=5.0)) as alone:
        job = under_way(alone, alone.submit("tab", kind, {"steps": 6000}))
        pids = alone.pids()
        began = time.monotonic()
        gone = alone.cancel(job.id)
        assert gone.state == "cancelled"
        assert gone.message == "The computation was cancelled."
        # The process is free again: the same one, not one in its place.
        answer(alone, "count", steps=0)
        assert time.monotonic() - began < 1.0
        assert alone.pids() == pids
        assert alone.get(job.id) == gone


def test_a_task_that_does_not_listen_is_ended_with_its_process() -> None:
    with running(limits=replace(QUICK, workers=1)) as alone:
        job = under_way(alone, alone.submit("tab", "deafen", {}))
        before = alone.pids()
        assert alone.cancel(job.id).state == "cancelled"
        assert answer(alone, "count", steps=0)["uses"] == 1
        assert alone.pids() != before
        assert not is_alive(before[0])
        assert alone.get(job.id).state == "cancelled"


def test_a_newer_question_ends_the_older_one(runner: JobRunner) -> None:
    jobs = [runner.submit("tab", "count", {"steps": 5000 + n}) for n in range(20)]
    last = runner.submit("tab", "count", {"steps": 1})
    assert ended(runner, last).result["counted"] == 1
    for job in jobs:
        old = runner.get(job.id)
        assert (old.state, old.result) == ("cancelled", None)
        assert "newer question" in old.message


def test_a_failure_is_told_in_words(
    runner: JobRunner, caplog: pytest.LogCaptureFixture
) -> None:
    ours = ended(runner, runner.submit("tab", "refuse", {}))
    assert ours.state == "failed"
    assert ours.message == "oil: a price below 0; gas: unknown."
    assert caplog.records == []
    with caplog.at_level(logging.ERROR):
        other = ended(runner, runner.submit("tab", "divide", {"by": 0}))
    assert other.state == "failed"
    assert other.message == "The computation failed; the log says why."
    assert "ZeroDivisionError" in caplog.text
    assert answer(runner, "divide", by=4) == 0.25


def test_sixty_quick_questions_start_two_processes() -> None:
    with running() as busy:
        most = 0
        beside = workers_of(os.getpid())
        accepted, refused = [], []
        for n in range(60):
            try:
                accepted.append(busy.submit(f"tab-{n}", "count", {"steps": 5}))
            except QueueFullError as error:
                refused.append(str(error))
            most = max(most, len(workers_of(os.getpid(), beside)))
        assert refused  # how many depends on how fast the two are done with theirs
        assert set(refused) == {"8 computations wait already; ask again in a moment."}
        while any(busy.get(job.id).is_active for job in accepted):
            most = max(most, len(workers_of(os.getpid(), beside)))
            time.sleep(0.005)
        assert most == 2
        assert {busy.get(job.id).state for job in accepted} == {"done"}


def test_one_tab_asking_sixty_times_waits_for_one_answer(runner: JobRunner) -> None:
    jobs = [runner.submit("slider", "count", {"steps": n}) for n in range(60)]
    assert ended(runner, jobs[-1]).result["counted"] == 59
    assert len(runner.pids()) <= 2
    states = [runner.get(job.id).state for job in jobs[-20:-1]]
    assert set(states) <= {"cancelled", "done"}


def test_the_queue_is_bounded_for_many_threads_at_once() -> None:
    with running(limits=NOBODY) as idle:
        refused = []

        def ask(n: int) -> None:
            try:
                idle.submit(f"tab-{n}", "count", {"steps": 1})
            except QueueFullError:
                refused.append(n)

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 22


def test_closing_leaves_no_process_and_says_so() -> None:
    runner = JobRunner(WORK, QUICK)
    job = under_way(runner, runner.submit("a", "deafen", {}))
    other = under_way(runner, runner.submit("b", "count", {"steps": 9000}))
    waits = runner.submit("c", "count", {"steps": 1})
    pids = runner.pids()
    assert set(workers_of(os.getpid())) >= set(pids)
    assert len(pids) == 2
    runner.close()
    runner.close()
    assert not any(is_alive(pid) for pid in pids)
    assert runner.pids() == []
    for each in (job, other, waits):
        assert runner.get(each.id).state == "cancelled"
        assert "stopping" in runner.get(each.id).message
    with pytest.raises(ClosedError, match="stopping"):
        runner.submit("a", "count", {"steps": 1})


def test_a_process_that_cannot_be_set_up_says_why() -> None:
    with running(Work(set_up_badly, (), TASKS)) as unfit:
        job = ended(unfit, unfit.submit("tab", "count", {"steps": 1}))
        assert (job.state, job.message) == ("failed", "the pack is not there.")
        until(lambda: not unfit.pids())


def test_a_process_that_dies_at_its_start_is_not_started_for_ever() -> None:
    with running(Work(set_up_by_dying, (), TASKS)) as dying:
        job = ended(dying, dying.submit("tab", "count", {"steps": 1}))
        assert job.state == "lost"
        assert "could not be started" in job.message
        until(lambda: not dying.pids())


def test_a_machine_without_room_for_a_process_loses_the_job(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("dashboard.jobs.runner.Worker", refuse)
    with running() as small:
        job = small.submit("tab", "count", {"steps": 1})
        assert job.state == "lost"
        assert "ask again" in job.message
    assert "no room" in caplog.text


def test_what_cannot_be_done_is_refused_at_once() -> None:
    with running(limits=NOBODY) as idle:
        with pytest.raises(UnknownIdError, match="did you mean 'count'"):
            idle.submit("tab", "coumt", {})
        with pytest.raises(ValueError, match="JSON compliant"):
            idle.submit("tab", "count", {"steps": float("nan")})
        for ask in (idle.get, idle.cancel):
            with pytest.raises(UnknownJobError):
                ask("nothing")


def test_ended_jobs_are_forgotten_by_the_clock_handed_in() -> None:
    clock = [0.0]
    runner = JobRunner(WORK, NOBODY, lambda: clock[0])
    job = runner.cancel(runner.submit("tab", "count", {}).id)
    assert (job.heartbeat, job.ended_at) == (0.0, 0.0)
    clock[0] = 900.0
    assert runner.get(job.id) == job
    clock[0] = 900.5
    with pytest.raises(UnknownJobError):
        runner.get(job.id)
