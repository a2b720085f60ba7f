"""The forecast record in words: how many, how good, and what comes of it."""

import json
from collections.abc import Iterable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import ids, text
from dashboard.components.attributes import data
from dashboard.components.forecasts_rows import act
from dashboard.components.parts import card
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.components.words_of_log import said
from dashboard.queries.forecasts import RecordNow, known_question
from risks.forecasts import NEEDED, Comparison, Group, Naive, Score, Standing
from risks.forecasts.scores import FEWEST

API = "/api/record"
DIGITS = 3
HOW_SCORED = (
    "Each question is scored over the days it was open, with the chance that stood on "
    "each; every question weighs the same. Brier: the squared distance of the chance "
    "from what happened. Log: how surprised the chance was, in nats. 0 is best for "
    "both; 50 % for everything gives 0.250 and 0.693."
)
SCORE_HEADS = (
    Head("Against"),
    Head("Questions", is_number=True),
    Head("Brier, ours", is_number=True),
    Head("Brier, theirs", is_number=True),
    Head("Log, ours", is_number=True),
    Head("Log, theirs", is_number=True),
    Head("In words"),
)
GROUP_HEADS = (
    Head("Resolved", is_number=True),
    Head("Brier", is_number=True),
    Head("Log", is_number=True),
    Head("Brier of the base rate, where stated", is_number=True),
)
BLOCK_HEADS = (
    Head("Chances stated"),
    Head("Came true", is_number=True),
    Head("Questions’ worth", is_number=True),
)
NAIVE = {
    "base rate": "the base rate alone",
    "last week": "the chance of a week before",
    "50 %": "50 % every time",
}


def summary(now: RecordNow, wanted: str) -> Component:
    """Return how many questions stand how, when the first is due, what was saved."""
    closed = [html.P(now.closed, className="closed", role="note")] if now.closed else []
    return html.Section(
        [
            html.P(
                [html.B(_resolved(now)), f"; {_due(now)}."], className="evidence-lead"
            ),
            html.P(_counts(now)),
            *closed,
            html.P([act("Resolve a question", now.closed, "")], className="acts"),
            *saved_note(now, wanted),
        ],
        className="card evidence-top",
    )


def _resolved(now: RecordNow) -> str:
    return f"{text.whole(now.record.overall.resolved)} resolved"


def _due(now: RecordNow) -> str:
    due, ahead = now.record.due, now.record.next_due
    if due:
        several = text.count(len(due), "question waits", "questions wait")
        return f"{several} for an answer, the first since {text.day(due[0].closes_on)}"
    if ahead is None:
        return "no question is open"
    word = "next" if now.record.overall.resolved else "first"
    return f"{word} due {text.day(ahead.closes_on)}"


def _counts(now: RecordNow) -> str:
    count = now.record.standings
    parts = [
        text.count(len(now.asked), "question") + f" as of {text.day(now.as_of)}",
        f"{count[Standing.OPEN]} open",
        f"{count[Standing.AWAITING]} waiting for an answer",
        f"{count[Standing.NO_WAITS]} answered no before the date it counts on",
        f"{count[Standing.YES]} yes",
        f"{count[Standing.NO]} no",
        f"{count[Standing.VOID]} void",
    ]
    return f"{parts[0]}: {', '.join(parts[1:])}."


def saved_note(now: RecordNow, wanted: str) -> list[Component]:
    """Return that an entry is in the log, and what it means for its question."""
    found = [each for each in now.entries if str(each.seq) == wanted]
    asked = now.answered_by(wanted)
    means = f" The question is now {asked.question.in_words()}." if asked else ""
    return [
        html.P(
            f"Saved as entry {each.seq}: {said(each)}.{means}",
            role="status",
            className="saved",
            tabIndex=-1,
        )
        for each in found
    ]


def judged_cards(now: RecordNow) -> list[Component]:
    """Return how good the chances were; one card says what is to come while none is."""
    score = now.record.overall.score
    if score is None:
        return [_nothing_card()]
    return [
        scores_card(now, score),
        reliability_card(score),
        groups_card(now),
        calibration_card(now),
    ]


def _nothing_card() -> Component:
    first = (
        "With the first yes or no: Brier and log score beside the base rate, the "
        "chance of a week before and 50 %, by register and by author."
    )
    coming = (
        first,
        f"From {FEWEST} on: how sure they are, and whether chances mean what they say.",
        f"From {NEEDED} on: a proposal to state chances differently, if they do not.",
    )
    nothing = html.P("Nothing is scored before a question is answered yes or no.")
    listed = html.Ul([html.Li(each) for each in coming], className="coming")
    return card("How good were our chances?", HOW_SCORED, [nothing, listed])


def scores_card(now: RecordNow, score: Score) -> Component:
    """Return both scores beside what anyone could have said."""
    title, overall = "How good were our chances?", now.record.overall
    rows = [_against(each) for each in overall.against]
    table = stacked_table("Our scores beside naive ones", SCORE_HEADS, rows)
    return card(title, HOW_SCORED, [html.P(_ours(score)), table])


