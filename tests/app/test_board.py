"""The board: every figure on it is the model's, and every one leads somewhere."""

import json
from datetime import date

import numpy as np
import pytest

import risks
from dashboard import text
from dashboard.components.board_matrix import IMPACTS, mark_in_words, marks_of
from dashboard.components.board_readings import reading_words
from dashboard.components.parts import months
from dashboard.components.placing import WIDE
from dashboard.pages.board import read_impact
from dashboard.queries.board import BoardNow
from dashboard.queries.history import pressure_range
from dashboard.queries.model import Model
from risks.model import Pack
from risks.rates import Status
from tests.app.boards import DAYS, LATEST, now_of, page_of, seen_on, text_of
from tests.app.browsing import links, model_of, parts, shipped_pack, words
from tests.builders import (
    make_pack,
    make_reading,
    make_risk,
    make_stage,
    small_pack,
)


@pytest.fixture(scope="module", name="shipped")
def read_shipped() -> Model:
    return model_of(shipped_pack())


@pytest.fixture(scope="module", name="now")
def shipped_now(shipped: Model) -> BoardNow:
    return seen_on(shipped, shipped.default_as_of)


def test_current_and_stale_indicators_are_the_models(
    shipped: Model, now: BoardNow
) -> None:
    scored = shipped.base(now.as_of).scored
    assert now.evidence.total == len(shipped.pack.indicators)
    assert now.evidence.stale == int(scored.is_stale.sum())
    assert now.evidence.missing == int(np.isnan(scored.age_days).sum())
    shown = text_of(page_of(shipped))
    current = f"{now.evidence.current} of {now.evidence.total} indicators current"
    assert current in shown
    assert f"{now.evidence.stale} stale" in shown


def test_oldest_and_newest_are_measured_readings_with_their_age(now: BoardNow) -> None:
    oldest, newest = now.evidence.oldest, now.evidence.newest
    assert oldest
    assert newest
    for reading in (oldest, newest):
        assert reading.grade[0] in "ABCDEF"
        assert reading.age_days == (now.as_of - reading.observed_on).days
    assert oldest.age_days > newest.age_days


def test_chances_are_the_models(shipped: Model, now: BoardNow) -> None:
    seen = risks.what_if(shipped.base(now.as_of), {}).numbers.chance
    then = risks.what_if(shipped.base(now.since.day), {}).numbers.chance
    for place, risk in enumerate(now.standing.risks):
        assert risk.chance == seen[place]
        assert risk.earlier == then[place]
    above = sum(chance > 0.5 for chance in seen)
    assert len(now.standing.above_half) == above
    assert f"{above} of them more likely than not" in text_of(page_of(shipped))


def test_register_pressures_are_the_models(shipped: Model, now: BoardNow) -> None:
    after, before = (
        risks.what_if(shipped.base(day), {}).register_pressure
        for day in (now.as_of, now.since.day)
    )
    weeks = risks.weekly_pressure(shipped.pack, now.as_of)
    for place, register in enumerate(now.registers):
        assert register.pressure == after[place]
        assert register.change == pytest.approx(after[place] - before[place])
        assert register.weekly == tuple(weeks.pressure[:, place])
        assert register.has_reading == tuple(weeks.has_reading[:, place])
        assert register.weekly[-1] == pytest.approx(after[place])
        assert register.weekly[-5] == pytest.approx(before[place])


def test_each_card_says_pressure_change_and_coverage(
    shipped: Model, now: BoardNow
) -> None:
    page = page_of(shipped)
    cards = [each for each in parts(page.body) if type(each).__name__ == "Article"]
    assert len(cards) == len(shipped.pack.registers)
    for card, register in zip(cards, now.registers, strict=True):
        said = words(card)
        assert register.title in said
        assert text.whole(register.pressure or 0.0) in said
        level = text.level(register.pressure or 0.0)
        assert ("mostly assumed" if register.is_thin else level) in said
        kinds = [getattr(each, "className", "") for each in parts(card)]
        assert ("chip is-assumed" in kinds) == register.is_thin
        assert text.change(register.change or 0.0) in said
        assert f"since {text.short_day(now.since.day)}" in said
        assert register.is_thin == ("is-thin" in card.className)
        assert f"/registers?register={register.id}" in links(card)


