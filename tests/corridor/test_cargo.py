import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.corridor import Corridor
from risks.corridor.cargo import cargo, largest_loss
from tests.builders import PUBLISHED_ON, make_assumptions
from tests.corridor.futures import exactly, framed, risk_on, route, with_hits

# The year 2029 runs from month 28.55 to month 40.55 after 15 August 2026.
YEAR, START, END = 2029, 28 + 17 / 31, 40 + 17 / 31


def carried(line, hits=None, risks=(), year=YEAR, months=60):
    assumed = make_assumptions(cargo_mt=exactly(6), cargo_ramp_months=12.0)
    pack = route(risks=risks, assumptions=assumed)
    simulation = with_hits(framed(pack, months=months), hits or {})
    opening = np.full(simulation.frame.setup.paths, line)
    found = cargo(Corridor(simulation.frame), simulation.hits, opening, year)
    return None if found is None else float(found[0])


def test_a_year_long_after_the_opening_is_full():
    assert carried(10.0) == pytest.approx(6)


def test_before_the_opening_nothing_is_carried():
    assert carried(END) == carried(np.inf) == 0


def test_half_of_the_ramp_is_half_a_year_on_average():
    # From 0 to full over the very year.
    assert carried(START) == pytest.approx(3, abs=0.02)


def test_an_active_hit_takes_its_share_from_the_month_after_it():
    risks = (risk_on("BT1", loss=50, active_months=6),)
    assert carried(1.0, {"BT1": 30}, risks) == pytest.approx(6 * (1 - 0.5 * 6 / 12))
    assert carried(1.0, {"BT1": 20}, risks) == pytest.approx(6)
    assert carried(1.0, {"BT1": 41}, risks) == pytest.approx(6)


def test_what_was_left_undone_disturbs_for_good():
    risks = (risk_on("BT1", loss=50, deadline=PUBLISHED_ON.replace(year=2027)),)
    assert carried(1.0, {"BT1": 12}, risks) == pytest.approx(3)


def test_of_several_active_losses_the_largest_counts():
    risks = (
        risk_on("BT1", loss=50, active_months=60),
        risk_on("BT2", loss=30, active_months=60),
    )
    assert carried(1.0, {"BT1": 2, "BT2": 3}, risks) == pytest.approx(3)
    assert carried(1.0, {"BT2": 3}, risks) == pytest.approx(6 * 0.7)


def test_a_year_that_is_not_simulated_as_a_whole_has_no_number():
    assert carried(1.0, months=41) is not None
    assert carried(1.0, months=40) is None
    assert carried(1.0, year=2026) is None


@given(st.floats(0, 60), st.floats(0, 12))
def test_opening_later_never_carries_more(line, later):
    assert carried(line + later) <= carried(line) + 1e-9


def test_no_risk_is_no_loss():
    none = np.zeros((0, 16))
    found = largest_loss(none.astype(np.int16), none, np.zeros(0, np.int64), 3)
    assert found.tolist() == [0] * 16
