"""The agenda: what is late, what moved and why, what is to be decided."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from risks.corridor import percentile
from risks.futures import Futures
from risks.reviews.agenda import BASELINE, Sitting, agenda
from risks.reviews.levels import level, likelihood
from risks.reviews.numbers import View, numbers
from risks.reviews.records import Limits, limits_of
from risks.reviews.report import agenda_report
from risks.reviews.staleness import stale
from risks.reviews.states import Frozen
from risks.workspace import Appetite, Position, canonical
from tests.builders import make_entry, make_pack, make_risk
from tests.reviews.conftest import AS_OF, FEW
from tests.workspace.drafts import draft

NEXT = AS_OF + timedelta(days=7)
READING = draft(
    "reading", indicator_id="works-delay", value=28.0, observed_on="2026-08-19"
)


def _agenda(frozen, *earlier, **changes):
    return agenda(Sitting(frozen, earlier, draws=FEW, **changes))


def test_the_sections_are_in_the_order_of_the_meeting(saw):
    names = list(agenda_report(_agenda(saw())))
    assert names == [
        "as_of",
        "since",
        "overdue_actions",
        "headline",
        "movers",
        "thresholds_crossed",
        "stale_evidence",
        "indicators",
        "acceptance_ran_out",
        "above_appetite",
        "decisions",
        "decisions_taken",
        "actions",
        "forecasts_to_resolve",
        "calendar",
    ]


def test_the_first_review_is_the_baseline(saw):
    found = _agenda(saw(READING))
    assert (found.since, found.movers, found.crossings) == (None, (), ())
    for each in found.headline:
        assert (each.before, each.parts, each.note) == (None, (), BASELINE)
        assert each.after is not None


def test_the_second_review_says_why(saw):
    old = saw()
    found = _agenda(saw(READING), old)
    opening = found.headline[0]
    assert opening.name == "opening-p50"
    assert [each.cause for each in opening.parts] == ["readings"]


def test_movers_name_the_reading_and_their_parts(saw):
    old, new = saw(), saw(READING, draft(risk_id="BT1", likely=0.5))
    found = {each.mover.risk_id: each for each in _agenda(new, old).movers}
    assert {*found} == {"TW1", "TW2", "BT1"}
    assert found["TW1"].mover.indicator_id == "works-delay"
    assert found["BT1"].mover.judged_on == date(2026, 8, 19)
    for each in found.values():
        parts = sum(part.amount for part in each.change.parts)
        assert 100 * parts == pytest.approx(each.mover.points, abs=1e-9)


def test_a_reading_that_decides_a_risk_is_named(saw):
    done = draft(
        "reading", indicator_id="works-delay", value=0.0, observed_on="2026-08-19"
    )
    old = saw()
    found = {x.mover.risk_id: x.mover for x in _agenda(saw(done), old).movers}
    assert (found["TW2"].indicator_id, found["TW2"].after) == ("works-delay", 0.0)


def test_lines_crossed_up_and_down(saw):
    old, high = saw(), saw(READING)
    up = _agenda(high, old).crossings
    assert (up[0].kind, up[0].id, up[0].line) == ("indicator", "works-delay", "67")
    assert all(each.is_worse for each in up)
    assert ("risk", "TW2", "roughly even chance") in [
        (x.kind, x.id, x.line) for x in up
    ]
    calm = draft(
        "reading", indicator_id="works-delay", value=9.0, observed_on="2026-08-20"
    )
    down = _agenda(saw(calm), high).crossings
    (works,) = [each for each in down if each.id == "works-delay"]
    assert (works.is_worse, works.line) == (False, "33")


@pytest.mark.parametrize(
    ("score", "reached"), [(0, 0), (32.9, 0), (33, 1), (66.9, 1), (67, 2), (100, 3)]
)
def test_a_level_is_reached_on_its_goalpost(score, reached):
    assert level(score) == reached


def test_the_words_for_likelihood():
    told = [likelihood(each) for each in (0.0, 0.05, 0.051, 0.5, 0.8, 0.96, 1.0)]
    assert told == [
        "almost no chance",
        "almost no chance",
        "very unlikely",
        "roughly even chance",
        "likely",
        "almost certain",
        "almost certain",
    ]


def test_stale_evidence_is_ranked_by_what_it_could_move(saw):
    frozen = saw(as_of=date(2026, 12, 20))
    rows = stale(View(frozen, FEW))
    spans = [each.span_months for each in rows]
    assert spans == sorted(spans, reverse=True)
    first, missing = rows[0], rows[-1]
    assert first.extreme_months > first.calm_months
    assert (missing.indicator_id, missing.age_days) == ("talks-held", None)
    assert missing.span_months == 0


def test_stale_evidence_moves_the_opening_as_a_what_if_does(saw):
    frozen = saw(as_of=date(2026, 12, 20))
    view = View(frozen, FEW)
    row = next(x for x in stale(view) if x.indicator_id == "works-delay")
    futures = Futures(view.base, FEW.setup(view.base))
    lines = [futures.outcomes(x).plan.line for x in ({}, {"works-delay": 30.0})]
    before, after = (float(percentile(0.5)(each)) for each in lines)
    assert row.extreme_months == pytest.approx(after - before)


def test_actions_late_and_open(saw):
    frozen = saw(
        draft("action", due_on="2026-08-18"),
        draft("action", id="AC-2", due_on="2026-08-20"),
        draft("action", id="AC-3", status="done", done_on="2026-08-19"),
        draft("action", id="AC-4", status="dropped"),
        draft("action", id="AC-5", due_on="2026-12-01"),
    )
    found = _agenda(frozen)
    assert [(each.id, each.late_days) for each in found.overdue] == [("AC-1", 2)]
    assert [(each.id, each.late_days) for each in found.actions] == [
        ("AC-1", 2),
        ("AC-2", 0),
        ("AC-5", 0),
    ]


def test_what_was_put_off_is_decided_and_positions_reached_come_first(saw):
    frozen = saw(
        draft("decision", due_on="2026-08-25"),
        draft("decision", id="D-2", choice="approve"),
    )
    pause = Position(
        id="pause",
        outcome="p-by-2028-12-31",
        side="below",
        line=1.5,
        then="pause drawdown",
        owner="Ann",
    )
    calm = pause.model_copy(
        update={"id": "calm", "outcome": "TW1", "side": "above", "line": 0.99}
    )
    found = _agenda(frozen, limits=Limits(positions=(pause, calm))).decisions
    assert [each.id for each in found] == ["pause", "D-1"]
    assert found[0].title == "p-by-2028-12-31 is below 150 %: pause drawdown"


def _limit(**changes):
    fields = {"owner": "Ann", "decided_on": date(2026, 8, 1), "risk_id": "TW1"}
    return Appetite(**{**fields, **changes})


def test_a_risk_is_above_appetite_since_its_first_review_in_a_row(saw):
    low = saw()
    high = saw(READING)
    again = Frozen(high.pack, high.entries, NEXT)
    chance = View(low, FEW).chance("TW1")
    limits = Limits({"TW1": _limit(most_chance=chance)})
    (row,) = _agenda(again, low, high, limits=limits).above
    assert (row.risk_id, row.since, row.reviews) == ("TW1", AS_OF, 2)
    assert row.chance > row.most_chance
    assert _agenda(low, limits=limits).above == ()
    (row,) = _agenda(again, high, low, high, limits=limits).above
    assert row.reviews == 2


def test_a_limit_for_a_risk_the_pack_lacks_limits_nothing(saw):
    limit = _limit(risk_id="TW9", most_chance=0.1, most_delay_months=1.0)
    assert _agenda(saw(), limits=Limits({"TW9": limit})).above == ()


def test_a_likely_delay_above_the_limit_counts_too(saw):
    limits = Limits({"BT1": _limit(risk_id="BT1", most_delay_months=1.0)})
    (row,) = _agenda(saw(), limits=limits).above
    assert (row.risk_id, row.delay_months, row.most_delay_months) == ("BT1", 4.0, 1.0)


def test_an_acceptance_runs_out_or_was_never_limited(saw):
    frozen = saw()  # the pack accepts TW2
    assert [(x.risk_id, x.until) for x in _agenda(frozen).lapsed] == [("TW2", None)]
    for until, lapsed in ((AS_OF, []), (AS_OF - timedelta(days=1), ["TW2"])):
        limits = Limits({"TW2": _limit(risk_id="TW2", most_chance=0.9, until=until)})
        assert [x.risk_id for x in _agenda(frozen, limits=limits).lapsed] == lapsed


def test_forecasts_wait_for_their_answer_once_their_day_has_passed(saw):
    due = {"TW1": date(2027, 7, 1), "TW2": date(2027, 12, 31), "BT1": date(2027, 7, 1)}
    day = date(2027, 12, 31)
    rows = _agenda(saw(as_of=day)).forecasts
    assert {each.risk_id: each.due_on for each in rows} == due
    assert rows[-1].why == "deadline"
    assert _agenda(saw(as_of=date(2027, 6, 30))).forecasts == ()


def test_an_answer_counts_for_every_judgement_made_by_its_day(saw, times):
    times.go_on(days=400)
    answered = saw(
        draft("resolution", resolved_on="2027-07-02"), as_of=times.instant.date()
    )
    assert "TW1" not in [each.risk_id for each in _agenda(answered).forecasts]
    again = saw(draft(judged_on="2027-07-03"), as_of=date(2028, 7, 3))
    row = next(x for x in _agenda(again).forecasts if x.risk_id == "TW1")
    assert row.due_on == date(2028, 7, 3)


def test_a_risk_that_a_reading_decides_waits_for_its_answer(saw):
    done = draft(
        "reading", indicator_id="works-delay", value=0.0, observed_on="2026-08-19"
    )
    (row,) = _agenda(saw(done)).forecasts
    assert (row.risk_id, row.why) == ("TW2", "a reading decides it: decided no")


def test_the_calendar_looks_six_weeks_ahead(pack):
    days = [AS_OF, AS_OF + timedelta(days=42), AS_OF + timedelta(days=43)]
    entries = [make_entry(due_on=x, latest_on=None, title=str(x)) for x in days]
    spans = make_entry(due_on=date(2026, 1, 1), latest_on=NEXT, title="under way")
    seen = make_pack(calendar=(*entries, spans))
    titles = [each.title for each in _agenda(Frozen(seen, (), AS_OF)).calendar]
    assert titles == ["under way", str(days[1])]


def test_progress_runs_from_0_to_100(saw):
    told = []
    old = saw()
    _agenda(saw(READING), old, progress=lambda *heard: told.append(heard))
    done = [each[0] for each in told]
    assert done == sorted(done)
    assert (done[0], told[-1]) == (0, (100, 100))


BARE = dict.fromkeys(
    (
        "risks",
        "signals",
        "triggers",
        "treatments",
        "readings",
        "events",
        "calendar",
        "stages",
        "stations",
        "funding_sources",
        "scenarios",
    ),
    (),
)


@pytest.mark.parametrize(
    "changes",
    [
        BARE,
        {**BARE, "indicators": (), "registers": ()},
        {**BARE, "risks": (make_risk(stage_ids=()),)},
        {"readings": (), "events": ()},
        {"signals": (), "triggers": (), "treatments": ()},
        {
            "stages": (),
            "funding_sources": (),
            "risks": (),
            "signals": (),
            "triggers": (),
            "treatments": (),
        },
    ],
    ids=["bare", "nothing", "one-risk", "no-evidence", "no-links", "no-works"],
)
def test_degenerate_packs_have_an_agenda(changes):
    if "stages" in changes:
        header = make_pack().header
        changes = {
            "header": header.model_copy(update={"opening_stages": ()}),
            **changes,
        }
    pack = make_pack(hash="2" * 64, **changes)
    old, new = Frozen(pack, (), AS_OF), Frozen(pack, (), NEXT)
    found = agenda_report(_agenda(new, old))
    assert canonical(found)
    assert canonical(numbers(View(new, FEW)))
    assert len(found["headline"]) == 4


def test_every_field_is_reported(saw):
    named = {each.name for each in fields(_agenda(saw()))}
    assert len(named) == len(agenda_report(_agenda(saw())))


def test_the_limits_are_those_that_stand_in_the_log(saw):
    limits = limits_of(
        saw(
            draft("appetite", most_chance=0.9),
            draft("appetite", most_chance=0.01),
            draft("position", outcome="TW1", side="above", line=0.0),
            draft("position", id="gone", outcome="no-such-number"),
            draft("position", id="off", removed=True),
        ).entries
    )
    assert limits.appetites["TW1"].most_chance == 0.01
    assert [each.id for each in limits.positions] == ["pause", "gone"]


def test_what_the_log_sets_limits_to_comes_onto_the_agenda(saw):
    frozen = saw(
        draft("appetite", most_chance=0.01),
        draft("position", outcome="TW1", side="above", line=0.0),
        draft("position", id="gone", outcome="no-such-number"),
    )
    found = _agenda(frozen, limits=limits_of(frozen.entries))
    assert [each.risk_id for each in found.above] == ["TW1"]
    assert [each.id for each in found.decisions] == ["pause"]


def test_an_appetite_that_is_removed_sets_no_limit(saw):
    frozen = saw(draft("appetite"), draft("appetite", removed=True))
    assert limits_of(frozen.entries) == Limits()
