"""The simulate and explain commands: promised shapes, exact parts, plain refusals."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dashboard.__main__ import araxes
from risks import baseline, default_as_of, default_pack_folder, read_pack
from risks.errors import UnknownIdError
from risks.futures import Futures, outcome_value
from risks.futures_why import explain_outcome
from risks.simulation import Setup

GOOD = Path(__file__).parents[1] / "data" / "packs" / "good-small"
SMALL = Setup(paths=1024, months=36)
SHOCK = "shock-from-the-south"


@pytest.fixture(scope="module")
def futures() -> Futures:
    pack = read_pack(default_pack_folder())
    return Futures(baseline(pack, default_as_of(pack)), SMALL)


def _run(*words: object):
    return CliRunner().invoke(araxes, [str(word) for word in words])


def _json(*words: object):
    done = _run(*words, "--paths", 1024, "--months", 36, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_simulate_prints_the_promised_json():
    report = _json("simulate")
    assert (report["paths"], report["months"], report["seed"]) == (1024, 36, 1)
    assert set(report["risks"][0]) == {
        "id",
        "chance",
        "chance_stated",
        "resolves_on",
        "p_end",
        "se",
    }
    assert {"opening", "funding_gap_usd_m", "joint_confidence", "cargo_mt_2030"} <= set(
        report["outcomes"]
    )
    assert sum(report["outcomes"]["outcome_classes"].values()) == 1
    assert report["conflicts"] == []


def test_simulated_chances_are_the_stated_ones_within_their_error():
    for risk in _json("simulate")["risks"]:
        allowed = 0.005 + 4 * risk["se"]
        assert risk["chance"] == pytest.approx(risk["chance_stated"], abs=allowed)


def test_a_scenario_is_its_settings_and_set_goes_over_it():
    report = _json("simulate", "--scenario", SHOCK, "--set", "us-commitment=0")
    pack = read_pack(default_pack_folder())
    assert report["settings"] == {**pack.scenario(SHOCK).settings, "us-commitment": 0.0}


def test_a_treatment_lowers_the_chance_of_its_risk():
    plain, treated = _json("simulate"), _json("simulate", "--treat", "A001=0.5")
    assert treated["settings"] == {"A001": 0.5}
    assert treated["risks"][0]["id"] == "BD1"
    assert treated["risks"][0]["chance"] < plain["risks"][0]["chance"]


def test_a_stated_effect_needs_no_share():
    report = _json("simulate", "--pack", GOOD, "--treat", "A001")
    assert report["settings"] == {"A001": 0.4}


def test_months_reach_to_the_packs_horizon_unless_told():
    done = _run("simulate", "--paths", 16, "--format", "json")
    assert json.loads(done.output)["months"] == 96


@pytest.mark.parametrize(
    "name", ["IN4", "p-by-target", "p-by-2031-06-30", "funding-gap-p50"]
)
def test_parts_sum_to_the_change(futures, name):
    settings = dict(futures.base.pack.scenario(SHOCK).settings)
    told = explain_outcome(futures, settings, name)
    assert sum(each.points for each in told.shares) == pytest.approx(
        told.total, abs=1e-9
    )
    assert told.before == outcome_value(futures.outcomes({}), name)
    assert told.after == outcome_value(futures.outcomes(settings), name)


def test_the_same_question_gets_the_same_answer(futures):
    again = Futures(futures.base, SMALL)
    one, other = (each.outcomes({"us-commitment": 4.0}) for each in (futures, again))
    assert one.simulation.hits.tobytes() == other.simulation.hits.tobytes()
    assert one.plan.line.tobytes() == other.plan.line.tobytes()


def test_explain_prints_parts_and_total():
    report = _json("explain", "--scenario", SHOCK, "--outcome", "IN4")
    assert set(report) == {"outcome", "from", "to", "total", "parts"}
    total = sum(each["amount"] for each in report["parts"])
    assert total == pytest.approx(report["total"], abs=1e-9)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("simulate", "--paths", 0), "0 is not in the range"),
        (("simulate", "--paths", 100), "--paths 100 is not a multiple of 16"),
        (("simulate", "--seed", "dice"), "is not a valid integer"),
        (("simulate", "--months", 0), "0 is not in the range"),
        (("simulate", "--scenario", "shock"), "no scenario is called 'shock'"),
        (("simulate", "--set", "us-commitment=9"), "allowed: 0 to 4"),
        (("simulate", "--treat", "A001"), "give a share, as in A001=0.25"),
        (("simulate", "--treat", "A001=2"), "allowed: 0 to 1"),
        (("simulate", "--treat", "A001=half"), "'half' is not a share from 0 to 1"),
        (("simulate", "--treat", "B1=1"), "no treatment is called 'B1'"),
        (("explain", "--outcome", "p-by-2030-13-01"), "no outcome or risk is called"),
        (("explain", "--outcome", "IN44"), "did you mean 'IN4'?"),
    ],
)
def test_wrong_words_get_a_sentence(words, told):
    done = _run(*words)
    assert done.exit_code != 0
    assert told in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("style", ["table", "csv"])
@pytest.mark.parametrize("words", [("simulate",), ("explain", "--outcome", "TW1")])
def test_a_small_pack_prints_too(words, style):
    done = _run(*words, "--pack", GOOD, "--paths", 64, "--format", style)
    assert done.exit_code == 0, done.output


def test_nothing_else_is_an_outcome(futures):
    with pytest.raises(UnknownIdError, match="no outcome or risk is called"):
        outcome_value(futures.outcomes({}), "happiness")


def test_a_risk_past_its_deadline_has_no_simulated_chance():
    day = date(2027, 3, 1)  # after IN5's deadline
    pack = read_pack(default_pack_folder())
    found = Futures(baseline(pack, day), SMALL).outcomes({})
    place = pack.risk_place("IN5")
    assert np.isnan(found.simulation.chance[place])
    assert np.isnan(found.simulation.p_end[place])
    assert np.isnan(outcome_value(found, "IN5"))
