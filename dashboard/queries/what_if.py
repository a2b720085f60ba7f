"""What the what-if page and its endpoint ask of the model.

An answer is a function of the pack, the as-of date, the settings and the target: the
same question has the same answer to the bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import exp, isnan

import numpy as np

import risks
from dashboard.queries.model import Model
from risks.explanation import rounded
from risks.model.columns import Floats
from risks.rates import log_factors, resolves_on, status_of
from risks.scenarios import Target, WhatIf

Settings = Mapping[str, float]


@dataclass(frozen=True)
class RegisterAnswer:
    """A register's pressure, 0 to 100; none if nothing weighs.

    ``baseline`` is what it is with nothing assumed.
    """

    id: str
    baseline: float | None
    pressure: float | None


@dataclass(frozen=True)
class RiskAnswer:
    """A risk's chance, 0 to 1, by a date, at the baseline and as assumed.

    ``status`` is its state as assumed: ``open``, ``decided no``, ``decided yes`` or
    ``awaiting resolution``; a risk that awaits its resolution has no chance.
    """

    id: str
    by: date
    status: str
    baseline: float | None
    chance: float | None


@dataclass(frozen=True)
class SwingAnswer:
    """The target, in points, with one lever at its calm or its extreme end."""

    indicator_id: str
    calm_value: float
    extreme_value: float
    at_calm: float
    at_extreme: float


@dataclass(frozen=True)
class ShareAnswer:
    """What some settings add to the target's change, in points.

    ``shown`` is rounded to 0.1 so that all rows add up to ``shown_change``.
    """

    ids: tuple[str, ...]
    points: float
    shown: float


@dataclass(frozen=True)
class FactorAnswer:
    """What multiplies a risk's judged rate: held within its limit, and without it."""

    held: float
    free: float
    limit: float


@dataclass(frozen=True)
class TargetAnswer:
    """The number asked about, in points 0 to 100: a risk's chance or a pressure."""

    id: str
    is_risk: bool
    baseline: float | None
    value: float | None
    shown_change: float
    why: tuple[ShareAnswer, ...]
    tornado: tuple[SwingAnswer, ...]
    factor: FactorAnswer | None


@dataclass(frozen=True)
class Answer:
    """Everything that settings move, beside what it is at the baseline.

    The baseline is the evidence of ``as_of`` with nothing assumed.
    """

    as_of: date
    settings: dict[str, float]
    registers: tuple[RegisterAnswer, ...]
    risks: tuple[RiskAnswer, ...]
    target: TargetAnswer


def answer(
    model: Model, as_of: date, settings: Settings, target_id: str = ""
) -> Answer:
    """Return what settings move; an empty target asks about what they move most.

    Raises
    ------
    SettingError
        If some settings cannot be assumed.
    UnknownIdError
        If the target is neither a risk nor a register.
    """
    base = model.base(as_of)
    checked = risks.check_settings(base.pack, settings)
    before, seen = risks.what_if(base, {}), risks.what_if(base, checked)
    target = risks.find_target(base.pack, target_id or most_moved(before, seen))
    return Answer(
        as_of=as_of,
        settings=checked,
        registers=_registers(before, seen),
        risks=_risks(before, seen),
        target=_target(before, seen, target),
    )


def most_moved(before: WhatIf, seen: WhatIf) -> str:
    """Return the risk whose chance changes most.

    Where no risk moves, the register whose pressure does; where nothing does, the one
    under the highest pressure. The first in the pack where equal.
    """
    pack = seen.base.pack
    chances = np.abs(seen.numbers.chance - before.numbers.chance)
    pressures = np.abs(seen.register_pressure - before.register_pressure)
    if np.nanmax(chances, initial=0.0) > 0:
        return pack.risks[_largest(chances)].id
    has_moved = np.nanmax(pressures, initial=0.0) > 0
    ranked = pressures if has_moved else seen.register_pressure
    return pack.registers[_largest(ranked)].id


def _largest(values: Floats) -> int:
    return int(np.argmax(np.nan_to_num(values, nan=-1.0)))


def _registers(baseline: WhatIf, seen: WhatIf) -> tuple[RegisterAnswer, ...]:
    rows = zip(
        seen.base.pack.registers,
        baseline.register_pressure.tolist(),
        seen.register_pressure.tolist(),
        strict=True,
    )
    return tuple(
        RegisterAnswer(each.id, _known(before), _known(after))
        for each, before, after in rows
    )


def _risks(baseline: WhatIf, seen: WhatIf) -> tuple[RiskAnswer, ...]:
    base = seen.base
    chances = zip(
        baseline.numbers.chance.tolist(), seen.numbers.chance.tolist(), strict=True
    )
    return tuple(
        RiskAnswer(
            id=base.pack.risks[place].id,
            by=resolves_on(base.pack.risks[place], base.as_of),
            status=status_of(base, seen.numbers, place).value,
            baseline=_known(before),
            chance=_known(after),
        )
        for place, (before, after) in enumerate(chances)
    )


def _target(baseline: WhatIf, seen: WhatIf, target: Target) -> TargetAnswer:
    before, after = points_of(baseline, target), points_of(seen, target)
    is_known = before is not None and after is not None
    shares = _shares(seen, target) if is_known else ()
    return TargetAnswer(
        id=target.id,
        is_risk=target.is_risk,
        baseline=before,
        value=after,
        shown_change=round(sum(each.shown for each in shares), 1),
        why=shares,
        tornado=_swings(seen, target) if is_known else (),
        factor=_factor(seen, target) if target.is_risk and is_known else None,
    )


def points_of(seen: WhatIf, target: Target) -> float | None:
    """Return a target in points, or nothing while it has no number."""
    numbers = seen.numbers.chance if target.is_risk else seen.register_pressure
    value = float(numbers[target.place])
    return _known(100 * value if target.is_risk else value)


def _shares(seen: WhatIf, target: Target) -> tuple[ShareAnswer, ...]:
    whole = risks.why(seen, target)
    shown = rounded([each.points for each in whole.shares], whole.total)
    return tuple(
        ShareAnswer(each.ids, each.points, tenth)
        for each, tenth in zip(whole.shares, shown, strict=True)
    )


def _swings(seen: WhatIf, target: Target) -> tuple[SwingAnswer, ...]:
    return tuple(
        SwingAnswer(
            each.indicator_id,
            each.calm_value,
            each.extreme_value,
            each.at_calm,
            each.at_extreme,
        )
        for each in risks.tornado(seen, target)
    )


def _factor(seen: WhatIf, target: Target) -> FactorAnswer:
    base = seen.base
    free = exp(float(log_factors(base, seen.raw)[target.place]))
    limit = float(base.pack.assumptions.factor_limit.value)
    return FactorAnswer(float(seen.numbers.factor[target.place]), free, limit)


def _known(value: float) -> float | None:
    return None if isnan(value) else value
