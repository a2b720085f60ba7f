"""The evidence page around its grids: what is stale, what was judged and recorded."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.attributes import data
from dashboard.components.evidence import age_mark, grade_mark
from dashboard.components.folding import folded, unfolded
from dashboard.components.links import Linker
from dashboard.components.parts import card, risk_link, risk_links, source_link
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.components.words_of_log import instant, said
from dashboard.queries.evidence import EvidenceNow, Judged, JudgementRow
from dashboard.queries.evidence_stale import LARGE_MONTHS, Stale

if TYPE_CHECKING:
    from risks.workspace import Recorded

SHOWN_AT_FIRST, MOST_ENTRIES, MOST_RISKS = 8, 200, 4
STALE_HEADS = (
    Head("Indicator"),
    Head("Could move, months", is_number=True),
    Head("Through"),
    Head("Latest reading"),
    Head("Age"),
    Head(""),
)
HISTORY_HEADS = (
    Head("Risk"),
    Head("Judged on"),
    Head("Low / likely / high"),
    Head("By"),
    Head("Why"),
    Head(""),
)
LOG_HEADS = (Head("Entry"), Head("Recorded at"), Head("What was said, by whom, why"))


def summary(now: EvidenceNow) -> list[Component]:
    """Return how good the evidence is, in a sentence, and what can be done about it."""
    current = f"{now.current} of {text.count(now.total, 'indicator')} current; "
    months = f"{text.number(LARGE_MONTHS)} months"
    large = (
        f"{now.large} of the stale ones could each move the opening by {months} or "
        "more."
        if now.large
        else f"no stale one could move the opening by {months}."
    )
    closed = [html.P(now.closed, className="closed", role="note")] if now.closed else []
    buttons = [
        act("Add a reading", now, do="add"),
        act("Add an event", now, do="event"),
        act("Judge a risk", now, do="judge"),
    ]
    return [
        html.P([html.B(current), large], className="evidence-lead"),
        *closed,
        html.P(buttons, className="acts"),
    ]


def saved_note(now: EvidenceNow, wanted: str) -> list[Component]:
    """Return that an entry is in the log, in the log's own words."""
    found = [each for each in now.entries if str(each.seq) == wanted]
    shown = [f"Saved as entry {each.seq}: {said(each)}." for each in found]
    return [
        html.P(each, role="status", className="saved", tabIndex=-1) for each in shown
    ]


def stale_card(now: EvidenceNow, link: Linker) -> Component:
    """Return the stale indicators, the one that could move the headline most first."""
    how = (
        "Each stale indicator is set to its calm and to its extreme end, the rest as "
        "it stands, and 4,096 futures are simulated at both: months between the days "
        "by which half of them have opened. Ranked by that and not by age."
    )
    rows = [_stale_row(each, now, link) for each in now.stale]
    first, others = rows[:SHOWN_AT_FIRST], rows[SHOWN_AT_FIRST:]
    body: list[Component] = [html.P("Every indicator is current.")]
    if first:
        body = [unfolded([stacked_table("Stale indicators", STALE_HEADS, first)])]
    if others:
        table = stacked_table("More stale indicators", STALE_HEADS, others)
        body.append(folded(f"Show the other {len(others)}", [table]))
    return card("Which stale evidence could move the opening most?", how, body)


def judgements_card(now: EvidenceNow, link: Linker) -> Component:
    """Return every judgement, by register; none is ever written over."""
    how = (
        "The chance stated for each risk, with its base rate beside it. A judgement is "
        "only superseded: the one that counts now is marked, the others stay."
    )
    titles = {each.risk.register_id: "" for each in now.judged}
    body = [_register_history(now, register_id, link) for register_id in titles]
    return card("What has been judged, by whom and why?", how, body)


