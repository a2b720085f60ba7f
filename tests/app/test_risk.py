"""One risk's page: its numbers add up, and each leads to where it came from."""

from datetime import date
from itertools import pairwise
from math import exp, log

import pytest

import risks
from dashboard.browser_state import read_visit
from dashboard.components.risk_head import sentence
from dashboard.components.risk_links import strength
from dashboard.components.risk_why import waterfall_bar
from dashboard.figures.reading_history import level_bounds, reading_history, y_range
from dashboard.pages.risk import layout, nearest_risk
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.queries.risk import RiskSeen, risk_seen
from dashboard.queries.risk_signals import weekly_event_pressure
from dashboard.routes import Page
from risks.errors import UnknownIdError
from risks.model import Reading
from risks.rates import Status
from tests.app.browsing import links, model_of, parts, shipped_pack, words
from tests.builders import (
    make_judgement,
    make_pack,
    make_reading,
    make_risk,
    make_signal,
    make_trigger,
)

AS_OF = date(2026, 8, 12)
SHIPPED = shipped_pack()
DAYS = (date(2026, 3, 1), date(2026, 8, 15), date(2026, 11, 22))


def seen(model: Model, risk_id: str, as_of: date = AS_OF) -> RiskSeen:
    return risk_seen(model, as_of, risk_id, compared_with(model, as_of))


def funding(day: date, value: float) -> Reading:
    return make_reading(indicator_id="works-funding", observed_on=day, value=value)


def page(model: Model, risk_id: str, search: str = "") -> Page:
    visit = read_visit(model, f"/registers/{risk_id}", search)
    return layout(model, visit.with_parts({"risk_id": risk_id}))


@pytest.fixture(scope="module")
def shipped() -> Model:
    return model_of(SHIPPED)


@pytest.mark.parametrize("as_of", DAYS)
def test_the_rows_of_every_risk_add_up_to_what_is_shown(
    shipped: Model, as_of: date
) -> None:
    for risk in shipped.pack.risks:
        why = seen(shipped, risk.id, as_of).why
        assert sum(each.log_rate for each in why.terms) == pytest.approx(
            log(why.factor), abs=1e-9
        )
        assert sum(each.shown for each in why.terms) == pytest.approx(why.total)
        assert why.total == pytest.approx(log(why.factor), abs=5e-4 + 1e-9)
        assert why.terms[-1].indicator_id == ""


@pytest.mark.parametrize("as_of", DAYS)
def test_the_formula_on_the_page_gives_the_chance(shipped: Model, as_of: date) -> None:
    for risk in shipped.pack.risks:
        found = seen(shipped, risk.id, as_of)
        if found.now.status is not Status.OPEN:
            continue
        chance = 1 - (1 - found.judgement.likely) ** found.why.factor
        assert found.now.chance == pytest.approx(chance, abs=1e-9)


def test_every_row_can_be_made_from_what_stands_in_it(shipped: Model) -> None:
    for risk in shipped.pack.risks:
        found = seen(shipped, risk.id, date(2026, 3, 1))
        terms = {each.indicator_id: each.log_rate for each in found.why.terms}
        for each in found.signals:
            change = each.indicator.score - each.judged_score
            made = each.weight * log(each.times) * each.indicator.trust * change / 100
            assert terms[each.indicator.id] == pytest.approx(made, abs=1e-9)


def test_the_clamp_has_its_own_row() -> None:
    late = date(2026, 8, 11)
    model = model_of(
        make_pack(
            signals=(
                make_signal(times=36.0),
                make_signal(indicator_id="works-funding", times=36.0),
            ),
            readings=(
                make_reading(observed_on=date(2026, 1, 1), value=1e6),
                funding(date(2026, 1, 1), 0.0),
                make_reading(observed_on=late, value=-1e6, reliability="A"),
                funding(late, 1e6),
            ),
            risks=(make_risk(judgements=[make_judgement(judged_on=date(2026, 2, 1))]),),
            triggers=(),
            funding_sources=(),
        )
    )
    why = seen(model, "TW1").why
    assert why.factor == pytest.approx(1 / why.limit)
    assert why.terms[-1].log_rate > 0
    assert "What the limit takes" in words(page(model, "TW1").body)


