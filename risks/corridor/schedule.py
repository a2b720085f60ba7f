"""When each stage opens on each path, and with the last of them the corridor.

Stages are worked on side by side. One that needs another opens no earlier than it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from risks.corridor.drawn import Corridor
from risks.corridor.months import first_month_after
from risks.model.columns import Floats
from risks.simulation.clock import Hits


@dataclass(frozen=True)
class Schedule:
    """Months after as_of; arrays of shape (stages, paths) in pack order, or (paths,).

    Attributes
    ----------
    delay
        Months by which hits lengthen the works of each stage.
    works
        When the works of each stage end, whatever its neighbours do.
    stages, line
        When each stage, and the corridor, opens; infinite = not within the months.
    """

    delay: Floats
    works: Floats
    stages: Floats
    line: Floats


@dataclass(frozen=True)
class Joining:
    """How the delays of risks on one stage join.

    ``is_waited`` says which run in parallel, one per risk; ``overlap`` is 0-1, what
    stops share with one another.
    """

    is_waited: npt.NDArray[np.bool_]
    overlap: float


def schedule(corridor: Corridor, hits: Hits) -> Schedule:
    """Return when everything opens, given the month each risk happens."""
    delay = _delays(corridor, hits)
    works = corridor.remaining + delay
    stages = _after_needs(corridor, works)
    stages[stages > corridor.frame.setup.months] = np.inf
    # Where no stage is named nothing can open.
    none = np.full(corridor.frame.setup.paths, np.inf)
    line = stages[corridor.opening].max(axis=0) if corridor.opening.size else none
    return Schedule(delay, works, stages, line)


def overlapped(delays: Floats, overlap: float) -> Floats:
    """Return the joint delay of stops of one stage's works, the first axis.

    ``max + (1 - overlap) * (sum - max)``: between the longest and the sum of all.
    """
    longest = delays.max(axis=0, initial=0.0)
    # Row by row: numpy would add up a path that is alone in another order.
    total = sum(delays, np.zeros_like(longest))
    return np.asarray(longest + (1 - overlap) * (total - longest))


def joint_delay(delays: Floats, joining: Joining) -> Floats:
    """Return the joint delay of one stage's works, from shape (risks, paths).

    The longest of the waits, which run in parallel, and after it the stops. Risks in
    parallel and in series after Hulett, Integrated Cost-Schedule Risk Analysis (2011).
    """
    waits, stops = delays[joining.is_waited], delays[~joining.is_waited]
    longest = waits.max(axis=0, initial=0.0)
    return np.asarray(longest + overlapped(stops, joining.overlap))


def hits_on_works(hits: Hits, works: Floats, last: int) -> npt.NDArray[np.bool_]:
    """Return which hits of shape (risks, paths) fall before works end, (paths,)."""
    return np.asarray(hits < first_month_after(works, last))


def _delays(corridor: Corridor, hits: Hits) -> Floats:
    overlap = corridor.pack.assumptions.delay_overlap.value
    delay = np.zeros_like(corridor.remaining)
    for place, stage in enumerate(corridor.pack.stages):
        rows = np.flatnonzero(corridor.lengthens[place])
        if rows.size and stage.condition != "open" and stage.remaining_months:
            delay[place] = lengthened(
                corridor.remaining[place],
                hits[rows],
                corridor.delay[rows],
                Joining(corridor.is_waited[rows], overlap),
                corridor.frame.setup.months,
            )
    return delay


def lengthened(
    remaining: Floats, hits: Hits, delays: Floats, joining: Joining, last: int
) -> Floats:
    """Return by how many months hits lengthen the works of one stage, (paths,).

    A hit counts if the works, with all that hit them before, have not ended. The least
    end that explains itself is that: hits before the undelayed end lengthen the works,
    which may let in further hits, and so on until none comes in. More, earlier or
    longer delays can only move it later.
    """
    todo, reach = np.arange(len(remaining)), first_month_after(remaining, last)
    total = _delay_before(reach, hits, delays, joining)
    ends = remaining + total
    while True:
        further = first_month_after(ends, last)
        # A later end changes nothing where no hit comes in, which is mostly so.
        lets_in_more = ((hits >= reach) & (hits < further)).any(axis=0)
        if not lets_in_more.any():
            return total
        chosen = np.flatnonzero(lets_in_more)
        todo, reach = todo[chosen], further[chosen]
        hits, delays = hits.take(chosen, axis=1), delays.take(chosen, axis=1)
        total[todo] = _delay_before(reach, hits, delays, joining)
        ends = remaining[todo] + total[todo]


def _delay_before(reach: Hits, hits: Hits, delays: Floats, joining: Joining) -> Floats:
    """Return the joint delay of the hits before each path's reach, (paths,)."""
    return joint_delay(delays * (hits < reach), joining)


def _after_needs(corridor: Corridor, works: Floats) -> Floats:
    opening = works.copy()
    for place, needs in corridor.needs.items():
        if needs and corridor.pack.stages[place].condition != "open":
            np.maximum(opening[place], opening[needs].max(axis=0), out=opening[place])
    return opening
