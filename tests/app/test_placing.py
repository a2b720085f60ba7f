"""Marks on the matrix: at their height, and none hides another."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.board_matrix import CHANCE_BOUNDS, IMPACTS, cell_step
from dashboard.components.placing import (
    MARK_HEIGHT,
    Mark,
    banded,
    column_of,
    placed,
)

HEIGHTS = st.floats(0, 1, allow_nan=False)
MARKS = st.lists(st.tuples(st.integers(0, 4), HEIGHTS), max_size=40)


@given(MARKS)
def test_no_mark_hides_another_and_all_stay_inside(found: list) -> None:
    marks = [Mark(str(at), column, high) for at, (column, high) in enumerate(found)]
    spots = placed(marks)
    assert sorted(each.id for each in spots) == sorted(each.id for each in marks)
    for one, other in combinations(spots, 2):
        if (one.column, one.lane) == (other.column, other.lane):
            assert abs(one.height - other.height) >= MARK_HEIGHT - 1e-9
    for spot in spots:
        assert MARK_HEIGHT / 2 <= spot.height <= 1 - MARK_HEIGHT / 2


def test_a_lone_mark_stands_at_its_own_height() -> None:
    (spot,) = placed([Mark("A", 2, 0.4, 0.6)])
    assert (spot.height, spot.lane, spot.column, spot.earlier) == (0.4, 1, 2, 0.6)


def test_three_equal_marks_stand_side_by_side() -> None:
    spots = placed([Mark(each, 1, 0.5) for each in "ABC"])
    assert {each.lane for each in spots} == {0, 1, 2}
    assert {each.height for each in spots} == {0.5}


@given(st.floats(0, 1, allow_nan=False), st.floats(0, 1, allow_nan=False))
def test_a_likelier_risk_never_stands_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert banded(low, CHANCE_BOUNDS) <= banded(high, CHANCE_BOUNDS)


def test_bands_are_equally_high_and_reach_both_ends() -> None:
    bands = len(CHANCE_BOUNDS) - 1
    for place, bound in enumerate(CHANCE_BOUNDS):
        assert abs(banded(bound, CHANCE_BOUNDS) - place / bands) < 1e-12


def test_columns_begin_at_their_bounds() -> None:
    delay = IMPACTS[0]
    found = [column_of(months, delay.bounds) for months in (0, 1, 2, 3, 6, 12, 60)]
    assert found == [0, 1, 1, 2, 3, 4, 4]
    for impact in IMPACTS:
        assert len(impact.columns) == len(impact.bounds) + 1 == 5


def test_a_cell_is_never_calmer_than_one_less_likely_or_less_heavy() -> None:
    for row in range(6):
        for column in range(4):
            assert cell_step(row, column) <= cell_step(row + 1, column)
            assert cell_step(row, column) <= cell_step(row, column + 1)
