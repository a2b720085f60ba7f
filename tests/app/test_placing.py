"""Marks on the matrix: at their height, and none hides another."""

from collections import Counter
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.board_matrix import (
    CHANCE_BOUNDS,
    CHANCE_WORDS,
    IMPACTS,
    Impact,
    cell_step,
    marks_of,
)
from dashboard.components.placing import (
    BANDS,
    NARROW,
    WIDE,
    Mark,
    Room,
    band_of,
    banded,
    column_of,
    placed,
)
from dashboard.queries.board_risks import standing
from risks import baseline
from risks.likelihood import likelihood
from tests.app.browsing import shipped_pack

DAYS = (date(2026, 1, 17), date(2026, 8, 15), date(2026, 11, 22))
HEIGHTS = st.floats(0, 1, allow_nan=False)
MARKS = st.lists(st.tuples(st.integers(0, 4), HEIGHTS), max_size=40)


ROOMS = pytest.mark.parametrize("room", [WIDE, NARROW], ids=["wide", "narrow"])


def marks_at(found: list, room: Room) -> list[Mark]:
    """Return marks of columns and chances."""
    return [
        Mark(
            str(at),
            column,
            band_of(chance, CHANCE_BOUNDS),
            banded(chance, CHANCE_BOUNDS, room.inset),
        )
        for at, (column, chance) in enumerate(found)
    ]


def is_in_its_band(mark: Mark, height: float, room: Room) -> bool:
    low, high = mark.band / BANDS, (mark.band + 1) / BANDS
    half = room.mark_height / 2 - 1e-9
    return low + half <= height <= high - half


@ROOMS
@given(MARKS)
def test_no_mark_hides_another_and_all_stay_inside(room: Room, found: list) -> None:
    marks = marks_at(found, room)
    spots = placed(marks, room)
    assert sorted(each.id for each in spots) == sorted(each.id for each in marks)
    for one, other in combinations(spots, 2):
        if (one.column, one.lane) == (other.column, other.lane):
            assert abs(one.height - other.height) >= room.mark_height - 2e-9
    half = room.mark_height / 2 - 1e-9
    for spot in spots:
        assert half <= spot.height <= 1 - half


@ROOMS
@given(MARKS)
def test_marks_stay_in_the_field_of_their_colour(room: Room, found: list) -> None:
    marks = {each.id: each for each in marks_at(found, room)}
    fields = Counter((each.column, each.band) for each in marks.values())
    most = len(room.lanes) * room.rows
    for spot in placed(list(marks.values()), room):
        mark = marks[spot.id]
        if fields[mark.column, mark.band] <= most:
            assert is_in_its_band(mark, spot.height, room)


@ROOMS
@pytest.mark.parametrize("chance", CHANCE_BOUNDS)
def test_a_mark_on_a_bound_stands_in_one_field(room: Room, chance: float) -> None:
    for near in (chance, min(chance + 1e-12, 1.0)):
        (mark,) = marks_at([(0, near)], room)
        (spot,) = placed([mark], room)
        assert is_in_its_band(mark, spot.height, room)
        words = likelihood(chance).replace("roughly even chance", "about even")
        assert CHANCE_WORDS[mark.band][0] == words


@ROOMS
@pytest.mark.parametrize("impact", IMPACTS, ids=lambda each: each.key)
@pytest.mark.parametrize(
    "day", [date(2026, 1, 17), date(2026, 8, 15), date(2026, 11, 22)]
)
def test_no_shipped_risk_leaves_its_field(
    day: date, impact: Impact, room: Room
) -> None:
    base = baseline(shipped_pack(), day)
    risks = [each for each in standing(base, base).open if each.chance is not None]
    marks = {each.id: each for each in marks_of(risks, impact, room)}
    for spot in placed(list(marks.values()), room):
        assert is_in_its_band(marks[spot.id], spot.height, room)


def test_a_lone_mark_stands_at_its_own_height() -> None:
    (spot,) = placed([Mark("A", 2, 2, 0.4, 0.6)], WIDE)
    assert (spot.height, spot.lane, spot.column, spot.earlier) == (0.4, 1, 2, 0.6)


def test_three_equal_marks_stand_side_by_side() -> None:
    spots = placed([Mark(each, 1, 3, 0.5) for each in "ABC"], WIDE)
    assert {each.lane for each in spots} == {0, 1, 2}
    assert {each.height for each in spots} == {0.5}


@given(st.floats(0, 1, allow_nan=False), st.floats(0, 1, allow_nan=False))
def test_a_likelier_risk_never_stands_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert banded(low, CHANCE_BOUNDS) <= banded(high, CHANCE_BOUNDS)


def test_bands_are_equally_high_and_reach_both_ends() -> None:
    bands = len(CHANCE_BOUNDS) - 1
    assert bands == BANDS
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
