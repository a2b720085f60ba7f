"""Stale evidence, ranked by how far it could move the risks and not by its age.

For one indicator: the chance of every risk with the indicator at its calm end and at
its extreme end, everything else as it stands; the difference times the risk's likely
months of delay, summed over the risks whose months hold up works themselves. A rank,
not a forecast: it leaves out knock-on from risk to risk and how delays overlap, and
costs two evaluations of the formulas an indicator instead of two simulations.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.queries.confirming import why_not_confirmed
from dashboard.queries.indicators import IndicatorNow, indicator_now
from risks.model.columns import Floats
from risks.rates import Baseline, evaluate

LARGE_MONTHS = 1.0


@dataclass(frozen=True)
class Stale:
    """A stale indicator and what a new reading of it could do.

    Attributes
    ----------
    months
        Expected months of delay between its calm and its extreme end, at least 0.
    risk_ids
        The risks behind that, the one with the most months first.
    why_not_confirmed
        Why its reading cannot be confirmed as unchanged; empty if it can.
    """

    indicator: IndicatorNow
    months: float
    risk_ids: tuple[str, ...]
    why_not_confirmed: str

    @property
    def is_large(self) -> bool:
        """Return whether it could move the expected delay by a month or more."""
        return self.months >= LARGE_MONTHS


def stale_evidence(base: Baseline, today: date) -> tuple[Stale, ...]:
    """Return the stale indicators, the one that could move most first."""
    reach = reach_months(base)
    total = reach.sum(axis=1)
    order = sorted(
        np.flatnonzero(base.scored.is_stale).tolist(),
        key=lambda place: (-total[place], place),
    )
    return tuple(_stale(base, place, reach[place], today) for place in order)


def reach_months(base: Baseline) -> Floats:
    """Return expected months of delay, calm to extreme, shape (indicators, risks).

    A risk that awaits its resolution has no chance, and counts 0.
    """
    size = len(base.pack.indicators)
    calm, extreme = (
        evaluate(base, *_with_each_at(base, score)).chance for score in (0.0, 100.0)
    )
    moved = np.nan_to_num(np.abs(extreme - calm))
    return np.asarray(moved * direct_months(base)).reshape(size, -1)


def direct_months(base: Baseline) -> Floats:
    """Return the likely months of delay of every risk that holds up works itself."""
    impacts = [each.impact for each in base.pack.risks]
    months = [
        each.delay_months.likely * (each.delay_kind != "indirect") for each in impacts
    ]
    return np.array(months, dtype=np.float64)


def _with_each_at(base: Baseline, score: float) -> tuple[Floats, Floats]:
    """Return raw scores and values, (indicators, indicators), one moved in each row."""
    end = 0 if score == 0 else -1
    raw, values = (
        np.repeat(each[np.newaxis], len(each), axis=0)
        for each in (base.scored.raw, base.scored.state.values)
    )
    np.fill_diagonal(raw, score)
    np.fill_diagonal(values, [each.goalposts[end] for each in base.pack.indicators])
    return raw, values


def _stale(base: Baseline, place: int, reach: Floats, today: date) -> Stale:
    indicator = base.pack.indicators[place]
    moved = [each for each in np.argsort(-reach, kind="stable").tolist() if reach[each]]
    return Stale(
        indicator_now(base, indicator),
        float(reach.sum()),
        tuple(base.pack.risks[each].id for each in moved),
        why_not_confirmed(indicator, base.scored.state.reading(indicator.id), today),
    )
