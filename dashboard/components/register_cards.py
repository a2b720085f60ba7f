"""The registers page: a tile per register, and the table of what one watches."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, text
from dashboard.components import words
from dashboard.components.attributes import HERE, named
from dashboard.components.evidence import (
    age_mark,
    grade_mark,
    judgement_chip,
    level_chip,
    score_chip,
)
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import source_link
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.queries.indicators import IndicatorNow
from dashboard.queries.registers import (
    RegisterDetail,
    RegisterNow,
    Registers,
    Watched,
)

PATH = "/registers"
HEADS = (
    Head("Indicator"),
    Head("Latest reading"),
    Head("Age"),
    Head("Grade"),
    Head("Score"),
    Head("Trusted", is_number=True),
    Head("Weight", is_number=True),
    Head("Adds to pressure", is_number=True),
    Head("Reaches alarm at"),
)


def register_tiles(shown: Registers, link: Linker) -> Component:
    """Return links to all registers and to each, with pressure and evidence."""
    chosen = shown.chosen.register.id if shown.chosen else ""
    everything = _tile(
        "All registers",
        [html.P(text.count(shown.risk_count, "risk"), className="tile-pressure")],
        _evidence(
            sum(each.current for each in shown.registers),
            sum(each.indicators for each in shown.registers),
        ),
        link(PATH),
        is_here=not chosen,
    )
    tiles = [_register_tile(each, link, chosen) for each in shown.registers]
    return html.Nav(
        html.Ul([html.Li(each) for each in (everything, *tiles)], className="tiles"),
        **named("Registers"),
    )


def _register_tile(register: RegisterNow, link: Linker, chosen: str) -> Component:
    href = link(PATH, {"register": register.id})
    pressure = _pressure(register)
    evidence = _evidence(register.current, register.indicators)
    return _tile(
        register.title, pressure, evidence, href, is_here=register.id == chosen
    )


def _tile(
    title: str, body: list[Component], evidence: str, href: str, *, is_here: bool
) -> Component:
    here = HERE if is_here else {}
    shown = [html.B(title), *body, html.Small(evidence)]
    return html.A(shown, href=href, className="tile", **here)


def _pressure(register: RegisterNow) -> list[Component]:
    if register.pressure is None:
        return [html.P("no signals", className="tile-pressure is-thin")]
    thin = " is-thin" if register.is_thin else ""
    figure = html.Span(text.whole(register.pressure), className="tile-figure")
    word = level_chip(register.pressure, is_assumed=register.is_thin)
    return [html.P([figure, " ", word], className=f"tile-pressure{thin}")]


def _evidence(current: int, total: int) -> str:
    return f"{current} of {total} indicators current"


def search_bar(shown: Registers, find: str) -> Component:
    """Return the quick search over the grid, and how many rows it leaves."""
    count = len(shown.rows)
    field = dcc.Input(
        id=ids.RISK_SEARCH,
        type="search",
        value=find,
        placeholder="Search (press /)",
        autoComplete="off",
        maxLength=80,
        className="search",
    )
    return html.Div(
        [
            html.Label("Search the risks", htmlFor=ids.RISK_SEARCH),
            field,
            html.P(
                f"{count} of {text.count(count, 'risk')} shown",
                id=ids.RISK_COUNT,
                role="status",
                className="note",
            ),
        ],
        className="search-bar",
    )


def watched_card(detail: RegisterDetail) -> Component:
    """Return the table of a register's indicators; the rows add up to its pressure."""
    register = detail.register
    total = "" if detail.pressure is None else text.number(detail.pressure, 1)
    foot: list[Cell] = ["Pressure of the register", *[""] * 6, total, ""]
    return html.Section(
        [
            html.H2("What does this register watch?"),
            html.P(
                "A score runs from 0 to 100: calm until it reaches 33 (watch), 67 "
                "(alarm) or 100 (extreme). Trusted is the weight of the grade, fading "
                "once a reading is past its limit; the rest counts as the score of no "
                "news. What the rows add to the pressure sums up to it.",
                className="how",
            ),
            stacked_table(
                f"{_evidence(register.current, register.indicators)}, "
                f"{_coverage(register)}",
                HEADS,
                [_watched_row(each) for each in detail.watched],
                foot,
                is_captioned=True,
            ),
        ],
        className="card",
    )


def _coverage(register: RegisterNow) -> str:
    if register.coverage is None:
        return "none of them weighs"
    return f"{text.percent(register.coverage)} of the weight rests on trusted readings"


def _watched_row(watched: Watched) -> list[Cell]:
    shown = watched.indicator
    return [
        _name(shown),
        _latest(shown),
        age_mark(shown.age_days, is_stale=shown.is_stale),
        grade_mark(shown.grade) if shown.grade else "",
        _score(shown),
        text.percent(shown.trust),
        text.quantity(shown.weight) if shown.weight else "context only",
        "" if watched.adds is None else text.number(watched.adds, 1),
        html.Span(words.alarm_at(shown), className="whole"),
    ]


def _name(shown: IndicatorNow) -> list[Component | str]:
    """Return an indicator's name, over the reason why its scale is as it is."""
    judged: list[Component | str] = [" ", judgement_chip()] if shown.is_judged else []
    marks = html.P(f"{words.goalposts(shown)}. {shown.posts_reason}")
    return [shown.title, *judged, folded("Why these marks?", [marks])]


def _latest(shown: IndicatorNow) -> Cell:
    if shown.value is None or shown.observed_on is None:
        return html.Span(words.NO_READING, className="mute")
    source = _source(shown)
    return [
        words.reading(shown, shown.value),
        html.Br(),
        html.Small([text.day(shown.observed_on), ", ", source], className="mute"),
    ]


def _source(shown: IndicatorNow) -> Component | str:
    if shown.is_derived:
        return "from dated events"
    return source_link(shown.source, shown.url)


def _score(shown: IndicatorNow) -> Cell:
    counts = f"counts as {text.whole(shown.counts_as)}"
    if shown.value is None:
        return html.Span(counts, className="mute")
    return [score_chip(shown.score), html.Br(), html.Small(counts, className="mute")]
