"""Simulations whose hits a test writes down itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from risks.model import Pack, Risk, Stage
from risks.rates import baseline
from risks.scenarios import what_if
from risks.simulation import Calibration, Frame, Setup, Simulation, simulate
from tests.builders import PUBLISHED_ON, make_pack, make_range, make_risk, make_stage

PATHS = 16


def exactly(value: float) -> dict[str, float]:
    """Return a range that leaves nothing to chance."""
    return make_range(value, value, value)


def risk_on(risk_id: str, *stage_ids: str, **changes: Any) -> Risk:
    """Return a risk of 4 months' delay, USD 10m and a tenth of trade, exactly."""
    impact = {
        "delay_months": exactly(changes.pop("delay", 4)),
        "delay_kind": changes.pop("kind", "in-series"),
        "cost_usd_m": exactly(changes.pop("cost", 10)),
        "trade_loss_pct": exactly(changes.pop("loss", 10)),
        "security": exactly(1),
        "reason": "Made up for tests.",
    }
    return make_risk(id=risk_id, stage_ids=stage_ids, impact=impact, **changes)


def stage_of(stage_id: str, months: float | None, **changes: Any) -> Stage:
    """Return a main-line stage that takes exactly so many months and USD 100m."""
    remaining = None if months is None else exactly(months)
    changes.setdefault("cost_usd_m", exactly(100))
    return make_stage(
        **{
            "id": stage_id,
            "geometry_id": None,
            "remaining_months": remaining,
            **changes,
        }
    )


def route(**changes: Any) -> Pack:
    """Return a pack without links, funding or evidence; changes say the rest."""
    nothing = ("signals", "triggers", "treatments", "readings", "events", "calendar")
    bare: dict[str, Any] = dict.fromkeys(nothing, ())
    return make_pack(**{**bare, "funding_sources": (), "scenarios": (), **changes})


def framed(
    pack: Pack, months: int = 60, paths: int = PATHS, as_of: date = PUBLISHED_ON
) -> Frame:
    """Return a frame of a pack with seed 1."""
    return Frame(baseline(pack, as_of), Setup(paths, months, 1))


def simulated(frame: Frame, settings: Mapping[str, float] | None = None) -> Simulation:
    """Return a simulation of a frame without calibrating its leaks."""
    count = len(frame.base.pack.risks)
    plain = Calibration(np.ones(count), np.zeros(count), np.zeros(count))
    return simulate(what_if(frame.base, settings or {}), frame, plain)


def with_hits(frame: Frame, hits: Mapping[str, int | Sequence[int]]) -> Simulation:
    """Return a simulation in which risks happen in the given months, or never."""
    written = np.full((len(frame.base.pack.risks), frame.setup.paths), 0, np.int16)
    written[:] = frame.setup.months + 1
    for risk_id, months in hits.items():
        written[frame.base.pack.risk_place(risk_id)] = months
    return replace(simulated(frame), hits=written)
