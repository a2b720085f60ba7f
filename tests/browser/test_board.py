"""The board as a reader meets it: drawn, reachable by key, calm on a telephone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.queries.model import Model
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
MARK = "window.stillHere = true"


def _drawn(page: Page) -> Page:
    expect(page.locator(".spark svg").first).to_be_visible()
    return page


def _as_of(page: Page) -> str:
    return page.locator(".as-of-words b").inner_text()


def test_every_register_has_its_line_and_every_week_its_mark(
    page: Page, model: Model
) -> None:
    _drawn(page)
    expect(page.locator(".spark path")).to_have_count(len(model.pack.registers))
    expect(page.locator(".spark .spark-last")).to_have_count(len(model.pack.registers))


def test_a_week_back_draws_other_lines_without_loading_anew(page: Page) -> None:
    _drawn(page)
    page.evaluate(MARK)
    before, line = _as_of(page), page.locator(".spark path").first.get_attribute("d")
    page.get_by_role("link", name="Previous week").click()
    page.wait_for_url("**/?as-of=*")
    expect(page.locator(".as-of-words b")).not_to_have_text(before)
    expect(page.locator(".spark path").first).not_to_have_attribute("d", line or "")
    assert page.evaluate("window.stillHere") is True
    page.go_back()
    expect(page.locator(".as-of-words b")).to_have_text(before)


def test_a_date_is_chosen_from_the_list(page: Page) -> None:
    _drawn(page)
    page.get_by_label("As of", exact=True).select_option(index=3)
    page.wait_for_url("**/?as-of=*")
    expect(page.get_by_role("link", name="Latest")).to_be_visible()
    day = page.get_by_label("As of", exact=True).locator("option:checked")
    assert _as_of(page) == f"As of {day.inner_text()}"


def test_the_date_list_keeps_the_keyboard(page: Page) -> None:
    _drawn(page)
    dates = page.get_by_label("As of", exact=True)
    dates.focus()
    dates.select_option(index=2)
    page.wait_for_url("**/?as-of=*")
    expect(page.get_by_label("As of", exact=True)).to_be_focused()


def test_a_link_names_the_tab_and_moves_the_keyboard_to_the_page(page: Page) -> None:
    _drawn(page)
    page.evaluate(MARK)
    page.get_by_role("navigation", name="Pages").get_by_role(
        "link", name="What-if"
    ).click()
    expect(page).to_have_title(re.compile("^What.if.* · Araxes$"))
    expect(page.locator("main")).to_be_focused()
    assert page.evaluate("window.stillHere") is True


def test_the_first_tab_stop_skips_to_the_content(page: Page) -> None:
    _drawn(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(("scheme", "first"), [("light", "dark"), ("dark", "light")])
def test_the_theme_turns_and_is_remembered(
    open_page: OpenPage, scheme: str, first: str
) -> None:
    page = _drawn(open_page("/", scheme=scheme))
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    page.get_by_role("button", name="Dark or light").click()
    assert page.locator("html").get_attribute("data-theme") == first
    assert page.evaluate(paper) != before
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == first


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_board_has_no_serious_fault_for_assistive_technology(
    open_page: OpenPage, width: int, scheme: str
) -> None:
    page = _drawn(open_page("/?as-of=garbage", width, scheme))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in grave] == []


@pytest.mark.parametrize("width", [390, 768, 1280, 2560])
def test_the_page_never_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    page = _drawn(open_page("/", width))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_no_mark_of_the_matrix_covers_another(open_page: OpenPage, width: int) -> None:
    page = _drawn(open_page("/", width))
    covered = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll('.matrix-plot li a')]
            .map(each => each.getBoundingClientRect());
          const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left)
            > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
          return boxes.filter((a, at) => boxes.slice(at + 1).some(b => meet(a, b)))
            .length;
        }"""
    )
    assert covered == 0


@pytest.mark.parametrize("width", [1440, 390])
def test_every_mark_lies_in_the_plot_which_never_scrolls(
    open_page: OpenPage, width: int
) -> None:
    page = _drawn(open_page("/", width))
    outside = page.evaluate(
        """() => {
          const plot = document.querySelector('.matrix-plot').getBoundingClientRect();
          return [...document.querySelectorAll('.matrix-plot li a')].filter(each => {
            const box = each.getBoundingClientRect();
            return box.left < plot.left - 1 || box.right > plot.right + 1;
          }).length;
        }"""
    )
    assert outside == 0
    room = "document.querySelector('.matrix-room')"
    assert page.evaluate(f"{room}.scrollWidth <= {room}.clientWidth") is True
    assert page.evaluate(f"{room}.getBoundingClientRect().right") <= width


@pytest.mark.parametrize("width", [1440, 390])
def test_every_target_is_large_enough_or_stands_apart(
    open_page: OpenPage, width: int
) -> None:
    page = _drawn(open_page("/", width))
    page.evaluate(
        "document.querySelectorAll('main details').forEach(d => d.open = true)"
    )
    rules = {"runOnly": {"type": "rule", "values": ["target-size"]}}
    found = Axe().run(page, "main", options=rules).response["violations"]
    assert [node["html"][:120] for each in found for node in each["nodes"]] == []


def test_links_are_tall_enough_for_a_finger(open_page: OpenPage) -> None:
    page = _drawn(open_page("/", 390))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    low = page.evaluate(
        """() => [...document.querySelectorAll('main a')]
          .filter(each => each.className !== 'skip-on' && each.getClientRects().length)
          .filter(each => each.getClientRects()[0].height < 24)
          .map(each => each.outerHTML)"""
    )
    assert low == []


def test_the_keyboard_can_skip_the_matrix(page: Page) -> None:
    _drawn(page)
    page.get_by_role("navigation", name="Impact on the matrix").get_by_role(
        "link", name="Security"
    ).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the matrix")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_text("The same as a table")).to_be_focused()


def test_the_headline_says_how_it_is_simulated_and_leads_on(page: Page) -> None:
    _drawn(page)
    band = page.locator("section.band").first
    expect(band.get_by_text("Opens (half of the futures)")).to_be_visible()
    how = band.get_by_text("How is this simulated?")
    how.focus()
    page.keyboard.press("Enter")
    expect(band.get_by_text("The same draws are used for every day")).to_be_visible()
    band.get_by_role("link", name="What if…?").click()
    expect(page.locator("h1")).to_have_text(re.compile("What.if"))


def test_the_headline_cards_stand_beside_one_another(page: Page) -> None:
    _drawn(page)
    tops = page.locator(".headline > .card .figure").evaluate_all(
        "found => found.map(each => Math.round(each.getBoundingClientRect().top))"
    )
    assert len(tops) == 5
    assert len(set(tops)) == 1


def test_the_policy_of_the_page_breaks_nothing(open_page: OpenPage) -> None:
    said: list[str] = []
    page = open_page("/nowhere")
    page.on("console", lambda line: said.append(f"{line.type}: {line.text}"))
    page.goto(page.url.replace("/nowhere", "/"))
    _drawn(page)
    assert [each for each in said if not each.startswith(("log", "info"))] == []
