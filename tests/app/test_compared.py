"""What a page's changes are counted from, and what it counts as under way."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard.app import create_app
from dashboard.queries.compared import WEEKS_AGO, compared_with
from dashboard.queries.log import Log
from dashboard.queries.model import Model
from dashboard.queries.review import seen_by
from dashboard.queries.simulated import baseline_outcomes
from risks.errors import UnknownIdError
from risks.model import Pack
from risks.reviews import View, week_of
from risks.scenarios import what_if
from tests.app.boards import close, say
from tests.app.browsing import model_of
from tests.app.logbooks import APPROVE, following, judgement, opened_log, post
from tests.builders import small_pack

DAY = date(2026, 11, 22)
WEEK = "2026-W46"
CLOSED_ON = date(2026, 11, 15)


@pytest.fixture(name="model")
def model_over_a_log(tmp_path: Path) -> Model:
    return following(tmp_path / "workspace.db")


def chance(model: Model, day: date = DAY) -> float:
    return float(what_if(model.base(day), {}).numbers.chance[0])


def test_without_a_closed_review_it_is_four_weeks_before(model: Model) -> None:
    for each in (model, model_of()):
        then = compared_with(each, DAY)
        assert (then.day, then.week) == (date(2026, 10, 25), "")


def test_the_last_closed_review_is_seen_as_it_was(model: Model) -> None:
    before = chance(model, CLOSED_ON)
    close(model, WEEK)
    post(
        create_app(model),
        judgement(fields={"judged_on": "2026-11-10"}, edit_id="x" * 9),
    )
    assert chance(model, CLOSED_ON) != before  # what is known now of that day
    then = compared_with(model, DAY)
    assert (then.day, then.week) == (CLOSED_ON, WEEK)
    assert what_if(then.base, {}).numbers.chance[0] == before


def test_any_closed_week_or_four_weeks_can_be_asked_for(model: Model) -> None:
    close(model, "2026-W44")
    close(model, WEEK)
    assert compared_with(model, DAY).week == WEEK
    assert compared_with(model, DAY, "2026-W44").day == date(2026, 11, 1)
    assert compared_with(model, DAY, WEEKS_AGO).week == ""
    assert compared_with(model, CLOSED_ON).week == "2026-W44"
    with pytest.raises(UnknownIdError, match="2026-W45"):
        compared_with(model, DAY, "2026-W45")


def test_an_approved_treatment_counts_on_every_page(model: Model) -> None:
    before = chance(model)
    opened = baseline_outcomes(model, DAY, 256).simulation.chance[0]
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    assert chance(model) < before
    assert baseline_outcomes(model, DAY, 256).simulation.chance[0] < opened
    assert dict(model.base(DAY).under_way) == {"A001": 0.4}
    assert chance(model, date(2026, 11, 19)) == pytest.approx(before, abs=0.05)
    assert not model.base(date(2026, 11, 19)).under_way


def test_a_day_has_the_numbers_its_review_shows(model: Model) -> None:
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    frozen, _ = seen_by(model, week_of("2026-W47"))
    view, base = View(frozen), model.base(frozen.as_of)
    np.testing.assert_array_equal(
        view.what_if.numbers.chance, what_if(base, {}).numbers.chance
    )
    found = baseline_outcomes(model, frozen.as_of)
    np.testing.assert_array_equal(view.outcomes.plan.line, found.plan.line)


def test_a_treatment_under_way_can_be_assumed_away(model: Model) -> None:
    before = chance(model)
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    without = what_if(model.base(DAY), {"A001": 0.0})
    assert float(without.numbers.chance[0]) == before


def test_a_week_that_saw_another_pack_needs_that_pack(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    close(following(file), WEEK)
    newer = pack_called("b" * 64)
    without = model_of(newer).follow(Log(newer, opened_log(file)))
    assert compared_with(without, DAY).week == ""
    knowing = model_of(newer).follow(Log(newer, opened_log(file), [small_pack()]))
    then = compared_with(knowing, DAY)
    assert (then.week, then.base.pack.hash) == (WEEK, small_pack().hash)


def pack_called(changed: str) -> Pack:
    """Return the small pack under another hash."""
    return small_pack().model_copy(update={"hash": changed})


def test_pages_are_about_the_day_of_the_last_decision_on_a_treatment(
    model: Model,
) -> None:
    assert model.default_as_of == date(2026, 8, 12)
    say(model, "decision", APPROVE | {"treatment_ids": []}, reason="None is named.")
    assert model.default_as_of == date(2026, 8, 12)
    say(model, "decision", APPROVE | {"id": "D-2"}, reason="The audit asks for it.")
    assert model.default_as_of == date(2026, 11, 20)


def test_a_decision_that_names_no_treatment_any_more_takes_it_away(
    model: Model,
) -> None:
    before = chance(model)
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    assert chance(model) < before
    without = APPROVE | {"treatment_ids": []}
    seen = model.entries[-1].seq
    say(model, "decision", without, reason="Named in error.", expected_version=seen)
    assert chance(model) == before
