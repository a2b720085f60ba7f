"""Tiny packs with nothing but risks and arrows, and the futures of a pack."""

from datetime import date

import numpy as np

from risks import baseline, what_if
from risks.model import Pack, Risk
from risks.simulation import Calibration, Frame, Setup, Simulation, simulate
from tests.builders import make_judgement, make_pack, make_risk, make_trigger

AS_OF = date(2026, 8, 15)
NOTHING = {
    "signals": (),
    "stages": (),
    "readings": (),
    "treatments": (),
    "funding_sources": (),
    "calendar": (),
    "events": (),
    "scenarios": (),
}


def pack_of(*risks: Risk, arrows=(), **changes) -> Pack:
    """Return a pack of these risks; an arrow is (from, to, strength)."""
    triggers = tuple(make_trigger(*each) for each in arrows)
    return make_pack(**{**NOTHING, "risks": risks, "triggers": triggers, **changes})


def changed(pack: Pack, **changes) -> Pack:
    """Return a pack with other fields; built anew, so that nothing old is kept."""
    fields = {name: getattr(pack, name) for name in Pack.model_fields}
    return Pack.model_validate({**fields, **changes})


def certain(risk_id: str, chance: float, **changes) -> Risk:
    """Return a risk whose chance is judged to be exactly this."""
    judged = make_judgement(low=chance, likely=chance, high=chance)
    return make_risk(id=risk_id, judgements=[judged], **changes)


def as_leaks(pack: Pack, *leak: float) -> Calibration:
    """Return leaks that were not calibrated: 1 each unless told."""
    given = np.array(leak or [1.0] * len(pack.risks))
    return Calibration(given, given, given)


def run(pack: Pack, paths=4096, months=60, seed=1, leak=(), settings=None):
    """Return the simulation of a pack on the day, with leaks of 1 unless told."""
    base = baseline(pack, AS_OF)
    frame = Frame(base, Setup(paths, months, seed))
    return simulate(what_if(base, settings or {}), frame, as_leaks(pack, *leak))


def by_month(found: Simulation):
    """Return the share of paths by the end of each month, (months, risks)."""
    months = range(1, found.frame.setup.months + 1)
    return np.array([(found.hits <= month).mean(axis=1) for month in months])
