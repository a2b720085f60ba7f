"""One risk in the simulated futures, in words and as a table that adds up to 100 %."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.board_futures import plus_minus
from dashboard.components.links import Linker
from dashboard.components.parts import card, risk_link
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.queries.risk import RiskSeen
from dashboard.queries.risk_futures import Source
from risks.rates import Status

TITLE = "What sets it off in the simulated futures?"
HEADS = (Head("Source"), Head("Share of what set it off", is_number=True))
OWN = "Its own causes"
COUNTS = {
    "in-parallel": "waits beside others: the longest counts",
    "in-series": "stops works: adds up, with some overlap",
    "indirect": "acts only through other risks: its months count there",
}
CLOSED = {
    Status.DECIDED_YES: "In the simulated futures it has happened from the start.",
    Status.DECIDED_NO: "In the simulated futures it does not happen.",
    Status.AWAITING: "The simulated futures leave it out until it is resolved.",
}


def simulated_chance(seen: RiskSeen) -> list[Component]:
    """Return the simulated chance where it says something else than the stated one."""
    found, now = seen.futures, seen.now
    if not now.is_open:
        return [html.P(CLOSED[now.status])]
    if found.chance is None or not found.differs(now.chance):
        return []
    error = plus_minus(100 * (found.se or 0.0), 1)
    said = (
        f"Simulated, with what other risks set off: {text.share(found.chance)} "
        f"{text.by(now.by)} (simulation {error} points)."
    )
    return [html.P(said)]


def set_off_card(seen: RiskSeen, link: Linker) -> Component:
    """Return where the hazard came from that made the risk happen."""
    found = seen.futures
    if not found.sources:
        return card(TITLE, _how(seen), [html.P(_never(seen))])
    rows = [_row(each, link) for each in found.sources]
    table = stacked_table(TITLE, HEADS, rows, ["Together", "100\u202f%"])
    return card(TITLE, _how(seen), [table])


def held_up_words(seen: RiskSeen) -> str:
    """Return on which share of the late and of the other futures it held works up."""
    if seen.impact.delay_kind == "indirect":
        return "It acts only through other risks, so it holds up no works itself."
    found = seen.futures
    late = text.day(found.late_after)
    if found.late_share == 0:
        return f"No simulated future opens after {late}."
    if found.held_up is None:
        return f"It holds up no works in the futures that open after {late}."
    said = (
        f"Of the simulated futures that open after {late} "
        f"({text.share(found.late_share)}), "
        f"{text.share(found.held_up.late)} had seen works held up by it"
    )
    early = found.held_up.early
    return (
        f"{said}." if early is None else f"{said}; of the others, {text.share(early)}."
    )


def delay_words(seen: RiskSeen) -> str:
    """Return how the months of a risk meet those of others on the same works."""
    return COUNTS[seen.impact.delay_kind]


def _how(seen: RiskSeen) -> str:
    found = seen.futures
    known = found.happens is not None
    happens = (
        f" It happens in {text.share(found.happens or 0.0)} of them." if known else ""
    )
    held = "" if seen.now.deadline else " Beyond its judged horizon its rate is held."
    return (
        "Where the hazard came from that had built up when it happened, over "
        f"{text.whole(found.paths)} futures to {text.day(found.end)}.{happens}{held}"
    )


def _never(seen: RiskSeen) -> str:
    status = seen.now.status
    return CLOSED.get(status, "It happens in none of the simulated futures.")


def _row(source: Source, link: Linker) -> list[Cell]:
    shown = text.percent(source.shown / 100) if source.shown else "under 1\u202f%"
    risk = source.risk
    return [risk_link(risk.id, link, risk.title) if risk else OWN, shown]
