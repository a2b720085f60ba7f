"""The registers page: every risk is in a row, and every sum adds up."""

import json
from datetime import date, timedelta
from math import isclose

import pytest
from dash.development.base_component import Component

import risks
from dashboard.browser_state import read_visit
from dashboard.components.risk_grid import columns, risk_row
from dashboard.components.words import (
    alarm_at,
    chance_range,
    grade,
    pressure,
    reading,
    stale_age,
)
from dashboard.pages.registers import layout
from dashboard.queries.compared import compared_with
from dashboard.queries.indicators import indicator_now
from dashboard.queries.model import Model
from dashboard.queries.registers import Registers, registers
from dashboard.routes import Page
from risks.errors import UnknownIdError
from risks.likelihood import likelihood
from tests.app.browsing import links, model_of, parts, shipped_pack, words
from tests.builders import make_pack, make_risk

AS_OF = date(2026, 8, 12)


def page(model: Model, search: str = "") -> Page:
    return layout(model, read_visit(model, "/registers", search, ["register", "find"]))


def seen_on(model: Model, day: date, register_id: str = "") -> Registers:
    return registers(model, day, compared_with(model, day), register_id)


def grid(shown: Page) -> Component:
    return next(each for each in parts(shown.body) if each._type == "AgGrid")


@pytest.fixture(scope="module")
def shipped() -> Model:
    return model_of(shipped_pack())


def test_the_grid_has_a_row_for_every_risk_the_heaviest_first(shipped: Model) -> None:
    shown = page(shipped)
    rows = grid(shown).rowData
    known = [each.id for each in shipped.pack.risks]
    assert sorted(each["id"] for each in rows) == sorted(known)
    weighed = [each["expected"] for each in rows]
    assert weighed == sorted(weighed, reverse=True)
    first = rows[0]
    heavy = first["chance"] / 100 * float(first["delay_shown"])
    assert first["expected"] == pytest.approx(heavy, abs=1e-6)
    assert "the heaviest by chance × likely months of delay come first" in words(
        shown.body
    )


def test_risks_that_are_not_open_come_last_and_weigh_nothing() -> None:
    model = model_of(today=lambda: date(2028, 5, 1))
    rows = seen_on(model, date(2028, 5, 1)).rows
    assert [each.now.is_open for each in rows] == sorted(
        (each.now.is_open for each in rows), reverse=True
    )
    last = risk_row(rows[-1], read_visit(model, "/registers", "").link)
    assert (last["expected"], last["expected_shown"]) == (None, "")


def test_numbers_are_sorted_with_the_largest_on_top_first(shipped: Model) -> None:
    kinds = {each["field"]: each for each in grid(page(shipped)).columnDefs}
    for field in ("chance", "points", "pressure", "delay", "expected", "current"):
        assert kinds[field]["sortingOrder"] == ["desc", "asc", None]
    assert "sortingOrder" not in kinds["title"]


def test_the_reason_of_a_scale_stands_with_its_indicator(shipped: Model) -> None:
    said = words(page(shipped, "?register=iranian-interference").body)
    own = [
        each
        for each in shipped.pack.indicators
        if each.register_id == "iranian-interference"
    ]
    assert own
    for each in own:
        assert " ".join(each.goalposts_reason.split()) in " ".join(said.split())
    assert "extreme at 100 (% of works)" in said


def test_a_register_keeps_its_own_risks_and_loses_its_column(shipped: Model) -> None:
    shown = grid(page(shipped, "?register=displaced-people"))
    assert {each["register"] for each in shown.rowData} == {"Displaced people"}
    assert "register" not in [each["field"] for each in shown.columnDefs]


def test_every_column_of_the_grid_has_something_to_show(shipped: Model) -> None:
    shown = grid(page(shipped))
    for column in shown.columnDefs:
        assert all(column["field"] in each for each in shown.rowData)


def test_rows_are_plain_data_that_json_can_carry(shipped: Model) -> None:
    assert json.loads(json.dumps(grid(page(shipped)).rowData, allow_nan=False))


def test_the_grid_runs_no_code_of_a_pack(shipped: Model) -> None:
    shown = grid(page(shipped))
    assert not getattr(shown, "dangerously_allow_code", False)
    assert not any("markdown" in str(each).lower() for each in shown.columnDefs)


