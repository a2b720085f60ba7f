"""What moved, with its readings, and what is due: counted from the as-of date."""

from datetime import date

import pytest

import risks
from dashboard import text
from dashboard.components.board_readings import reading_words
from dashboard.queries.board import BoardNow
from dashboard.queries.board_readings import readings_between
from dashboard.queries.model import Model
from tests.app.boards import LATEST, now_of, page_of, seen_on, text_of
from tests.app.browsing import links, model_of, shipped_pack, words
from tests.builders import (
    make_entry,
    make_pack,
    make_reading,
    make_risk,
    small_pack,
)


@pytest.fixture(scope="module", name="shipped")
def read_shipped() -> Model:
    return model_of(shipped_pack())


@pytest.fixture(scope="module", name="now")
def shipped_now(shipped: Model) -> BoardNow:
    return seen_on(shipped, shipped.default_as_of)


def test_movers_are_the_models_largest_first(shipped: Model, now: BoardNow) -> None:
    found = risks.movers(shipped.pack, now.as_of, now.since.day)
    assert [each.risk.id for each in now.moves] == [each.risk_id for each in found]
    assert [each.points for each in now.moves] == [each.points for each in found]
    shown = text_of(page_of(shipped))
    for each in now.moves[:5]:
        assert each.reading is not None
        assert text.change(each.points) in shown
        assert each.reading.title in shown


def test_a_mover_names_the_reading_with_source_date_and_grade() -> None:
    reading = make_reading(observed_on=date(2026, 8, 1), value=25.0)
    pack = make_pack(readings=(make_reading(observed_on=date(2026, 6, 1)), reading))
    shown = text_of(page_of(model_of(pack)))
    assert "8 (1 Jun) → 25 (1 Aug 2026, all Monthly report, B2)" in shown


def test_a_mover_lists_every_reading_since_then_and_the_note_of_the_last() -> None:
    days = ((6, 1, 8.0), (7, 20, 30.0), (8, 1, 25.0))
    readings = tuple(
        make_reading(observed_on=date(2026, month, day), value=value)
        for month, day, value in days
    )
    last = readings[-1].model_copy(update={"note": "unchanged, says the builder"})
    model = model_of(make_pack(readings=(*readings[:-1], last)))
    shown = text_of(page_of(model))
    assert "8 (1 Jun) → 30 (20 Jul) → 25 (1 Aug 2026, all Monthly report" in shown
    assert "“Unchanged, says the builder”" in shown


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
    assert "what the evidence alone has done" not in text_of(page_of(shipped))


def test_of_two_readings_on_a_day_the_one_that_counts_is_a_step() -> None:
    weak = make_reading(observed_on=date(2026, 8, 1), value=99.0, reliability="E")
    strong = make_reading(observed_on=date(2026, 8, 1), value=25.0)
    pack = make_pack(readings=(strong, weak))
    id_ = strong.indicator_id
    found = readings_between(pack, id_, date(2026, 7, 31), date(2026, 8, 1))
    assert found == (strong,)
    assert readings_between(pack, id_, date(2026, 8, 1), LATEST) == ()


def test_that_nothing_moved_is_said() -> None:
    pack = make_pack(signals=(), triggers=(), risks=(make_risk(),), funding_sources=())
    assert now_of(pack).moves == ()
    assert "No chance has moved." in text_of(page_of(model_of(pack)))


def test_an_older_reading_that_only_aged_is_not_called_new() -> None:
    pack = make_pack(events=())
    now = now_of(pack, date(2026, 11, 22))
    aged = [each.reading for each in now.moves if each.reading]
    assert aged
    assert not any(each.is_new for each in aged)
    shown = text_of(page_of(model_of(pack), "?as-of=2026-11-22"))
    assert "no new reading; that of 1 Aug 2026 weighs less by age" in shown


def test_a_new_judgement_is_named_as_what_moved_a_risk() -> None:
    assert now_of().moves[0].risk.id == "BT1"
    assert now_of().moves[0].judged_on == date(2026, 8, 10)
    assert "Judged anew on 10 Aug 2026" in text_of(page_of(model_of()))


def test_changes_before_the_first_judgement_are_said_to_be_back_cast() -> None:
    model = model_of()
    said = "earlier ones are back-cast with those judgements"
    assert said in text_of(page_of(model, "?as-of=2026-07-20"))
    assert said not in text_of(page_of(model))


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
    ahead = now_of(pack).ahead
    assert [each.title for each in ahead.due] == ["Council", "Shaft flooded"]
    assert [each.title for each in ahead.spans] == ["Long", "Either"]
    assert [each.title for each in ahead.after] == ["Later"]
    shown = text_of(page_of(model_of(pack)))
    assert "Deadline: " in shown
    assert "until 1 Jan 2027" in shown
    assert "Over" not in shown


def test_an_empty_calendar_is_said() -> None:
    alone = {"signals": (), "triggers": (), "funding_sources": ()}
    pack = make_pack(calendar=(), risks=(make_risk(),), **alone)
    shown = text_of(page_of(model_of(pack)))
    assert "Nothing dated falls between 12 Aug 2026 and 23 Sep 2026." in shown
    assert "Nearest deadline: none set" in shown


def test_the_next_deadline_is_the_nearest_of_the_open_risks() -> None:
    now = now_of()
    assert [each.id for each in now.standing.next_deadline] == ["TW2"]
    shown = text_of(page_of(model_of()))
    assert "Nearest deadline 31 Dec 2027, 506 days on: TW2" in shown


@pytest.mark.parametrize(("day", "is_said"), [("2026-11-10", False), ("2026-11-01", 1)])
def test_a_day_well_behind_says_which_day_counts(day: str, is_said: object) -> None:
    page = page_of(model_of(), f"?as-of={day}")
    assert ("Open the board as of 22 Nov 2026" in text_of(page)) == bool(is_said)
    assert ("/?as-of=2026-11-22" in links(page.body)) == bool(is_said)
    assert "today" not in text_of(page)


def test_a_title_that_names_its_day_is_not_followed_by_it_again(
    shipped: Model,
) -> None:
    said = text_of(page_of(shipped))
    assert "by 15 August 2027, 75\u202f% × 10 months" in said
    assert "by 15 August 2027 by" not in said
    assert "by 15 Feb 2027 × 3 months" in said  # a title without its day keeps it
