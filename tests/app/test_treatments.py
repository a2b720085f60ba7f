"""What could be done: every treatment is offered, and nothing about it is made up."""

import json
from typing import Any

from dash.development.base_component import Component

from dashboard.components.what_if_treatments import NOTHING, treatments_card
from dashboard.queries.treatments import TreatmentChoice, treatment_choices
from risks.model import Pack
from tests.app.browsing import model_of, parts, shipped_pack, words
from tests.builders import make_pack, small_pack


def card_of(pack: Pack) -> Component:
    return treatments_card(treatment_choices(model_of(pack)))


def offered(pack: Pack) -> dict[str, TreatmentChoice]:
    registers = treatment_choices(model_of(pack)).registers
    risks = [risk for each in registers for risk in each.risks]
    return {each.id: each for risk in risks for each in risk.treatments}


def test_every_treatment_is_offered_once_under_its_own_risk() -> None:
    pack = shipped_pack()
    found = [
        (register.id, risk.id, each.id)
        for register in treatment_choices(model_of(pack)).registers
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
    choices = treatment_choices(model_of(pack))
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
    assert not treatment_choices(model_of(pack)).registers
    assert NOTHING in words(card_of(pack))
