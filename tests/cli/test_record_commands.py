"""``araxes record``: what becomes an entry, and what is refused in a sentence."""

import json
import re

import pytest

from tests.cli.typed import (
    CHANCES,
    JUDGEMENT,
    READING,
    SOURCE,
    history_of,
    refused,
    run,
    verified,
)

RESOLUTION = ("resolution", "TW1", "no", "--source", "Bulletin", "--reason", "Quiet.")


EVENT = (
    *("event", "--happened-on", "2026-08-19", "--register", "border-talks"),
    *("--title", "Talks are broken off", "--direction", "raises", "--severity", 4),
)


@pytest.mark.parametrize(
    "kind", ["reading", "event", "correction", "judgement", "resolution"]
)
def test_every_kind_of_record_has_help(kind):
    done = run("record", kind, "--help")
    assert done.exit_code == 0
    assert "ARAXES_AUTHOR" in done.output


def test_a_reading_is_recorded_and_said_back(say, place):
    done = say(*READING, *SOURCE, "--note", "First of the year.")
    assert done.exit_code == 0, done.output
    first, second = done.stdout.splitlines()
    assert first.startswith("entry 1, 2026-08-20T09:")
    assert first.endswith("indicator/works-funding")
    assert "Ann: " in second
    assert "value 90.0" in second
    assert "note First of the year." in second
    assert verified(place).stdout.startswith("1 entries hold together")


def test_a_judged_reading_names_its_events(say):
    words = ("reading", "neighbour-stance", "--value", 2, "--source", "desk")
    day = ("--observed-on", "2026-08-18")
    done = say(*words, *day, "--event", "EV0002", "--event", "EV0003")
    assert done.exit_code == 0, done.output
    assert "event_ids EV0002, EV0003" in done.stdout
    refused(say(*words, *day), "event_ids: is missing")


def test_a_judgement_says_how_it_stands_as_a_forecast(say):
    done = say(*JUDGEMENT)
    assert done.exit_code == 0, done.output
    assert "judged_on 2026-08-20" in done.stdout
    last = done.stdout.splitlines()[-1]
    assert last.startswith("scored as 22 % (25 % restated for the days its window")
    assert "from 2026-08-20 to 2027-07-01; question: open" in last


def test_a_judgement_of_an_earlier_day_does_not_stand_from_it(say):
    done = say(*JUDGEMENT, "--judged-on", "2026-07-10")
    assert "from 2026-08-20 to 2027-07-01" in done.stdout
    say(*JUDGEMENT, "--judged-on", "2026-08-01")
    done = say(*JUDGEMENT, "--judged-on", "2026-07-20")
    assert "a judgement of a later day was in force already" in done.stdout


@pytest.mark.parametrize(
    ("outcome", "on", "told"),
    [
        ("no", "2026-08-20", "question: no, waiting (2026-07-01 to 2027-07-01); a no"),
        ("yes", "2026-08-10", "question: yes (2026-07-01 to 2027-07-01)"),
        ("void", "2026-08-10", "question: void ("),
        ("yes", "2026-07-01", "it answers no question: none had opened before"),
    ],
)
def test_a_resolution_says_which_question_it_answers(say, outcome, on, told):
    words = ("resolution", "TW1", outcome, "--source", "Bulletin", "--reason", "Seen.")
    done = say(*words, "--on", on)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1].startswith(told)


def test_a_correction_keeps_what_it_does_not_name(say):
    say(*READING, *SOURCE)
    done = say(
        *("correction", "works-funding", "--entry", 1),
        *("--value", 9, "--reason", "Slip."),
    )
    assert done.exit_code == 0, done.output
    assert "entry 1; reading" in done.stdout
    for kept in ("value 9.0", "source Bulletin", "observed_on 2026-08-18", "because"):
        assert kept in done.stdout
    again = say(
        *("correction", "works-funding", "--entry", 2),
        *("--grade", "C3", "--reason", "Slip."),
    )
    assert "value 9.0" in again.stdout
    assert "reliability C, credibility 3" in again.stdout


def test_a_second_correction_must_name_what_stands(say):
    say(*READING, *SOURCE)
    words = ("correction", "works-funding", "--value", 9, "--reason", "Slip.")
    assert say(*words, "--entry", 1).exit_code == 0
    told = "entry 1 was corrected already, by entry 2 (Ann); correct entry 2 instead"
    refused(say(*words, "--entry", 1), told)
    assert say(*words, "--pack-day", "2026-03-31").exit_code == 0
    told = "this reading was corrected already, by entry 3 (Ann); correct entry 3"
    refused(say(*words, "--pack-day", "2026-03-31", author="Ben"), told)
    removal = (*words[:2], "--remove", "--reason", "Never measured.")
    assert say(*removal, "--entry", 3, author="Ben").exit_code == 0
    told = "this reading was corrected already, by entry 4 (Ben); correct entry 4"
    refused(say(*words, "--pack-day", "2026-03-31"), told)
    refused(say(*words, "--entry", 3), "by entry 4 (Ben); correct entry 4 instead")


