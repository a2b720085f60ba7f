"""What had been recorded by an instant, and nothing that was not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from risks import baseline, state, what_if
from tests.builders import PUBLISHED_ON, make_pack, make_reading, small_pack

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
    assert chance(made) == chance(None) == pytest.approx(0.15)
