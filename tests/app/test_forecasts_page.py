"""The forecast record: what it counts, what it scores, what can be answered on it."""

import json
from datetime import date
from math import log
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.pages.forecasts import layout
from dashboard.queries.forecasts import questions, record_now
from dashboard.queries.model import Model
from risks.forecasts import Standing, track_record
from risks.model import Pack
from tests.app.browsing import links, model_of, opened, parts, words
from tests.app.logbooks import body, following, judgement, post
from tests.builders import make_judgement, make_pack, make_risk

DAY = date(2026, 8, 12)
JUDGED_ON = date(2025, 6, 1)
CLOSES = date(2026, 6, 1)
HOSTILE = '=1+1<img src=x onerror="window.pwned=1">"\'</script>'
LOW, HIGH = 0.2, 0.7  # six risks were stated at each
YES = ("R01", "R07", "R08", "R09", "R10")


def record_pack() -> Pack:
    """Return a pack of twelve risks whose windows ended on 1 June 2026."""
    risks = [
        make_risk(
            id=f"R{number:02}",
            register_id="tunnel-works" if number <= 6 else "border-talks",
            judgements=[_stated(LOW if number <= 6 else HIGH)],
        )
        for number in range(1, 13)
    ]
    nothing: dict[str, Any] = dict.fromkeys(
        ("signals", "triggers", "scenarios", "treatments", "calendar"), ()
    )
    return make_pack(risks=risks, funding_sources=(), **nothing)


def _stated(likely: float) -> Any:
    return make_judgement(low=0.1, likely=likely, high=0.9, judged_on=JUDGED_ON)


@pytest.fixture(name="model")
def make_model(tmp_path: Path) -> Model:
    return following(tmp_path / "workspace.db", record_pack())


def visit(model: Model, search: str = "") -> Any:
    from dashboard.browser_state import read_visit

    return layout(model, read_visit(model, "/record", search, ("saved",)))


def shown(model: Model, search: str = "") -> str:
    return words(visit(model, search).body)


def known(model: Model) -> Any:
    found = [getattr(each, "data-known", None) for each in parts(visit(model).body)]
    return json.loads(next(filter(None, found)))


def resolve(model: Model, risk_id: str, outcome: str, **changes: Any) -> Any:
    """Post an answer; the fields that are not the payload's are the edit's."""
    fields = {
        "risk_id": risk_id,
        "outcome": outcome,
        "resolved_on": changes.pop("day", str(CLOSES)),
        "source": changes.pop("source", "Ministry bulletin"),
        "url": "https://example.org/bulletin",
    }
    said = {"reason": "By the test.", "edit_id": f"edit-{len(model.entries):08}"}
    return post(create_app(model), body("resolution", fields, **(said | changes)))


def resolve_all(model: Model, last: int = 12) -> None:
    for number in range(1, last + 1):
        name = f"R{number:02}"
        answer = resolve(model, name, "yes" if name in YES else "no")
        assert answer.status_code == 201, answer.text


def test_without_an_answer_it_says_what_is_due_and_scores_nothing() -> None:
    said = shown(model_of())
    first = "1 Jul 2027"
    assert f"0 resolved; first due {first}." in said
    assert "Nothing is scored before a question is answered yes or no." in said
    assert "From 10 on: how sure they are" in said
    assert "From 30 on: a proposal to state chances differently" in said
    assert "Whose chances" not in said
    assert "Brier 0" not in said
    assert not any(getattr(x, "data-blocks", "") for x in parts(visit(model_of()).body))


def test_a_pack_alone_can_be_read_and_not_answered() -> None:
    page = visit(model_of())
    assert "araxes serve --workspace FILE" in words(page.body)
    buttons = [each for each in parts(page.body) if type(each).__name__ == "Button"]
    assert buttons
    assert all(getattr(each, "disabled", None) for each in buttons)


def test_what_waits_for_an_answer_is_said_first(model: Model) -> None:
    said = shown(model)
    assert "0 resolved; 12 questions wait for an answer, the first since" in said
    assert "12 waiting for an answer" in said
    assert said.index("How good were our chances?") < said.index("Waiting for an")


