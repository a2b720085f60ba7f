from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from risks import baseline, default_as_of, default_pack_folder, read_pack, what_if
from risks.corridor import (
    Corridor,
    day_after,
    estimate,
    outcomes,
    paired_se,
    percentile,
)
from risks.simulation import Frame, Setup, calibrate, simulate
from tests.builders import PUBLISHED_ON, make_header, small_pack
from tests.corridor.futures import (
    framed,
    risk_on,
    route,
    simulated,
    stage_of,
    with_hits,
)


def test_the_days_are_those_of_the_lowest_path_of_each_share():
    delays = [risk_on(f"EA{at}", "east", delay=at) for at in range(1, 16)]
    hits = {
        each.id: [1 if path == at else 61 for path in range(16)]
        for at, each in enumerate(delays, start=1)
    }
    pack = route(risks=delays, stages=(stage_of("east", 10),))
    found = outcomes(with_hits(framed(pack), hits))
    # Paths open after 10, 11, … 25 months.
    assert [each.months for each in found.opening] == [11, 17, 22, 24]
    assert found.opening[1].day == date(2028, 1, 15)
    assert found.stages["east"].months == 17
    assert found.p_by_target.value == 1


def test_the_target_day_itself_is_on_time():
    header = make_header(target_opening=day_after(PUBLISHED_ON, 12))
    pack = route(risks=(), stages=(stage_of("east", 12),), header=header)
    assert outcomes(simulated(framed(pack))).p_by_target.value == 1
    later = route(risks=(), stages=(stage_of("east", 12.1),), header=header)
    assert outcomes(simulated(framed(later))).p_by_target.value == 0


def test_a_share_that_opens_after_the_end_has_no_day():
    pack = route(risks=(risk_on("EA1", "east"),), stages=(stage_of("east", 58),))
    found = outcomes(with_hits(framed(pack), {"EA1": [1] * 4 + [61] * 12}))
    assert [each.months for each in found.opening] == [58, 58, None, None]
    assert found.opening[3].day is None
    assert found.end == date(2031, 8, 15)
    assert not found.is_on_time.any()


@pytest.mark.parametrize(
    "changes",
    [
        {"stages": ()},
        {"risks": ()},
        {"stages": (), "risks": ()},
        {"stages": (stage_of("east", None),), "risks": ()},
    ],
    ids=["no stages", "no risks", "neither", "no judged stage"],
)
def test_a_bare_pack_has_outcomes(changes):
    bare = route(**{"risks": (risk_on("TW1"),), **changes})
    found = outcomes(simulated(framed(bare)))
    assert sum(each.count for each in found.classes) == 16
    assert 0 <= found.p_by_target.value <= 1
    if "stages" in changes:
        assert np.isinf(found.plan.line).all()
        assert found.opening[1].day is None


def test_the_same_simulation_gives_the_same_outcomes_to_the_last_bit():
    frame = framed(small_pack(), paths=512)
    kept = Corridor(frame)
    first, again = (outcomes(simulated(frame), kept) for _ in range(2))
    fresh = outcomes(simulated(framed(small_pack(), paths=512)))
    for other in (again, fresh):
        assert other.opening == first.opening
        assert other.stages == first.stages
        assert (other.gap, other.joint) == (first.gap, first.joint)
        assert (other.cargo, other.classes) == (first.cargo, first.classes)
        for plan in (first.plan, other.plan):
            for field in fields(plan):
                assert np.array_equal(
                    getattr(plan, field.name), getattr(first.plan, field.name)
                )


def test_a_corridor_of_another_frame_is_refused():
    simulation = simulated(framed(small_pack()))
    with pytest.raises(ValueError, match="drawn for another frame"):
        outcomes(simulation, Corridor(framed(small_pack())))


def test_the_error_of_a_difference_is_of_the_paths_paired():
    rng = np.random.default_rng(5)
    before = rng.normal(size=1600)
    after = before + 1.0
    assert paired_se(before, after) == pytest.approx(0, abs=1e-12)
    assert paired_se(before, after, percentile(0.5)) == pytest.approx(0, abs=1e-12)
    assert estimate(before).se > 0.01
    assert paired_se(before > 0, before > 0) == 0


def test_a_percentile_after_the_end_has_no_error():
    finite, late = np.arange(32.0), np.full(32, np.inf)
    assert paired_se(finite, late, percentile(0.5)) is None
    assert paired_se(finite, late) is None
    assert estimate(late, percentile(0.5)).se is None


def test_the_error_is_that_of_independent_batches():
    rng = np.random.default_rng(6)
    draws = rng.normal(size=(400, 1600))
    claimed = np.mean([estimate(each).se for each in draws])
    assert claimed == pytest.approx(draws.mean(axis=1).std(), rel=0.1)


def test_worse_settings_never_open_earlier_nor_cost_less():
    frame = framed(small_pack(), paths=512)
    # BT1 holds TW2 down, so only links that set off are kept.
    pack = small_pack().model_copy(
        update={"triggers": tuple(t for t in small_pack().triggers if t.strength > 0)}
    )
    frame = framed(pack, paths=512)
    kept = Corridor(frame)
    calm, bad = (
        outcomes(simulated(frame, {"works-delay": each}), kept) for each in (0.0, 30.0)
    )
    assert (bad.plan.line >= calm.plan.line).all()
    assert (bad.plan.line > calm.plan.line).any()
    assert (bad.hit_cost >= calm.hit_cost).all()
    assert (bad.money.gap >= calm.money.gap - 1e-9).all()


@pytest.fixture(scope="module")
def shipped():
    pack = read_pack(default_pack_folder())
    base = baseline(pack, default_as_of(pack))
    frame = Frame(base, Setup(paths=1024))
    return outcomes(simulate(what_if(base, {}), frame, calibrate(base, 1, 1024)))


def test_the_shipped_opening_is_first_trains_to_nakhchivan(shipped):
    stages = shipped.corridor.pack.stages
    opening = [stages[place].id for place in shipped.corridor.opening]
    assert opening == ["horadiz-aghband", "meghri", "nakhchivan-rebuild"]
    assert shipped.stages["kars-dilucu"].months > shipped.stages["btk"].months == 0


def test_the_shipped_numbers_keep_to_their_own_inputs(shipped):
    plan, pack = shipped.plan, shipped.corridor.pack
    for place, stage in enumerate(pack.stages):
        if stage.remaining_months and stage.condition != "open":
            assert plan.works[place].min() >= stage.remaining_months.low - 1e-9
    assert shipped.money.kept.max() <= 201
    assert shipped.money.need.min() >= 200
    assert sum(each.share.value for each in shipped.classes) == 1
    assert shipped.losses.chance[0] == 1
    assert (np.diff(shipped.losses.chance) <= 0).all()
    assert len(shipped.cargo) == 3
