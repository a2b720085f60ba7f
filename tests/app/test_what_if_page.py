import json
from datetime import date

import pytest

from dashboard import text, what_if_api
from dashboard.components.levers import end_words, reading_words, track_colours
from dashboard.queries.model import Model
from dashboard.queries.what_if_levers import (
    lever_groups,
    slider_step,
    usable_settings,
)
from dashboard.what_if_api import read_question, reply
from tests.app.what_if_opened import TODAY, opened, parts
from tests.builders import (
    make_indicator,
    make_pack,
    make_reading,
    make_risk,
    make_treatment,
    small_pack,
)


def test_without_a_query_nothing_is_assumed() -> None:
    page = opened()

    assert page.problems == ()
    assert page.settings == {}
    assert page.island["answer"]["settings"] == {}
    assert page.island["answer"]["target"]["id"] == "border-talks"


@pytest.mark.parametrize(
    "search",
    [
        "",
        "?set=neighbour-stance:3",
        "?set=neighbour-stance:3;works-delay:20&target=BT1",
        "?as-of=2026-07-15&set=works-delay:20",
        "?scenario=cold-winter&target=TW2",
    ],
)
def test_the_page_holds_the_answer_to_its_address(search: str) -> None:
    model = Model(small_pack(), lambda: TODAY)
    page = opened(search, model)

    answer = page.island["answer"]
    question = {
        "as_of": answer["as_of"],
        "settings": page.settings,
        "target": answer["target"]["id"],
    }
    asked = what_if_api.as_json(
        reply(model, read_question(json.dumps(question).encode()))
    )
    assert page.problems == ()
    assert answer == json.loads(asked)


def test_an_opened_scenario_brings_its_settings() -> None:
    page = opened("?scenario=cold-winter")

    assert page.settings == {"works-delay": 20.0, "neighbour-stance": 3.0, "A001": 0.4}
    assert list(page.settings) == ["works-delay", "neighbour-stance", "A001"]
    assert page.island["opening"]["scenario"] == "cold-winter"
    choice = page.island["scenarios"][0]
    assert choice["signposts"] == ["A round of talks is called off."]


def test_a_treatment_of_no_stated_effect_is_named_and_not_counted() -> None:
    unstated = make_treatment(id="A001", effect=None)
    treatments = (unstated, *small_pack().treatments[1:])
    page = opened("", Model(make_pack(treatments=treatments), lambda: TODAY))

    choice = page.island["scenarios"][0]
    assert "A001" not in choice["settings"]
    assert choice["treatments"] == [unstated.title]


def test_settings_of_the_address_win_over_its_scenario() -> None:
    assert opened("?scenario=cold-winter&set=works-delay:25").settings == {
        "works-delay": 25.0
    }
    assert opened("?scenario=cold-winter&set=").settings == {}


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?set=works-delays:20", "did you mean 'works-delay'?"),
        ("?set=works-delay:31", "allowed: 0 to 30 weeks."),
        ("?set=works-delay", "is not a setting written like brent-usd-bbl:60."),
        ("?set=tw-event-pressure:5", "no indicator that can be set is called that"),
    ],
)
def test_settings_that_cannot_be_assumed_open_the_page_at_the_baseline(
    search: str, said: str
) -> None:
    page = opened(f"{search};neighbour-stance:3&scenario=cold-winter")

    assert page.settings == {}
    assert page.island["opening"]["scenario"] == ""
    assert any(said.rstrip("?.") in each for each in page.problems)
    assert page.problems[-1] == "The page opens at the baseline: nothing is assumed."


def test_every_problem_of_an_address_is_told() -> None:
    page = opened("?set=a:1;b:2&target=XX&scenario=hot-summer&colour=red")

    assert len(page.problems) == 6
    assert "No risk or register is called 'XX'" in " ".join(page.problems)
    assert "No scenario is called 'hot-summer'" in " ".join(page.problems)


def test_within_half_a_step_of_its_mark_a_lever_is_unset() -> None:
    assert opened("?set=works-delay:8.5").settings == {}
    assert opened("?set=works-delay:8.6").settings == {"works-delay": 8.6}
    assert opened("?set=works-delay:7.5").settings == {}


