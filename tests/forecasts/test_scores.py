"""Scores by hand, and what must hold for any record."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.forecasts import (
    Naive,
    brier,
    forecasts,
    log_score,
    scored_days,
    track_record,
)
from risks.forecasts.scores import FEWEST, compare, score
from tests.forecasts.made import (
    CLOSES_ON,
    DEADLINE,
    JUDGED_ON,
    cases,
    entries,
    event,
    judged,
    pack_of,
    resolved,
    undone,
)

LATER = DEADLINE + timedelta(days=1)
chances = st.floats(0.001, 0.999)
records = st.lists(st.tuples(chances, st.sampled_from([0, 1])), min_size=1, max_size=40)


def _questions(risks, *said, as_of=LATER):
    return forecasts(pack_of(*risks), entries(*said), as_of)


def _deadlines(*likely):
    return [undone(each).model_copy(update={"id": f"R{n}"}) for n, each in likely]


def test_a_chance_never_updated_gets_the_plain_brier_score():
    answer = resolved(JUDGED_ON + timedelta(days=50), "yes")
    found = score(scored_days(_questions([event(0.2)], answer)))
    assert found.brier == pytest.approx(0.64, abs=1e-12)
    assert found.log == pytest.approx(-np.log(0.2), abs=1e-12)
    assert found.count == 1


def test_an_update_weighs_by_the_days_it_stood():
    # A year and 152 days: 517 days in all, of which the update stood the last 17.
    on = DEADLINE - timedelta(days=17)
    said = judged(on, 0.9, risk_id="TW2"), resolved(DEADLINE, "yes", risk_id="TW2")
    found = score(scored_days(_questions([undone(0.4)], *said)))
    assert found.brier == pytest.approx((500 * 0.36 + 17 * 0.01) / 517, abs=1e-12)
    expected = -(500 * np.log(0.4) + 17 * np.log(0.9)) / 517
    assert found.log == pytest.approx(expected, abs=1e-12)


def test_every_question_weighs_the_same_however_long_it_was():
    risks = [event(0.2), undone(0.4)]
    said = (
        resolved(JUDGED_ON + timedelta(days=3), "yes"),
        resolved(DEADLINE, "no", risk_id="TW2"),
    )
    found = score(scored_days(_questions(risks, *said)))
    assert found.brier == pytest.approx((0.64 + 0.16) / 2, abs=1e-12)


def test_last_week_is_the_chance_that_stood_seven_days_before():
    on = DEADLINE - timedelta(days=17)
    said = judged(on, 0.9, risk_id="TW2"), resolved(DEADLINE, "yes", risk_id="TW2")
    days = scored_days(_questions([undone(0.4)], *said))
    found = compare(days, Naive.LAST_WEEK)
    # 510 days have a week before them; on 7 of the last 17 the old chance stood.
    assert found.theirs.brier == pytest.approx((500 * 0.36 + 10 * 0.01) / 510)
    assert found.ours.brier == pytest.approx((493 * 0.36 + 17 * 0.01) / 510)
    assert found.difference == pytest.approx(7 * 0.35 / 510)


def test_what_was_never_updated_has_no_skill_against_last_week():
    days = scored_days(_questions([event()], resolved(CLOSES_ON, "no")))
    found = compare(days, Naive.LAST_WEEK)
    assert (found.difference, found.brier_skill, found.log_skill) == (0, 0, 0)


def test_a_question_answered_within_a_week_has_no_last_week():
    answer = resolved(JUDGED_ON + timedelta(days=7), "yes")
    days = scored_days(_questions([event()], answer))
    assert compare(days, Naive.LAST_WEEK) is None
    assert compare(days, Naive.EVEN) is not None


def test_the_base_rate_is_restated_on_the_days_of_the_judgements():
    on = CLOSES_ON - timedelta(days=100)
    days = scored_days(_questions([event()], judged(on, 0.3), resolved(LATER, "no")))
    assert days.base_rate[0] == 0.15
    share = 100 / 366  # the update's own year has a leap day
    assert days.base_rate[-1] == pytest.approx(1 - 0.85**share, abs=1e-15)


def test_a_risk_without_a_base_rate_is_left_out_of_that_comparison_alone():
    bare = {"text": "No count was found.", "source": "desk"}
    risks = [event(0.2), undone(0.4, base_rate=bare)]
    said = resolved(CLOSES_ON, "no"), resolved(DEADLINE, "no", risk_id="TW2")
    days = scored_days(_questions(risks, *said))
    assert score(days).count == 2
    against = compare(days, Naive.BASE_RATE)
    assert against.ours.count == against.theirs.count == 1
    assert against.ours.brier == pytest.approx(0.04)
    assert against.theirs.brier == pytest.approx(0.0225)
    assert against.brier_skill == pytest.approx(1 - 0.04 / 0.0225)
    assert compare(days, Naive.EVEN).ours.count == 2


def test_skill_against_an_even_chance_by_hand():
    found = compare(cases([0.2, 0.9], [0, 1]), Naive.EVEN)
    assert found.brier_skill == pytest.approx(1 - 0.025 / 0.25)
    assert found.log_skill == pytest.approx(1 + np.log(0.8 * 0.9) / 2 / np.log(2))


@pytest.mark.parametrize("count", [1, 3, FEWEST - 1])
def test_few_questions_have_no_error_and_say_so(count):
    days = cases([0.2] * count, [0] * count)
    assert score(days).brier_error is None
    assert score(days).in_words().endswith(f"too few to tell (n = {count})")
    words = compare(days, Naive.EVEN).in_words()
    assert words == f"against 50 %: too few to tell (n = {count})"


def test_errors_over_enough_questions_are_those_of_a_mean():
    days = cases([0.2] * 10, [0, 1] * 5)
    losses = np.array([0.04, 0.64] * 5)
    assert score(days).brier_error == pytest.approx(losses.std(ddof=1) / np.sqrt(10))
    assert score(days).in_words() == ("Brier 0.340 ± 0.100, log 0.916 ± 0.231; n = 10")
    words = compare(days, Naive.EVEN).in_words()
    assert words == "against 50 %: not distinguishable (n = 10)"


def test_a_difference_beyond_two_errors_is_said_with_its_size():
    better = compare(cases([0.1, 0.2] * 8, [0] * 16), Naive.EVEN)
    assert better.in_words() == "against 50 %: better by 0.225 ± 0.004 Brier (n = 16)"
    worse = compare(cases([0.8, 0.9] * 8, [0] * 16), Naive.EVEN)
    assert worse.in_words().startswith("against 50 %: worse by 0.475")


@given(records, st.randoms())
def test_the_order_of_questions_changes_no_score(found, random):
    shuffled = random.sample(found, len(found))
    one, other = (score(cases(*zip(*each, strict=True))) for each in (found, shuffled))
    assert other.brier == pytest.approx(one.brier, abs=1e-12)
    assert other.log == pytest.approx(one.log, abs=1e-12)
    assert other.reliability.miscalibration == pytest.approx(
        one.reliability.miscalibration, abs=1e-12
    )


@given(chances, st.floats(0.01, 0.99))
def test_stating_what_one_believes_is_best_in_expectation(stated, believed):
    for loss in (brier, log_score):
        both = np.array([0.0, 1.0])
        odds = np.array([1 - believed, believed])
        mine = odds @ loss(np.full(2, stated), both)
        assert mine >= odds @ loss(np.full(2, believed), both) - 1e-12


def test_registers_and_authors_are_scored_apart():
    other = event(0.5, id="BT1", register_id="border-talks")
    on = CLOSES_ON - timedelta(days=5)
    said = (
        judged(on, 0.9, risk_id="BT1", author="Ben"),
        resolved(LATER, "no", day=CLOSES_ON, risk_id="BT1"),
        resolved(LATER, "no", day=CLOSES_ON),
    )
    record = track_record(_questions([event(0.2), other], *said))
    assert [each.name for each in record.registers] == ["border-talks", "tunnel-works"]
    assert record.registers[1].score.brier == pytest.approx(0.04)
    ben, desk = record.authors
    assert (ben.name, ben.resolved, desk.name, desk.resolved) == ("Ben", 1, "desk", 2)
    restated = 1 - 0.1 ** (5 / 366)
    assert ben.score.brier == pytest.approx(restated**2)
    assert desk.score.brier == pytest.approx((0.04 + 0.25) / 2)
    assert record.overall.resolved == 2


def test_a_record_without_forecasts_is_in_words_too():
    record = track_record([])
    assert record.overall.score is None
    assert record.overall.against == record.registers == record.authors == ()
    assert record.in_words() == "0 resolved"
    assert record.calibration.words == "not before 30 are resolved: 0 so far"


def test_a_record_of_nothing_but_void_has_no_score():
    record = track_record(
        _questions([event()], resolved(JUDGED_ON + timedelta(days=9), "void"))
    )
    assert record.overall.score is None
    assert record.standings["void"] == 1
    assert [(each.name, each.resolved) for each in record.authors] == [("desk", 0)]


def test_what_is_due_is_listed_longest_ago_first():
    record = track_record(_questions([undone(), event()]))
    assert [each.risk_id for each in record.due] == ["TW1", "TW2"]
    assert record.next_due is None
    assert record.in_words() == "0 resolved"


def test_a_record_of_one_says_that_this_is_too_few():
    record = track_record(_questions([event()], resolved(CLOSES_ON, "no")))
    assert "too few to tell (n = 1)" in record.in_words()
    assert record.overall.score.reliability.discrimination == 0.0
