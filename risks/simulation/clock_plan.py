"""What the clock knows before it runs: who is looked at when, and who acts on whom.

Risks get places in the order in which the clock treats them: events, which can happen
in any month, the held ones last; deadlines that are held; other deadlines; and what
is decided already. Held are risks whose rate dampers or treatments can take from.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from risks.model.columns import Floats, Ints

UNIT = 2.0**40
MOST_TABLED = 10  # dampers on one risk whose every mixture has a row in the table
EVENT, HELD_EVENT, HELD_DEADLINE, DEADLINE, DECIDED = range(5)

Bools = npt.NDArray[np.bool_]


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
    starts_active: Bools
    is_out: Bools
    left: Floats


@dataclass(frozen=True)
class Spell:
    """Links whose sources act for the same number of months; 0 = for good.

    They are the links from ``start`` to ``stop``; those from ``held`` on lead to
    what is held.
    """

    months: int
    start: int
    held: int
    stop: int


@dataclass(frozen=True)
class Links:
    """Links as columns, sorted into spells, in a spell by what is held, then source.

    ``shift`` leads from the source's row to the row that ``step`` is added to.
    """

    source: Ints
    shift: Ints
    step: Ints
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Plan:
    """Arrows and timing made ready; one serves all paths."""

    arrows: Arrows
    timing: Timing

    @cached_property
    def kind(self) -> Ints:
        """Return how the clock treats each risk."""
        timing = self.timing
        is_held = np.asarray((timing.left < 1).any(axis=0))
        is_held[self.arrows.damper_target] = True
        event = np.where(is_held, HELD_EVENT, EVENT)
        deadline = np.where(is_held, HELD_DEADLINE, DEADLINE)
        kind = np.where(timing.due > 0, deadline, event)
        return np.where(timing.is_out | timing.starts_active, DECIDED, kind)

    @cached_property
    def order(self) -> Ints:
        """Return the risk at each place."""
        return self.kind.argsort(kind="stable")

    @cached_property
    def place(self) -> Ints:
        """Return the place of each risk."""
        return self.order.argsort()

    @cached_property
    def free(self) -> int:
        """Return how many places, from the first, are events that nothing holds."""
        return int((self.kind == EVENT).sum())

    @cached_property
    def events(self) -> int:
        """Return how many places, from the first, are events."""
        return int((self.kind <= HELD_EVENT).sum())

    @cached_property
    def moving(self) -> int:
        """Return how many places, from the first, gather their rate by the month."""
        return int((self.kind <= HELD_DEADLINE).sum())

    @cached_property
    def held(self) -> Ints:
        """Return the risks that can be held, in the order of their places."""
        return self.order[self.free : self.moving]

    @cached_property
    def due(self) -> dict[int, list[int]]:
        """Return the places of the deadlines of each month."""
        found: dict[int, list[int]] = {}
        for place in np.flatnonzero(
            np.isin(self.kind, (HELD_DEADLINE, DEADLINE))[self.order]
        ):
            month = int(self.timing.due[self.order[place]])
            found.setdefault(month, []).append(int(place))
        return found

    @cached_property
    def steps(self) -> Ints:
        """Return what each trigger adds to a rate, in units."""
        return np.rint(self.arrows.rate * UNIT).astype(np.int64)

    @cached_property
    def links(self) -> Links:
        """Return all links to what gathers its rate by the month.

        A held risk has two rows more below the moving ones: its rate before anything
        is taken from it, to which triggers add, and the place of what its dampers
        keep in ``kept``, to which each damper adds its bit.
        """
        arrows, below = self.arrows, self.moving - self.free
        row = np.where(self.place < self.free, self.place, self.place + below)
        damped = self.place[arrows.damper_target] + 2 * below
        rows = np.concatenate([row[arrows.target], damped])
        sources = np.concatenate([arrows.source, arrows.damper_source])
        targets = np.concatenate([arrows.target, arrows.damper_target])
        steps = np.concatenate([self.steps, self.bits])
        chosen = (self.place[targets] < self.moving) & (steps != 0)
        return self._sorted(sources[chosen], rows[chosen], steps[chosen])

    def _sorted(self, source: Ints, row: Ints, step: Ints) -> Links:
        months, place, is_held = (
            self.timing.active[source],
            self.place[source],
            row >= self.free,
        )
        order = np.lexsort((place, is_held, months))
        source, months, is_held = place[order], months[order], is_held[order]
        spells = []
        for each in np.unique(months):
            start, stop = np.searchsorted(months, (each, each + 1)).tolist()
            held = stop - int(is_held[start:stop].sum())
            spells.append(Spell(int(each), start, held, stop))
        return Links(source, row[order] - source, step[order], tuple(spells))

    def dampers_of(self, risk: int) -> Ints:
        """Return the dampers of a risk."""
        return np.flatnonzero(self.arrows.damper_target == risk)

    @cached_property
    def crowded(self) -> list[int]:
        """Return which of the held have too many dampers for a table."""
        counts = [len(self.dampers_of(risk)) for risk in self.held]
        return [at for at, count in enumerate(counts) if count > MOST_TABLED]

    @cached_property
    def bits(self) -> Ints:
        """Return the bit of each damper among those of its target; 0 = it has none."""
        bits = np.zeros(len(self.arrows.share), dtype=np.int64)
        for at, risk in enumerate(self.held):
            if at not in self.crowded:
                dampers = self.dampers_of(risk)
                bits[dampers] = 1 << np.arange(len(dampers))
        return bits

    @cached_property
    def tables(self) -> list[Floats]:
        """Return what every mixture of dampers keeps of the rate of each held."""
        return [self._table(risk) for risk in self.held]

    def _table(self, risk: int) -> Floats:
        kept = np.ones(1)
        for damper in self.dampers_of(risk):
            if self.bits[damper]:
                kept = np.concatenate([kept, kept * (1.0 - self.arrows.share[damper])])
        return kept

    @cached_property
    def turns(self) -> dict[int, list[int]]:
        """Return, by month, which of the held are worked out anew on every path.

        Those whose treatments leave another share than the month before, and always
        the crowded.
        """
        left = self.timing.left[:, self.held]
        is_new = np.diff(left, axis=0, prepend=1.0) != 0
        is_new[:, self.crowded] = True
        found: dict[int, list[int]] = {}
        for month, at in np.argwhere(is_new).tolist():
            found.setdefault(month + 1, []).append(at)
        return found
