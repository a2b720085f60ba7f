"""The weekly review in a browser: gone through, said, presented, closed."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import risks
from dashboard.app import create_app
from dashboard.queries.log import Log
from dashboard.queries.long_work import runner_for
from dashboard.queries.model import Model
from risks.workspace import make_draft
from tests.app.browsing import TODAY, shipped_pack
from tests.app.logbooks import opened_log
from tests.app.serving import served
from tests.app.test_review_page import ACTION
from tests.browser.conftest import OpenPage
from tests.browser.test_evidence import grave_faults, write

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
PATIENT = 60_000  # milliseconds; a process starts first, beside others
Show = Callable[..., Page]


@pytest.fixture(name="followed", scope="module")
def follow(tmp_path_factory: pytest.TempPathFactory) -> Model:
    file = tmp_path_factory.mktemp("review") / "workspace.db"
    model = Model(shipped_pack(), lambda: TODAY)
    return model.follow(Log(model.pack, opened_log(file)))


@pytest.fixture(name="address", scope="module")
def serve(followed: Model) -> Iterator[str]:
    log = followed.log
    assert log is not None
    place = str(log.workspace.place.path)
    runner = runner_for(risks.default_pack_folder(), None, place)
    with served(create_app(followed, runner=runner)) as address:
        yield address
    runner.close()


@pytest.fixture(name="show")
def shower(browser: Browser, address: str) -> Iterator[Show]:
    contexts = []
    faults: list[str] = []

    def show(path: str, width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address + path)
        page.wait_for_selector(".review-item")
        return page

    yield show
    for each in contexts:
        each.close()
    assert faults == []


def record(model: Model, kind: str, fields: dict[str, object]) -> None:
    assert model.log is not None
    workspace = model.log.workspace
    draft = make_draft(kind, fields, "Ana", "Said in a test")
    version = workspace.version(draft.subject)
    workspace.append(draft, f"edit-{workspace.head().seq:08}", version)


def test_the_agenda_comes_at_once_and_its_heavy_parts_later(show: Show) -> None:
    page = show("/review")
    expect(page.locator(".review-item")).to_have_count(11)
    expect(page.locator(".review-job")).to_be_hidden(timeout=PATIENT)
    headline = page.locator("[data-item=headline]")
    expect(headline).to_contain_text("Baseline: nothing to compare with.")
    expect(headline).to_contain_text("Half of the futures have opened by")
    stale = page.locator("[data-item=stale]")
    expect(stale.locator("tbody tr").first).to_contain_text("earlier")
    page.get_by_role("navigation", name="Agenda").get_by_text("Calendar").click()
    expect(page.locator("[data-item=calendar]")).to_be_focused()


def test_the_long_work_can_be_cancelled_and_asked_for_again(show: Show) -> None:
    page = show("/review")
    page.route("**/api/jobs/*", lambda route: None)  # so it is never done
    page.reload()
    page.locator(".review-job").get_by_role("button", name="Cancel").click()
    job = page.locator(".review-job")
    expect(job.get_by_role("status")).to_contain_text("Cancelled")
    expect(page.locator("[data-item=headline]")).to_contain_text("Not worked out.")
    page.unroute("**/api/jobs/*")
    job.get_by_role("button", name="Try again").click()
    expect(job).to_be_hidden(timeout=PATIENT)


def test_the_keys_open_the_forms_and_what_is_refused_stays(
    show: Show, followed: Model
) -> None:
    page = show("/review")
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog")
    write(dialog, author="Ana", title=HOSTILE, decided_by="the board")
    dialog.locator("[name=choice]").select_option("defer")
    dialog.get_by_role("button", name="Save the decision").click()
    expect(dialog.get_by_role("alert")).to_contain_text("must say why")
    expect(dialog.locator("[name=title]")).to_have_value(HOSTILE)
    write(dialog, reason="Too early", due_on="2026-11-27", cost_usd_m="18")
    dialog.get_by_role("button", name="Save the decision").click()
    expect(page.locator(".saved")).to_contain_text("Saved as entry")
    expect(dialog).to_be_hidden()
    decisions = page.locator("[data-item=decisions]")
    expect(decisions).to_contain_text(HOSTILE)
    assert page.evaluate("window.pwned === undefined")
    decisions.get_by_role("button", name="Decide").click()
    expect(dialog.locator("[name=due_on]")).to_have_value("2026-11-27")
    dialog.locator("[name=choice]").select_option("reject")
    write(dialog, reason="No money")
    dialog.get_by_role("button", name="Save the decision").click()
    expect(decisions).to_contain_text("Nothing was put off")
    page.keyboard.press("a")
    expect(dialog).to_contain_text("Write down an action")
    assert followed.entries[-1].payload.choice == "reject"


def test_limits_and_lines_are_set_in_forms(show: Show) -> None:
    page = show("/review")
    page.locator(".review-top").get_by_role("button", name="Appetite").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=risk_id]").select_option("BD1")
    write(dialog, author="Ana", most_chance="0.5", owner="the board", reason="Agreed")
    dialog.get_by_role("button", name="Save the appetite").click()
    expect(page.locator("[data-item=above]")).to_contain_text("BD1")
    page.locator(".review-top").get_by_role("button", name="Position").click()
    dialog.locator("[name=outcome]").select_option("BD1")
    write(dialog, line="0.001", then="Call the board", owner="Ana", reason="Agreed")
    dialog.get_by_role("button", name="Save the position").click()
    expect(page.locator("[data-item=decisions]")).to_contain_text("Call the board")


def test_presenting_shows_one_item_at_a_time_and_counts_up(
    show: Show, followed: Model
) -> None:
    record(followed, "action", ACTION)
    page = show("/review")
    page.get_by_role("button", name="Present").click()
    first = page.locator("[data-item=overdue]")
    expect(first).to_be_focused()
    expect(first.get_by_text("Ask the bank")).to_be_visible()
    expect(page.locator("button[data-review-do]:visible")).to_have_count(0)
    expect(page.locator(".rail")).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(page.locator("[data-item=headline]")).to_be_visible()
    expect(first).to_be_hidden()
    expect(page.get_by_role("timer")).to_have_text("00:02", timeout=6_000)
    page.keyboard.press("PageUp")
    expect(first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".rail")).to_be_visible()


def test_a_second_window_follows_the_chair_and_can_stop(
    show: Show, followed: Model
) -> None:
    record(followed, "action", ACTION)
    chair = show("/review")
    expect(chair.locator(".review-progress")).to_contain_text("0 of")
    other = chair.context.new_page()
    other.goto(chair.url + "#follow")
    other.wait_for_selector(".review-item")
    chair.get_by_role("button", name="Present").click()
    place = other.locator(".review-place")
    expect(place).to_have_text("Following the chair’s window: item 1 of 11")
    chair.keyboard.press("PageDown")
    expect(place).to_have_text("Following the chair’s window: item 2 of 11")
    expect(other.locator("[data-item=headline]")).to_be_visible()
    expect(other.locator(".review-bar")).to_contain_text("1 of")
    chair.keyboard.press("x")
    expect(other.locator(".review-bar")).to_contain_text("2 of")
    expect(chair.locator(".review-strip b").first).to_be_hidden()
    chair.keyboard.press("PageDown")
    expect(chair.locator(".review-strip b").first).to_be_visible(timeout=PATIENT)
    other.get_by_role("button", name="Stop following").click()
    expect(other.locator(".rail")).to_be_visible()
    chair.keyboard.press("PageDown")
    expect(other.locator(".review-offer")).to_contain_text("Another window presents")
    expect(other.locator(".review-bar")).to_have_count(0)
    chair.reload()
    expect(chair.locator(".review-progress")).to_contain_text("2 of")
    expect(other.locator(".review-offer")).to_have_count(0)


def test_a_week_is_opened_minuted_and_closed_once(show: Show, followed: Model) -> None:
    page = show("/review/2026-W46")
    top = page.locator(".review-top")
    dialog = page.get_by_role("dialog")
    top.get_by_role("button", name="Open the week").click()
    write(dialog, author="Ana", present="Ana\nBo")
    dialog.get_by_role("button", name="Open the week").click()
    expect(top).to_contain_text("Open. 2026-W46")
    page.keyboard.press("m")
    write(dialog, paragraph="The audit comes first.")
    dialog.get_by_role("button", name="Add the paragraph").click()
    minutes = page.locator(".review-minutes")
    expect(minutes).to_contain_text("The audit comes first.")
    top.get_by_role("button", name="Close the week").click()
    expect(dialog).to_contain_text("for good?")
    dialog.get_by_role("button", name="Close the week for good").click()
    review = page.locator(".review-closed")
    expect(review).to_contain_text("Anchor: entry", timeout=PATIENT)
    said = followed.entries[-1].payload
    expect(review).to_contain_text(said.head_hash)
    brief = review.get_by_role("link", name="Brief, one page (PDF)")
    expect(brief).to_be_visible(timeout=PATIENT)
    expect(page.locator("button[data-review-do]:enabled")).to_have_count(0)
    after = show("/review/2026-W47")
    expect(after.locator(".review-job")).to_be_hidden(timeout=PATIENT)
    headline = after.locator("[data-item=headline]")
    expect(headline).to_contain_text("since 15 Nov 2026")
    headline.locator("summary").first.click()
    expect(headline.locator("details[open] li").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_grave_fault(show: Show, scheme: str) -> None:
    page = show("/review", scheme=scheme)
    expect(page.locator(".review-job")).to_be_hidden(timeout=PATIENT)
    assert grave_faults(page) == []
    page.keyboard.press("d")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert grave_faults(page) == []


def test_the_page_fits_a_phone(show: Show) -> None:
    page = show("/review", width=390)
    expect(page.locator(".review-job")).to_be_hidden(timeout=PATIENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_a_workspace_the_page_says_how_to_start_one(
    open_page: OpenPage,
) -> None:
    page = open_page("/review")
    expect(page.get_by_role("note")).to_contain_text("araxes serve --workspace FILE")
