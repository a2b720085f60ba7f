"""A risk's page on the simulated futures: shares that add up, delays in words."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard import text
from dashboard.browser_state import read_visit
from dashboard.components.risk_futures import COUNTS, simulated_chance
from dashboard.pages.risk import layout
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.queries.risk import RiskSeen, risk_seen
from dashboard.queries.simulated import baseline_outcomes
from risks.corridor import held_up, set_off
from tests.app.browsing import links, model_of, parts, shipped_pack, words
from tests.builders import make_pack, make_reading, make_risk, small_pack

SHIPPED = shipped_pack()


@pytest.fixture(scope="module")
def shipped() -> Model:
    return model_of(SHIPPED)


def seen(model: Model, risk_id: str, as_of: date | None = None) -> RiskSeen:
    day = as_of or model.default_as_of
    return risk_seen(model, day, risk_id, compared_with(model, day))


def shown(model: Model, risk_id: str, search: str = ""):
    visit = read_visit(model, f"/registers/{risk_id}", search)
    return layout(model, visit.with_parts({"risk_id": risk_id})).body


def test_what_sets_each_risk_off_adds_up_to_a_hundred(shipped: Model) -> None:
    run = baseline_outcomes(shipped, shipped.default_as_of).simulation
    for place, risk in enumerate(SHIPPED.risks):
        sources = seen(shipped, risk.id).futures.sources
        assert sum(each.shown for each in sources) == 100
        assert sum(each.share for each in sources) == pytest.approx(1, abs=1e-9)
        found = {each.source_id: each.share for each in set_off(run, place)}
        for each in sources:
            assert found[each.risk.id if each.risk else None] == each.share
            assert abs(each.shown - 100 * each.share) < 1


def test_own_causes_come_first_then_the_strongest(shipped: Model) -> None:
    first, *others = seen(shipped, "BD3").futures.sources
    assert first.risk is None
    shares = [each.share for each in others]
    assert shares == sorted(shares, reverse=True)
    assert all(each.risk for each in others)


def test_the_sources_lead_to_their_pages(shipped: Model) -> None:
    body = shown(shipped, "BD3")
    (card,) = [
        each
        for each in parts(body)
        if each._type == "Section" and "What sets it off in" in words(each)[:40]
    ]
    said = words(card)
    assert "Its own causes" in said
    assert "Together 100\u202f%" in said
    named = [e.risk.id for e in seen(shipped, "BD3").futures.sources if e.risk]
    assert links(card) == [f"/registers/{each}" for each in named]


def test_each_kind_of_delay_is_said_in_the_table(shipped: Model) -> None:
    kinds = {each.impact.delay_kind: each.id for each in SHIPPED.risks}
    assert set(kinds) == set(COUNTS)
    for kind, risk_id in kinds.items():
        said = words(shown(shipped, risk_id))
        assert COUNTS[kind] in said
        assert [each in said for each in COUNTS.values()].count(True) == 1


def test_where_it_held_works_up_is_said_of_late_and_other_futures(
    shipped: Model,
) -> None:
    found = seen(shipped, "BD3").futures
    outcomes = baseline_outcomes(shipped, shipped.default_as_of)
    known = {e.risk_id: e for e in held_up(outcomes, found.late_after)}["BD3"]
    assert found.held_up
    assert (found.held_up.late, found.held_up.early) == (known.late, known.early)
    assert f"{100 * known.late:.0f}\u202f% had seen works held up by it" in words(
        shown(shipped, "BD3")
    )
    indirect = words(shown(shipped, "BD1"))
    assert "it holds up no works itself" in indirect


def test_a_simulated_chance_near_the_stated_one_is_left_out(shipped: Model) -> None:
    for risk in SHIPPED.risks:
        found = seen(shipped, risk.id)
        assert bool(simulated_chance(found)) == found.futures.differs(found.now.chance)


def test_half_a_point_apart_is_not_yet_different(shipped: Model) -> None:
    found = seen(shipped, "BD3").futures
    for chance, differs in (
        (0.2, False),
        (0.2049, False),
        (0.2051, True),
        (0.19, True),
    ):
        assert replace(found, chance=chance).differs(0.2) is differs
    assert not replace(found, chance=None).differs(0.2)
    assert not found.differs(None)


def test_one_that_differs_stands_beside_the_stated_one(shipped: Model) -> None:
    day = date(2026, 3, 1)
    places = range(len(SHIPPED.risks))
    all_seen = [seen(shipped, SHIPPED.risks[place].id, day) for place in places]
    apart = [each for each in all_seen if simulated_chance(each)]
    assert apart
    for each in apart:
        assert abs((each.futures.chance or 0) - (each.now.chance or 0)) > 0.005
    said = words(simulated_chance(apart[0]))
    assert "Simulated, with what other risks set off: " in said
    assert f"by {text.day(apart[0].now.by)} (simulation ±" in said
    assert said in words(shown(shipped, apart[0].now.id, f"?as-of={day}"))


def test_a_risk_that_is_not_open_says_what_the_futures_make_of_it() -> None:
    late = make_risk(id="TW3", title="Shaft flooded", deadline=date(2026, 8, 1))
    model = model_of(make_pack(risks=(*small_pack().risks, late)))
    found = seen(model, "TW3", date(2026, 8, 12))
    assert found.futures.chance is None
    assert found.futures.sources == ()
    said = words(shown(model, "TW3", "?as-of=2026-08-12"))
    assert "The simulated futures leave it out until it is resolved." in said
    assert "nan" not in said.lower().split()


def test_a_decided_risk_does_not_happen_in_any_future() -> None:
    decided = make_reading(observed_on=date(2026, 8, 2), value=0.0)
    model = model_of(make_pack(readings=(*small_pack().readings, decided)))
    said = words(shown(model, "TW2", "?as-of=2026-08-12"))
    assert "In the simulated futures it does not happen." in said


def test_a_pack_without_a_route_has_whole_risk_pages() -> None:
    pack = make_pack(
        stages=(), stations=(), risks=(make_risk(stage_ids=()),), signals=(),
        triggers=(), calendar=(), treatments=(), funding_sources=(),
    )  # fmt: skip
    said = words(shown(model_of(pack), "TW1"))
    assert "It sits on no single link." in said
    assert "Its own causes 100\u202f%" in said
    assert "None" not in said
