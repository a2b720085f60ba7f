"""``POST /api/record``: one thing said, put into the team's log.

Takes ``{"kind": "reading", "fields": {…}, "author": "Ana", "reason": "", "edit_id":
"…", "expected_version": 0}`` and answers 201 with ``{"seq": 12, "version": 12, "hash":
"…", "note": ""}`` once it is on the disk; the same edit sent again gets the same
answer. Kinds: reading, correction, judgement,
confirmation, action, decision, appetite, position, and of a weekly review: opening,
minute, closing. A refusal is ``{"error":
"one sentence"}``; where someone else was first, 409 with both texts.
"""

import json
import logging
from typing import Any

from flask import Flask, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.queries.model import Model
from dashboard.queries.record import Asked, record
from dashboard.safety import RefusedError, read_json
from risks.errors import ProblemsError, RisksError
from risks.workspace import (
    EditIdError,
    EntryError,
    Recorded,
    VersionConflictError,
    WorkspaceError,
)

PATH = "/api/record"
LONGEST_BODY = 160 * 1024  # bytes: an entry of 64 kB in escaped letters, and some
LONGEST_SENTENCE = 1_200
CREATED = 201
BAD_REQUEST, CONFLICT, TOO_LARGE, WRONG_TYPE = 400, 409, 413, 415
UNUSABLE, BROKEN, UNAVAILABLE = 422, 500, 503
UNSAVED = "This was not saved. The log on the server says why."
log = logging.getLogger(__name__)


def add_routes(server: Flask, model: Model) -> None:
    """Let a server record what its users say."""

    def post() -> Response:
        try:
            return _json(saved(record(model, read_asked(_body()))), CREATED)
        except RefusedError as refused:
            return _json({"error": refused.sentence}, refused.status)
        except RisksError as error:
            return _json(refusal(error), _status(error))
        except Exception:
            log.exception("an entry could not be recorded")
            return _json({"error": UNSAVED}, BROKEN)

    server.add_url_rule(PATH, "record_post", post, methods=["POST"])


def read_asked(body: bytes) -> Asked:
    """Read the body of a request; raises ``RefusedError`` in one sentence."""
    try:
        return Asked.model_validate(read_json(body))
    except ValidationError as error:
        raise RefusedError(BAD_REQUEST, _unreadable(error)) from None


def saved(entry: Recorded) -> dict[str, Any]:
    """Return what the author is told of an entry that is on the disk."""
    return {
        "seq": entry.seq,
        "version": entry.seq,
        "hash": entry.row.hash,
        "note": entry.note,
    }


def refusal(error: RisksError) -> dict[str, Any]:
    """Return why nothing was recorded; with both texts where someone was first."""
    if isinstance(error, VersionConflictError | EditIdError):
        theirs = error.theirs
        return {
            "error": _sentence(str(error)),
            "yours": error.yours.in_words(),
            "theirs": theirs.draft.in_words(),
            "version": theirs.seq,
            "is_same_edit": isinstance(error, EditIdError),
        }
    if isinstance(error, ProblemsError):
        return {"error": _sentence("; ".join(map(str, error.problems)))}
    return {"error": _sentence(str(error))}


def _status(error: RisksError) -> int:
    if isinstance(error, VersionConflictError | EditIdError):
        return CONFLICT
    is_ours = isinstance(error, WorkspaceError) and not isinstance(error, EntryError)
    return UNAVAILABLE if is_ours else UNUSABLE


def _body() -> bytes:
    request.max_content_length = LONGEST_BODY
    if request.mimetype != "application/json":
        raise RefusedError(WRONG_TYPE, "Post an entry as application/json.")
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        shown = f"An entry is posted in at most {LONGEST_BODY // 1024} kB."
        raise RefusedError(TOO_LARGE, shown) from None


def _unreadable(error: ValidationError) -> str:
    """Return the first of a body's problems as a sentence, and how many follow."""
    found = error.errors(include_url=False, include_input=False)
    place = ".".join(str(each) for each in found[0]["loc"])
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    where = f" at {place[:80]}" if place else ""
    return f"The entry cannot be read{where}: {found[0]['msg']}{more}."


def _sentence(said: str) -> str:
    return said[:LONGEST_SENTENCE].rstrip(".") + "."


def _json(body: dict[str, Any], status: int) -> Response:
    response = Response(json.dumps(body), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
