"""How figures are worded; the same phrase everywhere."""

from datetime import date
from math import nan

import pytest

from dashboard import text

NARROW = "\u202f"


def test_days_are_written_alike_on_every_server() -> None:
    assert text.day(date(2027, 8, 5)) == "5 Aug 2027"
    assert text.short_day(date(2027, 8, 5)) == "5 Aug"
    assert text.by(date(2027, 8, 15)) == "by 15 Aug 2027"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 10, 1), date(2026, 10, 1), "1 Oct 2026"),
        (date(2026, 10, 1), date(2026, 10, 31), "1–31 Oct 2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "1 Jul – 31 Dec 2026"),
        (date(2027, 1, 1), date(2028, 12, 31), "1 Jan 2027 – 31 Dec 2028"),
    ],
)
def test_a_span_names_what_differs(first: date, last: date, said: str) -> None:
    assert text.span(first, last) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "of today"), (1, "1 day old"), (99, "99 days old"), (nan, "no reading yet")],
)
def test_age_is_said_in_words(days: float, said: str) -> None:
    assert text.age(days) == said


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, f"0{NARROW}%"),
        (0.004, f"under 1{NARROW}%"),
        (0.01, f"1{NARROW}%"),
        (0.52, f"52{NARROW}%"),
        (0.99, f"99{NARROW}%"),
        (0.996, f"over 99{NARROW}%"),
        (1.0, f"100{NARROW}%"),
    ],
)
def test_a_chance_is_never_rounded_to_certainty(chance: float, said: str) -> None:
    assert text.percent(chance) == said


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (5.24, "5.2 pt worse"),
        (-3.0, "3.0 pt better"),
        (0.0, "no change"),
        (0.02, "less than 0.1 pt worse"),
        (-0.02, "less than 0.1 pt better"),
    ],
)
def test_a_change_has_a_direction_in_words(points: float, said: str) -> None:
    assert text.change(points) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (2279, f"2{NARROW}279"),
        (1234567.25, f"1{NARROW}234{NARROW}567.25"),
        (-4.5, "\u22124.5"),
        (-0.00001, "0.0000"),
        (0.123456, "0.1235"),
    ],
)
def test_a_quantity_keeps_the_digits_it_was_stated_with(
    value: float, said: str
) -> None:
    assert text.quantity(value) == said


def test_a_count_has_its_noun() -> None:
    assert text.count(1, "risk") == "1 risk"
    assert text.count(0, "risk") == "0 risks"
    assert text.count(2, "link feeds it", "links feed it") == "2 links feed it"


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (0, "calm"),
        (32.4, "calm"),
        (32.6, "watch"),
        (66.4, "watch"),
        (67, "alarm"),
        (99.4, "alarm"),
        (99.6, "extreme"),
        (100, "extreme"),
    ],
)
def test_a_level_is_the_last_goalpost_reached_as_shown(score: float, word: str) -> None:
    assert text.level(score) == word


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "fewer than 1 in 1\u202f000"),
        (0.0009, "fewer than 1 in 1\u202f000"),
        (0.001, "under 1\u202f%"),
        (0.3, "30\u202f%"),
        (0.999, "over 99\u202f%"),
        (1.0, "more than 999 in 1\u202f000"),
    ],
)
def test_what_was_never_seen_is_not_called_impossible(value: float, said: str) -> None:
    assert text.share(value) == said