def test_a_reading_of_the_pack_can_be_removed(say):
    words = ("correction", "works-delay", "--remove", "--reason", "Never measured.")
    done = say(*words, "--pack-day", "2026-08-01", "--pack-source", "Rival report")
    assert done.exit_code == 0, done.output
    assert "source Rival report" in done.stdout
    refused(
        say(*words, "--pack-day", "2026-08-01"),
        "name one of these with --pack-source: 'Monthly report', 'Rival report'",
        exit_code=2,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--entry", 1), "say what was wrong, such as --value, or else --remove"),
        (("--remove",), "name the wrong reading by --entry or by --pack-day"),
        (
            ("--remove", "--entry", 1, "--pack-day", "2026-03-31"),
            "name the wrong reading by --entry or by --pack-day",
        ),
        (
            ("--remove", "--pack-day", "2026-03-30"),
            "the pack has no such reading of works-funding; its days: 2026-03-31",
        ),
        (("--value", 1, "--entry", 1, "--grade", "B"), "'B' is not a grade such as B2"),
    ],
)
def test_a_correction_that_says_too_little_is_a_wrong_use(say, words, told):
    done = say("correction", "works-funding", "--reason", "Slip.", *words)
    refused(done, told, exit_code=2)


def test_a_correction_of_no_reading_is_refused(say):
    say(*JUDGEMENT)
    words = ("correction", "works-funding", "--remove", "--reason", "Slip.")
    refused(say(*words, "--entry", 1), "found entry 1, which is no reading")
    refused(say(*words, "--entry", 7), "found entry 7, which is no reading")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*JUDGEMENT, "--judged-on", "2026-08-22"), "which lies ahead"),
        ((*RESOLUTION, "--on", "2027-07-01"), "which lies ahead"),
        ((*READING[:3], 1, "--observed-on", "2026-09-01", *SOURCE), "which lies ahead"),
        ((*JUDGEMENT[:-1], "x" * 102_400), "reason: found 102,400 characters; at most"),
        ((*JUDGEMENT[:-1], ""), "reason: is empty; a judgement must say why"),
        ((*JUDGEMENT[:-1], "a\x1b[2Jb"), "reason: found U+001B, a control"),
        ((*JUDGEMENT[:-1], "a\u202eb"), "reason: found U+202E"),
        ((*JUDGEMENT[:-1], "a\x00b"), "reason: found U+0000"),
        (("judgement", "TW9", *CHANCES, "--reason", "So."), "did you mean 'TW"),
        (("judgement", "TW1; DROP TABLE", *CHANCES, "--reason", "So."), "risk_id"),
        (
            ("judgement", "TW1", *CHANCES[:-1], 1.0, "--reason", "So."),
            "high: found 1.0",
        ),
        (("judgement", "TW1", *CHANCES[:-1], "nan", "--reason", "So."), "high"),
        ((*READING[:3], "inf", "--observed-on", "2026-08-18", *SOURCE), "value"),
        ((*READING, "--source", "B"), "reliability: is missing"),
        ((*READING, *SOURCE, "--url", "javascript:alert(1)"), "url"),
        ((*JUDGEMENT, "--edit-id", "short"), "edit id: found 'short'"),
        ((*JUDGEMENT, "--seen", 4), "version: found 4, which is no entry"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_a_sentence(say, place, words, told):
    done = say(*words)
    assert done.exit_code == 1, done.output
    assert told in done.stderr
    assert done.stdout == ""
    assert len(done.stderr) < 1_000
    if place.exists():
        assert verified(place).stdout.startswith("0 entries")


def test_an_event_is_recorded_and_a_judged_reading_rests_on_it(say, place):
    done = say(*EVENT, *SOURCE, "--edit-id", "edit-000001")
    assert done.exit_code == 0, done.output
    made = done.stdout.splitlines()[0].rpartition("event/")[2]
    assert re.fullmatch(r"EV-[0-9A-F]{6}", made)
    assert "severity 4" in done.stdout
    again = say(*EVENT, *SOURCE, "--edit-id", "edit-000001")
    assert "(saved already, as entry 1)" in again.stdout
    judged = ("reading", "neighbour-stance", "--value", 3, "--source", "desk")
    day = ("--observed-on", "2026-08-19")
    assert say(*judged, *day, "--event", made).exit_code == 0
    gone = ("event", made, "--remove", "--reason", "A hoax.")
    refused(say(*gone), "the reading of neighbour-stance on 2026-08-19 rests on it")
    assert verified(place).stdout.startswith("2 entries")


def test_an_event_is_put_right_and_taken_away(say):
    assert say("event", "EV-1", *EVENT[1:], *SOURCE).exit_code == 0
    taken = say("event", "EV-1", *EVENT[1:], *SOURCE)
    refused(taken, "EV-1 is taken: Talks are broken off, 2026-08-19; choose another")
    slip = ("--severity", 2, "--reason", "Slip.")
    done = say("event", "EV-1", "--correct", *slip)
    for kept in (
        "severity 2",
        "direction raises",
        "source Bulletin",
        "because 'Slip.'",
    ):
        assert kept in done.stdout
    assert say("event", "EV-1", "--remove", "--reason", "A hoax.").exit_code == 0
    refused(say("event", "EV-1", "--correct", *slip), "no event is called 'EV-1'")
    own = say("event", "EV0004", "--correct", *slip)
    assert "title Monthly report published" in own.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--correct", "--severity", 2),
        ("EV0004", "--correct"),
        ("EV0004", "--remove", "--severity", 2),
        ("EV0004", "--remove", "--correct"),
        ("--remove",),
    ],
)
def test_an_event_is_put_right_by_its_id_and_what_was_wrong(say, words):
    done = say("event", *words, "--reason", "Slip.")
    refused(done, "to put an event right name EVENT and --remove, or", exit_code=2)


