"""The board as the tests ask for it; shared by the three that are about it."""

from datetime import date
from typing import Any

from dashboard.app import create_app
from dashboard.browser_state import read_visit
from dashboard.pages.board import layout
from dashboard.queries.board import BoardNow, board
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.routes import Page
from risks.model import Pack
from tests.app.browsing import model_of, words
from tests.app.logbooks import body, post

LATEST = date(2026, 8, 12)
DAYS = (date(2026, 8, 15), date(2026, 1, 17), date(2026, 11, 22))


def page_of(model: Model, search: str = "") -> Page:
    """Return the board of an address."""
    return layout(model, read_visit(model, "/", search, ["impact"]))


def text_of(page: Page) -> str:
    """Return all the words of a page."""
    return words(page.body)


def say(model: Model, kind: str, fields: dict[str, Any], **changes: Any) -> None:
    """Record something in the log of a model."""
    changes = {"edit_id": f"edit-{len(model.entries):08}", **changes}
    answer = post(create_app(model), body(kind, fields, **changes))
    assert answer.status_code == 201, answer.text


def close(model: Model, week: str) -> None:
    """Open and close the review of a week."""
    say(model, "opening", {"week": week})
    said = [x.seq for x in model.entries if x.subject == f"review/{week}"]
    say(model, "closing", {"week": week}, expected_version=said[-1])


def now_of(pack: Pack | None = None, as_of: date = LATEST) -> BoardNow:
    """Return what the board of a pack shows; the small pack's unless told."""
    return seen_on(model_of(pack), as_of)


def seen_on(model: Model, as_of: date) -> BoardNow:
    """Return what the board shows of a day, with changes counted as by default."""
    return board(model, as_of, compared_with(model, as_of))
