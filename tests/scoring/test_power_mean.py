import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import power_mean, power_mean_shares
from tests.strategies import means, powers


@given(means(), powers)
def test_lies_between_the_smallest_and_the_largest(drawn, p):
    values, weights = map(np.array, drawn)
    counted = values[weights > 0]
    assert counted.min() <= power_mean(values, weights, p) <= counted.max()


@given(means(), powers)
def test_shares_sum_to_it(drawn, p):
    values, weights = map(np.array, drawn)
    shares = power_mean_shares(values, weights, p)
    assert shares.sum() == pytest.approx(power_mean(values, weights, p), abs=1e-9)
    assert (shares >= 0).all()
    assert (shares[weights == 0] == 0).all()


@given(means(), powers, powers)
def test_a_larger_power_never_gives_a_smaller_mean(drawn, one, other):
    low, high = sorted([one, other])
    smaller, larger = power_mean(*drawn, low), power_mean(*drawn, high)
    assert smaller <= larger * (1 + 1e-9) + 1e-9


@given(means(), powers, st.integers(0, 7), st.floats(0, 50))
def test_a_worse_score_never_lowers_it(drawn, p, at, more):
    values, weights = drawn
    raised = [*values]
    raised[at % len(values)] += more
    assert power_mean(raised, weights, p) >= power_mean(values, weights, p) * (
        1 - 1e-12
    )


@pytest.mark.parametrize("p", [2, 1, -1, 0.5, 3, -2])
def test_matches_the_formula_in_exact_arithmetic(p):
    values, weights = [10.0, 20.0, 70.0], [1.0, 2.0, 0.5]
    total = sum(Fraction(w) for w in weights)
    mean = sum(
        Fraction(w) * Fraction(v**p) for v, w in zip(values, weights, strict=True)
    )
    assert power_mean(values, weights, p) == pytest.approx(
        float(mean / total) ** (1 / p)
    )


def test_power_zero_is_the_geometric_mean():
    expected = math.exp((math.log(10) + 3 * math.log(40)) / 4)
    assert power_mean([10, 40], [1, 3], 0) == pytest.approx(expected)


@pytest.mark.parametrize("p", [1e-12, -1e-12, 1e-7, -1e-7, 5e-324])
def test_is_smooth_through_zero(p):
    assert power_mean([10, 40], [1, 3], p) == pytest.approx(
        power_mean([10, 40], [1, 3], 0)
    )


@pytest.mark.parametrize("p", [0, -1, -0.001, -50])
def test_a_zero_takes_the_mean_to_zero_for_powers_not_above_zero(p):
    assert power_mean([0, 80], [1, 1], p) == 0
    assert power_mean_shares([0, 80], [1, 1], p).tolist() == [0, 0]


def test_a_zero_without_weight_does_not_count():
    assert power_mean([0, 80], [0, 1], -1) == pytest.approx(80)


@pytest.mark.parametrize("p", [-1e4, 1e4])
def test_extreme_powers_do_not_overflow(p):
    assert power_mean([1, 100], [1, 1], p) == pytest.approx(
        1 if p < 0 else 100, rel=1e-3
    )


@pytest.mark.parametrize(
    ("values", "weights", "p", "words"),
    [
        ([1], [-1], 1, "weights must be finite and not negative"),
        ([1, 2], [0, 0], 1, "at least one weight must be above zero"),
        ([-1], [1], 1, "not negative"),
        ([math.nan], [1], 1, "finite"),
        ([1], [math.inf], 1, "weights must be finite"),
        ([1], [1], math.inf, "finite number"),
        ([], [], 1, "at least one value"),
    ],
)
def test_refuses_in_words(values, weights, p, words):
    with pytest.raises(ValueError, match=words):
        power_mean(values, weights, p)