def test_a_row_leads_to_its_risk_on_the_same_day(shipped: Model) -> None:
    rows = grid(page(shipped, "?as-of=2026-05-01")).rowData
    leads = {each["id"]: each["href"] for each in rows}
    assert leads["BD1"] == "/registers/BD1?as-of=2026-05-01"


def test_chances_and_changes_are_those_of_the_model(shipped: Model) -> None:
    as_of = date(2026, 6, 1)
    now, then = (
        risks.what_if(risks.baseline(shipped.pack, day), {}).numbers.chance
        for day in (as_of, as_of - timedelta(weeks=4))
    )
    rows = {each.now.id: each for each in seen_on(shipped, as_of).rows}
    for place, risk in enumerate(shipped.pack.risks):
        row = rows[risk.id]
        assert row.now.chance == now[place]
        assert isclose(row.now.points or 0.0, 100 * (now[place] - then[place]))


def test_what_a_change_is_counted_from_is_said(shipped: Model) -> None:
    shown = columns(seen_on(shipped, date(2026, 8, 15)))
    named = {each["field"]: each["headerName"] for each in shown}
    assert named["points"] == "Change since 18 Jul (back-cast)"


def test_a_risk_past_its_deadline_awaits_its_resolution() -> None:
    model = model_of(today=lambda: date(2028, 5, 1))
    shown = seen_on(model, date(2028, 5, 1))
    row = next(each for each in shown.rows if each.now.id == "TW2")
    visit = read_visit(model, "/registers", "")
    worded = risk_row(row, visit.link)
    assert worded["status"] == "awaiting resolution"
    assert worded["chance"] is None
    assert worded["chance_shown"] == "awaits its resolution"
    assert worded["points_shown"] == "not comparable"


def test_a_risk_without_signals_says_so() -> None:
    lonely = make_risk(id="TW9")
    model = model_of(make_pack(risks=(lonely,), signals=(), triggers=()))
    visit = read_visit(model, "/registers", "")
    row = risk_row(seen_on(model, AS_OF).rows[0], visit.link)
    assert (row["pressure_shown"], row["current_shown"]) == ("no signals", "0 of 0")


@pytest.mark.parametrize("place", range(6))
def test_what_the_indicators_add_sums_to_the_pressure(
    shipped: Model, place: int
) -> None:
    register_id = shipped.pack.registers[place].id
    chosen = seen_on(shipped, date(2026, 8, 15), register_id).chosen
    assert chosen is not None
    total = sum(each.adds for each in chosen.watched if each.adds is not None)
    assert chosen.pressure == pytest.approx(total, abs=1e-9)
    assert chosen.pressure == pytest.approx(chosen.register.pressure, abs=0.05 + 1e-9)


def test_every_indicator_of_a_register_is_listed_with_its_source(
    shipped: Model,
) -> None:
    shown = page(shipped, "?register=border-demarcation")
    said = words(shown.body)
    own = [e for e in shipped.pack.indicators if e.register_id == "border-demarcation"]
    assert all(each.title in said for each in own)
    assert any(each.startswith("https://") for each in links(shown.body))


def test_a_missing_reading_is_said_and_not_zero() -> None:
    said = words(page(model_of(), "?register=border-talks").body)
    assert "no reading yet" in said
    assert "counts as 50" in said


def test_an_indicator_kept_as_context_adds_nothing() -> None:
    chosen = seen_on(model_of(), AS_OF, "border-talks").chosen
    assert chosen is not None
    added = {each.indicator.id: each.adds for each in chosen.watched}
    assert added["talks-held"] is None


def test_an_unknown_register_shows_all_and_names_the_nearest(shipped: Model) -> None:
    shown = page(shipped, "?register=border-demarkation")
    said = "'border-demarkation'; did you mean 'border-demarcation'?"
    assert shown.problems == (f"No register is called {said} All of them are shown.",)
    assert shown.title == "Registers"
    with pytest.raises(UnknownIdError):
        seen_on(shipped, AS_OF, "border-demarkation")


def test_the_tiles_keep_the_date_and_mark_where_we_are(shipped: Model) -> None:
    shown = page(shipped, "?register=displaced-people&as-of=2026-05-01")
    tiles = [e for e in parts(shown.body) if getattr(e, "className", "") == "tile"]
    assert len(tiles) == 7
    here = [
        each.href for each in tiles if "aria-current" in each.to_plotly_json()["props"]
    ]
    assert here == ["/registers?as-of=2026-05-01&register=displaced-people"]


