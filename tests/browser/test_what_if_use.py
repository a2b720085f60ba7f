"""The what-if page as it is used: by hand and finger, by keyboard, by ear, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard import text
from dashboard.queries.model import Model
from dashboard.queries.what_if import answer
from dashboard.queries.what_if_levers import (
    Lever,
    ScenarioChoice,
    all_levers,
    scenario_choices,
    target_choices,
)
from dashboard.what_if_settings import write_settings
from tests.browser.conftest import OpenPage
from tests.browser.what_if_page import (
    PATH,
    a_lever,
    entry,
    press,
    ready,
    row,
    settled,
    shown,
    slider,
)

pytestmark = pytest.mark.browser


def a_changed_scenario(page: Page, model: Model) -> tuple[ScenarioChoice, Lever]:
    """Open the first scenario and move one of its levers; the reader sees a change."""
    scenario = scenario_choices(model, model.default_as_of)[0]
    levers = {each.id: each for each in all_levers(model, model.default_as_of)}
    lever = next(levers[each] for each in scenario.settings if levers[each].is_headline)
    page.locator(".scenario-list").select_option(scenario.id)
    wanted = (
        lever.highest
        if scenario.settings[lever.id] != lever.highest
        else lever.highest - lever.step * 5
    )
    entry(page, lever).fill(str(wanted))
    entry(page, lever).press("Enter")
    settled(page)
    return scenario, lever


def test_a_changed_scenario_says_so_wherever_it_is_named(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    scenario, lever = a_changed_scenario(page, model)
    name = f"{scenario.title}, 1 lever changed"

    expect(page.locator(".story-title")).to_have_text(name)
    expect(page.locator(".scenario-list option:checked")).to_have_text(name)
    expect(page.get_by_role("status")).to_contain_text(name)
    changes = page.locator(".story-changes li")
    expect(changes).to_have_count(1)
    expect(changes).to_contain_text(lever.title)

    press(page, "copy-text")
    expect(page.get_by_role("status")).to_contain_text("The settings are copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"Scenario: {name}\n" in copied
    own, _, changed = copied.partition("Changed from the scenario:")
    assert f"* {lever.title}: " in changed
    assert lever.title not in own

    press(page, "scenario")
    expect(page.locator(".story-title")).to_have_text(scenario.title)
    expect(page.locator(".scenario-list option:checked")).to_have_text(scenario.title)
    expect(changes).to_have_count(0)


def test_the_number_asked_about_follows_what_moves_most_until_one_is_picked(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(f"{PATH}?target=moves-most"))
    as_of = model.default_as_of
    for scenario in scenario_choices(model, as_of)[:2]:
        page.locator(".scenario-list").select_option(scenario.id)
        settled(page)
        most = answer(model, as_of, scenario.settings).target.id
        chosen = page.locator(".target-list option:checked")
        expect(chosen).to_contain_text(f"Moves most: {most} ")
    assert page.url.endswith("&target=moves-most")

    page.locator(".target-list").select_option(model.pack.registers[-1].id)
    press(page, "baseline")
    settled(page)
    expect(page.locator(".target-list")).to_have_value(model.pack.registers[-1].id)


def test_the_status_speaks_the_result_once_the_hand_rests(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(f"{PATH}?target=moves-most")), a_lever(model)
    status = page.get_by_role("status")
    expect(status).to_contain_text("Nothing is assumed")
    page.evaluate(
        "() => { window.said = [];"
        " const status = document.querySelector('[role=status]');"
        " new MutationObserver(() => window.said.push(status.textContent))"
        ".observe(status, { childList: true, characterData: true, subtree: true }); }"
    )

    slider(page, lever).press("End")
    for _ in range(10):
        slider(page, lever).press("ArrowLeft")
        page.wait_for_timeout(80)
    expect(status).to_contain_text("1 lever changed.")

    found = answer(model, model.default_as_of, shown(page))
    risk = next(each for each in found.risks if each.id == found.target.id)
    assert risk.chance is not None
    assert risk.baseline is not None
    assert (
        status.inner_text()
        .replace("\u202f", text.THIN_SPACE)
        .startswith(
            f"1 lever changed. {risk.id} {text.percent(risk.baseline)} → "
            f"{text.percent(risk.chance)} by {text.day(risk.by)}."
        )
    )
    assert len(page.evaluate("window.said")) <= 4


def test_every_risk_names_its_id_links_to_its_page_and_dates_itself_once(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    press(page, "show-all")
    targets = target_choices(model, model.default_as_of)
    for risk in [each for each in targets if each.by is not None]:
        line = page.locator(f"[data-risk='{risk.id}'] .risk-line")
        link = line.get_by_role("link", name=risk.id, exact=True)
        expect(link).to_have_attribute("href", f"/registers/{risk.id}")
        assert ("by " in line.locator("small").inner_text()) is not risk.is_dated
    assert any(each.is_dated for each in targets)


def test_a_swipe_that_begins_on_a_track_scrolls_and_sets_nothing(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH, width=390)), a_lever(model)
    slider(page, lever).scroll_into_view_if_needed()
    box = slider(page, lever).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2
    before = page.evaluate("window.scrollY")
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": left, "y": top} for left, top in points]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    touch("touchStart", (x, y))
    page.wait_for_timeout(60)
    for step in range(1, 12):
        touch("touchMove", (x, y - 15 * step))
        page.wait_for_timeout(16)
    touch("touchEnd")
    page.wait_for_timeout(300)

    assert page.evaluate("window.scrollY") > before
    assert shown(page) == {}
    expect(page.locator(".lever.is-changed")).to_have_count(0)
    row(page, lever).get_by_role("button", name="More: ").tap()
    assert list(shown(page)) == [lever.id]


def test_a_cancelled_gesture_gives_the_lever_back(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    entry(page, lever).fill(str(lever.lowest))
    entry(page, lever).press("Enter")
    assert shown(page) == {lever.id: lever.lowest}
    control = slider(page, lever)
    move = "(slider, value) => { slider.value = value; "
    move += "slider.dispatchEvent(new Event('input', { bubbles: true })); }"

    control.dispatch_event("pointerdown")
    control.evaluate(move, lever.highest)
    assert shown(page) == {lever.id: lever.highest}
    control.dispatch_event("pointercancel")
    control.evaluate(move, lever.highest)
    assert shown(page) == {lever.id: lever.lowest}

    control.dispatch_event("touchend")
    page.wait_for_timeout(50)
    control.evaluate(move, lever.highest)
    assert shown(page) == {lever.id: lever.highest}


def test_the_keyboard_is_never_thrown_back_to_the_beginning(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    slider(page, lever).press("End")
    undo = page.locator("[data-do=undo]")
    undo.focus()
    undo.press("Enter")
    assert shown(page) == {}
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(undo).to_be_focused()

    begin = page.locator("[data-open]").first
    begin.focus()
    begin.press("Enter")
    expect(page.locator(".scenario-list")).to_be_focused()

    press(page, "changed-only")
    reset = page.locator(".lever.is-changed .lever-reset:visible").first
    reset.focus()
    reset.press("Enter")
    expect(page.locator("[data-do=changed-only]")).to_be_focused()


@pytest.mark.parametrize("path", [PATH, "/", "/registers"])
def test_the_week_before_keeps_the_keyboard_where_it_was(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(path)
    shown_day = page.locator(".as-of-words b")
    page.get_by_role("link", name="Previous week").focus()
    for _ in range(2):
        before = shown_day.inner_text()
        page.keyboard.press("Enter")
        expect(shown_day).not_to_have_text(before)
        page.wait_for_function("() => document.activeElement.title === 'Previous week'")

    page.get_by_role("link", name="Latest").press("Enter")
    page.wait_for_function("() => 'navigates' in document.activeElement.dataset")


def test_results_take_the_keyboard_along(open_page: OpenPage, model: Model) -> None:
    page = ready(open_page(PATH, width=390))
    page.get_by_role("link", name="Results").tap()

    expect(page.locator("#what-if-results")).to_be_focused()
    assert page.url.endswith(PATH)
    expect(page.locator(".headline-row")).to_be_in_viewport()


def test_levers_are_within_reach_on_the_first_screen_of_a_phone(
    open_page: OpenPage, model: Model
) -> None:
    scenario = scenario_choices(model, model.default_as_of)[-1]
    page = ready(open_page(f"{PATH}?scenario={scenario.id}", width=390))

    expect(page.locator(".story-text")).to_be_hidden()
    expect(page.locator(".levers-card h2")).to_be_in_viewport()
    page.locator(".story summary").tap()
    expect(page.locator(".story-text")).to_have_text(scenario.story)


@pytest.mark.parametrize("width", [1280, 1440, 2560])
def test_a_lever_is_two_lines_that_do_not_break(
    open_page: OpenPage, model: Model, width: int
) -> None:
    page = ready(open_page(PATH, width=width))
    broken = page.evaluate(
        "() => [...document.querySelectorAll('.lever')].filter(lever => {"
        " const box = name => lever.querySelector(name).getBoundingClientRect();"
        " const apart = box('.lever-value').top !== box('.lever-title').top;"
        " return lever.offsetParent && (apart || box('.lever-worse').height > 24);"
        " }).map(lever => lever.dataset.lever)"
    )
    assert broken == []


def test_a_wide_screen_is_used(open_page: OpenPage) -> None:
    page = ready(open_page(PATH, width=2560))

    seen = page.evaluate(
        "() => {"
        " const at = name => document.querySelector(name).getBoundingClientRect();"
        " const levers = [...document.querySelectorAll('[data-levers]')]"
        "   .find(each => each.children.length > 1).children;"
        " return [at('.results').right, levers[0].getBoundingClientRect().top,"
        "   levers[1].getBoundingClientRect().top]; }"
    )
    assert seen[0] > 2400
    assert seen[1] == seen[2]


def test_on_paper_only_what_was_changed_and_nothing_to_press(
    open_page: OpenPage, model: Model
) -> None:
    lever = a_lever(model)
    page = ready(open_page(f"{PATH}?set={write_settings({lever.id: lever.highest})}"))
    page.emulate_media(media="print")

    expect(page.locator(".lever:visible")).to_have_count(1)
    expect(row(page, lever).locator(".lever-value")).to_be_visible()
    expect(page.locator(".what-if .button:visible")).to_have_count(0)
    expect(page.locator(".what-if input:visible")).to_have_count(0)
    expect(page.locator(".target-name")).to_be_visible()
    expect(page.locator(".moved-table")).to_be_visible()


def test_nothing_assumed_prints_no_levers(open_page: OpenPage) -> None:
    page = ready(open_page(PATH))
    page.emulate_media(media="print")

    expect(page.locator(".levers-card")).to_be_hidden()
    expect(page.locator(".summary-card")).to_be_visible()


def test_a_question_mark_lists_the_keys(open_page: OpenPage, model: Model) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    slider(page, lever).focus()
    page.keyboard.press("?")

    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Ctrl+Z")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(slider(page, lever)).to_be_focused()

    entry(page, lever).focus()
    page.keyboard.press("?")
    expect(dialog).to_have_count(0)


def test_the_keys_of_other_pages_are_not_listed(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator("h1")).to_be_visible()
    page.keyboard.press("?")

    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("this list")
    assert "Ctrl+Z" not in dialog.inner_text()
    assert Axe().run(page, context=".keys").response["violations"] == []


def test_a_story_sets_no_chance_and_the_page_says_so(open_page: OpenPage) -> None:
    expect(ready(open_page(PATH)).locator(".moved-card")).to_contain_text(
        "Settings act as evidence"
    )
