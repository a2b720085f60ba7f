"""Where marks go on the matrix, so that none hides another. Pure numbers."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

BANDS = 7  # of likelihood; every band is equally high
CLOSE = 1e-9  # what arithmetic adds to a chance stated as 95 %


@dataclass(frozen=True)
class Room:
    """How many marks a field of the matrix holds: beside and above each other.

    ``lanes`` are the places beside each other in a column, the first to fill first.
    """

    lanes: tuple[int, ...]
    rows: int

    @property
    def mark_height(self) -> float:
        """Return the height a mark takes, as a share of the whole plot."""
        return 1 / (BANDS * self.rows)

    @property
    def inset(self) -> float:
        """Return how far, in bands, a mark stays from the borders of its band."""
        return 1 / (2 * self.rows)

    def across(self, lane: int) -> float:
        """Return where a lane lies in its column, 0 to 1."""
        return (lane + 0.5) / len(self.lanes)


WIDE = Room(lanes=(1, 0, 2), rows=3)
NARROW = Room(lanes=(0, 1), rows=4)


@dataclass(frozen=True)
class Mark:
    """Something to place: its field and its height, 0 at the bottom and 1 at the top.

    ``earlier`` is the height it had before, or nothing.
    """

    id: str
    column: int
    band: int
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


def band_of(chance: float, bounds: Sequence[float]) -> int:
    """Return the band of a chance, the lower one at a bound, as ICD 203 words it.

    ``bounds`` rise from 0 to 1; band 0 is the lowest.
    """
    return max(bisect_left(bounds, chance - CLOSE), 1) - 1


def banded(chance: float, bounds: Sequence[float], inset: float = 0.0) -> float:
    """Return the height of a chance where every band between bounds is equally high.

    ``bounds`` rise from 0 to 1; 0 is the bottom and 1 the top. ``inset``, in bands,
    keeps it off the borders, so that a mark at 95 % stands in one field and not two.
    """
    place = band_of(chance, bounds)
    low, high = list(pairwise(bounds))[place]
    within = inset + (1 - 2 * inset) * (chance - low) / (high - low)
    return (place + within) / (len(bounds) - 1)


def column_of(value: float, bounds: Sequence[float]) -> int:
    """Return the column of a value; ``bounds`` are where columns 1, 2 … begin."""
    return bisect_right(bounds, value)


def placed(marks: Sequence[Mark], room: Room) -> list[Spot]:
    """Place marks in their fields, each as near its own height as is free.

    What a field has no room for goes to the nearest free place of its column.
    """
    fields: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda each: -each.height):
        fields[mark.column, mark.band].append(mark)
    most = len(room.lanes) * room.rows
    spots = [s for field in fields.values() for s in _in_field(field[:most], room)]
    for field in fields.values():
        for mark in field[most:]:
            spots.append(_nearest_free(mark, spots, room))
    return spots


def _in_field(marks: Sequence[Mark], room: Room) -> list[Spot]:
    """Deal the marks of one field out to its lanes, the likeliest first."""
    lanes = len(room.lanes)
    return [
        Spot(mark.id, mark.column, room.lanes[turn], height, mark.earlier)
        for turn in range(min(lanes, len(marks)))
        for mark, height in _in_lane(marks[turn::lanes], room)
    ]


def _in_lane(marks: Sequence[Mark], room: Room) -> list[tuple[Mark, float]]:
    """Move the marks of one lane apart, down and then up, inside their band."""
    step, band = room.mark_height, marks[0].band
    heights: list[float] = []
    for below, mark in enumerate(marks):
        top = (band + 1) / BANDS - step * (below + 0.5)
        heights.append(min(mark.height, top, *(each - step for each in heights[-1:])))
    floor = band / BANDS + step / 2
    for place in reversed(range(len(heights))):
        heights[place] = max(heights[place], floor)
        floor = heights[place] + step
    return list(zip(marks, heights, strict=True))


def _nearest_free(mark: Mark, taken: Sequence[Spot], room: Room) -> Spot:
    """Return the free place of a mark's column nearest to its height."""
    beside = [each for each in taken if each.column == mark.column]
    step = room.mark_height / 4
    home = min(max(mark.height, 2 * step), 1 - 2 * step)
    for turn in range(1, 2 * 4 * BANDS * room.rows + 2):
        # 0, then one step down, one up, two down …
        height = home + step * (turn // 2) * (1 if turn % 2 else -1)
        if not 2 * step <= height <= 1 - 2 * step:
            continue
        for lane in room.lanes:
            if _is_free(lane, height, beside, room):
                return Spot(mark.id, mark.column, lane, height, mark.earlier)
    return Spot(mark.id, mark.column, room.lanes[0], home, mark.earlier)


def _is_free(lane: int, height: float, beside: Sequence[Spot], room: Room) -> bool:
    least = room.mark_height - CLOSE
    return all(
        each.lane != lane or abs(each.height - height) >= least for each in beside
    )
