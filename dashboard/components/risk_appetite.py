"""What the team accepts of one risk, who said so, and what it does at a line."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.board_limits import (
    above_mark,
    above_since,
    accepted,
    amount,
    is_now,
    line_words,
    reached_mark,
    said_words,
)
from dashboard.components.links import Linker
from dashboard.components.parts import card
from dashboard.queries.board_limits import AppetiteNow, PositionNow
from dashboard.queries.risk import RiskSeen

TITLE = "What does the team accept?"


def appetite_card(seen: RiskSeen, link: Linker) -> list[Component]:
    """Return the limit of a risk and the lines of its chance; nothing without a log."""
    if not seen.has_log:
        return []
    how = ["Set in the ", html.A("weekly review", href=link("/review")), "."]
    lines = [_line(each, seen) for each in seen.positions]
    return [card(TITLE, how, [*_limit(seen), *lines], "limits")]


def _limit(seen: RiskSeen) -> list[Component]:
    found = seen.appetite
    if found is None:
        return [html.P("No limit is set for this risk.")]
    limit = found.limit
    until = f", until {text.day(limit.until)}" if limit.until else ""
    said = f"{accepted(limit)}{until}; owner {limit.owner}."
    decided = f"Decided on {text.day(limit.decided_on)} ({said_words(found.said)})."
    return [
        html.P(f"{said[0].upper()}{said[1:]}"),
        *_standing(found, seen),
        html.P(decided, className="note"),
    ]


def _standing(found: AppetiteNow, seen: RiskSeen) -> list[Component]:
    shown: list[Component] = []
    if found.above:
        first = "since " if found.first_seen else ""
        said = f" {is_now(found.limit, seen.now)}, {first}{above_since(found)}."
        shown.append(html.P([above_mark(), said]))
    else:
        shown.append(html.P(f"Not above it: {is_now(found.limit, seen.now)}."))
    if found.ran_out and found.limit.until:
        ended = f"The limit ran out on {text.day(found.limit.until)}: decide anew."
        shown.append(html.P(ended))
    return shown


def _line(each: PositionNow, seen: RiskSeen) -> Component:
    said, now = each.position, seen.now
    line = line_words(each, {now.id: now})
    shown = f"{line}, then: {said.then}. It is {amount(said.outcome, each.value)}, "
    agreed = f"; agreed by {said.owner} ({said_words(each.said)})."
    return html.P([shown, reached_mark(each), agreed])
