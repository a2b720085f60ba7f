"""What moved and which reading moved it; what is dated in the weeks ahead."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.board_readings import reading_words
from dashboard.components.evidence import judgement_chip
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import (
    by_once,
    card,
    risk_link,
    risk_links,
    source_link,
)
from dashboard.components.stacked_table import Head, scrolled_table
from dashboard.queries.board import BoardNow
from dashboard.queries.board_changes import Dated, Move

MOVES_SHOWN = 8
LONG_ENOUGH = "Four weeks are long enough for monthly readings to come in."
SEEN_THEN = "A closed review is seen as it was then, without what was said later."
NO_CAUSE: list[Component | str] = ["No single reading moved it."]


def movers_card(now: BoardNow, link: Linker) -> Component:
    """Return the risks that moved most, each with the reading behind it."""
    how = (
        "Change of each risk's judged chance in percentage points; below it the "
        "indicator that moved it most, with every reading since then, oldest first. "
        f"{SEEN_THEN if now.since.week else LONG_ENOUGH}"
    )
    return card(
        f"What has moved since {words.reference(now.since)}, and why?",
        [how + _backcast(now), " ", judgement_chip()],
        _moves(now, link),
    )


def ahead_card(now: BoardNow, link: Linker) -> Component:
    """Return the next six weeks, or the words that nothing is dated in them."""
    codes = {each.id: each.code for each in now.registers}
    ahead = now.ahead
    days = f"{text.day(now.as_of)} and {text.day(ahead.until)}"
    body: list[Component] = (
        [_dated_table(f"Dated between {days}", ahead.due, codes, link)]
        if ahead.due
        else [html.P(f"Nothing dated falls between {days}.")]
    )
    if ahead.spans:
        caption = "May fall in these weeks or later"
        body.append(_dated_table(caption, ahead.spans, codes, link))
    if ahead.after:
        body.append(_dated_table("Next after that", ahead.after, codes, link))
    how = "Dated things that can move the numbers, and the deadlines of risks."
    return card(f"What is due in the six weeks after {text.day(now.as_of)}?", how, body)


def _moves(now: BoardNow, link: Linker) -> list[Component]:
    if not now.moves:
        return [html.P("No chance has moved.")]
    first, rest = now.moves[:MOVES_SHOWN], now.moves[MOVES_SHOWN:]
    shown = [_move_table("Largest moves first", first, link)]
    if rest:
        others = _move_table("Smaller moves", rest, link)
        shown.append(folded(f"{len(rest)} more have moved", [others]))
    return shown


def _move_table(caption: str, moves: Sequence[Move], link: Linker) -> Component:
    return scrolled_table(
        caption,
        (Head("Risk and reading"), Head("Change", is_number=True)),
        [[_moved(each, link), _change(each)] for each in moves],
        is_plain=True,
    )


def _moved(move: Move, link: Linker) -> list[Component]:
    causes: list[list[Component | str]] = []
    if move.judged_on:
        causes.append([f"Judged anew on {text.day(move.judged_on)}"])
    if move.reading:
        causes.append(reading_words(move.reading))
    causes += [[f"Treatment {x.id} under way: {x.title}"] for x in move.treatments]
    return [
        risk_link(move.risk.id, link, move.risk.title),
        *(html.Span(each, className="reading") for each in causes or [NO_CAUSE]),
    ]


def _change(move: Move) -> list[Component | str]:
    risk = move.risk
    moved = (
        f"{text.percent(risk.earlier or 0.0)} → {text.percent(risk.chance or 0.0)}"
        f"{by_once(risk.title, risk.by)}"
    )
    return [html.B(text.change(move.points)), html.Span(moved, className="reading")]


def _backcast(now: BoardNow) -> str:
    if now.since.judged_on is None:
        return ""
    judged = text.day(now.since.judged_on)
    return (
        f" The chances were judged on {judged}; earlier ones are back-cast with those "
        "judgements. Readings that are themselves judgements carry the badge; the "
        "back-cast ones were written with hindsight."
    )


def _dated_table(
    caption: str, dated: Sequence[Dated], codes: dict[str, str], link: Linker
) -> Component:
    rows = [
        [
            f"until {text.day(each.last)}"
            if each.has_begun
            else text.span(each.first, each.last),
            _what(each),
            risk_links(each.risk_ids, link) or codes[each.register_id],
        ]
        for each in dated
    ]
    return scrolled_table(
        caption, (Head("When"), Head("What"), Head("Moves")), rows, is_plain=True
    )


def _what(each: Dated) -> list[Component | str]:
    if each.is_deadline:
        return [html.B("Deadline: "), each.title]
    origin = html.Span(source_link(each.source, each.url), className="reading")
    return [each.title, origin]
