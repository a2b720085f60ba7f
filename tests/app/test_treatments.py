"""What could be done: every treatment is offered, and nothing about it is made up."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.app import create_app
from dashboard.components.what_if_treatments import NOTHING, treatments_card
from dashboard.queries.long_work import why_task
from dashboard.queries.model import Model
from dashboard.queries.treatments import (
    TreatmentChoice,
    UnderWay,
    treatment_choices,
    treatments_under_way,
)
from dashboard.queries.what_if import answer
from dashboard.queries.what_if_levers import usable_settings
from risks.model import Pack
from tests.app.browsing import client_of, model_of, parts, shipped_pack, words
from tests.app.logbooks import APPROVE, body, following, judgement, post
from tests.app.what_if_opened import opened
from tests.builders import make_pack, small_pack

DAY = date(2026, 11, 22)


def card_of(pack: Pack) -> Component:
    return treatments_card(treatment_choices(model_of(pack), DAY))


def offered(pack: Pack) -> dict[str, TreatmentChoice]:
    registers = treatment_choices(model_of(pack), DAY).registers
    risks = [risk for each in registers for risk in each.risks]
    return {each.id: each for risk in risks for each in risk.treatments}


def test_every_treatment_is_offered_once_under_its_own_risk() -> None:
    pack = shipped_pack()
    found = [
        (register.id, risk.id, each.id)
        for register in treatment_choices(model_of(pack), DAY).registers
        for risk in register.risks
        for each in risk.treatments
    ]
    homes = {each.id: each.register_id for each in pack.risks}
    assert sorted(found) == sorted(
        (homes[each.risk_id], each.risk_id, each.id) for each in pack.treatments
    )


def test_what_no_source_states_stays_empty() -> None:
    stated, unstated = offered(small_pack())["A001"], offered(small_pack())["A002"]
    assert (stated.cost_usd_m, stated.lead_time_months, stated.effect) == (2.5, 3, 0.4)
    assert unstated.cost_usd_m is None
    assert unstated.lead_time_months is None
    assert unstated.effect is None


def test_the_shares_to_assume_are_the_packs_with_its_reason() -> None:
    pack = shipped_pack()
    choices = treatment_choices(model_of(pack), DAY)
    brakes = pack.assumptions.damping_share
    assert [(each.word, each.share) for each in choices.shares] == [
        ("weak", brakes.value["1"]),
        ("medium", brakes.value["2"]),
        ("strong", brakes.value["3"]),
    ]
    assert choices.reason == brakes.reason


def test_the_card_costs_dash_little_however_many_treatments_there_are() -> None:
    card: Any = card_of(shipped_pack())
    assert len(list(parts(card))) <= 6
    written = json.loads(getattr(card, "data-treatments"))
    assert len(written["registers"]) == len(shipped_pack().registers)
    assert f"{len(shipped_pack().treatments)} treatments" in words(card)


def test_a_pack_without_treatments_says_so() -> None:
    pack = make_pack(treatments=())
    assert not treatment_choices(model_of(pack), DAY).registers
    assert NOTHING in words(card_of(pack))


@pytest.fixture(name="model")
def with_a_decision(tmp_path: Path) -> Model:
    model = following(tmp_path / "workspace.db")
    said = body("decision", APPROVE, reason="The audit asks for it.")
    assert post(create_app(model), said).status_code == 201
    return model


def test_a_treatment_under_way_starts_on_and_says_who_decided_it(model: Model) -> None:
    assert treatments_under_way(model, DAY) == {
        "A001": UnderWay(
            share=0.4,
            since=date(2026, 11, 20),
            decision="D-1",
            decided_by="the board",
            decided_on=date(2026, 11, 20),
            counts_from=date(2027, 2, 20),
            judged_on=None,
        )
    }
    assert treatment_choices(model, DAY).under_way == 1
    assert treatments_under_way(model, date(2026, 11, 19)) == {}
    assert treatments_under_way(model_of(), DAY) == {}
    page = opened("as-of=2026-11-22", model)
    titles = {e["id"]: e["under_way"] for e in page.island["corridor"]["treatments"]}
    assert titles == {"A001": 0.4, "A002": 0.0}
    assert page.settings == {}
    assert "part of the baseline" in words(page.root)
    assert "part of the baseline" not in words(card_of(small_pack()))


def test_what_a_judgement_knows_already_is_not_counted_again(model: Model) -> None:
    assert post(create_app(model), judgement(edit_id="x" * 9)).status_code == 201
    found = treatments_under_way(model, DAY)["A001"]
    assert (found.share, found.judged_on) == (0.0, DAY)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("A001:0", {"A001": 0.0}),
        ("A001:0.4", {}),
        ("A001:0.2", {"A001": 0.2}),
        ("A002:0", {}),
    ],
)
def test_it_counts_as_changed_only_when_it_is_set_elsewhere(
    model: Model, written: str, wanted: dict[str, float]
) -> None:
    page = opened(f"as-of=2026-11-22&set={written}", model)
    assert page.problems == ()
    assert page.settings == wanted


def test_put_back_it_gives_the_identical_numbers(model: Model) -> None:
    client = client_of(create_app(model))
    for path in ("/api/what-if", "/api/futures"):
        first, away, back = (
            client.post(path, json={"as_of": "2026-11-22", "settings": each}).get_json()
            for each in ({}, {"A001": 0.0}, {"A001": 0.4})
        )
        assert back | {"settings": {}} == first
        assert away["risks"] != first["risks"]
    assert answer(model, DAY, {"A001": 0.0}, "TW1").target.value == pytest.approx(
        answer(model_of(), DAY, {}, "TW1").target.value
    )


def test_assuming_it_away_is_a_part_of_why(model: Model) -> None:
    settings, problems = usable_settings(model, DAY, {"A001": 0.0, "works-delay": 20.0})
    assert not problems
    asked = {"as_of": DAY.isoformat(), "settings": settings, "outcome": "TW1"}
    found = why_task(model, asked, lambda *_: None)
    parts_of = {tuple(each["ids"]): each["amount"] for each in found["parts"]}
    assert parts_of["A001",] > 0
    assert sum(parts_of.values()) == pytest.approx(found["total"], abs=1e-9)
