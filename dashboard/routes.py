"""Which page draws which address: the table every app keeps for itself.

Dash keeps its own pages in a module-wide registry, which a second app in the same
process would overwrite; a tuple of routes belongs to one app.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote

from dash.development.base_component import Component

from dashboard.browser_state import Query, Visit

PART = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Page:
    """What a page puts into the frame.

    Attributes
    ----------
    title
        The heading, and the name of the browser's tab.
    body
        Its sections; headings in them start at the second level.
    problems
        What the page could not use, each in a sentence, for the banner.
    download
        Query fields that narrow the page's download: a register, what-if settings.
    """

    title: str
    body: list[Component]
    problems: tuple[str, ...] = ()
    download: Query = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Route:
    """One address, and what draws it.

    Attributes
    ----------
    path
        ``/registers/<risk_id>``; a part in angle brackets holds no slash.
    draw
        Takes the visit, returns the page; may raise a ``RisksError``, whose text is
        then shown.
    fields
        Names of the query fields the page understands besides ``as-of``.
    label, count
        Its name in the rail, and the number beside it; none keeps it out.
    compares
        Whether it shows changes, so that what they are counted from can be chosen.
    """

    path: str
    draw: Callable[[Visit], Page]
    fields: tuple[str, ...] = ()
    label: str = ""
    count: str = ""
    compares: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the expression its addresses match."""
        pieces = PART.split(self.path)
        literal = [re.escape(piece) for piece in pieces[::2]]
        named = [f"(?P<{name}>[^/]+)" for name in pieces[1::2]]
        joined = [
            each for pair in zip(literal, [*named, ""], strict=True) for each in pair
        ]
        return re.compile("".join(joined))


def find_route(
    routes: Iterable[Route], path: str
) -> tuple[Route, Mapping[str, str]] | None:
    """Return the route of an address with its parts, or nothing."""
    for route in routes:
        found = route.pattern.fullmatch(path)
        if found:
            parts = {name: unquote(each) for name, each in found.groupdict().items()}
            return route, MappingProxyType(parts)
    return None
