"""The scored state as plain values, for ``araxes score`` and other programs."""

from typing import Any

from risks.rates import resolves_on
from risks.scenarios import WhatIf
from risks.tables.rows import number, rows_of, whole


def score_report(seen: WhatIf) -> dict[str, Any]:
    """Return registers, risks and indicators as JSON-ready values; None = unknown.

    Pressures and scores run 0-100, chances, coverage and reliability 0-1. An assumed
    indicator has the assumed value and no day of observation.
    """
    return {
        "as_of": str(seen.base.as_of),
        "pack_hash": seen.base.pack.hash,
        "settings": dict(seen.settings),
        "registers": [_register(row) for row in rows_of("registers", seen)],
        "risks": [_risk(seen, place) for place in range(len(seen.base.pack.risks))],
        "indicators": [
            _indicator(seen, place) for place in range(len(seen.base.pack.indicators))
        ],
    }


def _register(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "pressure": row["derived_pressure"],
        "coverage": row["derived_coverage"],
    }


def _risk(seen: WhatIf, place: int) -> dict[str, Any]:
    risk = seen.base.pack.risks[place]
    return {
        "id": risk.id,
        "register": risk.register_id,
        "pressure": number(seen.risk_pressure[place]),
        "chance": number(seen.numbers.chance[place]),
        "chance_low": number(seen.numbers.low[place]),
        "chance_high": number(seen.numbers.high[place]),
        "resolves_on": str(resolves_on(risk, seen.base.as_of)),
        "factor": number(seen.numbers.factor[place]),
    }


def _indicator(seen: WhatIf, place: int) -> dict[str, Any]:
    indicator, scored = seen.base.pack.indicators[place], seen.base.scored
    is_assumed = indicator.id in seen.settings
    observed = None if is_assumed else scored.state.observed_on(indicator.id)
    return {
        "id": indicator.id,
        "value": number(seen.values[place]),
        "observed_on": None if observed is None else str(observed),
        "score": number(seen.raw[place]),
        "reliability": number(scored.reliability[place]),
        "age_days": None if is_assumed else whole(scored.age_days[place]),
        "stale": False if is_assumed else bool(scored.is_stale[place]),
    }
