"""Every question of the record as a row that opens to what was said, when and why."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.attributes import data
from dashboard.components.folding import unfolded
from dashboard.components.links import Linker
from dashboard.components.parts import card, risk_link, source_link
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.queries.forecasts import ANSWERED, Asked, RecordNow
from risks.forecasts import Standing, Statement

GROUPS = (
    ("Waiting for an answer", (Standing.AWAITING,)),
    ("Answered no, not counted yet", (Standing.NO_WAITS,)),
    ("Open", (Standing.OPEN,)),
    ("Resolved", (Standing.YES, Standing.NO)),
    ("Void", (Standing.VOID,)),
)
MARKS = {
    Standing.YES: "● yes,",
    Standing.NO: "○ no,",
    Standing.VOID: "– void,",
    Standing.NO_WAITS: "○ no, counts",
    Standing.AWAITING: "? due",
    Standing.OPEN: "open",
}
STATEMENT_HEADS = (
    Head("Stood from"),
    Head("To"),
    Head("Chance", is_number=True),
    Head("By"),
    Head("Why"),
)


def act(label: str, closed: str, key: str) -> Component:
    """Return a button that opens the form which answers a question."""
    off: dict[str, Any] = {"disabled": "disabled"} if closed else {}
    return html.Button(
        label,
        type="button",
        className="button" if key else "button is-main",
        **off,
        **data(do="resolve", risk=key),
    )


def questions_card(now: RecordNow, link: Linker) -> Component:
    """Return every question, those that wait for an answer first."""
    how = (
        "A stated chance is a question with a window that does not roll. A later "
        "judgement within the window is an update; an event’s update is restated for "
        "the days that were left. Yes counts from its day, no only at the window’s "
        "end, void never. Open a row for who said what, when and why."
    )
    body: list[Component] = []
    for title, standings in GROUPS:
        found = now.standing(*standings)
        if found:
            body.append(html.H3(f"{title}: {text.whole(len(found))}"))
            rows = [_row(each, now, link) for each in found]
            body.append(unfolded(rows))
    empty = [html.P("No judgement had been made by this day, so nothing is asked.")]
    return card("What did we ask, and what happened?", how, body or empty, "questions")


def _row(asked: Asked, now: RecordNow, link: Linker) -> Component:
    return html.Details(
        [
            html.Summary([html.Span(each) for each in _line(asked)]),
            html.Div(_inside(asked, now, link), className="question"),
        ]
    )


def _line(asked: Asked) -> list[str]:
    """Return the parts of a closed row: what, the chance, how it stands, its score."""
    question, score = asked.question, asked.score
    return [
        f"{question.risk_id} {asked.title}",
        f"{text.percent(asked.chance)}, {question.statements[-1].author}",
        f"{MARKS[question.standing]} {_when(asked)}",
        "" if score is None else f"Brier {text.number(score.brier, 3)}",
    ]


def _when(asked: Asked) -> str:
    """Return the day a question is answered for, or the one it is decided on."""
    question = asked.question
    if question.answer is not None and question.standing in ANSWERED:
        return text.day(question.answer.resolved_on)
    closes = text.day(question.closes_on)
    words = {Standing.NO_WAITS: "on", Standing.AWAITING: "since"}
    return f"{words.get(question.standing, 'until')} {closes}"


def _inside(asked: Asked, now: RecordNow, link: Linker) -> list[Component]:
    question = asked.question
    again = question.answer is not None
    window = f"{text.day(question.opened_on)} to {text.day(question.closes_on)}"
    base = question.base_rate
    rows = [_statement(each) for each in question.statements]
    return [
        html.P([risk_link(question.risk_id, link, asked.title), f", {window}"]),
        html.P([html.B("Decided by: "), question.criteria]),
        html.P(
            "No base rate is stated."
            if base is None
            else f"Base rate alone, over the risk’s own time: {text.percent(base)}."
        ),
        stacked_table("What was said", STATEMENT_HEADS, rows),
        *_answer(asked),
        html.P(
            [act("Resolve again" if again else "Resolve", now.closed, asked.key)],
            className="acts",
        ),
    ]


def _statement(statement: Statement) -> Sequence[Cell]:
    judgement = statement.stated.judgement
    entry = f"entry {statement.seq}" if statement.seq else "pack"
    chance: Cell = text.percent(statement.chance)
    if statement.share < 1:
        stated = f"stated as {text.percent(judgement.likely)}"
        chance = [chance, html.Br(), html.Small(stated, className="mute")]
    return [
        html.Span(text.day(statement.stated_on), className="whole"),
        html.Span(text.day(statement.until), className="whole"),
        chance,
        [statement.author, html.Br(), html.Small(entry, className="mute")],
        judgement.reason,
    ]


def _answer(asked: Asked) -> list[Component]:
    question, answer = asked.question, asked.question.answer
    if answer is None:
        noted = question.note or "No answer is recorded."
        return [html.P(f"{noted[:1].upper()}{noted[1:].rstrip('.')}.")]
    said = [
        html.B(f"Answer: {answer.outcome}, {text.day(answer.resolved_on)}. "),
        source_link(answer.source, answer.url),
        f". {answer.author}, entry {answer.seq}: {answer.reason}",
    ]
    noted = f"{question.note[:1].upper()}{question.note[1:]}."
    score = asked.score
    scored = (
        "It counts for no score."
        if score is None
        else f"Brier {text.number(score.brier, 3)}, log {text.number(score.log, 3)}."
    )
    return [html.P(said), html.P(noted if question.note else scored, className="mute")]
