"""The pack and the log, put together: what was known at an instant.

Nothing of the log is stored as a second truth; every table is made from the pack and
the entries each time, so any past meeting can be replayed bit for bit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from risks.errors import Problem
from risks.model import Answered, Judgement, Pack, Risk
from risks.workspace.chain import canonical, instant_text
from risks.workspace.entries import Draft, Recorded
from risks.workspace.errors import EntryError
from risks.workspace.events import NewEvent
from risks.workspace.kinds import EntryKind, Payload
from risks.workspace.payloads import (
    Correction,
    NewJudgement,
    NewReading,
    NewTreatment,
    Resolution,
    SavedScenario,
)
from risks.workspace.placing import (
    ReadingKey,
    Standing,
    key_of,
    problems_with,
    standing_of,
)

CHANGES_THE_PACK = (
    NewEvent,
    NewReading,
    Correction,
    NewJudgement,
    NewTreatment,
    Resolution,
    SavedScenario,
)


@dataclass(frozen=True)
class Unplaced:
    """An entry that has no place in the pack it is read with, and why.

    Nothing is lost: it stays in the log, and has its place again with another pack.
    """

    entry: Recorded
    problems: tuple[Problem, ...]


@dataclass
class _Merge:
    """What stands after some entries, and how it came about."""

    standing: Standing
    slots: dict[int, ReadingKey] = field(default_factory=dict)  # by number of entry
    judgements: dict[str, dict[date, Judgement]] = field(default_factory=dict)
    why_differ: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[Answered]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


def known_by(
    entries: Iterable[Recorded], known_at: datetime | None
) -> tuple[Recorded, ...]:
    """Return the entries recorded by an instant; all of them if it is unset."""
    if known_at is None:
        return tuple(entries)
    by = instant_text(known_at)
    return tuple(each for each in entries if each.row.recorded_at <= by)


def pack_with(
    pack: Pack, entries: Iterable[Recorded], known_at: datetime | None = None
) -> Pack:
    """Return the pack as it stood with what had been recorded by an instant.

    Readings and events count as recorded when their entry was. A correction takes the
    place of what it names. Of two judgements of one risk on one day the later recorded
    counts; the log keeps both. A resolution stands among its risk's answers. A
    treatment, a scenario or an event takes the place of the one with its id. Where no
    entry changes the pack, the very same object is returned.

    Parameters
    ----------
    pack
        As read from disk.
    entries
        The whole log, in order.
    known_at
        Pass the same instant on to ``state`` or ``baseline``; unset uses all.

    Returns
    -------
    Pack
        Its ``hash`` covers the pack and the entries merged into it.
    """
    known = known_by(entries, known_at)
    if not any(isinstance(each.payload, CHANGES_THE_PACK) for each in known):
        return pack  # without a look at what may be a million readings
    merge = _merge(pack, known, None)
    if not merge.merged:
        return pack
    standing = merge.standing
    changed: dict[str, Any] = {
        "hash": _digest([pack.hash, merge.merged]),
        "readings": tuple(standing.readings.values()),
        "events": tuple(standing.events.values()),
        "treatments": tuple(standing.treatments.values()),
        "scenarios": tuple(standing.scenarios.values()),
        "risks": tuple(_risk(each, merge) for each in pack.risks),
    }
    # Built anew from its fields: a copy would keep the columns of the old readings.
    fields = {name: getattr(pack, name) for name in Pack.model_fields}
    return Pack.model_validate({**fields, **changed})


def unplaced(
    pack: Pack, entries: Iterable[Recorded], known_at: datetime | None = None
) -> tuple[Unplaced, ...]:
    """Return the entries that have no place in a pack, each with the reasons."""
    return tuple(_merge(pack, entries, known_at).unplaced)


def placing_problems(
    pack: Pack, entries: Iterable[Recorded], payload: Payload
) -> Iterator[Problem]:
    """Yield why what is to be recorded has no place in a pack and a log.

    Whether what a correction names was corrected already is not asked here: the log
    says so when it is appended, once it knows that the edit is no repeated one.

    Parameters
    ----------
    pack
        As read from disk.
    entries
        The whole log, in order.
    """
    yield from problems_with(payload, _merge(pack, entries, None).standing)


def check_place(
    pack: Pack, entries: Iterable[Recorded], draft: Draft, edit_id: str
) -> None:
    """Do nothing if what is to be recorded has its place, or was recorded already.

    Parameters are as for ``placing_problems``, and the edit's own id.

    Raises
    ------
    EntryError
        With every problem.
    """
    known = tuple(entries)
    if any(each.row.edit_id == edit_id for each in known):
        return  # it would not have its place beside itself
    problems = list(placing_problems(pack, known, draft.payload))
    if problems:
        raise EntryError(problems)


def state_hash(pack: Pack, entries: Iterable[Recorded]) -> str:
    """Return the SHA-256, in hex, of a pack and a log: equal only if both are.

    Parameters
    ----------
    pack
        As read from disk, without the log.
    entries
        What had been recorded, ``known_by`` the instant in question.
    """
    return _digest([pack.hash, [each.row.hash for each in entries]])


def latest(entries: Sequence[Recorded], kind: EntryKind) -> dict[str, Recorded]:
    """Return the entry that stands for each subject of a kind, oldest subject first.

    The table of actions, decisions, reviews or resolutions, made anew from the log.
    """
    return {each.subject: each for each in entries if each.kind is kind}


def _merge(
    pack: Pack, entries: Iterable[Recorded], known_at: datetime | None
) -> _Merge:
    merge = _Merge(standing_of(pack))
    for entry in known_by(entries, known_at):
        problems = tuple(problems_with(entry.payload, merge.standing))
        if not problems and isinstance(entry.payload, CHANGES_THE_PACK):
            problems = _place(entry, merge)
            if not problems:
                merge.merged.append(entry.row.hash)
        if problems:
            merge.unplaced.append(Unplaced(entry, problems))
    return merge


def _place(entry: Recorded, merge: _Merge) -> tuple[Problem, ...]:
    """Change what stands, or say why that cannot be."""
    match entry.payload:
        case NewReading() as payload:
            reading = payload.reading(entry.author, entry.recorded_at)
            merge.slots[entry.seq] = entry.seq
            merge.standing.readings[entry.seq] = reading
        case Correction() as payload:
            return _correct(payload, entry, merge)
        case NewJudgement() as payload:
            _judge(payload, entry, merge)
        case NewEvent(change=change) as payload:
            event = payload.event(entry.author, entry.recorded_at)
            _replace(merge.standing.events, event, removed=change == "removed")
        case Resolution(risk_id=risk_id, outcome=outcome, resolved_on=day):
            answer = Answered(outcome=outcome, resolved_on=day)
            merge.answers.setdefault(risk_id, []).append(answer)
        case NewTreatment(treatment=treatment, removed=removed):
            _replace(merge.standing.treatments, treatment, removed=removed)
        case SavedScenario(scenario=scenario, removed=removed):
            _replace(merge.standing.scenarios, scenario, removed=removed)
    return ()


def _correct(
    payload: Correction, entry: Recorded, merge: _Merge
) -> tuple[Problem, ...]:
    slot = _slot(payload, merge)
    if slot is None:
        what = f"entry {payload.entry}, which it corrects, has no place either"
        return (Problem("entry", what),)
    merge.slots[entry.seq] = slot
    if payload.reading is None:
        merge.standing.readings.pop(slot, None)
        merge.standing.withdrawn.add(slot)
    else:
        reading = payload.reading.reading(entry.author, entry.recorded_at)
        merge.standing.readings[slot] = reading
    return ()


def _slot(payload: Correction, merge: _Merge) -> ReadingKey | None:
    """Return the place of the reading that a correction names."""
    if payload.pack_reading is not None:
        return key_of(payload.pack_reading)
    return merge.slots.get(payload.entry or 0)


def _judge(payload: NewJudgement, entry: Recorded, merge: _Merge) -> None:
    judgement = payload.judgement(entry.author, entry.reason)
    merge.judgements.setdefault(payload.risk_id, {})[payload.judged_on] = judgement
    if payload.why_differ:
        merge.why_differ[payload.risk_id] = payload.why_differ


def _replace(table: dict[str, Any], record: Any, *, removed: bool) -> None:
    if removed:
        table.pop(record.id, None)
    else:
        table[record.id] = record


def _risk(risk: Risk, merge: _Merge) -> Risk:
    """Return a risk with the judgements of the log among its own, and its answers."""
    added = merge.judgements.get(risk.id, {})
    answers = merge.answers.get(risk.id, [])
    if not added and not answers:
        return risk
    by_day = {each.judged_on: each for each in risk.judgements} | added
    changed = {
        "judgements": tuple(by_day[day] for day in sorted(by_day)),
        "why_differ": merge.why_differ.get(risk.id, risk.why_differ),
        "answers": (*risk.answers, *answers),
    }
    return Risk.model_validate({**dict(risk), **changed})


def _digest(value: object) -> str:
    return sha256(canonical(value).encode()).hexdigest()
