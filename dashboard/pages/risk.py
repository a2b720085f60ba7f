"""One risk: what is stated, what moves it, and the evidence under every number."""

from functools import partial

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.browser_state import Visit
from dashboard.components.parts import risk_link
from dashboard.components.risk_appetite import appetite_card
from dashboard.components.risk_futures import set_off_card
from dashboard.components.risk_head import (
    backcast_note,
    chance_card,
    judgement_card,
    path_bar,
    statement_card,
)
from dashboard.components.risk_links import (
    ahead_card,
    arrows_card,
    impact_card,
    stages_card,
    treatments_card,
)
from dashboard.components.risk_signals import signals_card
from dashboard.components.risk_why import why_card
from dashboard.figures.reading_history import reading_history
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.queries.risk import RiskSeen, risk_seen
from dashboard.routes import Page, Route
from risks.errors import nearest_hint

LONGEST_SHOWN = 60


def register(app: Dash, model: Model) -> list[Route]:
    """Return the route of every risk's page; it needs no callback."""
    del app
    return [Route("/registers/<risk_id>", partial(layout, model), compares=True)]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page of the risk in the address, or say which one is meant."""
    wanted = visit.parts["risk_id"]
    if wanted not in {each.id for each in model.pack.risks}:
        return unknown(model, visit, wanted)
    then = compared_with(model, visit.as_of, visit.since)
    seen = risk_seen(model, visit.as_of, wanted, then)
    return Page(f"{seen.now.id} {seen.now.title}", [_body(seen, visit)])


def unknown(model: Model, visit: Visit, wanted: str) -> Page:
    """Return a page that names the nearest risk there is."""
    said = f"No risk is called {wanted[:LONGEST_SHOWN]!r}."
    found = nearest_risk(model, wanted)
    titles = {each.id: each.title for each in model.pack.risks}
    hint = (
        [html.P(["Did you mean ", risk_link(found, visit.link, titles[found]), "?"])]
        if found
        else []
    )
    way_out = html.P(html.A("Open the registers", href=visit.link("/registers")))
    return Page("No such risk", [html.P(said), *hint, way_out], (said,))


def nearest_risk(model: Model, wanted: str) -> str:
    """Return the id nearest to one that does not exist, or nothing; case is ignored."""
    known = [each.id for each in model.pack.risks]
    by_case = {each.upper(): each for each in known}
    tidy = wanted.strip().upper()
    if tidy in by_case:
        return by_case[tidy]
    near = nearest_hint(tidy[:LONGEST_SHOWN], by_case).partition("'")[2].partition("'")
    return by_case.get(near[0], "")


def _body(seen: RiskSeen, visit: Visit) -> Component:
    set_off = "Nothing in the registers sets it off or holds it down."
    sets_off = "It sets off nothing else in the registers."
    into = arrows_card("What can set it off?", set_off, seen.set_off_by, visit.link)
    out = arrows_card("What would it set off?", sets_off, seen.sets_off, visit.link)
    return html.Div(
        [
            path_bar(seen, visit.link),
            *backcast_note(seen),
            _pair(statement_card(seen), chance_card(seen, visit.link), "lead"),
            *appetite_card(seen, visit.link),
            why_card(seen),
            signals_card(seen, reading_history),
            _pair(judgement_card(seen), impact_card(seen), "lead"),
            _pair(
                html.Div([into, set_off_card(seen, visit.link)], className="grid"), out
            ),
            treatments_card(seen.treatments, seen.under_way),
            _pair(stages_card(seen), ahead_card(seen.ahead)),
        ],
        key=visit.at(visit.as_of),
        className="grid risk",
    )


def _pair(one: Component, other: Component, kind: str = "even") -> Component:
    return html.Div([one, other], className=f"grid pair is-{kind}")