def test_the_scores_are_those_worked_out_by_hand(model: Model) -> None:
    resolve_all(model)
    # At 0.2: one yes, five no. At 0.7: four yes, two no.
    brier = (0.64 + 5 * 0.04 + 4 * 0.09 + 2 * 0.49) / 12
    nats = -(log(0.2) + 5 * log(0.8) + 4 * log(0.7) + 2 * log(0.3)) / 12
    said = shown(model)
    assert "12 resolved" in said
    assert f"Brier {brier:.3f} ± " in said
    assert f"log {nats:.3f} ± " in said
    score = record_now(model, DAY).record.overall.score
    assert score is not None
    assert score.brier == pytest.approx(brier)
    assert score.log == pytest.approx(nats)


def test_every_number_is_the_record_s_own(model: Model) -> None:
    resolve_all(model)
    record = track_record(questions(model, model.default_as_of))
    said = shown(model)
    for each in record.overall.against:
        assert f"{each.theirs.brier:.3f}" in said
        assert each.in_words().partition(": ")[2] in said
    for group in (*record.registers, *record.authors):
        assert group.score is not None
        assert f"{group.score.brier:.3f}" in said
    drawn = [getattr(x, "data-blocks", None) for x in parts(visit(model).body)]
    blocks = record.overall.score.reliability.blocks if record.overall.score else ()
    assert json.loads(next(filter(None, drawn))) == [
        [x.low, x.high, x.seen, x.weight] for x in blocks
    ]
    assert [x.low for x in blocks] == [LOW, HIGH]
    assert [x.seen for x in blocks] == pytest.approx([1 / 6, 4 / 6])


def test_few_answers_have_no_errors_and_no_curve(model: Model) -> None:
    resolve_all(model, 9)
    said = shown(model)
    assert "errors are stated from 10 on" in said
    assert "±" not in said
    assert "Not drawn before 10 questions are resolved: 9 so far." in said
    resolve(model, "R10", "yes")
    assert "±" in shown(model)
    assert "Not drawn before" not in shown(model)
    assert "Too early: 10 of 30 so far." in shown(model)


def test_a_question_shows_who_said_what_and_how_it_ended(model: Model) -> None:
    resolve(model, "R01", "yes", day="2026-03-01")
    said = shown(model)
    assert "● yes, 1 Mar 2026" in said
    assert "Answer: yes, 1 Mar 2026." in said
    assert "Ana, entry 1: By the test." in said
    assert "Decided by: Yes if two monthly reports" in said
    assert "Made up for tests." in said
    assert "Brier 0.640, log 1.609." in said


def test_void_counts_for_no_score(model: Model) -> None:
    resolve(model, "R01", "void")
    said = shown(model)
    assert "1 void" in said
    assert "It counts for no score." in said
    assert record_now(model, DAY).record.overall.score is None


def test_a_no_before_its_date_is_kept_and_says_when_it_counts(tmp_path: Path) -> None:
    model = following(tmp_path / "workspace.db")
    answer = resolve(model, "TW1", "no", day="2026-11-20")
    assert answer.status_code == 201, answer.text
    said = shown(model, "?saved=1")
    assert "no, waiting (2026-07-01 to 2027-07-01)" in said
    assert "a no counts only at the end of its window" in said
    assert "○ no, counts on 1 Jul 2027" in said
    assert "0 resolved" in said
    assert not model.base(model.default_as_of).has_happened.any()


def test_a_second_answer_needs_to_have_seen_the_first(model: Model) -> None:
    assert resolve(model, "R01", "yes").status_code == 201
    late = resolve(model, "R01", "no", author="Bo", reason="It did not.")
    assert late.status_code == 409
    assert "outcome yes" in late.json["theirs"]
    assert "outcome no" in late.json["yours"]
    (question,) = [x for x in known(model)["questions"] if x["risk_id"] == "R01"]
    assert question["answer"].startswith("yes, 1 Jun 2026, Ministry bulletin, by Ana")
    assert question["version"] == late.json["version"] == 1
    again = resolve(model, "R01", "no", expected_version=question["version"])
    assert again.status_code == 201
    assert "Answer: no, 1 Jun 2026." in shown(model)


