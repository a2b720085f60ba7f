"""Simulated futures as plain values, for ``araxes simulate`` and ``araxes explain``."""

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from risks.corridor import Outcomes
from risks.explanation import Explanation
from risks.futures import Futures
from risks.rates import resolves_on


def simulate_report(futures: Futures, found: Outcomes) -> dict[str, Any]:
    """Return risks, outcomes and conflicts as JSON-ready values; None = unknown.

    Chances, shares and their standard errors run 0-1, money is in million USD, cargo
    in million tonnes; an opening day is None where it lies after the months.
    """
    base, setup = futures.base, futures.setup
    places = range(len(base.pack.risks))
    return {
        "as_of": str(base.as_of),
        "pack_hash": base.pack.hash,
        "paths": setup.paths,
        "months": setup.months,
        "seed": setup.seed,
        "settings": dict(found.simulation.seen.settings),
        "risks": [_risk(found, place) for place in places],
        "outcomes": _outcomes(found),
        "conflicts": [
            {
                "risk": each.risk_id,
                "stated": each.stated,
                "implied": each.implied,
                "repair": each.repair,
            }
            for each in futures.conflicts
        ],
    }


def explain_report(name: str, told: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON-ready values; the parts sum to the total."""
    return {
        "outcome": name,
        "from": _number(told.before),
        "to": _number(told.after),
        "total": _number(told.total),
        "parts": [
            {"id": each.id, "amount": _number(each.points)} for each in told.shares
        ],
    }


def _risk(found: Outcomes, place: int) -> dict[str, Any]:
    run = found.simulation
    risk = run.frame.base.pack.risks[place]
    return {
        "id": risk.id,
        "chance": _number(run.chance[place]),
        "chance_stated": _number(run.seen.numbers.chance[place]),
        "resolves_on": str(resolves_on(risk, run.frame.base.as_of)),
        "p_end": _number(run.p_end[place]),
        "se": _number(run.chance_se[place]),
    }


def _outcomes(found: Outcomes) -> dict[str, Any]:
    gap, joint, cargo = found.gap, found.joint, found.cargo
    year = found.corridor.pack.assumptions.cargo_year.value
    by_share = {f"p{round(100 * each.share)}": _day(each.day) for each in found.opening}
    on_time = found.p_by_target
    return {
        "opening": {**by_share, "by_target": on_time.value, "se": on_time.se},
        "opening_by_stage": {
            name: _day(each.day) for name, each in found.stages.items()
        },
        "funding_gap_usd_m": None
        if gap is None
        else {
            "p50": gap.p50.value,
            "p80": gap.p80.value,
            "p_any": gap.p_any.value,
            "se": gap.p50.se,
        },
        "joint_confidence": None if joint is None else asdict(joint),
        f"cargo_mt_{year}": None
        if cargo is None
        else dict(
            zip(("p10", "p50", "p90"), (each.value for each in cargo), strict=True)
        ),
        "outcome_classes": {each.kind.id: each.share.value for each in found.classes},
    }


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
