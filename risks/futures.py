"""Simulated futures of a day, ready to be asked what if: one calibration, one draw.

Everything here is a function of the pack, the day and the setup; the same question
gets the same answer to the last bit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isfinite, nan

import numpy as np

from risks.corridor import Corridor, Outcomes, mean, months_until, outcomes, percentile
from risks.corridor.estimates import OfPaths, Statistic
from risks.errors import UnknownIdError
from risks.model import Pack
from risks.rates import Baseline, span_months
from risks.scenarios import Settings, what_if
from risks.simulation import Calibration, Frame, Setup, calibrate, simulate
from risks.simulation.conflicts import Conflict, find_conflicts

BY = "p-by-"


@dataclass(frozen=True)
class Futures:
    """A baseline with what its simulation needs, made when first asked for.

    ``known`` are leaks found before for the same baseline and seed.
    """

    base: Baseline
    setup: Setup
    known: Calibration | None = None

    @cached_property
    def calibration(self) -> Calibration:
        """Return the leaks; they do not depend on how many paths are simulated."""
        return self.known or calibrate(self.base, self.setup.seed)

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Return the stated chances that the stated links contradict."""
        return find_conflicts(self.base, self.calibration, self.setup.seed)

    @cached_property
    def frame(self) -> Frame:
        """Return the draws of the risks."""
        return Frame(self.base, self.setup)

    @cached_property
    def corridor(self) -> Corridor:
        """Return the draws of the corridor."""
        return Corridor(self.frame)

    def outcomes(self, settings: Settings) -> Outcomes:
        """Return the outcomes under settings that ``check_settings`` has passed."""
        seen = what_if(self.base, settings)
        return outcomes(simulate(seen, self.frame, self.calibration), self.corridor)


@dataclass(frozen=True)
class Measure:
    """A named number of the futures: a statistic over something every path has.

    ``of`` returns None where a pack has nothing to measure, such as no stated costs.
    """

    of: Callable[[Outcomes], OfPaths | None]
    statistic: Statistic

    def value(self, found: Outcomes) -> float:
        """Return the number; NaN where there is none, or it lies after the months."""
        paths = self.of(found)
        value = nan if paths is None else float(self.statistic(paths.astype(float)))
        return value if isfinite(value) else nan


def measure(pack: Pack, name: str) -> Measure:
    """Return what is measured under a name.

    ``p-by-target``, ``p-by-2030-12-31`` (any day) and ``joint-confidence`` are shares
    0-1, ``opening-p50`` months after as_of, ``funding-gap-p50`` million USD; a risk's
    id names its chance 0-1.

    Raises
    ------
    UnknownIdError
        If nothing is called that.
    """
    if name in NUMBERS:
        return NUMBERS[name]
    if (day := _day_in(name)) is not None:
        return Measure(lambda found: _is_open_by(found, day), mean)
    ids = [each.id for each in pack.risks]
    if name not in ids:
        raise UnknownIdError("outcome or risk", name, [*NUMBERS, *ids])
    place = ids.index(name)
    return Measure(lambda found: _happens(found, place), mean)


def outcome_value(found: Outcomes, name: str) -> float:
    """Return a named number of the futures; NaN where it has none.

    Raises
    ------
    UnknownIdError
        If nothing is called that; ``measure`` lists the names.
    """
    return measure(found.corridor.pack, name).value(found)


def _day_in(name: str) -> date | None:
    """Return the day of ``p-by-YYYY-MM-DD``, or None if the name is another."""
    start, stated = name[: len(BY)], name[len(BY) :]
    try:
        return date.fromisoformat(stated) if start == BY else None
    except ValueError:
        return None


def _is_open_by(found: Outcomes, day: date) -> OfPaths:
    as_of = found.corridor.frame.base.as_of
    return np.asarray(found.plan.line <= months_until(as_of, day))


def _happens(found: Outcomes, place: int) -> OfPaths | None:
    base, months = found.corridor.frame.base, found.corridor.frame.setup.months
    span = span_months(base.pack.risks[place], base.as_of)
    hits = found.simulation.hits[place]
    is_known = span <= months and not base.is_awaiting[place]
    return np.asarray(hits <= span) if is_known else None


def _is_on_time_and_funded(found: Outcomes) -> OfPaths | None:
    within = found.is_within_budget
    return None if within is None else found.is_on_time & within


NUMBERS = {
    "p-by-target": Measure(lambda found: found.is_on_time, mean),
    "opening-p50": Measure(lambda found: found.plan.line, percentile(0.5)),
    "funding-gap-p50": Measure(
        lambda found: found.money.gap if found.money else None, percentile(0.5)
    ),
    "joint-confidence": Measure(_is_on_time_and_funded, mean),
}