def test_thin_registers_are_those_under_the_packs_limit(
    shipped: Model, now: BoardNow
) -> None:
    limit = shipped.pack.assumptions.low_coverage.value
    for register in now.registers:
        assert register.is_thin == ((register.coverage or 0.0) < limit)


def test_the_top_risk_has_most_chance_times_months(now: BoardNow) -> None:
    for register in now.registers:
        own = [r for r in now.standing.open if r.register_id == register.id]
        assert register.top is not None
        assert register.top.expected_months == max(r.expected_months for r in own)


@pytest.mark.parametrize("day", DAYS)
def test_the_lines_share_one_scale_at_every_date(
    shipped: Model, now: BoardNow, day: date
) -> None:
    seen = seen_on(shipped, day)
    low, high = seen.scale
    assert seen.scale == now.scale
    known = [each for one in seen.registers for each in one.weekly]
    assert low <= min(known)
    assert max(known) <= high
    assert (low % 5, high % 5) == (0, 0)
    assert high - low < 100
    assert f"at every date, {low} to {high}" in text_of(
        page_of(shipped, f"?as-of={day}")
    )


def test_without_any_pressure_the_scale_is_whole() -> None:
    pack = make_pack(indicators=(), readings=(), signals=(), triggers=(), events=())
    assert pressure_range(pack, LATEST, LATEST) == (0, 100)


def test_a_line_carries_its_weeks_and_says_them(shipped: Model, now: BoardNow) -> None:
    holders = [
        each for each in parts(page_of(shipped).body) if hasattr(each, "data-line")
    ]
    assert len(holders) == len(now.registers)
    for holder, register in zip(holders, now.registers, strict=True):
        drawn = json.loads(getattr(holder, "data-line"))
        assert drawn["values"] == [round(each, 2) for each in register.weekly]
        assert drawn["marks"] == list(register.has_reading)
        assert f"from {text.whole(register.weekly[0])}" in getattr(holder, "aria-label")


def test_every_risk_is_on_the_matrix_once_with_a_link(
    shipped: Model, now: BoardNow
) -> None:
    page = page_of(shipped)
    (plot,) = [
        each
        for each in parts(page.body)
        if getattr(each, "className", "") == "matrix-plot"
    ]
    expected = {f"/registers/{each.id}" for each in now.standing.open}
    assert sorted(links(plot)) == sorted(expected)


def test_a_mark_says_what_its_place_shows() -> None:
    now = now_of()
    risk = next(each for each in now.standing.risks if each.id == "TW2")
    said = mark_in_words(risk, IMPACTS[0], now)
    assert said.startswith("TW2, Tunnel not through by the end of 2027: ")
    assert "by 31 Dec 2027, 4 months" in said
    assert "since 15 Jul" in said


@pytest.mark.parametrize("impact", IMPACTS, ids=lambda each: each.key)
def test_the_matrix_shows_the_impact_asked_for(shipped: Model, impact) -> None:
    page = page_of(shipped, f"?impact={impact.key}")
    assert impact.axis in text_of(page)
    assert page.problems == ()
    chosen = [each for each in parts(page.body) if hasattr(each, "aria-current")]
    assert [words(each) for each in chosen] == [impact.label]


def test_an_unknown_impact_is_said_with_the_known_ones() -> None:
    impact, problems = read_impact("delays")
    assert impact.key == "delay"
    assert problems == ("The matrix has no impact 'delays'; did you mean 'delay'?",)
    assert "known are delay, cost, trade, security." in read_impact("colour")[1][0]


def test_marks_take_their_column_from_the_likely_impact() -> None:
    marks = {
        each.id: each for each in marks_of(now_of().standing.open, IMPACTS[0], WIDE)
    }
    assert marks["TW1"].column == 2  # four months
    assert marks["TW1"].earlier is not None


def test_both_ends_of_a_move_name_their_source_and_grade(now: BoardNow) -> None:
    (move,) = [each.reading for each in now.moves if each.risk.id == "IN1"]
    assert move
    said = words(reading_words(move))
    assert "400 (20 Apr, RFE/RL (de Waal), C2) → 201 (6 Aug 2026, CivilNet, B2)" in said
    assert "unchanged at USD 201m”" in said


