"""What an attacker tries: every refusal is a 4xx with one sentence, never a trace."""

import io
import json
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import __main__ as starting
from dashboard import ids
from dashboard.app import create_app
from dashboard.cache import KEPT, remember
from dashboard.what_if_api import LONGEST_BODY
from tests.app.browsing import UPDATE, body_for, client_of, model_of, small_app
from tests.app.serving import served

OPENED = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}


@pytest.fixture(scope="module", name="app")
def make_app() -> Dash:
    return small_app()


@pytest.fixture(name="client")
def make_client(app: Dash) -> FlaskClient:
    return client_of(app)


def _one_sentence(text: str) -> bool:
    has_one_line = len(text.splitlines()) == 1
    return has_one_line and text.endswith(".") and "<" not in text and len(text) < 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/", 405),
        ("DELETE", "/registers", 405),
        ("TRACE", "/export.zip", 405),
        ("PUT", "/api/what-if", 405),
        ("POST", UPDATE + "/", 405),
        ("GET", "/assets/nothing.js", 404),
        ("GET", "/assets/../dashboard/app.py", 404),
        ("GET", "/assets/..%2fdashboard%2fapp.py", 404),
        ("GET", "/assets/%2e%2e/%2e%2e/etc/passwd", 404),
        ("GET", "/assets/nav.js%00.css", 404),
        ("GET", "/_dash-component-suites/os/path.py", 404),
        ("GET", "/_dash-component-suites/dash/dash.py", 404),
        ("GET", "/_dash-component-suites/dash/deps/../dash.py", 404),
    ],
)
def test_what_is_not_there_is_refused_in_one_sentence(
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    status: int,
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == "text/plain"
    assert _one_sentence(answer.text), answer.text
    assert caplog.text == ""
    assert ("Allow" in answer.headers) == (status == 405)


def test_what_breaks_is_logged_and_told_in_one_sentence() -> None:
    app = small_app()

    def break_down() -> str:
        raise ZeroDivisionError("secret")

    app.server.add_url_rule("/breaks", "breaks", break_down)
    answer = client_of(app).get("/breaks")
    assert answer.status_code == 500
    assert _one_sentence(answer.text)
    assert "secret" not in answer.text


def test_what_the_browser_computes_cannot_be_called_here(client: FlaskClient) -> None:
    forged = {
        "output": f"{ids.TITLE}.storage_type",
        "outputs": {"id": ids.TITLE, "property": "storage_type"},
        "inputs": [{"id": ids.TITLE, "property": "data", "value": "x"}],
        "changedPropIds": [f"{ids.TITLE}.data"],
    }
    answer = client.post(UPDATE, json=forged)
    assert answer.status_code == 404
    assert _one_sentence(answer.text)


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_beyond_all_numbers_is_no_json(
    client: FlaskClient, number: str
) -> None:
    raw = json.dumps(body_for("/"))[:-1] + f', "n": {number}}}'
    answer = client.post(UPDATE, data=raw, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/export.zip", "/api/what-if", "/_dash-layout", "/"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_cannot_ask_behind_its_readers_back(
    client: FlaskClient, path: str, site: str
) -> None:
    for mode, dest in [("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")]:
        asked = {"Site": site, "Mode": mode, "Dest": dest}
        headers = {f"Sec-Fetch-{name}": value for name, value in asked.items()}
        answer = client.get(path, headers=headers)
        assert answer.status_code == 403
        assert _one_sentence(answer.text)


@pytest.mark.parametrize("path", ["/", "/registers/BT1", "/export.zip"])
def test_a_link_from_elsewhere_may_be_opened(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=OPENED, buffered=True).status_code == 200


def test_a_foreign_form_cannot_be_posted_as_an_opened_link(client: FlaskClient) -> None:
    for path in (UPDATE, "/api/what-if"):
        answer = client.post(path, data="{}", headers=OPENED, content_type="text/plain")
        assert answer.status_code == 403


def test_what_a_callback_answers_is_not_kept(client: FlaskClient) -> None:
    answer = client.post(UPDATE, json=body_for("/"))
    assert answer.headers["Cache-Control"] == "no-store"


def _endless(client: FlaskClient, path: str, size: int) -> Any:
    """Post a body that does not say how long it is, as servers hand it on."""
    body = io.BytesIO(json.dumps({"target": "x" * size}).encode())
    return client.post(
        path,
        input_stream=body,
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )


@pytest.mark.parametrize("path", [UPDATE, "/api/what-if"])
def test_a_body_without_a_length_meets_the_same_limit(
    client: FlaskClient, path: str
) -> None:
    answer = _endless(client, path, 300_000)
    assert answer.status_code == 413
    said = answer.json["error"] if answer.is_json else answer.text
    assert _one_sentence(said)


def test_a_question_just_over_the_limit_is_told_so(client: FlaskClient) -> None:
    answer = _endless(client, "/api/what-if", LONGEST_BODY)
    assert answer.status_code == 413
    assert "at most 16 kB" in answer.json["error"]


@pytest.mark.parametrize(
    "path",
    [
        "//elsewhere.example/",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)//",
        "https://elsewhere.example/",
        "/registers//elsewhere.example",
    ],
)
def test_no_link_leads_to_where_a_forged_address_points(path: str) -> None:
    app = small_app()
    shown = client_of(app).post(UPDATE, json=body_for(path)).json
    found = list(_addresses(shown["response"]))
    assert len(found) > 5
    assert not [each for each in found if "elsewhere" in each or "javascript" in each]


