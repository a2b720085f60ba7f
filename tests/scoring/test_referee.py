"""Every score and pressure against the plain referee, day by day."""

from datetime import date
from decimal import Decimal, localcontext

import numpy as np
import pytest

from risks import default_pack_folder, read_pack, scores, state, weekly_pressure
from risks.scoring import coverage, power_mean, power_mean_shares, register_weights
from tests.builders import make_assumptions, make_pack, small_pack
from tests.referee import Day, mean_of_power

PACKS = {
    "shipped": read_pack(default_pack_folder()),
    "small": small_pack(),
    "geometric": make_pack(assumptions=make_assumptions(pressure_power=0.0)),
}
DAYS = [
    date(2019, 1, 1),  # before any evidence
    date(2025, 3, 2),
    date(2025, 12, 31),
    date(2026, 5, 28),
    date(2026, 7, 1),
    date(2026, 8, 11),
    date(2026, 8, 15),
    date(2027, 2, 15),
    date(2031, 8, 15),  # everything is stale
]
close = {"abs": 1e-9, "rel": 0, "nan_ok": True}


@pytest.fixture(params=PACKS)
def pack(request):
    return PACKS[request.param]


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_readings_scores_and_trust_agree(pack, as_of):
    day, known = Day(pack, as_of), state(pack, as_of)
    scored = scores(known)
    for place, each in enumerate(pack.indicators):
        held = day.held[each.id]
        assert known.value(each.id) == pytest.approx(day.value(each), abs=1e-9)
        assert known.observed_on(each.id) == (None if held is None else held.day)
        assert scored.raw[place] == pytest.approx(day.score(each), **close)
        assert scored.reliability[place] == pytest.approx(
            day.reliability(each), **close
        )
        assert scored.shrunk[place] == pytest.approx(day.shrunk(each), **close)
        is_late = held is None or (as_of - held.day).days > each.stale_after_days
        assert scored.is_stale[place] == is_late


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_register_pressures_and_coverage_agree(pack, as_of):
    week, day = weekly_pressure(pack, as_of, weeks=1), Day(pack, as_of)
    known = scores(state(pack, as_of))
    covered = coverage(known.reliability, register_weights(known.state))
    for place, each in enumerate(pack.registers):
        expected = day.register_pressure(each.id)
        assert week.pressure[0, place] == pytest.approx(expected, **close)
        assert week.coverage[0, place] == covered[place]
        assert covered[place] == pytest.approx(day.coverage(each.id), **close)


@pytest.mark.parametrize("p", [-2.0, -1.0, 0.5, 1.0, 2.0, 3.0])
def test_shares_of_a_power_mean_agree(p):
    rng = np.random.default_rng(5)
    for _ in range(20):
        values, weights = rng.uniform(0.1, 100, 6), rng.uniform(0, 3, 6)
        mean = mean_of_power(list(zip(values, weights, strict=True)), p)
        parts = [w * v**p for v, w in zip(values, weights, strict=True)]
        expected = [mean * part / sum(parts) for part in parts]
        assert power_mean_shares(values, weights, p) == pytest.approx(expected)


@pytest.mark.parametrize("p", [5e-324, 2.2250738585e-313, 1e-300, 1e-12])
def test_a_power_just_above_zero_takes_a_zero_to_zero_without_a_warning(p):
    assert power_mean([0.0, 80.0], [1.0, 1.0], p) == 0


@pytest.mark.parametrize("p", [-10, -2, -1, 1, 2, 3, 10])
def test_digits_are_kept_where_hardly_anything_weighs(p):
    with localcontext(prec=50):
        for values in ((100.0, 5.0), (5.0, 100.0), (60.0, 50.0), (0.01, 100.0)):
            for weights in ((1e-9, 10.0), (0.01, 10.0), (10.0, 1.0)):
                pairs = zip(map(Decimal, values), map(Decimal, weights), strict=True)
                powers = sum(weight * value**p for value, weight in pairs)
                mean = (powers / sum(map(Decimal, weights))) ** (1 / Decimal(p))
                found = power_mean(values, weights, p)
                assert found == pytest.approx(float(mean), rel=1e-13)
