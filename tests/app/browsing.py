"""An app in memory and what a browser would send it; shared by the tests here."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component
from flask.testing import FlaskClient

import risks
from dashboard import ids
from dashboard.app import create_app
from dashboard.queries.model import Model
from risks.model import Pack
from tests.builders import small_pack

TODAY = date(2026, 11, 22)
UPDATE = "/_dash-update-component"
OUTPUT = f"..{ids.PAGE}.children...{ids.BANNER}.children...{ids.TITLE}.data.."


@cache
def shipped_pack() -> Pack:
    """Return the pack that comes with the package, read once."""
    return risks.read_pack(risks.default_pack_folder())


def model_of(pack: Pack | None = None, **changes: Any) -> Model:
    """Return a model of the small pack, looked at on 22 November 2026."""
    return Model(pack or small_pack(), **{"today": lambda: TODAY, **changes})


def client_of(app: Dash) -> FlaskClient:
    """Return a client, which asks under the name ``localhost``."""
    return app.server.test_client()


def body_for(path: str, search: str = "") -> dict[str, Any]:
    """Return what the browser posts when an address is opened."""
    return {
        "output": OUTPUT,
        "outputs": [
            {"id": ids.PAGE, "property": "children"},
            {"id": ids.BANNER, "property": "children"},
            {"id": ids.TITLE, "property": "data"},
        ],
        "inputs": [
            {"id": ids.LOCATION, "property": "pathname", "value": path},
            {"id": ids.LOCATION, "property": "search", "value": search},
        ],
        "changedPropIds": [f"{ids.LOCATION}.pathname"],
        "state": [],
    }


def opened(app: Dash, path: str, search: str = "") -> dict[str, Any]:
    """Open an address; returns what the page, the banner and the title become."""
    answer = client_of(app).post(UPDATE, json=body_for(path, search))
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)["response"]


def small_app(**changes: Any) -> Dash:
    """Return an app about the small pack."""
    return create_app(model_of(**changes))


def built(shown: Any) -> Any:
    """Return what the browser makes of a folded part: components again."""
    if isinstance(shown, str):
        return shown
    tag, attributes, children = shown
    named = {
        {"class": "className"}.get(name, name): value
        for name, value in attributes.items()
    }
    known = {
        name: each
        for name, each in named.items()
        if name not in ("tabindex", "colspan")
    }
    return getattr(html, tag.capitalize())([built(each) for each in children], **known)


def _folded(shown: Component) -> list[Any]:
    written = getattr(shown, "data-built", None)
    return [built(each) for each in json.loads(written)] if written else []


def parts(shown: Any) -> Iterator[Component]:
    """Walk through a component and everything in it, folded parts included."""
    if isinstance(shown, Component):
        yield shown
        yield from parts(_folded(shown))
        yield from parts(getattr(shown, "children", None))
    elif isinstance(shown, list | tuple):
        for each in shown:
            yield from parts(each)


def words(shown: Any) -> str:
    """Return all the text of a component, or of its JSON, on one line."""
    return re.sub(r" +([,.;)])", r"\1", re.sub(r"( |(?<=\()) +", r"\1", _words(shown)))


def _words(shown: Any) -> str:
    if isinstance(shown, Component):
        folded = _words(_folded(shown))
        return " ".join(filter(None, [folded, _words(shown.to_plotly_json())]))
    if isinstance(shown, dict):
        return _words(shown.get("props", {}).get("children"))
    if isinstance(shown, list | tuple):
        return " ".join(filter(None, map(_words, shown)))
    return "" if shown is None else str(shown)


def links(shown: Any) -> list[str]:
    """Return the addresses of all links in a component."""
    return [each.href for each in parts(shown) if getattr(each, "href", None)]
