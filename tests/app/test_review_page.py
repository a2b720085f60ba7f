"""The weekly review's page: its agenda in order, what is said in it, its close."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.pages.review import layout
from dashboard.queries.long_work import agenda_task, checked_question, effect_task
from dashboard.queries.model import Model
from risks.errors import RisksError
from tests.app.browsing import model_of, opened, parts, words
from tests.app.logbooks import body, following, judgement, locked, post

WEEK = "2026-W47"
ORDER = [
    *("overdue", "headline", "movers", "thresholds", "stale", "lapsed", "above"),
    *("decisions", "actions", "forecasts", "calendar"),
]
ACTION = {"id": "A-1", "title": "Ask the bank", "owner": "Bo", "due_on": "2026-11-18"}
DECISION = {
    "id": "D-1",
    "title": "Buy cover?",
    "choice": "defer",
    "decided_by": "the board",
    "decided_on": "2026-11-20",
    "due_on": "2026-11-27",
}
LIMIT = {
    "risk_id": "TW1",
    "most_chance": 0.001,
    "owner": "the board",
    "decided_on": "2026-11-20",
}
LINE = {
    "id": "P-1",
    "outcome": "p-by-target",
    "side": "below",
    "line": 1.5,
    "then": "Pause the drawdown",
    "owner": "the board",
}


@pytest.fixture(name="file")
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "workspace.db"


@pytest.fixture(name="model")
def make_model(file: Path) -> Model:
    return following(file)


def say(model: Model, kind: str, fields: dict[str, Any], **changes: Any) -> Any:
    changes = {"edit_id": f"edit-{len(model.entries):08}", **changes}
    return post(create_app(model), body(kind, fields, **changes))


def open_week(model: Model, week: str = WEEK) -> None:
    answer = say(model, "opening", {"week": week, "present": "Ana\nBo"})
    assert answer.status_code == 201, answer.text


def version(model: Model) -> int:
    found = [x.seq for x in model.entries if x.subject.startswith("review/")]
    return max(found, default=0)


def close_week(model: Model, week: str = WEEK, said: str = "") -> Any:
    fields = {"week": week, "paragraph": said}
    return say(model, "closing", fields, expected_version=version(model))


def visit(model: Model, week: str = "") -> Any:
    from dashboard.browser_state import read_visit

    found = read_visit(model, "/review", "", ("saved",))
    return layout(model, found.with_parts({"week": week} if week else {}))


def island(model: Model, name: str, week: str = "") -> Any:
    found = [
        getattr(each, f"data-{name}", None) for each in parts(visit(model, week).body)
    ]
    return json.loads(next(filter(None, found)))


def section(found: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in found if each["id"] == name)


def whole(model: Model, week: str = WEEK) -> list[dict[str, Any]]:
    question = checked_question(model, "agenda", {"week": week})
    found: list[dict[str, Any]] = agenda_task(
        model, question, lambda done, total: None
    )["sections"]
    return found


def test_without_a_workspace_the_page_says_how_to_start_one() -> None:
    shown = words(visit(model_of()).body)
    assert "araxes serve --workspace FILE" in shown


def test_the_page_is_about_this_week_and_lists_the_agenda_in_order(
    model: Model,
) -> None:
    shown = visit(model)
    assert shown.title == "Weekly review · week 47"
    assert "Not opened yet. 2026-W47: numbers as of 22 Nov 2026" in words(shown.body)
    found = island(model, "sections")
    assert [each["id"] for each in found] == ORDER
    assert [each["id"] for each in found if each["awaited"]] == ["headline", "stale"]
    assert [each["id"] for each in whole(model)] == ORDER
    assert not any(each["awaited"] for each in whole(model))


def test_the_first_review_is_the_baseline(model: Model) -> None:
    headline = section(whole(model), "headline")
    assert headline["how"].startswith("Baseline: nothing to compare with.")
    assert len(headline["tables"]) == 4
    assert section(whole(model), "movers")["empty"].startswith("Baseline")


def test_what_is_said_comes_onto_the_agenda(model: Model) -> None:
    assert say(model, "action", ACTION).status_code == 201
    assert say(model, "decision", DECISION, reason="Too early").status_code == 201
    assert say(model, "appetite", LIMIT, reason="Agreed").status_code == 201
    assert say(model, "position", LINE, reason="Agreed").status_code == 201
    light = island(model, "sections")
    for name in ("overdue", "above", "decisions", "actions"):
        assert section(light, name)["count"] == 1, name
    decisions = section(whole(model), "decisions")["tables"][0]["rows"]
    assert [each[0] for each in decisions] == [
        "Chance of opening by the target is below 150 %: Pause the drawdown",
        "Buy cover?",
    ]
    row = section(light, "overdue")["tables"][0]["rows"][0]
    assert row[:4] == ["Ask the bank", "Bo", "18 Nov 2026", "4 days"]


def test_a_decision_shows_what_its_treatments_would_change(model: Model) -> None:
    named = {**DECISION, "treatment_ids": ["A001", "A002"]}
    assert say(model, "decision", named, reason="Too early").status_code == 201
    light = section(island(model, "sections"), "decisions")
    assert light["tables"][0]["rows"][0][2] == "being worked out"
    cell = section(whole(model), "decisions")["tables"][0]["rows"][0][2]["list"]
    assert "open" in cell[0]["text"]
    unstated = next(each for each in cell if each["text"].startswith("A002"))
    assert "no source states an effect; assume one in What-if" in unstated["text"]
    assert unstated["href"] == "/what-if"
    asked = {"week": WEEK, "treatment_ids": ["A001", "A002"]}
    question = checked_question(model, "effect", asked)
    assert question["as_of"] == "2026-11-22"  # a worker's clock stands still
    found = effect_task(model, question, lambda done, total: None)
    assert found["words"] == [each["text"] for each in cell]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"week": WEEK, "treatment_ids": ["A9"]}, "A9"),
        ({"week": "2027-W01", "treatment_ids": ["A001"]}, "has not begun"),
        ({"week": WEEK}, "asked for by its week and"),
        ({"week": WEEK, "treatment_ids": [1]}, "asked for by its week and"),
    ],
)
def test_an_effect_that_cannot_be_told_is_refused(
    model: Model, asked: dict[str, Any], words: str
) -> None:
    with pytest.raises(RisksError, match=words):
        checked_question(model, "effect", asked)


def test_a_position_decided_on_leaves_the_questions(model: Model) -> None:
    line = {**LINE, "outcome": "TW1", "side": "above", "line": 0.0}
    assert say(model, "position", line, reason="Agreed").status_code == 201
    assert section(island(model, "sections"), "decisions")["count"] == 1
    said = {**DECISION, "id": "P-1", "choice": "approve", "decided_on": "2026-11-22"}
    assert say(model, "decision", said, reason="As agreed").status_code == 201
    found = section(island(model, "sections"), "decisions")
    assert found["count"] == 0
    (table,) = found["tables"]
    assert table["rows"][0][1] == "decided on 22 Nov 2026 by the board: approve"


@pytest.mark.parametrize("kind", ["decision", "appetite", "position"])
def test_what_needs_a_reason_is_refused_without_one(model: Model, kind: str) -> None:
    fields = {"decision": DECISION, "appetite": LIMIT, "position": LINE}[kind]
    answer = say(model, kind, fields)
    assert answer.status_code == 422
    assert "must say why" in answer.json["error"]
    assert model.entries == ()


def test_a_week_is_opened_gets_its_minutes_and_is_closed_for_good(
    model: Model,
) -> None:
    open_week(model)
    assert [each.kind.value for each in model.entries] == ["pack", "review"]
    for said in ("The audit comes first.", "Then the money."):
        fields = {"week": WEEK, "paragraph": said}
        answer = say(model, "minute", fields, expected_version=version(model))
        assert answer.status_code == 201, answer.text
    assert close_week(model, said="See you next week.").status_code == 201
    review = model.entries[-1].payload
    assert review.minutes == (
        "The audit comes first.",
        "Then the money.",
        "See you next week.",
    )
    assert review.present == ("Ana", "Bo")
    shown = words(visit(model).body)
    assert f"Anchor: entry {review.head_seq}" in shown
    assert review.head_hash in shown
    assert "Closed." in shown
    assert "Close the week" not in shown
    assert island(model, "known")["closed"].startswith("This week is closed")
    assert close_week(model).status_code == 422
    fields = {"week": WEEK, "paragraph": "Late."}
    late = say(model, "minute", fields, expected_version=version(model))
    assert late.status_code == 422


def test_a_closed_week_says_what_was_recorded_after_it(model: Model) -> None:
    open_week(model)
    close_week(model)
    assert "Nothing." in words(visit(model).body)
    before = island(model, "sections")
    said = judgement(edit_id="edit-99999999", reason="Seen too late")
    assert post(create_app(model), said).status_code == 201
    assert "Seen too late" in words(visit(model).body)
    assert island(model, "sections") == before


def test_the_next_week_says_why_the_headline_moved_and_the_parts_add_up(
    model: Model,
) -> None:
    open_week(model, "2026-W46")
    close_week(model, "2026-W46")
    fields = {"low": 0.8, "likely": 0.9, "high": 0.95}
    said = judgement(fields=fields, edit_id="edit-77777777")
    assert post(create_app(model), said).status_code == 201
    found = whole(model)
    headline = section(found, "headline")
    assert headline["title"] == "Did the headline move since 15 Nov 2026, and why?"
    tables = [each for each in headline["tables"] if each["rows"]]
    assert tables
    for table in tables:
        *rows, total = [_number(row[1]) for row in table["rows"]]
        assert sum(rows) == pytest.approx(total, abs=1e-9)
        assert total
    judged = next(
        x for x in tables[0]["rows"] if x[0] == "Risks judged anew or resolved"
    )
    assert "(entry 4)" in judged[2]["behind"][0]["text"]
    movers = section(found, "movers")["tables"][0]["rows"]
    assert movers[0][0]["href"] == "/registers/TW1"
    assert any(
        "Risks judged anew or resolved" in x["text"] for x in movers[0][6]["behind"]
    )


def _number(shown: str) -> float:
    return float(shown.replace("\u2212", "-").replace("\u202f", ""))


def test_the_same_edit_sent_again_is_one_entry(model: Model) -> None:
    for _ in range(2):
        fields = {"week": WEEK, "present": ""}
        answer = say(model, "opening", fields, edit_id="edit-00000077")
        assert answer.status_code == 201
    assert len(model.entries) == 2


def test_the_second_of_two_minutes_sees_both_texts(model: Model) -> None:
    open_week(model)
    first = version(model)
    fields = {"week": WEEK, "paragraph": "Mine."}
    assert say(model, "minute", fields, expected_version=first).status_code == 201
    fields = {"week": WEEK, "paragraph": "Yours."}
    answer = say(model, "minute", fields, expected_version=first)
    assert answer.status_code == 409
    assert "Mine." in answer.json["theirs"]


@pytest.mark.parametrize(
    ("kind", "fields", "problem"),
    [
        ("minute", {"week": WEEK, "paragraph": "x"}, "open it first"),
        ("closing", {"week": WEEK}, "open it first"),
        ("opening", {"week": "2026-W60"}, "not an ISO week"),
        ("opening", {"week": "2027-W01"}, "has not begun"),
        ("opening", {"week": WEEK, "extra": "x"}, "no such field"),
        ("opening", {"week": 47}, "is no text"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    model: Model, kind: str, fields: dict[str, Any], problem: str
) -> None:
    answer = say(model, kind, fields)
    assert answer.status_code == 422
    assert problem in answer.json["error"]
    assert model.entries == ()


@pytest.mark.parametrize(
    "question", [{}, {"week": 1}, {"week": "W"}, {"week": WEEK, "head": 1}]
)
def test_an_agenda_is_asked_for_by_its_week(
    model: Model, question: dict[str, Any]
) -> None:
    with pytest.raises(RisksError):
        checked_question(model, "agenda", question)


def test_an_agenda_needs_a_workspace() -> None:
    with pytest.raises(RisksError, match="no workspace"):
        checked_question(model_of(), "agenda", {"week": WEEK})


def test_a_week_that_has_not_begun_is_said_in_words(model: Model) -> None:
    shown = opened(create_app(model), "/review/2027-W01")
    assert "has not begun" in words(shown["banner"]["children"])


def test_a_week_before_the_pack_is_said_in_words(model: Model) -> None:
    shown = opened(create_app(model), "/review/2026-W20")
    assert "came before the pack" in words(shown["banner"]["children"])
    answer = say(model, "opening", {"week": "2026-W20", "present": ""})
    assert (answer.status_code, model.entries) == (422, ())
    assert "came before the pack" in answer.json["error"]


def test_the_second_of_two_who_close_is_told_who_was_first(model: Model) -> None:
    open_week(model)
    seen = version(model)
    assert close_week(model).status_code == 201
    late = say(model, "closing", {"week": WEEK}, author="Bo", expected_version=seen)
    assert late.status_code == 422
    assert "was closed by Ana on 2026-11-22" in late.json["error"]
    assert [x.author for x in model.entries if x.subject == f"review/{WEEK}"] == [
        "Ana",
        "Ana",
    ]


def test_a_closed_week_says_who_closed_it_when_and_how_it_is_replayed(
    model: Model,
) -> None:
    open_week(model)
    close_week(model)
    shown = words(visit(model).body)
    assert "Closed by Ana at 22 Nov 2026, 16:00 UTC+4" in shown
    assert f"araxes review replay {WEEK}" in shown
    copied = [getattr(x, "data-copies", None) for x in parts(visit(model).body)]
    review = model.entries[-1].payload.model_dump()
    assert f"{review['head_seq']}:{review['head_hash']}" in copied


def test_a_log_that_can_only_be_read_closes_the_forms(model: Model, file: Path) -> None:
    open_week(model)
    with locked(file):
        say(model, "action", ACTION)
        shown = visit(model)
    closed = [x for x in parts(shown.body) if getattr(x, "data-review-do", None)]
    assert closed
    assert all(getattr(each, "disabled", None) for each in closed)
    assert "can only be read now" in words(shown.body)


def test_hostile_text_stays_text(model: Model) -> None:
    hostile = '<img src=x onerror="window.pwned=1">'
    say(model, "action", {**ACTION, "title": hostile})
    rows = section(island(model, "sections"), "actions")["tables"][0]["rows"]
    assert rows[0][0] == hostile
