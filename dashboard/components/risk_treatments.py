"""Treatments that are under way, in words."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.board_limits import said_words
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import months, risk_link
from dashboard.queries.board_treatments import UnderWay


def under_way_note(found: tuple[UnderWay, ...], link: Linker) -> list[Component]:
    """Return which treatments the numbers of a page count, to be opened."""
    if not found:
        return []
    count = sum(each.counts for each in found)
    said = f"Counts {text.count(count, 'treatment')} approved since "
    said += "its risk was judged" if count == 1 else "their risks were judged"
    if not count:
        said = f"Counts none of {text.count(len(found), 'approved treatment')}"
    return [folded(said, [html.Ul([_line(each, link) for each in found])])]


def _line(each: UnderWay, link: Linker) -> Component:
    return html.Li(
        [
            html.B(each.treatment.id),
            f" {each.treatment.title} (",
            risk_link(each.treatment.risk_id, link),
            f"), {under_way_words(each)}. {said_of(each)}.",
        ]
    )


def under_way_words(each: UnderWay) -> str:
    """Return since when a treatment is under way, who decided it, what it takes."""
    begun = "done" if each.is_done and not each.decided_by else "under way"
    by = f", decided by {each.decided_by}" if each.decided_by else ""
    return f"{begun} since {text.day(each.since)}{by}: {_takes(each)}"


def said_of(each: UnderWay) -> str:
    """Return the entries that put a treatment under way."""
    said = "; ".join(said_words(one) for one in each.said)
    return f"{said[:1].upper()}{said[1:]}"


def _takes(each: UnderWay) -> str:
    if each.takes is None:
        if each.judged_on and each.treatment.effect is not None:
            return f"the judgement of {text.day(each.judged_on)} knows it already"
        return "no effect is stated, so nothing is counted"
    waits = f", beginning in {months(each.months)}" if each.months else ""
    return f"takes {text.percent(each.takes)} of the rate{waits}"
