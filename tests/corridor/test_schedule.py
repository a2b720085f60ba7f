from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.corridor import Corridor
from risks.corridor.schedule import Joining, lengthened, overlapped, schedule
from tests.builders import PUBLISHED_ON, make_header, make_range
from tests.corridor.futures import (
    framed,
    risk_on,
    route,
    simulated,
    stage_of,
    with_hits,
)

MONTHS = 60
shares = st.floats(0, 1)
delays = st.lists(st.floats(0, 40), min_size=1, max_size=8)


def planned(pack, hits=None, **setup):
    simulation = with_hits(framed(pack, **setup), hits or {})
    return schedule(Corridor(simulation.frame), simulation.hits)


def opens(pack, hits=None, **setup):
    """Return the month each stage opens on the first path, then the corridor's."""
    plan = planned(pack, hits, **setup)
    return [*plan.stages[:, 0].tolist(), float(plan.line[0])]


def test_the_corridor_opens_with_its_last_stage():
    pack = route(risks=(), stages=(stage_of("east", 12), stage_of("west", 20)))
    assert opens(pack) == [12, 20, 20]


def test_a_stage_opens_no_earlier_than_what_it_needs():
    west = stage_of("west", 5, needs=("middle",))
    middle = stage_of("middle", 6, needs=("east",))
    pack = route(risks=(), stages=(west, middle, stage_of("east", 30)))
    assert opens(pack) == [30, 30, 30, 30]


def test_an_open_stage_takes_no_months_whatever_hits_it():
    done = stage_of("east", 12, condition="open", needs=("west",))
    pack = route(risks=(risk_on("TW1", "east"),), stages=(done, stage_of("west", 3)))
    assert opens(pack, {"TW1": 0}) == [0, 3, 3]


def test_a_stage_nobody_has_judged_does_not_open_nor_what_needs_it():
    west = stage_of("west", 5, needs=("east",))
    pack = route(risks=(), stages=(stage_of("east", None), west))
    assert opens(pack) == [np.inf, np.inf, np.inf]


def test_an_unjudged_stage_off_the_main_line_holds_nothing_up():
    branch = stage_of("branch", None, on_main_line=False)
    pack = route(risks=(), stages=(stage_of("east", 12), branch))
    assert opens(pack) == [12, np.inf, 12]


def test_the_header_names_the_stages_with_which_the_corridor_opens():
    stages = (
        stage_of("east", 12, needs=("branch",)),
        stage_of("branch", 15, on_main_line=False),
        stage_of("west", 40),
    )
    named = route(risks=(), stages=stages, header=make_header(opening_stages=("east",)))
    assert opens(named)[-1] == 15
    assert opens(route(risks=(), stages=stages))[-1] == 40
    assert Corridor(framed(named)).opening.tolist() == [0, 1]


def test_what_opens_after_the_months_does_not_open():
    pack = route(risks=(), stages=(stage_of("east", 24), stage_of("west", 24.5)))
    assert opens(pack, months=24) == [24, np.inf, np.inf]


def test_months_since_a_stage_was_judged_are_used_up():
    pack = route(risks=(), stages=(stage_of("east", 12), stage_of("west", 2)))
    assert opens(pack, as_of=date(2026, 11, 15)) == [9, 0, 9]


def test_before_it_was_judged_a_stage_still_ends_on_the_same_day():
    pack = route(risks=(), stages=(stage_of("east", 12),))
    assert opens(pack, as_of=date(2026, 6, 15)) == [14, 14]


def test_a_hit_delays_every_unfinished_stage_it_sits_on():
    risks = (risk_on("TW1", "east", "west", delay=6),)
    stages = (stage_of("east", 10), stage_of("west", 20), stage_of("far", 20))
    pack = route(risks=risks, stages=stages)
    assert opens(pack, {"TW1": 9}) == [16, 26, 20, 26]
    assert opens(pack, {"TW1": 10}) == [10, 26, 20, 26]
    assert opens(pack, {"TW1": 20}) == [10, 20, 20, 20]
    assert opens(pack, {}) == [10, 20, 20, 20]


def test_what_had_happened_before_counts_as_a_hit():
    pack = route(risks=(risk_on("TW1", "east"),), stages=(stage_of("east", 10),))
    assert opens(pack, {"TW1": 0}) == [14, 14]


def test_delays_on_one_stage_overlap_by_half():
    risks = (risk_on("TW1", "east", delay=6), risk_on("TW2", "east", delay=4))
    pack = route(risks=risks, stages=(stage_of("east", 10),))
    assert opens(pack, {"TW1": 2, "TW2": 3})[0] == 10 + 6 + 2


def test_of_delays_in_parallel_the_longest_counts():
    risks = (
        risk_on("TW1", "east", delay=6, kind="in-parallel"),
        risk_on("TW2", "east", delay=4, kind="in-parallel"),
        risk_on("TW3", "east", delay=2),
    )
    pack = route(risks=risks, stages=(stage_of("east", 10),))
    assert opens(pack, {"TW1": 2, "TW2": 3})[0] == 10 + 6
    assert opens(pack, {"TW1": 2, "TW2": 3, "TW3": 4})[0] == 10 + 6 + 2


