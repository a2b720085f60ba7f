import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard import text
from dashboard.queries.model import Model
from dashboard.queries.what_if import answer
from dashboard.queries.what_if_levers import (
    lever_groups,
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
    results,
    row,
    settled,
    shown,
    slider,
)

pytestmark = pytest.mark.browser


def test_dragging_moves_the_numbers_and_the_address(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    box = slider(page, lever).bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 30, box["y"], steps=15)
    page.mouse.up()

    assert shown(page) == {lever.id: lever.highest}
    assert page.url.endswith(f"?set={write_settings({lever.id: lever.highest})}")
    expect(page.get_by_role("status")).to_contain_text("1 lever changed.")


def test_a_slider_obeys_all_keys_of_a_slider(open_page: OpenPage, model: Model) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    control = slider(page, lever)
    control.focus()

    control.press("End")
    assert shown(page) == {lever.id: lever.highest}
    control.press("ArrowLeft")
    one_back = shown(page)[lever.id]
    assert lever.highest - 1.01 * lever.step <= one_back < lever.highest
    control.press("PageDown")
    assert shown(page)[lever.id] < one_back - lever.step
    control.press("Home")
    assert shown(page) == {lever.id: lever.lowest}
    control.press("ArrowUp")
    assert lever.lowest < shown(page)[lever.id] <= lever.lowest + 1.01 * lever.step
    for _ in range(60):
        if not shown(page):
            break
        control.press("ArrowRight")
    control.press("ArrowRight")
    assert lever.baseline is not None
    assert shown(page)[lever.id] > lever.baseline


def test_a_slider_says_its_name_value_and_level(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)

    control = page.get_by_role("slider", name=lever.title, exact=True)

    expect(control).to_have_attribute("min", re.compile(r"\d"))
    words = control.get_attribute("aria-valuetext") or ""
    assert any(each in words for each in lever.bands or text.LEVELS)
    if not lever.bands:
        assert words.endswith("for this register")


def test_a_typed_value_is_taken_as_it_is(open_page: OpenPage, model: Model) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    wanted = round(lever.highest - lever.step / 4, 4)

    entry(page, lever).fill(str(wanted))
    entry(page, lever).press("Enter")

    assert shown(page) == {lever.id: wanted}


