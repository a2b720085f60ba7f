"""The futures' endpoint: the model's numbers, changes with errors, single futures."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.queries.figures import Figure, Pair, told
from dashboard.queries.futures import futures_answer, milestones
from dashboard.queries.model import Model
from dashboard.queries.simulated import (
    baseline_outcomes,
    from_json,
    futures_of,
    to_json,
)
from dashboard.what_if_api import FUTURES_PATH
from risks.corridor import paired_se, percentile
from tests.app.browsing import client_of, model_of, shipped_pack
from tests.builders import make_pack, small_pack

COLD = {"neighbour-stance": 3.0, "works-delay": 20.0}
UNUSED = ("registers", "indicators", "readings", "scenarios", "treatments")


@pytest.fixture(scope="module", name="shipped")
def make_shipped() -> Model:
    return model_of(shipped_pack())


@pytest.fixture(scope="module", name="client")
def make_client() -> FlaskClient:
    return client_of(create_app(model_of()))


def asked(client: FlaskClient, **question: Any) -> dict[str, Any]:
    answer = client.post(FUTURES_PATH, json=question)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_numbers_are_those_of_the_simulation_to_the_bit(client: FlaskClient):
    found = asked(client, settings=COLD)
    model = model_of()
    as_of = model.default_as_of
    outcomes = futures_of(model, as_of).outcomes(COLD)
    middle = next(each for each in found["opening"] if each["share"] == 0.5)
    assert middle["months"]["value"] == outcomes.opening[1].months
    assert middle["day"] == outcomes.opening[1].day.isoformat()
    chances = [each["chance"]["value"] for each in found["risks"]]
    assert chances == outcomes.simulation.chance.tolist()
    assert [(each["value"], each["se"]) for each in found["classes"]] == [
        (each.share.value, each.share.se) for each in outcomes.classes
    ]


def test_nothing_assumed_is_the_baseline_and_moves_exactly_nothing(
    client: FlaskClient,
):
    found = asked(client)
    figures = [each["chance"] for each in [*found["risks"], *found["by"]]]
    assert {each["told"] for each in figures} == {"same"}
    assert {each["change"] for each in figures} == {0.0}
    assert found["curve"]["baseline"] == found["curve"]["value"]


def test_moving_asks_for_fewer_futures_and_no_details(client: FlaskClient):
    moving, resting = asked(client, moving=True), asked(client)
    assert (moving["paths"], moving["detail"]) == (4096, None)
    assert resting["paths"] == 16384
    assert len(resting["detail"]["dots"]) == 50
    by_address = client.get(f"{FUTURES_PATH}?moving=yes").get_json()
    assert by_address == moving


def test_the_same_question_has_the_same_answer_to_the_bit(client: FlaskClient):
    first = client.post(FUTURES_PATH, json={"settings": COLD}).data
    assert client.post(FUTURES_PATH, json={"settings": COLD}).data == first


def test_a_treatment_is_a_setting_too(client: FlaskClient):
    found = asked(client, settings={"A001": 0.5})
    assert found["settings"] == {"A001": 0.5}
    treated = next(each for each in found["risks"] if each["id"] == "TW1")
    assert treated["chance"]["change"] < 0


@pytest.mark.parametrize(
    ("question", "told_in_words"),
    [
        ({"settings": {"neighbour-stance": 9}}, "allowed: 0 to 4"),
        ({"settings": {"A001": 2}}, "allowed: 0 to 1"),
        ({"settings": {"nobody": 1}}, "no indicator that can be set is called that"),
        ({"moving": "yes"}, "The question cannot be read at moving"),
    ],
)
def test_what_cannot_be_assumed_is_refused_in_one_sentence(
    client: FlaskClient, question: dict[str, Any], told_in_words: str
):
    answer = client.post(FUTURES_PATH, json=question)
    assert answer.status_code == 400
    assert told_in_words in answer.get_json()["error"]


def test_fifty_futures_are_the_quantiles_of_the_opening(shipped: Model):
    answer = futures_answer(shipped, shipped.default_as_of, {})
    outcomes = baseline_outcomes(shipped, shipped.default_as_of)
    line = np.sort(outcomes.plan.line)
    assert answer.detail is not None
    months = [each.months for each in answer.detail.dots]
    places = ((np.arange(50) + 0.5) / 50 * len(line)).astype(int)
    assert months == line[places].tolist()
    first = answer.detail.dots[0]
    assert [each.month for each in first.hits] == sorted(e.month for e in first.hits)
    assert all(each.month <= (first.months or 0) for each in first.hits)


def test_what_held_up_late_futures_is_told_apart_from_the_others(shipped: Model):
    answer = futures_answer(shipped, shipped.default_as_of, {})
    assert answer.detail is not None
    assert answer.detail.late_after.month == 12
    assert 0 < answer.detail.late_share < 0.5
    gaps = [each.late - (each.early or 0) for each in answer.detail.held_up]
    assert gaps == sorted(gaps, reverse=True)


def test_a_change_carries_the_error_of_the_difference(shipped: Model):
    as_of, settings = shipped.default_as_of, {"us-commitment": 4.0}
    answer = futures_answer(shipped, as_of, settings)
    before = baseline_outcomes(shipped, as_of)
    after = futures_of(shipped, as_of).outcomes(settings)
    middle = answer.opening[1].months
    wanted = paired_se(before.plan.line, after.plan.line, percentile(0.5))
    assert middle.change_se == wanted
    assert middle.se is not None
    assert wanted is not None
    assert middle.told == "moved"
    assert wanted < middle.se


@pytest.mark.parametrize(
    ("change", "se", "word"),
    [
        (0.0, 0.0, "same"),
        (0.1, 0.06, "not distinguishable"),
        (-0.1, 0.06, "not distinguishable"),
        (-0.1, 0.05, "moved"),
        (0.1, None, "moved"),
    ],
)
def test_under_two_standard_errors_a_change_is_not_distinguishable(change, se, word):
    assert told(change, se) == word


def test_a_number_after_the_end_has_no_change():
    model = model_of()
    outcomes = baseline_outcomes(model, model.default_as_of)
    never = np.full(outcomes.plan.line.shape, np.inf)
    found = Pair(outcomes, outcomes).figure(lambda _: never, percentile(0.5))
    assert found == Figure(None, None, None, None, None, "moved")


def test_chances_are_stated_for_the_target_and_for_year_ends():
    assert milestones(date(2028, 6, 30), date(2030, 8, 15)) == (
        date(2028, 6, 30),
        date(2028, 12, 31),
        date(2029, 12, 31),
    )


@pytest.mark.parametrize(
    "empty", ["risks", "stages", "funding_sources", "readings", "triggers"]
)
def test_a_pack_without_some_things_still_answers(empty: str):
    nothing: dict[str, Any] = {empty: ()}
    if empty == "risks":
        nothing |= dict.fromkeys(("signals", "triggers", "treatments", "calendar"), ())
        nothing |= {"funding_sources": ()}
    if empty == "stages":
        nothing |= {"funding_sources": (), "risks": _nowhere()}
    model = model_of(make_pack(**nothing))
    answer = futures_answer(model, model.default_as_of, {})
    assert answer.paths == 16384
    assert sum(each.value for each in answer.classes) == pytest.approx(1)


def _nowhere() -> tuple[Any, ...]:
    update = {"stage_ids": ()}
    return tuple(each.model_copy(update=update) for each in small_pack().risks)


def test_kept_leaks_are_read_back_and_anything_else_is_refused():
    model = model_of()
    found = futures_of(model, model.default_as_of).calibration
    again = from_json(to_json(found), len(model.pack.risks))
    assert again.leak.tolist() == found.leak.tolist()
    for wrong in (
        {},
        {**to_json(found), "leak": [1.0]},
        to_json(found) | {"leak": [-1.0] * 3},
    ):
        with pytest.raises((ValueError, KeyError)):
            from_json(wrong, len(model.pack.risks))
