"""Further cards of the what-if: pictures of futures, long work, treatments."""

import multiprocessing
import re
from math import ceil

import pytest
from playwright.sync_api import Page, expect

from dashboard.queries.futures import futures_answer
from dashboard.queries.model import Model
from dashboard.queries.what_if_levers import scenario_choices
from tests.browser.conftest import OpenPage
from tests.browser.what_if_page import PATH, a_lever, entry, press, ready, shown, slider

pytestmark = pytest.mark.browser
LONG = 60_000  # milliseconds: a process starts, reads the pack and simulates
TREATED = "A007"
WHY, TORNADO = "#wi-why .wi-body", "#wi-tornado .wi-body"


def switch_on(page: Page, treatment_id: str, share: str) -> None:
    """Find a treatment by its id, tick it, and choose what it takes."""
    page.locator("#wi-treatments input[type=search]").fill(treatment_id)
    row = page.locator(f"[data-treatment='{treatment_id}']")
    row.locator("input[type=checkbox]").check()
    row.locator("select").select_option(share)


def signed(words: str) -> float:
    """Return a number as the page writes it, with its sign."""
    return float(words.replace("\u2212", "-").replace("\u202f", ""))


def of_scenario(model: Model) -> str:
    scenario = scenario_choices(model, model.default_as_of)[2]
    return f"{PATH}?scenario={scenario.id}"


def scenario_settings(model: Model) -> dict[str, float]:
    return scenario_choices(model, model.default_as_of)[2].settings


def test_a_treatment_asks_for_a_share_and_is_a_setting_like_any_other(
    open_page: OpenPage,
) -> None:
    page = ready(open_page(PATH))
    headline = page.locator(".headline-row")
    expect(headline).to_contain_text("16\u202f384", timeout=LONG)
    before = headline.inner_text()
    page.locator("#wi-treatments input[type=search]").fill(TREATED)
    row = page.locator(f"[data-treatment='{TREATED}']")
    row.locator("input[type=checkbox]").check()
    expect(row).to_contain_text("nothing is counted until you choose")
    assert shown(page) == {}

    row.locator("select").select_option("0.25")
    expect(row).to_contain_text("your assumption")
    expect(page.locator(f"[data-on='{TREATED}']")).to_contain_text("takes 25")
    assert shown(page) == {TREATED: 0.25}
    assert f"set={TREATED}:0.25" in page.url
    expect(headline).not_to_have_text(before, timeout=LONG)
    expect(headline).to_contain_text("16\u202f384", timeout=LONG)

    press(page, "undo")
    assert shown(page) == {}
    expect(row.locator("input[type=checkbox]")).not_to_be_checked()
    expect(page.locator("[data-on]")).to_have_count(0)
    assert page.url.endswith(PATH)


def test_a_treatment_survives_the_address_and_takes_a_typed_share(
    open_page: OpenPage,
) -> None:
    page = ready(open_page(f"{PATH}?set={TREATED}:0.45"))
    expect(page.locator(f"[data-on='{TREATED}']")).to_contain_text("takes 45")
    page.locator("#wi-treatments input[type=search]").fill(TREATED)
    row = page.locator(f"[data-treatment='{TREATED}']")
    expect(row.locator("select")).to_have_value("0.45")

    row.locator("select").select_option("typed")
    share = row.locator("input[type=number]")
    share.fill("120")
    share.press("Enter")
    expect(row).to_contain_text("more than 0 and at most 100")
    assert shown(page) == {TREATED: 0.45}
    share.fill("12.5")
    share.press("Enter")
    assert shown(page) == {TREATED: 0.125}

    page.locator(f"[data-on='{TREATED}']").get_by_role("button").press("Enter")
    assert shown(page) == {}
    expect(page.locator("#wi-treatments input[type=search]")).to_be_focused()


