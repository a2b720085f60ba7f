"""How much the corridor carries in a calendar year."""

from datetime import date

import numpy as np

from risks.corridor.drawn import Corridor
from risks.corridor.months import months_until
from risks.model.columns import Floats, Ints
from risks.simulation.clock import Hits


def cargo(corridor: Corridor, hits: Hits, line: Floats, year: int) -> Floats | None:
    """Return the cargo of a year in million tonnes, (paths,).

    Month by month: a full month's cargo, times how far the ramp after the opening has
    got by the middle of the month, times what the largest active loss of trade leaves.

    Parameters
    ----------
    line
        Month in which the corridor opens.

    Returns
    -------
    Floats or None
        None unless the whole year lies within the simulated months.
    """
    as_of = corridor.frame.base.as_of
    start, end = (months_until(as_of, date(each, 1, 1)) for each in (year, year + 1))
    if start < 0 or end > corridor.frame.setup.months:
        return None
    carrying = np.flatnonzero(line < end)
    total = np.zeros_like(line)
    ramp = corridor.pack.assumptions.cargo_ramp_months.value
    hits, losses = hits[:, carrying], corridor.trade_loss[:, carrying]
    for month in range(int(start) + 1, int(np.ceil(end)) + 1):
        first, last = max(month - 1, start), min(month, end)
        since = (first + last) / 2 - line[carrying]
        reached = np.clip(since / ramp, 0.0, 1.0)
        left = 1.0 - largest_loss(hits, losses, corridor.active, month)
        total[carrying] += (last - first) * reached * left
    return corridor.cargo_mt / 12 * total


def largest_loss(hits: Hits, losses: Floats, active: Ints, month: int) -> Floats:
    """Return the largest loss of trade active in a month, 0 to 1, (paths,).

    A hit acts from the month after it, for its active months; losses of hits and
    their risks do not add up, since what is stopped once cannot be stopped again.
    """
    since = (month - active).astype(hits.dtype)[:, None]
    is_active = (hits < month) & (hits >= since)
    return np.asarray((is_active * losses).max(axis=0, initial=0.0))
