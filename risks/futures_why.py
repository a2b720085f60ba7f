"""Why a number of the futures moved, and how far each lever can move it.

Both simulate many times and say so on the way: ``progress(done, total)`` may raise to
stop them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from risks.corridor import Outcomes, paired_se, percentile
from risks.corridor.schedule import schedule
from risks.explanation import MOST_PLAYERS, Explanation, explain
from risks.futures import Futures, Measure, measure
from risks.model import Indicator
from risks.model.columns import Floats
from risks.scenarios import Settings, what_if
from risks.simulation import simulate

Progress = Callable[[int, int], None]


def unheard(done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class OutcomeSwing:
    """An outcome with one lever at its calm or its extreme end, all else as assumed.

    In the outcome's own unit; NaN where it lies after the months. ``se_calm`` and
    ``se_extreme`` are standard errors of the differences from the present value.
    """

    indicator_id: str
    calm_value: float
    extreme_value: float
    at_calm: float
    at_extreme: float
    se_calm: float | None
    se_extreme: float | None

    @property
    def span(self) -> float:
        """Return how far apart the ends are; 0 where one is not known."""
        span = abs(self.at_extreme - self.at_calm)
        return span if isfinite(span) else 0.0


def explain_outcome(
    futures: Futures,
    settings: Settings,
    name: str,
    progress: Progress = unheard,
) -> Explanation:
    """Split the change of a named number from the baseline among the settings.

    Exact Shapley values on the same futures (grouped above six settings): the parts
    sum to the change. ``progress`` hears of every simulation, done and in all.
    """
    measured = measure(futures.base.pack, name)
    found: dict[frozenset[str], float] = {}
    total = simulations_to_explain(len(settings))

    def worth(sets: Sequence[tuple[str, ...]]) -> Floats:
        return np.array([value_of(frozenset(ids)) for ids in sets])

    def value_of(ids: frozenset[str]) -> float:
        if ids not in found:
            chosen = {each: at for each, at in settings.items() if each in ids}
            found[ids] = measured.value(futures.outcomes(chosen))
            progress(len(found), total)
        return found[ids]

    return explain(list(settings), worth)


def simulations_to_explain(count: int) -> int:
    """Return how many simulations the split among some settings takes."""
    if count <= MOST_PLAYERS:
        return int(2**count)
    # Each is tried alone first; of these, five and none come up again among the sets.
    return int(2**MOST_PLAYERS) + count - (MOST_PLAYERS - 1)


def tornado_of_outcome(
    futures: Futures,
    settings: Settings,
    name: str,
    progress: Progress = unheard,
) -> list[OutcomeSwing]:
    """Return every lever's swing of a named number from the settings, widest first.

    Levers that cannot move it are left out.
    """
    measured = measure(futures.base.pack, name)
    here = futures.outcomes(settings)
    levers = futures.base.pack.levers
    swings = []
    for done, lever in enumerate(levers):
        progress(done, len(levers))
        ends = (lever.goalposts[0], lever.goalposts[-1])
        seen = [futures.outcomes({**settings, lever.id: end}) for end in ends]
        values = [measured.value(each) for each in seen]
        errors = [_paired(measured, here, each) for each in seen]
        swings.append(OutcomeSwing(lever.id, *ends, *values, *errors))
    progress(len(levers), len(levers))
    present = measured.value(here)
    moving = [each for each in swings if {each.at_calm, each.at_extreme} != {present}]
    return sorted(moving, key=lambda each: -each.span)


def opening_moves(
    futures: Futures,
    settings: Settings,
    indicators: Sequence[Indicator],
    progress: Progress = unheard,
) -> Floats:
    """Return how far each indicator's ends move the median opening, (indicators, 2).

    In months from where the settings put it: at the calm end, at the extreme end. What
    opens after the simulated months counts as opening at their end. An indicator no
    risk depends on moves nothing. A sum of changes of chance times likely delays would
    need no simulation, but is wrong where it matters: it puts first what delays works
    that other works outlast, and misses what only makes other risks likelier.
    """
    here = _median_opening(futures, settings)
    signals = {each.indicator_id for each in futures.base.pack.signals}
    moves = np.zeros((len(indicators), 2))
    for done, each in enumerate(indicators):
        progress(done, len(indicators))
        if each.id in signals:
            ends = (each.goalposts[0], each.goalposts[-1])
            assumed = [{**settings, each.id: end} for end in ends]
            moves[done] = [_median_opening(futures, x) - here for x in assumed]
    progress(len(indicators), len(indicators))
    return moves


def _median_opening(futures: Futures, settings: Settings) -> float:
    seen = what_if(futures.base, settings)
    run = simulate(seen, futures.frame, futures.calibration)
    line = schedule(futures.corridor, run.hits).line
    return float(percentile(0.5)(np.minimum(line, futures.setup.months)))


def _paired(measured: Measure, before: Outcomes, after: Outcomes) -> float | None:
    one, other = measured.of(before), measured.of(after)
    if one is None or other is None:
        return None
    return paired_se(one, other, measured.statistic)
