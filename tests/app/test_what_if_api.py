import json
from datetime import date
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

import risks
from dashboard import what_if_api
from dashboard.app import create_app
from dashboard.pages import what_if
from dashboard.queries.model import Model
from dashboard.what_if_api import LONGEST_BODY, PATH, QuestionError, read_question
from risks.errors import RisksError
from risks.rates import baseline
from tests.builders import make_pack, make_signal, small_pack

AS_OF = date(2026, 8, 12)
COLD = {"neighbour-stance": 3.0, "works-delay": 20.0}


@pytest.fixture
def model() -> Model:
    return Model(small_pack(), lambda: date(2026, 11, 22))


@pytest.fixture
def client(model: Model) -> FlaskClient:
    return create_app(model).server.test_client()


def ask(model: Model, **question: Any) -> dict[str, Any]:
    body = json.dumps(question).encode()
    answer = what_if_api.reply(model, read_question(body))
    found: dict[str, Any] = json.loads(what_if_api.as_json(answer))
    return found


def test_the_numbers_are_those_of_the_model_to_the_bit(model: Model) -> None:
    found = ask(model, settings=COLD, target="BT1")

    base = baseline(model.pack, AS_OF)
    seen, today = risks.what_if(base, COLD), risks.what_if(base, {})
    assert [each["chance"] for each in found["risks"]] == seen.numbers.chance.tolist()
    assert [each["baseline"] for each in found["risks"]] == (
        today.numbers.chance.tolist()
    )
    assert [each["pressure"] for each in found["registers"]] == (
        seen.register_pressure.tolist()
    )
    assert found["target"]["value"] == 100 * seen.numbers.chance[2]
    swings = risks.tornado(seen, risks.find_target(model.pack, "BT1"))
    assert [each["at_extreme"] for each in found["target"]["tornado"]] == [
        each.at_extreme for each in swings
    ]


def test_every_chance_names_its_date(model: Model) -> None:
    found = ask(model)

    assert [each["by"] for each in found["risks"]] == [
        "2027-08-12",
        "2027-12-31",
        "2027-08-12",
    ]


def test_a_question_without_fields_is_about_the_baseline_and_the_highest_pressure(
    model: Model,
) -> None:
    found = ask(model)

    assert found["as_of"] == AS_OF.isoformat()
    assert found["settings"] == {}
    assert found["target"]["id"] == "border-talks"
    for each in found["registers"]:
        assert each["pressure"] == each["baseline"]
    for each in found["risks"]:
        assert each["chance"] == each["baseline"]


def test_without_a_target_the_answer_is_about_what_moves_most(model: Model) -> None:
    found = ask(model, settings={"works-delay": 20.0})

    moves = {
        each["id"]: abs(each["chance"] - each["baseline"]) for each in found["risks"]
    }
    assert max(moves.values()) > 0
    assert found["target"]["id"] == max(moves, key=moves.__getitem__)
    assert found["target"]["id"] != ask(model)["target"]["id"]


def test_where_no_risk_moves_the_answer_is_about_the_pressure_that_does() -> None:
    silent = Model(make_pack(signals=()), lambda: date(2026, 11, 22))

    found = ask(silent, settings={"works-delay": 20.0})

    assert all(each["chance"] == each["baseline"] for each in found["risks"])
    assert found["target"]["id"] == "tunnel-works"
    assert ask(silent)["target"]["id"] == "border-talks"


def test_a_target_that_was_picked_stays(model: Model) -> None:
    found = ask(model, settings={"works-delay": 20.0}, target="border-talks")

    assert found["target"]["id"] == "border-talks"


def test_a_lever_put_back_gives_the_identical_answer(model: Model) -> None:
    first = what_if_api.as_json(what_if_api.reply(model, read_question(b"{}")))
    ask(model, settings=COLD)
    again = what_if_api.as_json(what_if_api.reply(model, read_question(b"{}")))

    assert first == again


def test_the_order_of_settings_does_not_matter(model: Model) -> None:
    backwards = dict(reversed(COLD.items()))

    assert ask(model, settings=COLD) == ask(model, settings=backwards)


@pytest.mark.parametrize("target", ["TW1", "TW2", "BT1", "tunnel-works"])
@pytest.mark.parametrize("stance", [0.0, 1.3, 3.0, 4.0])
def test_the_rows_of_why_add_up_as_they_are_shown(
    model: Model, target: str, stance: float
) -> None:
    settings = {"neighbour-stance": stance, "works-delay": 17.0, "works-funding": 33.0}
    found = ask(model, settings=settings, target=target)["target"]

    shown = sum(round(10 * each["shown"]) for each in found["why"])
    assert shown == round(10 * found["shown_change"])
    assert shown == round(10 * (found["value"] - found["baseline"]))


def test_the_factor_says_what_its_limit_takes(model: Model) -> None:
    strong = tuple(
        make_signal(indicator_id="works-delay", risk_id=each, times=36.0)
        for each in ("TW1", "TW2", "BT1")
    )
    clamped = Model(make_pack(signals=strong), lambda: date(2026, 11, 22))

    factor = ask(clamped, settings={"works-delay": 30}, target="TW1")["target"][
        "factor"
    ]

    assert factor["held"] == pytest.approx(6.0)
    assert factor["limit"] == 6.0
    assert factor["free"] > 6.0


def test_a_risk_past_its_deadline_awaits_its_resolution() -> None:
    later = Model(small_pack(), lambda: date(2028, 3, 1))

    found = ask(later, as_of="2028-03-01", settings=COLD, target="TW2")

    risk = next(each for each in found["risks"] if each["id"] == "TW2")
    assert (risk["status"], risk["chance"]) == ("awaiting resolution", None)
    assert found["target"]["value"] is None
    assert found["target"]["why"] == []
    assert found["target"]["tornado"] == []


