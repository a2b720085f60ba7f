"""Why a headline moved from one review to another: six causes that add up exactly.

Every combination of the causes that differ is computed in full, on the same draws,
and the change is split by exact Shapley values. An entry that has no place in one of
two packs, such as a judgement of a risk the older one lacks, acts only in the
combinations that hold both; Shapley then gives each of the two its share. Opening
days are compared as days, never as months from two different days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

import numpy as np

from risks.explanation import explain
from risks.model.columns import Floats
from risks.reviews.behind import Behind, behind, touching
from risks.reviews.mixing import CAUSES
from risks.reviews.worths import OPENING, Asked, Worths

UNITS = {OPENING: "days", "funding-gap-p50": "USD m"}
FEWEST_ERRORS = 2.0  # a smaller difference may be the simulation's own


@dataclass(frozen=True)
class Part:
    """What one cause adds to a change, in the change's unit, and what is behind it."""

    cause: str
    amount: float
    behind: tuple[Behind, ...]


@dataclass(frozen=True)
class Change:
    """How a number moved, and why.

    Attributes
    ----------
    unit
        ``days`` after ``since``, ``share`` 0-1, or ``USD m``.
    since
        The earlier review's day.
    before, after
        None where the number is not known.
    se
        Standard error of the simulated difference; None for a number that is not
        simulated, and where a batch of futures has no number.
    parts
        They sum to ``after - before`` to within 1e-9, largest first; a cause whose
        inputs are the same in both reviews has none.
    note
        Why there are no parts, in words; mostly empty.
    """

    name: str
    unit: str
    since: date
    before: float | None
    after: float | None
    se: float | None
    parts: tuple[Part, ...]
    note: str = ""

    @property
    def total(self) -> float | None:
        """Return the whole change."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def is_distinguishable(self) -> bool:
        """Return whether the change is more than the simulation's own error."""
        if not self.total or self.se is None:
            return bool(self.total)
        return abs(self.total) >= FEWEST_ERRORS * self.se


def explain_changes(asked: Asked, names: Sequence[str]) -> tuple[Change, ...]:
    """Say why each of some numbers moved between two reviews.

    Parameters
    ----------
    names
        As ``risks.futures.measure`` takes them; a risk's id is its dated chance as
        stated and moved by news, which is not simulated.

    Raises
    ------
    UnknownIdError
        If neither review knows a name.
    """
    reasons = behind(asked.old, asked.new)
    players = [each for each in CAUSES if reasons[each]]
    worths = Worths(asked, names, players)
    return tuple(_change(worths, name, reasons) for name in names)


def _change(
    worths: Worths, name: str, reasons: dict[str, tuple[Behind, ...]]
) -> Change:
    ends = worths.worth(name, ()), worths.worth(name, worths.players)
    before, after = (each if isfinite(each) else None for each in ends)
    unit, since = UNITS.get(name, "share"), worths.asked.old.as_of
    if not worths.is_known(name):
        note = _why_no_parts(worths, name, before, after)
        return Change(name, unit, since, before, after, None, (), note)

    def worth(sets: Sequence[tuple[str, ...]]) -> Floats:
        return np.array([worths.worth(name, each) for each in sets])

    told = explain(worths.players, worth)
    pack = worths.asked.new.pack
    parts = tuple(
        Part(each.id, each.points, touching(pack, name, reasons[each.id]))
        for each in told.shares
    )
    return Change(name, unit, since, before, after, worths.se(name), parts)


def _why_no_parts(
    worths: Worths, name: str, before: float | None, after: float | None
) -> str:
    packs = worths.asked.old.pack, worths.asked.new.pack
    known = [name in {risk.id for risk in each.risks} for each in packs]
    if known == [False, True]:
        return "new in this version of the pack"
    if known == [True, False]:
        return "no longer in this version of the pack"
    if any(known):
        return "its deadline has come; it awaits its resolution"
    if before is None and after is None:
        return "not known in either review"
    if before is not None and after is not None:
        return "not known for some combination of the causes, so it cannot be split"
    which = "earlier" if before is None else "later"
    return f"not known in the {which} review, so the change cannot be split"
