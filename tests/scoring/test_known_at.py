"""What had been recorded by an instant, and nothing that was not."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from risks import baseline, default_as_of, state, what_if
from tests.builders import (
    PUBLISHED_ON,
    make_assumptions,
    make_event,
    make_pack,
    make_reading,
    small_pack,
)

AS_OF = PUBLISHED_ON
PUBLISHED_AT = datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def test_all_of_a_pack_is_known_from_the_start_of_the_day_it_was_published():
    pack = small_pack()
    then, now = state(pack, AS_OF, PUBLISHED_AT), state(pack, AS_OF)
    assert then.values.tobytes() == now.values.tobytes()


def test_an_event_is_not_known_before_the_pack_was_published():
    pack = small_pack()
    known = state(pack, AS_OF, PUBLISHED_AT - MOMENT)
    assert [known.value(each.id) for each in pack.indicators] == [None] * 6
    assert known.observed.tolist() == [0] * 6
    assert known.grade_weight.tolist() == [0.0] * 6


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="known_at needs a time zone"):
        state(small_pack(), AS_OF, datetime(2026, 8, 15))  # noqa: DTZ001  # on purpose


def _late_reading(known_from):
    """Return works-delay at 0 since June, and at 30 recorded only later."""
    recorded = datetime(2026, 6, 2, tzinfo=UTC)
    return make_pack(
        readings=(
            make_reading(observed_on=date(2026, 6, 1), value=0.0, recorded_at=recorded),
            make_reading(
                observed_on=date(2026, 7, 10), value=30.0, recorded_at=known_from
            ),
        ),
        events=(),
    )


def test_a_chance_rests_on_what_was_recorded_by_then():
    known_from = datetime(2026, 8, 1, tzinfo=UTC)
    pack = _late_reading(known_from)
    place = pack.risk_place("TW1")

    def chance(known_at):
        base = baseline(pack, date(2026, 8, 9), known_at)
        return what_if(base, {}).numbers.chance[place]

    assert chance(known_from - MOMENT) == pytest.approx(0.2, abs=1e-15)
    assert chance(known_from) == chance(None) > 0.2


def test_a_judgement_is_in_force_from_the_day_it_was_made():
    pack = small_pack()  # BT1 was judged anew on 10 August
    place, made = pack.risk_place("BT1"), datetime(2026, 8, 10, tzinfo=UTC)

    def chance(known_at):
        base = baseline(make_pack(readings=(), events=()), AS_OF, known_at)
        return what_if(base, {}).numbers.chance[place]

    assert chance(made - MOMENT) == pytest.approx(0.1)
    early = made.replace(hour=3, tzinfo=timezone(timedelta(hours=4)))  # 9 August, UTC
    assert chance(early) == pytest.approx(0.1)
    assert chance(made) == chance(None) == pytest.approx(0.15)


def test_a_judgement_made_after_the_day_is_not_in_force_however_well_known():
    pack = make_pack(readings=(), events=())
    base = baseline(pack, date(2026, 8, 9), PUBLISHED_AT)
    chance = what_if(base, {}).numbers.chance[pack.risk_place("BT1")]
    assert chance == pytest.approx(0.1)


@pytest.mark.parametrize("in_order", [True, False])
def test_a_poorer_report_of_the_same_day_does_not_win_by_coming_later(in_order):
    good = make_reading(recorded_at=datetime(2026, 8, 2, tzinfo=UTC))
    poor = make_reading(value=30.0, reliability="D", source="Rumour")
    readings = (good, poor) if in_order else (poor, good)
    assert state(make_pack(readings=readings), AS_OF).value("works-delay") == good.value


def test_the_newest_event_dates_a_pressure_in_whatever_order_events_come():
    days = [date(2026, 6, 1), date(2026, 8, 14), date(2026, 7, 1)]
    events = [
        make_event(id=f"EV{number}", happened_on=day) for number, day in enumerate(days)
    ]
    pack = make_pack(events=events)
    assert state(pack, AS_OF).observed_on("tw-event-pressure") == days[1]
    assert default_as_of(pack) == days[1]


def test_events_faded_to_nothing_leave_neither_value_nor_day():
    faded = make_assumptions(event_half_life_days=0.001, event_window_days=9999.0)
    known = state(make_pack(assumptions=faded), AS_OF)
    assert known.value("tw-event-pressure") is None
    assert known.observed_on("tw-event-pressure") is None
