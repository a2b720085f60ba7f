"""The reader's own palette: nothing that is drawn may vanish in it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
CHANGED = "/what-if?set=brent-usd-bbl-week:115;russian-coercion:3.5"
RISK = "/registers/BD1?as-of=2026-03-01"
# What is drawn, and what it is drawn on.
DRAWN = (
    ("/", ".bar-fill", ".bar"),
    ("/", ".rail a[aria-current=page]", ".rail"),
    ("/", ".choice a[aria-current=page]", ".card"),
    (CHANGED, ".dot", ".card"),
    (f"{CHANGED}&target=moves-most", ".swing-extreme", ".card"),
    (RISK, ".fall-bar", ".card"),
    (RISK, ".range-mark", ".range"),
)
LINED = (("/", ".track"), (CHANGED, ".pressure-bar"))
OUTLINED = ((CHANGED, ".lever-track"), (CHANGED, ".pressure-bar"), ("/", ".bar"))


def forced(page: Page, awaited: str) -> Page:
    expect(page.locator(awaited).first).to_be_attached()
    page.emulate_media(forced_colors="active")
    return page


def style(page: Page, selector: str, name: str) -> str:
    return str(
        page.evaluate(
            "([selector, name]) => getComputedStyle(document.querySelector(selector))"
            "[name]",
            [selector, name],
        )
    )


@pytest.mark.parametrize(("path", "drawn", "ground"), DRAWN)
def test_what_is_drawn_stands_out_from_its_ground(
    open_page: OpenPage, path: str, drawn: str, ground: str
) -> None:
    page = forced(open_page(path), drawn)
    colour = style(page, drawn, "backgroundColor")
    assert style(page, drawn, "forcedColorAdjust") == "none"
    assert colour != style(page, ground, "backgroundColor")
    assert colour != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize(("path", "drawn"), LINED)
def test_what_is_drawn_by_a_pattern_keeps_it(
    open_page: OpenPage, path: str, drawn: str
) -> None:
    page = forced(open_page(path), drawn)
    assert style(page, drawn, "forcedColorAdjust") == "none"
    assert "gradient" in style(page, drawn, "backgroundImage")


@pytest.mark.parametrize(("path", "drawn"), OUTLINED)
def test_a_bar_shows_where_it_ends(open_page: OpenPage, path: str, drawn: str) -> None:
    page = forced(open_page(path), drawn)
    assert style(page, drawn, "outlineStyle") == "solid"
