"""The table of forecasts: every statement in its question, and how it fared."""

import csv
import io
from datetime import date, timedelta
from math import log

import pytest

from risks import baseline, what_if
from risks.exports import View, export_files
from risks.forecasts import forecasts, track_record
from tests.forecasts.made import (
    CLOSES_ON,
    JUDGED_ON,
    entries,
    event,
    judged,
    pack_of,
    resolved,
    undone,
)

LATER = date(2028, 6, 1)
HALFWAY = JUDGED_ON + timedelta(days=200)


OTHER = event(id="BT1", register_id="border-talks")
PACK = pack_of(event(), undone(), OTHER)


def _rows(*said, as_of=LATER):
    """Return the rows about the first risk, after what was said of it."""
    questions = tuple(forecasts(PACK, entries(*said), as_of))
    view = View(what_if(baseline(PACK, as_of), {}), None, questions)
    written = export_files(view)["forecasts.csv"].decode()
    rows = csv.DictReader(io.StringIO(written, newline=""))
    return [row for row in rows if row["risk_id"] == "TW1"]


def test_a_question_has_a_row_for_each_statement_with_the_days_it_stood():
    rows = _rows(judged(HALFWAY, 0.6))
    assert [row["author"] for row in rows] == ["desk", "Ann"]
    assert [row["derived_days"] for row in rows] == ["200", "165"]
    assert [row["derived_stated_on"] for row in rows] == [str(JUDGED_ON), str(HALFWAY)]
    assert [row["derived_until"] for row in rows] == [str(HALFWAY), str(CLOSES_ON)]
    assert [row["entry"] for row in rows] == ["", "1"]
    assert {row["derived_resolves_on"] for row in rows} == {str(CLOSES_ON)}
    assert {row["derived_standing"] for row in rows} == {"awaiting resolution"}
    assert not any(row["outcome"] or row["derived_brier"] for row in rows)


def test_an_answer_stands_with_its_source_and_its_scores():
    # 0.2 stood 100 days and then it happened: (1 - 0.2)^2 and -ln 0.2.
    on = JUDGED_ON + timedelta(days=100)
    (row,) = _rows(resolved(on, "yes"))
    assert (row["outcome"], row["resolved_on"]) == ("yes", str(on))
    assert (row["source"], row["resolved_by"]) == ("Ministry bulletin", "Chair")
    assert row["resolved_because"] == "As seen."
    assert float(row["derived_brier"]) == pytest.approx(0.64)
    assert float(row["derived_log_score"]) == pytest.approx(-log(0.2))


@pytest.mark.parametrize("outcome", ["no", "void"])
def test_an_answer_that_does_not_count_has_no_score(outcome):
    on = JUDGED_ON + timedelta(days=100)
    (row,) = _rows(resolved(on, outcome), as_of=on)
    assert row["outcome"] == outcome
    assert row["derived_standing"] == {"no": "no, waiting", "void": "void"}[outcome]
    assert row["derived_brier"] == row["derived_log_score"] == ""


def test_the_rows_of_a_question_add_up_to_its_score():
    said = judged(HALFWAY, 0.7), resolved(CLOSES_ON, "no")
    found = _rows(*said)
    weighted = sum(
        float(row["derived_weight"]) * float(row["derived_brier"]) for row in found
    )
    record = track_record(forecasts(PACK, entries(*said), LATER))
    assert weighted == pytest.approx(record.overall.score.brier, abs=1e-12)
    assert sum(float(row["derived_weight"]) for row in found) == pytest.approx(1.0)


def test_without_a_log_every_question_is_open():
    view = View(what_if(baseline(PACK, JUDGED_ON), {}))
    written = export_files(view)["forecasts.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [(row["risk_id"], row["derived_standing"]) for row in rows] == [
        ("TW1", "open"),
        ("TW2", "open"),
        ("BT1", "open"),
    ]


def test_a_hostile_source_is_disarmed():
    on = JUDGED_ON + timedelta(days=100)
    day, kind, fields, author = resolved(on, "yes")
    fields["source"] = "=HYPERLINK()"
    (row,) = _rows((day, kind, fields, author))
    assert row["source"] == "'=HYPERLINK()"
