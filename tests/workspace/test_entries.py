"""What cannot stand is refused in one clear sentence: where, found, allowed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from risks.model import Judgement, Reading
from risks.workspace import (
    PAYLOADS,
    EntryError,
    NewerWorkspaceError,
    Row,
    canonical,
    make_draft,
    placing_problems,
)
from risks.workspace.entries import recorded_of
from tests.builders import small_pack
from tests.workspace.conftest import START
from tests.workspace.drafts import FIELDS, HASH, draft, edit_id, record

NAME = "a name of 1 to 80 visible characters is needed"
LETTERS_ONLY = (
    "a control or invisible character; allowed: letters, digits, signs and spaces"
)


def _problems(kind="judgement", author="Ann", reason="As seen.", **changes):
    with pytest.raises(EntryError) as caught:
        make_draft(kind, {**FIELDS[kind], **changes}, author, reason)
    return [str(each) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("given_wrong", "sentence"),
    [
        (
            {"author": ""},
            f"author: found no name; {NAME}",
        ),
        (
            {"author": " \u200d\n"},
            f"author: found no name; {NAME}",
        ),
        (
            {"author": "x" * 81},
            f"author: found 81 characters; {NAME}",
        ),
        (
            {"author": "Ann\nBen"},
            f"author: found U+000A, {LETTERS_ONLY}",
        ),
        (
            {"reason": "x" * 100_000},
            "reason: found 100,000 characters; at most 2,000 are allowed",
        ),
        ({"reason": "  "}, "reason: is empty; a judgement must say why"),
        (
            {"reason": "ring \x07 the bell"},
            f"reason: found U+0007, {LETTERS_ONLY} and line breaks",
        ),
        (
            {"reason": "half \ud800"},
            f"reason: found U+D800, {LETTERS_ONLY} and line breaks",
        ),
        (
            {"why_differ": "turned \u202e round"},
            f"why_differ: found U+202E, {LETTERS_ONLY} and line breaks",
        ),
        (
            {"likely": 0.6},
            "judgement: low 0.1, likely 0.6, high 0.5 are not in rising order",
        ),
        ({"high": 1.0}, "high: found 1.0; it must be less than 1"),
        ({"low": float("nan")}, "low: found nan; a finite number is needed"),
        ({"likley": 0.2}, "likley: is not a known field; did you mean 'likely'?"),
        ({"risk_id": None}, "risk_id: found nothing; text in quotes is needed"),
    ],
)
def test_a_bad_judgement_is_refused_in_one_sentence(given_wrong, sentence):
    assert _problems(**given_wrong) == [sentence]


def test_everything_wrong_is_said_at_once():
    found = _problems(author="", reason="x" * 3_000, low=2.0, likely=None)
    assert [each.split(":")[0] for each in found] == [
        "author",
        "reason",
        "low",
        "likely",
    ]


def test_an_unknown_kind_names_the_nearest():
    with pytest.raises(EntryError, match="no entry is called 'jugement'; did you mean"):
        make_draft("jugement", {}, "Ann")
    with pytest.raises(EntryError, match="allowed: reading, correction, judgement"):
        make_draft("xyz", {}, "Ann")


def test_a_payload_has_a_largest_size():
    found = _problems("review", minutes=["é" * 2_000] * 20)
    assert found == ["entry: found 80,356 bytes; at most 65,536 are allowed"]


def test_texts_inside_lists_and_tables_are_looked_at():
    found = _problems("review", minutes=["fine", "not \x00 fine", "x" * 2_001])
    assert [each[:40] for each in found] == [
        "minutes 2: found U+0000, a control or in",
        "minutes 3: found 2,001 characters; at mo",
    ]
    scenario = {**FIELDS["scenario"]["scenario"], "story": "a\tb"}
    assert _problems("scenario", scenario=scenario)[0].startswith("scenario, story: fo")


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("reading", "observed_on"),
        ("judgement", "judged_on"),
        ("resolution", "resolved_on"),
        ("decision", "decided_on"),
        ("appetite", "decided_on"),
    ],
)
def test_nothing_is_dated_in_the_future(sqlite_workspace, kind, field):
    tomorrow = "2026-08-21"
    late = draft(kind, **{field: tomorrow})
    with pytest.raises(EntryError) as caught:
        sqlite_workspace.append(late, edit_id(1), 0)
    (problem,) = caught.value.problems
    assert str(problem) == (
        f"{field}: found 2026-08-21, which lies ahead; nothing after 2026-08-20 is "
        "allowed"
    )


def test_today_is_not_the_future_where_the_day_begins_first(sqlite_workspace, times):
    times.go_on(hours=1, minutes=1)  # 10:01 UTC, past midnight in UTC+14
    late = draft(judged_on="2026-08-21")
    assert sqlite_workspace.append(late, edit_id(1), 0).seq == 1


def test_done_needs_its_day():
    assert _problems("action", status="done")[0].startswith("action: done_on is needed")
    done = draft("action", status="done", done_on="2026-08-19")
    assert done.payload.past_days == {"done_on": date(2026, 8, 19)}


def test_a_grade_is_whole():
    assert _problems("reading", credibility=None) == [
        "reading: reliability and credibility go together"
    ]


def test_persian_joiners_and_line_breaks_are_letters_too():
    text = "می\u200cخواهم\nI want"
    assert draft(reason=text).reason == text


def test_a_draft_never_changes():
    with pytest.raises(ValidationError, match="frozen"):
        draft().author = "Ben"


def test_payloads_become_the_model_s_records():
    judgement = draft().payload.judgement("Ann", "As seen.")
    assert isinstance(judgement, Judgement)
    assert (judgement.author, judgement.likely) == ("Ann", 0.25)
    measured = draft("reading").payload.reading("Ann", START)
    assert isinstance(measured, Reading)
    assert (measured.grade, measured.author, measured.recorded_at) == ("B2", "", START)


def test_the_subject_says_what_it_is_about():
    subjects = [draft(kind).subject for kind in FIELDS]
    assert subjects == [
        "indicator/works-funding",
        "indicator/works-funding",
        "risk/TW1",
        "treatment/A100",
        "action/AC-1",
        "decision/D-1",
        "scenario/dry-year",
        "review/2026-W34",
        "risk/TW1",
        f"import/{HASH[:16]}",
        "pack/small",
        "appetite/TW1",
        "position/pause",
        "event/EV-1",
    ]
    assert [*PAYLOADS] == [*FIELDS]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=80
)
CHANCES = st.floats(0.001, 0.999, allow_nan=False)


@given(TEXTS, st.lists(CHANCES, min_size=3, max_size=3).map(sorted))
def test_any_judgement_is_read_back_to_the_same_letter(text, chances):
    low, likely, high = chances
    one = draft(reason=f"r{text}", why_differ=text, low=low, likely=likely, high=high)
    row = _row_of(one)
    again = recorded_of(row).draft
    assert again == one
    assert again.payload_text == row.payload == canonical(one.payload.model_dump())


def _row_of(one):
    return Row(
        1, "2026-08-20T09:00:00.000000Z", one.author, one.kind, one.subject,
        one.reason, one.payload_text, "edit-0001", "0" * 64,
    )  # fmt: skip


def test_an_appetite_and_a_position_say_why_and_name_what_is_known():
    with pytest.raises(EntryError, match="an appetite must say why"):
        draft("appetite", reason="")
    with pytest.raises(EntryError, match="a position must say why"):
        draft("position", reason="")
    said = draft("appetite", risk_id="NO1").payload
    (problem,) = placing_problems(small_pack(), (), said)
    assert problem.where == "risk_id"
    gone = said.model_copy(update={"removed": True})
    assert list(placing_problems(small_pack(), (), gone)) == []


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("appetite", "most_chance", 1.1),
        ("appetite", "most_delay_months", -1.0),
        ("appetite", "owner", ""),
        ("position", "outcome", ""),
        ("position", "outcome", "x" * 61),
        ("position", "side", "beside"),
        ("position", "line", float("nan")),
    ],
)
def test_limits_that_cannot_be_are_refused(kind, field, value):
    with pytest.raises(EntryError, match=field):
        draft(kind, **{field: value})


def test_a_kind_of_a_newer_program_is_no_damage(sqlite_workspace):
    record(sqlite_workspace, draft())
    (entry,) = sqlite_workspace.entries()
    with pytest.raises(
        NewerWorkspaceError, match="entry 1 is of a kind this program d"
    ):
        recorded_of(replace(entry.row, kind="verdict"))
