"""``/export.zip``: what a page shows, as CSV tables with a data package.

``?as-of=2026-08-15&register=border-demarcation&set=brent-usd-bbl-week:60``, the fields
pages use in their own addresses; every one may be left out. An export is handed out
whole or not at all: what cannot be used is refused, with every reason in a sentence.
"""

import logging
from collections.abc import Iterable

from flask import Flask, Response, request

from dashboard.browser_state import Visit, read_visit
from dashboard.queries.export import download
from dashboard.queries.model import Model
from dashboard.what_if_settings import read_settings
from risks.errors import ProblemsError, RisksError

PATH = "/export.zip"
REGISTER, SET = "register", "set"
FIELDS = (REGISTER, SET)
OK, BAD_REQUEST, BROKEN = 200, 400, 500
FAILED = "This download could not be made. The log on the server says why."
INSTEAD = " This page shows "  # begins what a page does about a date; a file does not
log = logging.getLogger(__name__)


def add_routes(server: Flask, model: Model) -> None:
    """Let a server hand out the tables of a model."""

    def export() -> Response:
        return answer(model, request.query_string.decode("latin-1"))

    server.add_url_rule(PATH, "export", export, methods=["GET"])


def answer(model: Model, search: str) -> Response:
    """Return the zip file an address asks for, or 400 with what is wrong with it."""
    visit = read_visit(model, PATH, search, FIELDS)
    settings, wrong = read_settings(visit.query.get(SET, ""))
    doubts = [each.partition(INSTEAD)[0] for each in visit.problems]
    if doubts or wrong:
        return refused([*doubts, *wrong])
    try:
        return _file(model, visit, settings)
    except RisksError as error:
        return refused(_sentences(error))
    except Exception:
        log.exception("an export failed")
        return _plain([FAILED], BROKEN)


def refused(sentences: Iterable[str]) -> Response:
    """Return a refusal that says everything that is wrong, a line each."""
    return _plain(sentences, BAD_REQUEST)


def _file(model: Model, visit: Visit, settings: dict[str, float]) -> Response:
    made = download(model, visit.as_of, settings, visit.query.get(REGISTER, ""))
    response = Response(made.content, OK, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    return _uncached(response)


def _plain(sentences: Iterable[str], status: int) -> Response:
    shown = "".join(f"{each}\n" for each in sentences)
    return _uncached(Response(shown, status, mimetype="text/plain"))


def _uncached(response: Response) -> Response:
    # The same address means another state once the evidence is renewed.
    response.headers["Cache-Control"] = "no-store"
    return response


def _sentences(error: RisksError) -> list[str]:
    if isinstance(error, ProblemsError):
        return [f"{each}." for each in error.problems]
    shown = str(error).rstrip(".?") + ("?" if str(error).endswith("?") else ".")
    return [shown[:1].upper() + shown[1:]]
