"""The board: every figure on it is the model's, and every one leads somewhere."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

import risks
from dashboard import text
from dashboard.browser_state import read_visit
from dashboard.components.board_matrix import IMPACTS, mark_in_words, marks_of
from dashboard.components.board_readings import reading_words
from dashboard.components.parts import months
from dashboard.components.placing import WIDE
from dashboard.pages.board import layout, read_impact
from dashboard.queries.board import BoardNow, board
from dashboard.queries.board_readings import readings_between
from dashboard.queries.history import pressure_range
from dashboard.queries.model import Model
from dashboard.routes import Page
from risks.model import Pack
from risks.rates import Status
from tests.app.browsing import links, model_of, parts, shipped_pack, words
from tests.builders import (
    make_entry,
    make_pack,
    make_reading,
    make_risk,
    make_stage,
    small_pack,
)

LATEST = date(2026, 8, 12)
DAYS = (date(2026, 8, 15), date(2026, 1, 17), date(2026, 11, 22))
FOUR_WEEKS = timedelta(weeks=4)


def _page(model: Model, search: str = "") -> Page:
    return layout(model, read_visit(model, "/", search, ["impact"]))


def _text(page: Page) -> str:
    return words(page.body)


def _now(pack: Pack | None = None, as_of: date = LATEST) -> BoardNow:
    return board(model_of(pack), as_of)


@pytest.fixture(scope="module", name="shipped")
def read_shipped() -> Model:
    return model_of(shipped_pack())


@pytest.fixture(scope="module", name="now")
def shipped_now(shipped: Model) -> BoardNow:
    return board(shipped, shipped.default_as_of)


def test_current_and_stale_indicators_are_the_models(
    shipped: Model, now: BoardNow
) -> None:
    scored = shipped.base(now.as_of).scored
    assert now.evidence.total == len(shipped.pack.indicators)
    assert now.evidence.stale == int(scored.is_stale.sum())
    assert now.evidence.missing == int(np.isnan(scored.age_days).sum())
    shown = _text(_page(shipped))
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
    then = risks.what_if(shipped.base(now.since), {}).numbers.chance
    for place, risk in enumerate(now.standing.risks):
        assert risk.chance == seen[place]
        assert risk.earlier == then[place]
    above = sum(chance > 0.5 for chance in seen)
    assert len(now.standing.above_half) == above
    assert f"{above} of them more likely than not" in _text(_page(shipped))


def test_register_pressures_are_the_models(shipped: Model, now: BoardNow) -> None:
    after, before = (
        risks.what_if(shipped.base(day), {}).register_pressure
        for day in (now.as_of, now.since)
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
    page = _page(shipped)
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
        assert f"since {text.short_day(now.since)}" in said
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
    seen = board(shipped, day)
    low, high = seen.scale
    assert seen.scale == now.scale
    known = [each for one in seen.registers for each in one.weekly]
    assert low <= min(known)
    assert max(known) <= high
    assert (low % 5, high % 5) == (0, 0)
    assert high - low < 100
    assert f"at every date, {low} to {high}" in _text(_page(shipped, f"?as-of={day}"))


def test_without_any_pressure_the_scale_is_whole() -> None:
    pack = make_pack(indicators=(), readings=(), signals=(), triggers=(), events=())
    assert pressure_range(pack, LATEST, LATEST) == (0, 100)


def test_a_line_carries_its_weeks_and_says_them(shipped: Model, now: BoardNow) -> None:
    holders = [
        each for each in parts(_page(shipped).body) if hasattr(each, "data-line")
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
    page = _page(shipped)
    (plot,) = [
        each
        for each in parts(page.body)
        if getattr(each, "className", "") == "matrix-plot"
    ]
    expected = {f"/registers/{each.id}" for each in now.standing.open}
    assert sorted(links(plot)) == sorted(expected)


def test_a_mark_says_what_its_place_shows() -> None:
    now = _now()
    risk = next(each for each in now.standing.risks if each.id == "TW2")
    said = mark_in_words(risk, IMPACTS[0], now)
    assert said.startswith("TW2, Tunnel not through by the end of 2027: ")
    assert "by 31 Dec 2027, 4 months" in said
    assert "since 15 Jul 2026" in said


@pytest.mark.parametrize("impact", IMPACTS, ids=lambda each: each.key)
def test_the_matrix_shows_the_impact_asked_for(shipped: Model, impact) -> None:
    page = _page(shipped, f"?impact={impact.key}")
    assert impact.axis in _text(page)
    assert page.problems == ()
    chosen = [each for each in parts(page.body) if hasattr(each, "aria-current")]
    assert [words(each) for each in chosen] == [impact.label]


def test_an_unknown_impact_is_said_with_the_known_ones() -> None:
    impact, problems = read_impact("delays")
    assert impact.key == "delay"
    assert problems == ("The matrix has no impact 'delays'; did you mean 'delay'?",)
    assert "known are delay, cost, trade, security." in read_impact("colour")[1][0]


def test_marks_take_their_column_from_the_likely_impact() -> None:
    marks = {each.id: each for each in marks_of(_now().standing.open, IMPACTS[0], WIDE)}
    assert marks["TW1"].column == 2  # four months
    assert marks["TW1"].earlier is not None


def test_movers_are_the_models_largest_first(shipped: Model, now: BoardNow) -> None:
    found = risks.movers(shipped.pack, now.as_of, now.since)
    assert [each.risk.id for each in now.moves] == [each.risk_id for each in found]
    assert [each.points for each in now.moves] == [each.points for each in found]
    shown = _text(_page(shipped))
    for each in now.moves[:5]:
        assert each.reading is not None
        assert text.change(each.points) in shown
        assert each.reading.title in shown


def test_a_mover_names_the_reading_with_source_date_and_grade() -> None:
    reading = make_reading(observed_on=date(2026, 8, 1), value=25.0)
    pack = make_pack(readings=(make_reading(observed_on=date(2026, 6, 1)), reading))
    shown = _text(_page(model_of(pack)))
    assert "8 (1 Jun) → 25 (1 Aug 2026, all Monthly report, B2)" in shown


def test_a_mover_lists_every_reading_since_then_and_the_note_of_the_last() -> None:
    days = ((6, 1, 8.0), (7, 20, 30.0), (8, 1, 25.0))
    readings = tuple(
        make_reading(observed_on=date(2026, month, day), value=value)
        for month, day, value in days
    )
    last = readings[-1].model_copy(update={"note": "unchanged, says the builder"})
    model = model_of(make_pack(readings=(*readings[:-1], last)))
    shown = _text(_page(model))
    assert "8 (1 Jun) → 30 (20 Jul) → 25 (1 Aug 2026, all Monthly report" in shown
    assert "“Unchanged, says the builder”" in shown


def test_both_ends_of_a_move_name_their_source_and_grade(now: BoardNow) -> None:
    (move,) = [each.reading for each in now.moves if each.risk.id == "IN1"]
    assert move
    said = words(reading_words(move))
    assert "400 (20 Apr, RFE/RL (de Waal), C2) → 201 (6 Aug 2026, CivilNet, B2)" in said
    assert "unchanged at USD 201m”" in said


def test_a_mover_says_what_was_judged_and_written_with_hindsight(
    shipped: Model, now: BoardNow
) -> None:
    (move,) = [each.reading for each in now.moves if each.risk.id == "IN4"]
    assert move
    assert [each.value for each in (move.before, *move.steps) if each] == [
        1.25,
        2.25,
        2.0,
    ]
    assert move.before
    assert move.before.written_on == date(2026, 8, 15)
    assert move.steps[-1].written_on is None
    said = words(reading_words(move))
    assert "judgement" in said
    assert "1.25 (30 Jun, back-cast) → 2.25 (20 Jul, back-cast) → 2 (15" in said
    assert "back-cast, written 15 Aug 2026" in said
    assert "what the evidence alone has done" not in _text(_page(shipped))


def test_of_two_readings_on_a_day_the_one_that_counts_is_a_step() -> None:
    weak = make_reading(observed_on=date(2026, 8, 1), value=99.0, reliability="E")
    strong = make_reading(observed_on=date(2026, 8, 1), value=25.0)
    pack = make_pack(readings=(strong, weak))
    id_ = strong.indicator_id
    found = readings_between(pack, id_, date(2026, 7, 31), date(2026, 8, 1))
    assert found == (strong,)
    assert readings_between(pack, id_, date(2026, 8, 1), LATEST) == ()


def test_that_nothing_moved_is_said() -> None:
    pack = make_pack(signals=(), triggers=(), risks=(make_risk(),))
    assert _now(pack).moves == ()
    assert "No chance has moved." in _text(_page(model_of(pack)))


def test_an_older_reading_that_only_aged_is_not_called_new() -> None:
    pack = make_pack(events=())
    now = _now(pack, date(2026, 11, 22))
    aged = [each.reading for each in now.moves if each.reading]
    assert aged
    assert not any(each.is_new for each in aged)
    shown = _text(_page(model_of(pack), "?as-of=2026-11-22"))
    assert "no new reading; that of 1 Aug 2026 weighs less by age" in shown


def test_a_new_judgement_is_named_as_what_moved_a_risk() -> None:
    assert _now().moves[0].risk.id == "BT1"
    assert _now().moves[0].judged_on == date(2026, 8, 10)
    assert "Judged anew on 10 Aug 2026" in _text(_page(model_of()))


def test_changes_before_the_first_judgement_are_said_to_be_back_cast() -> None:
    model = model_of()
    said = "earlier ones are back-cast with those judgements"
    assert said in _text(_page(model, "?as-of=2026-07-20"))
    assert said not in _text(_page(model))


def test_the_route_runs_through_its_stations_with_published_dates(
    shipped: Model, now: BoardNow
) -> None:
    page = _page(shipped)
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
            assert f"opens {text.day(link.opening)} (published, not simulated)" in said
    assert now.main_line[-1].to_title in said
    assert "no opening date published" in said
    assert len(now.main_line) + len(now.feeders) == len(shipped.pack.stages)


def test_a_risk_sits_on_every_link_it_names(shipped: Model, now: BoardNow) -> None:
    sitting = {
        each.id: {risk.id for risk in each.risks}
        for each in (*now.main_line, *now.feeders)
    }
    for risk in shipped.pack.risks:
        for stage_id in risk.stage_ids:
            assert risk.id in sitting[stage_id]


def test_the_weeks_ahead_hold_calendar_and_deadlines() -> None:
    pack = make_pack(
        risks=(
            *small_pack().risks,
            make_risk(id="TW3", title="Shaft flooded", deadline=date(2026, 9, 1)),
        ),
        calendar=(
            make_entry(due_on=date(2026, 8, 20), latest_on=None, title="Council"),
            make_entry(
                due_on=date(2026, 8, 1), latest_on=date(2027, 1, 1), title="Long"
            ),
            make_entry(
                due_on=date(2026, 8, 1), latest_on=date(2026, 8, 12), title="Over"
            ),
            make_entry(due_on=date(2026, 9, 24), latest_on=None, title="Later"),
            make_entry(
                due_on=date(2026, 9, 20), latest_on=date(2026, 9, 30), title="Either"
            ),
        ),
    )
    ahead = _now(pack).ahead
    assert [each.title for each in ahead.due] == ["Council", "Shaft flooded"]
    assert [each.title for each in ahead.spans] == ["Long", "Either"]
    assert [each.title for each in ahead.after] == ["Later"]
    shown = _text(_page(model_of(pack)))
    assert "Deadline: " in shown
    assert "until 1 Jan 2027" in shown
    assert "Over" not in shown


def test_an_empty_calendar_is_said() -> None:
    pack = make_pack(calendar=(), risks=(make_risk(),), signals=(), triggers=())
    shown = _text(_page(model_of(pack)))
    assert "Nothing dated falls between 12 Aug 2026 and 23 Sep 2026." in shown
    assert "Nearest deadline none set" in shown


def test_the_next_deadline_is_the_nearest_of_the_open_risks() -> None:
    now = _now()
    assert [each.id for each in now.standing.next_deadline] == ["TW2"]
    shown = _text(_page(model_of()))
    assert "31 Dec 2027 506 days after 12 Aug 2026: TW2" in shown


def test_a_risk_past_its_deadline_awaits_and_leaves_the_counts() -> None:
    late = make_risk(id="TW3", title="Shaft flooded", deadline=date(2026, 8, 1))
    pack = make_pack(risks=(*small_pack().risks, late))
    now = _now(pack)
    assert now.standing.risks[-1].status is Status.AWAITING
    assert len(now.standing.open) == 3
    assert "1 awaiting resolution: TW3" in _text(_page(model_of(pack)))


def test_a_decided_risk_is_said_and_not_counted_as_open() -> None:
    pack = make_pack(
        readings=(
            *small_pack().readings,
            make_reading(observed_on=date(2026, 8, 2), value=0.0),
        )
    )
    now = _now(pack)
    assert [e.id for e in now.standing.risks if e.status is Status.DECIDED_NO] == [
        "TW2"
    ]
    assert "1 decided no: TW2" in _text(_page(model_of(pack)))


def test_the_note_on_how_events_were_found_stands_at_any_date(shipped: Model) -> None:
    note = shipped.pack.header.evidence_note
    assert "20 June 2026" in note
    for search in ("", "?as-of=2026-01-10"):
        assert note in _text(_page(shipped, search))
    assert "the events that were found" in _text(_page(model_of()))


def test_links_of_an_earlier_board_stay_with_its_date() -> None:
    page = _page(model_of(), "?as-of=2026-08-01")
    inside = [each for each in links(page.body) if each.startswith("/")]
    assert inside
    others = [each for each in inside if "as-of=2026-08-01" not in each]
    assert others == ["/?as-of=2026-11-22"]  # the way to the board of today


@pytest.mark.parametrize(("day", "is_said"), [("2026-11-10", False), ("2026-11-01", 1)])
def test_a_day_well_behind_says_which_day_counts(day: str, is_said: object) -> None:
    page = _page(model_of(), f"?as-of={day}")
    assert ("Open the board as of 22 Nov 2026" in _text(page)) == bool(is_said)
    assert ("/?as-of=2026-11-22" in links(page.body)) == bool(is_said)
    assert "today" not in _text(page)


def test_a_route_that_is_known_later_than_the_day_is_said_to_be(
    shipped: Model,
) -> None:
    early = _text(_page(shipped, "?as-of=2026-01-17"))
    assert "as known on 6 Aug 2026, later than this day" in early
    assert "later than this day" not in _text(_page(shipped))


def test_an_opening_that_has_passed_is_not_said_to_be_ahead(shipped: Model) -> None:
    passed = "published for 31 Mar 2026; that date has passed"
    assert passed in _text(_page(shipped))
    assert passed not in _text(_page(shipped, "?as-of=2026-03-28"))


def test_an_open_line_is_open_and_needs_no_opening() -> None:
    stages = tuple(
        each.model_copy(update={"condition": "open", "published_opening": None})
        for each in small_pack().stages
    )
    page = _page(model_of(make_pack(stages=stages)))
    assert "no opening date published" not in _text(page)


def test_a_title_that_names_its_day_is_not_followed_by_it_again(
    shipped: Model,
) -> None:
    said = _text(_page(shipped))
    assert "by 15 August 2027, 75\u202f% × 10 months" in said
    assert "by 15 August 2027 by" not in said
    assert "by 15 Feb 2027 × 3 months" in said  # a title without its day keeps it


def test_the_heaviest_risks_stand_in_for_a_chance_of_opening(
    shipped: Model, now: BoardNow
) -> None:
    ordered = sorted(now.standing.open, key=lambda each: -each.expected_months)
    said = _text(_page(shipped)).split("heaviest risks by chance × likely delay: ")[1]
    places = [said.index(f"{each.id} {each.title}") for each in ordered[:3]]
    assert places == sorted(places)
    assert places[0] == 0


def test_judged_chances_carry_the_badge_in_every_block(shipped: Model) -> None:
    body = _page(shipped).body
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
        for each in links(_page(shipped).body)
        if each.startswith("/registers/")
    }
    assert named == known


def test_outside_links_are_plain_web_addresses(shipped: Model) -> None:
    outside = [e for e in links(_page(shipped).body) if e[0] not in "/#"]
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
    shown = _text(_page(model))
    assert "nan" not in shown.lower().split()
    if not pack.readings:
        assert "Newest measured reading no reading yet" in shown
    if not [each for each in pack.stages if each.on_main_line]:
        assert "No link of the main line is recorded." in shown