def test_an_indirect_risk_holds_up_nothing_itself():
    risks = (risk_on("TW1", "east", delay=6, kind="indirect"),)
    pack = route(risks=risks, stages=(stage_of("east", 10),))
    assert opens(pack, {"TW1": 2})[0] == 10


def test_a_delay_lets_in_a_hit_that_would_have_come_too_late():
    risks = (risk_on("TW1", "east", delay=6), risk_on("TW2", "east", delay=4))
    pack = route(risks=risks, stages=(stage_of("east", 10),))
    assert opens(pack, {"TW1": 2, "TW2": 15})[0] == 18
    assert opens(pack, {"TW1": 2, "TW2": 16})[0] == 16


def test_months_are_drawn_within_the_judged_range():
    drawn = stage_of("east", 1, remaining_months=make_range(6, 12, 24))
    plan = planned(route(risks=(), stages=(drawn,)), paths=1024)
    assert plan.line.min() >= 6
    assert plan.line.max() <= 24
    assert plan.line.mean() == pytest.approx((6 + 4 * 12 + 24) / 6, abs=0.02)


def test_another_stage_changes_no_draw():
    east = stage_of("east", 1, remaining_months=make_range(6, 12, 24))
    alone = planned(route(risks=(), stages=(east,)))
    beside = planned(route(risks=(), stages=(stage_of("west", 3), east)))
    assert np.array_equal(alone.stages[0], beside.stages[1])


@given(delays, shares)
def test_a_joint_delay_lies_between_the_longest_and_the_sum(each, overlap):
    joint = float(overlapped(np.array(each)[:, None], overlap)[0])
    assert max(each) - 1e-9 <= joint <= sum(each) + 1e-9


def one_by_one(remaining, hits, delays, joining, last):
    """Walk through the months of one path; the referee of ``lengthened``."""
    waits: list[float] = []
    stops: list[float] = []
    for month in range(last + 1):
        end = remaining + joint(waits, stops, joining.overlap)
        if end > month:
            for hit, delay, is_wait in zip(
                hits, delays, joining.is_waited, strict=True
            ):
                if hit == month:
                    (waits if is_wait else stops).append(delay)
    return joint(waits, stops, joining.overlap)


def joint(waits, stops, overlap):
    longest = max(stops, default=0.0)
    stopped = longest + (1 - overlap) * (sum(stops) - longest)
    return max(waits, default=0.0) + stopped


@st.composite
def paths_of_hits(draw):
    count, paths = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    hits = st.lists(st.integers(0, MONTHS + 1), min_size=count, max_size=count)
    # Quarters add up without rounding, so that both ways must agree to the last bit.
    quarters = st.integers(0, 80).map(lambda each: each / 4)
    months = st.lists(quarters, min_size=count, max_size=count)
    columns = [(draw(quarters), draw(hits), draw(months)) for _ in range(paths)]
    remaining, all_hits, all_delays = zip(*columns, strict=True)
    waited = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    return (
        np.array(remaining),
        np.array(all_hits, dtype=np.int16).T,
        np.array(all_delays).T,
        Joining(np.array(waited), draw(st.sampled_from([0.0, 0.5, 1.0]))),
    )


@given(paths_of_hits())
def test_all_paths_at_once_are_each_path_month_by_month(given_paths):
    remaining, hits, delays, joining = given_paths
    found = lengthened(remaining, hits, delays, joining, MONTHS)
    walked = [
        one_by_one(remaining[at], hits[:, at], delays[:, at], joining, MONTHS)
        for at in range(len(remaining))
    ]
    assert found.tolist() == walked


@given(paths_of_hits(), st.integers(0, 5), st.floats(0, 20))
def test_a_longer_delay_never_opens_earlier(given_paths, row, more):
    remaining, hits, delays, joining = given_paths
    longer = delays.copy()
    longer[row % len(longer)] += more
    before = lengthened(remaining, hits, delays, joining, MONTHS)
    after = lengthened(remaining, hits, longer, joining, MONTHS)
    assert (after >= before - 1e-9).all()


@given(paths_of_hits(), st.integers(0, 5), st.integers(0, 30))
def test_an_earlier_hit_never_opens_earlier(given_paths, row, sooner):
    remaining, hits, delays, joining = given_paths
    earlier = hits.copy()
    earlier[row % len(hits)] = np.maximum(earlier[row % len(hits)] - sooner, 0)
    before = lengthened(remaining, hits, delays, joining, MONTHS)
    after = lengthened(remaining, earlier, delays, joining, MONTHS)
    assert (after >= before - 1e-9).all()


@pytest.mark.parametrize(("days_before", "months"), [(-1, 16), (0, 12), (20, 12)])
def test_what_a_stage_was_judged_with_does_not_delay_it_again(days_before, months):
    happened = PUBLISHED_ON - timedelta(days=days_before)
    answer = {"outcome": "yes", "resolved_on": happened}
    pack = route(
        risks=(risk_on("TW1", "east", answers=(answer,)),),
        stages=(stage_of("east", 12),),
    )
    simulation = simulated(framed(pack, as_of=PUBLISHED_ON + timedelta(days=2)))
    plan = schedule(Corridor(simulation.frame), simulation.hits)
    assert (simulation.hits == 0).all()
    assert plan.line[0] == pytest.approx(months, abs=0.1)  # less the two days
