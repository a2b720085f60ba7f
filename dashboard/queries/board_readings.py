"""What an indicator read on one day, and every reading that came until another."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from risks.model import Kind, Pack, Reading
from risks.model.columns import DAY_SPAN
from risks.rates import Baseline
from risks.state import State


@dataclass(frozen=True)
class ReadingAt:
    """One reading; ``grade`` is its Admiralty grade, ``judged`` or ``derived``.

    ``written_on`` is set for a judgement written down after the day it is about, with
    hindsight.
    """

    value: float
    observed_on: date
    source: str
    url: str | None
    grade: str
    note: str
    written_on: date | None

    @property
    def is_judged(self) -> bool:
        """Return whether it is a judgement of the desk."""
        return self.grade == "judged"


@dataclass(frozen=True)
class ReadingMove:
    """What an indicator read on the earlier day, and what came since.

    ``steps`` are the readings after the earlier day, oldest first, the last one in
    force now. Without any, only its age or the judgement of the risk has changed.
    """

    indicator_id: str
    title: str
    unit: str
    before: ReadingAt | None
    steps: tuple[ReadingAt, ...]

    @property
    def is_new(self) -> bool:
        """Return whether a reading has come since the earlier day."""
        return bool(self.steps)

    @property
    def is_judged(self) -> bool:
        """Return whether judgements of the desk make it."""
        return any(each.is_judged for each in (*self.steps, self.before) if each)


def reading_move(now: Baseline, then: Baseline, indicator_id: str) -> ReadingMove:
    """Return what an indicator read on the earlier day, and every reading since."""
    indicator = now.pack.indicator(indicator_id)
    steps = (
        _derived_steps(now.scored.state, then, indicator_id)
        if indicator.kind is Kind.EVENT_PRESSURE
        else tuple(_as_read(each) for each in _new_readings(now, then, indicator_id))
    )
    return ReadingMove(
        indicator_id=indicator_id,
        title=indicator.title,
        unit=indicator.unit,
        before=_in_force(then.scored.state, indicator_id),
        steps=steps,
    )


def _new_readings(
    now: Baseline, then: Baseline, indicator_id: str
) -> tuple[Reading, ...]:
    """Return what is known now and was not then, which may be about an earlier day."""
    known = readings_between(then.pack, indicator_id, date.min, then.as_of)
    found = readings_between(now.pack, indicator_id, date.min, now.as_of)
    return tuple(each for each in found if each not in known)


def readings_between(
    pack: Pack, indicator_id: str, since: date, until: date
) -> tuple[Reading, ...]:
    """Return the readings after a day up to another, oldest first, one a day.

    Of several on one day the one that counts.
    """
    columns, place = pack.reading_columns, pack.indicator_place(indicator_id)
    ends = [place * DAY_SPAN + each.toordinal() for each in (since, until)]
    first, last = np.searchsorted(columns.key, ends, side="right")
    keys, rows = columns.key[first:last].tolist(), columns.row[first:last].tolist()
    by_day = dict(zip(keys, rows, strict=True))  # the last of a day is the one in force
    return tuple(pack.readings[row] for row in by_day.values())


def _derived_steps(
    known: State, then: Baseline, indicator_id: str
) -> tuple[ReadingAt, ...]:
    found = _in_force(known, indicator_id)
    return (found,) if found and found.observed_on > then.as_of else ()


def _in_force(known: State, indicator_id: str) -> ReadingAt | None:
    """Return the reading in force, a derived one included; nothing without one."""
    value, seen = known.value(indicator_id), known.observed_on(indicator_id)
    if value is None or seen is None:
        return None
    reading = known.reading(indicator_id)
    if reading is None:
        return ReadingAt(value, seen, "", None, "derived", "", None)
    return _as_read(reading)


def _as_read(reading: Reading) -> ReadingAt:
    written = reading.recorded_at.date()
    is_late = reading.grade == "judged" and written > reading.observed_on
    return ReadingAt(
        reading.value,
        reading.observed_on,
        reading.source,
        reading.url,
        reading.grade,
        reading.note,
        written if is_late else None,
    )
