"""The outcomes of a simulation, on its own paths: opening, money, cargo, classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from risks.corridor.cargo import cargo
from risks.corridor.classes import OutcomeClass, class_places, outcome_classes
from risks.corridor.drawn import Corridor
from risks.corridor.estimates import (
    Estimate,
    OpeningDay,
    estimate,
    opening_day,
    percentile,
)
from risks.corridor.money import Money, money, total_hit_cost
from risks.corridor.months import first_month_after, months_until
from risks.corridor.schedule import Schedule, schedule
from risks.model.columns import Floats, Ints
from risks.rates import months_after
from risks.simulation import Simulation

Bools = npt.NDArray[np.bool_]
OPENING_SHARES = (0.1, 0.5, 0.8, 0.9)
CARGO_SHARES = (0.1, 0.5, 0.9)
LOSS_STEPS = 100


@dataclass(frozen=True)
class Gap:
    """The funding gap in million USD: two percentiles and the chance of any."""

    p50: Estimate
    p80: Estimate
    p_any: Estimate


@dataclass(frozen=True)
class Exceedance:
    """The chance that all hits together cost more than each of some million USD.

    The grid ends at what all risks would cost at their judged high ends, so it stays
    the same whatever is assumed.
    """

    usd_m: Floats
    chance: Floats


@dataclass(frozen=True)
class ClassShare:
    """A kind of future with its share of the paths; counts sum to all paths."""

    kind: OutcomeClass
    count: int
    share: Estimate


@dataclass(frozen=True)
class Outcomes:
    """What the corridor comes to in the simulated futures.

    Attributes
    ----------
    plan, money, hit_cost, cargo_mt, class_place, is_on_time, is_within_budget
        Per path. ``cargo_mt`` is None where its year is not simulated as a whole,
        ``money`` and ``is_within_budget`` where no opening stage has a published cost.
    end
        The last simulated day; what opens later counts as late, and has no day.
    opening, stages
        Days by which shares of the paths have opened: the corridor, and (the middle
        one) every stage by id.
    p_by_target
        Chance that the corridor opens by the target day.
    gap
        None where ``money`` is.
    joint
        Share of paths on time and within budget, None where ``money`` is.
    losses, cargo, classes
        Loss exceedance, percentiles of the cargo, shares of the kinds of future.
    """

    simulation: Simulation
    corridor: Corridor
    plan: Schedule
    money: Money | None
    hit_cost: Floats
    cargo_mt: Floats | None
    class_place: Ints
    is_on_time: Bools
    is_within_budget: Bools | None
    end: date
    opening: tuple[OpeningDay, ...]
    stages: dict[str, OpeningDay]
    p_by_target: Estimate
    gap: Gap | None
    joint: Estimate | None
    losses: Exceedance
    cargo: tuple[Estimate, ...] | None
    classes: tuple[ClassShare, ...]


def outcomes(simulation: Simulation, corridor: Corridor | None = None) -> Outcomes:
    """Return the outcomes of a simulation.

    Parameters
    ----------
    corridor
        The corridor of the simulation's frame, kept to draw it only once.

    Raises
    ------
    ValueError
        If the corridor is of another frame: its paths are other futures.
    """
    corridor = corridor or Corridor(simulation.frame)
    if corridor.frame is not simulation.frame:
        raise ValueError("the corridor was drawn for another frame")
    as_of, setup = simulation.frame.base.as_of, simulation.frame.setup
    target = corridor.pack.header.target_opening
    plan = schedule(corridor, simulation.hits)
    is_on_time = plan.line <= months_until(as_of, target)
    funds = _money(corridor, simulation, plan)
    budget = None if funds is None else _within_budget(corridor, funds)
    hit_cost = total_hit_cost(corridor, simulation.hits)
    year = corridor.pack.assumptions.cargo_year.value
    carried = cargo(corridor, simulation.hits, plan.line, year)
    gap = np.zeros(setup.paths) if funds is None else funds.gap
    kinds = class_places(corridor, plan, gap)
    return Outcomes(
        simulation=simulation,
        corridor=corridor,
        plan=plan,
        money=funds,
        hit_cost=hit_cost,
        cargo_mt=carried,
        class_place=kinds,
        is_on_time=is_on_time,
        is_within_budget=budget,
        end=months_after(as_of, setup.months),
        opening=tuple(opening_day(as_of, plan.line, each) for each in OPENING_SHARES),
        stages=_stage_days(corridor, plan),
        p_by_target=estimate(is_on_time),
        gap=None if funds is None else _gap(funds),
        joint=None if budget is None else estimate(is_on_time & budget),
        losses=_exceedance(corridor, hit_cost),
        cargo=None if carried is None else _percentiles(carried),
        classes=tuple(_class_shares(corridor, kinds)),
    )


def p_by(found: Outcomes, day: date) -> Estimate:
    """Return the chance that the corridor opens by a day, with its standard error."""
    return estimate(
        found.plan.line <= months_until(found.corridor.frame.base.as_of, day)
    )


def _money(corridor: Corridor, simulation: Simulation, plan: Schedule) -> Money | None:
    if not np.isin(corridor.costed, corridor.opening).any():
        return None
    opens = first_month_after(plan.line, corridor.frame.setup.months)
    return money(corridor, plan, simulation.hits < opens)


def _within_budget(corridor: Corridor, funds: Money) -> Bools:
    """Return where the need keeps to the budget, or where none is set to the money."""
    budget = corridor.pack.header.budget_usd_m
    return np.asarray(funds.gap <= 0 if budget is None else funds.need <= budget)


def _gap(funds: Money) -> Gap:
    return Gap(
        p50=estimate(funds.gap, percentile(0.5)),
        p80=estimate(funds.gap, percentile(0.8)),
        p_any=estimate(funds.gap > 0),
    )


def _stage_days(corridor: Corridor, plan: Schedule) -> dict[str, OpeningDay]:
    as_of = corridor.frame.base.as_of
    return {
        stage.id: opening_day(as_of, plan.stages[place], 0.5)
        for place, stage in enumerate(corridor.pack.stages)
    }


def _exceedance(corridor: Corridor, hit_cost: Floats) -> Exceedance:
    most = sum(each.impact.cost_usd_m.high for each in corridor.pack.risks)
    grid = np.linspace(0.0, most, LOSS_STEPS + 1)
    above = len(hit_cost) - np.searchsorted(np.sort(hit_cost), grid, side="right")
    return Exceedance(grid, above / len(hit_cost))


def _percentiles(of_paths: Floats) -> tuple[Estimate, ...]:
    return tuple(estimate(of_paths, percentile(each)) for each in CARGO_SHARES)


def _class_shares(corridor: Corridor, kinds: Ints) -> Iterator[ClassShare]:
    listed = outcome_classes(corridor.pack.header.late_months)
    for place, kind in enumerate(listed):
        is_of_it = kinds == place
        yield ClassShare(kind, int(is_of_it.sum()), estimate(is_of_it))
