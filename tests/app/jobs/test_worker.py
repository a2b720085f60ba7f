"""A worker's own logic, and the server's view of one, without any process."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.jobs import worker
from dashboard.jobs.crew import Worker
from dashboard.jobs.records import Cancelled, Limits
from dashboard.jobs.worker import Reporter, answered
from dashboard.sentences import LONGEST, sentence
from risks.errors import Problem, RisksError, SettingError, UnknownIdError
from tests.app.jobs.work import WORK


class Spoken:
    """A line that only remembers what was said."""

    def __init__(self) -> None:
        self.stopped = ""
        self.said: list[dict[str, Any]] = []

    def say(self, word: str, **fields: Any) -> None:
        self.said.append({"say": word, **fields})


def done(kind: str, **question: Any) -> dict[str, Any]:
    context = {"name": "here", "uses": 0, "has_numpy": True}
    order = {"do": "j1", "kind": kind, "question": question}
    message: dict[str, Any] = json.loads(answered(Spoken(), WORK, context, order))
    assert message["job"] == "j1"
    return message


def test_a_result_is_told() -> None:
    message = done("count", steps=2)
    assert message["say"] == "done"
    assert message["result"] == {"counted": 2, "for": "here", "uses": 1}


def test_our_own_errors_are_told_in_their_words() -> None:
    message = done("refuse")
    assert message["say"] == "failed"
    assert message["message"] == "oil: a price below 0; gas: unknown."
    assert message["detail"] == ""


def test_any_other_error_is_only_for_the_log() -> None:
    message = done("divide", by=0)
    assert message["message"] == "The computation failed; the log says why."
    assert "ZeroDivisionError" in message["detail"]


@pytest.mark.parametrize("kind", ["set", "nan"])
def test_an_answer_that_is_no_json_is_a_failure(kind: str) -> None:
    message = done(kind)
    assert message["say"] == "failed"
    assert "the log says why" in message["message"]


def test_an_answer_too_long_to_keep_is_a_failure() -> None:
    assert done("much", characters=1000)["say"] == "done"
    message = done("much", characters=worker.LONGEST_RESULT)
    assert message["say"] == "failed"
    assert "characters" in message["detail"]


def test_a_task_that_survives_its_errors_does_not_survive_its_cancellation() -> None:
    line = Spoken()
    line.stopped = "j1"
    order = {"do": "j1", "kind": "shield", "question": {}}
    assert json.loads(answered(line, WORK, {}, order)) == {
        "say": "cancelled",
        "job": "j1",
    }


def test_progress_is_told_seldom_but_always_at_the_end() -> None:
    line = Spoken()
    report = Reporter(line, "j1")
    for step in range(1001):
        report(step, 1000)
    assert line.said[0] == {"say": "progress", "job": "j1", "done": 0, "total": 1000}
    assert line.said[-1]["done"] == 1000
    assert len(line.said) < 20


def test_progress_ends_only_the_job_that_was_asked_to_stop() -> None:
    line = Spoken()
    line.stopped = "j0"
    Reporter(line, "j1")(1, 2)
    line.stopped = "j1"
    with pytest.raises(Cancelled):
        Reporter(line, "j1")(1, 2)


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (RisksError("no such day"), "no such day."),
        (RisksError("no such day."), "no such day."),
        (RisksError("two\n  lines"), "two lines."),
        (UnknownIdError("risk", "BT", ["BT1"]), "did you mean 'BT1'?"),
        (SettingError([Problem("a", "b", "c")]), "a: b; c."),
    ],
)
def test_an_error_is_one_sentence(error: RisksError, shown: str) -> None:
    assert sentence(error).endswith(shown)
    assert "\n" not in sentence(error)


def test_a_long_error_is_cut() -> None:
    assert len(sentence(RisksError("word " * 1000))) <= LONGEST + 1


@pytest.mark.parametrize(
    ("phase", "silence", "is_silent"),
    [
        ("busy", 15.0, False),
        ("busy", 15.1, True),
        ("idle", 15.1, True),
        ("starting", 59.0, False),
        ("starting", 60.1, True),
    ],
)
def test_silence_counts_from_the_last_sign_of_life(
    phase: str, silence: float, is_silent: bool
) -> None:
    seen: Any = SimpleNamespace(phase=phase, heard_at=100.0, _limits=Limits())
    assert Worker.is_silent(seen, 100.0 + silence) is is_silent


def test_a_worker_has_time_to_hear_that_it_shall_stop() -> None:
    seen: Any = SimpleNamespace(stop_asked_at=None, _limits=Limits())
    assert not Worker.is_deaf(seen, 1e9)
    seen.stop_asked_at = 100.0
    assert not Worker.is_deaf(seen, 105.0)
    assert Worker.is_deaf(seen, 105.1)