def test_a_search_in_the_address_reaches_the_field_and_the_grid(shipped: Model) -> None:
    shown = page(shipped, "?find=treaty")
    field = next(each for each in parts(shown.body) if each._type == "Input")
    assert field.value == "treaty"
    assert grid(shown).dashGridOptions["quickFilterText"] == "treaty"


def test_a_register_can_be_downloaded_alone(shipped: Model) -> None:
    alone = page(shipped, "?register=displaced-people").download
    assert alone == {"register": "displaced-people"}
    assert page(shipped, "").download == {}


def test_grades_are_read_out_in_words() -> None:
    assert grade("B2") == "usually reliable source, probably true"
    assert "judgement of the desk" in grade("judged")
    assert grade("") == ""


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.05, "almost no chance"),
        (0.5, "roughly even chance"),
        (0.96, "almost certain"),
    ],
)
def test_likelihood_is_worded_as_icd_203_does(chance: float, said: str) -> None:
    assert likelihood(chance) == said


def test_a_range_is_worded_once_where_its_ends_are_equal() -> None:
    assert chance_range(0.5, 0.5) == "50\u202f%"
    assert chance_range(0.1, 0.5) == "10 to 50\u202f%"
    assert chance_range(0.1, 0.999) == "10 to over 99\u202f%"
    assert chance_range(1.0, 1.0) == "100\u202f%"
    assert chance_range(None, None) == ""


def test_an_age_is_told_from_the_day_looked_at() -> None:
    assert stale_age(0, is_stale=False) == "of the same day"
    assert stale_age(9, is_stale=True) == "stale, 9 days old"


def test_alarm_lies_on_the_side_the_goalposts_point_to() -> None:
    base = model_of().base(AS_OF)
    rising, falling = (
        indicator_now(base, base.pack.indicators[place]) for place in (0, 1)
    )
    assert alarm_at(rising).endswith("or more")
    assert alarm_at(falling) == "33 or less"


def test_a_posture_is_read_by_the_name_of_its_band() -> None:
    base = model_of().base(AS_OF)
    stance = indicator_now(base, base.pack.indicator("neighbour-stance"))
    assert reading(stance, 2.0) == "2 (testing)"
    assert reading(stance, 4.0) == "4 (coercive)"


def test_the_reading_that_reaches_alarm_is_named_and_no_colour(shipped: Model) -> None:
    said = words(page(shipped, "?register=investment-shortfall").body)
    assert "Reaches alarm at" in said
    assert "red" not in said.split()


def test_a_reading_short_of_the_alarm_mark_is_not_called_an_alarm(
    shipped: Model,
) -> None:
    base = shipped.base(date(2026, 8, 15))
    for each in base.pack.indicators:
        now = indicator_now(base, each)
        if now.value is None:
            continue
        past = now.value >= now.alarm_at
        reached = past if now.is_worse_above else now.value <= now.alarm_at
        said = pressure(now.score).split()[-1]
        # A score is named as it is shown, so it may lie half a point short of its mark.
        is_near = abs(now.score - 67) <= 0.5
        assert is_near or reached == (said in ("alarm", "extreme"))


def test_a_pressure_that_is_mostly_assumed_has_no_level_anywhere(
    shipped: Model,
) -> None:
    shown = seen_on(shipped, date(2026, 8, 15))
    thin = {each.id for each in shown.registers if each.is_thin}
    assert 0 < len(thin) < len(shown.registers)
    chips = [each for each in parts(page(shipped).body) if _is_chip(each)]
    assert [words(each) == "mostly assumed" for each in chips] == [
        each.is_thin for each in shown.registers
    ]
    for each in chips:
        assert ("is-assumed" in each.className) == (words(each) == "mostly assumed")


def test_a_risk_without_current_signals_is_not_said_to_be_in_alarm(
    shipped: Model,
) -> None:
    visit = read_visit(shipped, "/registers", "")
    rows = seen_on(shipped, date(2026, 8, 15)).rows
    silent = [each for each in rows if each.current == 0 and each.signals]
    assert silent
    assert not all(each.is_thin for each in rows)
    for each in rows:
        worded = risk_row(each, visit.link)
        assert worded["is_assumed"] == each.is_thin
        assert worded["pressure_shown"].endswith("assumed") == each.is_thin
    assert all(each.is_thin for each in silent)


def _is_chip(shown: Component) -> bool:
    return "chip" in str(getattr(shown, "className", "")).split()
