"""Everything the evidence page shows: readings, events, judgements, and what is stale.

With a log each reading knows the entry it came from, so that it can be corrected.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dashboard.queries.confirming import why_not_confirmed
from dashboard.queries.evidence_stale import Stale, stale_evidence
from dashboard.queries.indicators import (
    EventSeen,
    IndicatorNow,
    indicator_now,
    seen_events,
)
from dashboard.queries.model import Model
from risks.model import Event, Judgement, Reading, RecordedEvent, Risk
from risks.rates import Baseline

if TYPE_CHECKING:
    from risks.workspace import Recorded

READING_KINDS = ("reading", "correction")
Key = tuple[str, date, str, datetime, float]


@dataclass(frozen=True)
class ReadingRow:
    """A reading that stands, as old as it was on the day looked at.

    ``entry`` is the number of the log's entry it came from, none for the pack's own,
    and ``author`` who recorded it.
    """

    reading: Reading
    indicator: IndicatorNow
    register_title: str
    age_days: int
    is_stale: bool
    is_in_force: bool
    entry: int | None
    author: str


@dataclass(frozen=True)
class EventRow:
    """A dated event that stands, with its register and its age.

    ``entry`` and ``author`` as for a reading; ``recorded_at`` is none for the pack's.
    """

    event: EventSeen
    register_id: str
    register_title: str
    age_days: int
    entry: int | None
    author: str
    recorded_at: datetime | None


@dataclass(frozen=True)
class JudgementRow:
    """A stated chance; ``entry`` as for a reading, and whether it counts that day."""

    judgement: Judgement
    entry: int | None
    is_in_force: bool


@dataclass(frozen=True)
class Judged:
    """A risk with its judgements, the newest first."""

    risk: Risk
    history: tuple[JudgementRow, ...]

    @property
    def in_force(self) -> Judgement:
        """Return the judgement that counts on the day looked at."""
        return next(each.judgement for each in self.history if each.is_in_force)


@dataclass(frozen=True)
class EvidenceNow:
    """The evidence page on a day; readings, events and entries come newest first.

    ``closed`` says in a sentence why nothing can be recorded; empty if it can.
    """

    as_of: date
    today: date
    current: int
    total: int
    stale: tuple[Stale, ...]
    indicators: tuple[IndicatorNow, ...]
    why_not_confirmed: dict[str, str]
    readings: tuple[ReadingRow, ...]
    events: tuple[EventRow, ...]
    judged: tuple[Judged, ...]
    entries: "tuple[Recorded, ...]"
    versions: dict[str, int]
    register_titles: dict[str, str]
    closed: str

    @property
    def large(self) -> int:
        """Return how many stale indicators could each move the opening much."""
        return sum(each.is_large for each in self.stale)


def evidence_now(model: Model, as_of: date) -> EvidenceNow:
    """Return the evidence known on a day."""
    base = model.base(as_of)
    seen = {each.id: indicator_now(base, each) for each in base.pack.indicators}
    stale = stale_evidence(model, as_of)
    entries = model.entries
    versions = {each.subject: each.seq for each in entries}
    return EvidenceNow(
        as_of=as_of,
        today=model.today(),
        current=len(seen) - len(stale),
        total=len(seen),
        stale=stale,
        indicators=tuple(seen.values()),
        why_not_confirmed={
            each.id: why_not(base, each.id, model.today()) for each in seen.values()
        },
        readings=_readings(base, seen, entries),
        events=_events(base, versions),
        judged=_judged(model, base),
        entries=entries[::-1],
        versions=versions,
        register_titles={each.id: each.title for each in base.pack.registers},
        closed=why_closed(model, as_of),
    )


def why_closed(model: Model, as_of: date) -> str:
    """Return why nothing can be recorded from a page about a day; empty if it can."""
    if model.log is None:
        return (
            "This board shows the pack alone, so nothing can be added. Start it with "
            "araxes serve --workspace FILE to keep what the team says."
        )
    workspace = model.log.workspace
    reason = model.log.trouble or (
        workspace.is_read_only and workspace.read_only_reason
    )
    if reason:
        return (
            f"The workspace can only be read now: {reason.rstrip('.')}. Nothing can be "
            "saved until that is repaired; the board notices by itself."
        )
    if as_of < model.default_as_of:
        return "This page looks back. Open the latest date to add or correct anything."
    return ""


def why_not(base: Baseline, indicator_id: str, today: date) -> str:
    """Return why an indicator's reading cannot be confirmed; empty if it can."""
    reading = base.scored.state.reading(indicator_id)
    return why_not_confirmed(base.pack.indicator(indicator_id), reading, today)


