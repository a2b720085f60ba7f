"""Which page an address opens."""

import re

from dashboard.browser_state import Visit
from dashboard.routes import Page, Route, find_route


def _draw(visit: Visit) -> Page:
    return Page(visit.path, [])


ROUTES = (
    Route("/", _draw),
    Route("/registers", _draw),
    Route("/registers/<risk_id>", _draw),
)


def _found(path: str) -> tuple[str, dict[str, str]] | None:
    found = find_route(ROUTES, path)
    return found and (found[0].path, dict(found[1]))


def test_an_address_finds_its_page_and_its_parts() -> None:
    assert _found("/") == ("/", {})
    assert _found("/registers") == ("/registers", {})
    assert _found("/registers/TW1") == ("/registers/<risk_id>", {"risk_id": "TW1"})
    assert _found("/registers/a%20b") == (
        "/registers/<risk_id>",
        {"risk_id": "a b"},
    )


def test_a_part_holds_no_slash_and_is_not_empty() -> None:
    assert _found("/registers/") is None
    assert _found("/registers/TW1/more") is None
    assert _found("/elsewhere") is None


def test_dots_in_a_path_are_dots() -> None:
    assert Route("/a.csv", _draw).pattern == re.compile(r"/a\.csv")
