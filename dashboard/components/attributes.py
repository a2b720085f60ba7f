"""Attributes whose names hold a hyphen, which Python's keywords cannot."""

from typing import Any


def named(label: str, **others: str) -> dict[str, Any]:
    """Return an accessible name, and ``data-`` attributes: ``named("Pages", x="1")``.

    The others become ``data-x``; underscores become hyphens. An empty label gives no
    name.
    """
    given: dict[str, Any] = {"aria-label": label} if label else {}
    return given | data(**others)


def data(**values: str) -> dict[str, Any]:
    """Return ``data-`` attributes for the scripts in assets."""
    return {f"data-{name.replace('_', '-')}": each for name, each in values.items()}


HIDDEN: dict[str, Any] = {"aria-hidden": "true"}
HERE: dict[str, Any] = {"aria-current": "page"}
