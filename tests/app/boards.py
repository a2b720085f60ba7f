"""The board as the tests ask for it; shared by the three that are about it."""

from datetime import date

from dashboard.browser_state import read_visit
from dashboard.pages.board import layout
from dashboard.queries.board import BoardNow, board
from dashboard.queries.model import Model
from dashboard.routes import Page
from risks.model import Pack
from tests.app.browsing import model_of, words

LATEST = date(2026, 8, 12)
DAYS = (date(2026, 8, 15), date(2026, 1, 17), date(2026, 11, 22))


def page_of(model: Model, search: str = "") -> Page:
    """Return the board of an address."""
    return layout(model, read_visit(model, "/", search, ["impact"]))


def text_of(page: Page) -> str:
    """Return all the words of a page."""
    return words(page.body)


def now_of(pack: Pack | None = None, as_of: date = LATEST) -> BoardNow:
    """Return what the board of a pack shows; the small pack's unless told."""
    return board(model_of(pack), as_of)
