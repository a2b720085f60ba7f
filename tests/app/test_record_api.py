"""The address that records: one entry, one sentence for each refusal, nothing lost."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.queries.model import Model
from dashboard.record_api import LONGEST_BODY
from tests.app.browsing import client_of
from tests.app.logbooks import (
    body,
    event,
    following,
    judgement,
    locked,
    post,
    reading,
)

STANCE = {"indicator_id": "neighbour-stance"}
DELAY = {
    "indicator_id": "works-delay",
    "source": "Report of today",
    "url": "https://a.example/1",
}


@pytest.fixture(name="file")
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "workspace.db"


@pytest.fixture(name="model")
def make_model(file: Path) -> Model:
    return following(file)


@pytest.fixture(name="app")
def make_app(model: Model) -> Dash:
    return create_app(model)


def refused(app: Dash, said: Any, status: int = 422) -> str:
    answer = post(app, said)
    assert answer.status_code == status, answer.text
    sentence: str = answer.json["error"]
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    return sentence


def test_a_reading_is_recorded_and_read_back(app: Dash, model: Model) -> None:
    answer = post(app, reading())
    assert answer.status_code == 201
    assert (answer.json["seq"], answer.json["version"]) == (1, 1)
    assert answer.json["hash"] == model.entries[0].row.hash
    assert model.base(date(2026, 11, 20)).scored.state.value("works-delay") == 25.0


def test_an_event_is_recorded_once_under_an_id_that_is_made(
    app: Dash, model: Model
) -> None:
    day = date(2026, 11, 20)
    before = model.base(day).scored.state.value("bt-event-pressure")
    assert [post(app, event()).json["seq"] for _ in range(2)] == [1, 1]
    (entry,) = model.entries
    made = entry.subject.removeprefix("event/")
    assert made.startswith("EV-")
    assert model.pack.events[-1].id == made
    after = model.base(day).scored.state.value("bt-event-pressure")
    assert after is not None
    assert before is None or after > before
    stance = {
        "indicator_id": "neighbour-stance",
        "value": 3.0,
        "source": "desk",
        "url": None,
        "reliability": None,
        "credibility": None,
        "event_ids": [made],
    }
    judged = reading(fields=stance, edit_id="edit-00000002")
    assert post(app, judged).status_code == 201


def test_an_event_is_corrected_by_whoever_saw_its_latest_entry(
    app: Dash, model: Model
) -> None:
    own = {"id": "EV-1"}
    assert post(app, event(fields=own)).status_code == 201
    taken = event(fields=own, edit_id="edit-00000002", expected_version=1)
    assert "EV-1 is taken: Talks are broken off, 2026-11-20" in refused(app, taken)
    right = {**own, "severity": 1, "change": "corrected"}
    said = event(fields=right, edit_id="edit-00000003", expected_version=1)
    assert "an event must say why" in refused(app, said)
    assert post(app, {**said, "reason": "Slip."}).json["seq"] == 2
    gone = {**own, "change": "removed"}
    late = event(fields=gone, reason="A hoax.", author="Bo", edit_id="edit-00000004")
    answer = post(app, {**late, "expected_version": 1})
    assert answer.status_code == 409
    assert "severity 1" in answer.json["theirs"]
    assert post(app, {**late, "expected_version": 2}).json["seq"] == 3
    assert "EV-1" not in {each.id for each in model.pack.events}


def test_a_repeated_save_is_one_entry(app: Dash, model: Model) -> None:
    first, again = post(app, reading()), post(app, reading())
    assert (again.status_code, again.json["seq"]) == (201, 1)
    assert first.json["hash"] == again.json["hash"]
    assert len(model.entries) == 1


def test_one_edit_id_with_another_text_is_refused_with_both(app: Dash) -> None:
    post(app, reading())
    answer = post(app, reading(fields={"value": 30.0}))
    assert answer.status_code == 409
    assert answer.json["is_same_edit"]
    assert "value 25.0" in answer.json["theirs"]
    assert "value 30.0" in answer.json["yours"]


def test_the_second_of_two_is_shown_both_texts_and_can_save_after(app: Dash) -> None:
    post(app, judgement())
    mine = judgement(author="Bo", edit_id="edit-00000002", fields={"likely": 0.4})
    answer = post(app, mine)
    assert answer.status_code == 409
    assert "Ana: risk_id TW1" in answer.json["theirs"]
    assert "Bo: risk_id TW1" in answer.json["yours"]
    again = post(app, {**mine, "expected_version": answer.json["version"]})
    assert (again.status_code, again.json["seq"]) == (201, 2)


def test_a_correction_takes_a_readings_place(app: Dash, model: Model) -> None:
    post(app, reading())
    fields = {
        "indicator_id": "works-delay",
        "entry": 1,
        "reading": reading(fields={"value": 3.0})["fields"],
    }
    said = body("correction", fields, edit_id="edit-00000002", expected_version=1)
    assert "must say why" in refused(app, said)
    assert post(app, {**said, "reason": "Misread."}).json["seq"] == 2
    assert model.base(date(2026, 11, 20)).scored.state.value("works-delay") == 3.0
    twice = {**said, "reason": "Again.", "author": "Bo", "edit_id": "edit-00000003"}
    told = "was corrected already, by entry 2 (Ana); correct entry 2 instead"
    assert told in refused(app, {**twice, "expected_version": 2})


def test_a_reading_of_the_pack_is_corrected_once_and_a_repeated_save_is_no_second(
    app: Dash, model: Model
) -> None:
    own = next(x for x in model.pack.readings if x.indicator_id == "works-delay")
    keys = {"indicator_id", "observed_on", "source", "recorded_at"}
    named = own.model_dump(mode="json", include=keys)
    fields = {"indicator_id": "works-delay", "pack_reading": named, "reading": None}
    said = body("correction", fields, reason="Never measured.")
    assert [post(app, said).json["seq"] for _ in range(2)] == [1, 1]
    twice = {**said, "author": "Bo", "edit_id": "edit-00000002"}
    assert "Ana: " in post(app, twice).json["theirs"], "seen too late: both texts"
    told = "this reading was corrected already, by entry 1 (Ana); correct entry 1"
    assert told in refused(app, {**twice, "expected_version": 1})
    never = {**fields, "pack_reading": {**named, "observed_on": "2020-01-01"}}
    assert "no such reading" in refused(
        app, body("correction", never, reason="So.", edit_id="edit-00000003")
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (reading(author=" "), "found no name"),
        (reading(reason="x" * 100_000), "100,000 characters; at most 2,000"),
        (reading(fields={"observed_on": "2027-01-01"}), "lies ahead"),
        (reading(fields={"observed_on": "yesterday"}), "observed_on"),
        (reading(fields={"indicator_id": "work-delay"}), "works-delay"),
        (reading(fields={"url": "javascript:alert(1)"}), "url"),
        (reading(fields={"url": None}), "needs a link and a grade"),
        (reading(fields={"value": "many"}), "value"),
        (reading(fields={"note": "a\u202eb"}), "U+202E"),
        (reading(fields={"colour": "red"}), "colour"),
        (reading(fields={"source": "Confirmed unchanged by Bo"}), "confirming"),
        (event(fields={"happened_on": "2027-01-01"}), "lies ahead"),
        (event(fields={"register_id": "border-talk"}), "did you mean 'border-talks'"),
        (event(fields={"url": "javascript:alert(1)"}), "is not a web address"),
        (event(fields={"severity": 6}), "severity: found 6"),
        (event(fields={"id": "EV-9", "change": "removed"}, reason="So."), "no event"),
        (event(author="\u200b"), "found no name"),
        (event(author="A\x07na"), "U+0007"),
        (event(reason="x" * 100_000), "100,000 characters; at most 2,000"),
        (judgement(reason=""), "must say why"),
        (judgement(fields={"likely": 0.9}), "likely"),
        (judgement(fields={"high": 1.5}), "high"),
        (judgement(fields={"risk_id": "TW9"}), "TW9"),
        (reading(edit_id="short"), "edit id"),
        (reading(expected_version=7), "no entry about this subject"),
    ],
)
def test_each_refusal_is_one_sentence(app: Dash, said: Any, words: str) -> None:
    assert words in refused(app, said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([], "cannot be read"),
        ({"kind": "reading"}, "cannot be read at fields"),
        ({**reading(), "kind": "review"}, "kind"),
        (reading(expected_version="0"), "expected_version"),
        (reading(colour="red"), "colour"),
        (reading(fields={"note": [[[]] * 3] * 3}) | {"author": 7}, "author"),
    ],
)
def test_what_no_form_sends_is_refused(app: Dash, said: Any, words: str) -> None:
    assert words in refused(app, said, 400)


def test_only_json_of_a_bounded_size_is_read(app: Dash) -> None:
    client = client_of(app)
    plain = client.post("/api/record", data="kind=reading")
    assert (plain.status_code, "application/json" in plain.text) == (415, True)
    huge = reading(reason="x" * LONGEST_BODY)
    assert "at most 160 kB" in refused(app, huge, 413)
    broken = client.post(
        "/api/record", data='{"kind": NaN}', content_type="application/json"
    )
    assert broken.status_code == 400


def test_another_site_cannot_record(app: Dash, model: Model) -> None:
    client = client_of(app)
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "elsewhere.example"},
    ):
        answer = client.post("/api/record", json=reading(), headers=headers)
        assert answer.status_code == 403
    assert model.entries == ()


def test_a_log_that_cannot_be_written_is_said_and_resumes(
    app: Dash, file: Path, model: Model
) -> None:
    with locked(file):
        assert "saving it again is safe" in refused(app, reading(), 503)
    assert post(app, reading()).status_code == 201
    assert len(model.entries) == 1


def confirmation(fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return body("confirmation", fields, **changes)


def test_a_posture_is_confirmed_by_judging_it_again(app: Dash, model: Model) -> None:
    before = model.base(date(2026, 8, 12)).scored.state.reading("neighbour-stance")
    assert post(app, confirmation(STANCE)).status_code == 201
    after = model.base(date(2026, 11, 22)).scored.state.reading("neighbour-stance")
    assert before is not None
    assert after is not None
    assert (after.value, after.event_ids) == (before.value, before.event_ids)
    assert (after.grade, after.author) == ("judged", "Ana")
    assert after.source == "confirmed unchanged by Ana"
    assert after.observed_on == date(2026, 11, 22)
    assert post(app, confirmation(STANCE)).json["seq"] == 1, "the same edit again"
    other = confirmation(STANCE, edit_id="edit-00000002", expected_version=1)
    assert "read today already" in refused(app, other)


def test_a_measured_reading_is_confirmed_only_by_who_looked(
    app: Dash, model: Model
) -> None:
    sentence = refused(app, confirmation({"indicator_id": "works-delay"}))
    assert "source: is missing" in sentence
    assert "url: is missing" in sentence
    assert "value" in refused(app, confirmation({**DELAY, "value": 3.0}))
    before = model.base(date(2026, 11, 22)).scored.state.reading("works-delay")
    assert post(app, confirmation(DELAY)).status_code == 201
    after = model.base(date(2026, 11, 22)).scored.state.reading("works-delay")
    assert before is not None
    assert after is not None
    assert (after.value, after.grade) == (before.value, before.grade)
    assert after.source == "confirmed unchanged by Ana: Report of today"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("talks-held", "no reading that could be confirmed"),
        ("bt-event-pressure", "worked out from dated events"),
        ("nothing", "no indicator is called that"),
    ],
)
def test_what_cannot_be_confirmed_says_why(app: Dash, name: str, words: str) -> None:
    assert words in refused(app, confirmation({"indicator_id": name}))


def test_a_confirmation_does_not_answer_for_another_edit(app: Dash) -> None:
    post(app, reading())
    answer = post(app, confirmation(STANCE))
    assert answer.status_code == 409
