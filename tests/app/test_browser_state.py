"""What an address may ask for, and what is said when it cannot be had."""

from datetime import date
from urllib.parse import quote

import pytest

from dashboard.browser_state import LONGEST_QUERY, Visit, read_visit
from tests.app.browsing import TODAY, model_of

LATEST = date(2026, 8, 12)  # the newest evidence of the small pack


def _read(search: str, *known: str) -> Visit:
    return read_visit(model_of(), "/", search, known)


def test_without_a_date_a_page_is_about_the_newest_evidence() -> None:
    visit = _read("")
    assert (visit.as_of, visit.is_latest, visit.problems) == (LATEST, True, ())


def test_a_date_is_read_and_kept_in_every_link() -> None:
    visit = _read("?as-of=2026-08-01")
    assert visit.as_of == date(2026, 8, 1)
    assert visit.link("/registers/TW1") == "/registers/TW1?as-of=2026-08-01"
    assert visit.problems == ()


def test_the_default_date_leaves_links_short() -> None:
    assert _read(f"?as-of={LATEST}").link("/registers") == "/registers"


def test_today_can_be_asked_for_though_the_evidence_is_older() -> None:
    assert _read(f"?as-of={TODAY}").as_of == TODAY


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2026-11-23", "23 Nov 2026 lies ahead; nothing is known about it yet."),
        ("2020-01-01", "The evidence begins on 31 Mar 2026."),
        ("garbage", "'garbage' is not a day written like 2026-08-15."),
        ("20260801", "'20260801' is not a day written like 2026-08-15."),
        ("2026-W32-1", "'2026-W32-1' is not a day"),
        ("2026-02-30", "'2026-02-30' is not a day written like 2026-08-15."),
        ("9" * 200, "is not a day written like 2026-08-15."),
    ],
)
def test_an_unusable_date_is_said_and_the_default_shown(asked: str, said: str) -> None:
    visit = _read(f"?as-of={asked}")
    assert visit.as_of == LATEST
    assert len(visit.problems) == 1
    assert said in visit.problems[0]
    assert visit.problems[0].endswith("This page shows 12 Aug 2026 instead.")
    assert len(visit.problems[0]) < 160


def test_every_unknown_field_is_named_with_the_nearest_known_one() -> None:
    visit = _read("?as_of=2026-08-01&colour=red", "target")
    assert len(visit.problems) == 2
    assert "did you mean 'as-of'?" in visit.problems[0]
    assert "'colour'" in visit.problems[1]


def test_known_fields_are_handed_on_and_the_last_of_two_counts() -> None:
    visit = _read("?target=TW1&target=TW2&empty=", "target", "empty")
    assert dict(visit.query) == {"target": "TW2", "empty": ""}


def test_a_page_keeps_its_fields_when_the_date_changes() -> None:
    visit = _read("?target=TW1&as-of=2026-08-01", "target")
    assert visit.at(date(2026, 7, 25)) == "/?as-of=2026-07-25&target=TW1"
    assert visit.at(None) == "/?target=TW1"
    assert visit.but(target="") == "/?as-of=2026-08-01"
    assert visit.but(target="TW2") == "/?as-of=2026-08-01&target=TW2"


def test_settings_stay_readable_in_an_address() -> None:
    settings = "brent:60;stance:3.5"
    visit = _read(f"?set={quote(settings)}", "set")
    assert visit.query["set"] == settings
    assert visit.but() == f"/?set={settings}"


@pytest.mark.parametrize(
    "search",
    [
        "?" + "x" * LONGEST_QUERY,
        "?" + "&".join(f"a{n}=1" for n in range(50)),
        "?target=%ff%fe",
    ],
)
def test_an_address_that_cannot_be_read_says_so(search: str) -> None:
    visit = _read(search, "target")
    assert visit.as_of == LATEST
    assert "its settings are left out" in visit.problems[0]
