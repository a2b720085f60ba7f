"""What was known on a day: the latest reading of every indicator.

``state(pack, as_of, known_at)`` is the only way from evidence to numbers. Both dates
are arguments, so any past week can be replayed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from risks.model import Pack, Reading
from risks.model.columns import DAY_SPAN, Floats, Ints, ReadingColumns

NO_ROW = -1


class Latest(NamedTuple):
    """Latest reading per indicator: value, day, grade weight and row."""

    values: Floats
    observed: Ints
    grade_weight: Floats
    rows: Ints


@dataclass(frozen=True)
class State:
    """The evidence in force on ``as_of``; arrays have a row per indicator of the pack.

    Attributes
    ----------
    values
        Latest reading in the indicator's own unit; NaN where there is none.
    observed
        Day of that reading as an ordinal; 0 where there is none.
    grade_weight
        Weight, 0 to 1, of its grade; 0 where there is none.
    rows
        Its place in ``pack.readings``; -1 where there is none or it is derived.
    """

    pack: Pack
    as_of: date
    known_at: datetime | None
    values: Floats
    observed: Ints
    grade_weight: Floats
    rows: Ints

    def reading(self, indicator_id: str) -> Reading | None:
        """Return the reading in force for an indicator, or nothing."""
        row = int(self.rows[self.pack.indicator_place(indicator_id)])
        return None if row == NO_ROW else self.pack.readings[row]

    def observed_on(self, indicator_id: str) -> date | None:
        """Return the day of the reading in force, a derived one included."""
        day = int(self.observed[self.pack.indicator_place(indicator_id)])
        return date.fromordinal(day) if day else None

    def value(self, indicator_id: str) -> float | None:
        """Return the reading in force in the indicator's unit, or nothing."""
        value = float(self.values[self.pack.indicator_place(indicator_id)])
        return None if np.isnan(value) else value


def state(pack: Pack, as_of: date, known_at: datetime | None = None) -> State:
    """Return what was known about ``as_of``.

    Of several readings on one day the better graded counts, then the later recorded.

    Parameters
    ----------
    as_of
        Evidence observed after this day is not used.
    known_at
        Evidence recorded after this instant is not used; unset uses all of it. An
        event of the pack carries no such instant and counts as recorded at the start
        (UTC) of the day the pack was published.

    Raises
    ------
    ValueError
        If ``known_at`` has no time zone.
    """
    columns = pack.reading_columns
    if known_at is not None:
        if known_at.tzinfo is None:
            raise ValueError(f"known_at needs a time zone, found {known_at}")
        columns = columns.known_at(known_at.timestamp())
    measured = _latest(columns, len(pack.indicators), as_of)
    return State(pack, as_of, known_at, *_with_events(pack, as_of, known_at, measured))


def default_as_of(pack: Pack) -> date:
    """Return the latest day of the evidence, the judgements and their answers."""
    days = [each.judgements[-1].judged_on.toordinal() for each in pack.risks]
    days += [a.resolved_on.toordinal() for each in pack.risks for a in each.answers]
    days += (pack.reading_columns.key % DAY_SPAN).tolist()
    days += pack.event_columns.day.tolist()
    return date.fromordinal(max(days, default=pack.header.published_on.toordinal()))


def _latest(columns: ReadingColumns, count: int, as_of: date) -> Latest:
    """Return the latest reading of ``count`` indicators in one binary search."""
    if not columns.key.size:
        return Latest(np.full(count, np.nan), *_nothing(count), np.full(count, NO_ROW))
    places = np.arange(count)
    wanted = places * DAY_SPAN + as_of.toordinal()
    found = np.searchsorted(columns.key, wanted, side="right") - 1
    known = (found >= 0) & (columns.key[found] // DAY_SPAN == places)
    return Latest(
        np.where(known, columns.value[found], np.nan),
        np.where(known, columns.key[found] % DAY_SPAN, 0),
        np.where(known, columns.grade_weight[found], 0.0),
        np.where(known, columns.row[found], NO_ROW),
    )


def _nothing(count: int) -> tuple[Ints, Floats]:
    return np.zeros(count, dtype=np.int64), np.zeros(count)


def _with_events(
    pack: Pack, as_of: date, known_at: datetime | None, measured: Latest
) -> Latest:
    """Fill in each register's event-pressure: severity with sign, faded by age.

    Events older than the window are dropped; a register with none in the window has
    no event-pressure. Its grade weight is the mean of its events', weighted alike.
    """
    derived = pack.indicator_columns.is_derived
    registers = pack.indicator_columns.register_place[derived]
    pressure, day, weight = event_pressure(pack, as_of, known_at)
    values, observed = measured.values.copy(), measured.observed.copy()
    grade_weight = measured.grade_weight.copy()
    values[derived] = pressure[registers]
    observed[derived] = day[registers]
    grade_weight[derived] = weight[registers]
    return Latest(values, observed, grade_weight, measured.rows)


def event_pressure(
    pack: Pack, as_of: date, known_at: datetime | None = None
) -> tuple[Floats, Ints, Floats]:
    """Return each register's event-pressure, newest event's day, and grade weight.

    Pressure is ``sum(sign * severity * 2**(-age / half_life))`` over the window;
    NaN, 0 and 0 for a register without an event in it, or with none left of it.
    """
    events, count = pack.event_columns, len(pack.registers)
    age = as_of.toordinal() - events.day
    fresh = (age >= 0) & (age <= pack.assumptions.event_window_days.value)
    if known_at is not None:
        fresh &= events.recorded <= known_at.timestamp()
    place, day = events.register_place[fresh], events.day[fresh]
    fading = 2.0 ** (-age[fresh] / pack.assumptions.event_half_life_days.value)
    pressure = np.bincount(place, fading * events.signed_severity[fresh], count)
    mass = np.bincount(place, fading * events.severity[fresh], count)
    graded = fading * events.severity[fresh] * events.grade_weight[fresh]
    has_some = mass > 0
    weight = np.bincount(place, graded, count) / np.where(has_some, mass, 1.0)
    newest = np.zeros(count, dtype=np.int64)
    np.maximum.at(newest, place, day)
    day_of_newest = np.where(has_some, newest, 0)
    return np.where(has_some, pressure, np.nan), day_of_newest, weight
