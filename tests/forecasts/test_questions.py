"""Which question a stated chance belongs to, and how it stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from risks import default_pack_folder, read_pack
from risks.forecasts import Standing, forecasts, track_record
from tests.builders import make_judgement
from tests.forecasts.made import (
    CLOSES_ON,
    DEADLINE,
    JUDGED_ON,
    entries,
    event,
    judged,
    pack_of,
    resolved,
    undone,
)

LATER = date(2030, 1, 1)
DAY = timedelta(days=1)


def _asked(risk, *said, as_of=LATER, known_at=None):
    return forecasts(pack_of(risk), entries(*said), as_of, known_at)


def _one(risk, *said, **when):
    (found,) = _asked(risk, *said, **when)
    return found


def _stated(question):
    return [(each.chance, each.days, each.author) for each in question.statements]


def test_a_judgement_opens_a_window_that_does_not_roll():
    question = _one(event(), as_of=date(2027, 3, 1))
    assert (question.opened_on, question.closes_on) == (JUDGED_ON, CLOSES_ON)
    assert _stated(question) == [(0.2, 365, "desk")]
    assert question.standing is Standing.OPEN
    assert question.criteria == event().resolution


def test_a_deadline_is_one_question_however_often_it_is_judged():
    said = [judged(date(2026, 11, day), 0.5, risk_id="TW2") for day in (2, 9)]
    question = _one(undone(), *said)
    assert question.closes_on == DEADLINE
    assert [each.chance for each in question.statements] == [0.4, 0.5, 0.5]
    assert sum(each.days for each in question.statements) == 517
    assert question.authors == ("desk", "Ann")


def test_an_update_of_an_event_is_restated_for_what_its_window_has_left():
    # 146 of the 365 days are left: 1 - 0.9 ** 0.4.
    on = CLOSES_ON - timedelta(days=146)
    question = _one(event(), judged(on, 0.1))
    assert question.closes_on == CLOSES_ON
    months = (date(2028, 3, 8) - on).days  # the update's own year has a leap day
    expected = 1 - 0.9 ** (146 / months)
    assert question.statements[1].chance == pytest.approx(expected, abs=1e-15)
    assert [each.days for each in question.statements] == [219, 146]


def test_an_update_of_a_deadline_stands_as_stated():
    question = _one(undone(), judged(DEADLINE - DAY, 0.9, risk_id="TW2"))
    assert question.statements[1].chance == 0.9
    assert question.statements[1].days == 1


def test_the_first_judgement_after_a_window_opens_the_next():
    first, second = _asked(
        event(), judged(CLOSES_ON - DAY, 0.3), judged(CLOSES_ON, 0.6)
    )
    assert first.closes_on == second.opened_on == CLOSES_ON
    assert second.closes_on == date(2028, 8, 1)
    assert _stated(second) == [(0.6, 366, "Ann")]


def test_nobody_forecasts_yesterday():
    on = JUDGED_ON + timedelta(days=100)
    question = _one(event(), judged(on, 0.9, day=JUDGED_ON + DAY))
    assert [each.days for each in question.statements] == [100, 265]
    late = _one(undone(), judged(DEADLINE, 0.99, day=JUDGED_ON + DAY, risk_id="TW2"))
    assert [each.chance for each in late.statements] == [0.4]


def test_a_judgement_dated_before_the_one_in_force_never_stands():
    said = judged(JUDGED_ON + DAY, 0.9, day=JUDGED_ON - DAY)
    assert [each.chance for each in _one(event(), said).statements] == [0.2]


def test_of_two_judgements_on_a_day_the_later_stands():
    on = JUDGED_ON + timedelta(days=10)
    question = _one(undone(), *(judged(on, p, risk_id="TW2") for p in (0.6, 0.7)))
    assert [each.chance for each in question.statements] == [0.4, 0.7]
    assert question.statements[1].seq == 2


def test_yes_counts_from_its_day():
    on = JUDGED_ON + timedelta(days=73)
    question = _one(event(), resolved(on + DAY, "yes", day=on))
    assert (question.standing, question.outcome) == (Standing.YES, 1)
    assert _stated(question) == [(0.2, 73, "desk")]
    assert question.answer.source == "Ministry bulletin"
    assert question.answer.reason == "As seen."
    assert _one(event(), resolved(on, "yes"), as_of=on - DAY).outcome is None


def test_what_was_judged_after_a_yes_is_not_scored():
    on = JUDGED_ON + timedelta(days=73)
    said = judged(on + DAY, 0.99), resolved(on + 9 * DAY, "yes", day=on)
    assert _stated(_one(event(), *said)) == [(0.2, 73, "desk")]


def test_an_early_no_waits_for_the_scheduled_date():
    said = resolved(JUDGED_ON + DAY, "no")
    waiting = _one(event(), said, as_of=CLOSES_ON - DAY)
    assert (waiting.standing, waiting.outcome) == (Standing.NO_WAITS, None)
    assert "a no counts only at the end of its window" in waiting.in_words()
    counted = _one(event(), said, as_of=CLOSES_ON)
    assert (counted.standing, counted.outcome) == (Standing.NO, 0)
    assert _stated(counted) == [(0.2, 365, "desk")]


def test_an_answer_dated_on_the_day_a_question_opened_is_not_its_own():
    question = _one(event(), resolved(JUDGED_ON, "yes"), as_of=CLOSES_ON - DAY)
    assert (question.standing, question.answer) == (Standing.OPEN, None)


def test_void_never_counts():
    question = _one(event(), resolved(JUDGED_ON + DAY, "void"))
    assert (question.standing, question.outcome) == (Standing.VOID, None)


def test_without_an_answer_a_window_that_has_ended_awaits_one():
    assert _one(event(), as_of=CLOSES_ON).standing is Standing.AWAITING
    assert _one(undone(), as_of=DEADLINE).standing is Standing.AWAITING
    assert _one(undone(), as_of=DEADLINE - DAY).standing is Standing.OPEN


def test_a_yes_dated_after_an_event_s_window_is_not_believed():
    question = _one(event(), resolved(CLOSES_ON + DAY, "yes"))
    assert question.standing is Standing.AWAITING
    assert "entry 1 says yes on 2027-08-02, after the window ended" in question.note
    assert "date it on the day it happened" in question.in_words()


def test_what_was_left_undone_may_be_found_out_after_its_deadline():
    said = resolved(DEADLINE + 30 * DAY, "yes", risk_id="TW2")
    question = _one(undone(), said)
    assert question.outcome == 1
    assert sum(each.days for each in question.statements) == 517


def test_the_last_recorded_of_two_answers_stands():
    said = [resolved(JUDGED_ON + n * DAY, what) for n, what in ((5, "yes"), (9, "no"))]
    assert _one(event(), *said).standing is Standing.NO
    assert _one(event(), *said[::-1]).standing is Standing.YES


def test_an_answer_goes_to_the_question_that_was_open_on_its_day():
    said = (
        judged(CLOSES_ON, 0.6),
        resolved(CLOSES_ON + 40 * DAY, "no", day=CLOSES_ON),
        resolved(CLOSES_ON + 60 * DAY, "yes", day=CLOSES_ON + 50 * DAY),
    )
    first, second = _asked(event(), *said)
    assert (first.outcome, second.outcome) == (0, 1)


def test_only_what_was_known_by_an_instant_is_used():
    on = JUDGED_ON + timedelta(days=30)
    said = judged(on, 0.9), resolved(on + DAY, "yes")
    before = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    question = _one(event(), *said, known_at=before)
    assert question.standing is Standing.AWAITING
    assert [each.chance for each in question.statements] == [0.2]
    assert _one(event(), *said, known_at=before + 2 * DAY).outcome == 1
    early = datetime(2026, 7, 1, tzinfo=UTC)
    assert _asked(event(), *said, known_at=early) == ()


def test_a_judgement_made_after_the_day_is_not_used():
    assert _asked(event(), as_of=JUDGED_ON - DAY) == ()
    assert _one(event(), as_of=JUDGED_ON).standing is Standing.OPEN


def test_entries_about_unknown_risks_are_left_out():
    said = judged(JUDGED_ON + DAY, 0.9, risk_id="XX9")
    assert len(_one(event(), said, resolved(LATER, "yes", risk_id="XX9")).statements)


def test_judgements_of_the_pack_are_updates_of_each_other_too():
    days = JUDGED_ON, JUDGED_ON + timedelta(days=400)
    stated = [
        make_judgement(low=0.1, likely=0.2, high=0.3, judged_on=each) for each in days
    ]
    first, second = _asked(event(judgements=stated))
    assert (first.closes_on, second.opened_on) == (CLOSES_ON, days[1])


def test_the_shipped_pack_has_one_open_question_a_risk():
    pack = read_pack(default_pack_folder())
    questions = forecasts(pack, (), date(2026, 8, 20))
    assert [each.risk_id for each in questions] == [each.id for each in pack.risks]
    assert {each.standing for each in questions} == {Standing.OPEN}
    words = track_record(questions).in_words()
    assert words == "0 resolved; next due 2026-12-31"
