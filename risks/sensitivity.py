"""How far each lever alone can move a number: the table under the tornado."""

from dataclasses import dataclass

import numpy as np

from risks.scenarios import Target, WhatIf, outcome
from risks.scoring import score_values


@dataclass(frozen=True)
class Swing:
    """One lever swung from its calm to its extreme goalpost, all else as assumed.

    ``at_calm`` and ``at_extreme`` are the target in points 0-100 at those ends;
    ``calm_value`` and ``extreme_value`` are the ends in the lever's own unit.
    """

    indicator_id: str
    calm_value: float
    extreme_value: float
    at_calm: float
    at_extreme: float

    @property
    def span(self) -> float:
        """Return how far apart the ends are, in points."""
        return abs(self.at_extreme - self.at_calm)


def tornado(seen: WhatIf, target: Target) -> list[Swing]:
    """Return every lever's swing from the present settings, widest first.

    Levers that cannot move the target are left out.
    """
    pack = seen.base.pack
    levers = pack.levers
    places = np.array([pack.indicator_place(each.id) for each in levers], dtype=int)
    ends = np.array([(each.goalposts[0], each.goalposts[-1]) for each in levers])
    values = np.repeat(seen.values[None], 2 * len(levers), axis=0)
    raw = np.repeat(seen.raw[None], 2 * len(levers), axis=0)
    rows = np.arange(2 * len(levers))
    both = np.repeat(places, 2)
    values[rows, both] = ends.ravel()
    posts = pack.indicator_columns.goalposts[both]
    raw[rows, both] = score_values(ends.ravel(), posts)
    points = outcome(seen.base, target, raw, values, seen.left).reshape(-1, 2)
    swings = [
        Swing(
            lever.id, lever.goalposts[0], lever.goalposts[-1], float(low), float(high)
        )
        for lever, (low, high) in zip(levers, points, strict=True)
    ]
    moving = [each for each in swings if each.span > 0]
    return sorted(moving, key=lambda each: -each.span)