def test_a_risk_past_its_deadline_awaits_and_leaves_the_counts() -> None:
    late = make_risk(id="TW3", title="Shaft flooded", deadline=date(2026, 8, 1))
    pack = make_pack(risks=(*small_pack().risks, late))
    now = now_of(pack)
    assert now.standing.risks[-1].status is Status.AWAITING
    assert len(now.standing.open) == 3
    assert "1 awaiting resolution: TW3" in text_of(page_of(model_of(pack)))


def test_a_decided_risk_is_said_and_not_counted_as_open() -> None:
    pack = make_pack(
        readings=(
            *small_pack().readings,
            make_reading(observed_on=date(2026, 8, 2), value=0.0),
        )
    )
    now = now_of(pack)
    assert [e.id for e in now.standing.risks if e.status is Status.DECIDED_NO] == [
        "TW2"
    ]
    assert "1 decided no: TW2" in text_of(page_of(model_of(pack)))


def test_the_note_on_how_events_were_found_stands_at_any_date(shipped: Model) -> None:
    note = shipped.pack.header.evidence_note
    assert "20 June 2026" in note
    for search in ("", "?as-of=2026-01-10"):
        assert note in text_of(page_of(shipped, search))
    assert "the events that were found" in text_of(page_of(model_of()))


def test_links_of_an_earlier_board_stay_with_its_date() -> None:
    page = page_of(model_of(), "?as-of=2026-08-01")
    inside = [each for each in links(page.body) if each.startswith("/")]
    assert inside
    others = [each for each in inside if "as-of=2026-08-01" not in each]
    assert others == ["/?as-of=2026-11-22"]  # the way to the board of today


def test_judged_chances_carry_the_badge_in_every_block(shipped: Model) -> None:
    body = page_of(shipped).body
    blocks = [each for each in parts(body) if each._type == "Section"]
    marked = [each for each in blocks if "judgement" in words(each).split()]
    titles = {words(each.children[0]) for each in marked}
    for part in ("At a glance", "Which register", "Which risks", "What has moved"):
        assert any(title.startswith(part) for title in titles), part


def test_one_month_is_a_month() -> None:
    assert [months(each) for each in (1, 2, 0.5)] == [
        "1 month",
        "2 months",
        "0.5 months",
    ]


def test_every_risk_named_links_to_its_page(shipped: Model) -> None:
    known = {each.id for each in shipped.pack.risks}
    named = {
        each.split("/")[-1]
        for each in links(page_of(shipped).body)
        if each.startswith("/registers/")
    }
    assert named == known


def test_outside_links_are_plain_web_addresses(shipped: Model) -> None:
    outside = [e for e in links(page_of(shipped).body) if e[0] not in "/#"]
    assert outside
    assert all(each.startswith(("https://", "http://")) for each in outside)


@pytest.mark.parametrize(
    "pack",
    [
        make_pack(readings=(), events=()),
        make_pack(stages=(), stations=(), risks=(make_risk(stage_ids=()),),
                  signals=(), triggers=(), calendar=(), treatments=(),
                  funding_sources=()),
        make_pack(stages=(make_stage(on_main_line=False),)),
    ],
    ids=["no evidence", "no route", "only a feeder"],
)  # fmt: skip
def test_a_board_with_gaps_says_them(pack: Pack) -> None:
    if pack.stages and len(pack.stages) == 1:
        pack = pack.model_copy(
            update={"risks": (make_risk(),), "signals": (), "triggers": ()}
        )
    model = model_of(pack)
    shown = text_of(page_of(model))
    assert "nan" not in shown.lower().split()
    if not pack.readings:
        assert "Newest measured reading: no reading yet" in shown
    if not [each for each in pack.stages if each.on_main_line]:
        assert "No link of the main line is recorded." in shown


def test_tables_name_themselves_their_columns_and_their_rows(shipped: Model) -> None:
    tables = [e for e in parts(page_of(shipped).body) if e._type == "Table"]
    assert len(tables) >= 5
    for table in tables:
        inside = list(parts(table))
        assert words(inside[1]).strip()
        assert inside[1]._type == "Caption"
        heads = [each for each in inside if each._type == "Th"]
        scopes = {each.scope for each in heads}
        assert scopes == {"col", "row"}
        assert all(words(each).strip() for each in heads)
    boxes = [
        each
        for each in parts(page_of(shipped).body)
        if "table-scroll" in str(getattr(each, "className", ""))
    ]
    assert len(boxes) == len(tables)
    assert all(getattr(each, "aria-label") for each in boxes)
