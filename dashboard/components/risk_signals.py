"""The signals of a risk, each opening to the readings and events it rests on."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.attributes import named
from dashboard.components.evidence import (
    age_mark,
    grade_mark,
    judgement_chip,
    score_chip,
)
from dashboard.components.folding import folded
from dashboard.components.parts import source_link
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.queries.indicators import EventSeen, IndicatorNow, ReadingSeen
from dashboard.queries.risk import RiskSeen
from dashboard.queries.risk_signals import History, SignalSeen

SAFE_CHART: Any = {
    "displayModeBar": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
READING_HEADS = (
    Head("Day"),
    Head("Age"),
    Head("Reading"),
    Head("Score"),
    Head("Grade"),
    Head("Source"),
    Head("Note"),
)
EVENT_HEADS = (
    Head("Day"),
    Head("Event"),
    Head("Effect"),
    Head("Grade"),
    Head("Source"),
)
# Takes days with values, the four goalposts, the unit and the last day to show.
Draw = Callable[[History, Sequence[float], str, date], dict[str, Any]]
DIRECTIONS = {"raises": "raises", "lowers": "lowers", "neutral": "leaves as it was"}


def signals_card(seen: RiskSeen, draw: Draw) -> Component:
    """Return every signal of a risk, the one with the widest reach first.

    ``draw`` makes the figure of a reading history.
    """
    body: list[Component] = [
        signal_row(each, _chart(each, seen, draw), is_open=number == 0)
        for number, each in enumerate(seen.signals)
    ]
    if not body:
        body = [html.P("No signal is linked to this risk.")]
    return html.Section(
        [
            html.H2("Which signals would move it?"),
            html.P(
                "The widest reach first. Open a signal for its readings, their sources "
                "and grades; a hollow mark is a reading older than its limit.",
                className="how",
            ),
            *body,
        ],
        className="card",
    )


def anchor(indicator_id: str) -> str:
    """Return the id that a link to a signal leads to."""
    return f"signal-{indicator_id}"


def signal_row(
    signal: SignalSeen, chart: list[Component], *, is_open: bool
) -> Component:
    """Return one signal: its reading in a line, everything behind it inside."""
    shown = signal.indicator
    return html.Details(
        [
            html.Summary(_summary(signal), className="signal-line"),
            html.Div(
                [
                    html.P(signal.reason),
                    _scale(signal),
                    *chart,
                    *_evidence(signal),
                ],
                id=anchor(shown.id),
                className="signal-body",
            ),
        ],
        open=is_open,
        className="signal",
    )


def _summary(signal: SignalSeen) -> list[Component]:
    shown = signal.indicator
    chip = [judgement_chip()] if shown.is_judged else []
    has_reading = shown.value is not None
    return [
        html.H3([html.Span(f"{shown.title} "), *chip]),
        html.Span(words.reading(shown, shown.value) if has_reading else ""),
        age_mark(shown.age_days, is_stale=shown.is_stale),
        score_chip(shown.score) if has_reading else html.Span(),
        html.Span(f"{words.ratio(signal.times)} calm to extreme", className="mute"),
    ]


def _scale(signal: SignalSeen) -> Component:
    """Return what the goalposts are, why, and what would decide the risk."""
    shown = signal.indicator
    settled = [html.Dt("Decides the risk"), html.Dd(_settles(signal))]
    return html.Dl(
        [
            html.Dt("Goalposts"),
            html.Dd([f"{words.goalposts(shown)}. ", shown.posts_reason]),
            html.Dt("Reaches alarm"),
            html.Dd(f"at {words.alarm_at(shown)}"),
            *(settled if signal.settles_at is not None else []),
            html.Dt("Expected"),
            html.Dd(_expected(shown)),
        ],
        className="facts",
    )


def _settles(signal: SignalSeen) -> str:
    shown = signal.indicator
    is_above = shown.is_worse_above == (signal.settles_to == "yes")
    side = "more" if is_above else "less"
    reached = ", which has been reached" if signal.is_settled else ""
    value = text.quantity(signal.settles_at or 0.0)
    return f"a reading of {value} or {side} decides it: {signal.settles_to}{reached}"


def _expected(shown: IndicatorNow) -> str:
    publisher = f" from {shown.publisher}" if shown.publisher else ""
    limit = text.count(shown.stale_after_days, "day")
    return f"{shown.cadence}{publisher}; stale after {limit}"


def _chart(signal: SignalSeen, seen: RiskSeen, draw: Draw) -> list[Component]:
    """Return the readings as a curve; one point alone says no more than its row."""
    shown = signal.indicator
    if len(signal.history) < 2:
        return []
    figure = draw(signal.history, shown.posts, shown.unit, seen.as_of)
    said = f"{shown.title}: readings up to {text.day(seen.as_of)}, in {shown.unit}"
    return [
        html.Figure(
            [
                html.Figcaption(said, className="note"),
                html.Div(
                    dcc.Graph(figure=figure, config=SAFE_CHART, responsive=True),
                    role="img",
                    className="history",
                    **named(f"{said}. The table below has every value."),
                ),
            ]
        )
    ]


def _evidence(signal: SignalSeen) -> list[Component]:
    shown = signal.indicator
    if shown.is_derived:
        return _event_tables(signal)
    if not signal.readings:
        return [html.P(f"{words.NO_READING}: it counts as its no-news score.")]
    caption = f"Readings of {shown.title}, newest first"
    rows = [_reading_row(shown, each) for each in signal.readings]
    said = text.count(len(signal.readings), "reading")
    return [folded(f"Show {said}", [stacked_table(caption, READING_HEADS, rows)])]


def _event_tables(signal: SignalSeen) -> list[Component]:
    if not signal.events:
        return [html.P("No event within its window: it counts as its no-news score.")]
    said = text.count(len(signal.events), "event")
    caption = "Events that make this pressure, newest first"
    table = stacked_table(caption, EVENT_HEADS, [event_row(e) for e in signal.events])
    weeks = [[text.day(day), text.number(value)] for day, value in signal.history]
    values = stacked_table(
        "Event pressure week by week, newest first",
        (Head("Day"), Head(signal.indicator.unit, is_number=True)),
        weeks[::-1],
    )
    return [
        html.P(
            "Events count as they were found: a quiet stretch may be an unread one.",
            className="note",
        ),
        folded(f"Show {said}", [table]),
        folded("Show the values drawn", [values]),
    ]


def _reading_row(shown: IndicatorNow, each: ReadingSeen) -> list[Cell]:
    in_force = [html.Br(), html.Small("counts now")] if each.is_in_force else []
    return [
        [html.Span(text.day(each.observed_on), className="whole"), *in_force],
        age_mark(each.age_days, is_stale=each.is_stale),
        words.reading(shown, each.value),
        score_chip(each.score),
        _grade(each.grade),
        source_link(each.source, each.url),
        [each.note, *_cited(each.events)],
    ]


def _grade(code: str) -> Component:
    """Return a grade with its words written out; a judgement is only called one."""
    if code == "judged":
        return grade_mark(code)
    said = html.Small(words.grade(code), className="mute")
    return html.Span([html.B(code), " ", html.Br(), said])


def _cited(events: tuple[EventSeen, ...]) -> list[Component]:
    if not events:
        return []
    said = f"Rests on {text.count(len(events), 'event')}"
    return [folded(said, [html.Ul([_event_line(each) for each in events])])]


def _event_line(event: EventSeen) -> Component:
    return html.Li(
        [
            html.B(event.id),
            f" {text.day(event.happened_on)}: {event.title} (",
            source_link(event.source, event.url),
            f", {event.grade})",
        ],
        className="event-line",
    )


def event_row(event: EventSeen) -> list[Cell]:
    """Return an event as a row of a table."""
    note = [html.Br(), html.Small(event.note, className="mute")] if event.note else []
    return [
        html.Span(text.day(event.happened_on), className="whole"),
        [html.B(event.id), " ", event.title, *note],
        f"{DIRECTIONS[event.direction]}, severity {event.severity} of 5",
        _grade(event.grade),
        source_link(event.source, event.url),
    ]
