"""What the browser tests of the what-if page share: its levers and their parts."""

from playwright.sync_api import Locator, Page, expect

from dashboard.queries.model import Model
from dashboard.queries.what_if_levers import Lever, lever_groups

PATH = "/what-if"
TYPED = 300  # milliseconds by which the address is written


# What the cards of this page's own scripts say; long work fills others later.
OWN_CARDS = (
    ".headline-row, .curve-card, .moved-card, .question-card, .links-card, "
    ".summary-card"
)


def ready(page: Page) -> Page:
    expect(page.locator("#what-if[data-shown]")).to_be_visible()
    page.wait_for_function(
        "() => document.getElementById('what-if').dataset.futures"
        " === document.getElementById('what-if').dataset.wanted"
    )
    return page


def settled(page: Page) -> None:
    """Wait until what is shown is what was asked for, and the address says so."""
    page.wait_for_function(
        "() => { const { shown, wanted, futures } ="
        " document.getElementById('what-if').dataset;"
        " return shown === wanted && futures === wanted; }"
    )
    page.wait_for_timeout(TYPED)


def results(page: Page) -> str:
    """Return the words of all numbers that come with an answer."""
    return "\n".join(page.locator(OWN_CARDS).all_inner_texts())


def shown(page: Page) -> dict[str, float]:
    settled(page)
    found: dict[str, float] = page.evaluate(
        "JSON.parse(document.getElementById('what-if').dataset.shown)"
    )
    return found


def a_lever(model: Model) -> Lever:
    """Return a headline lever that stands well inside its scale."""
    levers = [
        each
        for group in lever_groups(model, model.default_as_of)
        for each in group.headline
    ]
    inside = [
        each
        for each in levers
        if each.baseline is not None
        and each.lowest + 3 * each.step < each.baseline < each.highest - 3 * each.step
    ]
    return inside[0]


def row(page: Page, lever: Lever) -> Locator:
    return page.locator(f"[data-lever='{lever.id}']")


def slider(page: Page, lever: Lever) -> Locator:
    return row(page, lever).locator("input[type=range]")


def entry(page: Page, lever: Lever) -> Locator:
    return row(page, lever).locator("input[type=number]")


def press(page: Page, action: str) -> None:
    page.locator(f"[data-do='{action}']").click()
