"""What the simulated futures say under some settings, beside the baseline's.

An answer is a function of the pack, the as-of date, the settings and the number of
paths: the same question has the same answer to the bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite

import numpy as np

import risks
from dashboard.queries.figures import DayFigure, Figure, Pair
from dashboard.queries.future_details import Detail, detail
from dashboard.queries.model import Model
from dashboard.queries.simulated import baseline_outcomes, futures_of
from risks.corridor import Outcomes, months_until, percentile
from risks.corridor.outcomes import OPENING_SHARES
from risks.model.columns import Floats
from risks.rates import span_months
from risks.simulation.model import DEFAULT_PATHS, DRAG_PATHS

Settings = Mapping[str, float]


@dataclass(frozen=True)
class ByDay:
    """The chance that the corridor opens by a day."""

    day: date
    is_target: bool
    chance: Figure


@dataclass(frozen=True)
class GapAnswer:
    """The funding gap in million USD, and the chance that there is one."""

    p50: Figure
    p80: Figure
    p_any: Figure


@dataclass(frozen=True)
class CargoAnswer:
    """Cargo of a calendar year in million tonnes, the middle one."""

    year: int
    p50: Figure


@dataclass(frozen=True)
class Curve:
    """The share of futures open by the end of each month, from month 0 on."""

    baseline: tuple[float, ...]
    value: tuple[float, ...]


@dataclass(frozen=True)
class ClassAnswer:
    """The share of futures of one kind."""

    id: str
    title: str
    rule: str
    baseline: float
    value: float


@dataclass(frozen=True)
class StageAnswer:
    """The day by which half of the futures opened a stage; none = after the end."""

    id: str
    baseline_day: date | None
    day: date | None


@dataclass(frozen=True)
class SimulatedRisk:
    """A risk's simulated chance by its own date, 0 to 1; none beyond the end."""

    id: str
    chance: Figure


@dataclass(frozen=True)
class FuturesAnswer:
    """Everything that settings move in the futures, beside the baseline.

    ``detail`` is there only at the full number of paths.
    """

    as_of: date
    paths: int
    months: int
    end: date
    settings: dict[str, float]
    opening: tuple[DayFigure, ...]
    by: tuple[ByDay, ...]
    gap: GapAnswer | None
    joint: Figure | None
    cargo: CargoAnswer | None
    curve: Curve
    classes: tuple[ClassAnswer, ...]
    stages: tuple[StageAnswer, ...]
    risks: tuple[SimulatedRisk, ...]
    detail: Detail | None


def futures_answer(
    model: Model, as_of: date, settings: Settings, *, is_moving: bool = False
) -> FuturesAnswer:
    """Return what settings move in the futures.

    While a slider is moving, 4,096 paths without the details; at rest, 16,384 with.

    Raises
    ------
    SettingError
        If some settings cannot be assumed.
    """
    checked = risks.check_settings(model.pack, settings)
    paths = DRAG_PATHS if is_moving else DEFAULT_PATHS
    before = baseline_outcomes(model, as_of, paths)
    moved = futures_of(model, as_of, paths).outcomes(checked) if checked else before
    pair = Pair(before, moved)
    return FuturesAnswer(
        as_of=as_of,
        paths=paths,
        months=moved.corridor.frame.setup.months,
        end=moved.end,
        settings=checked,
        opening=tuple(pair.day(_line, share) for share in OPENING_SHARES),
        by=tuple(_by(pair)),
        gap=_gap(pair),
        joint=_joint(pair),
        cargo=_cargo(pair),
        curve=Curve(_open_by_month(before), _open_by_month(moved)),
        classes=_classes(pair),
        stages=_stages(pair),
        risks=_risks(pair),
        detail=None if is_moving else detail(pair),
    )


def milestones(target: date, end: date) -> tuple[date, ...]:
    """Return the days a chance of opening is stated for: the target, then year ends."""
    ends = (date(year, 12, 31) for year in range(target.year, end.year + 1))
    return (target, *(each for each in ends if target < each <= end))


def _line(found: Outcomes) -> Floats:
    return found.plan.line


def _by(pair: Pair) -> list[ByDay]:
    target = pair.after.corridor.pack.header.target_opening
    return [_by_day(pair, day, target) for day in milestones(target, pair.after.end)]


def _by_day(pair: Pair, day: date, target: date) -> ByDay:
    months = months_until(pair.as_of, day)
    chance = pair.figure(lambda found: found.plan.line <= months)
    return ByDay(day, day == target, chance)


def _gap(pair: Pair) -> GapAnswer | None:
    if pair.after.money is None:
        return None
    return GapAnswer(
        p50=pair.figure(_missing, percentile(0.5)),
        p80=pair.figure(_missing, percentile(0.8)),
        p_any=pair.figure(lambda found: _missing(found) > 0),
    )


def _missing(found: Outcomes) -> Floats:
    return np.zeros(0) if found.money is None else found.money.gap


def _joint(pair: Pair) -> Figure | None:
    if pair.after.is_within_budget is None:
        return None
    return pair.figure(_is_on_time_and_funded)


def _is_on_time_and_funded(found: Outcomes) -> Floats:
    within = found.is_within_budget
    return np.asarray(found.is_on_time & (False if within is None else within), float)


def _cargo(pair: Pair) -> CargoAnswer | None:
    if pair.after.cargo_mt is None:
        return None
    year = pair.after.corridor.pack.assumptions.cargo_year.value
    middle = percentile(0.5)
    return CargoAnswer(year, pair.figure(_carried, middle))


def _carried(found: Outcomes) -> Floats:
    return np.zeros(0) if found.cargo_mt is None else found.cargo_mt


def _open_by_month(found: Outcomes) -> tuple[float, ...]:
    months = np.arange(found.corridor.frame.setup.months + 1)
    opened = np.searchsorted(np.sort(found.plan.line), months, side="right")
    shares: list[float] = (opened / len(found.plan.line)).round(5).tolist()
    return tuple(shares)


def _classes(pair: Pair) -> tuple[ClassAnswer, ...]:
    return tuple(
        ClassAnswer(
            after.kind.id,
            after.kind.title,
            after.kind.rule,
            before.share.value,
            after.share.value,
        )
        for before, after in zip(pair.before.classes, pair.after.classes, strict=True)
    )


def _stages(pair: Pair) -> tuple[StageAnswer, ...]:
    before, after = pair.before.stages, pair.after.stages
    return tuple(StageAnswer(each, before[each].day, after[each].day) for each in after)


def _risks(pair: Pair) -> tuple[SimulatedRisk, ...]:
    return tuple(
        SimulatedRisk(risk.id, _chance(pair, place))
        for place, risk in enumerate(pair.after.corridor.pack.risks)
    )


def _chance(pair: Pair, place: int) -> Figure:
    base = pair.after.corridor.frame.base
    if not isfinite(pair.after.simulation.chance[place]):
        return Figure(None, None, None, None, None, "same")
    span = span_months(base.pack.risks[place], base.as_of)
    return pair.figure(lambda found: found.simulation.hits[place] <= span)
