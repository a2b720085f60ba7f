"""What nobody should send, through the whole product: one sentence, nothing half said.

Beside ``test_record_api.py``, which has the other refusals of ``/api/record``.
"""

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.queries.log import Log
from dashboard.queries.model import Model
from risks.workspace import Durability, Options, Workspace
from tests.app.browsing import client_of, model_of, opened, words
from tests.app.logbooks import NOW, body, following, judgement, post, reading

WEEK = "2026-W47"
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "'quoted",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE araxes_log; --",
    "{{7*7}} ${7*7} %s",
    "Ереван · Երևան · تهران\u200cها",
)
MAKERS = {
    "reading": lambda text: reading(reason=text, fields={"source": text, "note": text}),
    "judgement": lambda text: judgement(reason=text),
    "action": lambda text: body(
        "action",
        {"id": "act-1", "title": text, "owner": text, "due_on": "2026-12-01"},
        reason=text,
    ),
    "decision": lambda text: body(
        "decision",
        {
            "id": "dec-1",
            "title": text,
            "choice": "approve",
            "decided_by": text,
            "decided_on": "2026-11-20",
            "dissent": text,
        },
        reason=text,
    ),
}


@pytest.fixture(name="model")
def make_model(tmp_path: Path) -> Model:
    return following(tmp_path / "workspace.db")


def say(model: Model, said: dict[str, Any]) -> TestResponse:
    return post(create_app(model), said)


@pytest.mark.parametrize("kind", MAKERS)
def test_markup_and_formulas_are_kept_as_text_in_every_field(
    model: Model, kind: str
) -> None:
    app, version = create_app(model), 0
    for number, text in enumerate(HOSTILE):
        said = MAKERS[kind](text) | {"author": text, "edit_id": f"edit-{number:08}"}
        answer = post(app, said | {"expected_version": version})
        assert answer.status_code == 201, answer.text
        version = answer.json["version"]
        entry = model.entries[-1]
        assert entry.author == text
        kept = entry.payload.model_dump(mode="json")
        assert {name: kept[name] for name in said["fields"]} == said["fields"]
    for path in ("/", "/evidence", "/review", "/risk/TW1"):
        assert opened(app, path)["page"]


def test_those_present_are_kept_as_typed(model: Model) -> None:
    fields = {"week": WEEK, "present": "\n".join(HOSTILE)}
    assert say(model, body("opening", fields)).status_code == 201
    kept = model.entries[-1].payload.model_dump()
    assert tuple(kept["present"]) == HOSTILE


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_no_formula_reaches_a_spreadsheet(model: Model, text: str) -> None:
    said = reading(fields={"source": text, "note": text}, author=text)
    assert say(model, said).status_code == 201
    zipped = client_of(create_app(model)).get("/export.zip").data
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith("readings.csv")]
        rows = csv.DictReader(io.StringIO(archive.read(name).decode()))
        (mine,) = [each for each in rows if each["observed_on"] == "2026-11-20"]
    guarded = text if text == "-2" else f"'{text}"
    assert (mine["source"], mine["note"]) == (guarded, guarded)


@pytest.mark.parametrize("name", ["", " ", "\u200c", "\t", "x" * 81])
def test_nobody_speaks_without_a_name(model: Model, name: str) -> None:
    app = create_app(model)
    for make in MAKERS.values():
        answer = post(app, make("Text") | {"author": name})
        assert answer.status_code == 422
        assert "author: found" in answer.json["error"]
        assert "1 to 80 visible characters" in answer.json["error"]
    assert model.entries == ()


@pytest.mark.parametrize(
    ("week", "told"),
    [
        ("2026-W32", "came before the pack"),
        ("2026-W48", "has not begun"),
        ("2026-W54", "is not an ISO week"),
    ],
)
def test_a_week_that_cannot_be_reviewed(model: Model, week: str, told: str) -> None:
    answer = say(model, body("opening", {"week": week, "present": "Ana"}))
    assert answer.status_code == 422
    assert told in answer.json["error"]
    assert model.entries == ()


def meeting(kind: str, number: int, said: str, version: int = 0) -> dict[str, Any]:
    field = "present" if kind == "opening" else "paragraph"
    changes = {"edit_id": f"edit-{number:08}", "expected_version": version}
    return body(kind, {"week": WEEK, field: said}, **changes)


