"""What if some indicators stood elsewhere: settings, and the changed state.

A setting assumes a value for an indicator, or switches a treatment on with the share
of its risk's rate that it takes away. Everything else stays at the baseline, so a
lever that is left alone, or put back, moves exactly nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

import numpy as np

from risks.errors import Problem, SettingError, UnknownIdError, nearest_hint
from risks.model import Indicator, Pack, Scenario
from risks.model.columns import Floats
from risks.rates import Baseline, RiskNumbers, evaluate, risk_pressures
from risks.scoring import power_mean, pressures, register_weights, score_values
from risks.treatments import effects_in, left_over_span

Settings = Mapping[str, float]


@dataclass(frozen=True)
class WhatIf:
    """The state under some settings; with none it is the baseline.

    Attributes
    ----------
    settings
        Assumed values by indicator id, in each indicator's own unit, and the share
        0-1 that each treatment switched on takes, by treatment id.
    raw, values, shrunk
        Scores, readings and shrunk scores of every indicator, as assumed.
    numbers
        Chance and factor of every risk.
    effects, left
        The share each treatment takes, those under way included, and what they leave
        of each risk's hazard over its own span, 0-1.
    register_pressure, risk_pressure
        Pressure 0-100 of every register and risk; NaN where nothing weighs.
    """

    base: Baseline
    settings: Settings
    raw: Floats
    values: Floats
    shrunk: Floats
    numbers: RiskNumbers
    effects: Settings
    left: Floats
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
    effects = effects_in(base, settings)
    left = left_over_span(base, effects)
    shrunk = assumed_shrunk(base, raw)
    pack = base.pack
    power = pack.assumptions.pressure_power.value
    return WhatIf(
        base=base,
        settings=MappingProxyType(dict(settings)),
        raw=raw,
        values=values,
        shrunk=shrunk,
        numbers=evaluate(base, raw, values, left),
        effects=effects,
        left=left,
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
        number or lies outside the goalposts, a share below 0 or above 1.
    """
    problems = [
        problem
        for indicator_id, value in settings.items()
        for problem in _problems(pack, indicator_id, value, where)
    ]
    if problems:
        raise SettingError(problems)
    return {each: float(settings[each]) for each in in_pack_order(pack, settings)}


def in_pack_order(pack: Pack, settings: Iterable[str]) -> list[str]:
    """Return the ids of settings in pack order, indicators before treatments."""
    treated = pack.treatment_places

    def place(name: str) -> tuple[bool, int]:
        if name in treated:
            return True, treated[name]
        return False, pack.indicator_place(name)

    return sorted(settings, key=place)


def settings_of(pack: Pack, scenario: Scenario) -> dict[str, float]:
    """Return a scenario's settings with its treatments whose effect is stated."""
    named = (pack.treatment(each) for each in scenario.treatment_ids)
    effects = {each.id: each.effect for each in named if each.effect is not None}
    return {**scenario.settings, **effects}


def assumed(base: Baseline, settings: Settings) -> tuple[Floats, Floats]:
    """Return the raw scores and values of every indicator under settings."""
    values = base.scored.state.values.copy()
    raw = base.scored.raw.copy()
    treated = base.pack.treatment_places
    moved = {each: at for each, at in settings.items() if each not in treated}
    places = [base.pack.indicator_place(each) for each in moved]
    if places:
        values[places] = list(moved.values())
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


def outcome(
    base: Baseline,
    target: Target,
    raw: Floats,
    values: Floats,
    left: Floats | float = 1.0,
) -> Floats:
    """Return a target in points for assumed states of shape (settings, indicators).

    ``left`` is what treatments leave of each risk's hazard, (settings, risks).
    """
    if target.is_risk:
        return 100 * evaluate(base, raw, values, left).chance[:, target.place]
    weights = register_weights(base.scored.state)[target.place]
    if not weights.any():
        return np.full(len(raw), np.nan)
    power = base.pack.assumptions.pressure_power.value
    return power_mean(assumed_shrunk(base, raw), weights, power)


def _problems(pack: Pack, name: str, value: float, where: str) -> Iterator[Problem]:
    place = f"{where}, {name}"
    known = {each.id: each for each in pack.adjustable}
    if name not in known and name not in pack.treatment_places:
        hint = nearest_hint(name, [*known, *pack.treatment_places])
        yield Problem(place, "no indicator that can be set is called that", hint)
    elif not isfinite(value):
        yield Problem(place, f"found {value}, which is not a number")
    elif name in known:
        yield from _outside(known[name], value, place)
    elif not 0 <= value <= 1:
        what = f"found {value:g} as the share a treatment takes"
        yield Problem(place, what, "allowed: 0 to 1")


def _outside(indicator: Indicator, value: float, place: str) -> Iterator[Problem]:
    if not indicator.lowest <= value <= indicator.highest:
        allowed = f"allowed: {indicator.lowest:g} to {indicator.highest:g}"
        yield Problem(
            place, f"found {value:g} {indicator.unit}", f"{allowed} {indicator.unit}"
        )
