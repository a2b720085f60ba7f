"""Rules between readings, indicators, events and the day the pack was published."""

from collections.abc import Iterator, Mapping
from datetime import date

from risks.errors import Problem
from risks.model import POSTURE_MAX, Event, Indicator, Kind, Reading
from risks.packs.days import HINT_PUBLISHED
from risks.packs.draft import Draft, Table, Where, each


def evidence_problems(draft: Draft) -> Iterator[Problem]:
    """Yield what is wrong between pieces of evidence that are each valid alone.

    Measured values outside the goalposts are history and therefore legal.
    """
    indicators = {one.id: one for one, _ in each(draft.indicators)}
    events = {one.id: one for one, _ in each(draft.events)}
    published = draft.header.published_on if draft.header else None
    for table in draft.readings:
        yield from _repeated_readings(table)
        for reading, where in table:
            yield from _date_problems(reading, where, published)
            if indicator := indicators.get(reading.indicator_id):
                yield from _home_problems(indicator, table.register_id, where)
                yield from _kind_problems(reading, where, indicator, events)


def _repeated_readings(table: Table[Reading]) -> Iterator[Problem]:
    """Yield readings that say the same thing twice, or two things at once.

    The same day from the same source may be recorded again later: a revision.
    """
    first: dict[tuple[object, ...], int] = {}
    for reading, row in zip(table.records, table.rows, strict=True):
        key = (
            reading.indicator_id,
            reading.observed_on,
            reading.source,
            reading.recorded_at,
        )
        seen = first.setdefault(key, row)
        if seen != row:
            what = "repeats the indicator, day, source and recorded_at of another row"
            yield Problem(table.locate(row, ()), what, f"see {table.locate(seen, ())}")


def _date_problems(
    reading: Reading, where: Where, published: date | None
) -> Iterator[Problem]:
    recorded = reading.recorded_at.date()
    if reading.observed_on > recorded:
        what = f"{reading.observed_on} lies after the day it was recorded, {recorded}"
        yield Problem(where("observed_on"), what)
    if published and (recorded - published).days > 1:  # a day for time zones
        what = f"recorded on {recorded}, after the pack was published on {published}"
        yield Problem(where("recorded_at"), what, HINT_PUBLISHED)


def _home_problems(
    indicator: Indicator, register_id: str, where: Where
) -> Iterator[Problem]:
    if indicator.register_id != register_id:
        what = f"{indicator.id} is an indicator of {indicator.register_id}"
        hint = f"move it to registers/{indicator.register_id}/readings.csv"
        yield Problem(where("indicator_id"), what, hint)


def _kind_problems(
    reading: Reading, where: Where, indicator: Indicator, events: Mapping[str, Event]
) -> Iterator[Problem]:
    match indicator.kind:
        case Kind.MEASURED:
            yield from _measured_problems(reading, where)
        case Kind.JUDGED:
            yield from _judged_problems(reading, where, events)
        case Kind.EVENT_PRESSURE:
            what = f"{indicator.id} is derived from events and takes no readings"
            yield Problem(where("indicator_id"), what)


def _measured_problems(reading: Reading, where: Where) -> Iterator[Problem]:
    for name in ("reliability", "credibility", "url"):
        if getattr(reading, name) is None:
            what = "is missing; a measured reading needs a source URL and a grade"
            yield Problem(where(name), what)


def _judged_problems(
    reading: Reading, where: Where, events: Mapping[str, Event]
) -> Iterator[Problem]:
    if not 0 <= reading.value <= POSTURE_MAX:
        what = f"found {reading.value:g}"
        yield Problem(where("value"), what, f"a posture is 0 to {POSTURE_MAX}")
    if not reading.author:
        yield Problem(where("author"), "is missing; a judged reading has an author")
    if not reading.event_ids:
        what = "is missing; a judged reading cites the events it rests on"
        yield Problem(where("event_ids"), what)
    for name in ("reliability", "credibility"):
        if grade := getattr(reading, name):
            what = f"found {grade!r}; a judged reading has no grade"
            yield Problem(where(name), what, "leave it empty")
    for event_id in reading.event_ids:
        event = events.get(event_id)
        if event and event.happened_on > reading.observed_on:
            what = f"{event_id} happened on {event.happened_on}, after the judgement"
            yield Problem(where("event_ids"), what)
