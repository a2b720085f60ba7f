"""The what-if page's simulated futures: headline, curve, single futures, dumbbells."""

import json
import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from dashboard import text
from dashboard.queries.futures import FuturesAnswer, futures_answer
from dashboard.queries.model import Model
from dashboard.queries.what_if_levers import scenario_choices
from risks.corridor import day_after
from risks.simulation.model import DEFAULT_PATHS, DRAG_PATHS
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
HEAR = """() => {
  window.heard = [];
  for (const name of ["futures", "settings", "about"]) {
    document.addEventListener("araxes:" + name, ({ detail }) => window.heard.push({
      name, isMoving: detail.isMoving, settings: detail.settings, id: detail.id,
      paths: detail.answer && detail.answer.paths,
      answered: detail.answer && detail.answer.settings,
      hasDots: Boolean(detail.answer && detail.answer.detail),
    }));
  }
}"""


def heard(page: Page, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.heard")
    return [each for each in found if each["name"] == name]


def a_scenario(
    page_path: str, model: Model, place: int = 0
) -> tuple[str, FuturesAnswer]:
    scenario = scenario_choices(model, model.default_as_of)[place]
    found = futures_answer(model, model.default_as_of, scenario.settings)
    return f"{page_path}?scenario={scenario.id}", found


def month(when: date | None) -> str:
    assert when is not None
    return f"{text.MONTHS[when.month - 1]} {when.year}"


def cards(page: Page) -> list[str]:
    return page.locator(".headline-number").all_inner_texts()


def drag(page: Page, control: Any, *, to_end: bool = True) -> None:
    box = control.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(
            box["x"] + box["width"] * (0.5 + step / 30), box["y"] + 9, steps=2
        )
        page.wait_for_timeout(30)
    if to_end:
        page.mouse.up()


def test_the_headline_tells_the_numbers_of_the_server(
    open_page: OpenPage, model: Model
) -> None:
    path, found = a_scenario(PATH, model)
    page = ready(open_page(path))
    opening = {each.share: each for each in found.opening}
    assert found.gap is not None
    change = opening[0.5].months
    assert change.change is not None

    opens, target, gap, joint = cards(page)

    assert month(opening[0.5].day) in opens
    assert month(opening[0.8].day) in opens
    way = "later" if change.change > 0 else "earlier"
    assert re.search(rf"{abs(change.change):.1f} months {way} \(±\d\.\d\)", opens)
    assert text.day(model.pack.header.target_opening) in target
    assert f"fewer than 1 in {text.whole(1000)}" in target
    assert f"USD\u00a0{round(found.gap.p50.value or 0)}m" in gap
    assert "of published costs only" in gap
    assert f"fewer than 1 in {text.whole(1000)}" in joint
    assert "0\u202f%" not in "".join((target, joint))
    note = page.locator(".headline-note").inner_text()
    assert note.startswith(f"{text.whole(DEFAULT_PATHS)} futures.")


def test_year_ends_begin_with_the_first_that_has_a_chance_at_the_baseline(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    found = futures_answer(model, model.default_as_of, {})
    later = [each for each in found.by if not each.is_target]
    first = next(
        at for at, each in enumerate(later) if (each.chance.baseline or 0) >= 0.01
    )

    said = cards(page)[1]

    for each in later[first : first + 2]:
        assert f"by {text.day(each.day)}: " in said
    assert text.day(later[first - 1].day) not in said


def test_a_drag_shows_few_futures_and_letting_go_all_of_them(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    page.evaluate(HEAR)

    drag(page, slider(page, lever), to_end=False)
    page.wait_for_function("() => window.heard.some(each => each.paths)")
    moving = heard(page, "futures")
    assert {each["paths"] for each in moving} == {DRAG_PATHS}
    assert not any(each["hasDots"] for each in moving)
    expect(page.locator(".dots-chart .is-old")).to_be_visible()
    expect(page.locator(".dots-note")).to_contain_text("Let go for single futures")
    expect(page.locator(".headline-note")).to_have_text(
        f"{text.whole(DRAG_PATHS)} futures, refining…"
    )
    page.mouse.up()

    wanted = shown(page)
    last = heard(page, "futures")[-1]
    assert (last["paths"], last["hasDots"]) == (DEFAULT_PATHS, True)
    assert last["settings"] == last["answered"] == wanted
    values = [each["answered"][lever.id] for each in heard(page, "futures")]
    assert values == sorted(values)
    expect(page.locator(".dots-chart .is-old")).to_have_count(0)


def test_keys_rest_once_the_last_is_pressed(open_page: OpenPage, model: Model) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    page.evaluate(HEAR)
    slider(page, lever).focus()

    for _ in range(8):
        page.keyboard.press("ArrowRight")
    shown(page)

    resting = [each for each in heard(page, "settings") if not each["isMoving"]]
    assert len(resting) == 1
    assert heard(page, "futures")[-1]["paths"] == DEFAULT_PATHS


def test_once_the_hand_rests_an_answer_to_older_settings_is_never_painted(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    page.evaluate(HEAR)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route) if not held else route.continue_()

    page.route("**/api/futures", hold)
    lever = a_lever(model)
    page.evaluate("id => window.araxes.whatIf.set(...id)", [lever.id, lever.highest])
    page.evaluate("id => window.araxes.whatIf.set(...id)", [lever.id, lever.lowest])
    page.wait_for_timeout(200)
    held[0].continue_()

    assert shown(page) == {lever.id: lever.lowest}
    answers = [each["answered"] for each in heard(page, "futures")]
    assert answers == [{lever.id: lever.lowest}]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_labels_of_the_curve_keep_clear_of_each_other(
    open_page: OpenPage, model: Model, width: int
) -> None:
    apart = """() => {
      const texts = [...document.querySelectorAll('.curve-chart .chart-label')]
        .filter(each => each.textContent);
      const boxes = texts.map(each => each.getBoundingClientRect());
      const svg = document.querySelector('.curve-chart').getBoundingClientRect();
      const inside = boxes.every(box =>
        box.left >= svg.left - 1 && box.right <= svg.right + 1);
      const clear = boxes.every((a, i) => boxes.every((b, j) => i >= j ||
        a.right <= b.left || b.right <= a.left ||
        a.bottom <= b.top || b.bottom <= a.top));
      return [inside, clear, texts.length];
    }"""
    for place in range(len(scenario_choices(model, model.default_as_of))):
        path, _ = a_scenario(PATH, model, place)
        page = ready(open_page(path, width=width))
        inside, clear, count = page.evaluate(apart)
        assert (inside, clear) == (True, True), path
        assert count >= 2


def test_the_curve_says_in_a_sentence_and_a_table_what_it_shows(
    open_page: OpenPage, model: Model
) -> None:
    path, found = a_scenario(PATH, model)
    page = ready(open_page(path))
    half = next(each for each in found.opening if each.share == 0.5)

    picture = page.get_by_role("img", name="Share of futures in which the corridor")
    said = picture.get_attribute("aria-label") or ""
    assert f"half by {month(half.day)}" in said
    assert f"baseline half by {month(half.baseline_day)}" in said
    page.locator(".curve-card").get_by_text("The same as a table").click()
    expect(page.locator(".curve-table tbody tr")).to_have_count(len(found.by))
    expect(page.locator(".curve-chart .curve-ghost")).to_have_attribute(
        "d", re.compile("^M")
    )


def test_single_futures_are_read_month_by_month_with_arrow_keys(
    open_page: OpenPage, model: Model
) -> None:
    path, found = a_scenario(PATH, model)
    page = ready(open_page(path))
    assert found.detail is not None
    dots = page.get_by_role("radio", name=re.compile("^Future "))
    expect(dots).to_have_count(len(found.detail.dots))
    expect(page.locator(".future-dot[tabindex='0']")).to_have_count(1)

    page.locator(".future-dot[tabindex='0']").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")

    dot, story = found.detail.dots[-2], page.locator(".future-story")
    assert dot.months is not None
    opens = text.day(day_after(model.default_as_of, dot.months))
    expect(story).to_contain_text(f"Future 49 of 50 opens {opens}. {dot.kind}")
    holding = [each for each in dot.hits if each.delay > 0]
    lines = story.locator("ol li").all_inner_texts()
    assert len(lines) == len(holding)
    for hit, line in zip(holding, lines, strict=True):
        assert line.startswith(f"Month {hit.month} (" if hit.month else "Already")
        assert f"{hit.risk_id} " in line
        assert line.endswith(f"holds works up by {hit.delay:.1f} months.")
    others = [each.risk_id for each in dot.hits if each.delay <= 0]
    folded = story.locator("details")
    assert text.count(len(others), "risk") in folded.inner_text()
    folded.locator("summary").click()
    for each in others:
        expect(folded).to_contain_text(each)
    expect(dots.nth(48)).to_have_attribute("aria-checked", "true")


def test_a_dot_is_read_under_the_pointer(open_page: OpenPage) -> None:
    page = ready(open_page(PATH))

    page.locator(".future-dot").nth(10).hover()

    expect(page.locator(".future-story")).to_contain_text("Future 11 of 50")


def test_dumbbells_show_simulated_chances_largest_change_first(
    open_page: OpenPage, model: Model
) -> None:
    path, found = a_scenario(PATH, model)
    page = ready(open_page(path))
    moved = [each for each in found.risks if each.chance.told == "moved"]
    moved.sort(key=lambda each: -abs(each.chance.change or 0))

    rows = page.locator(".moved-table [data-risk]:visible")
    ids = [each.get_attribute("data-risk") for each in rows.all()]
    assert ids == [each.id for each in moved[:8]]
    value = moved[0].chance.value
    assert value is not None
    dot = rows.first.locator(".dot").get_attribute("style") or ""
    assert f"{100 * value:.3f}"[:5] in dot
    expect(rows.first).to_contain_text("(±")
    expect(page.locator(".moved-card")).to_contain_text("knock-on from other risks")

    press(page, "show-all")
    for each in found.risks:
        if each.chance.told == "not distinguishable":
            expect(page.locator(f"[data-risk='{each.id}']")).to_contain_text(
                "not distinguishable"
            )


def test_every_link_of_the_main_line_has_its_opening(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    found = {e.id: e for e in futures_answer(model, model.default_as_of, {}).stages}

    for stage in [each for each in model.pack.stages if each.on_main_line]:
        line = page.locator(f"[data-stage='{stage.id}']")
        expect(line).to_contain_text(stage.title)
        day = found[stage.id].day
        if stage.condition != "open" and stage.remaining_months and day:
            expect(line).to_contain_text(f"half by {month(day)}")


def test_the_corridor_is_asked_about_first(open_page: OpenPage, model: Model) -> None:
    page = ready(open_page(PATH))
    page.evaluate(HEAR)
    picker = page.locator(".target-list")
    expect(picker).to_have_value("opening-p50")
    first = picker.locator("optgroup").first
    expect(first).to_have_attribute("label", "The corridor")
    expect(page.locator("#wi-why .target-body")).to_be_hidden()

    picker.select_option("funding-gap-p50")
    expect(page.locator(".target-now")).to_contain_text("USD")
    picker.select_option(model.pack.risks[0].id)
    settled(page)

    assert [each["id"] for each in heard(page, "about")] == [
        "funding-gap-p50",
        model.pack.risks[0].id,
    ]
    expect(page.locator("#wi-why .target-body")).to_be_visible()
    expect(page.locator("#wi-why .wi-body")).to_be_hidden()
    assert f"target={model.pack.risks[0].id}" in page.url


def test_a_treatment_is_a_setting_like_any_other(
    open_page: OpenPage, model: Model
) -> None:
    page = ready(open_page(PATH))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    treatment = model.pack.treatments[0]

    switch = "([id, share]) => window.araxes.whatIf.set(id, share)"
    assert page.evaluate(switch, [treatment.id, 0.25])
    assert not page.evaluate(switch, ["no-such-thing", 0.25])

    assert shown(page) == {treatment.id: 0.25}
    assert page.url.endswith(f"?set={treatment.id}:0.25")
    expect(page.get_by_role("status")).to_contain_text("1 treatment changed.")
    press(page, "copy-text")
    expect(page.get_by_role("status")).to_contain_text("The settings are copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"- Treatment {treatment.id} {treatment.title}: on, takes 25" in copied
    page.reload()
    assert shown(ready(page)) == {treatment.id: 0.25}
    page.evaluate(switch, [treatment.id, None])
    assert shown(page) == {}
    press(page, "undo")
    assert shown(page) == {treatment.id: 0.25}


def test_without_futures_the_page_says_so_and_the_rest_goes_on(
    open_page: OpenPage, model: Model
) -> None:
    page, lever = ready(open_page(PATH)), a_lever(model)
    page.route("**/api/futures", lambda route: route.fulfill(status=500, body="oh"))

    slider(page, lever).press("End")

    expect(page.locator(".headline-note")).to_contain_text("could not compute this")
    page.wait_for_function(
        "() => { const { shown, wanted } = document.getElementById('what-if').dataset;"
        " return shown === wanted; }"
    )
    assert json.loads(page.locator("#what-if").get_attribute("data-shown") or "") == {
        lever.id: lever.highest
    }
    page.unroute("**/api/futures")
    assert shown(page) == {lever.id: lever.highest}
    expect(page.locator(".headline-note")).to_contain_text("futures.")
