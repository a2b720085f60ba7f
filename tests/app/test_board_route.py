"""The route on the board: its state, its published dates, the risks on it."""

import pytest

from dashboard import text
from dashboard.queries.board import BoardNow
from dashboard.queries.model import Model
from tests.app.boards import page_of, seen_on, text_of
from tests.app.browsing import model_of, parts, shipped_pack, words
from tests.builders import (
    make_pack,
    small_pack,
)


@pytest.fixture(scope="module", name="shipped")
def read_shipped() -> Model:
    return model_of(shipped_pack())


@pytest.fixture(scope="module", name="now")
def shipped_now(shipped: Model) -> BoardNow:
    return seen_on(shipped, shipped.default_as_of)


def test_the_route_runs_through_its_stations_with_published_dates(
    shipped: Model, now: BoardNow
) -> None:
    page = page_of(shipped)
    (strip,) = [
        each for each in parts(page.body) if getattr(each, "className", "") == "strip"
    ]
    said = words(strip)
    for link in now.main_line:
        assert link.from_title in said
        count = f"{text.count(len(link.risks), 'risk')}, {link.above_half} above"
        assert (count if link.risks else "no risk recorded") in said
        ends = f"{link.from_title} to {link.to_title}: "
        assert ends in said
        if link.opening:
            assert f"builder says {text.day(link.opening)}" in said
        half = now.futures.stages[link.id]
        assert half
        assert f"half open by {half:%b} {half.year}" in said
    assert now.main_line[-1].to_title in said
    assert len(now.main_line) + len(now.feeders) == len(shipped.pack.stages)


def test_a_link_nobody_judged_says_so(shipped: Model, now: BoardNow) -> None:
    unjudged = [e for e in now.feeders if not e.judged and e.condition != "open"]
    assert unjudged
    shown = text_of(page_of(shipped))
    assert shown.count("no remaining months judged") == len(unjudged)


def test_a_link_beyond_the_months_names_their_end() -> None:
    far = {"remaining_months": {"low": 300, "likely": 400, "high": 500}}
    stages = tuple(
        each.model_validate({**each.model_dump(), **far})
        for each in small_pack().stages
    )
    model = model_of(make_pack(stages=stages))
    end = text.day(seen_on(model, model.default_as_of).futures.end)
    shown = text_of(page_of(model))
    assert f"not open by {end} in half of the futures" in shown
    assert f"after {end}" in shown


def test_a_link_names_the_risks_that_hold_works_up_themselves(
    shipped: Model, now: BoardNow
) -> None:
    kinds = {each.id: each.impact.delay_kind for each in shipped.pack.risks}
    for link in (*now.main_line, *now.feeders):
        for risk in link.risks:
            assert risk.holds_works == (kinds[risk.id] != "indirect")
    shown = text_of(page_of(shipped))
    assert "Hold works up, likeliest first: IN5" in shown
    assert "Act through other risks: DP1" in shown


def test_a_risk_sits_on_every_link_it_names(shipped: Model, now: BoardNow) -> None:
    sitting = {
        each.id: {risk.id for risk in each.risks}
        for each in (*now.main_line, *now.feeders)
    }
    for risk in shipped.pack.risks:
        for stage_id in risk.stage_ids:
            assert risk.id in sitting[stage_id]


def test_a_route_that_is_known_later_than_the_day_is_said_to_be(
    shipped: Model,
) -> None:
    early = text_of(page_of(shipped, "?as-of=2026-01-17"))
    assert "as known on 6 Aug 2026, later than this day" in early
    assert "later than this day" not in text_of(page_of(shipped))


def test_an_opening_that_has_passed_is_not_said_to_be_ahead(shipped: Model) -> None:
    passed = "builder said 31 Mar 2026, which has passed"
    assert passed in text_of(page_of(shipped))
    assert passed not in text_of(page_of(shipped, "?as-of=2026-03-28"))


def test_an_open_line_is_open_and_needs_no_opening() -> None:
    stages = tuple(
        each.model_copy(update={"condition": "open", "published_opening": None})
        for each in small_pack().stages
    )
    page = page_of(model_of(make_pack(stages=stages)))
    assert (
        "half open" not in text_of(page).split("as a table")[0].split("feed")[0][500:]
    )