def test_the_search_finds_a_treatment_by_its_owner_and_folds_again(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    search = page.locator("#wi-treatments input[type=search]")
    owner = model.pack.treatment(TREATED).owner
    search.fill(owner.upper())
    own = [each for each in model.pack.treatments if owner in each.owner]
    expect(page.locator("[data-treatment]:visible")).to_have_count(len(own))
    expect(page.locator("#wi-treatments")).to_contain_text(f"{len(own)} treatment")
    search.fill("")
    expect(page.locator("[data-treatment]:visible")).to_have_count(0)


def test_the_rows_that_say_why_add_up_to_the_total(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(of_scenario(model)))
    card = page.locator(WHY)
    expect(card.locator("tfoot")).to_be_visible(timeout=LONG)
    rows = [signed(each) for each in card.locator("tbody td").all_inner_texts()]
    total = signed(card.locator("tfoot td").inner_text())
    assert len(rows) > 1
    assert sum(rows) == pytest.approx(total, abs=1e-9)
    assert f"Why {abs(total):.1f} month" in page.locator("#wi-why h2").inner_text()


def test_why_says_what_a_treatment_moves(open_page: OpenPage) -> None:
    page = ready(open_page(f"{PATH}?set={TREATED}:0.45"))
    moves = page.locator(f"[data-on='{TREATED}'] .treatment-moves")
    expect(moves).to_contain_text("earlier since baseline", timeout=LONG)
    expect(moves).to_contain_text("cost unknown")


def test_nothing_assumed_has_nothing_to_explain(open_page: OpenPage) -> None:
    page = ready(open_page(PATH))
    expect(page.locator(WHY)).to_have_text("Nothing is assumed: no change to explain.")


def test_long_work_is_cancelled_on_request_and_asked_again(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(of_scenario(model)))
    card = page.locator(TORNADO)
    expect(card.locator("progress")).to_be_visible()
    with page.expect_response(re.compile(r"/cancel$")) as told:
        card.get_by_role("button", name="Cancel").click()
    assert told.value.json()["job"]["state"] == "cancelled"
    expect(card).to_contain_text("The computation was cancelled.")
    retry = card.get_by_role("button", name="Retry")
    expect(retry).to_be_focused()
    retry.click()
    expect(card.locator("tbody tr").first).to_be_visible(timeout=LONG)


def test_a_new_setting_cancels_what_is_computed_and_clears_what_is_shown(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(of_scenario(model))), a_lever(model)
    card = page.locator(TORNADO)
    expect(card.locator("progress")).to_be_visible()
    with page.expect_response(re.compile(r"/cancel$")) as told:
        entry(page, lever).fill(str(lever.highest))
        entry(page, lever).press("Enter")
    assert told.value.json()["job"]["state"] == "cancelled"
    expect(card.locator("tbody tr").first).to_be_visible(timeout=LONG)
    slider(page, lever).press("ArrowLeft")
    expect(card.locator("tbody")).to_have_count(0)


def test_a_killed_process_is_said_and_can_be_asked_again(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(of_scenario(model)))
    card = page.locator(TORNADO)
    expect(card.locator(".long-label")).to_contain_text("of", timeout=LONG)
    for process in multiprocessing.active_children():
        process.kill()
    expect(card).to_contain_text("was lost because its process ended", timeout=LONG)
    card.get_by_role("button", name="Retry").click()
    expect(card.locator("tbody tr").first).to_be_visible(timeout=LONG)


def test_a_server_that_forgot_or_is_full_is_said_in_words(
    open_page: OpenPage, model: Model
) -> None:
    page = open_page("/")
    full = {"error": "8 computations wait already; ask again in a moment."}
    page.route("**/api/jobs", lambda route: route.fulfill(status=503, json=full))
    page.get_by_role("link", name="What-if").click()
    card = page.locator(TORNADO)
    expect(card).to_contain_text(full["error"])
    page.unroute("**/api/jobs")

    gone = {"error": "There is no such computation, or not any more; ask again."}
    page.route(
        re.compile(r"/api/jobs/[^/]+$"),
        lambda route: route.fulfill(status=404, json=gone),
    )
    card.get_by_role("button", name="Retry").click()
    expect(card).to_contain_text(gone["error"])
    expect(card.get_by_role("button", name="Retry")).to_be_visible()


def test_the_same_question_is_not_asked_twice(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(of_scenario(model)))
    first = page.locator(f"{TORNADO} tbody tr").first
    expect(first).to_be_visible(timeout=LONG)
    expect(page.locator(f"{WHY} tfoot")).to_be_visible(timeout=LONG)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    targets = page.locator(".target-list")
    targets.select_option(model.pack.registers[0].id)
    expect(page.locator(TORNADO)).to_be_hidden()
    targets.select_option("opening-p50")
    expect(first).to_be_visible()
    expect(page.locator(f"{WHY} tfoot")).to_be_visible()
    assert not [each for each in asked if "/api/jobs" in each]


def test_another_number_of_the_corridor_has_its_own_unit(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(f"{of_scenario(model)}&target=funding-gap-p50"))
    heads = page.locator(f"{TORNADO} thead").first
    expect(heads).to_contain_text("million USD", timeout=LONG)
    rows = page.locator(f"{WHY} tbody td")
    expect(page.locator(f"{WHY} tfoot")).to_be_visible(timeout=LONG)
    total = signed(page.locator(f"{WHY} tfoot td").inner_text())
    assert sum(signed(each) for each in rows.all_inner_texts()) == total


def test_the_kinds_of_future_add_up_and_none_is_called_impossible(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(of_scenario(model)))
    table = page.locator(".kinds-table")
    expect(table).to_contain_text("16\u202f384", timeout=LONG)
    shares = table.evaluate("table => JSON.parse(table.dataset.shares)")
    assert sum(shares) == pytest.approx(100, abs=1e-9)
    cells = table.locator("tbody td").all_inner_texts()
    assert not [each for each in cells if each.startswith(("0\u202f", "0.0"))]
    assert "fewer than 1 in 1\u202f000" in cells
    answer = futures_answer(model, model.default_as_of, scenario_settings(model))
    largest = max(answer.classes, key=lambda each: each.value)
    assert largest.se is not None
    error = max(1, ceil(200 * 10 * largest.se - 1e-9)) / 10  # two, in points, upwards
    told = [each for each in cells if each.endswith(f"(±{error:.1f})")]
    assert told, cells
    expect(page.locator("#wi-classes")).to_contain_text("not the same as impossible")


def test_pictures_say_what_the_server_answers(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    found = futures_answer(model, model.default_as_of, {})
    assert found.detail is not None
    assert found.detail.cloud is not None
    marks = page.locator("#wi-cloud .cloud-marks circle")
    expect(marks).to_have_count(len(found.detail.cloud.gap), timeout=LONG)
    expect(page.locator("#wi-cloud .cloud-ghost")).to_have_count(0)
    expect(page.locator("#wi-cloud")).to_contain_text(
        "fewer than 1 in 1\u202f000 futures"
    )
    first = found.detail.held_up[0]
    held = page.locator("#wi-heldup")
    expect(held).to_contain_text(f"{100 * first.late:.0f}\u202f% were held up by")
    expect(held.get_by_role("link", name=first.risk_id).first).to_have_attribute(
        "href", f"/registers/{first.risk_id}"
    )
    for each in ("wi-cloud", "wi-losses", "wi-classes"):
        name = page.locator(f"#{each} svg[role=img]").get_attribute("aria-label") or ""
        assert name.endswith(".")
        assert len(name) > 40


def test_while_a_hand_moves_single_futures_wait(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    expect(page.locator("#wi-cloud .cloud-marks")).to_be_visible(timeout=LONG)
    control = slider(page, lever)
    control.dispatch_event("pointerdown")
    move = "(slider, value) => { slider.value = value; "
    move += "slider.dispatchEvent(new Event('input', { bubbles: true })); }"
    control.evaluate(move, lever.highest)
    expect(page.locator("#wi-cloud")).to_have_class(re.compile("is-waiting"))
    expect(page.locator(TORNADO)).to_contain_text("Let go, and it is computed.")
    control.dispatch_event("pointerup")
    control.dispatch_event("change")
    expect(page.locator("#wi-cloud")).not_to_have_class(
        re.compile("is-waiting"), timeout=LONG
    )
    expect(page.locator("#wi-cloud .cloud-ghost")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_cards_fit_a_phone(open_page: OpenPage, model: Model, scheme: str) -> None:
    page = ready(open_page(of_scenario(model), width=390, scheme=scheme))
    expect(page.locator("#wi-cloud .cloud-marks")).to_be_attached(timeout=LONG)
    expect(page.locator(f"{TORNADO} tbody tr").first).to_be_visible(timeout=LONG)
    page.locator(".treatments-register summary").first.click()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
