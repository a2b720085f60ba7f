"""Stale evidence, in the order in which a new reading could move the opening most.

Each stale indicator that any risk depends on is set to its calm and to its extreme
value, and the opening is simulated at both ends on the same draws. A sum of changes of
chance times likely delays would need no simulation, but it is wrong where it matters:
it puts first what delays works that other works outlast, and misses what only makes
other risks likelier.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from risks.corridor import percentile
from risks.corridor.schedule import schedule
from risks.futures import Futures
from risks.model import Indicator
from risks.model.columns import Floats
from risks.reviews.numbers import Draws, View
from risks.reviews.worths import Progress, unheard
from risks.scenarios import Settings, what_if
from risks.simulation import DRAG_PATHS, simulate

MEDIAN = percentile(0.5)


@dataclass(frozen=True)
class Stale:
    """A reading past its limit, or one that is missing.

    Attributes
    ----------
    observed_on, age_days
        None where there is no reading.
    calm_months, extreme_months
        By how many months the day by which half of the futures have opened would
        move if it turned out calm or extreme; 0 where no risk depends on it. What
        opens after the simulated months counts as opening at their end.
    """

    indicator_id: str
    observed_on: date | None
    age_days: int | None
    calm_months: float
    extreme_months: float

    @property
    def span_months(self) -> float:
        """Return how far apart the two ends are."""
        return abs(self.extreme_months - self.calm_months)


def stale(view: View, progress: Progress = unheard) -> list[Stale]:
    """Return the stale indicators, those that could move the opening most first.

    Simulated on 4,096 paths at most: enough for an order.
    """
    indicators = list(_stale_ones(view))
    signals = {each.indicator_id for each in view.base.pack.signals}
    few = Draws(min(view.draws.paths, DRAG_PATHS), view.draws.seed)
    futures = Futures(view.base, few.setup(view.base))
    here = _median_opening(futures, view.settings)
    rows = []
    for done, each in enumerate(indicators):
        progress(done, len(indicators))
        months = np.zeros(2)
        if each.id in signals:
            ends = (each.goalposts[0], each.goalposts[-1])
            assumed = [{**view.settings, each.id: end} for end in ends]
            months = np.array([_median_opening(futures, x) for x in assumed]) - here
        rows.append(_row(view, each, months))
    progress(len(indicators), len(indicators))
    return sorted(rows, key=lambda each: -each.span_months)


def _stale_ones(view: View) -> Iterator[Indicator]:
    """Yield the stale indicators that anyone could read anew."""
    pack, is_stale = view.base.pack, view.base.scored.is_stale
    for each in pack.adjustable:
        if is_stale[pack.indicator_place(each.id)]:
            yield each


def _median_opening(futures: Futures, settings: Settings) -> float:
    seen = what_if(futures.base, settings)
    run = simulate(seen, futures.frame, futures.calibration)
    line = schedule(futures.corridor, run.hits).line
    return float(MEDIAN(np.minimum(line, futures.setup.months)))


def _row(view: View, each: Indicator, months: Floats) -> Stale:
    observed_on = view.base.scored.state.observed_on(each.id)
    age = None if observed_on is None else (view.base.as_of - observed_on).days
    return Stale(each.id, observed_on, age, float(months[0]), float(months[1]))
