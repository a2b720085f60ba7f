import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.corridor import Corridor, outcomes
from risks.corridor.money import total_hit_cost
from tests.builders import make_assumptions, make_funding_source, make_header
from tests.corridor.futures import exactly, framed, risk_on, route, stage_of, with_hits


def paid(pack, hits=None):
    """Return need, kept money and gap on the first path."""
    found = outcomes(with_hits(framed(pack), hits or {})).money
    return [round(float(each[0]), 9) for each in (found.need, found.kept, found.gap)]


def source(amount, *stage_ids, **changes):
    fields = {"lost_to": (), "lost_share": None, **changes}
    return make_funding_source(amount_usd_m=amount, stage_ids=stage_ids, **fields)


ONE = (stage_of("east", 12),)
TWO = (stage_of("east", 12), stage_of("west", 12, cost_usd_m=exactly(300)))


def test_without_money_the_gap_is_the_need():
    assert paid(route(risks=(), stages=ONE)) == [100, 0, 100]


def test_money_is_subtracted_and_too_much_leaves_no_gap():
    for amount, gap in ((60, 40), (100, 0), (130, 0)):
        pack = route(risks=(), stages=ONE, funding_sources=(source(amount, "east"),))
        assert paid(pack) == [100, amount, gap]


@pytest.mark.parametrize(
    ("status", "kept"), [("committed", 60), ("announced", 60), ("hoped", 0)]
)
def test_what_is_only_hoped_for_does_not_count(status, kept):
    sources = (source(60, "east", status=status),)
    assert paid(route(risks=(), stages=ONE, funding_sources=sources))[1] == kept


def test_a_source_without_an_amount_adds_nothing():
    pack = route(risks=(), stages=ONE, funding_sources=(source(None, "east"),))
    assert paid(pack) == [100, 0, 100]


def test_a_source_loses_its_share_once_however_many_hits():
    losing = source(80, "east", lost_to=("BT1", "BT2"), lost_share=0.25)
    risks = (risk_on("BT1"), risk_on("BT2"))
    pack = route(risks=risks, stages=ONE, funding_sources=(losing,))
    assert paid(pack, {})[1] == 80
    assert paid(pack, {"BT1": 3})[1] == 60
    assert paid(pack, {"BT1": 3, "BT2": 4})[1] == 60
    assert paid(pack, {"BT1": 12})[1] == 80  # after the opening


def test_a_source_is_shared_out_in_proportion_to_need():
    pack = route(risks=(), stages=TWO, funding_sources=(source(200, "east", "west"),))
    assert paid(pack) == [400, 200, 200]
    more = (source(200, "east", "west"), source(90, "east"))
    # East keeps 50 + 90 of 100: the 40 too much do not help the west.
    assert paid(route(risks=(), stages=TWO, funding_sources=more)) == [400, 290, 150]


def test_a_source_keeps_a_part_for_stages_outside_the_opening():
    header = make_header(opening_stages=("east",))
    sources = (source(200, "east", "west"),)
    pack = route(risks=(), stages=TWO, funding_sources=sources, header=header)
    assert paid(pack) == [100, 50, 50]


def test_hits_before_the_opening_cost_and_are_shared_by_the_stages_they_sit_on():
    risks = (risk_on("TW1", "east", "west", delay=0, cost=30), risk_on("BT1", cost=7))
    unpriced = (*ONE, stage_of("west", 5, cost_usd_m=None))
    pack = route(risks=risks, stages=unpriced)
    assert paid(pack, {"TW1": 11, "BT1": 2}) == [115, 0, 115]
    assert paid(pack, {"TW1": 12}) == [100, 0, 100]
    assert paid(route(risks=risks, stages=TWO), {"TW1": 2}) == [430, 0, 430]


def test_a_year_of_delay_makes_works_dearer_by_the_escalation():
    risks = (risk_on("TW1", "east", delay=12, cost=0),)
    assert paid(route(risks=risks, stages=ONE), {"TW1": 1})[0] == 105


def test_an_open_stage_needs_nothing_more():
    stages = (stage_of("east", 12, condition="open"), *TWO[1:])
    assert paid(route(risks=(), stages=stages)) == [300, 0, 300]


def test_without_a_published_cost_there_is_no_gap_to_speak_of():
    pack = route(risks=(), stages=(stage_of("east", 12, cost_usd_m=None),))
    found = outcomes(with_hits(framed(pack), {}))
    assert (found.money, found.gap, found.joint) == (None, None, None)


def test_the_budget_is_met_where_the_need_keeps_to_it():
    risks = (risk_on("TW1", "east", delay=0, cost=30),)
    sources = (source(500, "east"),)
    hits = {"TW1": [1] * 4 + [61] * 12}
    shares = {}
    for budget in (None, 99.0, 100.0, 130.0):
        header = make_header(budget_usd_m=budget)
        pack = route(risks=risks, stages=ONE, funding_sources=sources, header=header)
        shares[budget] = outcomes(with_hits(framed(pack), hits)).joint.value
    assert shares == {None: 1.0, 99.0: 0.0, 100.0: 0.75, 130.0: 1.0}


def test_all_hits_within_the_months_are_losses():
    risks = (risk_on("TW1", "east", cost=30), risk_on("BT1", cost=7))
    simulation = with_hits(
        framed(route(risks=risks, stages=ONE)), {"TW1": 60, "BT1": 0}
    )
    assert total_hit_cost(Corridor(simulation.frame), simulation.hits)[0] == 37
    losses = outcomes(simulation).losses
    assert losses.usd_m[[0, -1]].tolist() == [0, 37]
    assert losses.chance[[0, -2, -1]].tolist() == [1, 1, 0]


@given(st.floats(0, 500), st.floats(0, 500), st.integers(0, 61))
def test_more_money_never_raises_the_gap(amount, more, month):
    risks = (risk_on("TW1", "east", "west", cost=30),)
    gaps = []
    for each in (amount, amount + more):
        sources = (source(each, "east", "west"), source(50, "west"))
        pack = route(risks=risks, stages=TWO, funding_sources=sources)
        gaps.append(paid(pack, {"TW1": month})[2])
    assert gaps[1] <= gaps[0] + 1e-9


def test_the_gap_is_summed_up_over_paths():
    risks = (risk_on("TW1", "east", delay=0, cost=30),)
    sources = (source(100, "east"),)
    pack = route(risks=risks, stages=ONE, funding_sources=sources)
    gap = outcomes(with_hits(framed(pack), {"TW1": [1] * 4 + [61] * 12})).gap
    assert (gap.p50.value, gap.p80.value, gap.p_any.value) == (0, 30, 0.25)
    assert gap.p_any.se == pytest.approx(np.sqrt(0.25 * 0.75 / 15))


def test_the_yearly_escalation_is_an_assumption():
    risks = (risk_on("TW1", "east", delay=6, cost=0),)
    assumed = make_assumptions(escalation_per_year=0.21)
    pack = route(risks=risks, stages=ONE, assumptions=assumed)
    assert paid(pack, {"TW1": 1})[0] == pytest.approx(110)
