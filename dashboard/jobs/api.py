"""``/api/jobs``: hand in long work, look how far it is, cancel it.

``POST /api/jobs`` takes ``{"owner": "tab-1", "kind": "…", "question": {…}}`` and
answers 202 with ``{"job": {…}}``; ``GET /api/jobs/<id>`` answers the same, and so does
``POST /api/jobs/<id>/cancel``. A refusal is ``{"error": "one sentence"}``.
"""

import logging
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from flask import Flask, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.jobs.records import (
    ClosedError,
    Job,
    Question,
    QueueFullError,
    UnknownJobError,
)
from dashboard.jobs.runner import JobRunner
from dashboard.json_api import (
    ACCEPTED,
    BAD_REQUEST,
    BROKEN,
    NOT_FOUND,
    OK,
    UNAVAILABLE,
    UNUSABLE,
    json_answer,
    posted_body,
    refused,
)
from dashboard.safety import RefusedError, read_json
from dashboard.sentences import sentence, unreadable
from risks.errors import RisksError

PATH = "/api/jobs"
LONGEST_BODY = 16 * 1024  # bytes, as for a what-if
RETRY_SECONDS = "2"
UNANSWERED = "This could not be answered. The log on the server says why."
log = logging.getLogger(__name__)

ReadQuestion: TypeAlias = Callable[[str, Question], Question]


class Asked(BaseModel):
    """The body of a new job."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    owner: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    kind: Annotated[str, Field(max_length=64)]
    question: dict[str, Any]


def add_routes(server: Flask, runner: JobRunner, read_question: ReadQuestion) -> None:
    """Let a server take jobs for a runner.

    Parameters
    ----------
    read_question
        Takes a kind and a question as it came; returns the question to be worked on,
        as JSON values, or raises ``RisksError`` in words.
    """

    def post() -> Response:
        return _answered(lambda: _submitted(runner, read_question), ACCEPTED)

    def get(job_id: str) -> Response:
        return _answered(lambda: runner.get(job_id), OK)

    def cancel(job_id: str) -> Response:
        return _answered(lambda: runner.cancel(job_id), OK)

    one = f"{PATH}/<job_id>"
    server.add_url_rule(PATH, "job_post", post, methods=["POST"])
    server.add_url_rule(one, "job_get", get, methods=["GET"])
    server.add_url_rule(f"{one}/cancel", "job_cancel", cancel, methods=["POST"])


def read_asked(body: bytes, kinds: frozenset[str]) -> Asked:
    """Read the body of a new job; raises ``RefusedError`` in one sentence."""
    try:
        asked = Asked.model_validate(read_json(body))
    except ValidationError as error:
        raise RefusedError(BAD_REQUEST, unreadable("job", error)) from None
    if asked.kind not in kinds:
        known = ", ".join(sorted(kinds))
        raise RefusedError(BAD_REQUEST, f"The job's kind is none of these: {known}.")
    return asked


def as_json(job: Job) -> dict[str, Any]:
    """Return what a browser needs to know of a job; not who asked, nor what."""
    shown = ("id", "kind", "state", "done", "total", "result", "message")
    return {name: getattr(job, name) for name in shown}


def _submitted(runner: JobRunner, read_question: ReadQuestion) -> Job:
    asked = read_asked(posted_body("a job", LONGEST_BODY), runner.kinds)
    return runner.submit(
        asked.owner, asked.kind, read_question(asked.kind, asked.question)
    )


def _answered(ask: Callable[[], Job], status: int) -> Response:
    try:
        return json_answer({"job": as_json(ask())}, status)
    except RefusedError as error:
        return refused(error.sentence, error.status)
    except RisksError as error:
        return _in_words(error)
    except Exception:
        log.exception("a job could not be answered for")
        return refused(UNANSWERED, BROKEN)


def _in_words(error: RisksError) -> Response:
    status = _status(error)
    response = refused(sentence(error), status)
    if status == UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _status(error: RisksError) -> int:
    if isinstance(error, UnknownJobError):
        return NOT_FOUND
    return UNAVAILABLE if isinstance(error, QueueFullError | ClosedError) else UNUSABLE
