"""What the team accepts and what it does at a line, held against a day's numbers.

Both are set in the weekly review and stand in the log as it is now, whatever the day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from math import isfinite
from typing import Any

from dashboard.cache import key_of, remember
from dashboard.queries.compared import Since, closed_days, closed_weeks, compared_with
from dashboard.queries.history import code_hash
from dashboard.queries.model import Model
from dashboard.queries.simulated import outcomes_over
from risks.corridor import Outcomes
from risks.model.columns import Floats
from risks.rates import Baseline
from risks.reviews.lines import is_reached, position_value
from risks.reviews.records import Limits, limits_of
from risks.reviews.standing import AboveRow, above_appetite
from risks.scenarios import what_if
from risks.simulation.model import DEFAULT_PATHS, DEFAULT_SEED
from risks.workspace import Appetite, Decision, EntryKind, Position, Recorded, latest


@dataclass(frozen=True)
class Said:
    """Who said something in the log, on which day (UTC), and why."""

    entry: int
    author: str
    day: date
    reason: str


@dataclass(frozen=True)
class AppetiteNow:
    """The limit that is set for a risk, and how the risk stands to it.

    Attributes
    ----------
    above
        How far it is above; none if it is not.
    first_seen
        The first of the closed reviews in a row that saw it above; none if only this
        day does.
    ran_out
        Whether the last day of the limit has passed.
    """

    limit: Appetite
    said: Said
    above: AboveRow | None
    first_seen: Since | None
    ran_out: bool


@dataclass(frozen=True)
class PositionNow:
    """A position beside the present value of its number, in that number's unit.

    ``decision`` is the last one taken for it since it was stated, with its entry.
    """

    position: Position
    said: Said
    value: float | None
    is_reached: bool
    decision: tuple[Decision, int] | None = None


@dataclass(frozen=True)
class LimitsNow:
    """Everything the team has set; ``has_log`` says whether anything can be set.

    ``appetites`` goes by risk, in the order in which they were set.
    """

    has_log: bool = False
    appetites: Mapping[str, AppetiteNow] = field(default_factory=dict)
    positions: tuple[PositionNow, ...] = ()

    @property
    def above(self) -> tuple[AppetiteNow, ...]:
        """Return the limits whose risk is above them, the longest ago first."""
        found = [(x.above.since, x) for x in self.appetites.values() if x.above]
        return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))

    @property
    def above_ids(self) -> frozenset[str]:
        """Return the risks above their limit."""
        return frozenset(each.limit.risk_id for each in self.above)

    @property
    def ran_out(self) -> tuple[AppetiteNow, ...]:
        """Return the limits whose last day has passed, the earliest first."""
        found = [each for each in self.appetites.values() if each.ran_out]
        return tuple(sorted(found, key=lambda each: each.limit.until or date.min))


class Measures:
    """The numbers of a state, each made when first asked for."""

    def __init__(self, model: Model, base_of: Callable[[], Baseline]) -> None:
        self._model = model
        self._base_of = base_of

    @cached_property
    def base(self) -> Baseline:
        """Return the state."""
        return self._base_of()

    @property
    def outcomes(self) -> Outcomes:
        """Return the simulated futures, which the model keeps."""
        return outcomes_over(self._model, self.base)

    @cached_property
    def _chances(self) -> Floats:
        return what_if(self.base, {}).numbers.chance

    def chance(self, risk_id: str) -> float | None:
        """Return a risk's dated chance; None where it has none, or is no risk here."""
        places = {each.id: place for place, each in enumerate(self.base.pack.risks)}
        if risk_id not in places:
            return None
        value = float(self._chances[places[risk_id]])
        return value if isfinite(value) else None


def limits_now(model: Model, as_of: date) -> LimitsNow:
    """Return what the team has set, held against the numbers of a day."""
    if model.log is None:
        return LimitsNow()
    with model.steady():
        return LimitsNow(True, appetites_now(model, as_of), positions_now(model, as_of))


def appetites_now(model: Model, as_of: date) -> dict[str, AppetiteNow]:
    """Return every limit that is set for a risk, by risk; nothing is simulated."""
    if model.log is None:
        return {}
    with model.steady():
        limits = limits_of(model.entries)
        said = latest(model.entries, EntryKind.APPETITE)
        weeks = {day: week for week, day in closed_days(model).items()}
        rows = {each.risk_id: each for each in _above(model, as_of, limits)}
    return {
        each.risk_id: AppetiteNow(
            limit=each,
            said=said_in(said[each.subject]),
            above=rows.get(each.risk_id),
            first_seen=_first_seen(rows.get(each.risk_id), weeks),
            ran_out=each.until is not None and each.until < as_of,
        )
        for each in limits.appetites.values()
    }


def said_in(entry: Recorded) -> Said:
    """Return who said an entry, when and why."""
    draft = entry.draft
    return Said(entry.seq, draft.author, entry.recorded_at.date(), draft.reason)


def _above(model: Model, as_of: date, limits: Limits) -> list[AboveRow]:
    now = Measures(model, lambda: model.base(as_of))
    earlier = [
        Measures(model, partial(_seen_in, model, as_of, week))
        for week in reversed(closed_weeks(model, as_of))
    ]
    return above_appetite(now, limits, earlier)


def _seen_in(model: Model, as_of: date, week: str) -> Baseline:
    return compared_with(model, as_of, week).base


def _first_seen(row: AboveRow | None, weeks: Mapping[date, str]) -> Since | None:
    """Return the first review that saw a risk above; this day itself is none."""
    if row is None or row.reviews == 1:
        return None
    return Since(row.since, weeks[row.since])


def positions_now(
    model: Model, as_of: date, outcome: str = ""
) -> tuple[PositionNow, ...]:
    """Return the positions beside their numbers, those reached first.

    An outcome, a risk's id, keeps those on its number.
    """
    if model.log is None:
        return ()
    with model.steady():
        said = latest(model.entries, EntryKind.POSITION)
        rows = [
            _position(model, as_of, each, said[each.subject])
            for each in limits_of(model.entries).positions
            if outcome in ("", each.outcome)
        ]
    return tuple(sorted(rows, key=lambda each: not each.is_reached))


def _position(model: Model, as_of: date, each: Position, said: Recorded) -> PositionNow:
    value = _value(model, as_of, each)
    taken = [
        (x.payload, x.seq)
        for x in model.entries
        if x.seq > said.seq
        and isinstance(x.payload, Decision)
        and x.payload.id == each.id
        and x.payload.decided_on <= as_of
    ]
    last = taken[-1] if taken else None
    return PositionNow(each, said_in(said), value, is_reached(each, value), last)


def _value(model: Model, as_of: date, position: Position) -> float | None:
    """Return a position's number, kept between runs: a first page simulates nothing."""
    now = Measures(model, lambda: model.base(as_of))
    made = (now.base.pack.hash, as_of, DEFAULT_PATHS, DEFAULT_SEED, position.outcome)

    def make() -> float | None:
        return remember(
            model.cache_folder,
            key_of("position", code_hash(), *made),
            lambda: position_value(now, position),
            write=lambda value: {"value": value},
            read=_kept,
        )

    return model.once(f"position-{made}", as_of, make)


def _kept(kept: Any) -> float | None:
    value = kept["value"]
    if value is not None and not isfinite(value):
        raise ValueError("the kept value is no number")
    return None if value is None else float(value)
