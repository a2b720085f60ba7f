"""The what-if beside a closed review: what that review saw in place of the baseline."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.browser_state import read_visit
from dashboard.queries.compared import compared_with
from dashboard.queries.figures import ROUNDING, Pair, told
from dashboard.queries.futures import BesideAnswer, futures_answer
from dashboard.queries.model import Model
from dashboard.queries.simulated import baseline_outcomes, outcomes_over
from dashboard.what_if_api import FUTURES_PATH, PATH
from risks.corridor import months_until, paired_se, percentile
from risks.rates import months_after
from tests.app.boards import close, say
from tests.app.browsing import client_of, model_of, parts, words
from tests.app.logbooks import APPROVE, following, judgement, post
from tests.app.test_compared import CLOSED_ON, DAY, WEEK
from tests.app.what_if_opened import FIELDS, opened

COLD = {"neighbour-stance": 3.0}


@pytest.fixture(name="model")
def with_a_closed_week(tmp_path: Path) -> Model:
    """Return a model in which a judgement and a decision came after the review."""
    model = following(tmp_path / "workspace.db")
    close(model, WEEK)
    said = judgement(fields={"judged_on": "2026-11-10"}, edit_id="x" * 9)
    assert post(create_app(model), said).status_code == 201
    say(model, "decision", APPROVE, reason="The audit asks for it.")
    return model


@pytest.fixture(name="client")
def make_client(model: Model) -> FlaskClient:
    return client_of(create_app(model))


def beside(model: Model, settings: dict[str, float], **asked: Any) -> BesideAnswer:
    found = futures_answer(model, DAY, settings, since=WEEK, **asked)
    assert isinstance(found, BesideAnswer)
    return found


def test_the_baseline_is_then_what_that_review_saw(model: Model) -> None:
    found = beside(model, COLD)
    assert (found.since, found.since_day) == (WEEK, CLOSED_ON)
    then = outcomes_over(model, compared_with(model, DAY, WEEK).base)
    now = futures_answer(model, DAY, COLD)
    assert found.by[0].chance.baseline == then.p_by_target.value
    assert found.by[0].chance.value == now.by[0].chance.value
    assert found.opening[1].baseline_day == then.opening[1].day
    assert found.joint is not None
    assert then.joint is not None
    assert found.joint.baseline == then.joint.value
    assert [each.baseline for each in found.classes] == [
        each.share.value for each in then.classes
    ]
    assert {each.id: each.chance.baseline for each in found.risks} == dict(
        zip(
            [each.id for each in model.pack.risks],
            then.simulation.chance.tolist(),
            strict=True,
        )
    )


def test_it_is_not_what_is_known_now_of_that_day(model: Model) -> None:
    found = {each.id: each.chance for each in beside(model, {}).risks}["TW1"]
    known_now = baseline_outcomes(model, CLOSED_ON).simulation.chance[0]
    assert found.baseline != known_now
    assert found.told == "moved"


def test_days_are_compared_as_days_with_the_error_of_the_pair(model: Model) -> None:
    found = beside(model, COLD)
    then = outcomes_over(model, compared_with(model, DAY, WEEK).base)
    now = baseline_outcomes(model, DAY).corridor.frame.setup.paths
    assert len(then.plan.line) == now
    half = found.opening[1]
    assert half.day is not None
    assert half.baseline_day is not None
    assert half.months.change is not None
    assert half.months.change_se is not None
    days = (half.day - half.baseline_day).days
    assert half.months.change == pytest.approx(days * 12 / 365.25)
    assert half.months.told == told(days, max(half.months.change_se * 30.44, ROUNDING))


def test_nothing_new_and_nothing_assumed_moves_no_day(tmp_path: Path) -> None:
    model = following(tmp_path / "quiet.db")
    close(model, WEEK)
    found = beside(model, {})
    pair = (
        outcomes_over(model, compared_with(model, DAY, WEEK).base).plan.line,
        baseline_outcomes(model, DAY).plan.line,
    )
    assert found.opening[1].months.change_se == paired_se(*pair, percentile(0.5))
    assert abs(found.opening[1].months.change or 0.0) < 1.0  # months


def test_the_ghost_of_the_curve_lies_on_the_days_of_today(model: Model) -> None:
    found = beside(model, {})
    line = outcomes_over(model, compared_with(model, DAY, WEEK).base).plan.line
    for month in (15, 20, 25):
        until = months_until(CLOSED_ON, months_after(DAY, month))
        wanted = float((line <= until).mean())
        assert 0.05 < wanted < 0.99
        assert found.curve.baseline[month] == pytest.approx(wanted, abs=1e-5)
    assert len(found.curve.baseline) <= len(found.curve.value)


def test_single_futures_start_from_today_too(model: Model) -> None:
    found, own = beside(model, {}), futures_answer(model, DAY, {})
    assert found.detail is not None
    assert own.detail is not None
    assert found.detail.cloud == own.detail.cloud
    assert found.detail.baseline_cloud is not None
    line = outcomes_over(model, compared_with(model, DAY, WEEK).base).plan.line
    apart = months_until(CLOSED_ON, DAY)
    first = found.detail.baseline_cloud.months[0]
    assert first == pytest.approx(float(line[0]) - apart, abs=0.01)
    assert apart > 0.2
    assert len(found.detail.losses.baseline) == len(found.detail.losses.usd_m)


def test_while_a_slider_moves_there_are_fewer_futures_of_both(model: Model) -> None:
    found = beside(model, COLD, is_moving=True)
    assert (found.paths, found.detail) == (4096, None)


def test_what_only_one_of_the_two_has_is_not_compared(model: Model) -> None:
    then = outcomes_over(model, compared_with(model, DAY, WEEK).base)
    pair = Pair(then, baseline_outcomes(model, DAY))
    new = pair.over(lambda found: None if found is then else found.is_on_time)
    assert new is not None
    assert (new.baseline, new.change, new.told) == (None, None, "moved")
    assert new.value == pair.after.p_by_target.value
    assert pair.over(lambda found: None if found is pair.after else found.hit_cost) is (
        None
    )


def test_without_a_choice_no_answer_knows_of_it(client: FlaskClient) -> None:
    for path in (PATH, FUTURES_PATH):
        plain = client.post(path, json={"settings": COLD}).data
        assert client.post(path, json={"settings": COLD, "since": ""}).data == plain
        assert b"since" not in plain
    quiet = client_of(create_app(model_of()))
    asked = {"settings": COLD, "as_of": "2026-11-01"}  # before anything was said
    for path in (PATH, FUTURES_PATH):
        assert client.post(path, json=asked).data == quiet.post(path, json=asked).data


def test_an_address_asks_the_same(client: FlaskClient) -> None:
    posted = client.post(FUTURES_PATH, json={"as_of": str(DAY), "since": WEEK})
    got = client.get(f"{FUTURES_PATH}?as-of={DAY}&since={WEEK}")
    assert posted.status_code == 200, posted.text
    assert got.data == posted.data
    assert posted.get_json()["since_day"] == str(CLOSED_ON)


@pytest.mark.parametrize(
    ("path", "since", "as_of", "words"),
    [
        (FUTURES_PATH, "2026-W45", str(DAY), "no closed week is called"),
        (FUTURES_PATH, WEEK, str(CLOSED_ON), "no closed week is called"),
        (FUTURES_PATH, "a week long ago", str(DAY), "cannot be read at since"),
        (PATH, WEEK, str(DAY), "Only /api/futures compares with a closed week"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(
    client: FlaskClient, path: str, since: str, as_of: str, words: str
) -> None:
    answer = client.post(path, json={"as_of": as_of, "since": since})
    assert answer.status_code == 400
    assert words in answer.get_json()["error"].replace("No", "no")


def test_the_page_offers_every_closed_week_and_opens_beside_the_one_asked_for(
    model: Model,
) -> None:
    page = opened(f"as-of={DAY}&since={WEEK}&set=works-delay:20", model)
    assert page.problems == ()
    assert page.island["closed"] == [{"id": WEEK, "day": str(CLOSED_ON)}]
    assert page.island["opening"]["since"] == WEEK
    assert "review of week 46 (15 Nov 2026)" in words(page.root)
    assert opened(f"as-of={DAY}", model).island["opening"]["since"] == ""


@pytest.mark.parametrize("day", [CLOSED_ON, DAY])
def test_without_an_earlier_closed_week_there_is_nothing_to_choose(
    model: Model, day: Any
) -> None:
    asked = (f"as-of={day}", model) if day == CLOSED_ON else ()
    page = opened(*asked)
    assert page.island["closed"] == []
    named = [getattr(each, "className", "") or "" for each in parts(page.root)]
    assert not [each for each in named if "beside-list" in each]


def test_a_week_that_is_not_closed_is_told_and_the_baseline_stays(model: Model) -> None:
    page = opened(f"as-of={DAY}&since=2026-W45", model)
    assert page.island["opening"]["since"] == ""
    assert page.problems[0].startswith("No earlier closed week is called '2026-W45'")
    assert "2026-W46" in page.problems[0]
    assert page.problems[1] == ("The numbers stand beside the baseline of 22 Nov 2026.")


def test_four_weeks_before_is_what_other_pages_count_from(model: Model) -> None:
    page = opened(f"as-of={DAY}&since=four-weeks", model)
    assert page.problems == ()
    assert page.island["opening"]["since"] == ""


def test_only_a_page_that_asks_for_it_reads_the_week_itself(model: Model) -> None:
    own = read_visit(model, "/what-if", f"as-of={DAY}&since={WEEK}", FIELDS)
    assert own.query["since"] == WEEK
    board = read_visit(model, "/", f"as-of={DAY}&since={WEEK}")
    assert "since" not in board.query
