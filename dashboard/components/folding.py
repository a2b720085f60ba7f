"""Long tables that open on request, sent as one attribute instead of many components.

Dash keeps books about every component of a page: with two thousand of them a change of
date took five seconds, with the folded tables as text for ``assets/folding.js`` a half.
"""

import json
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.attributes import data

NAMES = {"className": "class", "tabIndex": "tabindex", "colSpan": "colspan"}


def folded(summary: str, body: Sequence[Component]) -> Component:
    """Return something that opens on request, built in the browser.

    The body holds plain ``html`` components and text: no ids, no callbacks.
    """
    return html.Details([html.Summary(summary), unfolded(body)])


def unfolded(body: Sequence[Component]) -> Component:
    """Return what is built in the browser too, and is seen at once."""
    written = json.dumps([_written(each) for each in body], ensure_ascii=False)
    return html.Div(**data(built=written))


def _written(shown: Any) -> Any:
    """Return text as it is, and a component as [tag, attributes, children]."""
    if isinstance(shown, list | tuple):
        return [_written(each) for each in shown]
    if not isinstance(shown, Component):
        return str(shown)
    props = shown.to_plotly_json()["props"]
    children = props.pop("children", None)
    inside = [] if children is None else _written(_listed(children))
    attributes = {NAMES.get(name, name): value for name, value in props.items()}
    return [type(shown).__name__.lower(), attributes, inside]


def _listed(children: Any) -> list[Any]:
    """Return children as one flat list."""
    if not isinstance(children, list | tuple):
        return [children]
    return [inner for each in children for inner in _listed(each)]
