"""``araxes record``: actions, decisions, treatments, appetites and positions."""

import pytest

from tests.cli.typed import refused, run, verified

WHY = ("--reason", "As discussed.")
ACTION = ("action", "AC-1", "--title", "Ask for the audit", "--owner", "Ben")
DUE = ("--due-on", "2026-09-01", "--risk", "TW1", "--risk", "TW2", "--cost", 0.5)
DECISION = ("decision", "D-1", "--title", "Pause", "--choice", "defer", *WHY)
TREATMENT = ("treatment", "T-1", "--risk", "TW1", "--title", "Hire a second crew")
HOW = ("--response", "mitigate", "--owner", "works office", "--effect", 0.3)
APPETITE = ("appetite", "TW1", "--most-chance", 0.4, "--owner", "the chair", *WHY)
POSITION = (
    *("position", "pause", "--outcome", "p-by-2028-12-31", "--side", "below"),
    *("--line", 0.35, "--then", "Pause the drawdown", "--owner", "the chair", *WHY),
)
HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script>'


def said(done):
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    "kind", ["action", "decision", "treatment", "appetite", "position"]
)
def test_every_kind_has_help(kind):
    done = run("record", kind, "--help")
    assert done.exit_code == 0
    assert "ARAXES_AUTHOR" in done.output


def test_an_action_is_set_and_then_done_with_what_changed(say, place):
    told = said(say(*ACTION, *DUE))
    assert told.startswith("entry 1, 2026-08-20T09:")
    assert "owner Ben; due_on 2026-09-01; risk_ids TW1, TW2; cost_usd_m 0.5" in told
    done = said(say("action", "AC-1", "--status", "done", "--done-on", "2026-08-20"))
    assert "title Ask for the audit" in done
    assert "status done; done_on 2026-08-20; risk_ids TW1, TW2" in done
    assert verified(place).stdout.startswith("2 entries")
    refused(
        say("action", "AC-1", "--done-on", "2026-08-20", "--status", "open"), "done_"
    )
    late = ("action", "AC-1", "--status", "done", "--done-on", "2026-09-01")
    refused(say(*late), "done_on: found 2026-09-01, which lies ahead")


def test_the_first_entry_of_a_workspace_is_not_preceded_by_a_warning(say):
    assert say(*ACTION, *DUE).stderr == ""


def test_a_decision_is_of_today_unless_it_says_otherwise(say):
    told = said(say(*DECISION, "--decided-by", "the chair", "--treatment", "A001"))
    assert "decided_on 2026-08-20" in told
    assert "treatment_ids A001 because 'As discussed.'" in told
    day = ("--decided-on", "2026-08-19", "--dissent", "Ben would have approved.")
    again = said(say("decision", "D-1", *day, "--choice", "approve", *WHY))
    assert "choice approve; decided_by the chair; decided_on 2026-08-19" in again
    assert "dissent Ben would have approved." in again
    refused(say(*DECISION[:-2], "--decided-by", "x"), "a decision must say why")


def test_a_treatment_of_the_pack_is_stated_anew_and_taken_away(say):
    told = said(say(*TREATMENT, *HOW))
    assert "treatment id T-1, risk_id TW1, title Hire a second crew" in told
    own = said(say("treatment", "A001", "--effect", 0.2, "--lead-time", 3))
    assert "treatment id A001, risk_id TW1" in own
    assert "lead_time_months 3.0, effect 0.2" in own
    assert "removed True" in said(say("treatment", "T-1", "--remove"))
    refused(say(*ACTION, *DUE, "--treatment", "T-1"), "no treatment is called 'T-1'")


def test_an_appetite_is_set_and_taken_away_and_set_again(say):
    assert "decided_on 2026-08-20" in said(say(*APPETITE, "--until", "2027-01-31"))
    gone = said(say("appetite", "TW1", "--remove", *WHY))
    assert "most_chance 0.4" in gone
    assert "removed True" in gone
    assert "removed" not in said(say("appetite", "TW1", "--most-delay", 6, *WHY))


def test_a_position_names_a_number_there_is(say):
    assert "line 0.35; then Pause the drawdown" in said(say(*POSITION))
    refused(
        say("position", "pause", "--outcome", "opening-p5", *WHY),
        "no outcome or risk is called 'opening-p5'; did you mean 'opening-p50'?",
    )
    assert "line 0.4" in said(say("position", "pause", "--line", 0.4, *WHY))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("action", "AC-9", "--due-on", "soon", "--status", "late"),
            ["title", "owner", "due_on", "status"],
        ),
        (
            ("decision", "D-9", "--choice", "perhaps", "--cost", "-1"),
            ["reason", "title", "choice", "decided_by", "cost_usd_m"],
        ),
        (
            ("treatment", "A001", "--effect", 1.3, "--cost", "much"),
            ["treatment, cost_usd_m", "treatment, effect"],
        ),
        (
            ("appetite", "TW1", "--most-chance", 40, "--most-delay", -1),
            ["reason", "most_chance", "most_delay_months", "owner"],
        ),
        (
            ("position", "x", "--side", "beside", "--line", "nan", *WHY),
            ["outcome", "side", "line", "then", "owner"],
        ),
    ],
)
def test_all_that_is_wrong_is_said_at_once(say, place, words, told):
    done = say(*words)
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == told
    assert not place.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*ACTION, *DUE, "--risk", "TW9"), "no risk is called 'TW9'; did you mean 'TW"),
        ((*APPETITE[:1], "TW9", *APPETITE[2:]), "no risk is called 'TW9'"),
        ((*DECISION, "--decided-by", "x", "--decided-on", "2026-09-01"), "lies ahead"),
        ((*APPETITE, "--decided-on", "2026-09-01"), "lies ahead"),
    ],
)
def test_what_has_no_place_is_refused_in_a_sentence(say, words, told):
    refused(say(*words), told)


@pytest.mark.parametrize("words", [(*ACTION, *DUE), POSITION, (*TREATMENT, *HOW)])
def test_hostile_words_are_kept_and_bad_ones_refused(say, place, words):
    known = {"--title": HOSTILE, "--then": HOSTILE, "--owner": HOSTILE}
    typed = [
        known.get(before, each)
        for before, each in zip(("", *words), words, strict=False)
    ]
    assert said(say(*typed, "--reason", HOSTILE)).count(HOSTILE) >= 3
    refused(say(*words, "--reason", "x" * 102_400), "reason: found 102,400 characters")
    refused(say(*words, author="  "), "author: found no name")
    refused(say(*words, author="A\x07na"), "author: found U+0007, a control")
    assert verified(place).stdout.startswith("1 entries")
