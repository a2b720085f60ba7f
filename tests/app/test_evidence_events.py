"""Events on the evidence page: whose they are, and how they are put right."""

from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.browser_state import read_visit
from dashboard.pages.evidence import layout
from dashboard.queries.model import Model
from tests.app.browsing import links, parts, words
from tests.app.logbooks import body, event, following, post
from tests.app.test_evidence_page import HOSTILE, LATER, grid, island, visit


@pytest.fixture(name="model")
def make_model(tmp_path: Path) -> Model:
    return following(tmp_path / "workspace.db")


def test_each_event_has_its_author_entry_and_a_way_to_correct_it(model: Model) -> None:
    app = create_app(model)
    assert post(app, event(fields={"id": "EV-1"})).status_code == 201
    first, *others = grid(model, "events-grid")
    assert (first["id"], first["author"]) == ("EV-1", "Ana")
    assert first["recorded_at_shown"] == "22 Nov 2026 12:00 UTC (entry 1)"
    assert first["severity_shown"] == "raises, severity 4 of 5"
    assert {each["author"] for each in others} == {"pack"}
    assert {each["recorded_at_shown"] for each in others} == {"with the pack"}
    for row in (first, others[0]):
        named = row["correct"]
        fields = {**named["said"], "severity": 2, "change": "corrected"}
        answer = post(
            app,
            body(
                "event",
                fields,
                reason="Misread.",
                author="Bo",
                expected_version=named["version"],
                edit_id=f"edit-{row['id']}-right",
            ),
        )
        assert answer.status_code == 201, answer.text
    rows = {each["id"]: each for each in grid(model, "events-grid")}
    assert len(rows) == len(others) + 1
    for name in ("EV-1", others[0]["id"]):
        assert rows[name]["severity"] == 2
        assert rows[name]["author"] == "Bo"
    assert rows["EV-1"]["recorded_at_shown"].endswith("(entry 2)")
    assert rows["EV-1"]["correct"]["version"] == 2


def test_an_event_that_was_none_is_gone_from_the_page_but_not_from_the_log(
    model: Model,
) -> None:
    app = create_app(model)
    post(app, event(fields={"id": "EV-1"}))
    gone = event(
        fields={"id": "EV-1", "change": "removed"},
        reason="A hoax.",
        edit_id="edit-00000002",
        expected_version=1,
    )
    assert post(app, gone).status_code == 201
    assert "EV-1" not in {each["id"] for each in grid(model, "events-grid")}
    said = words(visit(model, "2").body)
    assert "Show 2 entries" in said
    assert "Saved as entry 2: event by Ana: id EV-1" in said
    assert "A hoax." in said


def test_the_form_of_an_event_knows_the_registers_and_the_readings_the_event(
    model: Model,
) -> None:
    post(create_app(model), event(fields={"id": "EV-1"}))
    known = island(model)
    titles = [[each.id, each.title] for each in model.pack.registers]
    assert known["registers"] == titles
    assert ["EV-1", "2026-11-20", "Talks are broken off"] in known["events"]
    buttons = [
        (getattr(each, "data-do", ""), getattr(each, "data-register", None))
        for each in parts(visit(model).body)
        if type(each).__name__ == "Button"
    ]
    assert buttons.count(("event", None)) == 2


def test_a_stale_pressure_asks_for_an_event_of_its_register(model: Model) -> None:
    page = layout(model, read_visit(model, "/evidence", LATER, ("saved",)))
    asked = [getattr(each, "data-register", None) for each in parts(page.body)]
    assert "border-talks" in asked


def test_hostile_words_of_an_event_stay_text(model: Model) -> None:
    said = event(
        author=HOSTILE[:80],
        reason=HOSTILE,
        fields={"title": HOSTILE, "source": HOSTILE, "note": HOSTILE},
    )
    assert post(create_app(model), said).status_code == 201
    page = visit(model, "1")
    first = grid(model, "events-grid")[0]
    assert (first["title"], first["source"]) == (HOSTILE, HOSTILE)
    assert all(each.startswith(("/", "http")) for each in links(page.body))
