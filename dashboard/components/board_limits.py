"""What is beyond what the team accepts, in words: appetites, lines, what ran out."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.attributes import HIDDEN
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import card, months, risk_link
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.queries.board import BoardNow
from dashboard.queries.board_limits import AppetiteNow, PositionNow, Said
from dashboard.queries.board_risks import RiskNow, by_id
from dashboard.queries.review_words import money, name
from risks.workspace import Appetite

TITLE = "What is beyond what the team accepts?"
ANCHOR = "limits"
ABOVE = "above appetite"
SIGN = "▲"
MOST_SHOWN = 6
MONTHS, MONEY = "opening-p50", "funding-gap-p50"
CHOICES = {"approve": "approved", "defer": "put off", "reject": "rejected"}
OPENING = "Months until half of the futures have opened"
ABOVE_HEADS = (
    Head("Above appetite"),
    Head("Is"),
    Head("Accepted"),
    Head("Above since"),
    Head("Owner"),
)
LINE_HEADS = (
    Head("Line"),
    Head("Is"),
    Head("What we do then"),
    Head("State"),
)


def limits_card(now: BoardNow, link: Linker) -> list[Component]:
    """Return the limits and lines of the team; nothing where none can be set."""
    limits = now.limits
    if not limits.has_log:
        return []
    review = html.A("weekly review", href=link("/review"))
    if not limits.appetites and not limits.positions:
        unset = "No limit and no line is set yet: the team sets them in the "
        return [_card("", [html.P([unset, review, "."])])]
    numbers = f"; the numbers are those of {text.day(now.as_of)}."
    how: Cell = ["As set in the ", review, " by now", numbers]
    return [_card(how, [*_above(now, link), *_lines(now), *_ran_out(now, link)])]


def above_mark() -> Component:
    """Return the mark of a risk above its limit: a shape and a word."""
    return html.Span([html.Span(SIGN, **HIDDEN), f" {ABOVE}"], className="chip above")


def marked(risk: RiskNow, now: BoardNow) -> list[Component | str]:
    """Return the mark of a risk on the board, if it is above its limit."""
    return [" ", above_mark()] if risk.id in now.limits.above_ids else []


def accepted(limit: Appetite) -> str:
    """Return what the team accepts at most: ``at most 20 %, at most 6 months``."""
    chance, delay = limit.most_chance, limit.most_delay_months
    shown = [] if chance is None else [f"a chance of at most {text.percent(chance)}"]
    shown += [] if delay is None else [f"a delay of at most {months(delay)}"]
    return " and ".join(shown) or "any chance and delay"


def above_since(each: AppetiteNow) -> str:
    """Return since which review a risk is above its limit."""
    if each.first_seen is None:
        return "no closed review has seen it yet"
    return words.reference(each.first_seen)


def line_words(each: PositionNow, risks: dict[str, RiskNow]) -> str:
    """Return a position's line: ``Chance of opening by 31 Dec 2028: below 35 %``."""
    said = each.position
    line = amount(said.outcome, said.line, is_line=True)
    return f"{_outcome(said.outcome, risks)}: {said.side} {line}"


def amount(outcome: str, value: float | None, *, is_line: bool = False) -> str:
    """Return the number of a position in its unit; a stated line as it was stated."""
    if value is None:
        return "not known"
    if outcome == MONTHS:
        return months(value if is_line else round(value, 1))
    if outcome == MONEY:
        return money(value)
    if is_line:
        return f"{text.quantity(round(100 * value, 4))}{text.THIN_SPACE}%"
    return text.share(value)


def said_words(said: Said) -> str:
    """Return who said something in the log, when and why."""
    why = f": “{said.reason}”" if said.reason else ""
    return f"entry {said.entry}, {said.author} on {text.day(said.day)}{why}"


def _card(how: Cell, body: list[Component]) -> Component:
    inside = card(TITLE, how, body, "limits")
    return html.Div(inside, id=ANCHOR, className="band")


def _outcome(outcome: str, risks: dict[str, RiskNow]) -> str:
    if outcome in risks:
        return f"Chance of {outcome} {risks[outcome].title}"
    return OPENING if outcome == MONTHS else name(outcome)


def _above(now: BoardNow, link: Linker) -> list[Component]:
    found, count = now.limits.above, len(now.limits.appetites)
    all_risks = text.count(len(now.standing.risks), "risk")
    of_all = f"A limit is set for {count} of {all_risks}"
    if not found:
        return [html.P(f"{of_all}, and none is above it." if count else f"{of_all}.")]
    known = by_id(now.standing.risks)
    rows = [_above_row(each, known[each.limit.risk_id], link) for each in found]
    table = stacked_table("Risks above appetite", ABOVE_HEADS, rows[:MOST_SHOWN])
    more = rows[MOST_SHOWN:]
    note = html.P(f"{of_all}.", className="note")
    if not more:
        return [table, note]
    others = stacked_table("More risks above appetite", ABOVE_HEADS, more)
    return [table, folded(f"{len(more)} more above appetite", [others]), note]


def _above_row(each: AppetiteNow, risk: RiskNow, link: Linker) -> list[Cell]:
    return [
        [html.Span(f"{SIGN} ", **HIDDEN), risk_link(risk.id, link, risk.title)],
        is_now(each.limit, risk),
        accepted(each.limit),
        above_since(each),
        each.limit.owner,
    ]


def is_now(limit: Appetite, risk: RiskNow) -> str:
    """Return the numbers of a risk that have a limit."""
    shown = []
    if limit.most_chance is not None and risk.chance is not None:
        shown.append(f"{text.percent(risk.chance)} {text.by(risk.by)}")
    if limit.most_delay_months is not None:
        shown.append(f"{months(risk.delay_months)} of delay")
    return " and ".join(shown)


def _lines(now: BoardNow) -> list[Component]:
    if not now.limits.positions:
        return []
    known = by_id(now.standing.risks)
    rows = [_line_row(each, known) for each in now.limits.positions]
    return [stacked_table("Lines and what is done at them", LINE_HEADS, rows)]


def _line_row(each: PositionNow, risks: dict[str, RiskNow]) -> list[Cell]:
    said = each.position
    agreed = f"agreed by {said.owner}, entry {each.said.entry}{_decided(each)}"
    return [
        line_words(each, risks),
        amount(said.outcome, each.value),
        said.then,
        [reached_mark(each), html.Span(agreed, className="reading")],
    ]


def _decided(each: PositionNow) -> str:
    """Return what was decided on a line that is reached, if anything was."""
    if each.decision is None or not each.is_reached:
        return ""
    decision, entry = each.decision
    choice = CHOICES[decision.choice]
    when = text.day(decision.decided_on)
    return f"; {choice} by {decision.decided_by} on {when}, entry {entry}"


def reached_mark(each: PositionNow) -> Component:
    """Return whether a line is reached, as a shape and a word."""
    if not each.is_reached:
        return html.Span("not reached")
    return html.Span([html.Span(SIGN, **HIDDEN), " reached"], className="chip above")


def _ran_out(now: BoardNow, link: Linker) -> list[Component]:
    found = now.limits.ran_out
    if not found:
        return []
    shown: list[Component | str] = ["Ran out, to be decided anew: "]
    for place, each in enumerate(found):
        until = text.day(each.limit.until) if each.limit.until else ""
        shown += ["; " if place else "", risk_link(each.limit.risk_id, link)]
        shown.append(f" on {until} ({each.limit.owner})")
    return [html.P([*shown, "."], className="ran-out")]
