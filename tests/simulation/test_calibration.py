"""Leaks make the simulated chance the stated one, or say that the arrows will not."""

from datetime import UTC, date, datetime
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks import baseline, default_as_of, default_pack_folder, read_pack, what_if
from risks.simulation import Calibration, Frame, Setup, calibrate, simulate
from tests.builders import make_assumptions, make_judgement, make_risk, small_pack
from tests.simulation.small import AS_OF, certain, pack_of, run

HALF_A_POINT = 0.005
SHIPPED = read_pack(default_pack_folder())


def calibrated(pack, paths=4096, day=AS_OF, known_at=None) -> Calibration:
    return calibrate(baseline(pack, day, known_at), 1, paths)


def assert_met(found: Calibration):
    """Every stated chance is met, unless the arrows alone bring more."""
    gap = found.simulated - found.stated
    is_too_much = (found.leak == 0) & (gap > 0)
    assert np.abs(gap[~is_too_much]).max(initial=0) <= HALF_A_POINT


@pytest.mark.parametrize("paths", [4096, 16_384])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_stated_chance_of_the_shipped_pack_is_met(seed, paths):
    base = baseline(SHIPPED, default_as_of(SHIPPED))
    found = calibrate(base, seed, paths)
    on_the_day = [each.judgement_on(base.as_of).likely for each in SHIPPED.risks]
    np.testing.assert_allclose(found.stated, on_the_day, rtol=1e-12)
    assert found.leak.min() > 0
    np.testing.assert_allclose(found.simulated, found.stated, atol=HALF_A_POINT)


def test_what_is_calibrated_is_what_is_simulated():
    base = baseline(SHIPPED, default_as_of(SHIPPED))
    found = calibrate(base, 1, 4096)
    seen = what_if(base, {})
    assert not seen.numbers.factor[seen.numbers.factor != 1].size
    futures = simulate(seen, Frame(base, Setup(4096)), found)
    np.testing.assert_array_equal(futures.chance, found.simulated)


def test_links_that_bring_more_than_is_stated_leave_no_leak():
    pack = pack_of(
        certain("TW1", 0.9), certain("TW2", 0.01), arrows=[("TW1", "TW2", 3)]
    )
    found = calibrated(pack)
    assert found.leak[1] == 0
    assert found.simulated[1] > found.stated[1] + 0.1
    assert found.stated[1] == pytest.approx(0.01)
    assert found.simulated[0] == pytest.approx(0.9, abs=HALF_A_POINT)
    futures = run(pack, leak=tuple(found.leak))
    assert futures.chance[1] == found.simulated[1]


def test_the_leak_alone_has_no_links_to_make_up_for():
    found = calibrated(pack_of(certain("TW1", 0.3), certain("TW2", 0.01)))
    np.testing.assert_allclose(found.leak, 1, rtol=0.1)
    np.testing.assert_allclose(found.simulated, [0.3, 0.01], atol=HALF_A_POINT)


def test_a_skewed_range_is_made_up_for():
    judged = make_judgement(low=0.01, likely=0.05, high=0.8)
    pack = pack_of(make_risk(judgements=[judged]))
    mean = (0.01 + 4 * 0.05 + 0.8) / 6
    plain = run(pack, paths=65_536).chance[0]
    assert plain == pytest.approx(mean, abs=HALF_A_POINT)
    found = calibrated(pack)
    assert found.leak[0] < 0.5
    assert found.simulated[0] == pytest.approx(0.05, abs=HALF_A_POINT)


def test_each_risk_is_met_on_its_own_span():
    pack = pack_of(
        certain("TW1", 0.5, horizon_months=1),
        certain("TW2", 0.5, horizon_months=120),
        certain("TW3", 0.5, horizon_months=None, deadline=date(2029, 1, 1)),
    )
    found = calibrated(pack)
    np.testing.assert_allclose(found.simulated, 0.5, atol=HALF_A_POINT)
    shares = [(run(pack, months=120).hits[at] <= 1).mean() for at in range(3)]
    np.testing.assert_allclose(shares, [0.5, 1 - 0.5 ** (1 / 120), 0], atol=0.005)


def test_a_risk_past_its_deadline_is_left_alone():
    late = certain("TW2", 0.4, horizon_months=None, deadline=date(2026, 8, 1))
    pack = pack_of(certain("TW1", 0.1), late, arrows=[("TW2", "TW1", 3)])
    found = calibrated(pack)
    assert found.leak[1] == 1
    assert found.simulated[1] == 0
    assert found.simulated[0] == pytest.approx(0.1, abs=HALF_A_POINT)
    assert not (run(pack).hits[1] <= 60).any()


def test_only_judgements_known_by_then_are_drawn():
    """The small pack judges its talks twice; the second was not known on 1 August."""
    pack, then = small_pack(), datetime(2026, 8, 1, tzinfo=UTC)
    at = pack.risk_place("BT1")
    for known_at, stated, high in ((then, 0.1, 0.2), (None, 0.15, 0.3)):
        base = baseline(pack, AS_OF, known_at)
        drawn = 1 - np.exp(-12 * Frame(base, Setup(4096)).drawn.rate[at])
        assert 0.9 * high < drawn.max() <= high + 1e-12
        assert drawn.mean() == pytest.approx((0.05 + 4 * stated + high) / 6, abs=1e-3)
        assert calibrated(pack, known_at=known_at).stated[at] == pytest.approx(stated)


strengths = st.sampled_from([-3, -2, -1, 0, 0, 1, 2, 3])
stated_chances = st.floats(0.02, 0.95).map(lambda chance: round(chance, 3))


@settings(max_examples=40)
@given(
    st.lists(stated_chances, min_size=4, max_size=4),
    st.lists(strengths, min_size=12, max_size=12),
    st.booleans(),
)
def test_any_net_meets_what_it_can(chances, links, is_strong):
    ids = ["TW1", "TW2", "TW3", "TW4"]
    ends = [(one, other) for one in ids for other in ids if one != other]
    arrows = [
        (*pair, strength)
        for pair, strength in zip(ends, links, strict=True)
        if strength
    ]
    strong = {
        "trigger_chance": {"1": 0.1, "2": 0.3, "3": 0.6},
        "damping_share": {"1": 0.2, "2": 0.5, "3": 0.8},
    }
    known = make_assumptions(**(strong if is_strong else {}))
    risks = [certain(*each) for each in zip(ids, chances, strict=True)]
    assert_met(calibrated(pack_of(*risks, arrows=arrows, assumptions=known)))


def test_no_risk_waits_for_one_it_has_no_link_with():
    """A net of brakes takes many rounds; what is met stays as it was found."""
    easy = [make_risk(), make_risk(id="TW2", likely=0.1)]
    hard = [certain(f"BT{at}", 0.5) for at in range(4)]
    strengths = [-3, 3, -3, -2, -2, -3, 3, -3, 2, 3, -3]
    ends = permutations([each.id for each in hard], 2)
    arrows = [
        (*pair, strength) for pair, strength in zip(ends, strengths, strict=False)
    ]
    known = make_assumptions(
        trigger_chance={"1": 0.1, "2": 0.3, "3": 0.6},
        damping_share={"1": 0.2, "2": 0.5, "3": 0.8},
    )
    first = [("TW1", "TW2", 2)]
    alone = calibrated(pack_of(*easy, arrows=first, assumptions=known))
    mixed = pack_of(*hard, *easy, arrows=[*first, *arrows], assumptions=known)
    found = calibrated(mixed)
    assert_met(found)
    assert found.leak[4:].tobytes() == alone.leak.tobytes()
