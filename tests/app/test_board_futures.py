"""The board's headline: the simulation's numbers, and what they are compared with."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dashboard import text
from dashboard.browser_state import read_visit
from dashboard.components import board_futures as told
from dashboard.queries import board_futures as asked
from dashboard.queries.board import BoardNow
from dashboard.queries.board_futures import BoardFutures, from_json, to_json
from dashboard.queries.compared import Then, compared_with
from dashboard.queries.figures import Figure
from dashboard.queries.model import Model
from dashboard.queries.simulated import baseline_outcomes
from risks.corridor import months_until, p_by, paired_se, percentile
from risks.model import Pack
from tests.app.boards import LATEST, now_of, page_of, seen_on, text_of
from tests.app.browsing import links, model_of, shipped_pack, words
from tests.builders import make_pack, make_risk, make_stage, small_pack

MOVED = Figure(0.2, 0.3, 0.001, 0.1, 0.002, "moved")


@pytest.fixture(scope="module", name="shipped")
def read_shipped() -> Model:
    return model_of(shipped_pack())


@pytest.fixture(scope="module", name="now")
def shipped_now(shipped: Model) -> BoardNow:
    return seen_on(shipped, shipped.default_as_of)


def bare_pack(**changes: object) -> Pack:
    """Return a small pack whose risks name no stage, trigger or signal."""
    fields = {"signals": (), "triggers": (), "calendar": (), "treatments": ()}
    return make_pack(**{**fields, "funding_sources": (), **changes})


def test_the_headline_is_the_simulation_s(shipped: Model, now: BoardNow) -> None:
    found, futures = baseline_outcomes(shipped, now.as_of), now.futures
    days = {each.share: each.day for each in found.opening}
    assert (futures.half.day, futures.most.day) == (days[0.5], days[0.8])
    assert (futures.paths, futures.end) == (16384, found.end)
    for each in futures.by:
        assert each.chance
        assert each.chance.value == p_by(found, each.day).value
    assert found.gap
    assert futures.gap
    assert futures.gap.p50.value == found.gap.p50.value
    assert futures.gap.p80.value == found.gap.p80.value
    assert futures.stages == {name: each.day for name, each in found.stages.items()}


def test_days_are_compared_as_days_on_the_same_draws(
    shipped: Model, now: BoardNow
) -> None:
    half = now.futures.half
    before, after = (
        baseline_outcomes(shipped, day) for day in (now.since.day, now.as_of)
    )
    assert half.day
    assert half.was == next(e.day for e in before.opening if e.share == 0.5)
    assert half.days == (half.day - half.was).days
    se = paired_se(before.plan.line, after.plan.line, percentile(0.5))
    assert se
    assert half.days_se == pytest.approx(se * 365.25 / 12)
    alone = np.hypot(*(e.opening[1].se_months or 0 for e in (before, after)))
    assert se < alone


def test_days_in_which_nothing_came_move_no_opening() -> None:
    model = model_of(bare_pack(risks=()))
    days = [date(2026, 9, day) for day in (1, 15, 29)]
    for since, as_of in pairwise(days):
        half = asked.simulated(model, as_of, Then(model.base(since))).half
        assert half.days is not None
        assert abs(half.days) <= 1
        assert half.day


def test_a_shift_within_two_errors_is_not_distinguishable(
    shipped: Model, now: BoardNow
) -> None:
    for half in (now.futures.half, now.futures.most):
        assert half.days
        assert half.days_se
        assert (half.told == "moved") == (abs(half.days) >= 2 * half.days_se)
    day_before = Then(shipped.base(date(2026, 11, 21)))
    a_day_on = asked.simulated(shipped, date(2026, 11, 22), day_before).half
    assert abs(a_day_on.days or 0) <= 1


def test_a_day_beside_itself_has_not_moved(shipped: Model, now: BoardNow) -> None:
    same = asked.simulated(shipped, now.as_of, Then(shipped.base(now.as_of)))
    assert (same.half.days, same.half.told) == (0, "same")
    assert {each.chance.told for each in same.by if each.chance} == {"same"}


def test_chances_of_both_days_are_for_one_date(shipped: Model, now: BoardNow) -> None:
    then = baseline_outcomes(shipped, now.since.day)
    for each in now.futures.by:
        months = months_until(now.since.day, each.day)
        assert each.chance
        assert each.chance.baseline == (then.plan.line <= months).mean()


def test_the_first_year_ends_with_a_chance_are_named(now: BoardNow) -> None:
    target, first, second = now.futures.by
    assert target.is_target
    assert [first.is_target, second.is_target] == [False, False]
    assert (first.day.month, first.day.day) == (12, 31)
    assert second.day.year == first.day.year + 1
    assert first.chance
    assert (first.chance.value or 0) >= 0.01


def test_every_number_of_the_headline_stands_on_the_page(
    shipped: Model, now: BoardNow
) -> None:
    shown, futures = text_of(page_of(shipped)), now.futures
    assert "Evidence on" in shown.split("Opens")[0]
    for each in (futures.half.day, futures.most.day):
        assert each
        assert f"{each:%b} {each.year}" in shown
    assert "Open by 31 Dec 2028 fewer than 1 in 1\u202f000" in shown
    assert "since 18 Jul 2026, four weeks before (back-cast)" in shown
    assert "16\u202f384 simulated futures; simulation ±0.1 months" in shown
    assert "published costs only" in shown
    assert "No chance of opening is computed" not in shown
    assert " 0\u202f%" not in shown.split("Which register")[0]


def test_what_sets_late_futures_apart_leads_to_the_risks(
    shipped: Model, now: BoardNow
) -> None:
    first = now.futures.held_up[0]
    assert first.early is not None
    apart = [each.late - (each.early or 0) for each in now.futures.held_up]
    assert apart == sorted(apart, reverse=True)
    assert min(apart) > 0
    page = page_of(shipped)
    late = text.share(now.futures.late_share)
    said = (
        f"that open after 31 Dec {now.futures.late_after.year} ({late}), "
        f"{text.share(first.late)} had seen works held up by {first.risk_id} "
    )
    assert said in text_of(page)
    assert f", of the others {text.share(first.early)}" in text_of(page)
    assert f"/registers/{first.risk_id}" in links(page.body)
    assert {"/what-if", "/registers"} <= set(links(page.body))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "10.0 pt better (±0.4)"),
        ({"change": -0.1}, "10.0 pt worse (±0.4)"),
        ({"told": "not distinguishable"}, "change not distinguishable"),
        ({"change": 0.0, "told": "same"}, "no change"),
        ({"change": None, "change_se": None}, "not comparable"),
    ],
)
def test_a_change_says_its_way_and_its_error(
    changes: dict[str, object], said: str
) -> None:
    target = asked.OpenBy(date(2028, 12, 31), True, replace(MOVED, **changes))
    now = now_of()
    now = replace(now, futures=replace(now.futures, by=(target,)))
    (card,) = [e for e in told.futures_cards(now) if "Open by" in words(e)]
    assert f"{said} since 15 Jul 2026" in words(card)


@pytest.mark.parametrize(
    ("days", "se", "verdict", "said"),
    [
        (12, 1.4, "moved", "12 days later (±3)"),
        (-1, 0.1, "moved", "1 day earlier (±1)"),
        (1, 2.0, "not distinguishable", "change not distinguishable"),
        (0, 0.0, "same", "no change"),
        (None, None, "moved", "not comparable"),
    ],
)
def test_an_opening_moves_by_days(
    days: int | None, se: float | None, verdict: str, said: str
) -> None:
    now = now_of()
    half = replace(now.futures.half, days=days, days_se=se, told=verdict)
    now = replace(now, futures=replace(now.futures, half=half))
    (card,) = [e for e in told.futures_cards(now) if "Opens" in words(e)]
    assert f"{said} since" in words(card)


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        (
            bare_pack(stages=(), stations=(), risks=(make_risk(stage_ids=()),)),
            ["Opens nothing to open", "No link of the main line is recorded"],
        ),
        (
            bare_pack(risks=(), registers=small_pack().registers),
            ["0 open risks", "Nearest deadline: none set", "Opens (half"],
        ),
        (
            bare_pack(stages=(make_stage(remaining_months=None, judged_on=None),),
                      risks=(make_risk(),)),
            ["No remaining months judged: ", "Open by", "fewer than 1 in"],
        ),
        (
            bare_pack(stages=(make_stage(cost_usd_m=None),), risks=(make_risk(),)),
            ["Funding gap not known", "No cost of a link is published."],
        ),
    ],
    ids=["no route", "no risks", "nothing judged", "no cost"],
)  # fmt: skip
def test_a_pack_with_gaps_is_put_into_words(pack: Pack, said: list[str]) -> None:
    shown = text_of(page_of(model_of(pack)))
    for each in said:
        assert each in shown
    assert "None" not in shown
    assert "inf" not in shown.lower().split()


def test_a_target_that_has_passed_or_lies_too_far_says_so() -> None:
    for target, said in (
        (date(2026, 1, 1), "that day has passed"),
        (date(2099, 1, 1), "not simulated that far"),
    ):
        header = small_pack().header.model_copy(update={"target_opening": target})
        assert said in text_of(page_of(model_of(make_pack(header=header))))


def test_the_numbers_survive_the_cache_to_the_bit(now: BoardNow) -> None:
    assert from_json(json.loads(json.dumps(to_json(now.futures)))) == now.futures


@pytest.mark.parametrize("spoilt", [None, {}, {"paths": 1}, [1, 2]])
def test_the_cache_is_not_believed(spoilt: object) -> None:
    with pytest.raises(ValueError, match="BoardFutures"):
        from_json(spoilt)


def test_a_second_server_simulates_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = model_of(cache_folder=tmp_path)
    made = asked.board_futures(first, LATEST, compared_with(first, LATEST))

    def refuse(*_: object) -> BoardFutures:
        raise AssertionError("simulated again")

    monkeypatch.setattr(asked, "simulated", refuse)
    second = model_of(cache_folder=tmp_path)
    assert asked.board_futures(second, LATEST, compared_with(second, LATEST)) == made
    with pytest.raises(AssertionError):
        asked.board_futures(second, LATEST, Then(second.base(LATEST)))


def test_every_day_and_every_pack_has_its_own_numbers(shipped: Model) -> None:
    visit = read_visit(shipped, "/", "?as-of=2026-06-01")
    other = seen_on(shipped, visit.as_of).futures
    assert other.as_of == date(2026, 6, 1)
    assert other.half != seen_on(shipped, shipped.default_as_of).futures.half
