"""The files of a closed week, from the page: written after the close, handed out."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.jobs.records import Job, QueueFullError, UnknownJobError
from dashboard.queries.long_work import checked_question, files_task
from dashboard.queries.model import Model
from dashboard.queries.review_files import MEANINGS
from risks.brief.folder import KINDS
from risks.errors import RisksError
from risks.reviews import held
from tests.app.browsing import client_of
from tests.app.logbooks import body, following, post

WEEK = "2026-W47"


class Inline:
    """A runner that does what it is given when it is looked at, in this process."""

    kinds = frozenset({"files"})

    def __init__(self, model: Model) -> None:
        self.model, self.submitted = model, 0
        self.jobs: dict[str, Job] = {}
        self.is_full = False

    def submit(self, owner: str, kind: str, question: dict[str, Any]) -> Job:
        if self.is_full:
            raise QueueFullError(1)
        self.submitted += 1
        job = Job(f"job-{self.submitted}", owner, kind, question, heartbeat=0.0)
        self.jobs[job.id] = job
        return job

    def get(self, job_id: str) -> Job:
        if job_id not in self.jobs:
            raise UnknownJobError
        return self.jobs[job_id]

    def work(self) -> None:
        """Do all that waits; what fails says why, as a worker's process does."""
        for name, job in self.jobs.items():
            if job.state == "waiting":
                self.jobs[name] = self._done(job)

    def _done(self, job: Job) -> Job:
        fields = dict(vars(job))
        try:
            files_task(self.model, job.question, lambda done, total: None)
        except RisksError as error:
            return Job(**{**fields, "state": "failed", "message": str(error)})
        return Job(**{**fields, "state": "done"})


@pytest.fixture(name="model")
def make_model(tmp_path: Path) -> Model:
    return following(tmp_path / "workspace.db")


@pytest.fixture(name="runner")
def make_runner(model: Model) -> Inline:
    return Inline(model)


@pytest.fixture(name="client")
def make_client(model: Model, runner: Inline) -> FlaskClient:
    return client_of(create_app(model, runner=runner))  # type: ignore[arg-type]


def said(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = answer.json or {}
    return found


def is_shut(model: Model) -> bool:
    return bool(held(model.entries)[-1].closed)


def hold(client: FlaskClient, week: str = WEEK) -> Any:
    opening = body("opening", {"week": week, "present": "Ana"})
    version = said(post(client, opening))["seq"]
    closing = body("closing", {"week": week}, edit_id="edit-00000002")
    return post(client, {**closing, "expected_version": version})


def state(client: FlaskClient, week: str = WEEK) -> Any:
    return client.get(f"/api/review-files/{week}").json


def test_closing_has_the_files_written_and_the_page_hands_them_out(
    client: FlaskClient, runner: Inline, tmp_path: Path
) -> None:
    assert hold(client).status_code == 201
    found = state(client)
    assert (found["is_active"], found["is_written"]) == (True, False)
    early = client.get(f"/review-files/{WEEK}/{WEEK}-brief.pdf")
    assert (early.status_code, "not been written yet" in early.text) == (404, True)
    runner.work()
    found = state(client)
    assert (found["is_active"], found["is_written"]) == (False, True)
    assert found["folder"] == str(tmp_path / "reviews" / WEEK)
    assert [each["name"] for each in found["files"]] == [f"{WEEK}-{x}" for x in KINDS]
    for each in found["files"]:
        answer = client.get(f"/review-files/{WEEK}/{each['name']}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(each["name"])
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        path = tmp_path / "reviews" / WEEK / each["name"]
        assert answer.data == path.read_bytes()


def test_every_file_has_its_meaning() -> None:
    assert MEANINGS.keys() == KINDS.keys()


def test_a_failing_file_leaves_the_week_closed_and_is_said(
    client: FlaskClient, runner: Inline, model: Model, tmp_path: Path
) -> None:
    (tmp_path / "reviews").write_text("a file", encoding="utf-8")
    assert hold(client).status_code == 201
    runner.work()
    assert "cannot be made" in state(client)["message"]
    assert is_shut(model)
    (tmp_path / "reviews").unlink()
    begun = client.post(f"/api/review-files/{WEEK}", json={})
    assert (begun.status_code, said(begun)["is_active"]) == (202, True)
    runner.work()
    assert state(client)["is_written"]


def test_a_full_queue_never_refuses_a_close(
    client: FlaskClient, runner: Inline, model: Model
) -> None:
    runner.is_full = True
    assert hold(client).status_code == 201
    assert is_shut(model)
    assert state(client)["is_written"] is False
    assert client.post(f"/api/review-files/{WEEK}", json={}).status_code == 422


def test_files_asked_for_twice_are_written_once(
    client: FlaskClient, runner: Inline
) -> None:
    hold(client)
    client.post(f"/api/review-files/{WEEK}", json={})
    assert runner.submitted == 1


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (WEEK, "is still open"),
        ("2026-W46", "there is no review"),
        ("..", "not an ISO week"),
    ],
)
def test_only_a_closed_week_has_files(
    client: FlaskClient, week: str, words: str
) -> None:
    post(client, body("opening", {"week": WEEK, "present": ""}))
    answer = client.get(f"/api/review-files/{week}")
    assert (answer.status_code, words in said(answer)["error"]) == (422, True)
    assert client.post(f"/api/review-files/{week}", json={}).status_code == 422
    assert client.get(f"/review-files/{week}/x").status_code == 404


@pytest.mark.parametrize(
    "name", ["files.json", f"{WEEK}-files.json", "..%5cworkspace.db", "x"]
)
def test_no_other_name_is_handed_out(
    client: FlaskClient, runner: Inline, name: str
) -> None:
    hold(client)
    runner.work()
    assert client.get(f"/review-files/{WEEK}/{name}").status_code == 404


def test_another_site_can_neither_ask_nor_begin(client: FlaskClient) -> None:
    hold(client)
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://example.org"}
    path = f"/api/review-files/{WEEK}"
    assert client.get(path, headers=foreign).status_code == 403
    assert client.post(path, json={}, headers=foreign).status_code == 403
    assert client.post(path, data="x").status_code == 415


def test_no_browser_chooses_the_folder(model: Model, tmp_path: Path) -> None:
    question = {"week": WEEK, "folder": str(tmp_path)}
    with pytest.raises(RisksError, match="written at /api/review-files"):
        checked_question(model, "files", question)


def test_without_long_work_the_command_is_named(model: Model) -> None:
    client = client_of(create_app(model))
    assert hold(client).status_code == 201
    assert state(client)["can_write"] is False
    refused = client.post(f"/api/review-files/{WEEK}", json={})
    assert (refused.status_code, "no long work" in said(refused)["error"]) == (
        422,
        True,
    )
