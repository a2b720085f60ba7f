"""The registers and a risk as a reader meets them: by mouse, by key, by telephone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from dashboard.queries.model import Model
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
MARK = "window.stillHere = true"
REGISTER = "/registers?register=border-demarcation"
RISK = "/registers/BD1?as-of=2026-03-01"


def rows(page: Page) -> Locator:
    return page.locator(".ag-center-cols-container .ag-row")


def drawn(page: Page) -> Page:
    expect(rows(page).first).to_be_visible()
    expect(page.locator(".ag-root")).to_have_attribute("aria-label", re.compile("risk"))
    return page


def charted(page: Page) -> Page:
    expect(page.locator(".history svg").first).to_be_visible()
    return page


def opened(page: Page) -> Page:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    return page


def headers(page: Page) -> list[str | None]:
    cells = page.locator(".ag-header-cell")
    return [each.get_attribute("col-id") for each in cells.all()]


def grave_faults(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], each["nodes"][0]["html"]) for each in grave]


def test_every_risk_has_a_row(open_page: OpenPage, model: Model) -> None:
    page = drawn(open_page("/registers"))
    expect(rows(page)).to_have_count(len(model.pack.risks))
    expect(page.get_by_role("status")).to_have_text("40 of 40 risks shown")


def test_the_search_leaves_matching_rows_and_says_how_many(open_page: OpenPage) -> None:
    page = drawn(open_page("/registers"))
    page.keyboard.press("/")
    expect(page.get_by_label("Search the risks")).to_be_focused()
    page.keyboard.type("peace treaty")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 of 40 risks shown")


def test_going_back_from_a_risk_finds_the_same_rows(open_page: OpenPage) -> None:
    page = drawn(open_page("/registers"))
    page.evaluate(MARK)
    page.get_by_label("Search the risks").fill("peace treaty")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("link", name=re.compile("^Peace treaty")).click()
    expect(page).to_have_title(re.compile("^BD1 "))
    page.go_back()
    expect(rows(drawn(page))).to_have_count(1)
    expect(page.get_by_label("Search the risks")).to_have_value("peace treaty")
    assert page.evaluate("window.stillHere") is True


def test_the_keyboard_opens_a_risk_from_the_grid(open_page: OpenPage) -> None:
    page = drawn(open_page("/registers"))
    second = page.locator(".ag-row[row-index='1'] [col-id=id]").inner_text()
    page.locator(".ag-row[row-index='0'] [col-id=id]").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile(f"^{second} "))


def test_a_header_sorts_by_the_number_and_not_by_its_words(open_page: OpenPage) -> None:
    page = drawn(open_page("/registers"))
    chance = page.locator(".ag-header-cell[col-id=chance]")
    chance.locator(".ag-header-cell-label").click()
    expect(chance).to_have_attribute("aria-sort", "descending")
    first = page.locator(".ag-row[row-index='0'] [col-id=chance]")
    expect(first).to_contain_text("99")
    chance.locator(".ag-header-cell-label").click()
    expect(first).to_contain_text("12")


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_no_cell_of_the_grid_is_cut_off(open_page: OpenPage, width: int) -> None:
    page = drawn(open_page("/registers", width))
    cut = page.evaluate(
        """[...document.querySelectorAll('.risk-grid .ag-cell')]
        .filter(cell => cell.scrollWidth > cell.clientWidth + 1)
        .map(cell => cell.innerText)"""
    )
    assert cut == []


def test_paper_has_every_column_in_the_order_on_the_screen(
    open_page: OpenPage,
) -> None:
    page = drawn(open_page("/registers", 718))
    page.get_by_label("Search the risks").fill("rail")
    expect(rows(page)).not_to_have_count(40)
    shown = page.locator(".ag-row[row-index='0'] [col-id=title] a").inner_text()
    page.emulate_media(media="print")
    table = page.locator("table.on-paper")
    expect(table).to_be_visible()
    expect(page.locator(".risk-grid")).to_be_hidden()
    expect(page.get_by_label("Search the risks")).to_be_hidden()
    heads = table.locator("th").all_inner_texts()
    assert {"Signals current", "Owner", "Status", "Register"} <= set(heads)
    expect(table.locator("tbody tr").first).to_contain_text(shown)
    expect(table.locator("caption")).to_contain_text("found by “rail”")
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    page.emulate_media(media="screen")
    expect(table).to_have_count(0)
    expect(page.locator(".risk-grid")).to_be_visible()


@pytest.mark.parametrize("path", ["/", RISK])
def test_paper_has_no_controls_and_fits_its_width(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(path, 718)
    expect(page.locator("main p").first).to_be_visible()
    page.emulate_media(media="print")
    for each in (".rail", ".top-tools", ".as-of-steps", ".choice", "main .button"):
        for found in page.locator(each).all():
            expect(found).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_a_tile_keeps_one_registers_risks(open_page: OpenPage, model: Model) -> None:
    page = drawn(open_page("/registers"))
    tiles = page.get_by_role("navigation", name="Registers")
    tiles.get_by_role("link", name=re.compile("^Displaced people")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Displaced people")
    own = [e for e in model.pack.risks if e.register_id == "displaced-people"]
    expect(rows(drawn(page))).to_have_count(len(own))
    expect(page.get_by_text("Pressure of the register")).to_be_visible()


def test_a_register_downloads_as_a_zip_file(open_page: OpenPage) -> None:
    page = drawn(open_page(REGISTER))
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download CSV").click()
    name = "araxes-south-caucasus-2026-08-15-border-demarcation.zip"
    assert saved.value.suggested_filename == name


def test_a_telephone_sees_fewer_columns_and_gets_them_back(open_page: OpenPage) -> None:
    page = drawn(open_page("/registers", width=390))
    expect(page.locator(".ag-header-cell")).to_have_count(3)
    assert headers(page) == ["title", "chance", "points"]
    expect(page.locator(".risk-sub").first).to_have_text(re.compile("^IN5 · by "))
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".ag-header-cell[col-id=owner]")).to_be_visible()


@pytest.mark.parametrize("path", ["/registers", REGISTER, RISK, "/registers/IN6"])
def test_no_page_scrolls_sideways(open_page: OpenPage, path: str) -> None:
    page = open_page(path, 2560)
    expect(page.locator(".ag-row, .signal").first).to_be_visible()
    opened(page)
    for width in (1440, 1280, 1024, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/registers", REGISTER])
def test_registers_have_no_serious_fault_for_assistive_technology(
    open_page: OpenPage, path: str, width: int, scheme: str
) -> None:
    assert grave_faults(drawn(open_page(path, width, scheme))) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", [RISK, "/registers/IN2", "/registers/nothing"])
def test_a_risk_has_no_serious_fault_for_assistive_technology(
    open_page: OpenPage, path: str, width: int, scheme: str
) -> None:
    page = open_page(path, width, scheme)
    expect(page.locator("main p").first).to_be_visible()
    if "nothing" not in path:
        opened(charted(page))
    assert grave_faults(page) == []


@pytest.mark.parametrize("path", [RISK, "/registers/IN4"])
@pytest.mark.parametrize("width", [1440, 390])
def test_links_of_a_risk_are_large_enough_to_hit(
    open_page: OpenPage, path: str, width: int
) -> None:
    page = opened(charted(open_page(path, width)))
    found = Axe().run(page, options={"runOnly": ["target-size"]}).response
    assert [each["html"] for one in found["violations"] for each in one["nodes"]] == []
    small = page.evaluate(
        """[...document.querySelectorAll('.risk td a, .risk th a, .trail a')]
        .map(link => [link.getBoundingClientRect(), link.innerText])
        .filter(([box]) => box.width && (box.height < 24 || box.width < 24))
        .map(([, said]) => said)"""
    )
    assert small == []


def test_a_signal_is_named_without_the_mark_of_its_fold(open_page: OpenPage) -> None:
    page = charted(open_page(RISK))
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    named = [
        each["name"]["value"]
        for each in tree["nodes"]
        if each.get("role", {}).get("value") == "heading"
    ]
    assert any(each.startswith("US commitment") for each in named)
    assert not [each for each in named if "▸" in each or "▾" in each]


def test_a_row_of_the_sum_leads_to_its_readings(open_page: OpenPage) -> None:
    page = charted(open_page(RISK))
    page.get_by_role("link", name="US commitment").first.click()
    body = page.locator("#signal-us-commitment")
    expect(body).to_be_visible()
    body.get_by_text(re.compile(r"Show \d+ readings")).click()
    expect(body.get_by_role("table")).to_be_visible()


def test_a_judged_reading_opens_to_the_events_it_cites(open_page: OpenPage) -> None:
    page = charted(open_page(RISK))
    body = page.locator("#signal-azerbaijani-stance")
    body.get_by_text(re.compile(r"Show \d+ readings")).click()
    body.get_by_text(re.compile(r"Rests on \d+ events")).first.click()
    event = body.locator(".event-line").first
    expect(event).to_be_visible()
    expect(event.get_by_role("link")).to_have_attribute("href", re.compile("^https?:"))


def test_a_signal_opens_by_key_and_draws_its_chart(open_page: OpenPage) -> None:
    page = charted(open_page(RISK))
    second = page.locator(".signal").nth(1)
    second.locator(".signal-line").focus()
    page.keyboard.press("Enter")
    expect(second.locator(".history .scatterlayer .js-line")).to_be_visible()
    wide = second.locator(".history .main-svg").first.bounding_box()
    assert wide is not None
    assert 500 < wide["width"] <= 870


def test_the_chart_follows_the_theme(open_page: OpenPage) -> None:
    page = charted(open_page(RISK))
    stroke = "getComputedStyle(document.querySelector('.history .js-line')).stroke"
    before = page.evaluate(stroke)
    page.get_by_role("button", name="Dark or light").click()
    assert page.evaluate(stroke) != before


def test_only_a_page_with_a_chart_loads_the_chart_library(open_page: OpenPage) -> None:
    asked = "performance.getEntriesByType('resource').map(e => e.name).join(' ')"
    page = drawn(open_page("/registers"))
    assert "plotly.min" not in page.evaluate(asked)
    page = charted(open_page(RISK))
    assert "plotly.min" in page.evaluate(asked)


def test_the_next_risk_is_a_link_away(open_page: OpenPage) -> None:
    page = charted(open_page(RISK))
    page.get_by_role("link", name=re.compile("^Next risk: BD2")).click()
    expect(page).to_have_title(re.compile("^BD2 "))
    page.wait_for_url("**/registers/BD2?as-of=2026-03-01")


def test_a_what_if_is_asked_about_the_same_risk_and_day(open_page: OpenPage) -> None:
    page = charted(open_page(RISK))
    page.get_by_role("link", name="What if…?").click()
    page.wait_for_url("**/what-if?as-of=2026-03-01&target=BD1")
