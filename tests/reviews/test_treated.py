"""A treatment counts from its approval until the risk is judged again."""

from datetime import date

import pytest

from risks.reviews.mixing import content, seen, whole
from risks.reviews.numbers import View
from tests.reviews.conftest import FEW
from tests.workspace.drafts import draft

APPROVE = {"choice": "approve", "treatment_ids": ["A001"]}
DONE = {"treatment_id": "A001", "status": "done", "done_on": "2026-08-20"}


def _settings(frozen):
    mix = whole(frozen)
    return seen(mix, content(mix)).under_way


def _lead(frozen):
    mix = whole(frozen)
    return seen(mix, content(mix)).pack.treatment("A001").lead_time_months


def test_a_treatment_that_is_only_stated_moves_nothing(saw):
    assert _settings(saw(draft("treatment"))) == {}


def test_an_approved_one_takes_its_stated_share(saw):
    assert _settings(saw(draft("decision", **APPROVE))) == {"A001": 0.4}


@pytest.mark.parametrize("choice", ["reject", "defer"])
def test_a_later_decision_takes_it_away_again(saw, choice):
    again = draft("decision", id="D-2", choice=choice, treatment_ids=["A001"])
    assert _settings(saw(draft("decision", **APPROVE), again)) == {}


def test_a_decision_recorded_anew_counts_as_it_now_stands(saw):
    undone = draft("decision", choice="reject", treatment_ids=["A001"])
    assert _settings(saw(draft("decision", **APPROVE), undone)) == {}


def test_a_judgement_of_that_day_or_later_knows_it(saw):
    judged = draft(judged_on="2026-08-20")
    assert _settings(saw(draft("decision", **APPROVE), judged)) == {}
    before = draft(judged_on="2026-08-19", likely=0.3)
    assert _settings(saw(before)) == {}


def test_a_decision_after_the_day_is_of_the_next_review(saw):
    decided = draft("decision", **APPROVE)
    assert _settings(saw(decided, as_of=date(2026, 8, 19))) == {}


def test_what_has_no_stated_effect_takes_none(saw):
    decided = draft("decision", choice="approve", treatment_ids=["A002"])
    assert _settings(saw(decided)) == {}


def test_its_lead_time_runs_from_the_decision(saw):
    frozen = saw(draft("decision", **APPROVE))
    assert _lead(frozen) == 3.0
    assert _lead(saw(as_of=date(2026, 10, 20))) == 1.0
    assert _lead(saw(as_of=date(2027, 1, 20))) == 0.0


def test_what_is_done_acts_at_once(saw):
    frozen = saw(draft("decision", **APPROVE), draft("action", **DONE))
    assert _settings(frozen) == {"A001": 0.4}
    assert _lead(frozen) == 0.0


def test_what_is_done_needs_no_decision(saw):
    assert _settings(saw(draft("action", **DONE))) == {"A001": 0.4}
    assert _settings(saw(as_of=date(2026, 8, 19))) == {}


def test_it_lowers_the_chance_the_review_shows(saw):
    before = View(saw(), FEW).chance("TW1")
    assert View(saw(draft("decision", **APPROVE)), FEW).chance("TW1") < before
