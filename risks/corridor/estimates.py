"""Numbers over paths, each with the standard error of its simulation.

The error says how far another seed would move the number, and nothing about how well
the inputs are judged. It comes from the spread of the 16 independent batches.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np
import numpy.typing as npt

from risks.corridor.months import day_after
from risks.model.columns import Floats
from risks.simulation.draws import BATCHES

OfPaths = Floats | npt.NDArray[np.bool_]  # a number, or yes and no, for every path
Statistic = Callable[[Floats], Floats]  # over the last axis


@dataclass(frozen=True)
class Estimate:
    """A number and its standard error, which is None where a batch has no number."""

    value: float
    se: float | None


@dataclass(frozen=True)
class OpeningDay:
    """The day by which something has opened on a share of the paths.

    ``months`` after as_of, with their standard error; both and ``day`` are None where
    that lies after the simulated months.
    """

    share: float
    months: float | None
    day: date | None
    se_months: float | None


def mean(of_paths: Floats) -> Floats:
    """Return the mean over paths; of yes and no, the share of yes."""
    return np.asarray(of_paths.mean(axis=-1))


def percentile(share: float) -> Statistic:
    """Return a statistic: the lowest value that a share of the paths do not exceed.

    Always the value of a path, so that paths without a finite one need no rule.
    """

    def lowest(of_paths: Floats) -> Floats:
        at = max(ceil(share * of_paths.shape[-1]) - 1, 0)
        return np.asarray(np.partition(of_paths, at, axis=-1)[..., at])

    return lowest


def estimate(of_paths: OfPaths, statistic: Statistic = mean) -> Estimate:
    """Return a statistic over paths with its standard error."""
    value = float(statistic(of_paths.astype(np.float64)))
    return Estimate(value, _spread(_by_batch(of_paths, statistic)))


def paired_se(
    before: OfPaths,
    after: OfPaths,
    statistic: Statistic = mean,
) -> float | None:
    """Return the standard error of ``statistic(after) - statistic(before)``.

    Both hold the same paths of one frame, so that most of the chance cancels out.
    None where a batch has no finite number, such as a date after the months.
    """
    found = _by_batch(before, statistic), _by_batch(after, statistic)
    if not all(np.isfinite(each).all() for each in found):
        return None
    return _spread(found[1] - found[0])


def opening_day(as_of: date, opening: Floats, share: float) -> OpeningDay:
    """Return the day by which a share of paths has opened."""
    found = estimate(opening, percentile(share))
    if not np.isfinite(found.value):
        return OpeningDay(share, None, None, None)
    return OpeningDay(share, found.value, day_after(as_of, found.value), found.se)


def _by_batch(of_paths: OfPaths, statistic: Statistic) -> Floats:
    return statistic(of_paths.reshape(BATCHES, -1).astype(np.float64))


def _spread(batches: Floats) -> float | None:
    if not np.isfinite(batches).all():
        return None
    return float(batches.std(ddof=1) / np.sqrt(BATCHES))