def test_a_typed_value_off_the_scale_is_refused_in_words(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    before = entry(page, lever).input_value()

    entry(page, lever).fill(str(lever.highest + 1000))
    entry(page, lever).press("Enter")

    expect(page.get_by_role("status")).to_contain_text(f"{lever.title} can be set from")
    expect(entry(page, lever)).to_have_value(before)
    assert shown(page) == {}


def test_a_wheel_over_a_typed_entry_changes_nothing(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    entry(page, lever).focus()
    entry(page, lever).hover()

    page.mouse.wheel(0, 200)

    assert shown(page) == {}


def test_put_back_within_half_a_step_a_lever_is_unset(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    first = results(page)

    slider(page, lever).press("End")
    settled(page)
    assert results(page) != first
    entry(page, lever).fill(str(round(lever.resting + 0.4 * lever.step, 4)))
    entry(page, lever).press("Enter")

    assert shown(page) == {}
    assert results(page) == first
    assert page.url.endswith(PATH)


def test_undo_redo_and_the_ways_back(open_page: OpenPage, model: Model) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    scenario = scenario_choices(model, model.default_as_of)[0]
    far = {lever.id: lever.highest}
    page.locator(".scenario-list").select_option(scenario.id)
    assert shown(page) == scenario.settings
    slider(page, lever).press("End")
    assert shown(page) == {**scenario.settings, **far}

    page.keyboard.press("Control+z")
    assert shown(page) == scenario.settings
    page.keyboard.press("Control+Shift+z")
    assert shown(page) == {**scenario.settings, **far}
    press(page, "scenario")
    assert shown(page) == scenario.settings
    press(page, "undo")
    assert shown(page) == {**scenario.settings, **far}
    press(page, "baseline")
    assert shown(page) == {}
    expect(page.locator("[data-do=scenario]")).to_be_hidden()
    press(page, "undo")
    assert shown(page) == {**scenario.settings, **far}
    assert f"scenario={scenario.id}" in page.url
    press(page, "redo")
    assert shown(page) == {}
    expect(page.locator("[data-do=redo]")).to_be_disabled()


def test_one_lever_goes_back_alone(open_page: OpenPage, model: Model) -> None:
    lever = a_lever(model)
    page = ready(open_page(f"{PATH}?set={write_settings({lever.id: lever.lowest})}"))

    row(page, lever).get_by_role("button", name="Back to baseline").click()

    assert shown(page) == {}


def test_a_scenario_shows_its_story_and_signposts(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    scenario = scenario_choices(model, model.default_as_of)[-1]

    page.locator(f"[data-open='{scenario.id}']").click()

    assert shown(page) == scenario.settings
    expect(page.locator(".story-text")).to_have_text(scenario.story)
    expect(page.locator(".signposts li")).to_have_count(len(scenario.signposts))
    assert page.url.endswith(f"?scenario={scenario.id}")


def test_an_address_restores_everything(open_page: OpenPage, model: Model) -> None:
    lever, risk = a_lever(model), model.pack.risks[-1]
    page = ready(open_page(PATH))
    slider(page, lever).press("End")
    page.locator(".target-list").select_option(risk.id)
    settled(page)
    before = results(page)
    address = page.url

    page.reload()
    ready(page)

    assert page.url == address
    assert results(page) == before
    assert shown(page) == {lever.id: lever.highest}


def test_another_date_keeps_what_is_assumed(open_page: OpenPage, model: Model) -> None:
    lever = a_lever(model)
    page = ready(open_page(PATH))
    slider(page, lever).press("End")
    settled(page)

    page.get_by_role("link", name="Previous week").click()
    page.wait_for_url("**as-of=**")
    page.wait_for_timeout(500)
    ready(page)

    assert shown(page) == {lever.id: lever.highest}
    expect(page.get_by_role("slider", name=lever.title, exact=True)).to_have_count(1)


def test_the_rail_and_the_back_button_lead_to_what_they_say(
    open_page: OpenPage, model: Model
) -> None:
    lever = a_lever(model)
    page = ready(open_page(PATH))
    slider(page, lever).press("End")
    settled(page)

    page.get_by_role("link", name="What-if").click()
    assert shown(page) == {}
    page.go_back()
    assert shown(page) == {lever.id: lever.highest}


def test_lesser_indicators_are_behind_more_and_changed_ones_can_be_singled_out(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    group = next(
        each
        for each in lever_groups(model, model.default_as_of)
        if any(other.baseline is not None for other in each.others)
    )
    lesser = next(each for each in group.others if each.baseline is not None)
    expect(slider(page, lesser)).to_be_hidden()

    page.locator("details.more", has=row(page, lesser)).locator("summary").click()
    slider(page, lesser).press("Home")
    if not shown(page):
        slider(page, lesser).press("End")
    assert list(shown(page)) == [lesser.id]
    press(page, "changed-only")

    expect(page.locator(".lever:visible")).to_have_count(1)
    expect(page.locator("[data-do=changed-only]")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_shown_rows_of_why_add_up(open_page: OpenPage, model: Model) -> None:
    for scenario in scenario_choices(model, model.default_as_of):
        page = ready(open_page(f"{PATH}?scenario={scenario.id}"))
        for button in page.locator("[data-risk]:visible .link-button").all()[:3]:
            button.click()
            settled(page)
            tenths = [
                round(10 * float(each.replace(text.MINUS, "-")))
                for each in page.locator(
                    ".why-table:visible td.number"
                ).all_inner_texts()
            ]
            assert sum(tenths[:-1]) == (tenths[-1] if tenths else 0)


def test_the_page_words_are_those_of_the_server(
    open_page: OpenPage, model: Model
) -> None:
    scenario = scenario_choices(model, model.default_as_of)[0]
    page = ready(open_page(f"{PATH}?scenario={scenario.id}"))
    found = answer(model, model.default_as_of, scenario.settings)
    targets = target_choices(model, model.default_as_of)
    thin = {each.id for each in targets if each.is_thin}

    for register in found.registers:
        if register.pressure is None:
            continue
        place = page.locator(f"[data-register='{register.id}'] .pressure-value")
        level = "" if register.id in thin else f" {text.level(register.pressure)}"
        expect(place).to_have_text(f"{text.whole(register.pressure)}{level}")

    risk = next(each for each in found.risks if each.chance and each.status == "open")
    assert risk.chance is not None
    page.locator(".target-list").select_option(risk.id)
    expect(page.locator(".target-now")).to_contain_text(text.percent(risk.chance))


def test_at_the_baseline_the_page_says_how_to_begin(open_page: OpenPage) -> None:
    page = ready(open_page(PATH))

    expect(page.get_by_role("status")).to_contain_text("Nothing is assumed")
    expect(page.locator(".moved-note")).to_contain_text("begin with a scenario")
    page.locator(".target-list").select_option("moves-most")
    expect(page.locator(".why-note")).to_contain_text("no change to explain")
    press(page, "show-all")
    expect(page.locator("[data-risk]:visible").first).to_be_visible()


def test_steps_for_fingers_on_a_narrow_screen(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH, width=390)), a_lever(model)

    row(page, lever).get_by_role("button", name="More: ").tap()

    assert list(shown(page)) == [lever.id]
    expect(page.locator(".compact-words")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("is_open", [False, True])
def test_nothing_serious_stands_in_the_way_of_assistive_technology(
    open_page: OpenPage, model: Model, width: int, scheme: str, is_open: bool
) -> None:
    scenario = scenario_choices(model, model.default_as_of)[0]
    query = f"?scenario={scenario.id}" if is_open else ""
    page = ready(open_page(PATH + query, width=width, scheme=scheme))
    for more in page.locator("details.more summary").all():
        more.click()
    press(page, "show-all")

    violations = Axe().run(page).response["violations"]

    serious = [
        (each["id"], [node["target"] for node in each["nodes"]][:5])
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
