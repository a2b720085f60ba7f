"""Long work: parts that add up, swings with errors, questions checked first."""

from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.queries.long_work import (
    LongQuestionError,
    checked_question,
    runner_for,
    set_up,
    tornado_task,
    why_task,
)
from dashboard.queries.model import Model
from risks.errors import RisksError, SettingError, UnknownIdError
from risks.futures_why import simulations_to_explain
from tests.app.browsing import client_of, model_of
from tests.pack_files import copy_good

COLD = {"neighbour-stance": 3.0, "works-delay": 20.0, "A001": 0.5}


@pytest.fixture(scope="module", name="model")
def make_model() -> Model:
    return model_of()


def question(**changes: Any) -> dict[str, Any]:
    return {
        "as_of": "2026-08-12",
        "settings": COLD,
        "outcome": "opening-p50",
        **changes,
    }


class Heard:
    """Notes the progress a task reports."""

    def __init__(self) -> None:
        self.said: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.said.append((done, total))


@pytest.mark.parametrize(
    "outcome", ["opening-p50", "p-by-target", "funding-gap-p50", "TW1"]
)
def test_parts_add_up_and_so_do_the_shown_ones(model: Model, outcome: str):
    heard = Heard()
    found = why_task(model, question(outcome=outcome), heard)
    assert sum(each["amount"] for each in found["parts"]) == pytest.approx(
        found["total"], abs=1e-9
    )
    shown = sum(each["shown"] for each in found["parts"])
    assert shown == pytest.approx(found["shown_change"], abs=1e-9)
    assert heard.said[-1] == (8, 8)


@pytest.mark.parametrize(("count", "wanted"), [(0, 1), (3, 8), (6, 64), (7, 66)])
def test_the_number_of_simulations_is_known_beforehand(count: int, wanted: int):
    assert simulations_to_explain(count) == wanted


def test_a_swing_says_what_both_ends_of_a_lever_do(model: Model):
    heard = Heard()
    found = tornado_task(model, question(settings={}), heard)
    levers = {each.id for each in model.pack.levers}
    assert {each["indicator_id"] for each in found["swings"]} <= levers
    assert found["swings"]
    for each in found["swings"]:
        assert each["told_calm"] in ("same", "moved", "not distinguishable")
    assert heard.said[-1] == (len(levers), len(levers))


def test_progress_may_stop_the_work(model: Model):
    def stop(done: int, total: int) -> None:
        raise InterruptedError(f"{done} of {total}")

    for task in (why_task, tornado_task):
        with pytest.raises(InterruptedError):
            task(model, question(), stop)


def test_a_good_question_is_passed_on_in_pack_order(model: Model):
    found = checked_question(model, "why", question())
    assert list(found["settings"]) == ["works-delay", "neighbour-stance", "A001"]
    assert found["as_of"] == "2026-08-12"


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"outcome": "luck"}, UnknownIdError, "no outcome or risk is called"),
        ({"settings": {"A001": 3}}, SettingError, "allowed: 0 to 1"),
        ({"as_of": "1999-01-01"}, LongQuestionError, "Nothing can be said as of"),
        ({"as_of": 12}, LongQuestionError, "cannot be read at as_of"),
        ({"more": 1}, LongQuestionError, "cannot be read at more"),
    ],
)
def test_a_bad_question_is_refused_in_words(
    model: Model, changes: dict[str, Any], error: type[RisksError], words: str
):
    with pytest.raises(error, match=words):
        checked_question(model, "why", question(**changes))


def test_the_app_takes_in_long_work_and_a_process_answers(tmp_path):
    folder = tmp_path / "pack"
    copy_good(folder)
    runner = runner_for(folder, None)
    try:
        client = client_of(create_app(set_up(folder, None), runner=runner))
        posted = {"owner": "tab-1", "kind": "why", "question": question()}
        answer = client.post("/api/jobs", json=posted)
        assert answer.status_code == 202, answer.text
        job = answer.get_json()["job"]
        while job["state"] in ("waiting", "running"):
            job = client.get(f"/api/jobs/{job['id']}").get_json()["job"]
        assert job["state"] == "done", job["message"]
        in_process = why_task(set_up(folder, None), question(), lambda *_: None)
        assert job["result"] == in_process
    finally:
        runner.close()
