"""Where marks go on the matrix, so that none hides another. Pure numbers."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LANES = (1, 0, 2)  # of three beside each other in a column, the middle one first
MARK_HEIGHT = 0.046  # of the whole plot: 20 of 430 pixels
NUDGE = MARK_HEIGHT / 4


@dataclass(frozen=True)
class Mark:
    """Something to place: its column and its height, 0 at the bottom and 1 at the top.

    ``earlier`` is the height it had before, or nothing.
    """

    id: str
    column: int
    height: float
    earlier: float | None = None


@dataclass(frozen=True)
class Spot:
    """Where a mark goes: column and lane, its height and the height it came from."""

    id: str
    column: int
    lane: int
    height: float
    earlier: float | None


def banded(chance: float, bounds: Sequence[float]) -> float:
    """Return the height of a chance where every band between bounds is equally high.

    ``bounds`` rise from 0 to 1; 0 is the bottom and 1 the top.
    """
    bands = list(pairwise(bounds))
    place = min(bisect_right(bounds, chance) - 1, len(bands) - 1)
    low, high = bands[place]
    return (place + (chance - low) / (high - low)) / len(bands)


def column_of(value: float, bounds: Sequence[float]) -> int:
    """Return the column of a value; ``bounds`` are where columns 1, 2 … begin."""
    return bisect_right(bounds, value)


def placed(marks: Sequence[Mark]) -> list[Spot]:
    """Place marks from the top down, each as near its own height as is free."""
    spots: list[Spot] = []
    for mark in sorted(marks, key=lambda each: -each.height):
        spots.append(_nearest_free(mark, spots))
    return spots


def _nearest_free(mark: Mark, taken: Sequence[Spot]) -> Spot:
    beside = [each for each in taken if each.column == mark.column]
    home = min(max(mark.height, MARK_HEIGHT / 2), 1 - MARK_HEIGHT / 2)
    for step in range(1, 2 * len(beside) * 8 + 3):
        # 0, then one nudge down, one up, two down …
        offset = NUDGE * (step // 2) * (1 if step % 2 else -1)
        height = home + offset
        if not MARK_HEIGHT / 2 <= height <= 1 - MARK_HEIGHT / 2:
            continue
        for lane in LANES:
            if _is_free(lane, height, beside):
                return Spot(mark.id, mark.column, lane, height, mark.earlier)
    return Spot(mark.id, mark.column, LANES[0], home, mark.earlier)


def _is_free(lane: int, height: float, beside: Sequence[Spot]) -> bool:
    return all(
        each.lane != lane or abs(each.height - height) >= MARK_HEIGHT for each in beside
    )
