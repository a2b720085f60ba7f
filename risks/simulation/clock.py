"""The hazard clock: when each risk happens on each path, month by month.

A risk happens in the first month in which its summed rate reaches its own unit-
exponential number (Lewis and Shedler's time change, 1979). Rates and numbers are held
as whole multiples of 2**-40, so that switching a trigger on and off again leaves no
residue, and no order of additions changes a result: raising a rate can never delay an
event by rounding.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from risks.model.columns import Floats, Ints

UNIT = 2.0**40
NEVER_DUE = np.int64(2**62)
ON_HOLD = np.int64(2**61)
BLOCK = 4096  # paths at a time: their rates stay in the cache of a core

Hits = npt.NDArray[np.int16]
Flats = tuple[Ints, Ints]


@dataclass(frozen=True)
class Arrows:
    """Links between risks as columns, sorted by source.

    ``rate`` is what an active source adds to its target's monthly rate (a trigger),
    ``share`` the share of the target's rate an active source takes away (a damper).
    """

    source: Ints
    target: Ints
    rate: Floats
    damper_source: Ints
    damper_target: Ints
    share: Floats


@dataclass(frozen=True)
class Timing:
    """How risks live in time; arrays have a row per risk.

    Attributes
    ----------
    months
        How many months are simulated.
    due
        Month in which something left undone is decided; 0 for an event.
    active
        Months for which a risk keeps its links switched on once it has happened;
        0 = for good.
    starts_active, is_out
        Whether it has happened already; whether it can no longer happen.
    left
        What treatments leave of each risk's rate in each month, (months, risks).
    """

    months: int
    due: Ints
    active: Ints
    starts_active: npt.NDArray[np.bool_]
    is_out: npt.NDArray[np.bool_]
    left: Floats


def run_clock(leak: Floats, need: Floats, arrows: Arrows, timing: Timing) -> Hits:
    """Return the month each risk happens on each path, shape (risks, paths).

    Month t covers (as_of + t - 1, as_of + t]; 0 = it had happened before the first,
    ``months + 1`` = not within the months. A link acts from the month after.

    Parameters
    ----------
    leak
        Monthly rate of each risk on each path by itself, at factor 1.
    need
        The number its summed rate must reach, divided by the risk's factor.
    """
    paths = leak.shape[1]
    hits = np.full(leak.shape, timing.months + 1, dtype=np.int16)
    for start in range(0, paths, BLOCK):
        part = slice(start, start + BLOCK)
        _Block(leak[:, part], need[:, part], arrows, timing).run(hits[:, part])
    return hits


class _Block:
    """Some paths on their way through the months."""

    def __init__(
        self, leak: Floats, need: Floats, arrows: Arrows, timing: Timing
    ) -> None:
        self.timing, self.arrows = timing, arrows
        self.width = leak.shape[1]
        self.rate = np.rint(leak * UNIT).astype(np.int64)
        self.rest = np.ceil(np.minimum(need, 2.0**20) * UNIT).astype(np.int64)
        self.rest[timing.due > 0] += ON_HOLD
        self.rest[timing.is_out | timing.starts_active] = NEVER_DUE
        self.steps = np.rint(arrows.rate * UNIT).astype(np.int64)
        self.count = np.bincount(arrows.source, minlength=len(leak))
        self.first = np.concatenate([[0], np.cumsum(self.count)])
        self.off: dict[int, list[Flats]] = defaultdict(list)
        self.is_damping = np.zeros((len(arrows.share), self.width), dtype=bool)
        self.damp_off: dict[int, list[tuple[int, Ints]]] = defaultdict(list)
        treated = np.flatnonzero((timing.left < 1).any(axis=0))
        self.held_down = [
            (int(row), np.flatnonzero(arrows.damper_target == row))
            for row in np.union1d(arrows.damper_target, treated)
        ]
        self.ends = [int(each) for each in np.unique(timing.active[timing.active > 0])]

    def run(self, hits: Hits) -> None:
        """Write the month of every event into ``hits``."""
        self._begin(hits)
        is_due = np.empty(self.rest.shape, dtype=bool)
        for month in range(1, self.timing.months + 1):
            np.subtract(self.rest, self.rate, out=self.rest)
            self._give_back_held_down(month)
            deadlines = np.flatnonzero(self.timing.due == month)
            self.rest[deadlines] -= ON_HOLD
            np.less_equal(self.rest, 0, out=is_due)
            self._happen(np.flatnonzero(is_due), month, hits)
            self._end_deadlines(deadlines)
            self._switch_off(month)

    def _begin(self, hits: Hits) -> None:
        rows = np.flatnonzero(self.timing.starts_active)
        hits[rows] = 0
        cells = (rows[:, None] * self.width + np.arange(self.width)).ravel()
        self._switch_on(cells, 0)

    def _happen(self, cells: Ints, month: int, hits: Hits) -> None:
        if not cells.size:
            return
        self.rest.ravel()[cells] = NEVER_DUE
        hits[np.divmod(cells, self.width)] = month
        self._switch_on(cells, month)

    def _switch_on(self, cells: Ints, month: int) -> None:
        """Switch on the links of what has happened, and note when they go off."""
        rows, columns = np.divmod(cells, self.width)
        targets, steps, ends = self._links_of(rows, columns)
        np.add.at(self.rate.ravel(), targets, steps)
        for end in self.ends:
            chosen = ends == end
            self.off[month + end].append((targets[chosen], steps[chosen]))
        for link, source in enumerate(self.arrows.damper_source):
            self._damp(link, int(source), columns[rows == source], month)

    def _links_of(self, rows: Ints, columns: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the flat targets, rate steps and active months of some events."""
        count = self.count[rows]
        which = np.repeat(np.arange(len(rows)), count)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        links = self.first[rows][which] + offset
        targets = self.arrows.target[links] * self.width + columns[which]
        return targets, self.steps[links], self.timing.active[rows][which]

    def _damp(self, link: int, source: int, columns: Ints, month: int) -> None:
        self.is_damping[link, columns] = True
        end = int(self.timing.active[source])
        if end and columns.size:
            self.damp_off[month + end].append((link, columns))

    def _switch_off(self, month: int) -> None:
        for targets, steps in self.off.pop(month, ()):
            np.subtract.at(self.rate.ravel(), targets, steps)
        for link, columns in self.damp_off.pop(month, ()):
            self.is_damping[link, columns] = False

    def _give_back_held_down(self, month: int) -> None:
        """Give risks back what dampers and treatments take of their rate."""
        for row, links in self.held_down:
            on = self.is_damping[links]
            left = self.timing.left[month - 1, row]
            columns = np.flatnonzero((left < 1) | on.any(axis=0))
            if not columns.size:
                continue
            shares = self.arrows.share[links][:, None]
            kept = left * np.where(on[:, columns], 1.0 - shares, 1.0).prod(axis=0)
            rate = self.rate[row, columns]
            self.rest[row, columns] += rate - np.floor(rate * kept).astype(np.int64)

    def _end_deadlines(self, rows: Ints) -> None:
        """Close what was due: it has happened by now or never will."""
        self.rest[rows] = NEVER_DUE
