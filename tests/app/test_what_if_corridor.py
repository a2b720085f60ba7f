"""What the what-if page can ask about the corridor, and treatments as settings."""

from typing import Any

import pytest

from dashboard.queries.model import Model
from risks.futures import measure
from tests.app.what_if_opened import TODAY, opened
from tests.builders import make_pack, small_pack

WITHOUT_CORRIDOR: dict[str, Any] = {"stages": (), "funding_sources": ()}


def test_the_corridor_can_be_asked_about() -> None:
    corridor = opened().island["corridor"]

    ids = [each["id"] for each in corridor["outcomes"]]
    assert ids[0] == "opening-p50"
    assert ids[-1] == "funding-gap-p50"
    days = [each["by"] for each in corridor["outcomes"] if each["by"]]
    assert days[0] == corridor["target"]
    assert days == sorted(days)
    assert all(day <= corridor["end"] for day in days[1:])
    links = [each["id"] for each in corridor["links"]]
    assert links == [e.id for e in small_pack().stages if e.on_main_line]


@pytest.mark.parametrize("target", ["opening-p50", "funding-gap-p50", "moves-most"])
def test_an_address_may_ask_about_the_corridor_or_what_moves_most(target: str) -> None:
    page = opened(f"?target={target}")

    assert page.problems == ()
    assert page.island["opening"]["target"] == target
    assert page.island["answer"]["target"]["id"] == "border-talks"


def test_every_outcome_offered_has_a_number_in_the_futures() -> None:
    model = Model(small_pack(), lambda: TODAY)
    for each in opened("", model).island["corridor"]["outcomes"]:
        measure(model.pack, each["id"])


def test_without_a_corridor_no_outcome_is_offered() -> None:
    model = Model(make_pack(**WITHOUT_CORRIDOR), lambda: TODAY)

    corridor = opened("", model).island["corridor"]

    assert corridor["outcomes"] == corridor["links"] == []
    assert opened("?target=opening-p50", model).problems != ()


def test_without_published_costs_no_funding_gap_is_offered() -> None:
    stages = tuple(
        each.model_copy(update={"cost_usd_m": None}) for each in small_pack().stages
    )
    model = Model(make_pack(stages=stages), lambda: TODAY)

    ids = [each["id"] for each in opened("", model).island["corridor"]["outcomes"]]

    assert ids[0] == "opening-p50"
    assert "funding-gap-p50" not in ids


def test_treatments_of_an_address_stand_behind_its_indicators() -> None:
    page = opened("?set=A002:0.25;works-delay:20;A001:0")

    assert page.problems == ()
    assert list(page.settings.items()) == [("works-delay", 20.0), ("A002", 0.25)]


@pytest.mark.parametrize("share", ["1.5", "-0.1"])
def test_a_treatment_cannot_take_more_than_everything(share: str) -> None:
    page = opened(f"?set=A001:{share}")

    assert page.settings == {}
    assert any("allowed: 0 to 1" in each for each in page.problems)
