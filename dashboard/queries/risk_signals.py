"""The signals of a risk: what each says today, and the evidence it rests on."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dashboard.queries.indicators import (
    EventSeen,
    IndicatorNow,
    ReadingSeen,
    events_behind,
    indicator_now,
    readings_of,
)
from risks.model import Indicator, Pack, Risk, Signal
from risks.rates import Baseline, group_weight, settles
from risks.state import event_pressure

WEEKS_OF_EVENTS = 52
WEEK = timedelta(weeks=1)
History = tuple[tuple[date, float], ...]  # days and values, oldest first


@dataclass(frozen=True)
class SignalSeen:
    """A link from an indicator to a risk, with the news it brings.

    Attributes
    ----------
    times
        How many times as likely the risk is at score 100 as at score 0.
    weight
        What it counts for where signals share their evidence, 0-1.
    judged_score
        Where the indicator stood on the day of the judgement in force.
    settles_at, settles_to, is_settled
        The reading that decides the risk, which way, and whether it is there.
    history
        Days and values to draw, oldest first; a derived indicator's are weekly.
    events
        What a derived indicator is made of; none for the others.
    """

    indicator: IndicatorNow
    times: float
    reason: str
    weight: float
    judged_score: float
    settles_at: float | None
    settles_to: str
    is_settled: bool
    readings: tuple[ReadingSeen, ...]
    events: tuple[EventSeen, ...]
    history: History


def signals_of(base: Baseline, judged: Baseline, risk: Risk) -> tuple[SignalSeen, ...]:
    """Return a risk's signals, the one with the widest reach first."""
    own = [each for each in base.pack.signals if each.risk_id == risk.id]
    own.sort(key=lambda each: -abs(np.log(each.times)))
    return tuple(_signal(base, judged, each, own) for each in own)


def _signal(
    base: Baseline, judged: Baseline, signal: Signal, own: list[Signal]
) -> SignalSeen:
    indicator = base.pack.indicator(signal.indicator_id)
    now = indicator_now(base, indicator)
    readings = readings_of(base, indicator)
    sharing = sum(each.group == signal.group for each in own) if signal.group else 1
    value = np.nan if now.value is None else now.value
    return SignalSeen(
        indicator=now,
        times=signal.times,
        reason=signal.reason,
        weight=group_weight(sharing, base.pack.assumptions.evidence_overlap.value),
        judged_score=float(
            judged.scored.raw[base.pack.indicator_place(signal.indicator_id)]
        ),
        settles_at=signal.settles_at,
        settles_to=signal.settles_to,
        is_settled=settles(signal, indicator, value),
        readings=readings,
        events=events_behind(base, indicator.register_id) if now.is_derived else (),
        history=_history(base, indicator, now, readings),
    )


def _history(
    base: Baseline,
    indicator: Indicator,
    now: IndicatorNow,
    readings: tuple[ReadingSeen, ...],
) -> History:
    """Return what to draw: of several readings on one day, the one that counts."""
    if now.is_derived:
        return weekly_event_pressure(base.pack, base.as_of, indicator.register_id)
    by_day = {each.observed_on: each.value for each in reversed(readings)}
    return tuple(by_day.items())


def weekly_event_pressure(pack: Pack, as_of: date, register_id: str) -> History:
    """Return a register's event pressure of a year of weeks; a gap has no row."""
    place = [each.id for each in pack.registers].index(register_id)
    days = [as_of - WEEK * back for back in range(WEEKS_OF_EVENTS, -1, -1)]
    values = [(each, float(event_pressure(pack, each)[0][place])) for each in days]
    return tuple(each for each in values if not np.isnan(each[1]))
