"""The hazard clock: when each risk happens on each path, month by month.

A risk happens in the first month in which its summed rate reaches its own unit-
exponential number (Lewis and Shedler's time change, 1979). Rates and numbers are held
as whole multiples of 2**-40, so that switching a trigger on and off again leaves no
residue, and no order of additions changes a result: raising a rate can never delay an
event by rounding.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from risks.model.columns import Floats, Ints
from risks.simulation.clock_plan import UNIT, Arrows, Plan, Timing

__all__ = ["UNIT", "Arrows", "Hits", "Timing", "run_clock"]

NEVER_DUE = np.int64(2**62)
MOST_NEEDED = 2.0**20  # no rate gets there; in units it still is a whole number
BLOCK = 10_240  # most paths at a time: their rates stay in the cache of a processor

Hits = npt.NDArray[np.int16]
Change = tuple[Ints, Ints, int]


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
    plan, paths = Plan(arrows, timing), leak.shape[1]
    hits = np.empty(leak.shape, dtype=np.int16)
    blocks = -(-paths // BLOCK)
    edges = [paths * each // blocks for each in range(blocks + 1)]
    for start, end in pairwise(edges):
        block = _Block(plan, leak[:, start:end], need[:, start:end])
        hits[plan.order, start:end] = block.run()
    return hits


class _Block:
    """Some paths on their way through the months; rows are places of the plan.

    A cell is a risk on a path: its place times the paths, plus the path. ``state``
    has the rates in effect, and below them two rows more for each that is held.
    """

    def __init__(self, plan: Plan, leak: Floats, need: Floats) -> None:
        self.plan, self.leak, self.need = plan, leak, need
        self.paths, moving, held = leak.shape[1], plan.moving, len(plan.held)
        self.state = np.empty((moving + 2 * held, self.paths), dtype=np.int64)
        self.rate, self.full, self.mixture = np.split(
            self.state, [moving, moving + held]
        )
        self.rate[:] = _as_rate(leak[plan.order[:moving]])
        self.full[:] = self.rate[plan.free :]
        self.kept = np.concatenate([np.ones(0), *plan.tables])
        sizes = np.array([0, *map(len, plan.tables)])
        self.begins = sizes.cumsum()
        self.mixture[:] = self.begins[:-1, None]
        self.rest = _as_need(need[plan.order[:moving]])
        never = plan.timing.months + 1
        self.hits = np.full(leak.shape, never, dtype=np.int16)
        self.edges = np.arange(len(leak) + 1) * self.paths
        self.off: dict[int, list[Change]] = defaultdict(list)

    def run(self) -> Hits:
        """Return the month of every hit, by place."""
        self._happen(self._begun(), 0)
        is_due = np.empty((self.plan.events, self.paths), dtype=bool)
        for month in range(1, self.plan.timing.months + 1):
            self._turn(month)
            np.subtract(self.rest, self.rate, out=self.rest)
            np.less_equal(self.rest[: self.plan.events], 0, out=is_due)
            due = is_due.ravel().nonzero()[0]
            self.rest.ravel()[due] = NEVER_DUE
            self._happen(np.concatenate([due, *self._undone(month)]), month)
            for change in self.off.pop(month, ()):
                self._change(np.subtract, *change)
        return self.hits

    def _begun(self) -> Ints:
        rows = np.flatnonzero(self.plan.timing.starts_active[self.plan.order])
        cells = self.edges[rows, None] + np.arange(self.paths)
        return np.asarray(cells.ravel())

    def _undone(self, month: int) -> Iterator[Ints]:
        """Yield the cells of what is still undone at its deadline in a month."""
        for place in self.plan.due.get(month, ()):
            is_moving = place < self.plan.moving
            rest = self.rest[place] if is_moving else self._rest_of(place, month)
            yield self.edges[place] + np.flatnonzero(rest <= 0)

    def _rest_of(self, place: int, month: int) -> Ints:
        """Return what the rate of a deadline that is not held leaves of its number.

        It only matters in the deadline's month, so it is added up there: its own rate
        for every month, and each trigger for the months in which it acted.
        """
        risk, arrows = self.plan.order[place], self.plan.arrows
        rest = _as_need(self.need[risk]) - month * _as_rate(self.leak[risk])
        for link in np.flatnonzero(arrows.target == risk):
            acted = self._months_acted(arrows.source[link], month)
            rest -= self.plan.steps[link] * acted
        return rest

    def _months_acted(self, risk: int, month: int) -> Hits:
        """Return for how many months a risk has acted by the end of a month."""
        since = month - self.hits[self.plan.place[risk]]
        most = int(self.plan.timing.active[risk]) or month
        return np.asarray(np.minimum(np.maximum(since, 0), most))

    def _happen(self, cells: Ints, month: int) -> None:
        """Note what happens in a month, and switch its links on; cells are sorted."""
        if not cells.size:
            return
        self.hits.ravel()[cells] = month
        for months, change in self._changes(cells):
            self._change(np.add, *change)
            if months and month + months < self.plan.timing.months:
                self.off[month + months].append(change)

    def _changes(self, cells: Ints) -> Iterator[tuple[int, Change]]:
        """Yield what cells change in the state, by the months for which they do."""
        links, first = self.plan.links, cells.searchsorted(self.edges)
        start, runs = first[links.source], np.diff(first)[links.source]
        ends = np.concatenate([[0], runs.cumsum()])
        # Every link is there once for each cell of its source.
        which = (start - ends[:-1]).repeat(runs)
        which += np.arange(len(which))
        targets = (links.shift * self.paths).repeat(runs)
        targets += cells[which]
        steps = links.step.repeat(runs)
        for spell in links.spells:
            start, held, stop = ends[[spell.start, spell.held, spell.stop]]
            change = targets[start:stop], steps[start:stop], int(held - start)
            yield spell.months, change

    def _change(self, how: np.ufunc, targets: Ints, steps: Ints, held: int) -> None:
        """Add steps to cells or take them away; those from ``held`` on are held."""
        how.at(self.state.ravel(), targets, steps)
        cells = targets[held:]
        if cells.size:
            cells = (cells - self.rate.size) % self.full.size
            rates = self.kept[self.mixture.ravel()[cells]]
            rates *= self.full.ravel()[cells]
            self.rate[self.plan.free :].ravel()[cells] = np.floor(rates, out=rates)

    def _turn(self, month: int) -> None:
        """Work some of the held out anew: what treatments and dampers leave of them."""
        for at in self.plan.turns.get(month, ()):
            risk, table = self.plan.held[at], slice(*self.begins[at : at + 2])
            left = self.plan.timing.left[month - 1, risk]
            self.kept[table] = left * self.plan.tables[at]
            if at in self.plan.crowded:
                kept = left * self._kept_in_crowd(risk, month)
            else:
                kept = self.kept[self.mixture[at]]
            self.rate[self.plan.free + at] = np.floor(self.full[at] * kept)

    def _kept_in_crowd(self, risk: int, month: int) -> Floats:
        """Return what dampers too many for a table keep of a rate, (paths,)."""
        kept, arrows = np.ones(self.paths), self.plan.arrows
        for damper in self.plan.dampers_of(risk):
            source = arrows.damper_source[damper]
            before, by_now = (
                self._months_acted(source, each) for each in (month - 1, month)
            )
            kept[by_now > before] *= 1.0 - arrows.share[damper]
        return kept


def _as_rate(leak: Floats) -> Ints:
    return np.rint(leak * UNIT).astype(np.int64)


def _as_need(need: Floats) -> Ints:
    return np.ceil(np.minimum(need, MOST_NEEDED) * UNIT).astype(np.int64)
