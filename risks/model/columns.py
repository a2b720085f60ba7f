"""The same records as columns, so that a state of a million readings is one search.

Built once per pack. Rows are in the order of the pack's indicators and risks; a day
is its proleptic ordinal (1 = 1 January of year 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from risks.model.indicators import Indicator, Kind, RecordedEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from risks.model.assumptions import Assumptions
    from risks.model.indicators import Event, Reading

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
DAY_SPAN = 2**22  # more days than any date has; keeps (indicator, day) in one integer


@dataclass(frozen=True)
class IndicatorColumns:
    """What scoring needs of ``n`` indicators; every array has ``n`` rows.

    ``goalposts`` is (n, 4) in each indicator's unit, for scores 0, 33, 67 and 100.
    """

    goalposts: Floats
    stale_after: Floats
    half_life: Floats
    no_news: Floats
    weight: Floats
    register_place: Ints
    is_derived: npt.NDArray[np.bool_]


def indicator_columns(
    indicators: Sequence[Indicator],
    register_ids: Sequence[str],
    assumptions: Assumptions,
) -> IndicatorColumns:
    """Return the columns of some indicators, in their order."""
    default_half_life = assumptions.half_life_days.value
    return IndicatorColumns(
        goalposts=np.array([four_posts(each) for each in indicators]).reshape(-1, 4),
        stale_after=_floats(each.stale_after_days for each in indicators),
        half_life=_floats(
            each.half_life_days or default_half_life for each in indicators
        ),
        no_news=_floats(each.no_news for each in indicators),
        weight=_floats(each.weight for each in indicators),
        register_place=np.array(
            [register_ids.index(each.register_id) for each in indicators],
            dtype=np.int64,
        ),
        is_derived=np.array(
            [each.kind is Kind.EVENT_PRESSURE for each in indicators], bool
        ),
    )


def four_posts(indicator: Indicator) -> tuple[float, ...]:
    """Return goalposts for 0, 33, 67 and 100; two stated ones are joined straight."""
    if len(indicator.goalposts) == 4:  # the four named scores
        return indicator.goalposts
    calm, extreme = indicator.goalposts
    span = extreme - calm
    return (calm, calm + 0.33 * span, calm + 0.67 * span, extreme)


@dataclass(frozen=True)
class ReadingColumns:
    """Readings sorted by indicator, day, grade weight and recording; the last one wins.

    ``key`` is ``place * DAY_SPAN + day``, ``row`` the place in the pack's readings,
    ``recorded`` seconds since 1970 in UTC.
    """

    key: Ints
    value: Floats
    grade_weight: Floats
    recorded: Floats
    row: Ints

    def known_at(self, second: float) -> ReadingColumns:
        """Return only what had been recorded by an instant (seconds since 1970)."""
        kept = self.recorded <= second
        return ReadingColumns(
            self.key[kept],
            self.value[kept],
            self.grade_weight[kept],
            self.recorded[kept],
            self.row[kept],
        )


def reading_columns(
    place: Ints, day: Ints, value: Floats, grade_weight: Floats, recorded: Floats
) -> ReadingColumns:
    """Sort readings given as equally long columns; rows count in the given order."""
    order = np.lexsort((recorded, grade_weight, place * DAY_SPAN + day))
    return ReadingColumns(
        key=(place * DAY_SPAN + day)[order],
        value=value[order],
        grade_weight=grade_weight[order],
        recorded=recorded[order],
        row=order.astype(np.int64),
    )


def columns_of_readings(
    readings: Sequence[Reading], places: dict[str, int], assumptions: Assumptions
) -> ReadingColumns:
    """Return the columns of a pack's readings."""
    return reading_columns(
        _ints(places[each.indicator_id] for each in readings),
        _ints(each.observed_on.toordinal() for each in readings),
        _floats(each.value for each in readings),
        _floats(grade_weight(each, assumptions) for each in readings),
        _floats(each.recorded_at.timestamp() for each in readings),
    )


def grade_weight(evidence: Reading | Event, assumptions: Assumptions) -> float:
    """Return the weight, 0 to 1, that an Admiralty grade or a judgement carries."""
    if evidence.reliability is None or evidence.credibility is None:
        return assumptions.judged_weight.value
    letter = assumptions.reliability_weight.value[evidence.reliability]
    return letter * assumptions.credibility_weight.value[evidence.credibility]


@dataclass(frozen=True)
class EventColumns:
    """Events in pack order: their register, day, severity with sign, and weights.

    ``recorded`` is in seconds since 1970 in UTC.
    """

    register_place: Ints
    day: Ints
    signed_severity: Floats
    severity: Floats
    grade_weight: Floats
    recorded: Floats


def event_columns(
    events: Sequence[Event],
    register_ids: Sequence[str],
    assumptions: Assumptions,
    published_on: date,
) -> EventColumns:
    """Return the columns of a pack's events.

    One that carries no instant of its own counts as recorded with the pack, at the
    start (UTC) of the day it was published.
    """
    published = datetime.combine(published_on, time.min, UTC)
    places = {register_id: place for place, register_id in enumerate(register_ids)}
    return EventColumns(
        _ints(places[each.register_id] for each in events),
        _ints(each.happened_on.toordinal() for each in events),
        _floats(each.sign * each.severity for each in events),
        _floats(each.severity for each in events),
        _floats(grade_weight(each, assumptions) for each in events),
        _floats(_recorded_at(each, published).timestamp() for each in events),
    )


def _recorded_at(event: Event, published: datetime) -> datetime:
    return event.recorded_at if isinstance(event, RecordedEvent) else published


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
