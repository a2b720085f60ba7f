"""The frame in a real window: its width, its rail, and the field for any day."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app
from tests.app.boards import close
from tests.app.browsing import shipped_pack
from tests.app.logbooks import following
from tests.app.serving import served
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
PAGES = ("/", "/registers", "/registers/DP1", "/what-if")


def ready(page: Page) -> Page:
    expect(page.locator("h1")).to_be_visible()
    return page


def edges(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return {
        "x": box["x"],
        "y": box["y"],
        "right": box["x"] + box["width"],
        "bottom": box["y"] + box["height"],
    }


@pytest.mark.parametrize("path", PAGES)
def test_the_tools_stay_beside_the_date_at_1280(open_page: OpenPage, path: str) -> None:
    page = ready(open_page(path, 1280))
    steps, tools = edges(page, ".as-of-steps"), edges(page, ".top-tools")
    assert tools["x"] > steps["right"]
    assert tools["bottom"] == pytest.approx(steps["bottom"], abs=1)


@pytest.mark.parametrize("path", PAGES)
def test_a_wide_window_is_used_to_its_edge(open_page: OpenPage, path: str) -> None:
    page = ready(open_page(path, 2560))
    assert edges(page, "main")["right"] > 2500


def test_the_rail_stays_in_sight(open_page: OpenPage) -> None:
    page = ready(open_page("/registers/DP1", 1280))
    page.evaluate("window.scrollTo(0, 900)")
    assert page.evaluate("window.scrollY") > 500
    assert edges(page, ".rail")["y"] == 0
    expect(page.get_by_role("link", name="What-if", exact=True)).to_be_in_viewport()


def test_any_day_opens_the_same_page_and_keeps_the_rest(open_page: OpenPage) -> None:
    page = ready(open_page("/registers?register=border-demarcation"))
    page.get_by_text("Other date").click()
    field = page.get_by_label(re.compile("^Any day from"))
    expect(field).to_have_value("2026-08-15")
    field.fill("2025-11-05")
    field.press("Enter")
    page.wait_for_url("**/registers?register=border-demarcation&as-of=2025-11-05")
    expect(page.locator(".as-of-words b")).to_have_text("As of 5 Nov 2025")
    expect(page.get_by_label("As of", exact=True)).to_be_focused()
    page.get_by_text("Other date").click()
    expect(field).to_have_value("2025-11-05")


@pytest.mark.parametrize("day", ["1999-01-01", "2026-11-23"])
def test_a_day_out_of_reach_opens_nothing(open_page: OpenPage, day: str) -> None:
    page = ready(open_page("/registers"))
    page.get_by_text("Other date").click()
    page.get_by_label(re.compile("^Any day from")).fill(day)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_label(re.compile("^Any day from"))).to_be_visible()
    assert page.url.endswith("/registers")


def test_the_field_for_a_day_closes_by_key(open_page: OpenPage) -> None:
    page = ready(open_page("/registers", 390))
    opener = page.get_by_text("Other date")
    opener.focus()
    page.keyboard.press("Enter")
    field = page.get_by_label(re.compile("^Any day from"))
    expect(field).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.fixture(name="reviewed")
def serve_closed_weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("frame") / "workspace.db"
    model = following(file, shipped_pack())
    close(model, "2026-W44")
    close(model, "2026-W46")
    with served(create_app(model)) as address:
        yield address


def test_what_changes_are_counted_from_is_chosen_and_kept(
    browser: Browser, reviewed: str
) -> None:
    page = browser.new_page()
    page.goto(f"{reviewed}/registers?as-of=2026-11-22")
    listed = page.get_by_label("Changes since", exact=True)
    expect(listed.locator("option:checked")).to_have_text(
        "the review of 15 Nov 2026 (week 46)"
    )
    listed.select_option(label="the review of 1 Nov 2026 (week 44)")
    page.wait_for_url("**/registers?as-of=2026-11-22&since=2026-W44")
    expect(page.locator(".how").first).to_contain_text("since the review of 1 Nov 2026")
    expect(listed).to_be_focused()
    page.get_by_role("link", name="Board", exact=True).click()
    page.wait_for_url("**/?as-of=2026-11-22&since=2026-W44")
    expect(listed.locator("option:checked")).to_have_text(
        "the review of 1 Nov 2026 (week 44)"
    )
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(listed).to_be_in_viewport()
    page.close()
