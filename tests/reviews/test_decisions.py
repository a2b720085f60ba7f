"""Decisions with what their treatments change, and positions that were decided on."""

from datetime import date, timedelta

import pytest

from risks.corridor import paired_se
from risks.futures import Futures, measure
from risks.reviews import Frozen, View, agenda_report, limits_of
from risks.reviews.agenda import Sitting, agenda
from risks.reviews.decisions import open_decisions, taken_decisions
from risks.reviews.effects import NO_EFFECT, Effect, Effects, Shift, in_words
from risks.reviews.listing import listing
from tests.reviews.conftest import AS_OF, FEW
from tests.workspace.drafts import draft

DEFER = {"choice": "defer", "treatment_ids": ["A001"], "due_on": "2026-08-27"}
LINE = {"id": "P-1", "outcome": "TW1", "side": "above", "line": 0.25}
YES = {"id": "P-1", "title": "Pause?", "choice": "approve", "decided_on": "2026-08-20"}
HIGH = draft(low=0.4, likely=0.6, high=0.8, judged_on="2026-08-20")
LOW = draft(low=0.05, likely=0.1, high=0.2, judged_on="2026-08-20")


def _view(frozen):
    return View(frozen, FEW)


def _open(frozen, *earlier):
    limits = limits_of(frozen.entries)
    return open_decisions(_view(frozen), limits, [_view(each) for each in earlier])


def _taken(frozen, *earlier):
    limits = limits_of(frozen.entries)
    return taken_decisions(_view(frozen), limits, [_view(each) for each in earlier])


@pytest.mark.parametrize("name", ["opening-p50", "p-by-2028-12-31", "funding-gap-p50"])
def test_an_effect_is_the_paired_difference_of_the_same_futures(saw, name):
    view = _view(saw())
    futures = Futures(view.base, FEW.setup(view.base))
    ends = futures.outcomes({}), futures.outcomes({"A001": 0.4})
    named = measure(view.base.pack, name)
    effect = Effects(view).of(["A001"])
    names = [each.name for each in effect.shifts]
    target = f"p-by-{view.base.pack.header.target_opening}"
    shift = effect.shifts[names.index(target if name.startswith("p-by") else name)]
    named = measure(view.base.pack, shift.name)
    assert (shift.before, shift.after) == tuple(named.value(each) for each in ends)
    assert shift.se == paired_se(*(named.of(x) for x in ends), named.statistic)


def test_treatments_are_taken_together_and_their_costs_summed(saw):
    stated = draft("treatment", treatment=_second(effect=0.9, cost_usd_m=3.0))
    view = _view(saw(stated))
    alone, both = Effects(view).of(["A001"]), Effects(view).of(["A001", "A003"])
    assert both.counted == ("A001", "A003")
    assert both.cost_usd_m == alone.cost_usd_m + 3.0
    futures = Futures(view.base, FEW.setup(view.base))
    after = futures.outcomes({"A001": 0.4, "A003": 0.9})
    assert both.shifts[0].after == measure(view.base.pack, "opening-p50").value(after)


def test_no_effect_is_made_up(saw):
    effect = Effects(_view(saw())).of(["A002", "gone"])
    assert (effect.shifts, effect.unstated, effect.unknown) == (
        (),
        ("A002",),
        ("gone",),
    )
    assert in_words(effect) == (
        f"A002: {NO_EFFECT}",
        "gone: not in this version of the pack",
        "cost unknown",
    )


def test_what_is_under_way_changes_nothing_more_and_is_told_once_taken(saw):
    view = _view(saw(draft("decision", choice="approve", treatment_ids=["A001"])))
    assert Effects(view).of(["A001"]).under_way == ("A001",)
    taken = Effects(view).of_taken(["A001"])
    futures = Futures(view.base, FEW.setup(view.base))
    opening = measure(view.base.pack, "opening-p50")
    assert taken.shifts[0].after == opening.value(view.outcomes)
    without = futures.outcomes({"A001": 0.0})
    assert taken.shifts[0].before == opening.value(without)


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (("opening-p50", 40.0, 39.6, 0.05), "open about 0.4 months earlier (±0.1)"),
        (
            ("opening-p50", 40.0, 40.05, 0.05),
            "opening: not distinguishable from no change",
        ),
        (("opening-p50", 40.0, 40.0, None), "not distinguishable from no change"),
        (("opening-p50", None, 70.0, None), "earlier, by more than the simulated"),
        (("opening-p50", 70.0, None, None), "later, by more than the simulated"),
        (("p-by-2028-12-31", 0.3, 0.35, 0.01), "about 5.0 points more likely (±2.0)"),
        (("opening-p50", 40.0, 39.98, 0.005), "under 0.1 months earlier (±under 0.1)"),
        (("funding-gap-p50", 900.0, 600.0, 20.0), "about USD 300m less (±40)"),
        (("funding-gap-p50", 9.0, 8.7, 0.1), "gap under USD 1m less (±under 1)"),
    ],
)
def test_an_effect_is_said_with_its_way_and_its_error(shift, words):
    effect = Effect((), (), None, ("A1",), ("A1",), shifts=(Shift(*shift),))
    said, cost = in_words(effect)
    assert words in said
    assert cost == "cost unknown"
    assert in_words(effect, 18.0)[-1] == "cost USD 18m, as the decision says"


