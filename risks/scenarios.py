"""What if some indicators stood elsewhere: settings, and the changed state.

A setting assumes a value for an indicator; everything else stays at the baseline, so
a lever that is left alone, or put back, moves exactly nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

import numpy as np

from risks.errors import Problem, SettingError, UnknownIdError, nearest_hint
from risks.model import Pack
from risks.model.columns import Floats
from risks.rates import Baseline, RiskNumbers, evaluate, risk_pressures
from risks.scoring import power_mean, pressures, register_weights, score_values

Settings = Mapping[str, float]


@dataclass(frozen=True)
class WhatIf:
    """The state under some settings; with none it is the baseline.

    Attributes
    ----------
    settings
        Assumed values by indicator id, in each indicator's own unit.
    raw, values, shrunk
        Scores, readings and shrunk scores of every indicator, as assumed.
    numbers
        Chance and factor of every risk.
    register_pressure, risk_pressure
        Pressure 0-100 of every register and risk; NaN where nothing weighs.
    """

    base: Baseline
    settings: Settings
    raw: Floats
    values: Floats
    shrunk: Floats
    numbers: RiskNumbers
    register_pressure: Floats
    risk_pressure: Floats


@dataclass(frozen=True)
class Target:
    """The number a question is about, in points from 0 to 100.

    The chance of a risk (percent), or the pressure of a register.
    """

    id: str
    is_risk: bool
    place: int


def what_if(base: Baseline, settings: Settings) -> WhatIf:
    """Return the state under settings that ``check_settings`` has passed."""
    raw, values = assumed(base, settings)
    shrunk = assumed_shrunk(base, raw)
    pack = base.pack
    power = pack.assumptions.pressure_power.value
    return WhatIf(
        base=base,
        settings=MappingProxyType(dict(settings)),
        raw=raw,
        values=values,
        shrunk=shrunk,
        numbers=evaluate(base, raw, values),
        register_pressure=pressures(shrunk, register_weights(base.scored.state), power),
        risk_pressure=risk_pressures(base, shrunk),
    )


def check_settings(
    pack: Pack, settings: Mapping[str, float], where: str = "settings"
) -> dict[str, float]:
    """Return settings that can be assumed, in pack order.

    Raises
    ------
    SettingError
        With every problem: an unknown or derived indicator, a value that is no
        number or lies outside the goalposts.
    """
    problems = [
        problem
        for indicator_id, value in settings.items()
        for problem in _problems(pack, indicator_id, value, where)
    ]
    if problems:
        raise SettingError(problems)
    order = sorted(settings, key=pack.indicator_place)
    return {indicator_id: float(settings[indicator_id]) for indicator_id in order}


def assumed(base: Baseline, settings: Settings) -> tuple[Floats, Floats]:
    """Return the raw scores and values of every indicator under settings."""
    values = base.scored.state.values.copy()
    raw = base.scored.raw.copy()
    places = [base.pack.indicator_place(each) for each in settings]
    if places:
        values[places] = list(settings.values())
        posts = base.pack.indicator_columns.goalposts[places]
        raw[places] = score_values(values[places], posts)
    return raw, values


def assumed_shrunk(base: Baseline, raw: Floats) -> Floats:
    """Return shrunk scores for assumed raw scores of shape (..., indicators).

    Linear through (0, 0), (score today, shrunk score today) and (100, 100), so that
    today's value keeps today's shrunk score however little it is trusted.
    """
    today, shrunk = base.scored.raw, base.scored.shrunk
    # The ratios first: they end at exactly 1, so no score leaves the scale.
    below = shrunk * (raw / np.where(today > 0, today, 1.0))
    above_today = np.where(today < 100, 100 - today, 1.0)
    above = shrunk + (100 - shrunk) * ((raw - today) / above_today)
    return np.where(raw < today, below, above)


def find_target(pack: Pack, wanted: str) -> Target:
    """Return the risk or register of an id.

    Raises
    ------
    UnknownIdError
        If it is neither.
    """
    registers = [each.id for each in pack.registers]
    if wanted in registers:
        return Target(wanted, is_risk=False, place=registers.index(wanted))
    risks = [each.id for each in pack.risks]
    if wanted in risks:
        return Target(wanted, is_risk=True, place=risks.index(wanted))
    raise UnknownIdError("risk or register", wanted, [*risks, *registers])


def outcome(base: Baseline, target: Target, raw: Floats, values: Floats) -> Floats:
    """Return a target in points for assumed states of shape (settings, indicators)."""
    if target.is_risk:
        return 100 * evaluate(base, raw, values).chance[:, target.place]
    weights = register_weights(base.scored.state)[target.place]
    if not weights.any():
        return np.full(len(raw), np.nan)
    power = base.pack.assumptions.pressure_power.value
    return power_mean(assumed_shrunk(base, raw), weights, power)


def _problems(
    pack: Pack, indicator_id: str, value: float, where: str
) -> Iterator[Problem]:
    place = f"{where}, {indicator_id}"
    known = {each.id: each for each in pack.adjustable}
    indicator = known.get(indicator_id)
    if indicator is None:
        hint = nearest_hint(indicator_id, known)
        yield Problem(place, "no indicator that can be set is called that", hint)
    elif not isfinite(value):
        yield Problem(place, f"found {value}, which is not a number")
    elif not indicator.lowest <= value <= indicator.highest:
        allowed = f"allowed: {indicator.lowest:g} to {indicator.highest:g}"
        yield Problem(
            place, f"found {value:g} {indicator.unit}", f"{allowed} {indicator.unit}"
        )
