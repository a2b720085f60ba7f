import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import score_value
from risks.scoring import SCORE_MAX, value_at_score
from tests.builders import make_indicator
from tests.strategies import indicators, values


@given(indicators(), values, values)
def test_moving_towards_extreme_never_lowers_the_score(indicator, one, other):
    falling = indicator.goalposts[0] > indicator.goalposts[-1]
    calmer, worse = sorted([one, other], reverse=falling)
    assert score_value(calmer, indicator) <= score_value(worse, indicator)


@given(indicators(), values)
def test_scores_stay_on_the_scale(indicator, value):
    assert 0 <= score_value(value, indicator) <= SCORE_MAX


@given(indicators(), st.floats(0, 100))
def test_the_reading_that_would_score_so_scores_so(indicator, score):
    reading = value_at_score(score, indicator)
    steepest = min(
        abs(b - a)
        for a, b in zip(indicator.goalposts, indicator.goalposts[1:], strict=False)
    )
    rounding = 34 * 1e-9 * max(1.0, abs(reading)) / steepest
    assert score_value(reading, indicator) == pytest.approx(score, abs=1e-9 + rounding)


@given(indicators())
def test_goalposts_score_0_33_67_100(indicator):
    expected = (0, 100) if len(indicator.goalposts) == 2 else (0, 33, 67, 100)
    found = [score_value(post, indicator) for post in indicator.goalposts]
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "score"),
    [
        (120, 0),
        (90, 0),
        (80, 16.5),
        (70, 33),
        (62.5, 50),
        (55, 67),
        (40, 100),
        (5, 100),
    ],
)
def test_a_falling_price_by_hand(value, score):
    brent = make_indicator(goalposts=(90, 70, 55, 40))
    assert score_value(value, brent) == pytest.approx(score)