@pytest.mark.parametrize(
    ("changes", "words_of_it"),
    [
        ({"reason": ""}, "must say why"),
        ({"day": "2027-01-01"}, "lies ahead"),
        ({"source": ""}, "source"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words(
    model: Model, changes: dict[str, Any], words_of_it: str
) -> None:
    answer = resolve(model, "R01", "yes", **changes)
    assert answer.status_code == 422
    assert words_of_it in answer.json["error"]
    assert model.entries == ()


def test_a_look_back_knows_only_what_was_known_then(model: Model) -> None:
    resolve(model, "R01", "yes", day="2026-03-01")
    then = record_now(model, date(2026, 4, 1))
    assert then.asked[0].question.standing is Standing.OPEN  # recorded in November
    assert "This page looks back" in then.closed
    now = record_now(model, model.default_as_of)
    assert now.asked[0].question.standing is Standing.YES
    assert record_now(model, date(2025, 1, 1)).asked == ()


def test_before_the_first_judgement_nothing_is_asked() -> None:
    model = model_of()
    first = str(model.first_day)
    assert "nothing is asked" in shown(model, f"?as-of={first}")


def test_a_risk_answered_yes_is_a_fact_on_every_page(model: Model) -> None:
    before = model.base(model.default_as_of)
    assert resolve(model, "R01", "yes").status_code == 201
    after = model.base(model.default_as_of)
    assert not before.has_happened[0]
    assert after.has_happened[0]
    page = opened(create_app(model), "/registers/R01")["page"]["children"]
    assert "decided: yes" in words(page)
    assert "by the answer recorded for 1 Jun 2026" in words(page)


def test_hostile_words_stay_text_and_links_stay_links(model: Model) -> None:
    said = {"source": HOSTILE, "reason": HOSTILE, "author": HOSTILE[:80]}
    assert resolve(model, "R01", "yes", **said).status_code == 201
    page = visit(model, "?saved=1")
    assert HOSTILE in words(page.body)
    assert all(each.startswith(("/", "http")) for each in links(page.body))
    assert not any(type(each).__name__ == "Markdown" for each in parts(page.body))
    assert HOSTILE in known(model)["questions"][0]["answer"]


def test_the_page_is_named_in_the_rail_and_an_unknown_entry_is_said() -> None:
    model = model_of()
    answer = opened(create_app(model), "/record")
    assert answer["page-title"]["data"] == "Forecast record · Araxes"
    assert "Forecast record" in words(
        opened(create_app(model), "/")["page"]["children"]
    )
    assert visit(model, "?saved=12").problems == ("The log has no entry '12'.",)


def test_the_review_offers_to_answer_what_is_due(model: Model) -> None:
    from dashboard.queries.review import review_now

    found = review_now(model)
    section = next(x for x in found.sections if x["id"] == "forecasts")
    row = section["tables"][0]["rows"][0]
    assert row[-1] == {"act": "resolve", "label": "Resolve", "about": "R01"}
    (question,) = [x for x in found.questions if x["risk_id"] == "R01"]
    assert not question["is_answered"]
    post(create_app(model), judgement(fields={"risk_id": "R01"}))
    again = [x for x in review_now(model).questions if x["risk_id"] == "R01"]
    assert [x["version"] for x in again] == [1, 1]
    assert [x["id"] for x in again] == ["R01-1", "R01-2"]


def test_the_page_stays_small_for_dash(model: Model) -> None:
    body_parts, count = [visit(model).body], 0
    while body_parts:
        each = body_parts.pop()
        if isinstance(each, list | tuple):
            body_parts += each
        elif hasattr(each, "to_plotly_json"):
            count += 1
            body_parts.append(getattr(each, "children", None))
    assert count < 250