@pytest.mark.slow
def test_every_shipped_risk_has_a_page_with_all_its_parts(shipped: Model) -> None:
    for risk in shipped.pack.risks:
        shown = page(shipped, risk.id)
        said = words(shown.body)
        assert shown.problems == ()
        assert shown.title == f"{risk.id} {risk.title}"
        for part in (
            risk.resolution,
            risk.why_differ,
            risk.base_rate.text,
            risk.impact.reason,
            risk.judgements[-1].reason,
        ):
            assert part in said
        assert "judgement" in said


def test_headings_begin_at_the_second_level(shipped: Model) -> None:
    kinds = [
        e._type for e in parts(page(shipped, "BD1").body) if e._type in ("H2", "H3")
    ]
    assert kinds[0] == "H2"
    assert "H3" in kinds


def test_every_reading_of_a_signal_is_on_the_page(shipped: Model) -> None:
    found = seen(shipped, "IN6", date(2026, 8, 15))
    for each in found.signals:
        if each.indicator.is_derived:
            continue
        known = [
            r for r in shipped.pack.readings if r.indicator_id == each.indicator.id
        ]
        assert len(each.readings) == len(known)
        days = [reading.observed_on for reading in each.readings]
        assert days == sorted(days, reverse=True)
        assert sum(reading.is_in_force for reading in each.readings) == bool(known)


def test_an_earlier_day_does_not_know_later_readings(shipped: Model) -> None:
    as_of = date(2026, 3, 1)
    for each in seen(shipped, "BD1", as_of).signals:
        assert all(reading.observed_on <= as_of for reading in each.readings)
        assert all(day <= as_of for day, _ in each.history)


def test_a_judged_reading_lists_the_events_it_rests_on() -> None:
    found = seen(model_of(), "BT1")
    stance = found.signals[0]
    assert [e.id for e in stance.readings[0].events] == ["EV0002", "EV0003"]
    said = words(page(model_of(), "BT1", "?as-of=2026-08-12").body)
    assert "EV0003" in said
    assert "Rests on 2 events" in said


def test_of_two_readings_on_a_day_the_one_that_counts_is_drawn() -> None:
    found = seen(model_of(), "TW1")
    drawn = next(s for s in found.signals if len(s.readings) == 3)
    assert len(drawn.history) == 2
    assert drawn.history[-1][1] == drawn.indicator.value


def test_events_of_a_derived_signal_are_listed_with_their_sources() -> None:
    signal = make_signal(indicator_id="tw-event-pressure", risk_id="TW1")
    model = model_of(make_pack(signals=(signal,)))
    found = seen(model, "TW1").signals[0]
    assert [each.id for each in found.events] == ["EV0004", "EV0001"]
    assert found.indicator.grade == "derived"
    assert "EV0001" in words(page(model, "TW1").body)


def test_event_pressure_is_drawn_week_by_week(shipped: Model) -> None:
    as_of = date(2026, 8, 15)
    drawn = weekly_event_pressure(shipped.pack, as_of, "border-demarcation")
    assert drawn[-1][0] == as_of
    known = risks.state(shipped.pack, as_of).value("bd-event-pressure")
    assert drawn[-1][1] == known


def test_a_back_cast_day_is_labelled_and_a_later_one_is_not(shipped: Model) -> None:
    label = "nobody had judged this risk"
    assert label in words(page(shipped, "BD1", "?as-of=2026-03-01").body)
    assert label not in words(page(shipped, "BD1").body)


def test_a_quiet_day_says_that_the_stated_chance_stands(shipped: Model) -> None:
    found = seen(shipped, "BD1", date(2026, 8, 15))
    assert not found.why.has_news
    assert "so the stated chance stands" in words(page(shipped, "BD1").body)


