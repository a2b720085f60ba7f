"""The register cards: pressure, its change, its 26 weeks, its top risk."""

import json
from math import isnan

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.attributes import data, named
from dashboard.components.board_limits import marked
from dashboard.components.evidence import judgement_chip, level_chip
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import by_once, months, risk_link
from dashboard.components.stacked_table import Head, scrolled_table
from dashboard.queries.board import BoardNow, RegisterNow

HOW = (
    "Pressure runs from 0 (calm) to 100 (extreme); the word is that of the level it "
    "has reached. It asks for attention and is never a chance. Each line shows the 26 "
    "weeks to {day} on the same scale at every date, {low} to {high}; a dot is a week "
    "with a new reading. The top risk has the most chance × likely months of delay, "
    "both judged."
)


def register_cards(now: BoardNow, link: Linker) -> Component:
    """Return a card for every register, and the table behind their lines."""
    low, high = now.scale
    how = HOW.format(day=text.day(now.as_of), low=low, high=high)
    return html.Section(
        [
            html.H2("Which register is under pressure?"),
            html.P([how, " ", judgement_chip()], className="how"),
            html.Div(
                [_card(each, now, link) for each in now.registers],
                className="grid registers",
            ),
            _events(now),
            folded("Weekly pressures as a table", [_weekly_table(now)]),
        ],
        className="band",
    )


def _card(register: RegisterNow, now: BoardNow, link: Linker) -> Component:
    title = html.A(register.title, href=link(f"/registers?register={register.id}"))
    return html.Article(
        [
            html.H3(title),
            *_pressure(register, now),
            _line(register, now),
            _bar(register),
            html.P(_coverage(register), className="note"),
            html.P(_top(register, now, link), className="note"),
        ],
        className="card register" + (" is-thin" if register.is_thin else ""),
    )


def _pressure(register: RegisterNow, now: BoardNow) -> list[Component]:
    if register.pressure is None:
        return [html.P("no indicator weighs here", className="figure-detail")]
    change = text.change(register.change or 0.0)
    return [
        html.P(
            [
                html.Span(text.whole(register.pressure), className="figure"),
                level_chip(register.pressure, is_assumed=register.is_thin),
            ],
            className="register-pressure",
        ),
        html.P(
            [html.B(change), f" {words.since_short(now.since)}"],
            className="register-change",
        ),
    ]


def _line(register: RegisterNow, now: BoardNow) -> Component:
    drawn = {
        "values": [None if isnan(each) else round(each, 2) for each in register.weekly],
        "marks": list(register.has_reading),
        "low": now.scale[0],
        "high": now.scale[1],
    }
    return html.Div(
        role="img",
        className="spark",
        **named(_line_in_words(register, now), line=json.dumps(drawn)),
    )


def _line_in_words(register: RegisterNow, now: BoardNow) -> str:
    known = [each for each in register.weekly if not isnan(each)]
    if not known:
        return f"{register.title}: no pressure in these weeks"
    fresh = text.count(sum(register.has_reading), "week")
    return (
        f"{register.title}, {len(now.days)} weeks to {text.day(now.as_of)}: "
        f"from {text.whole(known[0])} to {text.whole(known[-1])}; "
        f"{fresh} with a new reading"
    )


def _bar(register: RegisterNow) -> Component:
    pressure = register.pressure or 0.0
    filled = html.Div(
        className=f"bar-fill s{text.level_step(pressure)}",
        style={"width": f"{pressure:.1f}%"},
    )
    return html.Div(filled, className="bar", **data(decoration="true"))


def _coverage(register: RegisterNow) -> str:
    if register.coverage is None:
        return "no evidence counts here"
    return f"{text.percent(register.coverage)} carried by evidence"


def _top(register: RegisterNow, now: BoardNow, link: Linker) -> list[Component | str]:
    top = register.top
    if top is None or top.chance is None:
        return ["No open risk."]
    chance = f"{text.percent(top.chance)}{by_once(top.title, top.by)}"
    expected = f", {chance} × {months(top.delay_months)}"
    shown: list[Component | str] = ["Top risk: "]
    shown += [risk_link(top.id, link, top.title), expected]
    return [*shown, *marked(top, now)]


def _events(now: BoardNow) -> Component:
    counted = (
        "Pressure counts the events that were found, not all that happened; a denser "
        "stretch can be more searching, not more trouble."
    )
    return html.P(f"{counted} {now.evidence_note}".strip(), className="note")


def _weekly_table(now: BoardNow) -> Component:
    rows = [
        [text.day(day), *(_week(each, place) for each in now.registers)]
        for place, day in reversed(list(enumerate(now.days)))
    ]
    columns = [
        Head("Week to"),
        *(Head(each.title, is_number=True) for each in now.registers),
    ]
    return scrolled_table(
        "Pressure, 0 to 100; an asterisk marks a new reading", columns, rows
    )


def _week(register: RegisterNow, place: int) -> str:
    value = register.weekly[place]
    star = " *" if register.has_reading[place] else ""
    return ("none" if isnan(value) else text.number(value)) + star
