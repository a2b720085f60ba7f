"""What the page does with a slow server, and what it hands on to others."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from dashboard import text
from dashboard.queries.model import Model
from dashboard.what_if_settings import write_settings
from tests.browser.conftest import OpenPage
from tests.browser.what_if_page import (
    PATH,
    a_lever,
    press,
    ready,
    settled,
    shown,
    slider,
)

pytestmark = pytest.mark.browser


def test_a_silent_server_is_told_and_recovered_from(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    faults: list[Any] = []

    def refuse(route: Route) -> None:
        faults.append(route)
        route.abort() if len(faults) < 3 else route.fulfill(status=500, body="oh")

    page.route("**/api/what-if", refuse)
    slider(page, lever).press("End")
    expect(page.get_by_role("status")).to_contain_text("The server does not answer")
    slider(page, lever).press("ArrowLeft")
    expect(page.get_by_role("status")).to_contain_text(
        "could not compute this", timeout=10_000
    )
    page.unroute("**/api/what-if", refuse)
    slider(page, lever).press("Home")

    page.wait_for_function(
        "() => !document.getElementById('what-if').classList.contains('is-behind')",
        timeout=15_000,
    )
    assert shown(page) == {lever.id: lever.lowest}
    expect(page.get_by_role("status")).to_contain_text("1 lever changed.")


def test_an_older_answer_never_replaces_a_newer_one(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    page.evaluate(
        "() => { window.seen = []; const root = document.getElementById('what-if');"
        " new MutationObserver(() => window.seen.push(root.dataset.shown))"
        ".observe(root, { attributes: true, attributeFilter: ['data-shown'] }); }"
    )
    slider(page, lever).press("Home")
    for _ in range(25):
        slider(page, lever).press("ArrowRight")
    settled(page)

    values = page.evaluate("window.seen.map(each => JSON.parse(each))")
    seen = [each.get(lever.id, lever.resting) for each in values]
    assert seen == sorted(seen)


def test_a_bad_address_opens_at_the_baseline_and_says_why(open_page: OpenPage) -> None:
    page = ready(open_page(f"{PATH}?set=nothing-like-it:3&target=XX9"))

    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("no indicator that can be set is called that")
    expect(banner).to_contain_text("No risk or register is called 'XX9'")
    expect(banner).to_contain_text("The page opens at the baseline")
    assert shown(page) == {}


def test_settings_can_be_copied_as_text(open_page: OpenPage, model: Model) -> None:
    lever = a_lever(model)
    page = ready(open_page(f"{PATH}?set={write_settings({lever.id: lever.highest})}"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    press(page, "copy-text")

    expect(page.get_by_role("status")).to_contain_text("The settings are copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"What if, as of {text.day(model.default_as_of)}" in copied
    assert f"- {lever.title}: " in copied
    assert page.url in copied


def test_the_download_carries_the_settings(open_page: OpenPage, model: Model) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)

    slider(page, lever).press("End")
    settled(page)

    href = page.locator("[data-export]").get_attribute("href") or ""
    assert href == f"/export.zip?set={write_settings({lever.id: lever.highest})}"
