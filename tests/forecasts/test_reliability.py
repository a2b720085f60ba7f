"""The parts of the Brier score add up, for any forecasts at all."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from risks.forecasts import isotonic, reliability

weights = st.floats(0.01, 10)
rows = st.lists(
    st.tuples(
        st.one_of(st.sampled_from([0.1, 0.3, 0.5]), st.floats(0.001, 0.999)),
        st.sampled_from([0.0, 1.0]),
        weights,
    ),
    min_size=1,
    max_size=60,
)


def _of(found):
    return reliability(*(np.array(column) for column in zip(*found, strict=True)))


def _plain(chances, outcomes):
    return _of(zip(chances, outcomes, [1.0] * len(chances), strict=True))


def test_a_curve_by_hand():
    # 0.3 came true and 0.6 did not: they are pooled to one half.
    found = _plain([0.1, 0.3, 0.6, 0.9], [0.0, 1.0, 0.0, 1.0])
    assert [(b.low, b.high, b.seen, b.weight) for b in found.blocks] == [
        (0.1, 0.1, 0.0, 1.0),
        (0.3, 0.6, 0.5, 2.0),
        (0.9, 0.9, 1.0, 1.0),
    ]
    assert found.brier == pytest.approx((0.01 + 0.49 + 0.36 + 0.01) / 4, abs=1e-15)
    assert found.uncertainty == 0.25
    assert found.discrimination == pytest.approx(0.125, abs=1e-15)
    assert found.miscalibration == pytest.approx(0.2175 - 0.125, abs=1e-15)


def test_equal_chances_are_one_case():
    found = _plain([0.2] * 4, [1.0, 0.0, 0.0, 0.0])
    assert [(each.low, each.high, each.seen) for each in found.blocks] == [
        (0.2, 0.2, 0.25)
    ]
    assert found.discrimination == 0.0
    assert found.miscalibration == pytest.approx(0.05**2, abs=1e-15)


@given(rows)
def test_the_parts_add_up_to_the_brier_score(found):
    parts = _of(found)
    table = np.array(found)
    brier = np.average((table[:, 0] - table[:, 1]) ** 2, weights=table[:, 2])
    whole = parts.miscalibration - parts.discrimination + parts.uncertainty
    assert whole == pytest.approx(brier, abs=1e-12)
    assert parts.brier == pytest.approx(brier, abs=1e-12)


@given(rows)
def test_the_parts_are_what_they_are_called(found):
    parts, table = _of(found), np.array(found)
    chances, outcomes, mass = table.T
    share = np.average(outcomes, weights=mass)
    assert parts.uncertainty == pytest.approx(share * (1 - share), abs=1e-12)
    spread = sum(b.weight * (b.seen - share) ** 2 for b in parts.blocks) / mass.sum()
    assert parts.discrimination == pytest.approx(spread, abs=1e-12)
    assert 0 <= parts.miscalibration <= parts.brier + 1e-12
    assert sum(each.weight for each in parts.blocks) == pytest.approx(mass.sum())
    assert all(b.seen > a.seen and b.low > a.high for a, b in pairwise(parts.blocks))
    assert {parts.blocks[0].low, parts.blocks[-1].high} == {
        chances.min(),
        chances.max(),
    }


@given(rows, st.randoms())
def test_the_order_of_cases_changes_nothing(found, random):
    one, other = _of(found), _of(random.sample(found, len(found)))
    assert other.miscalibration == pytest.approx(one.miscalibration, abs=1e-12)
    assert other.discrimination == pytest.approx(one.discrimination, abs=1e-12)


@given(rows)
def test_restating_chances_as_seen_leaves_no_miscalibration(found):
    blocks = _of(found).blocks
    seen = [
        next(b.seen for b in blocks if b.low <= chance <= b.high)
        for chance, _, _ in found
    ]
    again = _of([(s, o, w) for s, (_, o, w) in zip(seen, found, strict=True)])
    assert again.miscalibration == pytest.approx(0.0, abs=1e-12)


@given(rows, st.floats(0.1, 5))
def test_a_scale_that_keeps_the_order_changes_no_discrimination(found, power):
    levels = [chance for chance, _, _ in found]
    bent = [(chance**power, o, w) for chance, o, w in found]
    # Some lie too near each other to be told apart once bent.
    assume(len({chance for chance, _, _ in bent}) == len(set(levels)))
    assert _of(bent).discrimination == pytest.approx(
        _of(found).discrimination, abs=1e-12
    )


@given(st.lists(st.tuples(st.floats(-10, 10), weights), min_size=1, max_size=12))
def test_isotonic_is_the_closest_never_falling_curve(found):
    values, mass = (np.array(column) for column in zip(*found, strict=True))
    pooled = isotonic(values, mass)
    assert (np.diff(pooled) >= 0).all()
    # The formula of minimax: the largest mean from here back, of the least onwards.
    expected = [
        max(
            min(
                np.average(values[start:end], weights=mass[start:end])
                for end in range(place + 1, values.size + 1)
            )
            for start in range(place + 1)
        )
        for place in range(values.size)
    ]
    assert pooled == pytest.approx(expected, abs=1e-9)