def test_all_that_is_wrong_with_an_event_is_said_at_once(say, place):
    done = say(
        *("event", "--happened-on", "tomorrow", "--direction", "up"),
        *("--severity", "many", "--grade", "Z99", "--url", "javascript:1"),
        *("--title", "a\x1bb"),
    )
    assert done.exit_code == 1
    told = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert sorted(told) == sorted(
        [
            *("title", "happened_on", "register_id", "direction", "severity"),
            *("source", "url", "reliability", "credibility"),
        ]
    )
    assert not place.exists()
    late = (*EVENT[:2], "2026-09-01", *EVENT[3:], *SOURCE)
    refused(say(*late), "happened_on: found 2026-09-01, which lies ahead")
    elsewhere = (*EVENT[:4], "border-talk", *EVENT[5:], *SOURCE)
    refused(say(*elsewhere), "no register is called 'border-talk'; did you mean 'bor")
    refused(say("event", "EV0004", "--remove"), "an event must say why")


@pytest.mark.parametrize(
    "reason",
    [
        '=cmd|"/c calc"!A1',
        "'; DROP TABLE araxes_log; --",
        "<script>alert(1)</script>",
        "%s %n {0} \\x1b",
        "Ереван · Երևան · تهران\u200cها · 🛤️",
        "two\nlines",
        "-- --author Eve",
    ],
)
def test_hostile_text_is_kept_as_it_was_typed(say, place, reason):
    done = say(*JUDGEMENT[:-1], reason)
    assert done.exit_code == 0, done.output
    rows = json.loads(history_of(place, "--format", "json"))
    assert rows[-1]["reason"] == reason


def test_an_author_is_needed_and_may_come_from_the_environment(say):
    refused(say(*JUDGEMENT, author=None), "Missing option '--author'", exit_code=2)
    refused(say(*JUDGEMENT, author="  "), "author: found no name")
    refused(say(*JUDGEMENT, author="A" * 81), "author: found 81 characters")
    done = say(*JUDGEMENT, author=None, ARAXES_AUTHOR="Ben")
    assert "Ben: " in done.stdout


def test_the_same_edit_sent_twice_is_one_entry(say, place):
    words = (*JUDGEMENT, "--edit-id", "edit-000001")
    assert say(*words).exit_code == 0
    again = say(*words)
    assert "(saved already, as entry 1)" in again.stdout
    assert verified(place).stdout.startswith("1 entries")
    other = say(*JUDGEMENT[:-1], "Otherwise.", "--edit-id", "edit-000001")
    refused(other, "already saved as entry 1 with another text")


def test_a_newer_entry_than_the_one_seen_is_shown_not_overwritten(say):
    say(*JUDGEMENT)
    done = say(*JUDGEMENT[:-1], "Otherwise.", "--seen", 0)
    refused(done, "has changed since you opened it", "As seen.", "Otherwise.")
    assert say(*JUDGEMENT[:-1], "Otherwise.", "--seen", 1).exit_code == 0
