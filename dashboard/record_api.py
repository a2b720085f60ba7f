"""``POST /api/record``: one thing said, put into the team's log.

Takes ``{"kind": "reading", "fields": {…}, "author": "Ana", "reason": "", "edit_id":
"…", "expected_version": 0}`` and answers 201 with ``{"seq": 12, "version": 12, "hash":
"…", "note": ""}`` once it is on the disk; the same edit sent again gets the same
answer. Kinds: reading, correction, judgement, confirmation, event, action, decision,
appetite, position, resolution, and of a weekly review: opening, minute, closing. A
refusal is ``{"error": "one sentence"}``; where someone else was first, 409 with both
texts.
"""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response
from pydantic import ValidationError

from dashboard.json_api import (
    BAD_REQUEST,
    BROKEN,
    CONFLICT,
    CREATED,
    UNAVAILABLE,
    UNUSABLE,
    json_answer,
    posted_body,
    refused,
)
from dashboard.queries.model import Model
from dashboard.queries.record import Asked, record
from dashboard.safety import RefusedError, read_json
from dashboard.sentences import sentence, unreadable
from risks.errors import RisksError
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
UNSAVED = "This was not saved. The log on the server says why."
log = logging.getLogger(__name__)


def _nothing_more(week: str) -> None:
    """Do nothing once a week is closed."""


def add_routes(
    server: Flask, model: Model, after_close: Callable[[str], None] = _nothing_more
) -> None:
    """Let a server record what its users say.

    Parameters
    ----------
    after_close
        Told the week that has been closed, once that is on the disk.
    """

    def post() -> Response:
        try:
            asked = read_asked(posted_body("an entry", LONGEST_BODY))
            found = record(model, asked)
            if asked.kind == "closing":
                _told(after_close, str(asked.fields["week"]))
            return json_answer(saved(found), CREATED)
        except RefusedError as error:
            return refused(error.sentence, error.status)
        except RisksError as error:
            return json_answer(refusal(error), _status(error))
        except Exception:
            log.exception("an entry could not be recorded")
            return refused(UNSAVED, BROKEN)

    server.add_url_rule(PATH, "record_post", post, methods=["POST"])


def _told(after_close: Callable[[str], None], week: str) -> None:
    """Tell of a close, which stands whatever comes of that."""
    try:
        after_close(week)
    except Exception:
        log.exception("nothing more was done after the close of %s", week)


def read_asked(body: bytes) -> Asked:
    """Read the body of a request; raises ``RefusedError`` in one sentence."""
    try:
        return Asked.model_validate(read_json(body))
    except ValidationError as error:
        raise RefusedError(BAD_REQUEST, unreadable("entry", error)) from None


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
    said = {"error": sentence(error, LONGEST_SENTENCE)}
    if not isinstance(error, VersionConflictError | EditIdError):
        return said
    theirs = error.theirs
    return said | {
        "yours": error.yours.in_words(),
        "theirs": theirs.draft.in_words(),
        "version": theirs.seq,
        "is_same_edit": isinstance(error, EditIdError),
    }


def _status(error: RisksError) -> int:
    if isinstance(error, VersionConflictError | EditIdError):
        return CONFLICT
    is_ours = isinstance(error, WorkspaceError) and not isinstance(error, EntryError)
    return UNAVAILABLE if is_ours else UNUSABLE
