"""The same futures the plain way: frames of paths by risks, month by month.

What an analyst would write with pandas. It knows the same rates, links, dampers and
deadlines as the hazard clock, and gives the same hits; of the outcomes it makes the
openings, their chance, the cost of all hits and the percentiles of both, which is less
than ``risks.corridor.outcomes`` does.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from risks.corridor import Corridor, months_until
from risks.model.columns import Floats, Ints
from risks.scenarios import WhatIf
from risks.simulation import Calibration
from risks.simulation.model import timing_of

SHARES = (0.1, 0.5, 0.8, 0.9)


@dataclass(frozen=True)
class PlainOutcomes:
    """Chance to open by the target, and percentiles of openings and costs."""

    p_by_target: float
    opening: pd.Series
    cost: pd.Series


def pandas_hits(
    seen: WhatIf, corridor: Corridor, calibration: Calibration
) -> pd.DataFrame:
    """Return the month of each hit, paths by risks; ``months + 1`` is never."""
    frame, months = corridor.frame, corridor.frame.setup.months
    timing = timing_of(seen, months)
    names = [each.id for each in frame.base.pack.risks]
    adds, holds = _links(corridor, names)
    leaks = (calibration.leak[:, None] * frame.drawn.rate).T
    own = pd.DataFrame(leaks, columns=names)
    need = pd.DataFrame((frame.drawn.need / seen.numbers.factor[:, None]).T)
    need = need.set_axis(names, axis=1)
    need.loc[:, timing.is_out] = np.inf
    hit = pd.DataFrame(months + 1, index=own.index, columns=names)
    hit.loc[:, timing.starts_active] = 0
    total = own * 0.0
    for month in range(1, months + 1):
        since = month - hit
        active = (since >= 1) & ((since <= timing.active) | (timing.active == 0))
        acts = active.astype(float)
        total += (own + acts.dot(adds)) * np.exp(acts.dot(holds))
        due = (timing.due == 0) | (timing.due == month)
        hit = hit.mask((hit > months) & (total >= need) & due, month)
    return hit


def pandas_outcomes(hit: pd.DataFrame, corridor: Corridor) -> PlainOutcomes:
    """Return openings and costs; delays of hits on one stage are added up."""
    delays = pd.DataFrame(corridor.delay.T, columns=hit.columns)
    opening = {}
    for place in corridor.opening:
        ends = pd.Series(corridor.remaining[place])
        on_stage = hit.columns[corridor.touches[place]]
        before = hit[on_stage].lt(ends, axis=0)
        opening[place] = ends + delays[on_stage].where(before, 0.0).sum(axis=1)
    line = pd.DataFrame(opening).max(axis=1)
    costs = pd.DataFrame(corridor.hit_cost.T, columns=hit.columns)
    cost = costs.where(hit <= corridor.frame.setup.months, 0.0).sum(axis=1)
    as_of, target = corridor.frame.base.as_of, corridor.pack.header.target_opening
    return PlainOutcomes(
        p_by_target=float((line <= months_until(as_of, target)).mean()),
        opening=line.quantile(list(SHARES)),
        cost=cost.quantile(list(SHARES)),
    )


def _links(corridor: Corridor, names: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what an active row adds to a column's rate, and logs of what it keeps."""
    arrows = corridor.frame.arrows
    adds = _table(names, (arrows.source, arrows.target, arrows.rate))
    logs = np.log1p(-arrows.share)
    return adds, _table(names, (arrows.damper_source, arrows.damper_target, logs))


def _table(names: list[str], links: tuple[Ints, Ints, Floats]) -> pd.DataFrame:
    table = pd.DataFrame(0.0, index=names, columns=names)
    for source, target, number in zip(*links, strict=True):
        table.iloc[int(source), int(target)] += number
    return table
