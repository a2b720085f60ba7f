"""Leaks, so that the simulated chance of each risk is the stated likely one.

A stated chance already counts what the links bring. The leak is what remains for the
risk itself: one multiplier per risk on its paths' own rates, found once per pack,
judgements and day, at factor 1. Sliders never change it.
"""

from dataclasses import dataclass, replace

import numpy as np

from risks.model.columns import Floats, Ints
from risks.rates import Baseline, span_months
from risks.scenarios import what_if
from risks.simulation.clock import Arrows, Hits, run_clock
from risks.simulation.model import (
    DEFAULT_PATHS,
    Frame,
    Setup,
    timing_of,
)

ROUNDS = 40
CLOSE = 5e-4  # eight paths of 16,384: closer, the steps only swing about the chance
MOST = 1 - 1e-9


@dataclass(frozen=True)
class Calibration:
    """Leak multipliers, one per risk, and what the calibrated simulation gives.

    ``stated`` and ``simulated`` are chances on each risk's own span. Where the links
    alone bring more than the stated chance the leak is 0, and ``simulated`` is more.
    A risk past its deadline is not simulated: its leak stays 1, ``simulated`` is 0.
    """

    leak: Floats
    stated: Floats
    simulated: Floats


def calibrate(base: Baseline, seed: int, paths: int = DEFAULT_PATHS) -> Calibration:
    """Find the leaks by Newton steps on the total hazard of each risk."""
    spans = spans_of(base)
    frame = Frame(base, Setup(paths, int(spans.max(initial=1)), seed))
    stated = -np.expm1(-base.hazard_likely)
    own = frame.drawn.rate.mean(axis=1) * spans
    leak = np.ones(len(stated))
    found = chances(frame, leak, spans, frame.arrows)
    stride, before = np.ones(len(stated)), np.zeros(len(stated))
    for _ in range(ROUNDS):
        gap = _hazard(stated) - _hazard(found)
        is_done = (np.abs(found - stated) < CLOSE) | ((leak == 0) & (gap < 0))
        is_done |= base.is_overdue
        if is_done.all():
            break
        # Strides shorten where a step went too far, and lengthen where links hold a
        # risk down so much that a step does little (after Riedmiller's Rprop, 1993).
        stride = np.clip(stride * np.where(gap * before < 0, 0.5, 1.2), 0.05, 5.0)
        before = gap
        # What is met stays, so that no risk waits for one it has no link with.
        step = np.where(is_done, 0.0, stride * gap / own)
        leak = np.maximum(0.0, leak + step)
        found = chances(frame, leak, spans, frame.arrows)
    return Calibration(leak, stated, found)


def spans_of(base: Baseline) -> Ints:
    """Return the months each risk's stated chance is about."""
    risks = base.pack.risks
    spans = [span_months(each, base.as_of) for each in risks]
    return np.array(spans, dtype=np.int64)


def chances(frame: Frame, leak: Floats, spans: Ints, arrows: Arrows) -> Floats:
    """Return the chance of each risk on its own span, at factor 1, under some links.

    As it was judged: without the treatments that came under way since.
    """
    as_judged = replace(frame.base, under_way={})
    judged = replace(
        timing_of(what_if(as_judged, {}), frame.setup.months),
        starts_active=np.zeros(len(leak), dtype=bool),
        is_out=frame.base.is_overdue,
    )
    hits = run_clock(leak[:, None] * frame.drawn.rate, frame.drawn.need, arrows, judged)
    return share_by(hits, spans)


def share_by(hits: Hits, months: Ints) -> Floats:
    """Return the share of paths on which each risk happens within its months."""
    return np.asarray((hits <= months[:, None]).mean(axis=1))


def _hazard(chance: Floats) -> Floats:
    return -np.log1p(-np.minimum(chance, MOST))
