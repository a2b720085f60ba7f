"""What changes are counted from: chosen, said, and seen as the review saw it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.browser_state import read_visit
from dashboard.components import words as say_it
from dashboard.components.board_readings import reading_words
from dashboard.queries.board import board
from dashboard.queries.board_futures import board_futures, simulated
from dashboard.queries.board_readings import reading_move
from dashboard.queries.compared import WEEKS_AGO, Since, compared_with
from dashboard.queries.model import Model
from dashboard.queries.review import seen_by
from risks.reviews import View, week_of
from tests.app.boards import close, say
from tests.app.browsing import model_of, opened, words
from tests.app.logbooks import APPROVE, following, judgement, post, reading

DAY = date(2026, 11, 22)
TODAY = "?as-of=2026-11-22"
CLOSED_ON = date(2026, 11, 15)
PAGES = ("/", "/registers", "/registers/TW1")


@pytest.fixture(name="model", scope="module")
def model_with_closed_weeks(tmp_path_factory: pytest.TempPathFactory) -> Model:
    model = following(tmp_path_factory.mktemp("log") / "workspace.db")
    close(model, "2026-W44")
    close(model, "2026-W46")
    post(
        create_app(model),
        judgement(fields={"judged_on": "2026-11-10"}, edit_id="late-judgement"),
    )
    return model


def shown(model: Model, path: str, search: str = TODAY) -> str:
    found = opened(create_app(model), path, search)
    return words([each["children"] for each in found.values() if "children" in each])


def choices(
    model: Model, path: str, search: str = TODAY
) -> dict[str, tuple[str, bool]]:
    page = opened(create_app(model), path, search)["page"]["children"]
    found = next(
        (x for x in _props(page) if x.get("aria-label") == "Changes since"), None
    )
    return {
        words(each): (each["props"]["value"], each["props"]["selected"])
        for each in (found["children"] if found else [])
    }


def _props(drawn: object) -> list[dict]:
    if isinstance(drawn, dict):
        own = [drawn["props"]] if "props" in drawn else []
        return [*own, *(y for x in drawn.values() for y in _props(x))]
    if isinstance(drawn, list):
        return [y for x in drawn for y in _props(x)]
    return []


def test_the_board_counts_from_what_the_last_review_saw(model: Model) -> None:
    frozen, _ = seen_by(model, week_of("2026-W46"))
    view = View(frozen)
    now = board(model, DAY, compared_with(model, DAY))
    assert now.since == Since(CLOSED_ON, "2026-W46")
    halves = {each.share: each.day for each in view.outcomes.opening}
    assert now.futures.half.was == halves[0.5]
    assert now.futures.most.was == halves[0.8]
    assert now.futures.gap
    assert view.outcomes.money
    for risk in now.standing.risks:
        assert risk.earlier == view.chance(risk.id)
    pressures = view.what_if.register_pressure
    for place, each in enumerate(now.registers):
        assert each.pressure is not None
        assert each.change == each.pressure - float(pressures[place])


def test_a_judgement_recorded_late_is_what_moved_a_risk(model: Model) -> None:
    now = board(model, DAY, compared_with(model, DAY))
    (move,) = [each for each in now.moves if each.risk.id == "TW1"]
    assert move.judged_on == date(2026, 11, 10)


@pytest.mark.parametrize("path", PAGES)
def test_every_change_names_the_review_it_counts_from(model: Model, path: str) -> None:
    said = shown(model, path)
    assert "since the review of 15 Nov 2026 (week 46)" in said
    assert "four weeks before" in said.split("Changes since")[1][:200]
    other = shown(model, path, TODAY + "&since=2026-W44")
    assert "since the review of 1 Nov 2026 (week 44)" in other
    ago = shown(model, path, TODAY + "&since=four-weeks")
    assert "since 25 Oct 2026, four weeks before" in ago


@pytest.mark.parametrize("path", PAGES)
def test_every_closed_week_can_be_chosen_and_the_default_is_left_out(
    model: Model, path: str
) -> None:
    found = choices(model, path)
    assert found == {
        "the review of 15 Nov 2026 (week 46)": (path + TODAY, True),
        "the review of 1 Nov 2026 (week 44)": (path + TODAY + "&since=2026-W44", False),
        "25 Oct 2026, four weeks before": (path + TODAY + "&since=four-weeks", False),
    }
    other = choices(model, path, TODAY + "&since=2026-W44")
    assert [each for each, (_, is_chosen) in other.items() if is_chosen] == [
        "the review of 1 Nov 2026 (week 44)"
    ]
    assert read_visit(model, path, TODAY + "&since=2026-W46").since == ""


def test_without_an_earlier_closed_week_nothing_is_chosen(model: Model) -> None:
    assert not choices(model, "/", "?as-of=2026-10-25")
    assert not choices(model_of(), "/", TODAY)
    assert not choices(model, "/evidence")
    assert "since 27 Sep 2026, four weeks before" in shown(
        model, "/", "?as-of=2026-10-25"
    )


def test_the_choice_is_kept_in_links_but_not_where_it_lies_ahead(model: Model) -> None:
    page = opened(create_app(model), "/", TODAY + "&since=2026-W44")["page"]["children"]
    hrefs = {x["href"] for x in _props(page) if "href" in x}
    assert "/registers?as-of=2026-11-22&since=2026-W44" in hrefs
    assert "/?as-of=2026-11-15&since=2026-W44" in hrefs
    assert "/export.zip?as-of=2026-11-22" in hrefs
    options = {x["value"] for x in _props(page) if "value" in x and "selected" in x}
    assert "/?as-of=2026-10-27" in options
    assert "/?as-of=2026-11-03&since=2026-W44" in options


@pytest.mark.parametrize("asked", ["2026-W45", "2026-W99", "last", "9" * 300])
def test_a_wrong_choice_says_what_is_allowed(model: Model, asked: str) -> None:
    visit = read_visit(model, "/", f"{TODAY}&since={asked}")
    assert visit.since == ""
    (problem,) = visit.problems
    assert problem == (
        f"'{asked[:40]}' is no week closed before 22 Nov 2026; allowed: 2026-W46 or "
        "2026-W44 or four-weeks. This page shows changes since 2026-W46 instead."
    )
    assert "2026-W46" in shown(model, "/", f"{TODAY}&since={asked}")


def test_without_a_log_only_four_weeks_are_allowed() -> None:
    (problem,) = read_visit(model_of(), "/", "?since=2026-W30").problems
    assert "allowed: four-weeks. This page shows changes since four weeks" in problem
    assert read_visit(model_of(), "/", "?since=four-weeks").problems == ()


def test_a_reading_recorded_after_the_review_is_new_whatever_its_day(
    tmp_path: Path,
) -> None:
    model = following(tmp_path / "workspace.db")
    close(model, "2026-W46")
    fields = {"observed_on": "2026-11-12"}
    post(create_app(model), reading(fields=fields, edit_id="late-reading"))
    now = model.base(DAY)
    since_review = reading_move(now, compared_with(model, DAY).base, "works-delay")
    assert [each.observed_on for each in since_review.steps] == [date(2026, 11, 12)]
    assert "25 (12 Nov 2026" in words(reading_words(since_review))
    ago = compared_with(model, DAY, WEEKS_AGO).base
    assert reading_move(now, ago, "works-delay").steps == since_review.steps


def test_what_is_counted_from_is_worded_in_one_place() -> None:
    review = Since(CLOSED_ON, "2026-W46")
    assert say_it.since(review) == "since the review of 15 Nov 2026 (week 46)"
    assert say_it.since_short(review) == "since week 46"
    ago = Since(date(2026, 7, 18))
    assert say_it.since(ago) == "since 18 Jul 2026, four weeks before"
    assert say_it.since_short(ago) == "since 18 Jul"
    back = replace(ago, judged_on=date(2026, 8, 15))
    assert say_it.since(back).endswith("four weeks before (back-cast)")


def test_a_treatment_approved_since_is_never_answered_from_the_cache(
    tmp_path: Path,
) -> None:
    model = following(tmp_path / "workspace.db")
    model.cache_folder = tmp_path / "cache"
    then = compared_with(model, DAY)
    before = board_futures(model, DAY, then)
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    assert compared_with(model, DAY).base.pack.hash == then.base.pack.hash
    after = board_futures(model, DAY, then)
    fresh = simulated(model, DAY, then)
    assert after == fresh
    assert after != before
