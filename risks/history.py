"""How the numbers stood in earlier weeks, and what has moved since.

Every past week is replayed from the evidence, never read from a store: the state of
a day is a function of the pack and the day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from risks.model import Pack, Risk
from risks.model.columns import DAY_SPAN, Floats
from risks.rates import UNDECIDED, Baseline, baseline
from risks.scenarios import WhatIf, what_if
from risks.scoring import coverage, pressures, register_weights, scores
from risks.state import state

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class WeeklyPressure:
    """Register pressures by week, oldest first.

    Attributes
    ----------
    days
        The days replayed, a week apart, the last one ``as_of``.
    pressure, coverage
        Shape (weeks, registers); NaN for a register in which nothing weighs.
    has_reading
        Whether the week brought a register a new reading, shape (weeks, registers).
    """

    days: tuple[date, ...]
    pressure: Floats
    coverage: Floats
    has_reading: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Mover:
    """A risk whose chance has moved, and the indicator whose news moved it most.

    ``points`` is the change in percentage points; ``indicator_id`` is the one that
    decided the risk if one did, and empty where no signal moved it. ``judged_on``
    is the day of the judgement in force where another was in force before.
    """

    risk_id: str
    before: float
    after: float
    indicator_id: str
    judged_on: date | None

    @property
    def points(self) -> float:
        """Return the change in percentage points."""
        return 100 * (self.after - self.before)


def weekly_pressure(pack: Pack, as_of: date, weeks: int = 26) -> WeeklyPressure:
    """Replay the register pressures of ``weeks`` weeks up to ``as_of``."""
    days = tuple(as_of - WEEK * back for back in range(weeks - 1, -1, -1))
    power = pack.assumptions.pressure_power.value
    rows, known = [], []
    for day in days:
        scored = scores(state(pack, day))
        weights = register_weights(scored.state)
        rows.append(pressures(scored.shrunk, weights, power))
        known.append(coverage(scored.reliability, weights))
    fresh = np.array([_fresh_registers(pack, day) for day in days])
    return WeeklyPressure(days, np.array(rows), np.array(known), fresh)


def movers(pack: Pack, as_of: date, since: date) -> list[Mover]:
    """Return the risks whose chance moved between two days, largest change first."""
    return moved(baseline(pack, as_of), baseline(pack, since))


def moved(at_end: Baseline, at_start: Baseline) -> list[Mover]:
    """Return the risks whose chance moved between two baselines of one pack."""
    now, then = what_if(at_end, {}), what_if(at_start, {})
    after, before = now.numbers.chance, then.numbers.chance
    found = [
        Mover(
            risk_id=risk.id,
            before=float(before[at]),
            after=float(after[at]),
            indicator_id=_main_signal(now, then, at),
            judged_on=_judged_anew(risk, at_end.as_of, at_start),
        )
        for at, risk in enumerate(at_end.pack.risks)
        if not np.isnan(after[at] - before[at]) and after[at] != before[at]
    ]
    return sorted(found, key=lambda each: -abs(each.points))


def _judged_anew(risk: Risk, as_of: date, then: Baseline) -> date | None:
    # The earlier state may not have known every judgement about its own day.
    latest, before = risk.judgement_on(as_of), then.pack.risk(risk.id)
    return None if latest == before.judgement_on(then.as_of) else latest.judged_on


def _main_signal(now: WhatIf, then: WhatIf, place: int) -> str:
    """Return the indicator that decides, else whose term changed most, or nothing.

    A risk that was resolved moved by that, and by no indicator.
    """
    if now.base.has_happened[place] != then.base.has_happened[place]:
        return ""
    decided = [int(each.numbers.decided_by[place]) for each in (now, then)]
    if decided[0] != decided[1]:
        best = decided[1] if decided[0] == UNDECIDED else decided[0]
        return now.base.pack.signals[best].indicator_id
    chosen = np.flatnonzero(now.base.signals.risk == place)
    change = np.abs(now.base.terms[chosen] - then.base.terms[chosen])
    if not change.size or change.max() == 0:
        return ""
    return now.base.pack.signals[int(chosen[np.argmax(change)])].indicator_id


def _fresh_registers(pack: Pack, day: date) -> npt.NDArray[np.bool_]:
    """Return which registers had a reading in the week up to a day."""
    ordinal = pack.reading_columns.key % DAY_SPAN
    place = pack.reading_columns.key // DAY_SPAN
    in_week = (ordinal > day.toordinal() - WEEK.days) & (ordinal <= day.toordinal())
    registers = pack.indicator_columns.register_place[place[in_week]]
    return np.isin(np.arange(len(pack.registers)), registers)
