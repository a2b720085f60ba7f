"""The what-if page as an address opens it, for the tests of what it holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboard.browser_state import read_visit
from dashboard.pages import what_if
from dashboard.queries.model import Model
from tests.builders import small_pack

TODAY = date(2026, 11, 22)
FIELDS = ("set", "scenario", "target", "since")


@dataclass
class Opened:
    problems: tuple[str, ...]
    root: Component
    island: dict[str, Any]

    @property
    def settings(self) -> dict[str, float]:
        found: dict[str, float] = self.island["opening"]["settings"]
        return found

    def look(self, indicator_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.island["looks"][indicator_id]
        return found


def opened(search: str = "", model: Model | None = None) -> Opened:
    model = model or Model(small_pack(), lambda: TODAY)
    visit = read_visit(model, "/what-if", search, FIELDS)
    page = what_if.layout(model, visit)
    root = page.body[0]
    island = json.loads(getattr(root, "data-page"))
    return Opened((*visit.problems, *page.problems), root, island)


def parts(component: Any) -> Iterator[Component]:
    if isinstance(component, list | tuple):
        for each in component:
            yield from parts(each)
    elif isinstance(component, Component):
        yield component
        yield from parts(getattr(component, "children", None))