def test_a_decision_on_the_agenda_says_what_it_would_change(saw):
    report = agenda_report(agenda(Sitting(saw(draft("decision", **DEFER)), draws=FEW)))
    (row,) = report["decisions"]
    assert "opening" in row["effect_words"][0] or "futures" in row["effect_words"][0]
    assert any("cost" in each for each in row["effect_words"])
    assert set(row["effect_changes"]) == {
        "opening-p50",
        "p-by-2028-12-31",
        "funding-gap-p50",
    }
    shown = dict(listing(report))["To decide"]
    assert shown[0]["effect"] == "; ".join(row["effect_words"])


def test_a_position_that_is_reached_asks_for_a_decision(saw):
    (row,) = _open(saw(HIGH, draft("position", **LINE)))
    assert (row.id, row.outcome, row.entry) == ("P-1", "TW1", None)
    assert row.title.startswith("TW1 is above 25 %: ")


def test_a_decision_for_it_ends_the_question_and_is_shown(saw):
    frozen = saw(HIGH, draft("position", **LINE), draft("decision", **YES))
    assert _open(frozen) == []
    (row,) = _taken(frozen)
    assert (row.choice, row.outcome) == ("approve", "TW1")
    later = Frozen(frozen.pack, frozen.entries, AS_OF + timedelta(days=14))
    assert _open(later, frozen) == []
    assert [each.id for each in _taken(later, frozen)] == ["P-1"]


def test_a_decision_put_off_keeps_the_question_with_its_day(saw):
    late = {**YES, "choice": "defer", "due_on": "2026-09-01"}
    frozen = saw(HIGH, draft("position", **LINE), draft("decision", **late))
    (row,) = _open(frozen)
    assert (row.outcome, row.due_on) == ("TW1", date(2026, 9, 1))
    assert _taken(frozen) == []


def test_it_asks_anew_once_the_number_has_left_the_line(saw, times):
    decided = saw(HIGH, draft("position", **LINE), draft("decision", **YES))
    times.go_on(hours=24 * 4)
    left = saw(draft(low=0.05, likely=0.1, high=0.2, judged_on="2026-08-24"))
    left = Frozen(left.pack, left.entries, date(2026, 8, 24))
    assert _open(left, decided) == []
    times.go_on(hours=24 * 7)
    again = saw(draft(low=0.4, likely=0.6, high=0.8, judged_on="2026-08-31"))
    again = Frozen(again.pack, again.entries, date(2026, 8, 31))
    (row,) = _open(again, decided, left)
    assert row.id == "P-1"
    assert _open(again, decided) == []  # no review saw it leave the line


def test_it_asks_anew_once_its_text_changes_but_not_for_another_owner(saw):
    drafts = HIGH, draft("position", **LINE), draft("decision", **YES)
    decided = saw(*drafts)
    owner = saw(draft("position", **LINE, owner="the bank"))
    assert _open(decided) == _open(owner) == []
    changed = saw(draft("position", **{**LINE, "line": 0.2}))
    assert [each.id for each in _open(changed)] == ["P-1"]


@pytest.mark.parametrize("first", [LOW, HIGH])
def test_a_decision_from_before_the_line_was_reached_ends_nothing(saw, first):
    decided = {**YES, "decided_on": "2026-08-19"}
    drafts = first, draft("position", **LINE), draft("decision", **decided)
    again = draft(low=0.4, likely=0.6, high=0.85, judged_on="2026-08-20")
    assert [each.id for each in _open(saw(*drafts, again))] == ["P-1"]


def test_a_rejection_ends_the_question_too(saw):
    said = draft("decision", **{**YES, "choice": "reject"})
    assert _open(saw(HIGH, draft("position", **LINE), said)) == []


def _second(**changes):
    said = draft("treatment").payload.treatment.model_dump(mode="json")
    return {**said, "id": "A003", **changes}
