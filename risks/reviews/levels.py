"""Lines that a number can cross from one review to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from risks.likelihood import likelihood
from risks.reviews.numbers import View
from risks.scoring import POST_SCORES

LEVELS = POST_SCORES[1:]  # watch, alarm, extreme
ROUNDING = 1e-9  # a reading on its goalpost has reached it


@dataclass(frozen=True)
class Crossing:
    """A line crossed since the last review.

    Attributes
    ----------
    kind
        Whose: ``indicator`` (score of its reading), ``register`` (pressure), both on
        0-100, or ``risk`` (dated chance 0-1).
    line
        The last level reached or left, ``67``, or the new expression of likelihood.
    """

    kind: Literal["indicator", "register", "risk"]
    id: str
    before: float
    after: float
    line: str

    @property
    def is_worse(self) -> bool:
        """Return whether it went up; every one of these is worse the higher."""
        return self.after > self.before


def level(score: float) -> int:
    """Return how many of the levels 33, 67 and 100 a score has reached."""
    return sum(score >= each - ROUNDING for each in LEVELS)


def crossings(old: View, new: View) -> list[Crossing]:
    """Return every line crossed, worse before better, largest change first."""
    found = [
        *_levels("indicator", _readings(old), _readings(new)),
        *_levels("register", _pressures(old), _pressures(new)),
        *_likelihoods(chances(old), chances(new)),
    ]
    return sorted(found, key=lambda each: (not each.is_worse, -_size(each)))


def chances(view: View) -> dict[str, float]:
    """Return the dated chance of every risk that has one, by id."""
    told = view.what_if.numbers.chance
    return _known({x.id: float(told[at]) for at, x in enumerate(view.base.pack.risks)})


def _levels(
    kind: Literal["indicator", "register"],
    before: dict[str, float],
    after: dict[str, float],
) -> Iterator[Crossing]:
    for each in (name for name in after if name in before):
        was, now = level(before[each]), level(after[each])
        if was != now:
            line = LEVELS[max(was, now) - 1 if now > was else now]
            yield Crossing(kind, each, before[each], after[each], f"{line:g}")


def _likelihoods(
    before: dict[str, float], after: dict[str, float]
) -> Iterator[Crossing]:
    for each in (name for name in after if name in before):
        now = likelihood(after[each])
        if likelihood(before[each]) != now:
            yield Crossing("risk", each, before[each], after[each], now)


def _readings(view: View) -> dict[str, float]:
    """Return the scores of what has a reading; a missing one crosses nothing."""
    scored, indicators = view.base.scored, view.base.pack.indicators
    return {
        each.id: float(scored.raw[place])
        for place, each in enumerate(indicators)
        if isfinite(scored.state.values[place])
    }


def _pressures(view: View) -> dict[str, float]:
    found, registers = view.what_if.register_pressure, view.base.pack.registers
    return _known({each.id: float(found[at]) for at, each in enumerate(registers)})


def _known(found: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in found.items() if isfinite(value)}


def _size(each: Crossing) -> float:
    scale = 100.0 if each.kind == "risk" else 1.0
    return scale * abs(each.after - each.before)
