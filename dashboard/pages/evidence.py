"""What the numbers rest on: readings, events, judgements, and what is stale."""

from functools import partial

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.browser_state import Visit
from dashboard.components.evidence_cards import (
    act,
    judgements_card,
    log_card,
    saved_note,
    stale_card,
    summary,
)
from dashboard.components.evidence_grids import events_grid, readings_grid
from dashboard.components.evidence_island import island
from dashboard.components.parts import card
from dashboard.queries.evidence import EvidenceNow, evidence_now
from dashboard.queries.model import Model
from dashboard.routes import Page, Route

PATH, SAVED = "/evidence", "saved"


def register(app: Dash, model: Model) -> list[Route]:
    """Return the page's route; its forms post to an address of their own."""
    del app
    return [Route(PATH, partial(layout, model), fields=(SAVED,), label="Evidence")]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page; ``saved`` in the address names an entry to show as saved."""
    now = evidence_now(model, visit.as_of)
    wanted = visit.query.get(SAVED, "")[:20]
    note = saved_note(now, wanted)
    problems = (f"The log has no entry {wanted!r}.",) if wanted and not note else ()
    return Page("Evidence", [_body(now, note, visit)], problems)


def _body(now: EvidenceNow, note: list[Component], visit: Visit) -> Component:
    sections = [
        html.Section([*summary(now), *note], className="card evidence-top"),
        stale_card(now, visit.link),
        _readings(now),
        judgements_card(now, visit.link),
        _events(now),
        log_card(now),
        island(now, PATH),
    ]
    head = now.entries[0].row.hash if now.entries else ""
    return html.Div(sections, className="grid", key=f"{now.as_of} {head}")


def _readings(now: EvidenceNow) -> Component:
    how = (
        "Every reading that stands, newest first. A measured one has a source, a link "
        "and an Admiralty grade; a judged one rests on events. The one in bold counts "
        "now. A wrong one is corrected by another entry, which must say why."
    )
    add = html.P(act("Add a reading", now, do="add"), className="acts")
    return card("What has been read, where and when?", how, [add, readings_grid(now)])


def _events(now: EvidenceNow) -> Component:
    how = (
        "Dated events come with the pack or are added here. They make each register’s "
        "event pressure, and judged readings cite them; how many there are follows "
        "what was found. A wrong one is corrected by an entry, which must say why."
    )
    add = html.P(act("Add an event", now, do="event"), className="acts")
    return card("What has happened?", how, [add, events_grid(now)])
