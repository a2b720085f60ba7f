"""What the team accepts, the lines it drew, the treatments under way: on the pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.browser_state import read_visit
from dashboard.components import board_limits as told
from dashboard.components.board_limits import accepted, amount
from dashboard.components.board_matrix import IMPACTS, mark_in_words
from dashboard.components.risk_grid import risk_row
from dashboard.queries import board_limits as asked
from dashboard.queries.board import BoardNow
from dashboard.queries.board_limits import appetites_now, limits_now
from dashboard.queries.board_treatments import under_way
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.queries.registers import registers
from dashboard.queries.review import seen_by
from dashboard.queries.risk import risk_seen
from risks.futures import outcome_value
from risks.reviews import View, limits_of, week_of
from risks.reviews.standing import above_appetite
from risks.workspace import Appetite, Draft, NewTreatment
from tests.app.boards import close, page_of, say, seen_on, text_of
from tests.app.browsing import model_of, opened, words
from tests.app.logbooks import APPROVE, following

DAY = date(2026, 11, 22)
TODAY = "?as-of=2026-11-22"
P_BY = "p-by-2028-12-31"


def appetite(model: Model, risk_id: str, **limit: Any) -> None:
    fields = {"owner": "Leyla", "decided_on": "2026-11-14", **limit}
    say(model, "appetite", {"risk_id": risk_id, **fields}, reason="The lender asks.")


def position(model: Model, id_: str, outcome: str, side: str, line: float) -> None:
    fields = {"id": id_, "outcome": outcome, "side": side, "line": line}
    fields |= {"then": "Pause drawdown", "owner": "the board"}
    say(model, "position", fields, reason="Agreed with the bank.")


def shown(model: Model, path: str, search: str = TODAY) -> str:
    if path == "/":  # with what is folded on it
        return text_of(page_of(model, search))
    found = opened(create_app(model), path, search)
    return words([each["children"] for each in found.values() if "children" in each])


@pytest.fixture(name="model", scope="module")
def model_with_limits(tmp_path_factory: pytest.TempPathFactory) -> Model:
    model = following(tmp_path_factory.mktemp("log") / "workspace.db")
    close(model, "2026-W44")
    close(model, "2026-W46")
    appetite(model, "TW1", most_chance=0.01)
    appetite(model, "TW2", most_chance=0.99, until="2026-11-20")
    position(model, "drawdown", P_BY, "below", 1.0)
    position(model, "gap", "funding-gap-p50", "above", 1e6)
    position(model, "crew", "TW1", "above", 0.002)
    decision = {**APPROVE, "id": "crew", "choice": "reject", "treatment_ids": []}
    say(model, "decision", decision, reason="Too early.")
    return model


@pytest.fixture(name="now", scope="module")
def board_with_limits(model: Model) -> BoardNow:
    return seen_on(model, DAY)


def test_what_is_above_is_what_the_review_says(model: Model) -> None:
    frozen, earlier = seen_by(model, week_of("2026-W47"))
    view, before = View(frozen), [View(each) for each in earlier]
    rows = above_appetite(view, limits_of(model.entries), before)
    assert [each.above for each in limits_now(model, DAY).above] == rows
    (row,) = rows
    assert (row.risk_id, row.since, row.reviews) == ("TW1", date(2026, 11, 1), 3)


def test_the_numbers_of_the_lines_are_the_reviews(model: Model) -> None:
    frozen, _ = seen_by(model, week_of("2026-W47"))
    view = View(frozen)
    found = {each.position.id: each for each in limits_now(model, DAY).positions}
    for each in found.values():
        name = each.position.outcome
        is_risk = name == "TW1"
        told = view.chance(name) if is_risk else outcome_value(view.outcomes, name)
        assert each.value == told
    reached = {name: each.is_reached for name, each in found.items()}
    assert reached == {"drawdown": True, "crew": True, "gap": False}


def test_the_board_says_what_is_beyond_and_since_when(model: Model) -> None:
    said = shown(model, "/").split("What is beyond what the team accepts?")[1]
    said = said.split("Which register is under pressure?")[0]
    assert "▲ TW1" in said
    assert "a chance of at most 1\u202f%" in said
    assert "the review of 1 Nov 2026 (week 44) Leyla" in said
    assert "Chance of opening by 31 Dec 2028: below 100\u202f%" in said
    assert "Pause drawdown ▲ reached agreed by the board, entry" in said
    assert "; rejected by the board on 20 Nov 2026, entry" in said
    assert "above USD 1\u202f000\u202f000m" in said
    assert "not reached agreed by the board" in said
    assert "Ran out, to be decided anew: TW2 on 20 Nov 2026 (Leyla)." in said
    assert "A limit is set for 2 of 3 risks." in said


def test_what_is_above_is_marked_by_a_shape_and_a_word(
    model: Model, now: BoardNow
) -> None:
    risks = {each.id: each for each in now.standing.risks}
    assert mark_in_words(risks["TW1"], IMPACTS[0], now).endswith("; above appetite")
    assert "above" not in mark_in_words(risks["TW2"], IMPACTS[0], now)
    said = shown(model, "/")
    assert "▲ 1 above appetite" in said
    assert "▲ Above appetite: TW1." in said
    assert "Square marks" in said
    then = compared_with(model, DAY)
    rows = {x.now.id: x for x in registers(model, DAY, then).rows}
    link = read_visit(model, "/registers", TODAY).link
    marked = {name: risk_row(each, link) for name, each in rows.items()}
    assert marked["TW1"]["above"] == "▲ above appetite"
    assert marked["TW1"]["status"] == "open, above appetite"
    assert (marked["TW2"]["above"], marked["TW2"]["status"]) == ("", "open")


def test_a_risks_page_says_who_set_its_limit_when_and_why(model: Model) -> None:
    said = shown(model, "/registers/TW1")
    assert "A chance of at most 1\u202f%; owner Leyla." in said
    assert "▲ above appetite" in said
    assert "since the review of 1 Nov 2026 (week 44)" in said
    assert "Decided on 14 Nov 2026 (entry " in said
    assert "Ana on 22 Nov 2026: “The lender asks.”" in said
    assert "above 0.2\u202f%, then: Pause drawdown. It is" in said
    other = shown(model, "/registers/TW2")
    assert "Not above it: " in other
    assert "The limit ran out on 20 Nov 2026: decide anew." in other
    assert "No limit is set for this risk." in shown(model, "/registers/BT1")


def test_a_limit_that_only_this_day_breaks_was_seen_by_no_review(
    tmp_path: Path,
) -> None:
    model = following(tmp_path / "workspace.db")
    appetite(model, "TW1", most_chance=0.01, most_delay_months=1)
    (found,) = limits_now(model, DAY).above
    assert found.first_seen is None
    said = shown(model, "/")
    assert "no closed review has seen it yet" in said
    assert "a chance of at most 1\u202f% and a delay of at most 1 month" in said


def test_many_risks_above_are_folded(
    model: Model, now: BoardNow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "more above appetite" not in shown(model, "/")
    monkeypatch.setattr(told, "MOST_SHOWN", 0)
    said = words(told.limits_card(now, read_visit(model, "/", TODAY).link))
    assert "1 more above appetite" in said
    assert "TW1" in said


def test_nothing_set_says_where_to_set_it_and_no_log_says_nothing(
    tmp_path: Path,
) -> None:
    model = following(tmp_path / "workspace.db")
    said = shown(model, "/")
    assert "No limit and no line is set yet: the team sets them in the weekly" in said
    assert "above appetite" not in said
    alone = model_of()
    assert "beyond what the team accepts" not in shown(alone, "/")
    assert "What does the team accept?" not in shown(alone, "/registers/TW1")
    assert appetites_now(alone, DAY) == {}


def test_a_lines_number_is_kept_between_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = following(tmp_path / "workspace.db")
    model.cache_folder = tmp_path / "cache"
    position(model, "drawdown", P_BY, "below", 0.35)
    (found,) = asked.positions_now(model, DAY)

    def refuse(*_: object) -> float:
        raise AssertionError("simulated again")

    monkeypatch.setattr(asked, "position_value", refuse)
    again = following(tmp_path / "workspace.db")
    again.cache_folder = tmp_path / "cache"
    assert asked.positions_now(again, DAY) == (found,)


@pytest.mark.parametrize(
    ("outcome", "value", "is_line", "said"),
    [
        (P_BY, 0.0002, False, "fewer than 1 in 1\u202f000"),
        (P_BY, 0.35, True, "35\u202f%"),
        (P_BY, 0.0025, True, "0.25\u202f%"),
        ("joint-confidence", 1.0, False, "more than 999 in 1\u202f000"),
        ("opening-p50", 69.123, False, "69.1 months"),
        ("opening-p50", 60.0, True, "60 months"),
        ("funding-gap-p50", 612.3, False, "USD 612m"),
        ("opening-p50", None, False, "not known"),
    ],
)
def test_a_number_of_a_line_has_its_unit(
    outcome: str, value: float | None, is_line: bool, said: str
) -> None:
    assert amount(outcome, value, is_line=is_line) == said


def test_a_limit_without_numbers_accepts_anything() -> None:
    limit = Appetite(risk_id="TW1", owner="Leyla", decided_on=DAY)
    assert accepted(limit) == "any chance and delay"


def test_a_treatment_under_way_is_named_with_its_decision(tmp_path: Path) -> None:
    model = following(tmp_path / "workspace.db")
    close(model, "2026-W46")
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    (found,) = under_way(model, DAY)
    assert (found.treatment.id, found.takes) == ("A001", 0.4)
    assert found.since == date(2026, 11, 20)
    said = shown(model, "/")
    assert "Counts 1 treatment approved since its risk was judged" in said
    risk_id = model.pack.treatment("A001").risk_id
    page = shown(model, f"/registers/{risk_id}")
    wanted = "nder way since 20 Nov 2026, decided by the board: takes 40\u202f% of the"
    for each in (said, page):
        assert wanted in each
        assert "Ana on 22 Nov 2026: “The audit asks for it.”" in each
    assert "Treatment A001 under way: " in said
    assert "Under way since then: A001." in page


def test_the_chance_on_a_treated_risks_page_can_be_made_from_its_formula(
    tmp_path: Path,
) -> None:
    model = following(tmp_path / "workspace.db")
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    risk_id = model.pack.treatment("A001").risk_id
    seen = risk_seen(model, DAY, risk_id, compared_with(model, DAY))
    assert 0.5 < seen.why.left < 1
    power = seen.why.factor * seen.why.left
    assert seen.now.chance == pytest.approx(1 - (1 - seen.judgement.likely) ** power)
    said = shown(model, f"/registers/{risk_id}")
    assert f"× {seen.why.left:.3f} = " in said
    assert "treatments under way leave " in said
    assert "nothing that came after that day has moved it" not in said
    assert "so the stated chance stands" not in said


def test_what_counts_nothing_says_why(tmp_path: Path) -> None:
    model = following(tmp_path / "workspace.db")
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    risk_id = model.pack.treatment("A001").risk_id
    fields = {"risk_id": risk_id, "low": 0.1, "likely": 0.2, "high": 0.3}
    fields["judged_on"] = "2026-11-21"
    say(model, "judgement", fields, reason="The crew is hired.")
    (found,) = under_way(model, DAY)
    assert found.takes is None
    said = shown(model, "/")
    assert "Counts none of 1 approved treatment" in said
    assert "the judgement of 21 Nov 2026 knows it already" in said


def test_an_effect_nobody_stated_counts_nothing(tmp_path: Path) -> None:
    model = following(tmp_path / "workspace.db")
    bare = model.pack.treatment("A001").model_copy(update={"effect": None})
    draft = Draft(author="Ana", reason="Unknown.", payload=NewTreatment(treatment=bare))
    assert model.log
    model.log.workspace.append(draft, "bare-treatment", 0)
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    assert "no effect is stated, so nothing is counted" in shown(model, "/")