def test_a_setting_that_settles_a_risk_decides_it(model: Model) -> None:
    found = ask(model, settings={"works-delay": 0}, target="TW2")

    risk = next(each for each in found["risks"] if each["id"] == "TW2")
    assert (risk["status"], risk["chance"]) == ("decided no", 0.0)


HOSTILE = [
    (b"", "Invalid JSON"),
    (b"{", "Invalid JSON"),
    (b"\xff\xfe", "Invalid JSON"),
    (b"[" * 5000, "Invalid JSON"),
    (b"[]", "valid dictionary or instance|an object"),
    (b'{"settings": []}', "settings"),
    (b'{"settings": {"works-delay": NaN}}', "finite number"),
    (b'{"settings": {"works-delay": Infinity}}', "finite number"),
    (b'{"settings": {"works-delay": 1e999}}', "finite number"),
    (b'{"settings": {"works-delay": "8"}}', "valid number"),
    (b'{"settings": {"works-delay": true}}', "valid number"),
    (b'{"settings": {"works-delay": null}}', "valid number"),
    (b'{"settings": {"works-delay": {"$gt": 0}}}', "valid number"),
    (b'{"settings": {"works-delays": 8}}', "did you mean 'works-delay'"),
    (b'{"settings": {"tw-event-pressure": 8}}', "no indicator that can be set"),
    (b'{"settings": {"works-delay": 31}}', "allowed: 0 to 30 weeks"),
    (b'{"settings": {"works-delay": -1e300}}', "allowed: 0 to 30 weeks"),
    (b'{"settings": {"' + b"x" * 61 + b'": 1}}', "61|at most 60"),
    (b'{"target": "TW9"}', "no risk or register is called 'TW9'"),
    (b'{"target": 7}', "valid string"),
    (b'{"as_of": "2031-01-01"}', "lies ahead"),
    (b'{"as_of": "1999-01-01"}', "The evidence begins on"),
    (b'{"as_of": "15.8.2026"}', "is not a day written like"),
    (b'{"as_of": 20260815}', "valid string"),
    (b'{"as_of": "2026-08-12T00:00"}', "at most 10 characters"),
    (b'{"as-of": "2026-08-12"}', "not permitted"),
    (b'{"__proto__": {}}', "not permitted"),
]


@pytest.mark.parametrize(("body", "said"), HOSTILE)
def test_a_question_that_cannot_be_assumed_is_refused_in_a_sentence(
    client: FlaskClient, body: bytes, said: str
) -> None:
    reply = client.post(PATH, data=body, content_type="application/json")

    assert reply.status_code == 400
    assert reply.json is not None
    assert list(reply.json) == ["error"]
    sentence = reply.json["error"]
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    assert "This page shows" not in sentence
    assert any(each in sentence for each in said.split("|"))


def test_too_many_settings_are_refused() -> None:
    settings = {f"a{number}": 1.0 for number in range(201)}

    with pytest.raises(QuestionError, match="at most 200 items"):
        read_question(json.dumps({"settings": settings}).encode())


def test_a_body_that_is_too_long_or_no_json_is_refused(client: FlaskClient) -> None:
    long = client.post(
        PATH, data=b" " * (LONGEST_BODY + 1), content_type="application/json"
    )
    form = client.post(PATH, data={"settings": "1"})

    assert (long.status_code, form.status_code) == (413, 415)
    assert "at most 16 kB" in long.get_data(as_text=True)


def test_other_programs_can_ask_with_an_address(
    client: FlaskClient, model: Model
) -> None:
    reply = client.get(
        f"{PATH}?as-of=2026-08-12&set=neighbour-stance:3;works-delay:20&target=BT1"
    )

    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.json == ask(model, settings=COLD, target="BT1")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("set=works-delay", "is not a setting written like"),
        ("settings=works-delay:8", "No field of the address is called 'settings'"),
        ("set=works-delay:99", "allowed: 0 to 30 weeks"),
        ("target=" + "x" * 61, "at most 60 characters"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_in_a_sentence(
    client: FlaskClient, query: str, said: str
) -> None:
    reply = client.get(f"{PATH}?{query}")

    assert reply.status_code == 400
    assert reply.json is not None
    assert said in reply.json["error"]


def test_a_failing_model_tells_the_reader_nothing_of_its_inside(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr(what_if_api, "reply", fail)
    reply = client.post(PATH, data=b"{}", content_type="application/json")

    assert reply.status_code == 500
    assert "secret" not in reply.get_data(as_text=True)
    assert reply.json == {"error": what_if_api.FAILED}


def test_a_foreign_page_may_not_ask(client: FlaskClient) -> None:
    reply = client.post(
        PATH,
        data=b"{}",
        content_type="application/json",
        headers={"Origin": "https://example.org"},
    )

    assert reply.status_code == 403


def test_two_apps_answer_each_about_its_own_pack(model: Model) -> None:
    other = Model(make_pack(signals=()), lambda: date(2026, 11, 22))
    apps: list[Dash] = [create_app(model), create_app(other)]

    texts = [
        app.server.test_client().post(PATH, json={"settings": COLD}).get_data()
        for app in apps
    ]

    assert texts[0] != texts[1]
    assert what_if.PATH == "/what-if"


def test_errors_of_the_question_are_for_a_reader() -> None:
    assert issubclass(QuestionError, RisksError)
