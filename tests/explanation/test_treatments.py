"""Treatments switched on: what they leave, from when, and what they explain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import baseline, check_settings, find_target, what_if, why
from risks.errors import SettingError
from risks.scenarios import settings_of
from risks.treatments import left_by_month, left_over_span
from tests.builders import PUBLISHED_ON, make_pack, make_risk, make_treatment

shares = st.floats(0, 1)


def treated(*leads):
    """Return a pack of one 12-month risk with a treatment for each lead time."""
    treatments = [
        make_treatment(id=f"A{at:03}", risk_id="TW1", lead_time_months=lead)
        for at, lead in enumerate(leads)
    ]
    nothing = ("signals", "triggers", "scenarios", "calendar", "funding_sources")
    bare = dict.fromkeys(nothing, ())
    return make_pack(risks=(make_risk(id="TW1"),), treatments=treatments, **bare)


def chance(pack, settings):
    seen = what_if(baseline(pack, PUBLISHED_ON), settings)
    return float(seen.numbers.chance[0])


def test_a_treatment_acts_from_the_first_month_after_its_lead_time():
    pack = treated(0, 2.5)
    now = left_by_month(pack, {"A000": 0.25}, 5)[:, 0]
    later = left_by_month(pack, {"A001": 0.25}, 5)[:, 0]
    assert now.tolist() == [0.75] * 5
    assert later.tolist() == [1, 1, 1, 0.75, 0.75]


def test_a_lead_time_nobody_stated_counts_as_none():
    pack = treated(None)
    assert left_by_month(pack, {"A000": 0.5}, 2)[:, 0].tolist() == [0.5, 0.5]


def test_two_treatments_of_one_risk_leave_the_product():
    left = left_by_month(treated(0, 1), {"A000": 0.5, "A001": 0.5}, 3)[:, 0]
    assert left.tolist() == [0.5, 0.25, 0.25]


def test_the_chance_is_that_of_the_hazard_that_is_left():
    pack = treated(3)
    hazard = -np.log1p(-chance(pack, {}))
    wanted = 1 - np.exp(-hazard * (3 + 9 * 0.6) / 12)
    assert chance(pack, {"A000": 0.4}) == pytest.approx(wanted, abs=1e-12)


@given(shares, shares)
def test_a_stronger_treatment_never_leaves_a_larger_chance(one, other):
    pack = treated(2)
    weak, strong = sorted((one, other))
    assert chance(pack, {"A000": strong}) <= chance(pack, {"A000": weak})


def test_switched_on_with_no_effect_nothing_moves_at_all():
    pack = treated(0)
    assert chance(pack, {"A000": 0.0}) == chance(pack, {})
    assert left_over_span(baseline(pack, PUBLISHED_ON), {}).tolist() == [1.0]


def test_treatments_and_levers_explain_a_change_together():
    pack = make_pack()
    lever = next(each for each in pack.levers)
    risk_id = pack.treatments[0].risk_id
    settings = {lever.id: lever.goalposts[-1], pack.treatments[0].id: 0.5}
    seen = what_if(baseline(pack, PUBLISHED_ON), check_settings(pack, settings))
    told = why(seen, find_target(pack, risk_id))
    assert sum(each.points for each in told.shares) == pytest.approx(
        told.total, abs=1e-9
    )
    assert pack.treatments[0].id in {each.id for each in told.shares}


def test_a_share_outside_nothing_to_everything_is_refused():
    with pytest.raises(SettingError) as caught:
        check_settings(treated(0, 0), {"A000": 1.2, "A001": -0.1})
    assert str(caught.value).splitlines()[1:] == [
        "  settings, A000: found 1.2 as the share a treatment takes; allowed: 0 to 1",
        "  settings, A001: found -0.1 as the share a treatment takes; allowed: 0 to 1",
    ]


def test_a_scenario_switches_on_its_treatments_that_state_an_effect():
    pack = make_pack()
    scenario = pack.scenarios[0].model_copy(
        update={"treatment_ids": tuple(each.id for each in pack.treatments)}
    )
    stated = {each.id: each.effect for each in pack.treatments if each.effect}
    assert stated
    assert settings_of(pack, scenario) == {**scenario.settings, **stated}
