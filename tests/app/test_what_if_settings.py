import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.what_if_settings import MOST_SETTINGS, read_settings, write_settings

NAMES = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@given(st.dictionaries(NAMES, st.floats(allow_nan=False, allow_infinity=False)))
def test_settings_written_into_an_address_come_back_to_the_bit(
    settings: dict[str, float],
) -> None:
    assert read_settings(write_settings(settings)) == (settings, ())


def test_whole_numbers_are_written_without_a_point() -> None:
    assert write_settings({"brent": 60.0, "stance": 3.5}) == "brent:60;stance:3.5"


@pytest.mark.parametrize(
    "written",
    ["brent", "brent:", ":60", "brent:nan", "brent:inf", "brent:1_0", "brent:1e999",
     "brent:sixty", "brent:60:70", "brent:٦٠", "x" * 61 + ":1"],
)  # fmt: skip
def test_what_is_no_setting_is_told_and_nothing_is_kept(written: str) -> None:
    settings, problems = read_settings(f"stance:3;{written}")

    assert settings == {}
    assert len(problems) == 1
    assert "is not a setting written like" in problems[0]


def test_every_problem_is_told_at_once() -> None:
    _, problems = read_settings("a:1;a:2;b;c:x")

    assert problems[0] == "'a' is set twice."
    assert len(problems) == 3


def test_more_settings_than_any_pack_has_are_refused() -> None:
    written = ";".join(f"a{number}:1" for number in range(MOST_SETTINGS + 1))

    assert read_settings(written) == (
        {},
        ("The address sets 201 values; 200 at most.",),
    )
