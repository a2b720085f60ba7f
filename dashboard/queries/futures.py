"""What the simulated futures say under some settings, beside the baseline's.

The baseline is that of the same day, or of a closed review as it saw its own day. An
answer is a function of the pack, the as-of date, the settings, the review and the
number of paths: the same question has the same answer to the bit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

import risks
from dashboard.queries.compared import Then, compared_with
from dashboard.queries.figures import DayFigure, Figure, Pair, start_of
from dashboard.queries.future_details import Detail, detail
from dashboard.queries.model import Model
from dashboard.queries.simulated import baseline_outcomes, futures_of, outcomes_over
from risks.corridor import Outcomes, months_until, percentile
from risks.corridor.outcomes import OPENING_SHARES
from risks.futures import BY
from risks.model.columns import Floats
from risks.rates import months_after
from risks.simulation.model import DEFAULT_PATHS, DRAG_PATHS

Settings = Mapping[str, float]
GAP, JOINT = "funding-gap-p50", "joint-confidence"
UNDATED = Figure(None, None, None, None, None, "same")


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
    """The share of futures open by the end of each month, from month 0 on.

    The baseline's ends with its own months, where it is that of an earlier day.
    """

    baseline: tuple[float, ...]
    value: tuple[float, ...]


@dataclass(frozen=True)
class ClassAnswer:
    """The share of futures of one kind, 0 to 1, each with its standard error."""

    id: str
    title: str
    rule: str
    baseline: float
    value: float
    baseline_se: float | None
    se: float | None


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


@dataclass(frozen=True)
class BesideAnswer(FuturesAnswer):
    """The same beside what a closed review saw, which is then its baseline.

    ``since`` is the closed week as it was asked for, ``since_day`` the day that its
    review was about.
    """

    since: str
    since_day: date


def futures_answer(
    model: Model,
    as_of: date,
    settings: Settings,
    *,
    is_moving: bool = False,
    since: str = "",
) -> FuturesAnswer:
    """Return what settings move in the futures.

    While a slider is moving, 4,096 paths without the details; at rest, 16,384 with.

    Parameters
    ----------
    since
        A week closed about an earlier day: what its review saw, with nothing else
        assumed, then stands in for the baseline.

    Raises
    ------
    SettingError
        If some settings cannot be assumed.
    UnknownIdError
        If no week of that name is closed and earlier.
    """
    checked = risks.check_settings(model.pack, settings)
    paths = DRAG_PATHS if is_moving else DEFAULT_PATHS
    today = baseline_outcomes(model, as_of, paths)
    moved = futures_of(model, as_of, paths).outcomes(checked) if checked else today
    if not since:
        return _answer(Pair(today, moved), checked, is_moving=is_moving)
    then = compared_with(model, as_of, since)
    pair = Pair(outcomes_over(model, then.base, paths), moved)
    return _beside(_answer(pair, checked, is_moving=is_moving), then, since)


def _beside(found: FuturesAnswer, then: Then, since: str) -> BesideAnswer:
    return BesideAnswer(**vars(found), since=since, since_day=then.day)


def _answer(pair: Pair, settings: Settings, *, is_moving: bool) -> FuturesAnswer:
    frame = pair.after.corridor.frame
    return FuturesAnswer(
        as_of=pair.as_of,
        paths=frame.setup.paths,
        months=frame.setup.months,
        end=pair.after.end,
        settings=dict(settings),
        opening=tuple(pair.day(share) for share in OPENING_SHARES),
        by=tuple(_by(pair)),
        gap=_gap(pair),
        joint=pair.named(JOINT),
        cargo=_cargo(pair),
        curve=Curve(
            _open_by_month(pair.before, pair), _open_by_month(pair.after, pair)
        ),
        classes=tuple(_classes(pair)),
        stages=_stages(pair),
        risks=_risks(pair),
        detail=None if is_moving else detail(pair),
    )


def milestones(target: date, end: date) -> tuple[date, ...]:
    """Return the days a chance of opening is stated for: the target, then year ends."""
    ends = (date(year, 12, 31) for year in range(target.year, end.year + 1))
    return (target, *(each for each in ends if target < each <= end))


def _by(pair: Pair) -> Iterator[ByDay]:
    target = pair.after.corridor.pack.header.target_opening
    for day in milestones(target, pair.after.end):
        chance = pair.named(f"{BY}{day}")
        if chance is not None:
            yield ByDay(day, day == target, chance)


def _gap(pair: Pair) -> GapAnswer | None:
    found = [pair.named(GAP, each) for each in (None, percentile(0.8), _share_of_any)]
    p50, p80, p_any = found
    if p50 is None or p80 is None or p_any is None:
        return None
    return GapAnswer(p50, p80, p_any)


def _share_of_any(amounts: Floats) -> Floats:
    return np.asarray((amounts > 0).mean(axis=-1))


def _cargo(pair: Pair) -> CargoAnswer | None:
    carried = pair.over(lambda found: found.cargo_mt, percentile(0.5))
    if carried is None:
        return None
    year = pair.after.corridor.pack.assumptions.cargo_year.value
    return CargoAnswer(year, carried)


def _open_by_month(found: Outcomes, pair: Pair) -> tuple[float, ...]:
    """Return shares by the months of the later day, as far as found has months."""
    months = _months_on(found, pair)
    opened = np.searchsorted(np.sort(found.plan.line), months, side="right")
    shares: list[float] = (opened / len(found.plan.line)).round(5).tolist()
    return tuple(shares)


def _months_on(found: Outcomes, pair: Pair) -> Floats:
    start, own = start_of(found), found.corridor.frame.setup.months
    count = pair.after.corridor.frame.setup.months
    if start == pair.as_of:
        return np.arange(count + 1, dtype=float)
    days = (months_after(pair.as_of, month) for month in range(count + 1))
    months = np.array([months_until(start, day) for day in days])
    return months[months <= own]


def _classes(pair: Pair) -> Iterator[ClassAnswer]:
    before = {each.kind.id: each.share for each in pair.before.classes}
    for after in pair.after.classes:
        kind, share, start = after.kind, after.share, before[after.kind.id]
        yield ClassAnswer(
            kind.id,
            kind.title,
            kind.rule,
            start.value,
            share.value,
            start.se,
            share.se,
        )


def _stages(pair: Pair) -> tuple[StageAnswer, ...]:
    before, after = pair.before.stages, pair.after.stages
    return tuple(
        StageAnswer(each, before[each].day if each in before else None, after[each].day)
        for each in after
    )


def _risks(pair: Pair) -> tuple[SimulatedRisk, ...]:
    listed = pair.after.corridor.pack.risks
    return tuple(SimulatedRisk(e.id, pair.named(e.id) or UNDATED) for e in listed)
