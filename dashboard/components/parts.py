"""Building blocks every page uses: cards, links to risks, sources."""

from collections.abc import Iterable, Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.links import Linker
from dashboard.components.stacked_table import Cell


def card(
    title: str, how: Cell, body: Sequence[Component], class_name: str = ""
) -> Component:
    """Return a section with the question it answers and how to read it."""
    return html.Section(
        [html.H2(title), html.P(how, className="how"), *body],
        className=f"card {class_name}".strip(),
    )


def risk_link(risk_id: str, link: Linker, title: str = "") -> Component:
    """Return a link to a risk's page: its id, and its title where there is room."""
    shown: list[Component | str] = [html.B(risk_id)] if title else [risk_id]
    if title:
        shown.append(f" {title}")
    return html.A(shown, href=link(f"/registers/{risk_id}"), className="risk-link")


def risk_links(ids: Iterable[str], link: Linker) -> list[Component | str]:
    """Return links to several risks, with commas between."""
    shown: list[Component | str] = []
    for each in ids:
        shown += [", ", risk_link(each, link)] if shown else [risk_link(each, link)]
    return shown


def source_link(source: str, url: str | None) -> Component | str:
    """Return a source, linked where its address is known."""
    if not url:
        return source
    return html.A(source, href=url, rel="noreferrer", target="_blank")


def months(number: float) -> str:
    """Return ``1 month``, ``4 months``, ``2.5 months``."""
    return f"{text.quantity(number)} {'month' if number == 1 else 'months'}"


def by_once(title: str, when: date) -> str:
    """Return `` by 15 Aug 2027``, or nothing where the title names that day."""
    return "" if text.names_day(title, when) else f" {text.by(when)}"