def test_the_change_since_a_day_stands_apart_from_that_since_the_judgement(
    shipped: Model,
) -> None:
    said = words(page(shipped, "IN1").body)
    assert "nothing that came after that day has moved it" in said
    since = said.split("What has come since 18 Jul 2026, four weeks before?")[1]
    assert since.lstrip().startswith(
        "14.2 pt worse since 18 Jul 2026, four weeks before (back-cast), with"
    )
    assert "400 (20 Apr, RFE/RL (de Waal), C2) → 201 (6 Aug 2026, CivilNet" in since
    quiet = words(page(shipped, "IN1", "?as-of=2026-11-22").body)
    assert (
        "No change since 25 Oct 2026, four weeks before; no signal has a new reading."
        in quiet
    )


def test_a_link_known_later_than_the_day_is_said_to_be(shipped: Model) -> None:
    later = "as known on 6 Aug 2026, later than this day"
    assert later in words(page(shipped, "IN1", "?as-of=2026-01-17").body)
    assert later not in words(page(shipped, "IN1").body)


def test_no_column_of_the_waterfall_is_nameless(shipped: Model) -> None:
    heads = [e for e in parts(page(shipped, "IN1").body) if e._type == "Th"]
    assert heads
    assert all(words(each).strip() for each in heads)


def test_judgements_stand_newest_first_and_none_is_lost() -> None:
    early, late = seen(model_of(), "BT1", date(2026, 8, 5)), seen(model_of(), "BT1")
    assert len(late.judgements) == 2
    assert late.judgement.judged_on == date(2026, 8, 10)
    assert len(early.judgements) == 1


def test_a_decided_risk_names_what_decided_it() -> None:
    signal = make_signal(risk_id="TW2", times=2.5, settles_at=0.0, settles_to="no")
    reached = make_reading(observed_on=AS_OF, value=0.0)
    model = model_of(make_pack(signals=(signal,), readings=(reached,)))
    found = seen(model, "TW2")
    assert found.now.status is Status.DECIDED_NO
    assert found.decided_by == model.pack.indicator(signal.indicator_id).title
    said = words(page(model, "TW2").body)
    assert "decided: no" in said
    assert "which has been reached" in said


def test_a_risk_past_its_deadline_shows_no_chance() -> None:
    model = model_of(today=lambda: date(2028, 5, 1))
    said = words(page(model, "TW2", "?as-of=2028-05-01").body)
    assert "awaits its resolution" in said
    assert "Judged range " not in said


def test_arrows_say_what_their_strength_stands_for() -> None:
    found = seen(model_of(), "BT1")
    said = {each.other.id: strength(each) for each in found.sets_off}
    assert said["TW1"] == ("sets off: 8\u202f%", "15\u202f% in 6 months")
    assert said["TW2"] == ("holds down: 10\u202f% of the rate", "for 6 months")
    assert [each.other.id for each in found.set_off_by] == ["TW1"]


def test_the_strongest_arrow_comes_first_and_dampers_last() -> None:
    found = seen(model_of(), "TW2").set_off_by
    assert [each.other.id for each in found] == ["TW1", "BT1"]


def test_many_arrows_are_folded_and_none_is_lost() -> None:
    others = [make_risk(id=f"TW{n}") for n in range(1, 13)]
    arrows = tuple(make_trigger(each.id, "TW1", 1) for each in others[1:])
    model = model_of(
        make_pack(risks=tuple(others), triggers=arrows, signals=(), funding_sources=())
    )
    shown = page(model, "TW1")
    assert "Show 3 weaker links" in words(shown.body)
    assert {f"/registers/TW{n}" for n in range(2, 13)} <= set(links(shown.body))


def test_what_is_not_stated_is_said_to_be_missing() -> None:
    said = words(page(model_of(), "BT1").body)
    assert "cost not stated" in said


def test_a_lonely_risk_says_what_it_lacks() -> None:
    lonely = make_risk(id="TW9", stage_ids=())
    model = model_of(
        make_pack(
            risks=(lonely,),
            signals=(),
            triggers=(),
            treatments=(),
            calendar=(),
            funding_sources=(),
        )
    )
    said = words(page(model, "TW9").body)
    for sentence_ in (
        "No signal is linked to this risk.",
        "No treatment is listed.",
        "It sits on no single link.",
        "Nothing on the calendar names this risk.",
        "It sets off nothing else in the registers.",
    ):
        assert sentence_ in said


