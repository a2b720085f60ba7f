"""The forecast record in a browser: answered by hand, drawn once there is enough."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.queries.log import Log
from dashboard.queries.model import Model
from tests.app.browsing import TODAY
from tests.app.logbooks import body, opened_log, post
from tests.app.test_forecasts_page import record_pack, resolve_all
from tests.browser.test_evidence import (  # noqa: F401  # two are fixtures
    Show,
    grave_faults,
    serve,
    shower,
    write,
)

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'


@pytest.fixture(name="followed")
def follow(tmp_path: Path) -> Model:
    model = Model(record_pack(), lambda: TODAY)
    return model.follow(Log(model.pack, opened_log(tmp_path / "workspace.db")))


def test_a_question_is_answered_by_keyboard_and_the_second_sees_the_first(
    show: Show, followed: Model
) -> None:
    page = show("/record")
    page.locator(".questions summary", has_text="R03").focus()
    page.keyboard.press("Enter")
    row = page.locator(".questions details", has_text="R03")
    row.get_by_role("button", name="Resolve").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=question] option:checked")).to_contain_text("R03")
    expect(dialog.locator(".facts")).to_contain_text("Yes if two monthly reports")
    dialog.locator("[name=outcome]").select_option("yes")
    write(dialog, author="Bo", resolved_on="2026-07-01", source=HOSTILE, reason="Seen.")
    expect(dialog).to_contain_text("That day lies after the window")
    write(dialog, resolved_on="2026-03-01")
    expect(dialog).to_contain_text("Yes counts from its day")
    first = {"risk_id": "R03", "outcome": "void", "resolved_on": "2026-02-01"}
    said = body("resolution", {**first, "source": "Bulletin"}, reason="Undecidable.")
    assert post(create_app(followed), said).status_code == 201
    dialog.get_by_role("button", name="Save the answer").click()
    expect(dialog).to_contain_text("outcome void; resolved_on 2026-02-01")
    assert len(followed.entries) == 1
    dialog.get_by_role("button", name="Save mine after theirs").click()
    expect(page.locator(".saved")).to_contain_text("The question is now yes")
    expect(page.locator(".evidence-lead")).to_contain_text("1 resolved")
    assert page.evaluate("window.pwned") is None


def test_enough_answers_are_drawn_and_read_at_every_width(
    show: Show, followed: Model
) -> None:
    resolve_all(followed)
    page = show("/record")
    drawn = page.get_by_role("img", name="Reliability diagram")
    expect(drawn.locator(".step-end")).to_have_count(2)
    assert grave_faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.locator(".questions summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave_faults(page) == []
