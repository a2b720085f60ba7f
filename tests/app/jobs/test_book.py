"""The states of a job, without any process."""

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dashboard.jobs.book import JobBook
from dashboard.jobs.records import Job, Limits, QueueFullError, UnknownJobError

LIMITS = Limits(most_waiting=2, most_kept=3, keep_seconds=100.0)


def job(name: str, owner: str = "", kind: str = "count", at: float = 0.0) -> Job:
    return Job(name, owner or name, kind, {}, heartbeat=at)


@pytest.fixture
def book() -> JobBook:
    return JobBook(LIMITS)


def test_a_job_waits_runs_and_is_done(book: JobBook) -> None:
    book.add(job("a"))
    assert book.find("a").state == "waiting"
    book.start("a", 5.0)
    book.progress("a", 3, 10)
    book.beat("a", 6.0)
    running = book.find("a")
    assert (running.state, running.done, running.total) == ("running", 3, 10)
    assert running.heartbeat == 6.0
    book.finish("a", {"x": 1}, 7.0)
    done = book.find("a")
    assert (done.state, done.result, done.ended_at) == ("done", {"x": 1}, 7.0)


def test_jobs_are_served_in_the_order_they_came(book: JobBook) -> None:
    book.add(job("a"))
    book.add(job("b"))
    assert [each.id for each in book.waiting()] == ["a", "b"]


def test_a_full_queue_is_refused_in_words_and_changes_nothing(book: JobBook) -> None:
    book.add(job("a"))
    book.add(job("b"))
    with pytest.raises(QueueFullError, match="2 computations wait already"):
        book.add(job("c"))
    assert [each.id for each in book.waiting()] == ["a", "b"]
    with pytest.raises(UnknownJobError):
        book.find("c")


def test_a_running_job_takes_no_place_in_the_queue(book: JobBook) -> None:
    for name in "ab":
        book.add(job(name))
        book.start(name, 1.0)
    book.add(job("c"))
    book.add(job("d"))
    assert len(book.waiting()) == 2


def test_a_newer_job_takes_the_place_of_the_older_one_in_a_full_queue(
    book: JobBook,
) -> None:
    book.add(job("a", owner="tab"))
    book.add(job("b"))
    book.add(job("c", owner="tab", at=4.0))
    assert [each.id for each in book.waiting()] == ["c", "b"]
    old = book.find("a")
    assert (old.state, old.ended_at) == ("cancelled", 4.0)
    assert old.message == "A newer question took the place of this one."


def test_a_running_job_is_superseded_too(book: JobBook) -> None:
    book.add(job("a", owner="tab"))
    book.start("a", 1.0)
    book.add(job("b", owner="tab"))
    assert book.find("a").state == "cancelled"
    assert not book.is_running("a")


@pytest.mark.parametrize("other", [{"owner": "two"}, {"kind": "divide"}])
def test_another_tab_or_another_kind_supersedes_nothing(
    book: JobBook, other: dict[str, str]
) -> None:
    book.add(job("a", owner="one"))
    book.add(job("b", **{"owner": "one", **other}))
    assert len(book.waiting()) == 2


def test_a_refused_job_leaves_the_running_one_it_would_supersede(
    book: JobBook,
) -> None:
    book.add(job("a", owner="tab"))
    book.start("a", 1.0)
    book.add(job("b"))
    book.add(job("c"))
    with pytest.raises(QueueFullError):
        book.add(job("d", owner="tab"))
    assert book.is_running("a")


@pytest.mark.parametrize("ending", ["finish", "fail", "cancel", "lose"])
def test_an_ended_job_never_changes_again(book: JobBook, ending: str) -> None:
    book.add(job("a"))
    book.start("a", 1.0)
    {
        "finish": lambda: book.finish("a", 1, 2.0),
        "fail": lambda: book.fail("a", 2.0, "It failed."),
        "cancel": lambda: book.cancel("a", 2.0),
        "lose": lambda: book.lose("a", 2.0, "It is lost."),
    }[ending]()
    before = book.find("a")
    assert not before.is_active
    book.finish("a", 9, 3.0)
    book.fail("a", 3.0, "late")
    book.cancel("a", 3.0)
    book.lose("a", 3.0, "late")
    book.progress("a", 9, 9)
    book.beat("a", 9.0)
    book.start("a", 9.0)
    assert book.find("a") == before


