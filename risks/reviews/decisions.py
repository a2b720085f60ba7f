"""What is to be decided, and what was: put off, asked for by a position, or taken.

A decision is taken for a position by carrying the position's id. It ends the question
if the line was reached when it was taken, as known then, and for as long as every
review closed since saw the line reached and the position says the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from risks.reviews.effects import GAP, OPENING, Effect, Effects
from risks.reviews.lines import is_reached, position_value
from risks.reviews.numbers import View
from risks.reviews.records import Limits
from risks.reviews.states import Frozen
from risks.workspace import Decision, EntryKind, Position, Recorded, latest

Choice: TypeAlias = Literal["approve", "defer", "reject"]
Taken: TypeAlias = tuple[Decision, Recorded]
UNITS = {OPENING: " months", GAP: " million USD"}  # other outcomes are shares


@dataclass(frozen=True)
class DecisionRow:
    """A decision that was put off, or one that a position asks for.

    Attributes
    ----------
    outcome
        Whose line is reached, if a position asks; then ``title`` begins with how.
    entry
        Number of the entry that put it off; None if nobody has yet.
    cost_usd_m
        As the decision states it.
    effect
        What its treatments would change; None without any, or where it is not
        worked out.
    """

    id: str
    title: str
    due_on: date | None
    entry: int | None
    outcome: str = ""
    treatment_ids: tuple[str, ...] = ()
    cost_usd_m: float | None = None
    effect: Effect | None = None


@dataclass(frozen=True)
class TakenRow:
    """A decision that was taken since the last review, or ends a position's question.

    ``effect`` is what its treatments change in the numbers, if it approved any.
    """

    id: str
    title: str
    choice: Choice
    decided_by: str
    decided_on: date
    dissent: str
    reason: str
    entry: int
    outcome: str = ""
    treatment_ids: tuple[str, ...] = ()
    cost_usd_m: float | None = None
    effect: Effect | None = None


def open_decisions(
    view: View,
    limits: Limits,
    earlier: Sequence[View] = (),
    effects: Effects | None = None,
) -> list[DecisionRow]:
    """Return what is to be decided: positions reached, then what was put off.

    Parameters
    ----------
    earlier
        The closed reviews before, oldest first.
    effects
        Works out what treatments would change; unset leaves that open.
    """
    said = _decisions(view.frozen)
    asking = reached(view, limits)
    rows = [
        _of_position(each, said.get(each.id))
        for each in asking
        if not _is_settled(view, each, said.get(each.id), earlier)
    ]
    ids = {each.id for each in asking}
    put_off = [
        x for x in said.values() if x[0].choice == "defer" and x[0].id not in ids
    ]
    others = [_of_decision(*each) for each in put_off]
    others.sort(key=lambda each: (each.due_on or date.max, each.id))
    return [_with_effect(each, effects) for each in [*rows, *others]]


def taken_decisions(
    view: View,
    limits: Limits,
    earlier: Sequence[View] = (),
    effects: Effects | None = None,
) -> list[TakenRow]:
    """Return what was approved or rejected since the last review, the latest first.

    And, however old, what ends the question of a position that is reached.
    """
    since = earlier[-1].base.as_of if earlier else date.min
    standing = {each.id: each for each in reached(view, limits)}
    rows = [
        _taken(said, entry, standing, effects)
        for said, entry in _decisions(view.frozen).values()
        if said.choice != "defer"
        and said.decided_on <= view.base.as_of
        and (
            said.decided_on > since
            or _ends(view, standing.get(said.id), (said, entry), earlier)
        )
    ]
    return sorted(rows, key=lambda each: (each.decided_on, each.entry), reverse=True)


def reached(view: View, limits: Limits) -> list[Position]:
    """Return the positions whose line is reached."""
    return [each for each in limits.positions if _is_reached(view, each)]


def position_words(each: Position) -> str:
    """Return ``p-by-target is below 35 %: pause drawdown``."""
    unit = UNITS.get(each.outcome)
    line = f"{100 * each.line:g} %" if unit is None else f"{each.line:g}{unit}"
    return f"{each.outcome} is {each.side} {line}: {each.then}"


def _decisions(frozen: Frozen) -> dict[str, Taken]:
    """Return the decisions that stand, by id, each with its entry."""
    found = latest(frozen.entries, EntryKind.DECISION).values()
    return {
        said.id: (said, entry)
        for entry in found
        if isinstance(said := entry.payload, Decision)
    }


def _of_position(each: Position, taken: Taken | None) -> DecisionRow:
    row = DecisionRow(each.id, position_words(each), None, None, each.outcome)
    if taken is None or taken[0].choice != "defer":
        return row
    put_off = _of_decision(*taken)
    return replace(put_off, title=row.title, outcome=row.outcome)


def _of_decision(said: Decision, entry: Recorded) -> DecisionRow:
    return DecisionRow(
        said.id,
        said.title,
        said.due_on,
        entry.seq,
        treatment_ids=said.treatment_ids,
        cost_usd_m=said.cost_usd_m,
    )


def _with_effect(row: DecisionRow, effects: Effects | None) -> DecisionRow:
    if effects is None or not row.treatment_ids:
        return row
    return replace(row, effect=effects.of(row.treatment_ids))


def _taken(
    said: Decision,
    entry: Recorded,
    standing: Mapping[str, Position],
    effects: Effects | None,
) -> TakenRow:
    position = standing.get(said.id)
    approved = said.treatment_ids if said.choice == "approve" else ()
    return TakenRow(
        id=said.id,
        title=position_words(position) if position else said.title,
        choice=said.choice,
        decided_by=said.decided_by,
        decided_on=said.decided_on,
        dissent=said.dissent,
        reason=entry.draft.reason,
        entry=entry.seq,
        outcome=position.outcome if position else "",
        treatment_ids=approved,
        cost_usd_m=said.cost_usd_m,
        effect=effects.of_taken(approved) if effects and approved else None,
    )


def _ends(
    view: View, each: Position | None, taken: Taken, earlier: Sequence[View]
) -> bool:
    return each is not None and _is_settled(view, each, taken, earlier)


def _is_settled(
    view: View, each: Position, taken: Taken | None, earlier: Sequence[View]
) -> bool:
    """Return whether a decision ends the question of a position that is reached."""
    if taken is None or taken[0].choice == "defer":
        return False
    said, entry = taken
    if said.decided_on > view.base.as_of or entry.seq < _stated_in(view.frozen, each):
        return False
    since = (x for x in earlier if x.frozen.head >= entry.seq)
    return _was_reached(view, each, taken) and all(_is_reached(x, each) for x in since)


def _stated_in(frozen: Frozen, each: Position) -> int:
    """Return the number of the entry since which a position says what it says."""
    first = 0
    for entry, said in _stated(frozen, each.id):
        if said.removed or _text(said) != _text(each):
            first = 0
        elif not first:
            first = entry.seq
    return first


def _stated(frozen: Frozen, position_id: str) -> Iterator[tuple[Recorded, Position]]:
    for entry in frozen.entries:
        if isinstance(said := entry.payload, Position) and said.id == position_id:
            yield entry, said


def _text(each: Position) -> tuple[object, ...]:
    return each.outcome, each.side, each.line, each.then


def _was_reached(view: View, each: Position, taken: Taken) -> bool:
    """Return whether a line was reached when a decision was taken, as known then."""
    said, entry = taken
    if said.decided_on < view.frozen.pack.header.published_on:
        return False
    before = tuple(x for x in view.frozen.entries if x.seq < entry.seq)
    then = Frozen(view.frozen.pack, before, said.decided_on)
    return _is_reached(View(then, view.draws), each)


def _is_reached(view: View, each: Position) -> bool:
    return is_reached(each, position_value(view, each))