def _ours(score: Score) -> list[Component | str]:
    over = f" over {text.count(score.count, 'question')}."
    few = (
        f" Too few to tell skill from luck: errors are stated from {FEWEST} on."
        if score.count < FEWEST
        else ""
    )
    return [
        html.B(
            f"Brier {figure(score.brier, score.brier_error)}, "
            f"log {figure(score.log, score.log_error)}"
        ),
        over + few,
    ]


def _against(found: Comparison) -> list[Cell]:
    _, _, words = found.in_words().partition(": ")
    ours, theirs = found.ours, found.theirs
    return [
        NAIVE[found.naive.value],
        text.whole(ours.count),
        figure(ours.brier),
        figure(theirs.brier),
        figure(ours.log),
        figure(theirs.log),
        words,
    ]


def figure(value: float, error: float | None = None) -> str:
    """Return a score with its standard error, where there is one."""
    shown = text.number(value, DIGITS)
    return shown if error is None else f"{shown} ± {text.number(error, DIGITS)}"


def reliability_card(score: Score) -> Component:
    """Return what stated chances came to: drawn, in a table and in three parts."""
    title = "Do our chances mean what they say?"
    if score.count < FEWEST:
        few = f"Not drawn before {FEWEST} questions are resolved: {score.count} so far."
        return card(
            title, "Of all that was called 30 %, 30 % should happen.", [html.P(few)]
        )
    found = score.reliability
    how = (
        "Each step holds chances that came true equally often (CORP: no bins are "
        "chosen). On the dashed line chances mean what they say; a step above it "
        "happened more often than stated, one below it less often. A step of few "
        "questions says little."
    )
    blocks = [[x.low, x.high, x.seen, x.weight] for x in found.blocks]
    rows = [
        [_span(x.low, x.high), text.percent(x.seen), text.number(x.weight)]
        for x in found.blocks
    ]
    parts = (
        f"Brier {figure(found.brier)} = {figure(found.miscalibration)} for chances "
        f"that do not mean what they say − {figure(found.discrimination)} for telling "
        f"cases apart + {figure(found.uncertainty)} for how hard the questions were."
    )
    drawn = html.Div(className="reliability", **data(blocks=json.dumps(blocks)))
    table = stacked_table("What stated chances came to", BLOCK_HEADS, rows)
    both = html.Div([drawn, table], className="reliability-both")
    return card(title, how, [both, html.P(parts, className="note")])


def _span(low: float, high: float) -> str:
    first, last = text.percent(low), text.percent(high)
    return first if first == last else f"{first} to {last}"


def groups_card(now: RecordNow) -> Component:
    """Return the scores of each register and each author."""
    how = (
        "For an author only the days on which that author’s chance stood, so that one "
        "question may count for several. A handful of questions ranks nobody."
    )
    registers = [
        _group(each, now.register_titles.get(each.name, each.name))
        for each in now.record.registers
    ]
    authors = [_group(each, each.name) for each in now.record.authors]
    tables = [
        stacked_table(f"By {name}", (Head(name.capitalize()), *GROUP_HEADS), rows)
        for name, rows in (("register", registers), ("author", authors))
    ]
    return card("Whose chances were how good?", how, tables, "forecast-groups")


def _group(group: Group, name: str) -> list[Cell]:
    score = group.score
    ours = ["–", "–"] if score is None else [figure(score.brier), figure(score.log)]
    return [name, text.whole(group.resolved), *ours, _beside_base_rate(group)]


def _beside_base_rate(group: Group) -> str:
    """Return the base rate's score and ours on the questions that have one."""
    for each in group.against:
        if each.naive is Naive.BASE_RATE:
            over = f"(n = {text.whole(each.ours.count)})"
            return f"{figure(each.theirs.brier)}, ours {figure(each.ours.brier)} {over}"
    return "–"


def calibration_card(now: RecordNow) -> Component:
    """Return the proposal to state chances differently, or why it is too early."""
    found = now.record.calibration
    how = (
        f"A proposal is made from {NEEDED} resolved questions on, with its error, and "
        "only ever proposed: no chance is changed by it."
    )
    body = (
        f"Too early: {text.whole(found.count)} of {NEEDED} so far."
        if found.count < NEEDED
        else f"{found.words[:1].upper()}{found.words[1:]}."
    )
    return card("Should we state chances differently?", how, [html.P(body)])


def island(now: RecordNow, path: str) -> Component:
    """Return the hidden element that evidence-dialog.js and the form read."""
    known = {
        "api": API,
        "path": path,
        "closed": now.closed,
        "today": now.today.isoformat(),
        "questions": list(_known(now)),
    }
    written = json.dumps(known, ensure_ascii=False)
    return html.Div(id=ids.EVIDENCE, hidden=True, **data(known=written))


def _known(now: RecordNow) -> Iterable[dict[str, Any]]:
    return (known_question(each) for each in now.asked)