def version_of(model: Model) -> int:
    return model.log.workspace.version(f"review/{WEEK}") if model.log else 0


def test_a_week_is_closed_once(model: Model) -> None:
    assert say(model, meeting("opening", 1, "Ana")).status_code == 201
    first = meeting("closing", 2, "Done.", version_of(model))
    assert say(model, first).status_code == 201
    count = len(model.entries)
    assert say(model, first).status_code == 201, "the same edit sent again"
    answer = say(model, meeting("closing", 3, "Done again.", version_of(model)))
    assert answer.status_code == 422
    assert "closed" in answer.json["error"]
    assert len(model.entries) == count


@pytest.mark.parametrize("kind", ["opening", "minute", "closing"])
def test_saved_is_not_said_of_a_text_that_was_changed_before_it_was_sent_again(
    model: Model, kind: str
) -> None:
    if kind != "opening":
        assert say(model, meeting("opening", 1, "Ana")).status_code == 201
    first = meeting(kind, 2, "As heard.", version_of(model))
    assert say(model, first).status_code == 201
    assert say(model, first).json["note"] == ""
    for changed in (
        meeting(kind, 2, "As heard, and more.", version_of(model)),
        {**first, "author": "Bo"},
    ):
        answer = say(model, changed)
        assert answer.status_code == 409, answer.text
        assert answer.json["is_same_edit"]
        assert "As heard." in answer.json["theirs"]
        changed_text = "and more" if changed["author"] == "Ana" else "Bo"
        assert changed_text in answer.json["yours"]


def test_another_confirmation_under_the_same_edit_is_not_said_to_be_saved(
    model: Model,
) -> None:
    looked = {
        "indicator_id": "works-delay",
        "source": "Report of today",
        "url": "https://a.example/1",
    }
    first = body("confirmation", looked)
    assert say(model, first).status_code == 201
    assert say(model, first).status_code == 201
    for changes in ({"source": "Another"}, {"url": "https://a.example/2"}):
        answer = say(model, body("confirmation", {**looked, **changes}))
        assert answer.status_code in (409, 422)
    assert say(model, {**first, "reason": "Heard."}).status_code in (409, 422)
    assert len(model.entries) == 1


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def today(self) -> date:
        return self.now.date()


@pytest.mark.parametrize(
    ("back", "told"),
    [
        (timedelta(hours=1), "60 minutes behind the last entry"),
        (timedelta(days=365), "365 days behind the last entry"),
    ],
)
def test_a_clock_that_was_set_back_loses_nothing_and_is_said(
    tmp_path: Path, back: timedelta, told: str
) -> None:
    clock = Clock()
    options = Options(durability=Durability(busy_seconds=0.1))
    workspace = Workspace.open(tmp_path / "workspace.db", clock, options)
    model = model_of(today=clock.today)
    model.follow(Log(model.pack, workspace))
    assert say(model, meeting("opening", 1, "Ana")).status_code == 201
    clock.now -= back
    late = {"observed_on": "2025-11-20"}
    answer = say(model, reading(edit_id="edit-00000002", fields=late))
    assert answer.status_code == 201, answer.text
    assert told in answer.json["note"]
    instants = [each.recorded_at for each in model.entries]
    assert instants == sorted(instants)
    for path in ("/", "/evidence", "/review", "/registers"):
        assert opened(create_app(model), path)["page"]
    clock.now = NOW + timedelta(minutes=1)
    answer = say(model, judgement(edit_id="edit-00000003"))
    assert (answer.status_code, answer.json["note"]) == (201, "")
    assert workspace.verify() is None


def test_a_clock_that_jumped_a_year_ahead_records_nothing(tmp_path: Path) -> None:
    clock = Clock()
    workspace = Workspace.open(tmp_path / "workspace.db", clock)
    model = model_of(today=clock.today)
    model.follow(Log(model.pack, workspace))
    clock.now += timedelta(days=365)
    answer = say(model, reading())
    assert answer.status_code == 503
    assert "clock jumped 36" in answer.json["error"]
    assert "nothing was recorded" in answer.json["error"]
    assert model.entries == ()
    clock.now = NOW
    assert say(model, reading()).status_code == 201
    assert "entry" not in words(opened(create_app(model), "/")["banner"]["children"])
