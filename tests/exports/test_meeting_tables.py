"""The tables of actions and decisions: the last word of the log on each."""

import csv
import io

from risks import baseline, what_if
from risks.exports import View, export_files
from tests.builders import small_pack
from tests.reviews.conftest import AS_OF
from tests.workspace.conftest import (  # noqa: F401  # fixtures
    open_at,
    said,
    sqlite_target,
    sqlite_workspace,
    times,
)
from tests.workspace.drafts import draft


def _rows(name, entries, register_id=None, pack=None):
    seen = what_if(baseline(pack or small_pack(), AS_OF), {})
    text = export_files(View(seen, register_id, None, entries))[f"{name}.csv"].decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_without_a_log_both_are_there_and_empty():
    assert _rows("actions", ()) == _rows("decisions", ()) == []


def test_an_action_stands_as_it_was_last_recorded(said):  # noqa: F811
    done = {"status": "done", "done_on": "2026-08-20"}
    entries = said(draft("action"), draft("action", **done), draft("action", id="AC-2"))
    first, second = _rows("actions", entries)
    assert (first["id"], first["status"], first["done_on"]) == (
        "AC-1",
        "done",
        "2026-08-20",
    )
    assert (first["entry"], second["entry"]) == ("2", "3")
    assert first["risk_ids"] == "TW1"
    assert first["cost_usd_m"] == ""
    assert first["recorded_at"] == "2026-08-20T10:00:00Z"


def test_a_decision_keeps_who_decided_and_who_dissented(said):  # noqa: F811
    named = {"treatment_ids": ["A001", "A002"], "title": "=1+1", "cost_usd_m": 4.0}
    (row,) = _rows("decisions", said(draft("decision", **named)))
    assert row["title"] == "'=1+1"
    assert row["treatment_ids"] == "A001 A002"
    assert row["dissent"] == "Ben would have approved it."
    assert (row["decided_by"], row["cost_usd_m"]) == ("the chair", "4.0")
    assert row["reason"]


def test_a_register_has_those_about_its_risks_and_about_none(said):  # noqa: F811
    entries = said(
        draft("action"), draft("action", id="AC-2", risk_ids=[]), draft("decision")
    )
    registers = [each.id for each in small_pack().registers]
    home = small_pack().risk("TW1").register_id
    for each in registers:
        found = [row["id"] for row in _rows("actions", entries, each)]
        assert found == (["AC-1", "AC-2"] if each == home else ["AC-2"])
