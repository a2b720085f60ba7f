"""Stale evidence, in the order in which a new reading could move the opening most.

Each stale indicator that any risk depends on is set to its calm and to its extreme
value, and the opening is simulated at both ends on the same draws.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from risks.futures import Futures
from risks.futures_why import opening_moves
from risks.model import Indicator
from risks.model.columns import Floats
from risks.reviews.numbers import Draws, View
from risks.reviews.worths import Progress, unheard
from risks.simulation import DRAG_PATHS


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
    few = Draws(min(view.draws.paths, DRAG_PATHS), view.draws.seed)
    futures = Futures(view.base, few.setup(view.base))
    moves = opening_moves(futures, {}, indicators, progress)
    pairs = zip(indicators, moves, strict=True)
    rows = [_row(view, each, months) for each, months in pairs]
    return sorted(rows, key=lambda each: -each.span_months)


def _stale_ones(view: View) -> Iterator[Indicator]:
    """Yield the stale indicators that anyone could read anew."""
    pack, is_stale = view.base.pack, view.base.scored.is_stale
    for each in pack.adjustable:
        if is_stale[pack.indicator_place(each.id)]:
            yield each


def _row(view: View, each: Indicator, months: Floats) -> Stale:
    observed_on = view.base.scored.state.observed_on(each.id)
    age = None if observed_on is None else (view.base.as_of - observed_on).days
    return Stale(each.id, observed_on, age, float(months[0]), float(months[1]))
