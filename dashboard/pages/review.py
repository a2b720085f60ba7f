"""The weekly review: its agenda in order, what is said in it, and its close."""

from functools import partial

from dash import Dash, html

from dashboard.browser_state import Visit
from dashboard.components.parts import card
from dashboard.queries.model import Model
from dashboard.routes import Page, Route

PATH, SAVED = "/review", "saved"
HOW_TO_START = (
    "A review is kept in a workspace, and this board shows the pack alone. Start it "
    "with araxes serve --workspace FILE to hold one."
)


def register(app: Dash, model: Model) -> list[Route]:
    """Return the page's routes: this week, and any week by its name."""
    del app
    draw = partial(layout, model)
    return [
        Route(PATH, draw, fields=(SAVED,), label="Weekly review"),
        Route(f"{PATH}/<week>", draw, fields=(SAVED,)),
    ]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page; ``saved`` in the address names an entry to show as saved."""
    if model.log is None:
        text = html.P(HOW_TO_START, className="closed", role="note")
        return Page("Weekly review", [card("Where is the review?", "", [text])])
    # Imported where it is used: SQLAlchemy is slow, and only a workspace needs it.
    from dashboard.components.review_cards import body  # noqa: PLC0415
    from dashboard.queries.review import review_now  # noqa: PLC0415

    now = review_now(model, visit.parts.get("week", ""))
    wanted = visit.query.get(SAVED, "")[:20]
    known = {str(each.seq) for each in now.entries}
    problems = (
        (f"The log has no entry {wanted!r}.",) if wanted and wanted not in known else ()
    )
    shown = body(now, model.pack, wanted, PATH)
    return Page(f"Weekly review · week {now.week.number}", [shown], problems)
