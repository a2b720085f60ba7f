import io
import zipfile
from datetime import date

import pytest
from flask import Flask, Response

from dashboard import downloads
from dashboard.queries.model import Model
from tests.builders import small_pack


@pytest.fixture
def model() -> Model:
    return Model(small_pack(), today=lambda: date(2026, 8, 20))


def get(model: Model, search: str) -> Response:
    server = Flask("test")
    downloads.add_routes(server, model)
    answered: Response = server.test_client().get(f"/export.zip{search}")
    return answered


def test_an_export_is_a_zip_of_csv_files_with_a_name_of_ours(model: Model) -> None:
    response = get(model, "?as-of=2026-08-15")
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    assert response.headers["Cache-Control"] == "no-store"
    disposition = response.headers["Content-Disposition"]
    assert disposition == "attachment; filename=araxes-small-2026-08-15.zip"
    names = zipfile.ZipFile(io.BytesIO(response.data)).namelist()
    assert "risks.csv" in names
    assert names[-1] == "datapackage.json"


def test_the_same_question_gives_the_same_bytes(model: Model) -> None:
    assert get(model, "").data == get(model, "").data


def test_a_register_holds_its_own_rows_only(model: Model) -> None:
    response = get(model, "?register=border-talks")
    assert "border-talks" in response.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    risks = archive.read("risks.csv").decode()
    assert "BT1" in risks
    assert "\nTW1" not in risks


def test_settings_reach_the_export(model: Model) -> None:
    response = get(model, "?set=neighbour-stance:3.5")
    assert "what-if" in response.headers["Content-Disposition"]
    package = zipfile.ZipFile(io.BytesIO(response.data)).read("datapackage.json")
    assert b'"neighbour-stance": 3.5' in package


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?as-of=yesterday", "'yesterday' is not a day written like 2026-08-15.\n"),
        ("?register=border-talk", "did you mean 'border-talks'?"),
        ("?set=neighbour-stance", "is not a setting written like"),
        ("?set=neighbour-stance:9", "allowed: 0 to 4"),
        ("?set=neighbor-stance:1", "did you mean 'neighbour-stance'?"),
        ("?regiser=border-talks", "did you mean 'register'?"),
        ("?register=%ff", "The address cannot be read"),
    ],
)
def test_a_bad_address_is_refused_in_words(
    model: Model, search: str, said: str
) -> None:
    response = get(model, search)
    assert response.status_code == 400
    assert response.mimetype == "text/plain"
    assert said in response.get_data(as_text=True)


def test_every_problem_is_told_at_once(model: Model) -> None:
    response = get(model, "?as-of=never&set=x;y&whatever=1")
    assert len(response.get_data(as_text=True).splitlines()) == 4


def test_a_refusal_does_not_speak_of_a_page(model: Model) -> None:
    shown = get(model, "?as-of=1990-01-01").get_data(as_text=True)
    assert shown == "The evidence begins on 31 Mar 2026.\n"


def test_what_breaks_is_logged_and_not_shown(
    model: Model, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(downloads, "download", break_down)
    response = get(model, "")
    assert response.status_code == 500
    assert "secret" not in response.get_data(as_text=True)
    assert "an export failed" in caplog.text
