"""The route as a strip, east to west, and the links that feed it."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.attributes import HIDDEN
from dashboard.components.folding import folded
from dashboard.components.parts import Linker, card, risk_links, source_link, table
from dashboard.queries.board import BoardNow
from dashboard.queries.board_route import Link

STATES = {
    "open": "open",
    "works": "works under way",
    "planned": "planned",
    "idea": "an idea",
}
HOW = (
    "Whole line: open; hatched: works; dashed: planned; dotted: an idea. Opening dates "
    "are as published by the builder, not simulated. One risk may sit on several links."
)


def route_card(now: BoardNow, link: Linker) -> Component:
    """Return the strip of the main line, and its feeders as a table."""
    body: list[Component] = [
        html.Ol(
            [_link(each, each is now.main_line[-1], link) for each in now.main_line],
            className="strip",
        )
        if now.main_line
        else html.P("No link of the main line is recorded.")
    ]
    if now.feeders:
        count = text.count(len(now.feeders), "link feeds it", "links feed it")
        body.append(folded(count, [_feeders(now.feeders, link)]))
    return card(
        "What state is the route in, east to west, and what sits on it?", HOW, body
    )


def opening_words(link: Link) -> str:
    """Return the published opening of a link, said to be published."""
    if link.opening is None:
        return "no opening date published"
    return f"opens {text.day(link.opening)} (published, not simulated)"


def _link(each: Link, is_last: bool, link: Linker) -> Component:
    ends = [html.Span(each.from_title, className="station")]
    if is_last:
        ends.append(html.Span(each.to_title, className="station is-end"))
    return html.Li(
        [
            html.Div(ends, className="stations"),
            html.Div(className=f"track is-{each.condition}", **HIDDEN),
            html.Div(
                [
                    html.H3(STATES[each.condition]),
                    html.P(opening_words(each), className="note"),
                    _on_it(each, link),
                ],
                className="link-words",
            ),
        ]
    )


def _on_it(each: Link, link: Linker) -> Component:
    return html.Details(
        [
            html.Summary(_risk_count(each), className="chip-summary"),
            html.P([html.B(each.title), _length(each)]),
            html.P(
                [
                    f"{each.condition_text} ({text.day(each.condition_on)}, ",
                    source_link(each.source, each.url),
                    f", {each.grade})",
                ],
                className="note",
            ),
            html.P(f"Published: {each.opening_text or 'nothing'}.", className="note"),
            html.P(_listed(each, link)),
        ]
    )


def _risk_count(each: Link) -> str:
    if not each.risks:
        return "no open risk"
    return f"{text.count(len(each.risks), 'risk')}, {each.above_half} above 50\u202f%"


def _length(each: Link) -> str:
    return f", {text.quantity(each.length_km)} km" if each.length_km else ""


def _listed(each: Link, link: Linker) -> list[Component | str]:
    """Return the risks on a link as links to their pages."""
    if not each.risks:
        return ["No open risk sits on it."]
    return ["Likeliest first: ", *risk_links([one.id for one in each.risks], link)]


def _feeders(feeders: Sequence[Link], link: Linker) -> Component:
    rows = [
        [
            each.title,
            STATES[each.condition],
            opening_words(each),
            risk_links([one.id for one in each.risks], link) or "none",
        ]
        for each in feeders
    ]
    columns = ["Link", "State", "Opening", "Open risks on it"]
    return table("Links beside the main line", columns, rows)