def test_the_first_and_the_last_risk_have_one_neighbour(shipped: Model) -> None:
    first, last = shipped.pack.risks[0].id, shipped.pack.risks[-1].id
    assert seen(shipped, first).neighbours.previous is None
    assert seen(shipped, last).neighbours.next is None
    assert f"/registers/{shipped.pack.risks[1].id}" in links(page(shipped, first).body)


def test_all_links_stay_on_the_day_looked_at(shipped: Model) -> None:
    found = links(page(shipped, "BD1", "?as-of=2026-03-01").body)
    inner = [each for each in found if each.startswith("/")]
    assert inner
    assert all("as-of=2026-03-01" in each for each in inner)


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [("bd1", "BD1"), (" BD1 ", "BD1"), ("BD11", "BD1"), ("nothing-like-it", "")],
)
def test_an_unknown_risk_names_the_nearest(
    shipped: Model, wanted: str, nearest: str
) -> None:
    assert nearest_risk(shipped, wanted) == nearest
    shown = page(shipped, wanted)
    assert shown.problems == (f"No risk is called {wanted!r}.",)
    assert ("Did you mean" in words(shown.body)) == bool(nearest)
    assert "/registers" in links(shown.body)


def test_an_unknown_risk_is_refused_by_the_query(shipped: Model) -> None:
    with pytest.raises(UnknownIdError):
        seen(shipped, "XX1")


def test_the_statement_ends_with_one_full_stop() -> None:
    said = sentence(seen(model_of(), "TW1").statement)
    assert said.startswith("If ")
    assert said.endswith(".")
    assert not said.endswith("..")


def test_the_bar_of_a_falling_term_begins_at_its_end() -> None:
    bar = waterfall_bar(0.0, -0.5, 1.0).children[1]
    assert bar.style == {"left": "25.00%", "width": "25.00%"}
    assert "is-down" in bar.className


def test_a_history_keeps_goalposts_and_readings_in_view() -> None:
    low, high = y_range([5.0, 90.0], (60, 40, 20, 10))
    assert low < 5
    assert high > 90


@pytest.mark.parametrize("posts", [(0, 10, 20, 40), (40, 20, 10, 0)])
def test_the_bands_cover_the_chart_calm_first(posts: tuple[float, ...]) -> None:
    history = [(date(2026, 1, 1), 5.0), (date(2026, 6, 1), 35.0)]
    layout_ = reading_history(history, posts, "km", AS_OF)["layout"]
    edges = [(each["y0"], each["y1"]) for each in layout_["shapes"]]
    low, high = layout_["yaxis"]["range"]
    assert {edges[0][0], edges[-1][1]} == {low, high}
    assert all(one[1] == other[0] for one, other in pairwise(edges))
    assert [each[1] for each in edges[:-1]] == list(level_bounds(posts))


def test_a_figure_names_every_point_in_words() -> None:
    history = [(date(2026, 1, 1), 5.0)]
    trace = reading_history(history, (0, 10, 20, 40), "km", AS_OF)["data"][0]
    assert trace["text"] == ["1 Jan 2026: 5 km"]


def test_charts_offer_no_upload_and_have_their_table(shipped: Model) -> None:
    shown = page(shipped, "BD1")
    charts = [each for each in parts(shown.body) if each._type == "Graph"]
    assert charts
    for each in charts:
        assert each.config["showSendToCloud"] is False
        assert each.config["plotlyServerURL"] == ""
        assert each.config["displayModeBar"] is False
    assert "Show 6 readings" in words(shown.body)


def test_a_factor_is_what_the_logarithms_say(shipped: Model) -> None:
    for term in seen(shipped, "IN4", date(2026, 3, 1)).why.terms:
        assert term.times == pytest.approx(exp(term.log_rate))
