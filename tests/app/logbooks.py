"""Models over a log in a file of the test's own."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.queries.log import Log
from dashboard.queries.model import Model
from risks.model import Pack
from risks.workspace import Durability, Options, Workspace
from tests.app.browsing import client_of, model_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "https://example.org/report"
APPROVE = {
    "id": "D-1",
    "title": "Hire a second crew?",
    "choice": "approve",
    "decided_by": "the board",
    "decided_on": "2026-11-20",
    "treatment_ids": ["A001"],
}


def opened_log(file: Path) -> Workspace:
    """Open a log that does not wait long for another writer."""
    options = Options(durability=Durability(busy_seconds=0.1))
    return Workspace.open(file, lambda: NOW, options)


def following(file: Path, pack: Pack | None = None) -> Model:
    """Return a model of the small pack and the log in a file."""
    model = model_of(pack)
    return model.follow(Log(model.pack, opened_log(file)))


def reading(**changes: Any) -> dict[str, Any]:
    """Return a body that adds a measured reading of the delay of the works."""
    fields = {
        "indicator_id": "works-delay",
        "observed_on": "2026-11-20",
        "value": 25.0,
        "source": "Monthly report",
        "url": URL,
        "reliability": "B",
        "credibility": "2",
    }
    return body("reading", fields | changes.pop("fields", {}), **changes)


def event(**changes: Any) -> dict[str, Any]:
    """Return a body that adds an event between the neighbours."""
    fields = {
        "happened_on": "2026-11-20",
        "register_id": "border-talks",
        "title": "Talks are broken off",
        "direction": "raises",
        "severity": 4,
        "source": "Monthly report",
        "url": URL,
        "reliability": "B",
        "credibility": "2",
    }
    return body("event", fields | changes.pop("fields", {}), **changes)


def judgement(**changes: Any) -> dict[str, Any]:
    """Return a body that judges ``TW1`` anew."""
    fields = {
        "risk_id": "TW1",
        "low": 0.3,
        "likely": 0.5,
        "high": 0.7,
        "judged_on": "2026-11-22",
    }
    fields |= changes.pop("fields", {})
    return body("judgement", fields, **{"reason": "The bank left.", **changes})


def body(kind: str, fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return what a form posts."""
    return {
        "kind": kind,
        "fields": fields,
        "author": "Ana",
        "reason": "",
        "edit_id": "edit-00000001",
        "expected_version": 0,
        **changes,
    }


def post(app: Dash | FlaskClient, said: Any) -> TestResponse:
    """Post something to be recorded."""
    client = client_of(app) if isinstance(app, Dash) else app
    return client.post("/api/record", json=said)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a log's file so that nobody else can read or write it."""
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()
