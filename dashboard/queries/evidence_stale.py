"""Stale evidence, ranked by how far it could move the opening and not by its age.

Each stale indicator is set to its calm and to its extreme end, everything else as it
stands, and the opening is simulated at both ends on the same 4,096 futures.
"""

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import numpy as np

from dashboard.cache import key_of, remember
from dashboard.queries.confirming import why_not_confirmed
from dashboard.queries.history import code_hash
from dashboard.queries.indicators import IndicatorNow, indicator_now
from dashboard.queries.model import Model
from dashboard.queries.simulated import futures_of
from risks.futures_why import opening_moves
from risks.model import Indicator
from risks.model.columns import Floats
from risks.rates import Baseline, evaluate
from risks.simulation import DRAG_PATHS

LARGE_MONTHS = 0.5


@dataclass(frozen=True)
class Stale:
    """A stale indicator and what a new reading of it could do.

    Attributes
    ----------
    months
        Months between the median openings at its calm and at its extreme end.
    risk_ids
        The risks whose chance it moves, the one that moves most first.
    why_not_confirmed
        Why its reading cannot be confirmed as unchanged; empty if it can.
    """

    indicator: IndicatorNow
    months: float
    risk_ids: tuple[str, ...]
    why_not_confirmed: str

    @property
    def is_large(self) -> bool:
        """Return whether it could move the opening by LARGE_MONTHS or more."""
        return self.months >= LARGE_MONTHS


def stale_evidence(model: Model, as_of: date) -> tuple[Stale, ...]:
    """Return the stale indicators, the one that could move the opening most first."""
    base = model.base(as_of)
    places = np.flatnonzero(base.scored.is_stale).tolist()
    months = opening_spans(model, as_of)
    moved = chance_spans(base)
    ranked = sorted(places, key=lambda at: (-months[at], -moved[at].sum(), at))
    today = model.today()
    return tuple(_stale(base, at, months[at], moved[at], today) for at in ranked)


def opening_spans(model: Model, as_of: date) -> list[float]:
    """Return months between the openings at both ends of each stale indicator.

    One for every indicator of the pack, 0 for what is not stale; from the cache where
    it has them.
    """
    base = model.base(as_of)

    def make() -> list[float]:
        return remember(
            model.cache_folder,
            key_of("stale", code_hash(), base.pack.hash, as_of),
            lambda: _simulated(model, as_of),
            write=list,
            read=lambda kept: _read(kept, len(base.pack.indicators)),
        )

    return model.once("stale", as_of, make)


def chance_spans(base: Baseline) -> Floats:
    """Return how far each indicator's ends move each chance, (indicators, risks).

    A risk that awaits its resolution has no chance, and counts 0.
    """
    calm, extreme = (
        evaluate(base, *_with_each_at(base, score)).chance for score in (0.0, 100.0)
    )
    moved = np.nan_to_num(np.abs(extreme - calm))
    return np.asarray(moved).reshape(len(base.pack.indicators), -1)


def _simulated(model: Model, as_of: date) -> list[float]:
    base = model.base(as_of)
    indicators = base.pack.indicators
    stale = [each for each in base.pack.adjustable if _is_stale(base, each)]
    moves = opening_moves(futures_of(model, as_of, DRAG_PATHS), {}, stale)
    spans = dict(zip((each.id for each in stale), np.ptp(moves, axis=1), strict=True))
    return [float(spans.get(each.id, 0.0)) for each in indicators]


def _is_stale(base: Baseline, each: Indicator) -> bool:
    return bool(base.scored.is_stale[base.pack.indicator_place(each.id)])


def _read(kept: Any, count: int) -> list[float]:
    spans = [float(each) for each in kept]
    if len(spans) != count or not all(isfinite(each) and each >= 0 for each in spans):
        raise ValueError("the kept spans are not those of the pack's indicators")
    return spans


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


def _stale(
    base: Baseline, place: int, months: float, moved: Floats, today: date
) -> Stale:
    indicator = base.pack.indicators[place]
    behind = [
        each for each in np.argsort(-moved, kind="stable").tolist() if moved[each]
    ]
    return Stale(
        indicator_now(base, indicator),
        months,
        tuple(base.pack.risks[each].id for each in behind),
        why_not_confirmed(indicator, base.scored.state.reading(indicator.id), today),
    )
