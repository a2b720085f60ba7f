"""A number under every combination of causes, each combination computed once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from math import floor, isfinite, nan

from risks.corridor import Outcomes, outcomes, paired_se
from risks.futures import Futures, measure
from risks.model import Pack
from risks.rates import Baseline, months_after
from risks.reviews.mixing import Mix, content, seen, whole
from risks.reviews.numbers import Draws
from risks.reviews.states import Frozen
from risks.scenarios import what_if
from risks.simulation import simulate

Progress = Callable[[int, int], None]
Coalition = frozenset[str]

OPENING = "opening-p50"
DAYS_A_MONTH = 365.25 / 12
# What the pack with its part of the log, and what draws and leaks, depend on.
ON_CONTENT = frozenset({"readings", "judgements", "treatments", "pack"})
ON_DRAWS = frozenset({"judgements", "pack", "time"})


def unheard(done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class Asked:
    """Two reviews and how to compare them; ``progress(done, total)`` may raise."""

    old: Frozen
    new: Frozen
    draws: Draws = field(default_factory=Draws)
    progress: Progress = unheard


class Worths:
    """Some numbers under every coalition of causes taken from the later review.

    Parameters
    ----------
    names
        Numbers as ``risks.futures.measure`` names them; a risk's id is its dated
        chance, for which nothing is simulated.
    players
        The causes that differ.
    """

    def __init__(
        self, asked: Asked, names: Sequence[str], players: Sequence[str]
    ) -> None:
        self.asked, self.players = asked, tuple(players)
        risks = {risk.id for each in (asked.old, asked.new) for risk in each.pack.risks}
        self._chances = [each for each in names if each in risks]
        self._simulated = [each for each in names if each not in risks]
        self._contents: dict[Coalition, Pack] = {}
        self._futures: dict[Coalition, Futures] = {}
        self._ends: dict[Coalition, Outcomes] = {}
        self._found = self._all()

    def worth(self, name: str, causes: Sequence[str]) -> float:
        """Return a number with some causes from the later review; NaN for none."""
        return self._found[frozenset(causes)][name]

    def is_known(self, name: str) -> bool:
        """Return whether a number is there under every coalition."""
        return all(isfinite(each[name]) for each in self._found.values())

    def se(self, name: str) -> float | None:
        """Return the standard error of the simulated difference, if there is one."""
        if name in self._chances or not self.players:
            return None
        ends = self._ends[frozenset()], self._ends[frozenset(self.players)]
        measures = [measure(each.corridor.pack, name) for each in ends]
        before, after = (m.of(end) for m, end in zip(measures, ends, strict=True))
        if before is None or after is None:
            return None
        found = paired_se(before, after, measures[0].statistic)
        is_day = name == OPENING and found is not None
        return found * DAYS_A_MONTH if is_day and found else found

    def _all(self) -> dict[Coalition, dict[str, float]]:
        """Compute every coalition, those on the same draws one after another."""
        sizes = range(len(self.players) + 1)
        sets = chain.from_iterable(combinations(self.players, size) for size in sizes)
        coalitions = [frozenset(each) for each in sets]
        coalitions.sort(key=lambda each: sorted(each & ON_DRAWS))
        found = {}
        for done, each in enumerate(coalitions):
            self.asked.progress(done, len(coalitions))
            found[each] = self._values(each)
        self.asked.progress(len(coalitions), len(coalitions))
        return found

    def _values(self, coalition: Coalition) -> dict[str, float]:
        taken = dict.fromkeys(coalition, self.asked.new)
        mix = replace(whole(self.asked.old), **taken)
        base = seen(mix, self._content(coalition, mix))
        values = self._chances_in(base)
        if self._simulated:
            found = self._outcomes(coalition, base)
            values |= {name: self._value(found, name) for name in self._simulated}
            if coalition in (frozenset(), frozenset(self.players)):
                self._ends[coalition] = found
        return values

    def _content(self, coalition: Coalition, mix: Mix) -> Pack:
        key = coalition & ON_CONTENT
        if key not in self._contents:
            self._contents[key] = content(mix)
        return self._contents[key]

    def _chances_in(self, base: Baseline) -> dict[str, float]:
        if not self._chances:
            return {}
        chance = what_if(base, {}).numbers.chance
        places = {each.id: at for at, each in enumerate(base.pack.risks)}
        return {
            name: float(chance[places[name]]) if name in places else nan
            for name in self._chances
        }

    def _outcomes(self, coalition: Coalition, base: Baseline) -> Outcomes:
        key = coalition & ON_DRAWS
        if key not in self._futures:
            # Only the last draws are kept: eight of them would fill the memory.
            self._futures = {key: Futures(base, self.asked.draws.setup(base))}
        futures = self._futures[key]
        run = simulate(what_if(base, {}), futures.frame, futures.calibration)
        return outcomes(run, futures.corridor)

    def _value(self, found: Outcomes, name: str) -> float:
        value = measure(found.corridor.pack, name).value(found)
        if name != OPENING:
            return value
        return days_after(found, value) - self.asked.old.as_of.toordinal()


def days_after(found: Outcomes, months: float) -> float:
    """Return months after the as-of day of some outcomes as a day, with its fraction.

    An ordinal, 1.0 = the first day of year 1; NaN for NaN. Within a month days count
    evenly, as in ``risks.corridor.day_after``, which rounds.
    """
    if not isfinite(months):
        return nan
    as_of, whole_months = found.corridor.frame.base.as_of, floor(months)
    start = months_after(as_of, whole_months)
    end = months_after(as_of, whole_months + 1)
    return start.toordinal() + (months - whole_months) * (end - start).days