def log_card(now: EvidenceNow) -> Component:
    """Return what was recorded here, newest first."""
    how = (
        "Every entry of the team’s log with its number. Nothing is ever changed or "
        "taken out; a correction is an entry of its own."
    )
    if not now.entries:
        return card("What has been recorded?", how, [html.P("Nothing yet.")])
    shown = now.entries[:MOST_ENTRIES]
    count = text.count(len(now.entries), "entry", "entries")
    if len(shown) < len(now.entries):
        count += f"; the newest {len(shown)} are shown"
    table = stacked_table(count, LOG_HEADS, map(_log_row, shown))
    return card("What has been recorded?", how, [folded(f"Show {count}", [table])])


def act(label: str, now: EvidenceNow, **acts: str) -> Component:
    """Return a button that opens a form; evidence-form.js knows what it does."""
    closed: dict[str, Any] = {"disabled": "disabled"} if now.closed else {}
    return html.Button(
        label, type="button", className="button", **closed, **data(**acts)
    )


def _stale_row(stale: Stale, now: EvidenceNow, link: Linker) -> list[Cell]:
    shown = stale.indicator
    value = words.reading(shown, shown.value)
    return [
        shown.title,
        text.number(stale.months) if stale.months >= 0.05 else "under 0.1",
        _through(stale.risk_ids, link),
        [value, *_source(stale)],
        age_mark(shown.age_days, is_stale=True),
        _stale_acts(stale, now),
    ]


def _through(risk_ids: Sequence[str], link: Linker) -> Cell:
    if not risk_ids:
        return html.Span("no risk that holds up works", className="mute")
    more = len(risk_ids) - MOST_RISKS
    links = risk_links(risk_ids[:MOST_RISKS], link)
    return [*links, f" and {more} more"] if more > 0 else links


def _source(stale: Stale) -> list[Any]:
    shown = stale.indicator
    if shown.value is None or shown.is_derived:
        return []
    when = text.day(shown.observed_on) if shown.observed_on else ""
    mark: list[Any] = [", ", grade_mark(shown.grade)] if shown.grade else []
    source = source_link(shown.source, shown.url)
    return [html.Br(), html.Small([when, ", ", source, *mark])]


def _stale_acts(stale: Stale, now: EvidenceNow) -> Cell:
    name = stale.indicator.id
    if stale.indicator.is_derived:
        register = stale.indicator.register_id
        return act("New event", now, do="event", register=register)
    new = act("New reading", now, do="add", indicator=name)
    same = act("Confirm unchanged", now, do="confirm", indicator=name)
    return html.Span([new] if stale.why_not_confirmed else [new, same], className="do")


def _register_history(now: EvidenceNow, register_id: str, link: Linker) -> Component:
    own = [each for each in now.judged if each.risk.register_id == register_id]
    title = now.register_titles[register_id]
    judgements = sum(len(each.history) for each in own)
    rows = [row for each in own for row in _history_rows(each, now, link)]
    count = (
        f"{title}: {text.count(len(own), 'risk')}, "
        f"{text.count(judgements, 'judgement')}"
    )
    return folded(count, [stacked_table(title, HISTORY_HEADS, rows)])


def _history_rows(
    judged: Judged, now: EvidenceNow, link: Linker
) -> Iterable[list[Cell]]:
    risk = judged.risk
    for place, row in enumerate(judged.history):
        anew = act("Judge anew", now, do="judge", risk=risk.id) if not place else ""
        name = risk_link(risk.id, link, "" if place else risk.title)
        yield [name, *_judgement_cells(row), anew]


def _judgement_cells(row: JudgementRow) -> list[Cell]:
    said_then = row.judgement
    counts = [html.Br(), html.Small("counts now")] if row.is_in_force else []
    entry = f"entry {row.entry}" if row.entry else "pack"
    chances = (said_then.low, said_then.likely, said_then.high)
    return [
        [html.Span(text.day(said_then.judged_on), className="whole"), *counts],
        html.Span(" / ".join(map(text.percent, chances)), className="whole"),
        [said_then.author, html.Br(), html.Small(entry, className="mute")],
        said_then.reason,
    ]


def _log_row(entry: "Recorded") -> list[Cell]:
    when = html.Span(instant(entry.recorded_at), className="whole")
    return [html.B(str(entry.seq)), when, said(entry)]
