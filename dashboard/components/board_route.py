"""The route as a strip, east to west, and the links that feed it."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.attributes import HIDDEN
from dashboard.components.board_futures import month
from dashboard.components.board_limits import ABOVE, SIGN
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import card, risk_links, source_link
from dashboard.components.stacked_table import Head, scrolled_table
from dashboard.queries.board import BoardNow
from dashboard.queries.board_route import Link

STATES = {
    "open": "open",
    "works": "works under way",
    "planned": "planned",
    "idea": "an idea",
}
HOW = (
    "Whole line: open; hatched: works; dashed: planned; dotted: an idea. A link is "
    "half open by the month in which half of the simulated futures have opened it; "
    "beside it what its builder says. One risk may sit on several links."
)


def route_card(now: BoardNow, link: Linker) -> Component:
    """Return the strip of the main line, and its feeders as a table."""
    body: list[Component] = [
        html.Ol(
            [_link(each, now, link) for each in now.main_line],
            className="strip",
        )
        if now.main_line
        else html.P("No link of the main line is recorded.")
    ]
    if now.feeders:
        count = text.count(len(now.feeders), "link feeds it", "links feed it")
        body.append(folded(count, [_feeders(now, link)]))
    return card(
        "What state is the route in, east to west, and what sits on it?", HOW, body
    )


def opening_words(link: Link, now: BoardNow) -> str:
    """Return when half of the futures open a link, and what its builder says."""
    if link.condition == "open":
        return "open"
    builder = published_words(link, now.as_of)
    return "; ".join(filter(None, [half_words(link, now.futures.end), builder]))


def half_words(link: Link, end: date) -> str:
    """Return by when half of the futures have opened a link."""
    if not link.judged:
        return "no remaining months judged"
    if link.half is None:
        return f"not open by {text.day(end)} in half of the futures"
    return f"half open by {month(link.half)}"


def published_words(link: Link, as_of: date) -> str:
    """Return what the builder says, and whether that has passed; may be nothing."""
    if link.opening is None:
        return ""
    if link.opening < as_of:
        return f"builder said {text.day(link.opening)}, which has passed"
    return f"builder says {text.day(link.opening)}"


def state_day(known_on: date, as_of: date) -> str:
    """Return the day of a link's state; the route does not travel in time."""
    if known_on <= as_of:
        return text.day(known_on)
    return f"as known on {text.day(known_on)}, later than this day"


def _link(each: Link, now: BoardNow, link: Linker) -> Component:
    ends = [html.Span(each.from_title, className="station")]
    if each is now.main_line[-1]:
        ends.append(html.Span(each.to_title, className="station is-end"))
    return html.Li(
        [
            html.Div(ends, className="stations"),
            html.Div(className=f"track is-{each.condition}", **HIDDEN),
            html.Div(
                [
                    _heading(each),
                    *_later(each, now),
                    *_opening(each, now),
                    _on_it(each, now, link),
                ],
                className="link-words",
            ),
        ]
    )


def _heading(each: Link) -> Component:
    """Return the state; the ends, which stand over the line, are read out with it."""
    ends = html.Span(
        f"{each.from_title} to {each.to_title}: ", className="visually-hidden"
    )
    return html.H3([ends, STATES[each.condition]])


def _later(each: Link, now: BoardNow) -> list[Component]:
    if each.condition_on <= now.as_of:
        return []
    return [html.P(state_day(each.condition_on, now.as_of), className="note")]


def _opening(each: Link, now: BoardNow) -> list[Component]:
    """Return the opening; an open line's heading has said it already."""
    if each.condition == "open":
        return []
    builder = published_words(each, now.as_of)
    return [
        html.P(half_words(each, now.futures.end), className="half"),
        *([html.P(builder, className="note")] if builder else []),
    ]


def _on_it(each: Link, now: BoardNow, link: Linker) -> Component:
    return html.Details(
        [
            html.Summary(_summary(each, now), className="chip-summary"),
            html.P([html.B(each.title), _length(each)]),
            html.P(
                [
                    f"{each.condition_text} (",
                    f"{state_day(each.condition_on, now.as_of)}, ",
                    source_link(each.source, each.url),
                    f", {each.grade})",
                ],
                className="note",
            ),
            html.P(f"Published: {each.opening_text or 'nothing'}.", className="note"),
            html.P(_listed(each, now, link)),
        ]
    )


def _risk_count(each: Link) -> str:
    if not each.risks:
        return "no open risk" if each.recorded else "no risk recorded"
    return f"{text.count(len(each.risks), 'risk')}, {each.above_half} above 50\u202f%"


def _summary(each: Link, now: BoardNow) -> str:
    """Return how many risks sit on a link, and how many of them are beyond a limit."""
    above = _above(each, now)
    return _risk_count(each) + (f", {SIGN} {len(above)} {ABOVE}" if above else "")


def _above(each: Link, now: BoardNow) -> list[str]:
    return [one.id for one in each.risks if one.id in now.limits.above_ids]


def _length(each: Link) -> str:
    return f", {text.quantity(each.length_km)} km" if each.length_km else ""


def _listed(each: Link, now: BoardNow, link: Linker) -> list[Component | str]:
    """Return the risks on a link as links to their pages, those that stop it first."""
    if not each.risks:
        return [f"{_risk_count(each).capitalize()} on it."]
    stops = [one.id for one in each.risks if one.holds_works]
    others = [one.id for one in each.risks if not one.holds_works]
    above = _above(each, now)
    said: list[Component | str] = []
    if above:
        said += [f"{SIGN} {ABOVE.capitalize()}: ", *risk_links(above, link), ". "]
    if stops:
        said += ["Hold works up, likeliest first: ", *risk_links(stops, link), ". "]
    if others:
        said += ["Act through other risks: ", *risk_links(others, link), "."]
    return said


def _feeders(now: BoardNow, link: Linker) -> Component:
    rows = [
        [
            each.title,
            _state(each, now),
            opening_words(each, now),
            risk_links([one.id for one in each.risks], link) or _risk_count(each),
        ]
        for each in now.feeders
    ]
    columns = [Head("Link"), Head("State"), Head("Opening"), Head("Open risks on it")]
    return scrolled_table("Links beside the main line", columns, rows)


def _state(each: Link, now: BoardNow) -> str:
    later = each.condition_on > now.as_of
    known = f", {state_day(each.condition_on, now.as_of)}" if later else ""
    return STATES[each.condition] + known
