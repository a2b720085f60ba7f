"""Past weeks are replayed, and movers name the reading that moved them."""

from datetime import date, timedelta

import numpy as np
import pytest

from risks import baseline, movers, scores, state, weekly_pressure, what_if
from risks.history import WEEK
from risks.scoring import pressures, register_weights
from tests.builders import make_pack, make_reading, small_pack

AS_OF = date(2026, 8, 10)
FIRST = make_reading().indicator_id


def test_a_replayed_week_is_what_that_day_shows():
    pack = small_pack()
    history = weekly_pressure(pack, AS_OF, weeks=5)
    assert history.days == tuple(AS_OF - WEEK * back for back in (4, 3, 2, 1, 0))
    for day, row in zip(history.days, history.pressure, strict=True):
        scored = scores(state(pack, day))
        power = pack.assumptions.pressure_power.value
        expected = pressures(scored.shrunk, register_weights(scored.state), power)
        assert row.tobytes() == expected.tobytes()


def test_a_week_with_a_new_reading_is_marked_once():
    day = AS_OF - timedelta(days=10)
    pack = make_pack(readings=(make_reading(observed_on=day),))
    history = weekly_pressure(pack, AS_OF, weeks=4)
    register = [each.id for each in pack.registers].index(
        pack.indicator(FIRST).register_id
    )
    assert history.has_reading[:, register].tolist() == [False, False, True, False]


@pytest.mark.parametrize(("age", "week"), [(0, 3), (6, 3), (7, 2)])
def test_a_week_runs_to_its_day_and_not_a_day_further(age, week):
    reading = make_reading(observed_on=AS_OF - timedelta(days=age))
    history = weekly_pressure(make_pack(readings=(reading,)), AS_OF, weeks=4)
    assert np.flatnonzero(history.has_reading.any(axis=1)).tolist() == [week]


def test_movers_name_the_change_and_its_indicator():
    since = AS_OF - 4 * WEEK
    readings = (
        make_reading(observed_on=since - WEEK, value=0),
        make_reading(observed_on=AS_OF - WEEK, value=1e6),
    )
    pack = make_pack(readings=readings)
    moved = movers(pack, AS_OF, since)
    touched = {each.risk_id for each in pack.signals if each.indicator_id == FIRST}
    by_reading = [each for each in moved if each.judged_on is None]
    assert {each.risk_id for each in by_reading} == touched
    assert {each.indicator_id for each in by_reading} == {FIRST}
    for each in moved:
        place = pack.risk_place(each.risk_id)
        now, then = (
            what_if(baseline(pack, day), {}).numbers.chance for day in (AS_OF, since)
        )
        assert each.points == pytest.approx(100 * (now[place] - then[place]))


def test_movers_come_largest_first_and_none_when_nothing_moved():
    moved = movers(small_pack(), AS_OF, AS_OF - 12 * WEEK)
    sizes = [abs(each.points) for each in moved]
    assert sizes == sorted(sizes, reverse=True)
    quiet = AS_OF + timedelta(days=1)
    assert movers(make_pack(readings=(), events=()), quiet + WEEK, quiet) == []


def test_a_new_judgement_is_told_from_a_new_reading():
    pack = make_pack(readings=(), events=())
    judged_twice = next(each for each in pack.risks if len(each.judgements) > 1)
    day = judged_twice.judgements[-1].judged_on
    moved = movers(pack, day, day - timedelta(days=1))
    assert [each.risk_id for each in moved] == [judged_twice.id]
    assert moved[0].judged_on == day
    assert moved[0].indicator_id == ""
