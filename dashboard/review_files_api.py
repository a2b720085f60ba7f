"""The files of a closed week: how far they are, have them written, download one.

``GET /api/review-files/2026-W47`` answers with what there is and what is under way;
``POST`` to the same address, with ``{}``, has the files written. A file itself is at
``/review-files/2026-W47/2026-W47-brief.pdf``. A refusal is one sentence.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response

from dashboard.json_api import (
    ACCEPTED,
    NOT_FOUND,
    OK,
    UNUSABLE,
    json_answer,
    posted_body,
    refused,
)
from dashboard.queries.review_files import WeekFiles
from dashboard.safety import RefusedError, plain
from dashboard.sentences import sentence
from risks.errors import RisksError

API = "/api/review-files/<week>"
PATH = "/review-files/<week>/<name>"
LONGEST_BODY = 1024


def add_routes(server: Flask, files: WeekFiles) -> None:
    """Let a server tell of, write and hand out the files of closed weeks."""

    def get(week: str) -> Response:
        return _answered(lambda: files.state(week), OK)

    def post(week: str) -> Response:
        return _answered(lambda: _begun(files, week), ACCEPTED)

    def download(week: str, name: str) -> Response:
        try:
            content, media_type = files.read(week, name)
        except RisksError as error:
            return plain(sentence(error), NOT_FOUND)
        answer = Response(content, OK, mimetype=media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    server.add_url_rule(API, "review_files_get", get, methods=["GET"])
    server.add_url_rule(API, "review_files_post", post, methods=["POST"])
    server.add_url_rule(PATH, "review_files_download", download, methods=["GET"])


def _begun(files: WeekFiles, week: str) -> dict[str, Any]:
    posted_body("{}", LONGEST_BODY)
    files.begin(week)
    return files.state(week)


def _answered(ask: Callable[[], dict[str, Any]], status: int) -> Response:
    try:
        return json_answer(ask(), status)
    except RefusedError as error:
        return refused(error.sentence, error.status)
    except RisksError as error:
        return refused(sentence(error), UNUSABLE)
