"""Every risk in one grid, by register, and what each register watches."""

from functools import partial

from dash import Dash, html
from dash.development.base_component import Component

from dashboard import downloads, text
from dashboard.browser_state import Visit
from dashboard.components import words
from dashboard.components.register_cards import (
    PATH,
    register_tiles,
    search_bar,
    watched_card,
)
from dashboard.components.risk_grid import risk_grid
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.queries.registers import Registers, registers
from dashboard.routes import Page, Route
from risks.errors import nearest_hint

REGISTER, FIND = "register", "find"
LONGEST_FIND = 80


def register(app: Dash, model: Model) -> list[Route]:
    """Return the page's route; its download is an address of its own."""
    downloads.add_routes(app.server, model)
    return [
        Route(
            PATH,
            partial(layout, model),
            fields=(REGISTER, FIND),
            label="Registers",
            count=str(len(model.pack.risks)),
            compares=True,
        )
    ]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page, about one register where the address names one."""
    wanted, problems = known_register(model, visit.query.get(REGISTER, ""))
    then = compared_with(model, visit.as_of, visit.since)
    shown = registers(model, visit.as_of, then, wanted)
    title = shown.chosen.register.title if shown.chosen else "Registers"
    watched = [watched_card(shown.chosen)] if shown.chosen else []
    body = [register_tiles(shown, visit.link), _grid_card(shown, visit), *watched]
    download = {"register": wanted} if wanted else {}
    return Page(title, [_keyed(body, visit, wanted)], problems, download)


def known_register(model: Model, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Return a register's id, or none and the sentence that says why."""
    known = [each.id for each in model.pack.registers]
    if not wanted or wanted in known:
        return wanted, ()
    hint = nearest_hint(wanted, known)
    said = f"No register is called {wanted[:60]!r}" + (f"; {hint}" if hint else ".")
    return "", (f"{said} All of them are shown.",)


def _keyed(body: list[Component], visit: Visit, wanted: str) -> Component:
    """Return the body under a key of its own, so that the grid is drawn anew."""
    return html.Div(body, className="grid", key=f"{visit.as_of} {visit.since} {wanted}")


def _grid_card(shown: Registers, visit: Visit) -> Component:
    question = "What could stop the corridor?"
    how = (
        "Each chance is by the date in its row, with the judged range; "
        "the heaviest by chance × likely months of delay come first; "
        f"changes are {words.since(shown.since)}. "
        "Open a risk to see what its numbers rest on. A narrow screen shows fewer "
        "columns; the download has all of them."
    )
    intro = [html.H2(question), html.P(how, className="how")]
    if shown.chosen:
        intro = [
            html.H2("What could go wrong?"),
            html.P(shown.chosen.register.summary),
            html.P(how, className="how"),
        ]
    label = f"{text.count(len(shown.rows), 'risk')}: chance, date, change and evidence"
    find = visit.query.get(FIND, "")[:LONGEST_FIND]
    grid = risk_grid(shown, visit.link, find, label)
    return html.Section(
        [*intro, search_bar(shown, find), grid],
        className="card",
    )
