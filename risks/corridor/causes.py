"""What set things off: shares of a risk's hazard, and who held up late openings."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from risks.corridor.months import months_until
from risks.corridor.outcomes import Outcomes
from risks.corridor.schedule import hits_on_works
from risks.model.columns import Floats, Ints
from risks.simulation import Simulation
from risks.treatments import left_by_month


@dataclass(frozen=True)
class SetOff:
    """How much of a risk's hazard up to its happening came from one source.

    ``source_id`` is a risk, or None for the risk's own leak; ``share`` is 0 to 1, the
    mean over the paths on which the risk happens.
    """

    source_id: str | None
    share: float


@dataclass(frozen=True)
class HeldUp:
    """On which share of some paths a risk had hit unfinished works of the opening.

    ``late`` of those on which the corridor opens after a day, ``early`` of the others,
    0 to 1; ``early`` is None if there are no others.
    """

    risk_id: str
    late: float
    early: float | None


def set_off(simulation: Simulation, risk_place: int) -> list[SetOff]:
    """Return what set a risk off, largest share first; the shares sum to 1.

    On each path the hazard that had built up by the month it happened is split by
    where it came from; a month in which dampers hold the risk down weighs less, for
    all sources alike. Empty if it happens on no path.
    """
    frame, months = simulation.frame, simulation.frame.setup.months
    month = simulation.hits[risk_place]
    fired = np.flatnonzero((month >= 1) & (month <= months))
    if not fired.size:
        return []
    triggers = np.flatnonzero(frame.arrows.target == risk_place)
    parts = _parts(simulation, risk_place, triggers, fired)
    total = parts.sum(axis=0)
    # Its number was 0 before any hazard built up: nothing else set it off.
    parts[0, total == 0] = 1.0
    shares = (parts / np.where(total == 0, 1.0, total)).mean(axis=1)
    risks = frame.base.pack.risks
    names = [None, *(risks[frame.arrows.source[each]].id for each in triggers)]
    found = [SetOff(*each) for each in zip(names, shares.tolist(), strict=True)]
    return sorted(found, key=lambda each: -each.share)


def held_up(found: Outcomes, after: date) -> list[HeldUp]:
    """Return who held up openings after a day, those that set them apart first.

    Several may have on one path, so the shares do not sum to 1. Empty if none opens
    after it.
    """
    late = found.plan.line > months_until(found.corridor.frame.base.as_of, after)
    if not late.any():
        return []
    touched = hits_of_opening(found)
    shares = touched[:, late].mean(axis=1).tolist()
    others = touched[:, ~late].mean(axis=1).tolist() if not late.all() else None
    listed = [
        HeldUp(risk.id, shares[place], others[place] if others else None)
        for place, risk in enumerate(found.corridor.pack.risks)
        if shares[place] > 0
    ]
    return sorted(listed, key=lambda each: (each.early or 0.0) - each.late)


def hits_of_opening(found: Outcomes) -> npt.NDArray[np.bool_]:
    """Return which risks held up works the opening waits for, (risks, paths)."""
    corridor, hits = found.corridor, found.simulation.hits
    touched = np.zeros(hits.shape, dtype=bool)
    for place in corridor.opening:
        works = found.plan.works[place]
        before = hits_on_works(hits, works, corridor.frame.setup.months)
        touched |= before & corridor.lengthens[place][:, None]
    return touched


def _parts(
    simulation: Simulation, risk_place: int, triggers: Ints, fired: Ints
) -> Floats:
    """Return the hazard from the leak and from each trigger, (1 + triggers, fired)."""
    frame = simulation.frame
    month = simulation.hits[risk_place, fired].astype(np.int64)
    passed = _weighted_months(simulation, risk_place, fired)
    paths = np.arange(len(fired))
    leak = simulation.calibration.leak[risk_place] * frame.drawn.rate[risk_place, fired]
    parts = [leak * passed[month, paths]]
    for each in triggers:
        start, end = _active_span(simulation, int(frame.arrows.source[each]), fired)
        span = passed[np.minimum(end, month), paths]
        span = span - passed[np.minimum(start, month), paths]
        parts.append(frame.arrows.rate[each] * span)
    return np.array(parts)


def _weighted_months(simulation: Simulation, risk_place: int, fired: Ints) -> Floats:
    """Return the months passed, each weighing what is left, (months + 1, fired).

    What dampers and treatments leave; row t holds the sum of the first t months.
    """
    arrows, months = simulation.frame.arrows, simulation.frame.setup.months
    pack, effects = simulation.frame.base.pack, simulation.seen.effects
    weight = np.ones((months + 1, len(fired)))
    weight[0] = 0.0
    weight[1:] *= left_by_month(pack, effects, months)[:, [risk_place]]
    ends_of_months = np.arange(months + 1)[:, None]
    for each in np.flatnonzero(arrows.damper_target == risk_place):
        source = int(arrows.damper_source[each])
        start, end = _active_span(simulation, source, fired)
        is_damping = (ends_of_months > start) & (ends_of_months <= end)
        weight[is_damping] *= 1.0 - arrows.share[each]
    return np.asarray(weight.cumsum(axis=0))


def _active_span(simulation: Simulation, source: int, fired: Ints) -> tuple[Ints, Ints]:
    """Return after which month a source acts, and through which, on some paths."""
    months = simulation.frame.setup.months
    risk = simulation.frame.base.pack.risks[source]
    start = simulation.hits[source, fired].astype(np.int64)
    lasts = months if risk.deadline else risk.active_months
    # What happened before the first month acts for what is left of its months.
    return np.maximum(start, 0), np.clip(start + lasts, 0, months)
