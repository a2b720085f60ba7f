"""From a baseline to what the clock needs: rates, links and timing of every risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from risks.model import Pack, Range
from risks.model.columns import Floats, Ints
from risks.rates import (
    Baseline,
    Status,
    due_month,
    months_after,
    months_to,
    span_months,
    status_of,
)
from risks.scenarios import WhatIf
from risks.simulation.clock import Arrows, Timing
from risks.simulation.draws import need_and_chance
from risks.treatments import left_by_month

TRIGGER_MONTHS = 3  # the assumptions state a trigger's chance within three months
DEFAULT_PATHS = 16_384
DRAG_PATHS = 4_096
DEFAULT_MONTHS = 60
DEFAULT_SEED = 1


@dataclass(frozen=True)
class Setup:
    """How much is simulated: paths (a multiple of 16), months ahead, and the seed."""

    paths: int = DEFAULT_PATHS
    months: int = DEFAULT_MONTHS
    seed: int = DEFAULT_SEED


@dataclass(frozen=True)
class Drawn:
    """What chance settles before any month passes; arrays of shape (risks, paths).

    ``need`` is the unit-exponential number a risk's summed rate must reach; ``rate``
    its own monthly rate from the path's draw of the judged chance.
    """

    need: Floats
    rate: Floats


def arrows_of(pack: Pack) -> Arrows:
    """Return the pack's links: ``-ln(1 - c) / 3`` a month for a trigger's chance c."""
    chance, share = pack.assumptions.trigger_chance, pack.assumptions.damping_share
    links = sorted(pack.triggers, key=lambda each: pack.risk_place(each.from_id))
    ups = [each for each in links if each.strength > 0]
    downs = [each for each in links if each.strength < 0]
    chances = np.array([chance.value[str(each.strength)] for each in ups], dtype=float)
    return Arrows(
        source=_whole(pack.risk_place(each.from_id) for each in ups),
        target=_whole(pack.risk_place(each.to_id) for each in ups),
        rate=-np.log1p(-chances) / TRIGGER_MONTHS,
        damper_source=_whole(pack.risk_place(each.from_id) for each in downs),
        damper_target=_whole(pack.risk_place(each.to_id) for each in downs),
        share=np.array([share.value[str(-each.strength)] for each in downs], float),
    )


def timing_of(seen: WhatIf, months: int) -> Timing:
    """Return when each risk can happen and for how long it acts.

    A missed deadline stays active. A risk that is decided yes has happened before the
    first month: one that was resolved acts for what is left of its active months, one
    decided by a reading for all of them. One that is decided no, or awaits its
    resolution, does not happen.
    """
    risks = seen.base.pack.risks
    since = months_since(seen.base)
    active = _whole(0 if each.deadline else each.active_months for each in risks)
    is_spent = (since > 0) & (active <= since)
    status = [status_of(seen.base, seen.numbers, at) for at in range(len(risks))]
    return Timing(
        months=months,
        due=_whole(due_month(each, seen.base.as_of) for each in risks),
        active=active - np.where(is_spent, 0, since),
        starts_active=_where(Status.DECIDED_YES, status) & ~is_spent,
        is_out=is_spent
        | _where(Status.DECIDED_NO, status)
        | _where(Status.AWAITING, status),
        left=left_by_month(seen.base.pack, seen.effects, months),
    )


def _where(wanted: Status, status: Sequence[Status]) -> npt.NDArray[np.bool_]:
    return np.array([each is wanted for each in status], dtype=bool)


def months_since(base: Baseline) -> Ints:
    """Return how many whole months ago each risk was resolved to have happened.

    0 for one that was not, and for a missed deadline, which acts for good.
    """
    pairs = zip(base.pack.risks, base.happened_on, strict=True)
    return _whole(
        0 if day is None or risk.deadline else _whole_months(day, base.as_of)
        for risk, day in pairs
    )


def _whole_months(since: date, day: date) -> int:
    months = months_to(day, since)
    return months if months_after(since, months) == day else months - 1


def months_ahead(pack: Pack, as_of: date) -> int:
    """Return the months to simulate: to the pack's horizon, at least a year."""
    return max(12, months_to(pack.header.horizon, as_of))


def draw(base: Baseline, setup: Setup) -> Drawn:
    """Draw every risk's number and its own rate; keyed by risk id alone."""
    hazards = base.hazard_low, base.hazard_likely, base.hazard_high
    # What the baseline holds as judged: it knows known_at. Sorted against rounding.
    chances = -np.expm1(-np.sort(hazards, axis=0)).T
    needs, rates = [], []
    for risk, judged in zip(base.pack.risks, chances, strict=True):
        stated = Range(low=judged[0], likely=judged[1], high=judged[2])
        need, chance = need_and_chance(
            setup.seed, f"risk/{risk.id}", setup.paths, stated
        )
        needs.append(need)
        rates.append(-np.log1p(-chance) / span_months(risk, base.as_of))
    shape = (len(base.pack.risks), setup.paths)
    return Drawn(np.array(needs).reshape(shape), np.array(rates).reshape(shape))


def _whole(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


@dataclass(frozen=True)
class Frame:
    """A baseline with its links and draws: all that sliders do not move."""

    base: Baseline
    setup: Setup

    @cached_property
    def arrows(self) -> Arrows:
        """Return the links between risks."""
        return arrows_of(self.base.pack)

    @cached_property
    def drawn(self) -> Drawn:
        """Return the draws."""
        return draw(self.base, self.setup)
