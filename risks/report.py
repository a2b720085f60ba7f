"""The scored state as plain values, for ``araxes score`` and other programs."""

from datetime import date
from typing import Any

from risks.scenarios import WhatIf
from risks.tables.rows import rows_of

# What each key of the report is called in the tables.
REGISTER = {
    "id": "id",
    "pressure": "derived_pressure",
    "coverage": "derived_coverage",
}
RISK = {
    "id": "id",
    "register": "register_id",
    "pressure": "derived_pressure",
    "chance": "derived_chance",
    "chance_low": "derived_chance_low",
    "chance_high": "derived_chance_high",
    "resolves_on": "derived_resolves_on",
    "factor": "derived_factor",
}
INDICATOR = {
    "id": "indicator_id",
    "value": "derived_value",
    "observed_on": "derived_observed_on",
    "score": "derived_score",
    "reliability": "derived_reliability",
    "age_days": "derived_age_days",
    "stale": "derived_is_stale",
}


def score_report(seen: WhatIf) -> dict[str, Any]:
    """Return registers, risks and indicators as JSON-ready values; None = unknown.

    The same rows as the exported tables. Pressures and scores run 0-100, chances,
    coverage and reliability 0-1. An assumed indicator has the assumed value and no
    day of observation.
    """
    return {
        "as_of": str(seen.base.as_of),
        "pack_hash": seen.base.pack.hash,
        "settings": dict(seen.settings),
        "registers": [_picked(row, REGISTER) for row in rows_of("registers", seen)],
        "risks": [_picked(row, RISK) for row in rows_of("risks", seen)],
        "indicators": [_picked(row, INDICATOR) for row in rows_of("scores", seen)],
    }


def _picked(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    found = {name: row.get(column) for name, column in names.items()}
    return {
        name: str(value) if isinstance(value, date) else value
        for name, value in found.items()
    }
