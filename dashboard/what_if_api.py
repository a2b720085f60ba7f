"""``/api/what-if`` and ``/api/futures``: what-ifs as JSON, for sliders and programs.

The first answers with dated chances and pressures, the second with simulated futures.

``POST`` takes ``{"as_of": "2026-08-15", "settings": {"brent-usd-bbl": 60}, "target":
"IN4"}``; ``GET`` takes the same in its address, ``?as-of=…&set=…&target=…``. Every
field may be left out; ``moving`` (of futures) asks for fewer paths and no details,
``since`` (of futures) for what a closed week's review saw in place of the baseline.
Nothing is written, and what was asked is not kept.
"""

import logging
from collections.abc import Callable
from datetime import date
from typing import Annotated

from flask import Flask, Response, request
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from dashboard.browser_state import read_as_of
from dashboard.json_api import (
    BAD_REQUEST,
    BROKEN,
    OK,
    json_answer,
    posted_body,
    refused,
)
from dashboard.queries.futures import BesideAnswer, FuturesAnswer, futures_answer
from dashboard.queries.model import Model
from dashboard.queries.what_if import Answer, answer
from dashboard.safety import RefusedError
from dashboard.sentences import sentence, unreadable
from dashboard.what_if_settings import LONGEST_ID, MOST_SETTINGS, read_settings
from risks.errors import RisksError

PATH, FUTURES_PATH = "/api/what-if", "/api/futures"
LONGEST_BODY = 16 * 1024  # bytes; every indicator set at once needs about 4,000
FAILED = "This what-if could not be computed. The log on the server says why."
Name = Annotated[str, Field(max_length=LONGEST_ID)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
log = logging.getLogger(__name__)


class Question(BaseModel):
    """What is asked; ``as_of`` empty asks about the default date.

    Settings are values by indicator id, each in the indicator's own unit. An empty
    target asks about what moves most: a risk, else a register, else the register under
    the highest pressure.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    as_of: Annotated[str, Field(max_length=10)] = ""
    settings: Annotated[dict[Name, Finite], Field(max_length=MOST_SETTINGS)] = {}
    target: Name = ""
    moving: bool = False
    since: Annotated[str, Field(max_length=10)] = ""


class QuestionError(RisksError):
    """A question that cannot be understood."""


ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
FUTURES: TypeAdapter[FuturesAnswer] = TypeAdapter(FuturesAnswer)
BESIDE: TypeAdapter[BesideAnswer] = TypeAdapter(BesideAnswer)
Reply = Callable[[Model, "Question"], bytes]


def read_question(body: bytes) -> Question:
    """Read a posted question.

    Raises
    ------
    QuestionError
        In one sentence, for anything else.
    """
    try:
        return Question.model_validate_json(body)
    except ValidationError as error:
        raise QuestionError(unreadable("question", error)) from None


def read_address(fields: dict[str, str]) -> Question:
    """Read a question from the fields of an address; raises ``QuestionError``."""
    unknown = sorted(set(fields) - {"as-of", "set", "target", "moving", "since"})
    if unknown:
        raise QuestionError(f"No field of the address is called {unknown[0][:40]!r}.")
    settings, problems = read_settings(fields.get("set", ""))
    if problems:
        raise QuestionError(problems[0])
    asked = {
        "as_of": fields.get("as-of", ""),
        "settings": settings,
        "target": fields.get("target", ""),
        "moving": fields.get("moving", "") == "yes",
        "since": fields.get("since", ""),
    }
    try:
        return Question.model_validate(asked)
    except ValidationError as error:
        raise QuestionError(unreadable("question", error)) from None


def reply(model: Model, question: Question) -> Answer:
    """Answer a question; raises ``RisksError`` where it cannot be assumed."""
    if question.since:
        raise QuestionError(f"Only {FUTURES_PATH} compares with a closed week.")
    as_of = _as_of(model, question.as_of)
    return answer(model, as_of, question.settings, question.target)


def as_json(found: Answer) -> bytes:
    """Return an answer as JSON; what is not known is ``null``."""
    return ANSWER.dump_json(found)


def futures_json(model: Model, question: Question) -> bytes:
    """Answer a question about futures; raises ``RisksError``."""
    as_of = _as_of(model, question.as_of)
    found = futures_answer(
        model,
        as_of,
        question.settings,
        is_moving=question.moving,
        since=question.since,
    )
    if isinstance(found, BesideAnswer):
        return BESIDE.dump_json(found)
    return FUTURES.dump_json(found)


def add_routes(server: Flask, model: Model) -> None:
    """Let a server answer what-if questions about a model."""
    _add(server, model, PATH, lambda *asked: as_json(reply(*asked)))
    _add(server, model, FUTURES_PATH, futures_json)


def _add(server: Flask, model: Model, path: str, answered: Reply) -> None:
    def post() -> Response:
        def read() -> Question:
            return read_question(posted_body("a question", LONGEST_BODY))

        return _answered(model, read, answered)

    def get() -> Response:
        asked = request.args.to_dict()
        return _answered(model, lambda: read_address(asked), answered)

    server.add_url_rule(path, f"post {path}", post, methods=["POST"])
    server.add_url_rule(path, f"get {path}", get, methods=["GET"])


def _answered(model: Model, read: Callable[[], Question], answered: Reply) -> Response:
    try:
        return json_answer(answered(model, read()), OK)
    except RefusedError as error:
        return refused(error.sentence, error.status)
    except RisksError as error:
        return refused(sentence(error), BAD_REQUEST)
    except Exception:
        log.exception("what-if failed")
        return refused(FAILED, BROKEN)


def _as_of(model: Model, wanted: str) -> date:
    as_of, problems = read_as_of(model, wanted)
    if problems:
        # The last sentence is about a page that shows another day; an answer does not.
        raise QuestionError(problems[0].removesuffix(".").rpartition(". ")[0] + ".")
    return as_of
