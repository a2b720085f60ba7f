"""Likelihood against impact: every open risk at its chance, with a tail behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard import ids, text
from dashboard.components import words
from dashboard.components.attributes import HERE, HIDDEN, named
from dashboard.components.board_limits import ABOVE, marked
from dashboard.components.evidence import judgement_chip
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import by_once, card, months, risk_link
from dashboard.components.placing import (
    NARROW,
    WIDE,
    Mark,
    Room,
    Spot,
    band_of,
    banded,
    column_of,
    placed,
)
from dashboard.components.stacked_table import Cell, Head, scrolled_table
from dashboard.queries.board import BoardNow
from dashboard.queries.board_risks import RiskNow, by_id
from risks.likelihood import LIKELIHOODS

# ICD 203, Analytic Standards (2015): the words for likelihood and their bounds.
CHANCE_BOUNDS = (0.0, *(bound for bound, _ in LIKELIHOODS))
CHANCE_WORDS = (
    ("almost no chance", "up to 5\u202f%"),
    ("very unlikely", "5–20\u202f%"),
    ("unlikely", "20–45\u202f%"),
    ("about even", "45–55\u202f%"),
    ("likely", "55–80\u202f%"),
    ("very likely", "80–95\u202f%"),
    ("almost certain", "over 95\u202f%"),
)
TAIL_SHOWS = 0.03  # of the plot; a shorter tail would hide behind its own mark
HOW = (
    "Each mark is an open risk at its chance {by}; its tail starts where it stood "
    "{then}. Marks of one field move apart, a little up or down, never out of it. "
    "Stronger colour: likelier and larger. Each chance has its own date; the table "
    "names them."
)
SQUARE = " Square marks with \u25b2 in the table are above the team’s appetite."


@dataclass(frozen=True)
class Impact:
    """One scale of impact: how it is called, and where its columns begin."""

    key: str
    label: str
    axis: str
    unit: str
    bounds: tuple[float, ...]
    columns: tuple[str, ...]
    value: Callable[[RiskNow], float]

    def in_words(self, risk: RiskNow) -> str:
        """Return the impact of a risk with its unit: ``1 month``, ``2 of 5``."""
        value = self.value(risk)
        if self.unit == "months":
            return months(value)
        return f"{text.quantity(value)} {self.unit}"


IMPACTS = (
    Impact(
        "delay",
        "Delay",
        "likely delay, months",
        "months",
        (0.5, 2.5, 5.5, 11.5),
        ("none", "1–2", "3–5", "6–11", "12 and more"),
        lambda risk: risk.delay_months,
    ),
    Impact(
        "cost",
        "Cost",
        "likely cost, million USD",
        "million USD",
        (10, 30, 70, 150),
        ("under 10", "10–29", "30–69", "70–149", "150 and more"),
        lambda risk: risk.cost_usd_m,
    ),
    Impact(
        "trade",
        "Trade loss",
        "likely loss of corridor trade, %",
        "% of corridor trade",
        (1, 4, 8, 12),
        ("under 1", "1–3", "4–7", "8–11", "12 and more"),
        lambda risk: risk.trade_loss_pct,
    ),
    Impact(
        "security",
        "Security",
        "likely security effect, 1 to 5",
        "of 5",
        (1.5, 2.5, 3.5, 4.5),
        ("1", "2", "3", "4", "5"),
        lambda risk: risk.security,
    ),
)


def matrix_card(
    now: BoardNow, impact: Impact, link: Linker, choose: Callable[[str], str]
) -> Component:
    """Return the matrix of one impact, the choice of impacts, and its table.

    ``choose`` returns the address that shows another impact.
    """
    shown = [each for each in now.standing.open if each.chance is not None]
    at = "at" if now.since.week else "on"
    how = HOW.format(by="by its date", then=f"{at} {words.reference(now.since)}")
    how += SQUARE if now.limits.above else ""
    return card(
        f"Which risks are both likely and heavy in {impact.label.lower()}?",
        [how, " ", judgement_chip()],
        [
            _selector(impact, choose),
            html.A("Skip the matrix", href=f"#{ids.AFTER_MATRIX}", className="skip-on"),
            html.Div(_plot(shown, impact, now, link), className="matrix-room"),
            html.Div(
                folded("The same as a table", [_as_table(shown, impact, now, link)]),
                id=ids.AFTER_MATRIX,
                tabIndex=-1,
            ),
        ],
        "matrix-card",
    )


def marks_of(risks: Sequence[RiskNow], impact: Impact, room: Room) -> list[Mark]:
    """Return the marks of some open risks, their heights kept inside their bands."""
    return [
        Mark(
            each.id,
            column_of(impact.value(each), impact.bounds),
            band_of(each.chance or 0.0, CHANCE_BOUNDS),
            banded(each.chance or 0.0, CHANCE_BOUNDS, room.inset),
            None
            if each.earlier is None
            else banded(each.earlier, CHANCE_BOUNDS, room.inset),
        )
        for each in risks
    ]


def cell_step(row: int, column: int) -> int:
    """Return the severity step, 0 to 3, of a cell; row 0 is the least likely."""
    return (0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3)[row + column]


def _selector(chosen: Impact, choose: Callable[[str], str]) -> Component:
    links = [
        html.A(
            each.label,
            href=choose(each.key),
            className="button",
            **(HERE if each is chosen else {}),
        )
        for each in IMPACTS
    ]
    return html.Nav(links, className="choice", **named("Impact on the matrix"))


def _plot(
    risks: Sequence[RiskNow], impact: Impact, now: BoardNow, link: Linker
) -> Component:
    known = by_id(risks)
    wide, narrow = (
        {spot.id: spot for spot in placed(marks_of(risks, impact, room), room)}
        for room in (WIDE, NARROW)
    )
    marks = [
        _mark((each, narrow[each.id]), known[each.id], impact, now, link)
        for each in sorted(wide.values(), key=lambda each: -each.height)
    ]
    tails = [
        _tail(each, len(impact.columns), room, kind)
        for spots, room, kind in (
            (wide, WIDE, "is-wide"),
            (narrow, NARROW, "is-narrow"),
        )
        for each in spots.values()
        if _has_tail(each)
    ]
    rows = [
        html.Div([html.B(said), html.Span(bounds)]) for said, bounds in CHANCE_WORDS
    ]
    cells = html.Div(_cells(len(impact.columns)), className="cells", **HIDDEN)
    plot = [cells, html.Div(tails, **HIDDEN), html.Ul(marks)]
    columns = [html.Span(each) for each in impact.columns]
    return html.Div(
        [
            html.Div(rows[::-1], className="matrix-rows", **HIDDEN),
            html.Div(plot, className="matrix-plot"),
            html.Div(columns, className="matrix-columns", **HIDDEN),
            html.P(impact.axis, className="matrix-axis"),
        ],
        className="matrix",
    )


def _cells(columns: int) -> list[Component]:
    rows = range(len(CHANCE_WORDS) - 1, -1, -1)
    return [
        html.Div(className=f"s{cell_step(row, column)}")
        for row in rows
        for column in range(columns)
    ]


def _mark(
    spots: tuple[Spot, Spot], risk: RiskNow, impact: Impact, now: BoardNow, link: Linker
) -> Component:
    """Return a mark that knows its place in a wide and in a narrow plot."""
    said = mark_in_words(risk, impact, now)
    mark = html.A(
        risk.id, href=link(f"/registers/{risk.id}"), title=said, **named(said)
    )
    style = {}
    for name, spot, room in zip(("wide", "narrow"), spots, (WIDE, NARROW), strict=True):
        style[f"--{name}-x"] = _percent(_across(spot, len(impact.columns), room))
        style[f"--{name}-y"] = _percent(spot.height)
    kind = "is-above" if risk.id in now.limits.above_ids else ""
    return html.Li(mark, style=style, className=kind)


def mark_in_words(risk: RiskNow, impact: Impact, now: BoardNow) -> str:
    """Return what a mark says to a reader who cannot see its place."""
    moved = (
        ""
        if risk.points is None
        else f"; {text.change(risk.points)} {words.since_short(now.since)}"
    )
    return (
        f"{risk.id}, {risk.title}: {text.percent(risk.chance or 0.0)}"
        f"{by_once(risk.title, risk.by)}, {impact.in_words(risk)}{moved}"
        f"{f'; {ABOVE}' if risk.id in now.limits.above_ids else ''}"
    )


def _has_tail(spot: Spot) -> bool:
    return spot.earlier is not None and abs(spot.earlier - spot.height) > TAIL_SHOWS


def _tail(spot: Spot, columns: int, room: Room, kind: str) -> Component:
    start = spot.earlier if spot.earlier is not None else spot.height
    low, high = sorted((start, spot.height))
    style = {
        "left": _percent(_across(spot, columns, room)),
        "bottom": _percent(low),
        "height": _percent(high - low),
    }
    return html.Div(
        className=f"tail {kind} from-{'below' if start == low else 'above'}",
        style=style,
    )


def _across(spot: Spot, columns: int, room: Room) -> float:
    return (spot.column + room.across(spot.lane)) / columns


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _as_table(
    risks: Sequence[RiskNow], impact: Impact, now: BoardNow, link: Linker
) -> Component:
    ordered = sorted(risks, key=lambda each: -(each.chance or 0.0))
    rows: list[list[Cell]] = [
        [
            [risk_link(each.id, link, each.title), *marked(each, now)],
            text.percent(each.chance or 0.0),
            text.day(each.by),
            "none" if each.points is None else text.change(each.points),
            text.quantity(impact.value(each)),
        ]
        for each in ordered
    ]
    columns = [
        Head("Risk"),
        Head("Chance", is_number=True),
        Head("By"),
        Head(f"Change {words.since(now.since)}", is_number=True),
        Head(impact.axis.capitalize(), is_number=True),
    ]
    return scrolled_table("Open risks, likeliest first", columns, rows)
