"""What the endpoints of programs share: a posted body read, an answer written."""

import json
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.safety import RefusedError

OK, CREATED, ACCEPTED = 200, 201, 202
BAD_REQUEST, NOT_FOUND, CONFLICT, TOO_LARGE, WRONG_TYPE = 400, 404, 409, 413, 415
UNUSABLE, BROKEN, UNAVAILABLE = 422, 500, 503


def posted_body(what: str, most_bytes: int) -> bytes:
    """Return the body of the request at hand.

    Parameters
    ----------
    what
        What is posted, with its article: ``a question``.

    Raises
    ------
    RefusedError
        In one sentence, if it is no JSON or too long.
    """
    request.max_content_length = most_bytes
    if request.mimetype != "application/json":
        raise RefusedError(WRONG_TYPE, f"Post {what} as application/json.")
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        shown = f"{what.capitalize()} has at most {most_bytes // 1024} kB."
        raise RefusedError(TOO_LARGE, shown) from None


def json_answer(body: bytes | dict[str, Any], status: int) -> Response:
    """Return an answer that is neither kept nor taken for something else."""
    text = body if isinstance(body, bytes) else json.dumps(body)
    response = Response(text, status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def refused(sentence: str, status: int) -> Response:
    """Return a refusal in words."""
    return json_answer({"error": sentence}, status)
