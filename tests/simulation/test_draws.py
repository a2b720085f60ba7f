"""Draws: named, stratified, and of the distribution they are said to be."""

from itertools import pairwise
from math import exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.model import Range
from risks.simulation.draws import (
    BATCHES,
    generator,
    need_and_chance,
    pert,
    pert_quantile,
    stratified,
    stratified_pairs,
)

PLACES = [0.0, 0.01, 0.1, 0.25, 0.5, 0.8, 0.99, 1.0]
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(120)
ranges = st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3).map(sorted)


@pytest.mark.parametrize("size", [1, 2, 64, 1024])
def test_every_batch_hits_every_stratum_once(size):
    found = stratified(3, "clock/TW1", BATCHES * size).reshape(BATCHES, size)
    strata = np.sort(np.floor(found * size), axis=1)
    np.testing.assert_array_equal(strata, np.tile(np.arange(size), (BATCHES, 1)))
    assert found.min() >= 0
    assert found.max() < 1


def test_batches_are_drawn_apart():
    found = stratified(3, "clock/TW1", BATCHES * 64).reshape(BATCHES, 64)
    apart = np.corrcoef(found)[~np.eye(BATCHES, dtype=bool)]
    assert np.abs(apart).max() < 0.6
    order = np.argsort(found, axis=1)
    assert len({each.tobytes() for each in order}) == BATCHES


def test_a_place_within_its_stratum_is_drawn_too():
    inside = np.modf(stratified(3, "clock/TW1", BATCHES * 256) * 256)[0]
    assert inside.mean() == pytest.approx(0.5, abs=0.02)
    assert inside.var() == pytest.approx(1 / 12, abs=0.005)


@pytest.mark.parametrize("paths", [0, 1, 15, 17, 1000, -16])
def test_paths_must_fill_the_batches(paths):
    with pytest.raises(ValueError, match=f"positive multiple of 16: {paths}"):
        stratified(1, "clock/TW1", paths)


def test_a_name_and_a_seed_make_the_draws():
    one = generator(1, "clock/TW1").random(8)
    np.testing.assert_array_equal(one, generator(1, "clock/TW1").random(8))
    others = [(2, "clock/TW1"), (1, "clock/TW2"), (1, "chance/TW1"), (11, "/clock/TW1")]
    for seed, name in others:
        assert not np.isin(generator(seed, name).random(8), one).any()


@pytest.mark.parametrize("size", [1, 2, 3, 64, 625, 1024])
def test_each_half_of_a_pair_hits_every_stratum_of_its_batch_once(size):
    pairs = stratified_pairs(3, "risk/TW1", BATCHES * size)
    for half in pairs.reshape(2, BATCHES, size):
        strata = np.sort(half, axis=1)
        steps = np.diff(strata, axis=1)
        np.testing.assert_allclose(steps, 1 / size, atol=1e-12)
    assert pairs.min() >= 0
    assert pairs.max() < 1


@pytest.mark.parametrize("size", [64, 256, 1024])
def test_pairs_fill_the_square_evenly(size):
    boxes = int(size**0.5) // 2  # four pairs to a box, if they were laid by hand
    pairs = stratified_pairs(3, "risk/TW1", BATCHES * size).reshape(2, BATCHES, size)
    for batch in range(BATCHES):
        x, y = np.floor(pairs[:, batch] * boxes).astype(int)
        counts = np.bincount(x * boxes + y, minlength=boxes**2)
        assert counts.min() >= 1
        assert counts.max() <= 8


def test_batches_of_pairs_are_shifted_apart():
    first = stratified_pairs(3, "risk/TW1", BATCHES * 64).reshape(2, BATCHES, 64)
    shifts = {
        tuple(np.round(each.min(axis=1) * 64, 6)) for each in first.swapaxes(0, 1)
    }
    assert len(shifts) == BATCHES


def test_a_pair_takes_paths_that_fill_the_batches():
    with pytest.raises(ValueError, match="positive multiple of 16: 17"):
        stratified_pairs(1, "risk/TW1", 17)


def test_kept_draws_cannot_be_changed():
    judged = Range(low=0.1, likely=0.2, high=0.4)
    for each in need_and_chance(1, "risk/TW1", 64, judged):
        with pytest.raises(ValueError, match="read-only"):
            each[0] = 0.5


def test_unit_exponential_numbers_have_mean_and_spread_one():
    judged = Range(low=0.1, likely=0.2, high=0.4)
    found, _ = need_and_chance(1, "risk/TW1", BATCHES * 4096, judged)
    assert found.min() >= 0
    assert found.mean() == pytest.approx(1, abs=1e-3)
    assert found.std() == pytest.approx(1, abs=0.01)
    assert np.mean(found > log(2)) == pytest.approx(0.5, abs=1e-4)


@given(ranges)
def test_pert_has_the_mean_of_its_three_points(three):
    low, likely, high = three
    middles = (np.arange(20_000) + 0.5) / 20_000
    found = pert_quantile(middles, low, likely, high)
    wanted = (low + 4 * likely + high) / 6
    assert found.mean() == pytest.approx(wanted, abs=2e-5 * (high - low) + 1e-12)


@given(ranges)
def test_pert_rises_within_its_range(three):
    low, likely, high = three
    found = pert_quantile(np.linspace(0, 1 - 1e-12, 501), low, likely, high)
    assert np.all(np.diff(found) >= 0)
    assert found.min() >= low
    assert found.max() <= high + 1e-15


def test_a_range_of_one_point_is_that_point():
    found = pert(1, "chance/TW1", 64, Range(low=0.3, likely=0.3, high=0.3))
    np.testing.assert_array_equal(found, np.full(64, 0.3))


def below(place: float, x: float) -> float:
    """Return the share of a PERT distribution on [0, 1] below x, integrated plainly.

    By Gauss and Legendre on t = x**(1/4), where the ends are smooth.
    """
    first, second = 1 + 4 * place, 5 - 4 * place
    if x > 0.5:
        return 1 - below(1 - place, 1 - x)
    top = x**0.25
    t = top * (NODES + 1) / 2
    height = 4 * t ** (4 * first - 1) * (1 - t**4) ** (second - 1)
    beta = exp(lgamma(first) + lgamma(second) - lgamma(6))
    return float((height * NODE_WEIGHTS).sum() * top / 2 / beta)


@pytest.mark.parametrize("place", PLACES)
def test_pert_quantiles_are_those_of_a_beta_distribution(place):
    found = np.linspace(0.001, 0.999, 401)
    shares = np.array([below(place, x) for x in found])
    inside = (shares > 1e-9) & (shares < 1 - 1e-9)
    again = pert_quantile(shares[inside], 0, place, 1)
    np.testing.assert_allclose(again, found[inside], atol=1e-6)


def test_the_spread_is_not_a_sixth_of_the_range():
    found = pert_quantile((np.arange(20_000) + 0.5) / 20_000, 0.0, 0.5, 1.0)
    assert found.std() == pytest.approx((1 / 28) ** 0.5, abs=1e-4)


def test_more_likely_means_more_at_every_share():
    shares = np.linspace(0, 0.999, 200)
    rising = [pert_quantile(shares, 0.1, at, 0.9) for at in np.linspace(0.1, 0.9, 9)]
    for one, other in pairwise(rising):
        assert np.all(one <= other + 1e-12)
