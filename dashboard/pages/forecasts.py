"""The forecast record: what was asked, what happened, and how good the chances were."""

from functools import partial

from dash import Dash, html

from dashboard.browser_state import Visit
from dashboard.queries.model import Model
from dashboard.routes import Page, Route

PATH, SAVED, TITLE = "/record", "saved", "Forecast record"


def register(app: Dash, model: Model) -> list[Route]:
    """Return the page's route; its form posts to an address of its own."""
    del app
    return [Route(PATH, partial(layout, model), fields=(SAVED,), label=TITLE)]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page; ``saved`` in the address names an entry to show as saved."""
    # Imported where they are used: reading the log is slow to import.
    from dashboard.components import forecasts as show  # noqa: PLC0415
    from dashboard.components.forecasts_rows import questions_card  # noqa: PLC0415
    from dashboard.queries.forecasts import record_now  # noqa: PLC0415

    now = record_now(model, visit.as_of)
    wanted = visit.query.get(SAVED, "")[:20]
    is_known = any(str(each.seq) == wanted for each in now.entries)
    problems = (f"The log has no entry {wanted!r}.",) if wanted and not is_known else ()
    sections = [
        show.summary(now, wanted),
        *show.judged_cards(now),
        questions_card(now, visit.link),
        show.island(now, PATH),
    ]
    head = now.entries[-1].row.hash if now.entries else ""
    body = html.Div(sections, className="grid record", key=f"{now.as_of} {head}")
    return Page(TITLE, [body], problems)