def test_a_waiting_job_has_no_progress_and_no_answer(book: JobBook) -> None:
    book.add(job("a"))
    before = book.find("a")
    book.progress("a", 1, 2)
    book.finish("a", 1, 2.0)
    assert book.find("a") == before


def test_late_words_about_an_unknown_job_are_ignored(book: JobBook) -> None:
    book.finish("gone", 1, 2.0)
    book.lose("gone", 2.0, "late")
    book.progress("gone", 1, 2)
    with pytest.raises(UnknownJobError, match="ask again"):
        book.find("gone")


def _end_at(book: JobBook, name: str, at: float) -> None:
    book.add(job(name))
    book.cancel(name, at)


def test_ended_jobs_are_kept_for_a_time(book: JobBook) -> None:
    _end_at(book, "a", 10.0)
    book.add(job("waits"))
    book.forget(110.0)
    assert book.find("a").state == "cancelled"
    book.forget(110.5)
    with pytest.raises(UnknownJobError):
        book.find("a")
    assert book.find("waits").is_active


def test_only_the_last_ended_jobs_are_kept(book: JobBook) -> None:
    for at, name in enumerate("dcba"):
        _end_at(book, name, float(at))
    book.forget(10.0)
    with pytest.raises(UnknownJobError):
        book.find("d")
    assert [book.find(name).id for name in "cba"] == ["c", "b", "a"]


class AnyOrder(RuleBasedStateMachine):
    """Whatever comes in whatever order, the book keeps its promises."""

    def __init__(self) -> None:
        super().__init__()
        self.book = JobBook(LIMITS)
        self.at = 0.0
        self.names: list[str] = []
        self.ended: dict[str, Job] = {}

    @rule(owner=st.sampled_from("abcd"), kind=st.sampled_from(["count", "divide"]))
    def add(self, owner: str, kind: str) -> None:
        self.at += 1
        name = str(len(self.names))
        try:
            self.book.add(job(name, owner, kind, self.at))
        except QueueFullError:
            return
        self.names.append(name)

    @rule(which=st.integers(0, 20), what=st.sampled_from("SPFXCLB"))
    def happen(self, which: int, what: str) -> None:
        self.at += 1
        name = str(which)
        {
            "S": lambda: self.book.start(name, self.at),
            "P": lambda: self.book.progress(name, 1, 2),
            "F": lambda: self.book.finish(name, 1, self.at),
            "X": lambda: self.book.fail(name, self.at, "It failed."),
            "C": lambda: self.book.cancel(name, self.at),
            "L": lambda: self.book.lose(name, self.at, "It is lost."),
            "B": lambda: self.book.beat(name, self.at),
        }[what]()

    @rule()
    def forget(self) -> None:
        self.book.forget(self.at)
        assert len(self._kept()) - len(self.book.active()) <= LIMITS.most_kept

    @invariant()
    def the_queue_is_bounded_and_all_in_it_wait(self) -> None:
        waiting = self.book.waiting()
        assert len(waiting) <= LIMITS.most_waiting
        assert {each.state for each in waiting} <= {"waiting"}
        assert len(waiting) == sum(
            each.state == "waiting" for each in self.book.active()
        )

    @invariant()
    def a_tab_has_one_active_job_of_a_kind(self) -> None:
        places = [(each.owner, each.kind) for each in self.book.active()]
        assert len(places) == len(set(places))

    @invariant()
    def what_ended_stays_as_it_ended(self) -> None:
        for each in self._kept():
            if not each.is_active:
                assert self.ended.setdefault(each.id, each) == each
                assert (each.result is not None) == (each.state == "done")
                assert bool(each.message) == (each.state != "done")

    def _kept(self) -> list[Job]:
        found = []
        for name in self.names:
            try:
                found.append(self.book.find(name))
            except UnknownJobError:
                continue
        return found


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=40, stateful_step_count=30)


def test_a_job_is_a_record(book: JobBook) -> None:
    first = job("a")
    book.add(first)
    book.start("a", 1.0)
    assert first == replace(book.find("a"), state="waiting", heartbeat=0.0)
