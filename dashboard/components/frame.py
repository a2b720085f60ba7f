"""The frame of every page: skip link, rail, top bar with the as-of selector."""

from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import ids, text
from dashboard.components.attributes import HERE, HIDDEN, data, named


@dataclass(frozen=True)
class RailLink:
    """One page in the rail; ``count`` is a number beside its name, or nothing."""

    label: str
    href: str
    is_here: bool
    count: str = ""


@dataclass(frozen=True)
class Choice:
    """Something to choose in a list, and the address it leads to."""

    href: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Reach:
    """The day a page is about, between the first and the last one it can be about."""

    first: date
    shown: date
    last: date


@dataclass(frozen=True)
class AsOf:
    """The as-of selector in words and addresses; an empty address is no link."""

    shown: str
    age: str
    backcast: str
    previous_href: str
    next_href: str
    latest_href: str
    choices: tuple[Choice, ...]
    reach: Reach


@dataclass(frozen=True)
class Frame:
    """Everything around a page's own content.

    ``since`` is what its changes can be counted from; empty leaves no choice.
    """

    title: str
    brand: str
    rail: tuple[RailLink, ...]
    as_of: AsOf
    since: tuple[Choice, ...]
    export_href: str


def frame(around: Frame, body: list[Component]) -> Component:
    """Return a page in its frame."""
    return html.Div(
        [
            html.A("Skip to content", href=f"#{ids.CONTENT}", className="skip"),
            _rail(around),
            html.Div(
                [
                    _top(around),
                    html.Main(body, id=ids.CONTENT, tabIndex=-1, className="content"),
                ],
                className="column",
            ),
        ],
        className="app",
    )


def _rail(around: Frame) -> Component:
    name = html.P([html.B("Araxes"), html.Small(around.brand)], className="brand")
    links = html.Ul([html.Li(_rail_link(each)) for each in around.rail])
    return html.Nav([name, links], className="rail", **named("Pages"))


def _rail_link(link: RailLink) -> Component:
    here = HERE if link.is_here else {}
    number = [html.Span(link.count, className="rail-count")] if link.count else []
    return html.A([link.label, *number], href=link.href, **here)


def _top(around: Frame) -> Component:
    return html.Header(
        [
            html.H1(around.title),
            _as_of(around.as_of, around.since),
            html.Div(
                [
                    html.A(
                        "Download CSV",
                        href=around.export_href,
                        className="button",
                        # A script may have changed the address: each page starts anew.
                        key=f"{around.title} {around.export_href}",
                        **data(plain="true", export="true"),
                    ),
                    html.Button(
                        "Dark or light",
                        type="button",
                        className="button",
                        **data(theme_toggle="true"),
                    ),
                ],
                className="top-tools",
            ),
        ],
        className="top",
    )


def _as_of(choice: AsOf, since: tuple[Choice, ...]) -> Component:
    note = [html.P(choice.backcast, className="as-of-note")] if choice.backcast else []
    return html.Section(
        [
            html.P([html.B(choice.shown), f" · {choice.age}"], className="as-of-words"),
            *note,
            html.Div(
                [
                    _step("Previous week", choice.previous_href, "◀"),
                    _choose("As of", choice.shown, choice.choices),
                    _step("Next week", choice.next_href, "▶"),
                    _step("Latest", choice.latest_href, ""),
                    _other_date(choice.reach),
                    *_since(choice.shown, since),
                ],
                className="as-of-steps",
            ),
        ],
        className="as-of",
        **named("As-of date"),
    )


def _step(label: str, href: str, sign: str) -> Component:
    shown = [html.Span(sign, **HIDDEN)] if sign else label
    if not href:
        return html.Span(shown, className="button is-off", **HIDDEN)
    return html.A(
        shown,
        href=href,
        className="button",
        title=label,
        **named(label if sign else ""),
    )


def _since(shown: str, choices: tuple[Choice, ...]) -> list[Component]:
    """Return the list of what changes are counted from, with its name before it."""
    if not choices:
        return []
    chosen = next((each.label for each in choices if each.is_chosen), "")
    name = html.Span("Changes since", **HIDDEN)
    listed = _choose("Changes since", f"{shown} {chosen}", choices)
    return [html.Div([name, listed], className="since")]


def _choose(name: str, key: str, choices: tuple[Choice, ...]) -> Component:
    """Return a list to choose from; nav.js opens the address of the chosen one.

    Keyed by what it shows, so that the browser draws a new list on every page.
    """
    options = [
        html.Option(each.label, value=each.href, selected=each.is_chosen)
        for each in choices
    ]
    return html.Select(
        options, key=key, className="button", **named(name, navigates="true")
    )


def _other_date(reach: Reach) -> Component:
    """Return a field for any day; as-of.js builds it, since Dash has no date input.

    Keyed by its date, so that it is closed and drawn anew on every page.
    """
    label = f"Any day from {text.day(reach.first)} to {text.day(reach.last)}"
    field = html.Div(
        className="any-day",
        **data(
            any_day=reach.shown.isoformat(),
            first=reach.first.isoformat(),
            last=reach.last.isoformat(),
            label=label,
        ),
    )
    return html.Details(
        [html.Summary("Other date", className="button"), field],
        key=reach.shown.isoformat(),
        className="other-date",
    )
