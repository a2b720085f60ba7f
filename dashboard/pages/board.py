"""The board: what could stop the corridor, how likely it is, what moved."""

from functools import partial

from dash import Dash, html

from dashboard.browser_state import Visit
from dashboard.queries.model import Model
from dashboard.routes import Page, Route


def register(app: Dash, model: Model) -> list[Route]:
    """Return the board's route; it needs no callback."""
    del app
    return [Route("/", partial(layout, model), label="Board")]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page."""
    return Page("Board", [html.P(model.pack.header.summary)])
