"""Build the Dash app; the only module that creates one."""

import logging
from functools import partial
from pathlib import Path
from typing import Any

import dash
from dash import ClientsideFunction, Dash, Input, Output, dcc, html, no_update
from dash.development.base_component import Component
from flask import request

from dashboard import ids, safety
from dashboard.framing import draw_page
from dashboard.jobs import api as jobs
from dashboard.jobs.runner import JobRunner
from dashboard.pages import (
    board,
    evidence,
    forecasts,
    registers,
    review,
    risk,
    what_if,
)
from dashboard.queries.long_work import checked_question
from dashboard.queries.model import Model
from dashboard.routes import Route
from dashboard.settings import Settings, own_data_folder
from risks.errors import RisksError

log = logging.getLogger(__name__)

# In the order of the rail; a page is added here and nowhere else.
PAGES = (board, registers, risk, evidence, what_if, review, forecasts)
YEAR_SECONDS = 365 * 24 * 3600
THEMES = ("light", "dark")
UNDRAWN = "This view could not be drawn. The log on the server says why."
INDEX = """<!DOCTYPE html>
<html lang="en" data-theme="THEME">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>
{%favicon%}
{%css%}
</head>
<body>
<noscript>This board needs scripts: it draws its pages in the browser.</noscript>
{%app_entry%}
<footer>
{%config%}
{%scripts%}
{%renderer%}
</footer>
</body>
</html>"""


class Board(Dash):
    """A Dash app whose first HTML already carries the reader's theme."""

    def interpolate_index(self, *args: Any, **parts: Any) -> str:
        """Return the first HTML with the theme of the cookie, else ``auto``."""
        chosen = request.cookies.get("theme", "")
        theme = chosen if chosen in THEMES else "auto"
        whole: str = super().interpolate_index(*args, **parts)  # type: ignore[no-untyped-call]
        return whole.replace('data-theme="THEME"', f'data-theme="{theme}"', 1)


def assets_folder() -> Path:
    """Return the assets of the source tree, or those packed into the wheel."""
    beside_package = Path(__file__).parents[1] / "assets"
    if beside_package.is_dir():
        return beside_package
    return Path(__file__).with_name("assets")


def create_app(
    model: Model, settings: Settings | None = None, runner: JobRunner | None = None
) -> Dash:
    """Return a new app about a model; two apps in one process share nothing.

    Without a runner no long work is taken in.
    """
    app = Board(
        "dashboard",
        assets_folder=str(assets_folder()),
        assets_ignore=r"(^\.|~$)",
        index_string=INDEX,
        title="Araxes",
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        on_error=show_problem,
    )
    app.server.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_SECONDS
    routes = tuple(route for page in PAGES for route in page.register(app, model))
    app.layout = _layout()
    _add_router(app, model, routes)
    if model.log is not None:
        _add_record(app, model, runner)
    if runner is not None:
        jobs.add_routes(app.server, runner, partial(checked_question, model))
    safety.protect(app, (settings or Settings()).hosts)
    return app


def show_problem(error: Exception) -> Any:
    """Tell the reader what is wrong; keep what was on the page."""
    dash.set_props(ids.BANNER, {"children": html.P(problem_text(error))})
    return no_update


def problem_text(error: Exception) -> str:
    """Return what a reader is told; all but our own errors only go to the log."""
    if isinstance(error, RisksError):
        return str(error)
    log.error("a view could not be drawn", exc_info=error)
    return UNDRAWN


def _add_record(app: Dash, model: Model, runner: JobRunner | None) -> None:
    """Let every request see one state of the log, and some of them add to it."""
    # Imported where there is a workspace: SQLAlchemy is slow.
    from dashboard import record_api, review_files_api  # noqa: PLC0415
    from dashboard.queries.review_files import files_of_weeks  # noqa: PLC0415

    files = files_of_weeks(model, runner, own_data_folder())
    record_api.add_routes(app.server, model, files.after_close)
    review_files_api.add_routes(app.server, files)
    asked = app.server.wsgi_app

    def steadily(environ: Any, start_response: Any) -> Any:
        with model.steady():
            return asked(environ, start_response)

    app.server.wsgi_app = steadily


def _layout() -> Component:
    return html.Div(
        [
            dcc.Location(id=ids.LOCATION, refresh=False),
            dcc.Store(id=ids.TITLE),
            html.Div(id=ids.BANNER, role="alert", className="banner"),
            html.Div(id=ids.PAGE),
        ]
    )


def _add_router(app: Dash, model: Model, routes: tuple[Route, ...]) -> None:
    """Draw the page of the address whenever the address changes."""

    def draw(path: object, search: object) -> tuple[Any, Any, str]:
        # Any client may send anything: what is no text is the board without a query.
        shown, problems, title = draw_page(
            model,
            routes,
            path if isinstance(path, str) and path else "/",
            search if isinstance(search, str) else "",
        )
        trouble = (model.log.trouble,) if model.log and model.log.trouble else ()
        told = [html.P(each) for each in (*trouble, *problems)]
        return shown, told, title

    app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.BANNER, "children"),
        Output(ids.TITLE, "data"),
        Input(ids.LOCATION, "pathname"),
        Input(ids.LOCATION, "search"),
    )(draw)
    app.clientside_callback(
        ClientsideFunction("araxes", "arrived"),
        Output(ids.TITLE, "storage_type"),
        Input(ids.TITLE, "data"),
        prevent_initial_call=True,
    )
