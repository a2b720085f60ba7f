"""The door: what is refused before Dash sees it, with which words, never a 500."""

import json
from typing import Any

import pytest
from dash import Dash
from werkzeug.test import TestResponse

from dashboard.safety import MOST_BYTES, host_name
from tests.app.browsing import OUTPUT, UPDATE, body_for, client_of, small_app


@pytest.fixture(scope="module", name="app")
def make_app() -> Dash:
    return small_app()


def _post(app: Dash, body: Any = None, **request: Any) -> TestResponse:
    request.setdefault("content_type", "application/json")
    data = request.pop("data", None) or json.dumps(body or body_for("/"))
    return client_of(app).post(UPDATE, data=data, **request)


def _refused(answer: TestResponse, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert answer.text.endswith(".")
    assert len(answer.text.splitlines()) == 1


def test_what_a_page_sends_is_answered(app: Dash) -> None:
    same_site = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert _post(app, headers=same_site).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example"]
)
@pytest.mark.parametrize("path", ["/", UPDATE, "/_dash-layout", "/assets/nav.js"])
def test_a_foreign_host_name_is_refused_everywhere(
    app: Dash, host: str, path: str
) -> None:
    answer = client_of(app).get(path, headers={"Host": host}, buffered=True)
    _refused(answer, 403, "does not answer to that host name")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9000", "[::1]:8050"])
def test_this_machine_may_ask_under_its_own_names(app: Dash, host: str) -> None:
    assert client_of(app).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "null"},
        {"Origin": "http://[bad"},
        {"Origin": "file://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_cannot_ask_for_a_callback(
    app: Dash, headers: dict[str, str]
) -> None:
    _refused(_post(app, headers=headers), 403, "another site")


def test_a_body_may_not_be_too_large(app: Dash) -> None:
    body = body_for("/", "?" + "x" * MOST_BYTES)
    _refused(_post(app, body), 413, "256 kB")


def test_only_json_is_taken(app: Dash) -> None:
    answer = _post(app, data="a=1", content_type="application/x-www-form-urlencoded")
    _refused(answer, 415, "takes JSON")


def test_callbacks_are_posted(app: Dash) -> None:
    _refused(client_of(app).put(UPDATE, json={}), 405, "POST")


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe",
        b'{"output": NaN}',
        b'{"output": 1e999, "inputs": Infinity}',
        b'{"output": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_what_is_not_json_is_refused(app: Dash, raw: bytes) -> None:
    _refused(_post(app, data=raw), 400, "not valid JSON")


def test_deep_nesting_is_refused(app: Dash) -> None:
    raw = b'{"output": ' + b"[" * 60 + b"]" * 60 + b"}"
    _refused(_post(app, data=raw), 400, "too deeply")


@pytest.mark.parametrize("body", [[1], "text", 7, True])
def test_json_that_is_no_object_is_refused(app: Dash, body: Any) -> None:
    _refused(_post(app, data=json.dumps(body)), 400, "a JSON object")


@pytest.mark.parametrize("output", ["", "nothing.children", None, 5, ["a"], {"b": 1}])
def test_an_unknown_output_is_refused(app: Dash, output: Any) -> None:
    _refused(_post(app, {**body_for("/"), "output": output}), 404, "no such callback")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("inputs", [], "inputs are not the declared"),
        ("inputs", "text", "inputs are not the declared"),
        ("inputs", None, "inputs are not the declared"),
        ("inputs", [1, 2], "inputs are not the declared"),
        ("inputs", [{"id": "x", "property": "y"}] * 2, "inputs are not the declared"),
        ("state", [{}], "state are not the declared"),
        ("outputs", None, "outputs are not the declared"),
        ("outputs", [], "outputs are not the declared"),
        ("outputs", [1, 2, 3], "outputs are not the declared"),
        ("outputs", [{"id": "page", "property": "x"}] * 3, "outputs are not"),
        ("changedPropIds", 5, "what changed"),
        ("changedPropIds", [5], "what changed"),
        ("changedPropIds", {"a": 1}, "what changed"),
    ],
)
def test_a_body_no_page_would_send_is_refused(
    app: Dash, field: str, value: Any, words: str
) -> None:
    _refused(_post(app, {**body_for("/"), field: value}), 400, words)


@pytest.mark.parametrize("missing", ["output", "outputs", "inputs"])
def test_a_body_without_a_field_is_refused(app: Dash, missing: str) -> None:
    body = {name: each for name, each in body_for("/").items() if name != missing}
    assert 400 <= _post(app, body).status_code < 500


@pytest.mark.parametrize("value", [5, None, [], {}, True, "\x00", "/" * 9000, "/é"])
@pytest.mark.parametrize("place", [0, 1])
def test_any_value_of_an_input_gets_a_page_in_words(
    app: Dash, value: Any, place: int
) -> None:
    body = body_for("/")
    body["inputs"][place]["value"] = value
    answer = _post(app, body)
    assert answer.status_code == 200
    assert "Skip to content" in answer.text


def test_every_answer_keeps_the_page_to_this_host(app: Dash) -> None:
    for path in ("/", UPDATE, "/assets/nav.js", "/nowhere"):
        headers = client_of(app).get(path, buffered=True).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self' 'sha256-" in policy
        assert "unsafe-eval" not in policy
        assert "script-src 'self' 'unsafe-inline'" not in policy
        assert "http:" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


def test_every_inline_script_of_the_page_has_its_hash(app: Dash) -> None:
    import base64
    import hashlib
    import re

    answer = client_of(app).get("/")
    inline = re.findall(
        r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", answer.text, re.DOTALL
    )
    scripts = [body for kind, body in inline if "application/json" not in kind]
    assert scripts
    policy = answer.headers["Content-Security-Policy"]
    for script in scripts:
        digest = hashlib.sha256(script.encode()).digest()
        assert base64.b64encode(digest).decode() in policy


def test_the_page_asks_no_other_host_for_anything(app: Dash) -> None:
    assert "//" not in client_of(app).get("/").text.replace("<!--", "").replace(
        "//127.0.0.1", ""
    )


def test_a_callback_is_what_its_output_says(app: Dash) -> None:
    assert OUTPUT in app.callback_map


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1:80", "127.0.0.1"),
        ("LocalHost", "localhost"),
        ("[::1]:80", "[::1]"),
        ("[::1]", "[::1]"),
        ("a:b", "a:b"),
        ("", ""),
    ],
)
def test_a_host_name_is_read_without_its_port(host: str, name: str) -> None:
    assert host_name(host) == name
