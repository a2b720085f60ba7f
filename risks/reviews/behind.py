"""What stands behind each cause of a change: the entries, readings and days.

A cause behind which nothing stands is the same in both reviews.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from risks.model import Judgement, Kind, Pack
from risks.reviews.mixing import READINGS, TREATMENTS, content, seen, whole
from risks.reviews.records import days_of
from risks.reviews.states import Frozen
from risks.reviews.treated import applied
from risks.workspace import Recorded, Resolution

Packs = tuple[Pack, ...]


@dataclass(frozen=True)
class Behind:
    """One thing behind a cause.

    Attributes
    ----------
    id
        The indicator, risk, treatment, event or pack it is about.
    what
        It, in a few words with its day.
    entry
        Number of the entry that says it; None where the pack itself does, or the
        calendar.
    """

    id: str
    what: str
    entry: int | None = None


def behind(old: Frozen, new: Frozen) -> dict[str, tuple[Behind, ...]]:
    """Return what stands behind each of the six causes between two reviews."""
    packs = _packs(old, new)
    return {
        "readings": tuple(_readings(old, new, packs)),
        "ageing": tuple(_ageing(old, new)),
        "judgements": tuple(_judgements(old, new, packs)),
        "treatments": tuple(_treatments(old, new)),
        "pack": tuple(_pack(old, new)),
        "time": tuple(_time(old, new)),
    }


def touching(pack: Pack, name: str, found: tuple[Behind, ...]) -> tuple[Behind, ...]:
    """Return those of some reasons that touch a number; all for one of the corridor.

    A risk's chance is touched by its own judgements, treatments and deadline, by the
    readings of its signals and by the events of its signals' registers.
    """
    if name not in {each.id for each in pack.risks}:
        return found
    signals = {each.indicator_id for each in pack.signals if each.risk_id == name}
    registers = {
        each.register_id
        for each in pack.indicators
        if each.id in signals and each.kind is Kind.EVENT_PRESSURE
    }
    events = {each.id for each in pack.events if each.register_id in registers}
    treatments = {each.id for each in pack.treatments if each.risk_id == name}
    near = {"", name, pack.header.id} | signals | events | treatments
    return tuple(each for each in found if each.id in near)


def _packs(old: Frozen, new: Frozen) -> Packs:
    """Return the pack, or both where they differ: what is in either counts."""
    return (new.pack,) if old.pack.hash == new.pack.hash else (new.pack, old.pack)


def _readings(old: Frozen, new: Frozen, packs: Packs) -> Iterator[Behind]:
    for each in _said_since(old, new, READINGS):
        if min(days_of(each, new.entries), default=date.min) <= new.as_of:
            yield _of_entry(each)
    for each in old.entries:
        if isinstance(each.payload, READINGS) and _lies_between(each, old, new):
            yield _of_entry(each)
    yielded: set[Behind] = set()
    for pack in packs:
        for found in _in_pack(pack, old.as_of, new.as_of):
            if found not in yielded:
                yielded.add(found)
                yield found


def _in_pack(pack: Pack, since: date, by: date) -> Iterator[Behind]:
    for each in pack.readings:
        if _is_between(each.observed_on, since, by):
            what = f"{each.value:g} on {each.observed_on}, {each.source} ({each.grade})"
            yield Behind(each.indicator_id, what)
    for event in pack.events:
        if _is_between(event.happened_on, since, by):
            yield Behind(event.id, f"{event.title}, {event.happened_on}")


def _ageing(old: Frozen, new: Frozen) -> Iterator[Behind]:
    """Yield the readings that are trusted less now, most lost first."""
    if old.as_of == new.as_of:
        return
    mix = whole(old)
    known = content(mix)
    aged = replace(mix, ageing=new)
    before, after = (seen(each, known).scored for each in (mix, aged))
    lost = before.reliability - after.reliability
    moved = np.flatnonzero((lost != 0) | (before.raw != after.raw))
    yield Behind("", f"{_days(old, new)} older")
    for place in sorted(moved, key=lambda at: -abs(lost[at])):
        trust = f"{before.reliability[place]:.2f} to {after.reliability[place]:.2f}"
        yield Behind(known.indicators[place].id, f"trusted {trust}")


def _judgements(old: Frozen, new: Frozen, packs: Packs) -> Iterator[Behind]:
    yielded: set[str] = set()
    for pack in packs:
        for risk_id, before, after in _judged_anew(old, new, pack):
            if risk_id not in yielded:
                yielded.add(risk_id)
                chances = f"{before.likely:.1%} to {after.likely:.1%}"
                what = f"{chances}, judged {after.judged_on} by {after.author}"
                yield Behind(risk_id, what, _said_by(new, risk_id, after))
    yield from _resolved(old, new)


def _resolved(old: Frozen, new: Frozen) -> Iterator[Behind]:
    """Yield the risks that have happened by their resolution, or no longer have."""
    on_this = whole(replace(old, pack=new.pack))
    now = content(replace(on_this, judgements=new))
    for was, risk in zip(content(on_this).risks, now.risks, strict=True):
        if was.answers != risk.answers:
            said = [x.resolved_on for x in risk.answers]
            what = f"resolved yes, {said[0]}" if said else "open again"
            yield Behind(risk.id, what, _resolved_by(new, risk.id))


def _resolved_by(new: Frozen, risk_id: str) -> int | None:
    said = (each for each in new.entries if isinstance(each.payload, Resolution))
    return max(
        (x.seq for x in said if x.payload.subject == f"risk/{risk_id}"), default=None
    )


def _judged_anew(
    old: Frozen, new: Frozen, pack: Pack
) -> Iterator[tuple[str, Judgement, Judgement]]:
    on_this = whole(replace(old, pack=pack))
    now = content(replace(on_this, judgements=new))
    for was, risk in zip(content(on_this).risks, now.risks, strict=True):
        if was.judgements != risk.judgements:
            yield risk.id, was.judgements[0], risk.judgements[0]


def _said_by(new: Frozen, risk_id: str, judged: Judgement) -> int | None:
    said = [
        each.seq
        for each in new.entries
        if each.subject == f"risk/{risk_id}"
        and getattr(each.payload, "judged_on", None) == judged.judged_on
    ]
    return said[-1] if said else None


def _treatments(old: Frozen, new: Frozen) -> Iterator[Behind]:
    was, now = applied(old.entries, old.as_of), applied(new.entries, new.as_of)
    for each in sorted({*was, *now}):
        if was.get(each) != now.get(each):
            how = now.get(each)
            what = f"under way since {how.known_on}" if how else "no longer under way"
            yield Behind(each, what, how.entries[-1] if how else None)
    for entry in _said_since(old, new, TREATMENTS):
        name = entry.subject.partition("/")[2]
        if entry.subject.startswith("treatment/") and name in {*was, *now}:
            yield Behind(name, "stated anew", entry.seq)


def _pack(old: Frozen, new: Frozen) -> Iterator[Behind]:
    if old.pack.hash != new.pack.hash:
        was, now = old.pack.header, new.pack.header
        what = f"published {was.published_on} to {now.published_on}"
        yield Behind(now.id, f"{what} ({old.pack.hash[:12]} to {new.pack.hash[:12]})")


def _time(old: Frozen, new: Frozen) -> Iterator[Behind]:
    if old.as_of == new.as_of:
        return
    yield Behind("", f"{_days(old, new)}, from {old.as_of} to {new.as_of}")
    for risk in new.pack.risks:
        if risk.deadline and _is_between(risk.deadline, old.as_of, new.as_of):
            yield Behind(risk.id, f"its deadline came on {risk.deadline}")


def _said_since(
    old: Frozen, new: Frozen, kinds: tuple[type, ...]
) -> Iterator[Recorded]:
    for each in new.entries:
        if each.seq > old.head and isinstance(each.payload, kinds):
            yield each


def _lies_between(entry: Recorded, old: Frozen, new: Frozen) -> bool:
    days: Sequence[date] = days_of(entry, old.entries)
    return any(_is_between(day, old.as_of, new.as_of) for day in days)


def _is_between(day: date, since: date, by: date) -> bool:
    return since < day <= by


def _of_entry(entry: Recorded) -> Behind:
    said = entry.draft.in_words()
    return Behind(entry.subject.partition("/")[2], said, entry.seq)


def _days(old: Frozen, new: Frozen) -> str:
    days = (new.as_of - old.as_of).days
    return f"{days} day{'s' if days != 1 else ''}"
