"""From readings to scores: which reading counts, how it fades, what is missing."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks import default_as_of, scores, state
from risks.scoring import coverage, register_weights
from tests.builders import make_event, make_pack, make_reading, small_pack

DAY = date(2026, 8, 1)
FIRST = make_reading().indicator_id


def _pack(*readings):
    return make_pack(readings=readings)


def _reading(day, value, **changes):
    return make_reading(observed_on=day, value=value, **changes)


def test_the_latest_reading_by_the_day_counts():
    pack = _pack(
        _reading(date(2026, 5, 1), 1),
        _reading(date(2026, 6, 1), 2),
        _reading(date(2026, 7, 1), 3),
    )
    assert state(pack, date(2026, 4, 30)).value(FIRST) is None
    assert state(pack, date(2026, 5, 1)).value(FIRST) == 1
    assert state(pack, date(2026, 6, 30)).value(FIRST) == 2
    assert state(pack, DAY).reading(FIRST) == pack.readings[2]


def test_of_one_day_the_better_grade_counts_then_the_later_recording():
    day = date(2026, 6, 1)
    later = datetime(2026, 9, 20, tzinfo=UTC)
    good = _reading(day, 1, reliability="A", credibility="1", source="one")
    poor = _reading(day, 2, reliability="D", credibility="4", source="two")
    repeat = _reading(
        day, 3, reliability="A", credibility="1", source="three", recorded_at=later
    )
    assert state(_pack(good, poor), DAY).value(FIRST) == 1
    assert state(_pack(poor, good, repeat), DAY).value(FIRST) == 3
    known_at = datetime(2026, 6, 10, tzinfo=UTC)
    early = [
        each.model_copy(update={"recorded_at": datetime(2026, 6, 2, tzinfo=UTC)})
        for each in (good, poor)
    ]
    assert state(_pack(*early, repeat), DAY, known_at).value(FIRST) == 1


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 400), st.floats(0, 100)),
        max_size=30,
    ),
    st.integers(0, 400),
)
def test_the_search_agrees_with_looking_at_every_reading(rows, at):
    start = date(2025, 1, 1)
    ids = [each.id for each in small_pack().indicators]
    readings = tuple(
        _reading(
            start + timedelta(days=offset),
            value,
            indicator_id=ids[which],
            source=str(number),
        )
        for number, (which, offset, value) in enumerate(rows)
        if small_pack().indicator(ids[which]).kind != "event-pressure"
    )
    pack, as_of = make_pack(readings=readings, events=()), start + timedelta(days=at)
    found = state(pack, as_of)
    for indicator_id in ids:
        known = [
            each
            for each in readings
            if each.indicator_id == indicator_id and each.observed_on <= as_of
        ]
        newest = max((each.observed_on for each in known), default=None)
        expected = [each for each in known if each.observed_on == newest]
        assert found.value(indicator_id) == (expected[-1].value if expected else None)


def test_a_reading_keeps_its_weight_until_stale_then_halves():
    indicator = small_pack().indicator(FIRST)
    half_life = int(
        indicator.half_life_days or small_pack().assumptions.half_life_days.value
    )
    fresh_until = indicator.stale_after_days
    pack = _pack(_reading(date(2026, 1, 1), 5))
    place = pack.indicator_place(FIRST)

    def trust(age):
        return scores(state(pack, date(2026, 1, 1) + timedelta(days=age))).reliability[
            place
        ]

    assert trust(fresh_until) == trust(0) > 0
    assert trust(fresh_until + half_life) == pytest.approx(trust(0) / 2)
    assert trust(fresh_until + 2 * half_life) == pytest.approx(trust(0) / 4)


def test_a_missing_reading_falls_back_and_lowers_coverage():
    pack = make_pack(readings=(), events=())
    scored = scores(state(pack, DAY))
    assert scored.shrunk.tolist() == [each.no_news for each in pack.indicators]
    assert scored.is_stale.all()
    known = coverage(scored.reliability, register_weights(scored.state))
    assert (known == 0).all()


def test_shrunk_scores_lie_between_raw_and_no_news():
    scored = scores(state(small_pack(), DAY))
    no_news = small_pack().indicator_columns.no_news
    low, high = np.minimum(scored.raw, no_news), np.maximum(scored.raw, no_news)
    assert (low - 1e-9 <= scored.shrunk).all()
    assert (scored.shrunk <= high + 1e-9).all()


def _event_value(as_of, *events):
    pack = make_pack(events=events)
    derived = next(each for each in pack.indicators if each.kind == "event-pressure")
    return state(pack, as_of).value(derived.id), pack.assumptions


def test_event_pressure_adds_what_raises_and_takes_off_what_lowers():
    day = date(2026, 6, 1)
    raising = make_event(id="E1", happened_on=day, direction="raises", severity=4)
    lowering = make_event(id="E2", happened_on=day, direction="lowers", severity=1)
    neutral = make_event(id="E3", happened_on=day, direction="neutral", severity=5)
    value, assumptions = _event_value(day, raising, lowering, neutral)
    assert value == 3
    half_life = assumptions.event_half_life_days.value
    faded, _ = _event_value(day + timedelta(days=int(half_life)), raising, lowering)
    assert faded == pytest.approx(1.5)


def test_events_ahead_or_past_the_window_do_not_count():
    day = date(2026, 6, 1)
    event = make_event(happened_on=day)
    _, assumptions = _event_value(day, event)
    window = int(assumptions.event_window_days.value)
    assert _event_value(day - timedelta(days=1), event)[0] is None
    assert _event_value(day + timedelta(days=window), event)[0] is not None
    assert _event_value(day + timedelta(days=window + 1), event)[0] is None


def test_the_default_day_is_the_newest_evidence_or_judgement():
    pack = small_pack()
    judged = max(each.judgements[-1].judged_on for each in pack.risks)
    assert default_as_of(pack) >= judged
    late = _reading(date(2027, 1, 5), 1)
    assert default_as_of(_pack(late)) == date(2027, 1, 5)
    assert default_as_of(make_pack(readings=(), events=())) == judged
