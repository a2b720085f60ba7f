"""The clock against chances listed in full, where a pack is small enough for it."""

from datetime import date
from math import log

import numpy as np
import pytest

from risks.simulation import clock, standard_error
from tests.builders import make_treatment
from tests.simulation.exact import Net, chances
from tests.simulation.small import by_month, certain, pack_of, run

PATHS = 65_536
A3, A2, A1 = (-log(1 - chance) / 3 for chance in (0.18, 0.08, 0.03))  # made-up pack
D3, D2 = 0.5, 0.25


def rate(chance, months):
    return -log(1 - chance) / months


def two(active):
    risks = (
        certain("TW1", 0.5, active_months=active),
        certain("TW2", 0.2, active_months=active),
    )
    net = Net((rate(0.5, 12), rate(0.2, 12)), {(0, 1): A3}, active=active)
    return pack_of(*risks, arrows=[("TW1", "TW2", 3)]), net


def diamond(active):
    """TW1 sets off TW2, both hold TW3 down, and all three act on TW4."""
    stated = (0.6, 0.3, 0.4, 0.1)
    risks = [
        certain(f"TW{at}", chance, active_months=active)
        for at, chance in enumerate(stated, 1)
    ]
    arrows = [
        ("TW3", "TW4", 2),
        ("TW1", "TW2", 3),
        ("TW1", "TW3", -3),
        ("TW2", "TW4", 3),
        ("TW1", "TW4", -2),
        ("TW2", "TW3", -2),
    ]
    adds = {(0, 1): A3, (2, 3): A2, (1, 3): A3}
    takes = {(0, 2): D3, (1, 2): D2, (0, 3): D2}
    net = Net(tuple(rate(each, 12) for each in stated), adds, takes, active)
    return pack_of(*risks, arrows=arrows), net


def undone(active):
    """A deadline between two events: it gathers, and acts for good once missed."""
    risks = (
        certain("TW1", 0.7, active_months=active),
        certain("TW2", 0.4, horizon_months=None, deadline=date(2027, 2, 1)),
        certain("TW3", 0.05, active_months=active),
        certain("TW4", 0.3, horizon_months=None, deadline=date(2028, 8, 15)),
    )
    rates = rate(0.7, 12), rate(0.4, 6), rate(0.05, 12), rate(0.3, 24)
    adds, takes = {(0, 1): A3, (1, 2): A3, (0, 3): A1}, {(1, 3): D3}
    arrows = [
        ("TW1", "TW2", 3),
        ("TW2", "TW3", 3),
        ("TW1", "TW4", 1),
        ("TW2", "TW4", -3),
    ]
    net = Net(rates, adds, takes, active, dues={1: 6, 3: 24})
    return pack_of(*risks, arrows=arrows), net


@pytest.mark.parametrize("active", [1, 3, 6])
@pytest.mark.parametrize("make", [two, diamond, undone])
def test_small_nets_have_their_exact_chances(make, active):
    pack, net = make(active)
    found = run(pack, PATHS, months=25)
    exact = np.array(chances(net, 25))
    seen = by_month(found)
    errors = [standard_error(found.hits <= month) for month in range(1, 26)]
    # A chance near 0 has no spread between batches: half a path in each is its floor.
    z = (seen - exact) / np.maximum(errors, 0.5 * 16 / PATHS)
    assert np.abs(z).max() <= 4


def test_both_ends_of_an_arrow_act_in_both_orders():
    one, net = diamond(4)
    other = pack_of(
        *reversed(one.risks),
        arrows=[(each.from_id, each.to_id, each.strength) for each in one.triggers],
    )
    there, back = run(one), run(other)
    np.testing.assert_array_equal(there.hits, back.hits[::-1])
    assert len(net.adds) + len(net.takes) == len(one.triggers)


def test_two_dampers_leave_what_both_leave():
    """Both have happened for good: half of three quarters of the rate remains."""
    none, both, target = np.array([], dtype=int), np.array([0, 1]), np.array([2, 2])
    arrows = clock.Arrows(none, none, none, both, target, np.array([D3, D2]))
    forever = np.zeros(3, dtype=int)
    starts = np.array([True, True, False])
    timing = clock.Timing(
        9, forever, forever, starts, np.zeros(3, dtype=bool), np.ones((9, 3))
    )
    leak, need = np.full((3, 16), 0.25), np.full((3, 16), 4 * 0.25 * 3 / 8)
    assert (clock.run_clock(leak, need, arrows, timing)[2] == 4).all()


def test_a_single_risk_is_met_to_a_stratum():
    found = run(pack_of(certain("TW1", 0.3)), PATHS, months=24)
    exact = [1 - 0.7 ** (month / 12) for month in range(1, 25)]
    np.testing.assert_allclose(by_month(found)[:, 0], exact, atol=16 / PATHS)


def test_a_treated_risk_happens_as_often_as_its_chance_says():
    treatment = make_treatment(id="A001", risk_id="AA1", lead_time_months=4)
    pack = pack_of(certain("AA1", 0.6), certain("AA2", 0.6), treatments=(treatment,))
    found = run(pack, paths=65_536, settings={"A001": 0.75})
    wanted = found.seen.numbers.chance
    assert wanted[0] < wanted[1]
    assert np.all(np.abs(found.chance - wanted) < 4 * found.chance_se)
    plain = run(pack, paths=65_536)
    assert np.array_equal(found.hits[0] <= 4, plain.hits[0] <= 4)
    assert np.array_equal(found.hits[1], plain.hits[1])
