"""A proposal to restate chances comes late, with its error, or not at all."""

import numpy as np
import pytest

from risks.forecasts import NEEDED, propose
from tests.forecasts.made import cases


def _record(count, true_chance, seed=3):
    """Return questions stated at many levels that come true by a rule."""
    rng = np.random.default_rng(seed)
    stated = rng.uniform(0.05, 0.95, count)
    return cases(stated, rng.uniform(size=count) < true_chance(stated))


@pytest.mark.parametrize("count", [0, 1, NEEDED - 1])
def test_nothing_is_proposed_before_thirty(count):
    found = propose(_record(count, lambda p: p))
    assert found.slope is None
    assert found.words == f"not before 30 are resolved: {count} so far"
    assert found.restate(0.3) == 0.3


def test_thirty_are_enough_for_a_line_with_its_error():
    found = propose(_record(NEEDED, lambda p: p))
    assert found.count == 30
    assert found.slope_error > 0.1
    assert not found.is_distinguishable
    assert found.words.startswith("no change, as chances are not distinguishable")
    assert "(n = 30)" in found.words


def test_a_line_by_hand():
    # Two levels, so the line goes through both shares seen: 20 % of 0.4, 70 % of 0.6.
    days = cases([0.4] * 20 + [0.6] * 20, [1] * 4 + [0] * 16 + [1] * 14 + [0] * 6)
    found = propose(days)
    assert found.restate(0.4) == pytest.approx(0.2, abs=1e-9)
    assert found.restate(0.6) == pytest.approx(0.7, abs=1e-9)
    span = np.log(1.5)
    low, high = np.log(0.25), np.log(7 / 3)
    assert found.slope == pytest.approx((high - low) / (2 * span), abs=1e-9)
    assert found.intercept == pytest.approx((high + low) / 2, abs=1e-9)
    # Each share's log-odds have the variance 1 / (n p (1 - p)).
    spread = 1 / (20 * 0.16) + 1 / (20 * 0.21)
    assert found.intercept_error == pytest.approx(np.sqrt(spread) / 2, abs=1e-9)
    assert found.slope_error == pytest.approx(np.sqrt(spread) / (2 * span), abs=1e-9)


def test_overconfidence_is_found_and_said():
    found = propose(_record(2000, lambda p: 0.5 + (p - 0.5) / 3))
    assert found.is_distinguishable
    assert found.slope < 1
    assert found.words.startswith("restate 20 % as ")
    assert found.restate(0.9) < 0.9


def test_a_calibrated_record_is_left_alone():
    found = propose(_record(2000, lambda p: p))
    assert not found.is_distinguishable
    assert found.slope == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize(
    ("stated", "outcomes"),
    [
        ([0.2] * 40, [0, 1] * 20),  # one level has no slope
        (np.linspace(0.1, 0.9, 40), [0] * 40),  # nothing ever happened
        (np.linspace(0.1, 0.9, 40), [0] * 20 + [1] * 20),  # told apart without error
    ],
)
def test_where_no_line_fits_it_says_so(stated, outcomes):
    found = propose(cases(stated, outcomes))
    assert found.slope is None
    assert found.words.startswith("no line can be fitted")


def test_the_days_of_one_question_count_as_one_case():
    days = _record(40, lambda p: p)
    twice = cases(np.repeat(days.stated, 2), np.repeat(days.outcome, 2))
    split = type(twice)(
        **{
            **vars(twice),
            "question": np.repeat(days.question, 2),
            "weight": np.full(80, 0.5),
        }
    )
    one, other = propose(days), propose(split)
    assert other.count == 40
    assert other.slope_error == pytest.approx(one.slope_error)
