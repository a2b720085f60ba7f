"""What is left out is said; what is shown is what was said."""

from datetime import date

import pytest

from risks.brief.sheets import Row, Section, cut
from risks.brief.typeset import broken
from risks.brief.words import clean, day_words, share_words, shortened, signed
from tests.brief.conftest import sheet


def test_rows_left_out_are_counted():
    short = cut(sheet(rows=9), 2, 80)
    table, whole = short.sections[:2]
    assert (len(table.rows), table.more_words) == (2, "and 7 more in the minutes")
    assert (len(whole.rows), whole.more_words) == (6, "")
    assert cut(short, 1, 80).sections[0].more == 8


def test_a_table_without_room_for_any_row_says_how_many_there_are():
    assert cut(sheet(rows=9), 0, 80).sections[0].more_words == "9 in the minutes"


def test_an_empty_table_leaves_nothing_out():
    empty = Section("Movers", ("Risk",), (), wide=0, empty="None.")
    assert empty.more_words == ""


def test_a_long_text_ends_in_an_ellipsis():
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
    row = cut(sheet("x" * 400), 3, 80).sections[0].rows[0]
    assert [len(each) for each in row.cells] == [40, 80, 40]
    assert row == Row(row.cells, row.url)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "under 0.1 %"),
        (0.0004, "under 0.1 %"),
        (0.416, "41.6 %"),
        (0.9997, "over 99.9 %"),
        (1.0, "over 99.9 %"),
    ],
)
def test_no_chance_is_rounded_to_sure(share, words):
    assert share_words(share) == words


def test_changes_have_signs_and_days_have_months():
    assert [signed(x, 1) for x in (1.25, -0.3, 0.04)] == ["+1.2", "\u22120.3", "0"]
    assert day_words(date(2026, 11, 8)) == "8 Nov 2026"


def test_what_cannot_be_seen_is_shown_as_unknown():
    assert clean("a\x1b[2Jb\u202ec\n d") == "a\ufffd[2Jb\ufffdc d"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_long_words_can_be_broken_and_short_ones_stay():
    assert broken("a reasonable text") == "a reasonable text"
    assert broken("x" * 50).replace("\u200b", "") == "x" * 50
    assert max(map(len, broken("x" * 50).split("\u200b"))) <= 22
