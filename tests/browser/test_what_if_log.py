"""The what-if over a log: treatments under way, and a closed review beside it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import create_app
from dashboard.queries.model import Model
from risks.workspace import make_draft
from tests.app.boards import close, say
from tests.app.browsing import shipped_pack
from tests.app.logbooks import APPROVE, following
from tests.app.serving import served
from tests.app.test_compared import DAY, WEEK
from tests.browser.conftest import OpenPage
from tests.browser.test_evidence import grave_faults
from tests.browser.what_if_page import press, ready, settled, shown

pytestmark = pytest.mark.browser
PATIENT = 30_000  # milliseconds; two days of futures are simulated first
PATH = f"/what-if?as-of={DAY}"
TREATED = "A007"


def approve_after_the_review(model: Model) -> None:
    """Close a week, then state what a treatment takes and approve it."""
    assert model.log is not None
    close(model, WEEK)
    treatment = model.pack.treatment(TREATED).model_dump(mode="json")
    stated = {"treatment": {**treatment, "effect": 0.3}}
    draft = make_draft("treatment", stated, "Ana", "As discussed.")
    workspace = model.log.workspace
    workspace.append(draft, "edit-treatment", workspace.version(draft.subject))
    approved = {**APPROVE, "treatment_ids": [TREATED]}
    say(model, "decision", approved, reason="The audit asks for it.")


@pytest.fixture(name="server", scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a log with a closed review and a treatment approved after it."""
    file = tmp_path_factory.mktemp("beside") / "workspace.db"
    model = following(file, shipped_pack())
    approve_after_the_review(model)
    with served(create_app(model)) as address:
        yield address


def under_way(page: Page) -> None:
    """Check that the treatment stands as its decision has it."""
    row = page.locator(f"[data-on='{TREATED}']")
    expect(row).to_contain_text("under way since 20 Nov 2026, decided that day by")
    expect(row).to_contain_text("part of the baseline")


def test_a_treatment_under_way_starts_on_and_can_be_assumed_away(
    open_page: OpenPage,
) -> None:
    page = ready(open_page(PATH))
    under_way(page)
    assert shown(page) == {}
    before = page.locator(".headline-cards").inner_text()
    page.locator("#wi-treatments input[type=search]").fill(TREATED)
    switch = page.locator(f"[data-treatment='{TREATED}'] input[type=checkbox]")
    expect(switch).to_be_checked()

    switch.uncheck()
    assert shown(page) == {TREATED: 0}
    assert page.url.endswith(f"set={TREATED}:0")
    row = page.locator(f"[data-on='{TREATED}']")
    expect(row).to_contain_text("assumed away")
    page.locator("[data-do='changed-only']").click()
    expect(row).to_be_visible()

    press(page, "undo")
    assert shown(page) == {}
    expect(row).to_be_hidden()
    expect(switch).to_be_checked()
    page.locator("[data-do='changed-only']").click()
    row.get_by_role("button").press("Enter")
    assert shown(page) == {TREATED: 0}
    expect(row.get_by_role("button")).to_be_focused()
    row.get_by_role("button", name=re.compile("on again")).press("Enter")
    under_way(page)
    settled(page)
    assert page.locator(".headline-cards").inner_text() == before


def test_a_closed_review_stands_beside_what_is_assumed(open_page: OpenPage) -> None:
    page = ready(open_page(PATH))
    results = page.locator("#what-if-results")
    expect(results).to_contain_text("dashed: the baseline")
    page.locator(".beside-list").select_option(WEEK)
    told = page.locator(".beside-words")
    expect(told).to_contain_text(
        "As of 22 Nov 2026 with nothing assumed, beside what the review of 15 Nov 2026 "
        "(week 46) saw",
        timeout=PATIENT,
    )
    expect(results).to_contain_text("dashed: the review of week 46")
    expect(page.locator("tr[data-risk='BD3']")).to_contain_text("less likely")
    settled(page)
    assert page.url.endswith(f"since={WEEK}")

    page.locator("#wi-treatments input[type=search]").fill(TREATED)
    page.locator(f"[data-treatment='{TREATED}'] input[type=checkbox]").uncheck()
    expect(told).to_contain_text("As assumed on 22 Nov 2026", timeout=PATIENT)
    expect(page.locator("#wi-why")).to_contain_text("not about the review of week 46")
    assert grave_faults(page) == []
    settled(page)
    page.reload()
    ready(page)
    expect(told).to_contain_text("beside what the review of", timeout=PATIENT)
    expect(page.locator(".beside-list")).to_have_value(WEEK)

    page.locator(".beside-list").select_option("")
    expect(told).to_be_hidden()
    expect(results).to_contain_text("dashed: the baseline")
    settled(page)
    assert "since" not in page.url
