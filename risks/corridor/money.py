"""What the opening still needs, what its sources keep, and the gap between the two."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from risks.corridor.drawn import Corridor
from risks.corridor.schedule import Schedule
from risks.model import FundingSource
from risks.model.columns import Floats, Ints
from risks.simulation.clock import Hits

COUNTED = ("committed", "announced")  # what is only hoped for pays nobody


@dataclass(frozen=True)
class Money:
    """Million USD on each path, over the opening stages whose cost is published.

    Attributes
    ----------
    need
        What they still cost, with what hits before the opening add and escalation.
    kept
        What their sources keep, each shared out over its stages.
    gap
        Sum over stages of what is missing; money too much at one helps no other.
    """

    need: Floats
    kept: Floats
    gap: Floats


def money(
    corridor: Corridor,
    plan: Schedule,
    is_before: npt.NDArray[np.bool_],
) -> Money:
    """Return need, money and gap.

    Parameters
    ----------
    is_before
        Which hits fall before the corridor opens, shape (risks, paths).
    """
    need = _needs(corridor, plan, is_before)
    kept = _kept(corridor, need, is_before)
    counted = np.isin(corridor.costed, corridor.opening)
    missing = np.maximum(need[counted] - kept[counted], 0.0)
    return Money(
        need[counted].sum(axis=0), kept[counted].sum(axis=0), missing.sum(axis=0)
    )


def total_hit_cost(corridor: Corridor, hits: Hits) -> Floats:
    """Return what all hits within the months cost, million USD, (paths,)."""
    happened = hits <= corridor.frame.setup.months
    return np.asarray((happened * corridor.hit_cost).sum(axis=0))


def _needs(
    corridor: Corridor, plan: Schedule, is_before: npt.NDArray[np.bool_]
) -> Floats:
    """Return the need of the costed stages, (costed, paths).

    Delay makes the works dearer by the yearly escalation. A hit's cost is shared
    evenly by the opening stages its risk sits on: no source says how.
    """
    yearly = np.log1p(corridor.pack.assumptions.escalation_per_year.value)
    need = corridor.stage_cost * np.exp(yearly / 12 * plan.delay[corridor.costed])
    on_opening = corridor.touches[corridor.opening].sum(axis=0)
    for row, place in enumerate(corridor.costed):
        if place in corridor.opening:
            for risk in np.flatnonzero(corridor.touches[place]):
                cost = corridor.hit_cost[risk] / on_opening[risk]
                need[row] += is_before[risk] * cost
    return np.asarray(need)


def _kept(corridor: Corridor, need: Floats, is_before: npt.NDArray[np.bool_]) -> Floats:
    """Return the money of the costed stages, (costed, paths).

    A source is shared out over its stages in proportion to their need.
    """
    kept = np.zeros_like(need)
    for source in corridor.pack.funding_sources:
        rows = _rows(corridor, source)
        if source.status in COUNTED and source.amount_usd_m and rows.size:
            total = need[rows].sum(axis=0)
            share = need[rows] / np.where(total > 0, total, 1.0)
            kept[rows] += share * _remains(corridor, source, is_before)
    return kept


def _remains(
    corridor: Corridor, source: FundingSource, is_before: npt.NDArray[np.bool_]
) -> Floats:
    """Return what a source keeps: it loses its share once, however many hits."""
    places = [corridor.pack.risk_place(each) for each in source.lost_to]
    is_lost = is_before[places].any(axis=0)
    share = (source.lost_share or 0.0) * is_lost
    return np.asarray((source.amount_usd_m or 0.0) * (1.0 - share))


def _rows(corridor: Corridor, source: FundingSource) -> Ints:
    places = [corridor.stage_places[each] for each in source.stage_ids]
    return np.flatnonzero(np.isin(corridor.costed, places))