def test_a_mark_beyond_the_scale_stands_at_its_end() -> None:
    assert opened("?set=works-funding:100").settings == {}
    assert opened("?set=works-funding:90").settings == {"works-funding": 90.0}


def test_without_a_reading_no_value_counts_as_unset() -> None:
    resting = opened().island["levers"]
    talks = next(each for each in resting if each["id"] == "talks-held")

    assert talks["baseline"] is None
    assert opened(f"?set=talks-held:{talks['resting']}").settings == {
        "talks-held": talks["resting"]
    }


def test_levers_are_grouped_by_register_with_the_lesser_folded_away() -> None:
    groups = lever_groups(Model(small_pack(), lambda: TODAY), date(2026, 8, 12))

    assert [each.title for each in groups] == ["Tunnel works", "Border talks"]
    assert [each.id for each in groups[0].headline] == ["works-delay"]
    assert [each.id for each in groups[0].others] == ["works-funding"]
    assert [each.id for each in groups[1].others] == ["talks-held"]


def test_a_changed_lever_among_the_folded_ones_opens_its_fold() -> None:
    def open_folds(search: str) -> list[bool]:
        found = parts(opened(search).root)
        folds = [each for each in found if getattr(each, "className", "") == "more"]
        return [bool(each.open) for each in folds]  # type: ignore[attr-defined]

    assert open_folds("") == [False, False]
    assert open_folds("?set=works-funding:20") == [True, False]


@pytest.mark.parametrize(
    ("indicator_id", "kinds"),
    [
        ("works-delay", "lever-mark"),
        ("works-funding", "lever-mark is-stale is-above"),
        ("neighbour-stance", "lever-mark"),
        ("talks-held", ""),
    ],
)
def test_the_mark_says_how_fresh_a_reading_is_and_where_it_lies(
    indicator_id: str, kinds: str
) -> None:
    assert opened().look(indicator_id)["mark"] == kinds


def test_every_lever_knows_on_which_side_it_gets_worse() -> None:
    page = opened()

    assert page.look("works-delay")["is_rising"]
    assert not page.look("works-funding")["is_rising"]


def test_a_track_takes_its_colours_from_the_goalposts() -> None:
    model = Model(small_pack(), lambda: TODAY)
    groups = lever_groups(model, date(2026, 8, 12))
    rising, falling = groups[0].headline[0], groups[0].others[0]

    assert track_colours(rising) == (
        "linear-gradient(90deg, var(--s0) 0.0%, var(--s1) 33.3%, var(--s2) 66.7%, "
        "var(--s3) 100.0%)"
    )
    assert track_colours(falling).startswith(
        "linear-gradient(90deg, var(--s3) 0.0%, var(--s2) 33.0%"
    )


def test_a_level_begins_at_its_goalpost() -> None:
    page = opened()
    levers = {each["id"]: each for each in page.island["levers"]}

    assert levers["works-delay"]["bounds"] == levers["works-delay"]["posts"][1:]
    assert levers["works-funding"]["bounds"] == levers["works-funding"]["posts"][1:]


def test_words_beside_a_lever() -> None:
    model = Model(small_pack(), lambda: TODAY)
    groups = lever_groups(model, date(2026, 8, 12))
    delay, funding = groups[0].headline[0], groups[0].others[0]
    stance, talks = groups[1].headline[0], groups[1].others[0]

    assert reading_words(delay) == "baseline 8, 1 Aug 2026"
    assert reading_words(funding) == (
        "baseline 140, 31 Mar 2026 · stale, 134 days · beyond the scale"
    )
    assert "no reading yet" in reading_words(talks)
    assert [end_words(stance, each) for each in (0, 0.5, 4)] == [
        "calm", "watchful", "coercive",
    ]  # fmt: skip
    assert end_words(delay, 30) == "30"


