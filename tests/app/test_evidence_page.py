"""The evidence page: what is stale and matters, what was said, and whether one may."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.pages.evidence import layout
from dashboard.queries.evidence import evidence_now
from dashboard.queries.evidence_stale import (
    chance_spans,
    opening_spans,
    stale_evidence,
)
from dashboard.queries.model import Model
from dashboard.queries.simulated import futures_of
from risks.futures import outcome_value
from risks.rates import baseline
from risks.simulation import DRAG_PATHS
from tests.app.browsing import (
    TODAY,
    links,
    model_of,
    opened,
    parts,
    shipped_pack,
    words,
)
from tests.app.logbooks import (
    body,
    following,
    judgement,
    locked,
    post,
    reading,
)
from tests.builders import (
    make_pack,
    make_reading,
    make_risk,
    make_signal,
)

DAY = date(2026, 8, 12)
LATER = "?as-of=2026-11-22"
HOSTILE = '=1+1<img src=x onerror="window.pwned=1">"\'</script>'


@pytest.fixture(name="model")
def make_model(tmp_path: Path) -> Model:
    return following(tmp_path / "workspace.db")


def shown(model: Model, search: str = "") -> Any:
    return opened(create_app(model), "/evidence", search)["page"]["children"]


def banner(model: Model, search: str = "") -> str:
    return words(opened(create_app(model), "/evidence", search)["banner"]["children"])


def visit(model: Model, saved: str = "") -> Any:
    from dashboard.browser_state import read_visit

    query = f"?saved={saved}" if saved else ""
    return layout(model, read_visit(model, "/evidence", query, ("saved",)))


def island(model: Model) -> Any:
    found = [getattr(each, "data-known", None) for each in parts(visit(model).body)]
    return json.loads(next(filter(None, found)))


def grid(model: Model, name: str) -> list[dict[str, Any]]:
    found = [
        each for each in parts(visit(model).body) if getattr(each, "id", "") == name
    ]
    rows: list[dict[str, Any]] = found[0].rowData
    return rows


def test_the_lead_says_how_many_are_current_and_how_many_matter() -> None:
    model = Model(shipped_pack(), lambda: TODAY)
    said = words(visit(model).body)
    assert "34 of 90 indicators current; 2 of the stale ones could each move" in said


def test_the_rank_is_what_the_simulation_says_at_both_ends() -> None:
    model, day = Model(shipped_pack(), lambda: TODAY), date(2026, 8, 15)
    place = model.pack.indicator_place("border-km-delimited")
    ends = model.pack.indicators[place].goalposts
    futures = futures_of(model, day, DRAG_PATHS)
    opened = [
        outcome_value(futures.outcomes({"border-km-delimited": end}), "opening-p50")
        for end in (ends[0], ends[-1])
    ]
    assert opening_spans(model, day)[place] == pytest.approx(abs(opened[1] - opened[0]))
    assert opening_spans(model, day)[place] > 0


def test_stale_evidence_is_ranked_by_what_it_could_move_and_not_by_age() -> None:
    model = Model(shipped_pack(), lambda: TODAY)
    found = stale_evidence(model, date(2026, 8, 15))
    months = [each.months for each in found]
    assert months == sorted(months, reverse=True)
    ages = [each.indicator.age_days or 0 for each in found]
    assert ages != sorted(ages, reverse=True)
    assert all(each.indicator.is_stale for each in found)


def test_what_moves_no_works_moves_no_opening() -> None:
    impact = {**make_risk().impact.model_dump(), "delay_kind": "indirect"}
    pack = make_pack(
        risks=(make_risk(impact=impact),), signals=(make_signal(),), triggers=()
    )
    assert not any(opening_spans(Model(pack, lambda: TODAY), DAY))
    assert chance_spans(baseline(pack, DAY)).any()


def test_a_pack_without_risks_or_readings_says_so() -> None:
    bare = make_pack(
        readings=(),
        events=(),
        risks=(),
        signals=(),
        triggers=(),
        scenarios=(),
        treatments=(),
        calendar=(),
        funding_sources=(),
    )
    said = words(visit(model_of(bare)).body)
    assert "0 of 6 indicators current; no stale one could move" in said
    assert "no risk that holds up works" in said


def test_a_pack_whose_evidence_is_all_current_says_so() -> None:
    pack = make_pack(
        indicators=tuple(
            each for each in make_pack().indicators if each.id == "works-delay"
        ),
        readings=(make_reading(),),
        events=(),
        risks=(make_risk(),),
        signals=(make_signal(),),
        triggers=(),
        scenarios=(),
    )
    assert "Every indicator is current." in words(visit(model_of(pack)).body)


def test_each_reading_has_its_source_grade_age_and_author(model: Model) -> None:
    post(create_app(model), reading())
    first, *others = grid(model, "readings-grid")
    assert first["value_shown"] == "25 weeks"
    assert (first["source"], first["url"]) == (
        "Monthly report",
        "https://example.org/report",
    )
    assert (first["grade"], first["age"], first["author"]) == ("B2", 0, "Ana")
    assert first["recorded_at_shown"] == "22 Nov 2026 12:00 UTC (entry 1)"
    assert first["correct"]["named"] == {"entry": 1}
    assert first["in_force"]
    assert len(others) == len(make_pack().readings)
    older = next(each for each in others if each["title"] == first["title"])
    assert older["author"] == "pack"
    assert not older["in_force"]
    assert set(older["correct"]["named"]) == {"pack_reading"}


def test_what_a_row_names_can_be_corrected(model: Model) -> None:
    app = create_app(model)
    for number, version in enumerate((0, 1), start=1):
        row = next(
            each
            for each in grid(model, "readings-grid")
            if each["correct"]["said"]["indicator_id"] == "works-delay"
            and each["in_force"]
        )
        said, named = row["correct"]["said"], row["correct"]["named"]
        anew = {**said, "value": 2.0 + number}
        fields = {"indicator_id": "works-delay", **named, "reading": anew}
        answer = post(
            app,
            body(
                "correction",
                fields,
                reason="Misread.",
                expected_version=version,
                edit_id=f"edit-0000000{number}",
            ),
        )
        assert answer.status_code == 201, answer.text
    assert model.base(DAY).scored.state.value("works-delay") == 4.0
    values = [row["value"] for row in grid(model, "readings-grid")]
    assert 3.0 not in values


def test_a_withdrawn_reading_is_gone_from_the_grid_but_not_from_the_log(
    model: Model,
) -> None:
    app = create_app(model)
    post(app, reading())
    fields = {"indicator_id": "works-delay", "entry": 1, "reading": None}
    gone = body("correction", fields, reason="Never published.", expected_version=1)
    assert post(app, {**gone, "edit_id": "edit-00000002"}).status_code == 201
    assert len(grid(model, "readings-grid")) == len(make_pack().readings)
    said = words(visit(model).body)
    assert "Show 2 entries" in said
    assert "reading by Ana: indicator_id works-delay" in said
    assert "Never published." in said


def test_both_judgements_of_one_day_stay_in_sight(model: Model) -> None:
    own = model.pack.risk("TW1").judgements[-1]
    app = create_app(model)
    same_day = {"judged_on": own.judged_on.isoformat()}
    assert post(app, judgement(fields=same_day)).status_code == 201
    history = evidence_now(model, DAY).judged[0].history
    assert [(each.entry, each.is_in_force) for each in history] == [
        (1, True),
        (None, False),
    ]
    assert history[1].judgement == own


def test_a_look_back_shows_what_was_there_and_takes_nothing_in(model: Model) -> None:
    app = create_app(model)
    post(app, reading())
    then = evidence_now(model, DAY)
    assert all(row.reading.observed_on <= DAY for row in then.readings)
    assert all(row.event.happened_on <= DAY for row in then.events)
    assert "This page looks back" in then.closed
    assert evidence_now(model, TODAY).closed == ""


def test_without_a_log_it_reads_only_and_says_how_to_start_one() -> None:
    model = model_of()
    page = visit(model)
    assert "araxes serve --workspace FILE" in words(page.body)
    assert all_buttons_are_off(page.body)
    assert island(model)["closed"]


def test_a_log_that_can_only_be_read_says_so_in_words(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    model = following(file)
    assert not all_buttons_are_off(visit(model).body)
    with locked(file):
        page = visit(model)
        assert "The workspace can only be read now" in words(page.body)
        assert all_buttons_are_off(page.body)
        assert "What is shown is as of entry 0" in banner(model)
    assert not all_buttons_are_off(visit(model).body)


def all_buttons_are_off(shown: Any) -> bool:
    buttons = [each for each in parts(shown) if type(each).__name__ == "Button"]
    assert buttons
    return all(getattr(each, "disabled", None) for each in buttons)


def test_saved_is_said_in_the_logs_own_words(model: Model) -> None:
    assert "The log has no entry '12'." in visit(model, "12").problems
    post(create_app(model), judgement())
    said = words(visit(model, "1").body)
    assert "Saved as entry 1: judgement by Ana: risk_id TW1; low 0.3" in said
    assert visit(model, "1").problems == ()


def test_the_forms_know_versions_base_rates_and_what_cannot_be_confirmed(
    model: Model,
) -> None:
    post(create_app(model), judgement())
    known = island(model)
    risk = next(each for each in known["risks"] if each["id"] == "TW1")
    assert risk["version"] == 1
    assert risk["base"].startswith("15\u202f%: Three of twenty")
    assert risk["why_differ"] == "The builder's credit line ends this year."
    assert risk["chances"] == pytest.approx([30, 50, 70])
    indicators = {each["id"]: each for each in known["indicators"]}
    assert "bt-event-pressure" not in indicators
    assert "no reading" in indicators["talks-held"]["why_not"]
    assert indicators["neighbour-stance"]["judged"]
    assert indicators["neighbour-stance"]["why_not"] == ""


def test_hostile_words_stay_text_and_links_stay_links(model: Model) -> None:
    app = create_app(model)
    said = reading(
        author=HOSTILE[:80], reason=HOSTILE, fields={"source": HOSTILE, "note": HOSTILE}
    )
    assert post(app, said).status_code == 201
    page = visit(model, "1")
    assert HOSTILE in grid(model, "readings-grid")[0]["source"]
    assert all(each.startswith(("/", "http")) for each in links(page.body))
    assert not any(type(each).__name__ == "Markdown" for each in parts(page.body))


def test_the_page_is_drawn_and_named_in_the_rail(model: Model) -> None:
    answer = opened(create_app(model), "/evidence")
    assert answer["page-title"]["data"] == "Evidence · Araxes"
    assert "Evidence" in words(opened(create_app(model), "/")["page"]["children"])


def test_the_page_stays_small_for_dash() -> None:
    model = Model(shipped_pack(), lambda: TODAY)
    body_parts = [visit(model).body]
    count = 0
    while body_parts:
        each = body_parts.pop()
        if isinstance(each, list | tuple):
            body_parts += each
        elif hasattr(each, "to_plotly_json"):
            count += 1
            body_parts.append(getattr(each, "children", None))
    assert count < 100