def _readings(
    base: Baseline,
    seen: dict[str, IndicatorNow],
    entries: "tuple[Recorded, ...]",
) -> tuple[ReadingRow, ...]:
    titles = {each.id: each.title for each in base.pack.registers}
    made_by = _entries_by_reading(entries)
    rows = []
    for each in base.pack.readings:
        if each.observed_on > base.as_of:
            continue
        indicator, age = seen[each.indicator_id], (base.as_of - each.observed_on).days
        entry = made_by.get(_key(each))
        rows.append(
            ReadingRow(
                reading=each,
                indicator=indicator,
                register_title=titles[indicator.register_id],
                age_days=age,
                is_stale=age > indicator.stale_after_days,
                is_in_force=each is base.scored.state.reading(indicator.id),
                entry=entry.seq if entry else None,
                author=entry.author if entry else each.author,
            )
        )
    rows.sort(key=lambda row: (row.reading.observed_on, row.is_in_force), reverse=True)
    return tuple(rows)


def _key(reading: Any, recorded_at: datetime | None = None) -> Key:
    return (
        reading.indicator_id,
        reading.observed_on,
        reading.source,
        recorded_at or reading.recorded_at,
        reading.value,
    )


def _entries_by_reading(entries: "tuple[Recorded, ...]") -> "dict[Key, Recorded]":
    """Return the entry that each reading of the log came from."""
    found: dict[Key, Recorded] = {}
    for each in entries:
        if each.kind not in READING_KINDS:
            continue
        payload: Any = each.payload
        reading = payload if each.kind == "reading" else payload.reading
        if reading is not None:
            found[_key(reading, each.recorded_at)] = each
    return found


def _events(base: Baseline, versions: dict[str, int]) -> tuple[EventRow, ...]:
    titles = {each.id: each.title for each in base.pack.registers}
    known = [each for each in base.pack.events if each.happened_on <= base.as_of]
    known.sort(key=lambda each: each.happened_on, reverse=True)
    return tuple(
        _event(each, shown, titles[each.register_id], base.as_of, versions)
        for each, shown in zip(known, seen_events(known), strict=True)
    )


def _event(
    event: Event, shown: EventSeen, title: str, as_of: date, versions: dict[str, int]
) -> EventRow:
    said = event if isinstance(event, RecordedEvent) else None
    return EventRow(
        event=shown,
        register_id=event.register_id,
        register_title=title,
        age_days=(as_of - event.happened_on).days,
        entry=versions.get(f"event/{event.id}") if said else None,
        author=said.author if said else "",
        recorded_at=said.recorded_at if said else None,
    )


def _judged(model: Model, base: Baseline) -> tuple[Judged, ...]:
    """Return every judgement of pack and log, one of the same day beside another."""
    own = model.log.pack if model.log else base.pack
    added: dict[str, list[JudgementRow]] = {}
    for each in model.entries:
        if each.kind == "judgement":
            payload: Any = each.payload
            said = payload.judgement(each.author, each.reason)
            added.setdefault(payload.risk_id, []).append(
                JudgementRow(said, each.seq, is_in_force=False)
            )
    return tuple(
        _history(risk, base.as_of, own.risk(risk.id), added.get(risk.id, []))
        for risk in base.pack.risks
    )


def _history(risk: Risk, as_of: date, own: Risk, added: list[JudgementRow]) -> Judged:
    rows = [JudgementRow(each, None, is_in_force=False) for each in own.judgements]
    rows = sorted(rows + added, key=lambda row: row.judgement.judged_on)[::-1]
    counts = rows.index(
        next(each for each in rows if each.judgement == risk.judgement_on(as_of))
    )
    rows[counts] = replace(rows[counts], is_in_force=True)
    return Judged(risk, tuple(rows))
