from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.corridor.months import day_after, first_month_after, months_until

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(as_of=days, day=days)
def test_a_day_turned_into_months_comes_back(as_of, day):
    assert day_after(as_of, months_until(as_of, day)) == day


@given(as_of=days, day=days)
def test_a_later_day_is_more_months_away(as_of, day):
    assert months_until(as_of, day) < months_until(as_of, day + date.resolution)


def test_the_same_day_of_another_month_is_whole_months_away():
    assert months_until(date(2026, 8, 15), date(2028, 10, 15)) == 26
    assert months_until(date(2026, 8, 15), date(2026, 5, 15)) == -3
    assert months_until(date(2026, 8, 15), date(2026, 8, 15)) == 0


def test_days_count_evenly_within_a_month():
    assert months_until(date(2026, 8, 15), date(2026, 9, 1)) == pytest.approx(17 / 31)
    assert day_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert day_after(date(2026, 1, 31), 0.5) == date(2026, 2, 14)


def test_a_hit_in_the_month_an_end_falls_in_comes_before_it():
    # Month 13 is the one in which 12.3 falls; a hit of month 12 ends before it.
    found = first_month_after(np.array([0.0, 12.0, 12.3, 60.0, 99.0, np.inf]), 60)
    assert found.tolist() == [0, 12, 13, 60, 61, 61]
