"""Indicators on a day: the reading in force, its score, and the readings behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isnan

from risks.model import Event, Indicator, Kind, Reading
from risks.model.columns import four_posts
from risks.rates import Baseline
from risks.scoring import score_value


@dataclass(frozen=True)
class EventSeen:
    """A dated event with where it was reported."""

    id: str
    happened_on: date
    title: str
    direction: str
    severity: int
    source: str
    url: str
    grade: str
    note: str


@dataclass(frozen=True)
class ReadingSeen:
    """One reading, as old as it was on the day looked at.

    ``score`` is 0-100. ``is_in_force`` marks the one that counts; ``grade`` is
    ``judged`` for a judgement of the desk, which cites its ``events`` instead.
    """

    observed_on: date
    age_days: int
    value: float
    score: float
    grade: str
    source: str
    url: str
    note: str
    author: str
    is_stale: bool
    is_in_force: bool
    events: tuple[EventSeen, ...]


@dataclass(frozen=True)
class IndicatorNow:
    """An indicator on a day.

    Attributes
    ----------
    value, observed_on, age_days
        The reading in force in the indicator's unit; none where there is none.
    grade
        Its Admiralty grade, ``judged``, ``derived`` or nothing.
    score, counts_as
        Its score, 0-100, and what counts in a pressure after trust has shrunk it.
    trust
        Its reliability: grade times freshness, 0-1.
    posts
        The readings that score 0, 33, 67 and 100.
    alarm_at, is_worse_above
        The reading that scores 67, and whether more of it is worse.
    """

    id: str
    title: str
    unit: str
    kind: Kind
    register_id: str
    weight: float
    posts: tuple[float, ...]
    posts_reason: str
    bands: tuple[str, ...]
    cadence: str
    publisher: str
    stale_after_days: int
    value: float | None
    observed_on: date | None
    age_days: int | None
    is_stale: bool
    grade: str
    source: str
    url: str
    note: str
    score: float
    counts_as: float
    trust: float

    @property
    def alarm_at(self) -> float:
        """Return the reading, in the indicator's unit, that scores 67."""
        return self.posts[2]

    @property
    def is_worse_above(self) -> bool:
        """Return whether higher readings are worse."""
        return self.posts[-1] > self.posts[0]

    @property
    def is_judged(self) -> bool:
        """Return whether its readings are judgements of the desk."""
        return self.kind is Kind.JUDGED

    @property
    def is_derived(self) -> bool:
        """Return whether it is worked out from events."""
        return self.kind is Kind.EVENT_PRESSURE


def indicator_now(base: Baseline, indicator: Indicator) -> IndicatorNow:
    """Return an indicator as it stands in a state."""
    place = base.pack.indicator_place(indicator.id)
    reading = base.scored.state.reading(indicator.id)
    age = float(base.scored.age_days[place])
    return IndicatorNow(
        id=indicator.id,
        title=indicator.title,
        unit=indicator.unit,
        kind=indicator.kind,
        register_id=indicator.register_id,
        weight=indicator.weight,
        posts=four_posts(indicator),
        posts_reason=indicator.goalposts_reason,
        bands=indicator.bands,
        cadence=indicator.cadence,
        publisher=indicator.publisher,
        stale_after_days=indicator.stale_after_days,
        value=base.scored.state.value(indicator.id),
        observed_on=base.scored.state.observed_on(indicator.id),
        age_days=None if isnan(age) else int(age),
        is_stale=bool(base.scored.is_stale[place]),
        grade=_grade(indicator, reading, has_value=not isnan(age)),
        source=reading.source if reading else "",
        url=(reading.url or "") if reading else "",
        note=reading.note if reading else "",
        score=float(base.scored.raw[place]),
        counts_as=float(base.scored.shrunk[place]),
        trust=float(base.scored.reliability[place]),
    )


def readings_of(base: Baseline, indicator: Indicator) -> tuple[ReadingSeen, ...]:
    """Return the readings known by a day, newest first."""
    in_force = base.scored.state.reading(indicator.id)
    events = {each.id: each for each in base.pack.events}
    known = [
        each
        for each in base.pack.readings
        if each.indicator_id == indicator.id and each.observed_on <= base.as_of
    ]
    known.sort(key=lambda each: (each.observed_on, each is in_force), reverse=True)
    return tuple(
        ReadingSeen(
            observed_on=each.observed_on,
            age_days=(base.as_of - each.observed_on).days,
            value=each.value,
            score=score_value(each.value, indicator),
            grade=each.grade,
            source=each.source,
            url=each.url or "",
            note=each.note,
            author=each.author,
            is_stale=(base.as_of - each.observed_on).days > indicator.stale_after_days,
            is_in_force=each is in_force,
            events=seen_events(events[event_id] for event_id in each.event_ids),
        )
        for each in known
    )


def events_behind(base: Baseline, register_id: str) -> tuple[EventSeen, ...]:
    """Return the events that make a register's event pressure on a day, newest first.

    An event older than the window no longer counts and is left out.
    """
    window = base.pack.assumptions.event_window_days.value
    found = [
        each
        for each in base.pack.events
        if each.register_id == register_id
        and 0 <= (base.as_of - each.happened_on).days <= window
    ]
    return seen_events(sorted(found, key=lambda each: each.happened_on, reverse=True))


def seen_events(events: Iterable[Event]) -> tuple[EventSeen, ...]:
    """Return events as a page shows them."""
    return tuple(
        EventSeen(
            id=each.id,
            happened_on=each.happened_on,
            title=each.title,
            direction=each.direction,
            severity=each.severity,
            source=each.source,
            url=each.url,
            grade=each.grade,
            note=each.note,
        )
        for each in events
    )


def _grade(indicator: Indicator, reading: Reading | None, *, has_value: bool) -> str:
    if indicator.kind is Kind.EVENT_PRESSURE:
        return "derived" if has_value else ""
    return reading.grade if reading else ""
