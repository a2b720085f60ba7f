"""The board: what could stop the corridor, how likely it is, what moved, what is due.

Every figure links to the page or the source it came from; nothing is simulated here.
"""

from functools import partial

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.browser_state import Visit
from dashboard.components.board_head import headline
from dashboard.components.board_limits import limits_card
from dashboard.components.board_lists import ahead_card, movers_card
from dashboard.components.board_matrix import IMPACTS, Impact, matrix_card
from dashboard.components.board_registers import register_cards
from dashboard.components.board_route import route_card
from dashboard.queries.board import board
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.routes import Page, Route
from risks.errors import nearest_hint

IMPACT = "impact"
FEW_MOVES = 5


def register(app: Dash, model: Model) -> list[Route]:
    """Return the board's route; it needs no callback."""
    del app
    draw = partial(layout, model)
    return [Route("/", draw, fields=(IMPACT,), label="Board", compares=True)]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page of a date."""
    now = board(model, visit.as_of, compared_with(model, visit.as_of, visit.since))
    impact, problems = read_impact(visit.query.get(IMPACT, ""))
    link = visit.link
    return Page(
        "Board",
        [
            headline(now, link),
            *limits_card(now, link),
            register_cards(now, link),
            route_card(now, link),
            _lower(
                matrix_card(now, impact, link, partial(_choose, visit)),
                movers_card(now, link),
                ahead_card(now, link),
                is_quiet=len(now.moves) < FEW_MOVES,
            ),
        ],
        problems,
    )


def read_impact(wanted: str) -> tuple[Impact, tuple[str, ...]]:
    """Return the impact an address asks for, and a sentence if there is none such."""
    known = {each.key: each for each in IMPACTS}
    if not wanted:
        return IMPACTS[0], ()
    if wanted in known:
        return known[wanted], ()
    hint = nearest_hint(wanted, known) or f"known are {', '.join(known)}."
    return IMPACTS[0], (f"The matrix has no impact {wanted[:40]!r}; {hint}",)


def _lower(
    matrix: Component, movers: Component, ahead: Component, *, is_quiet: bool
) -> Component:
    """Return the lower cards in two columns of about one length."""
    left, right = (
        ([matrix], [movers, ahead]) if is_quiet else ([matrix, ahead], [movers])
    )
    columns = [html.Div(each, className="grid") for each in (left, right)]
    return html.Div(columns, className="grid lower")


def _choose(visit: Visit, key: str) -> str:
    return visit.but(impact="" if key == IMPACTS[0].key else key)
