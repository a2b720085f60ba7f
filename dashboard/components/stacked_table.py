"""The tables of every page: their first column names the row.

Where there is no room for columns, a stacked one becomes a pile of labelled lines and
a scrolled one moves sideways. The styles lay the cells of a stacked one out as blocks,
which would cost them their meaning for a screen reader; the roles keep it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.attributes import data, named

ROOMS = ((4, "is-small"), (6, "is-middling"), (99, "is-large"))
Cell = Component | str | list[Any]


@dataclass(frozen=True)
class Head:
    """The head of a column; ``is_number`` sets its figures under one another."""

    label: str
    is_number: bool = False


def stacked_table(
    caption: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Cell]],
    foot: Sequence[Cell] = (),
    *,
    is_captioned: bool = False,
) -> Component:
    """Return a table whose first column names the row, with a last row that sums up.

    Its caption is for screen readers only, unless it says more than the heading above.
    """
    kind = "" if is_captioned else "visually-hidden"
    shown = [html.Caption(caption, className=kind), *_inside(heads, rows, foot)]
    table = html.Table(shown, className="stacked", role="table")
    return html.Div(table, className=f"stacks {_room(len(heads))}")


def scrolled_table(
    caption: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Cell]],
    *,
    is_plain: bool = False,
) -> Component:
    """Return a table that scrolls in its own box, which the keyboard reaches.

    A plain one keeps the names of its columns for screen readers only.
    """
    table = html.Table([html.Caption(caption), *_inside(heads, rows)], role="table")
    kind = "table-scroll is-plain" if is_plain else "table-scroll"
    return html.Div(table, className=kind, tabIndex=0, role="group", **named(caption))


def _inside(
    heads: Sequence[Head], rows: Iterable[Sequence[Cell]], foot: Sequence[Cell] = ()
) -> list[Component]:
    body = html.Tbody([_row(heads, each) for each in rows], role="rowgroup")
    ends = [html.Tfoot([_row(heads, foot)], role="rowgroup")] if foot else []
    return [_head(heads), body, *ends]


def _room(columns: int) -> str:
    """Return the class of the width below which the columns become lines."""
    return next(name for most, name in ROOMS if columns <= most)


def _head(heads: Sequence[Head]) -> Component:
    cells = [
        html.Th(
            each.label,
            scope="col",
            role="columnheader",
            className="number" if each.is_number else "",
        )
        for each in heads
    ]
    return html.Thead([html.Tr(cells, role="row")], role="rowgroup")


def _row(heads: Sequence[Head], cells: Sequence[Cell]) -> Component:
    first, *others = zip(heads, cells, strict=True)
    return html.Tr(
        [
            html.Th(first[1], scope="row", role="rowheader"),
            *(_cell(head, each) for head, each in others),
        ],
        role="row",
    )


def _cell(head: Head, shown: Cell) -> Component:
    return html.Td(
        shown,
        role="cell",
        className="number" if head.is_number else "",
        **data(label=head.label),
    )
