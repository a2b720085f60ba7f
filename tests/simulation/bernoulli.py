"""The futures once more: a plain loop over months and risks, one coin a month.

Shares nothing with the simulation but the records and numpy's random source: a month
in which a risk may happen is a Bernoulli trial of its own, its rate is added up anew
from what has happened, and the judged chance is drawn from numpy's beta distribution.
Slow and obvious on purpose.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import numpy as np

from risks.model import Pack, Risk

FOREVER = 10_000


@dataclass(frozen=True)
class World:
    """A pack on a day; per risk id its leak and factor, and what is decided.

    ``treated`` are treatments switched on: the share each takes, by id.
    """

    pack: Pack
    as_of: date
    leak: dict[str, float]
    factor: dict[str, float]
    decided: dict[str, bool]  # True: it has happened; False: it can no longer
    treated: dict[str, float]


def day_after(day: date, months: int) -> date:
    year, month = day.year + (day.month + months - 1) // 12, (day.month + months) % 12
    month = month or 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def due_month(risk: Risk, as_of: date) -> int:
    """Return the first month whose last day is the deadline or later."""
    month = 1
    while day_after(as_of, month) < risk.deadline:
        month += 1
    return month


def span(risk: Risk, as_of: date) -> int:
    return due_month(risk, as_of) if risk.deadline else risk.horizon_months


def own_rate(risk: Risk, as_of: date, rng, paths: int):
    """Draw a chance for every path and spread its hazard over the risk's span."""
    known = [each for each in risk.judgements if each.judged_on <= as_of]
    judged = known[-1] if known else risk.judgements[0]
    width = judged.high - judged.low
    chance = np.full(paths, judged.likely)
    if width > 0:
        first = 1 + 4 * (judged.likely - judged.low) / width
        second = 1 + 4 * (judged.high - judged.likely) / width
        chance = judged.low + width * rng.beta(first, second, paths)
    return -np.log(1 - chance) / span(risk, as_of)


def futures(world: World, rng, paths: int, months: int):
    """Return the month each risk happens in on each path; after the last: never."""
    pack, risks = world.pack, world.pack.risks
    own = {each.id: own_rate(each, world.as_of, rng, paths) for each in risks}
    month_of = {each.id: np.full(paths, months + 1) for each in risks}
    hazard = {each.id: np.zeros(paths) for each in risks}
    for risk_id, has_happened in world.decided.items():
        month_of[risk_id][:] = 0 if has_happened else months + 1
    for month in range(1, months + 1):
        acts = {each.id: _acts(each, month_of[each.id], month) for each in risks}
        for risk in risks:
            if risk.id in world.decided:
                continue
            rate = world.factor[risk.id] * _unforced(world, risk, own, acts)
            rate = rate * _untreated(world, risk, month)
            if risk.deadline is None:
                chance = 1 - np.exp(-rate)
            else:
                hazard[risk.id] += rate
                is_due = month == due_month(risk, world.as_of)
                chance = (1 - np.exp(-hazard[risk.id])) * is_due
            happens = (rng.random(paths) < chance) & (month_of[risk.id] > months)
            month_of[risk.id][happens] = month
    return {each.id: month_of[each.id] for each in pack.risks}


def _acts(risk: Risk, happened_in, month: int):
    """Return where a risk acts: from the month after it happened, while active."""
    active = FOREVER if risk.deadline else risk.active_months
    return (happened_in < month) & (month <= happened_in + active)


def _untreated(world: World, risk: Risk, month: int) -> float:
    """Return what treatments leave: each acts in months begun after its lead time."""
    left = 1.0
    for each in world.pack.treatments:
        begun = month - 1 >= (each.lead_time_months or 0)
        if each.id in world.treated and each.risk_id == risk.id and begun:
            left -= left * world.treated[each.id]
    return left


def _unforced(world: World, risk: Risk, own, acts):
    """Return the monthly rate at factor 1."""
    known = world.pack.assumptions
    rate, kept = world.leak[risk.id] * own[risk.id], 1.0
    for link in world.pack.triggers:
        if link.to_id != risk.id:
            continue
        size = str(abs(link.strength))
        if link.strength > 0:
            within_three = known.trigger_chance.value[size]
            rate = rate + acts[link.from_id] * (-np.log(1 - within_three) / 3)
        else:
            kept = kept * (1 - acts[link.from_id] * known.damping_share.value[size])
    return rate * kept
