"""Saying something on the evidence page: it counts at once, or it stays as typed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from dashboard.app import create_app
from dashboard.queries.log import Log
from dashboard.queries.model import Model
from risks.workspace import make_draft
from tests.app.browsing import TODAY, shipped_pack
from tests.app.logbooks import judgement, locked, opened_log
from tests.app.serving import served
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
HOSTILE = '=1+1<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
READING = {
    "observed_on": "2026-11-20",
    "value": "80",
    "source": "Works report",
    "url": "https://example.org/works",
}
Show = Callable[[str], Page]


@pytest.fixture(name="file")
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "workspace.db"


@pytest.fixture(name="followed")
def follow(file: Path) -> Model:
    model = Model(shipped_pack(), lambda: TODAY)
    return model.follow(Log(model.pack, opened_log(file)))


@pytest.fixture(name="address")
def serve(followed: Model) -> Iterator[str]:
    with served(create_app(followed)) as address:
        yield address


@pytest.fixture(name="show")
def shower(browser: Browser, address: str) -> Iterator[Show]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    faults: list[str] = []

    def show(path: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address + path)
        page.wait_for_selector("h1")
        return page

    yield show
    context.close()
    assert faults == []


def start(page: Page, button: str) -> Locator:
    page.locator(".evidence-top").get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def write(dialog: Locator, **fields: str) -> None:
    for name, value in fields.items():
        dialog.locator(f"[name={name}]").fill(value)


def add_reading(page: Page, indicator: str = "horadiz-agbend-works-pct") -> Locator:
    dialog = start(page, "Add a reading")
    dialog.locator("[name=indicator_id]").select_option(indicator)
    write(dialog, author="Ana", **READING)
    dialog.locator("[name=reliability]").select_option("B")
    dialog.locator("[name=credibility]").select_option("2")
    return dialog


def chances(page: Page) -> str:
    return page.locator(".chance-card").inner_text()


def test_a_new_reading_moves_the_board_and_the_risk_it_bears_on(show: Show) -> None:
    page, other = show("/evidence"), show("/registers/IN5?as-of=2026-11-22")
    before = chances(other)
    dialog = add_reading(page)
    dialog.get_by_role("button", name="Save the reading").click()
    note = page.get_by_text("Saved as entry 1: reading by Ana")
    expect(note).to_be_visible()
    expect(note).to_be_focused()
    expect(dialog).to_be_hidden()
    first = page.locator("#readings-grid .ag-row").first
    expect(first).to_contain_text("Horadiz")
    expect(first).to_contain_text("entry 1")
    other.reload()
    other.wait_for_selector("h1")
    assert chances(other) != before
    board = show("/")
    expect(board.locator(".as-of-words")).to_contain_text("As of 20 Nov 2026")


def test_the_name_is_asked_once(show: Show) -> None:
    page = show("/evidence")
    dialog = start(page, "Add a reading")
    expect(dialog.locator("[name=author]")).to_be_focused()
    page.keyboard.press("Escape")
    add_reading(page).get_by_role("button", name="Save the reading").click()
    expect(page.locator(".saved")).to_contain_text("entry 1")
    again = start(show("/evidence"), "Judge a risk")
    expect(again.locator("[name=author]")).to_have_value("Ana")


def test_what_is_refused_stays_as_typed(show: Show, followed: Model) -> None:
    page = show("/evidence")
    dialog = start(page, "Judge a risk")
    dialog.locator("[name=risk_id]").select_option("BD1")
    expect(dialog).to_contain_text("Base rate")
    expect(dialog).to_contain_text("Why we differ")
    write(dialog, author="Ana", low="90", likely="40", high="60", reason=HOSTILE)
    dialog.get_by_role("button", name="Save the judgement").click()
    expect(dialog.get_by_role("alert")).to_contain_text("low")
    expect(dialog.locator("[name=reason]")).to_have_value(HOSTILE)
    assert followed.entries == ()
    page.keyboard.press("Escape")
    dialog = start(page, "Judge a risk")
    expect(dialog.locator("[name=likely]")).to_have_value("40")
    write(dialog, low="30")
    dialog.get_by_role("button", name="Save the judgement").click()
    expect(page.locator(".saved")).to_contain_text("likely 0.4")
    expect(page.locator(".saved")).to_contain_text(HOSTILE)
    assert page.evaluate("window.pwned === undefined")
    history = page.get_by_text("Border demarcation: 8 risks, 9 judgements")
    history.click()
    expect(page.get_by_role("cell", name="30 % / 40 % / 60 %")).to_be_visible()
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0


def test_a_wrong_reading_is_corrected_with_a_reason(
    show: Show, followed: Model
) -> None:
    page = show("/evidence")
    page.get_by_label("Search the readings").fill("Horadiz")
    expect(page.locator("[data-counts=reading]")).not_to_have_text(
        "507 of 507 readings shown"
    )
    row = page.locator("#readings-grid .ag-row[row-index='0']")
    row.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=value]")).to_have_value("70")
    write(dialog, author="Ana", value="71")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog.get_by_role("alert")).to_contain_text("must say why")
    write(dialog, reason="Misread table")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".saved")).to_contain_text("Misread table")
    values = [
        each.value
        for each in followed.pack.readings
        if each.indicator_id == "horadiz-agbend-works-pct"
    ]
    assert 71.0 in values
    assert 70.0 not in values


def test_a_posture_is_confirmed_and_a_measured_one_only_with_a_source(
    show: Show, followed: Model
) -> None:
    page = show("/evidence")
    confirm = page.locator("button[data-do=confirm]")
    measured = confirm.and_(page.locator("[data-indicator=border-km-delimited]"))
    measured.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Only after looking")
    write(dialog, author="Ana")
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog.get_by_role("alert")).to_contain_text("source: is missing")
    write(dialog, source="Works report", url="https://example.org/works")
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.locator(".saved")).to_contain_text(
        "confirmed unchanged by Ana: Works report"
    )
    assert [each.payload.value for each in followed.entries] == [12.6]


def test_the_second_of_two_sees_both_texts(show: Show, file: Path) -> None:
    page = show("/evidence")
    dialog = start(page, "Judge a risk")
    dialog.locator("[name=risk_id]").select_option("BD1")
    write(dialog, author="Ana", reason="Mine")
    log = opened_log(file)
    said = judgement(fields={"risk_id": "BD1"})
    log.append(
        make_draft("judgement", said["fields"], "Bo", "Theirs"), "other-000001", 0
    )
    dialog.get_by_role("button", name="Save the judgement").click()
    told = dialog.get_by_role("alert")
    expect(told).to_contain_text("What stands now (entry 1)")
    expect(told.locator("blockquote")).to_contain_text(["Theirs", "Mine"])
    dialog.get_by_role("button", name="Save mine after theirs").click()
    expect(page.locator(".saved")).to_contain_text("entry 2")


def test_a_browser_that_dies_in_between_leaves_all_or_nothing(
    browser: Browser, address: str, followed: Model
) -> None:
    for number in range(3):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address + "/evidence")
        dialog = add_reading(page)
        write(dialog, source=f"Report {number}")
        with page.expect_request("**/api/record"):
            dialog.get_by_role("button", name="Save the reading").click()
        context.close()
    log = followed.log
    assert log is not None
    assert log.workspace.verify() is None
    for entry in log.workspace.entries():
        assert entry.author == "Ana"
        assert entry.draft.payload_text == entry.row.payload


def test_an_answer_that_is_lost_is_not_called_saved_and_saves_once(
    show: Show, followed: Model
) -> None:
    page = show("/evidence")
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/api/record", lose)
    dialog = add_reading(page)
    dialog.get_by_role("button", name="Save the reading").click()
    told = dialog.get_by_role("alert")
    expect(told).to_contain_text("it is not known whether this was saved")
    dialog.get_by_role("button", name="Save the reading").click()
    expect(page.locator(".saved")).to_contain_text("entry 1")
    assert len(followed.entries) == 1


def test_a_log_that_can_only_be_read_keeps_what_was_typed(
    show: Show, file: Path, followed: Model
) -> None:
    page = show("/evidence")
    dialog = add_reading(page)
    with locked(file):
        dialog.get_by_role("button", name="Save the reading").click()
        expect(dialog.get_by_role("alert")).to_contain_text("saving it again is safe")
        closed = show("/evidence")
        expect(closed.get_by_role("note")).to_contain_text("can only be read now")
        expect(closed.get_by_role("button", name="Judge a risk")).to_be_disabled()
    expect(dialog.locator("[name=value]")).to_have_value("80")
    dialog.get_by_role("button", name="Save the reading").click()
    expect(page.locator(".saved")).to_contain_text("entry 1")


def test_the_keyboard_reaches_forms_and_rows(show: Show) -> None:
    page = show("/evidence")
    page.locator("#readings-grid .ag-row[row-index='0'] [col-id=title]").click()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Correct")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Judge a risk").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Judge a risk")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_and_its_forms_have_no_grave_fault(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(address + "/evidence")
    page.locator("#events-grid").scroll_into_view_if_needed()
    expect(page.locator("#events-grid .ag-row").first).to_be_visible()
    assert grave_faults(page) == []
    start(page, "Add a reading")
    assert grave_faults(page) == []
    context.close()


def grave_faults(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], each["nodes"][0]["html"][:300]) for each in grave]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_board_without_a_log_reads_only(open_page: OpenPage, width: int) -> None:
    page = open_page("/evidence", width=width)
    expect(page.get_by_role("note")).to_contain_text("araxes serve --workspace FILE")
    expect(page.get_by_role("button", name="Judge a risk")).to_be_disabled()
    expect(page.locator("[data-counts=reading]")).to_have_text(
        "507 of 507 readings shown"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_event_is_added_and_corrected_and_can_be_cited(show: Show) -> None:
    page = show("/evidence")
    dialog = start(page, "Add an event")
    dialog.get_by_role("button", name="Save the event").click()
    expect(dialog.get_by_role("alert")).to_contain_text("title: is missing")
    write(dialog, author="Ana", title=HOSTILE, happened_on="2026-11-20")
    write(dialog, source="Works report", url="https://example.org/works")
    choices = {
        "register_id": "border-demarcation",
        "direction": "raises",
        "severity": "4",
        "reliability": "B",
        "credibility": "2",
    }
    for name, value in choices.items():
        dialog.locator(f"[name={name}]").select_option(value)
    assert Axe().run(page, ".evidence-dialog").response["violations"] == []
    dialog.get_by_role("button", name="Save the event").click()
    expect(page.get_by_text("Saved as entry 1: event by Ana")).to_be_focused()
    row = page.locator("#events-grid .ag-row").first
    expect(row).to_contain_text("entry 1")
    expect(row).to_contain_text(HOSTILE)
    row.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=title]")).to_have_value(HOSTILE)
    write(dialog, title="The road is closed", reason="Misread.")
    dialog.locator("[name=severity]").select_option("2")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("Saved as entry 2: event by Ana")).to_be_visible()
    expect(row).to_contain_text("The road is closed")
    expect(row).to_contain_text("severity 2 of 5")
    dialog = start(page, "Add a reading")
    dialog.locator("[name=indicator_id]").select_option("iranian-strip-pressure")
    expect(dialog.get_by_label("The road is closed")).to_be_visible()
    assert page.evaluate("window.pwned") is None
