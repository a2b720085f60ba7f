"""The clock against one that takes a path at a time, a month at a time, a risk at a
time: every month of every risk on every path must be the same."""

from dataclasses import dataclass, replace
from math import ceil, floor
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks.simulation import clock, clock_plan
from risks.simulation.clock import UNIT, Arrows, Timing, run_clock


@dataclass(frozen=True)
class Net:
    leak: np.ndarray
    need: np.ndarray
    arrows: Arrows
    timing: Timing

    def hits(self):
        return run_clock(self.leak, self.need, self.arrows, self.timing)


def slow_clock(net: Net):
    paths = range(net.leak.shape[1])
    return np.array([slow_path(net, path) for path in paths]).T


def slow_path(net: Net, path: int):
    timing, never = net.timing, net.timing.months + 1
    hits = np.where(timing.starts_active, 0, never).tolist()
    rest = [ceil(need * UNIT) for need in net.need[:, path].tolist()]
    for month in range(1, never):
        rates = [rate_of(net, path, risk, month, hits) for risk in range(len(hits))]
        for risk, rate in enumerate(rates):
            rest[risk] -= rate
            can_be = month == timing.due[risk] or timing.due[risk] <= 0
            is_open = hits[risk] == never and not timing.is_out[risk]
            if can_be and is_open and rest[risk] <= 0:
                hits[risk] = month
    return hits


def rate_of(net: Net, path: int, risk: int, month: int, hits) -> int:
    """Return the rate of a risk in a month, in units."""
    arrows, kept = net.arrows, 1.0
    rate = round(float(net.leak[risk, path]) * UNIT)
    for source, target, more in zip(
        arrows.source, arrows.target, arrows.rate.tolist(), strict=True
    ):
        if target == risk and acts(net, source, month, hits):
            rate += round(more * UNIT)
    for source, target, share in zip(
        arrows.damper_source, arrows.damper_target, arrows.share.tolist(), strict=True
    ):
        if target == risk and acts(net, source, month, hits):
            kept *= 1.0 - share
    return floor(rate * (float(net.timing.left[month - 1, risk]) * kept))


def acts(net: Net, source: int, month: int, hits) -> bool:
    active = net.timing.active[source] or month
    return hits[source] < month <= hits[source] + active


@st.composite
def nets(draw, dampers=(0, 24), most_months=40):
    """Nets of every make: cycles, dense dampers, deadlines, treatments, decided."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    risks, paths = draw(st.integers(1, 7)), draw(st.integers(1, 20))
    # Within few months what switches off late, or begins early, shows more often.
    months = draw(st.integers(1, 8) | st.integers(1, most_months))
    speed = draw(st.sampled_from([0.5, 2.0, 8.0])) / months
    leak = rng.exponential(speed, (risks, paths))
    need = rng.exponential(1.0, (risks, paths))
    if draw(st.booleans()):  # numbers that are met exactly, at the end of a month
        leak, need = np.ceil(leak * 16) / 16, np.ceil(need * 16) / 16
    timing = timing_of(rng, risks, months, draw(st.booleans()))
    links = draw(st.integers(0, 3 * risks)), draw(st.integers(*dampers))
    return Net(leak, need, arrows_of(rng, risks, links, speed), timing)


def arrows_of(rng, risks, links, speed):
    triggers, dampers = links
    return Arrows(
        source=np.sort(rng.integers(0, risks, triggers)),
        target=rng.integers(0, risks, triggers),
        rate=rng.exponential(2 * speed, triggers),
        damper_source=rng.integers(0, risks, dampers),
        damper_target=rng.integers(0, risks, dampers),
        share=rng.choice([0.1, 0.25, 1 / 3, 0.5, 0.8, 1.0], dampers),
    )


def timing_of(rng, risks, months, is_treated):
    """Return a timing; treatments begin after every lead time, some at once."""
    left = np.ones((months, risks))
    for risk in rng.integers(0, risks, 3 * is_treated):
        left[rng.integers(0, months + 1) :, risk] *= rng.choice([0.0, 0.3, 0.7, 1.0])
    return Timing(
        months=months,
        due=np.where(rng.random(risks) < 0.4, rng.integers(1, months + 3, risks), 0),
        active=rng.choice([0, 1, 2, 6, 6, 40, 120], risks),
        starts_active=rng.random(risks) < 0.15,
        is_out=rng.random(risks) < 0.15,
        left=left,
    )


# The fewer are tabled, the more risks are too crowded for it: in the end all are.
@pytest.mark.parametrize("tabled", [clock_plan.MOST_TABLED, 2, 0])
@settings(max_examples=300, deadline=None)
@given(net=nets())
def test_every_month_is_that_of_the_slow_clock(tabled, net):
    with patch.object(clock_plan, "MOST_TABLED", tabled):
        assert net.hits().tolist() == slow_clock(net).tolist()


@settings(max_examples=20, deadline=None)
@given(net=nets(dampers=(30, 90)))
def test_more_dampers_than_a_table_holds_are_still_exact(net):
    assert net.hits().tolist() == slow_clock(net).tolist()


@settings(max_examples=10, deadline=None)
@given(net=nets(most_months=150))
def test_long_spells_are_exact(net):
    assert net.hits().tolist() == slow_clock(net).tolist()


@settings(max_examples=60, deadline=None)
@given(nets(), st.integers(1, 5))
def test_blocks_of_any_size_give_the_same(net, block):
    whole = net.hits()
    with patch.object(clock, "BLOCK", block):
        assert net.hits().tobytes() == whole.tobytes()


def test_the_table_of_mixtures_is_capped():
    count = clock_plan.MOST_TABLED + 1
    net = damped_by(count)
    plan = clock_plan.Plan(net.arrows, net.timing)
    assert plan.crowded == [0]
    assert [len(each) for each in plan.tables] == [1]
    fewer = damped_by(count - 1)
    tables = clock_plan.Plan(fewer.arrows, fewer.timing).tables
    assert [len(each) for each in tables] == [2 ** (count - 1)]
    for each in (net, fewer):
        assert each.hits().tolist() == slow_clock(each).tolist()


def damped_by(count):
    """Return a net in which risks of every length hold the last one down."""
    rng = np.random.default_rng(count)
    none, sources = np.zeros(0, dtype=int), np.arange(count)
    share = np.full(count, 0.2)
    arrows = Arrows(none, none, none * 1.0, sources, np.full(count, count), share)
    no = np.zeros(count + 1, dtype=bool)
    active = np.arange(count + 1) % 5
    timing = Timing(
        30, np.zeros(count + 1, int), active, no, no, np.ones((30, count + 1))
    )
    leak = rng.exponential(0.1, (count + 1, 40))
    return Net(leak, rng.exponential(1.0, leak.shape), arrows, timing)


@settings(max_examples=80, deadline=None)
@given(nets(dampers=(0, 0)), st.integers(0, 6), st.integers(0, 12))
def test_raising_a_rate_delays_nothing_whatever_is_treated(net, risk, power):
    """Not even a rate raised by a few units, of which a treatment leaves a part."""
    higher = net.leak.copy()
    higher[risk % len(higher)] += 8.0**power / UNIT
    assert (replace(net, leak=higher).hits() <= net.hits()).all()


@settings(max_examples=60, deadline=None)
@given(nets(dampers=(0, 0)), st.floats(0, 1))
def test_a_treatment_that_takes_less_delays_nothing(net, weaker):
    left = net.timing.left
    eased = replace(net.timing, left=left + weaker * (1 - left))
    assert (replace(net, timing=eased).hits() <= net.hits()).all()