@pytest.mark.parametrize(
    ("goalposts", "step"),
    [
        ((0, 100), 1.0),
        ((0, 1), 0.01),
        ((250, 0), 2.0),
        ((3, 16), 0.1),
        ((0, 7000), 50.0),
    ],
)
def test_a_scale_without_a_stated_step_gets_100_to_250_of_them(
    goalposts: tuple[float, ...], step: float
) -> None:
    assert slider_step(make_indicator(goalposts=goalposts)) == step


def test_usable_settings_come_in_the_order_of_the_pack() -> None:
    model = Model(small_pack(), lambda: TODAY)
    given = {"neighbour-stance": 3.0, "works-delay": 20.0}

    settings, problems = usable_settings(model, date(2026, 8, 12), given)

    assert list(settings) == ["works-delay", "neighbour-stance"]
    assert problems == ()


def test_a_newer_reading_near_a_setting_makes_it_the_baseline() -> None:
    readings = (
        *small_pack().readings,
        make_reading(observed_on=date(2026, 8, 11), value=20),
    )
    model = Model(make_pack(readings=readings), lambda: TODAY)

    assert opened("?set=works-delay:20", model).settings == {}
    assert opened("?as-of=2026-08-05&set=works-delay:20", model).settings == {
        "works-delay": 20.0
    }


def test_every_target_has_its_title_and_a_risk_its_date() -> None:
    targets = opened("?as-of=2026-08-05").island["targets"]

    assert [(each["id"], each["by"]) for each in targets] == [
        ("tunnel-works", None),
        ("border-talks", None),
        ("TW1", "2027-08-05"),
        ("TW2", "2027-12-31"),
        ("BT1", "2027-08-05"),
    ]


@pytest.mark.parametrize(
    ("title", "is_named"),
    [
        ("Treaty unsigned on 15 August 2027", True),
        ("Treaty unsigned by 15 Aug 2027.", True),
        ("Treaty unsigned by 5 August 2027", False),
        ("Treaty unsigned by 15 August 2028", False),
        ("Treaty unsigned by 115 August 2027", False),
        ("War within a year", False),
    ],
)
def test_a_date_in_a_title_is_found(title: str, is_named: bool) -> None:
    assert text.names_day(title, date(2027, 8, 15)) is is_named


def test_a_title_that_names_its_date_is_told_from_others() -> None:
    risks = [
        make_risk(title="Too late by 12 August 2027"),
        *small_pack().risks[1:],
    ]
    model = Model(make_pack(risks=tuple(risks)), lambda: TODAY)

    targets = {each["id"]: each for each in opened("", model).island["targets"]}

    assert targets["TW1"]["is_dated"]
    assert not targets["TW2"]["is_dated"]


def test_a_register_without_evidence_is_marked_as_assumed() -> None:
    known = Model(small_pack(), lambda: TODAY)
    unknown = Model(make_pack(readings=()), lambda: TODAY)

    def chips(model: Model) -> int:
        # Asked about a day when readings are still fresh.
        found = parts(opened("?as-of=2026-08-05", model).root)
        return sum(
            getattr(each, "className", "") == "chip is-assumed" for each in found
        )

    assert chips(unknown) == 2
    assert chips(known) < 2


def test_every_risk_has_a_link_about_the_same_day() -> None:
    assert opened("?as-of=2026-08-05").island["links"]["TW1"] == (
        "/registers/TW1?as-of=2026-08-05"
    )
    assert opened().island["links"]["BT1"] == "/registers/BT1"


def test_nothing_on_the_page_calls_the_baseline_today() -> None:
    for search in ("", "?scenario=cold-winter", "?set=works-delays:1"):
        page = opened(search)
        words = [
            str(each.children)
            for each in parts(page.root)
            if isinstance(getattr(each, "children", None), str)
        ]
        said = " ".join((*words, *page.problems, json.dumps(page.island["looks"])))
        assert "today" not in said.lower()


def test_the_page_stays_small_enough_for_dash_to_replace_at_once() -> None:
    assert len(list(parts(opened().root))) < 170


def test_a_page_of_another_address_is_drawn_anew() -> None:
    keys = {
        getattr(opened(each).root, "key")  # noqa: B009 not declared
        for each in ("", "?set=works-delay:20", "?as-of=2026-08-05")
    }

    assert len(keys) == 3