def _addresses(shown: Any) -> Iterator[str]:
    if isinstance(shown, dict):
        for name, each in shown.items():
            if name in ("href", "value") and isinstance(each, str):
                yield each
            else:
                yield from _addresses(each)
    elif isinstance(shown, list):
        for each in shown:
            yield from _addresses(each)


@pytest.mark.parametrize("start", ["/", "/registers/", "/%2f"])
def test_a_long_address_does_not_make_a_longer_answer(
    client: FlaskClient, start: str
) -> None:
    answer = client.post(UPDATE, json=body_for(start + "a" * 200_000))
    assert answer.status_code == 200
    assert "There is no page at" in answer.text
    assert len(answer.data) < 50_000


def test_two_apps_in_one_process_share_nothing() -> None:
    one, other = small_app(), create_app(model_of(default_as_of=None))
    assert one.callback_map is not other.callback_map
    assert one.server is not other.server
    for app in (one, other):
        assert client_of(app).post(UPDATE, json=body_for("/")).status_code == 200


def _plant(folder: Path, filename: str, **columns: Any) -> None:
    """Put a row into the cache that names a file."""
    values = {"filename": filename, "value": None, "mode": 3, **columns}
    names = ", ".join(f"{name} = ?" for name in values)
    with sqlite3.connect(folder / KEPT / "cache.db") as database:
        database.execute(f"UPDATE Cache SET {names}", tuple(values.values()))  # noqa: S608
    database.close()


@pytest.mark.parametrize("mode", [1, 2, 3, 4])
def test_a_planted_row_reads_no_file(
    tmp_path: Path, mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    secret = tmp_path / "secret"
    secret.write_text('"a secret"')
    folder = tmp_path / "kept"
    remember(folder, "key", lambda: 7, write=int, read=int)
    _plant(folder, str(secret), mode=mode)
    found = remember(folder, "key", lambda: 8, write=int, read=lambda kept: kept)
    assert found == 8
    assert secret.exists()
    assert "a secret" not in caplog.text


def test_a_planted_row_deletes_no_file(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep me")
    folder = tmp_path / "kept"
    remember(folder, "key", lambda: 7, write=int, read=int)
    _plant(folder, str(precious), expire_time=1.0)
    remember(folder, "other", lambda: 7, write=int, read=int)
    assert precious.read_text() == "keep me"
    assert remember(folder, "other", lambda: 8, write=int, read=int) in (7, 8)


def test_a_large_value_stays_in_the_table(tmp_path: Path) -> None:
    for _ in range(2):
        made = remember(tmp_path, "key", lambda: "x" * 99_999, write=str, read=str)
        assert len(made) == 99_999
    assert [each.name for each in (tmp_path / KEPT).iterdir()] == ["cache.db"]


@pytest.fixture(scope="module", name="port")
def serve(app: Dash) -> Iterator[int]:
    with served(app, **(starting.LIMITS | {"threads": 2})) as address:
        yield int(address.rpartition(":")[2])


def _sent(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        return connection.recv(100)


HEAD = b"Host: 127.0.0.1\r\nConnection: close\r\n"
JSON_HEAD = HEAD + b"Content-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"POST / HTTP/1.1\r\n" + JSON_HEAD + b"Content-Length: 9000000\r\n\r\n", 413),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + HEAD + b"X: " + b"a" * 100_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a.example\r\n" + HEAD + b"\r\n", 403),
        (b"GET / HTTP/1.0\r\n\r\n", 403),
        (b"POST / HTTP/1.1\r\n" + HEAD + b"Content-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HEAD + b"X : a\r\n\r\n", 400),
    ],
)
def test_the_server_refuses_before_it_keeps_anything(
    port: int, request_bytes: bytes, status: int
) -> None:
    answer = _sent(port, request_bytes)
    assert answer.split(b" ")[1] == str(status).encode()
