"""The endpoint: what it takes, what it answers, what it refuses in which words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.jobs.api import LONGEST_BODY, PATH, add_routes
from dashboard.jobs.records import Limits, Question
from dashboard.jobs.runner import JobRunner
from risks.errors import UnknownIdError
from tests.app.browsing import small_app
from tests.app.jobs.work import WORK, running, until

ASKED = {"owner": "tab-1", "kind": "count", "question": {"steps": 3}}
NOBODY = Limits(workers=0, most_waiting=2)


def read(kind: str, question: Question) -> dict[str, Any]:
    if kind == "divide":
        raise ZeroDivisionError("a fault of ours")
    if set(question) - {"steps"}:
        raise UnknownIdError("field", min(set(question) - {"steps"}), ["steps"])
    return {"steps": question.get("steps", 1)}


def client_of(runner: JobRunner) -> FlaskClient:
    server = Flask("tests")
    add_routes(server, runner, read)
    return server.test_client()


@pytest.fixture(name="client")
def make_client() -> Iterator[FlaskClient]:
    with running(limits=NOBODY) as runner:
        yield client_of(runner)


def ask(client: FlaskClient, **changes: Any) -> TestResponse:
    return client.post(PATH, json={**ASKED, **changes})


def job_of(answer: TestResponse) -> dict[str, Any]:
    body: dict[str, Any] = answer.get_json()
    assert list(body) == ["job"], body
    job: dict[str, Any] = body["job"]
    return job


def refused(answer: TestResponse, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/json"
    body = answer.get_json()
    assert list(body) == ["error"]
    assert words in body["error"]
    assert body["error"].endswith((".", "?"))
    assert "\n" not in body["error"]


def test_a_job_is_accepted_looked_at_and_done() -> None:
    with running() as runner:
        client = client_of(runner)
        answer = ask(client)
        assert answer.status_code == 202
        assert answer.headers["Cache-Control"] == "no-store"
        address = f"{PATH}/{job_of(answer)['id']}"
        until(lambda: job_of(client.get(address))["state"] == "done")
        job = job_of(client.get(address))
    assert (job["done"], job["total"], job["message"]) == (3, 3, "")
    assert job["result"]["counted"] == 3


def test_a_job_shows_neither_who_asked_nor_what(client: FlaskClient) -> None:
    job = job_of(ask(client))
    assert set(job) == {"id", "kind", "state", "done", "total", "result", "message"}
    assert (job["kind"], job["state"], job["result"]) == ("count", "waiting", None)


def test_a_job_is_cancelled(client: FlaskClient) -> None:
    address = f"{PATH}/{job_of(ask(client))['id']}"
    answer = client.post(f"{address}/cancel")
    assert answer.status_code == 200
    assert job_of(answer)["state"] == "cancelled"
    assert job_of(client.get(address)) == job_of(answer)
    assert job_of(client.post(f"{address}/cancel")) == job_of(answer)


def test_an_unknown_job_is_not_found(client: FlaskClient) -> None:
    refused(client.get(f"{PATH}/nothing"), 404, "no such computation")
    refused(client.post(f"{PATH}/nothing/cancel"), 404, "no such computation")


def test_a_full_queue_is_refused_and_says_when_to_come_back(
    client: FlaskClient,
) -> None:
    for owner in ("one", "two"):
        assert ask(client, owner=owner).status_code == 202
    answer = ask(client, owner="three")
    refused(answer, 503, "2 computations wait already")
    assert answer.headers["Retry-After"] == "2"
    assert ask(client, owner="one").status_code == 202


def test_a_stopping_server_is_refused_in_words() -> None:
    runner = JobRunner(WORK, NOBODY)
    runner.close()
    refused(ask(client_of(runner)), 503, "stopping")


def test_a_question_that_makes_no_sense_is_refused_in_its_words(
    client: FlaskClient,
) -> None:
    answer = ask(client, question={"step": 3})
    refused(answer, 422, "no field is called 'step'; did you mean 'steps'?")


def test_a_fault_of_ours_is_only_in_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    refused(ask(client, kind="divide"), 500, "log on the server says why")
    assert "a fault of ours" in caplog.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"owner": ""}, "at owner"),
        ({"owner": "x" * 65}, "at owner"),
        ({"owner": "a b"}, "at owner"),
        ({"owner": "tab\n"}, "at owner"),
        ({"owner": "é"}, "at owner"),
        ({"owner": 7}, "at owner"),
        ({"owner": None}, "at owner"),
        ({"kind": "__init__"}, "none of these: count, "),
        ({"kind": ["count"]}, "at kind"),
        ({"kind": "k" * 65}, "at kind"),
        ({"question": []}, "at question"),
        ({"question": "steps"}, "at question"),
        ({"more": 1}, "at more"),
        ({"owner": 1, "kind": 2}, "(and 1 more)"),
    ],
)
def test_a_body_that_is_no_job_is_refused(
    client: FlaskClient, changes: dict[str, Any], words: str
) -> None:
    refused(ask(client, **changes), 400, words)


DEEP = '{"question": ' + "[" * 5000 + "]" * 5000 + "}"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        json.dumps({**ASKED, "question": {"steps": float("nan")}}).encode(),
        json.dumps(ASKED).replace("3", "1e999").encode(),
        json.dumps(ASKED).replace("tab-1", "\\ud800").encode(),
        DEEP.encode(),
    ],
    ids=["empty", "null", "list", "cut", "bytes", "nan", "inf", "surrogate", "deep"],
)
def test_a_hostile_body_is_refused_and_never_breaks(
    client: FlaskClient, body: bytes
) -> None:
    answer = client.post(PATH, data=body, content_type="application/json")
    refused(answer, 400, "")


def test_only_short_json_is_read(client: FlaskClient) -> None:
    form = client.post(PATH, data=json.dumps(ASKED), content_type="text/plain")
    refused(form, 415, "application/json")
    long = ask(client, question={"steps": "x" * LONGEST_BODY})
    refused(long, 413, "16 kB")


def test_the_gate_of_the_app_stands_in_front() -> None:
    with running(limits=NOBODY) as runner:
        app = small_app()
        add_routes(app.server, runner, read)
        client = app.server.test_client()
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        answer = client.post(PATH, json=ASKED, headers=own)
        assert answer.status_code == 202
        address = f"{PATH}/{job_of(answer)['id']}"
        for headers in (
            {"Origin": "http://evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Host": "evil.example"},
        ):
            tries = [
                client.post(PATH, json=ASKED, headers=headers),
                client.post(f"{address}/cancel", headers=headers),
            ]
            assert [each.status_code for each in tries] == [403, 403]
        assert job_of(client.get(address))["state"] == "waiting"
        assert client.post(f"{address}/cancel", headers=own).status_code == 200
