"""Chances of a few linked risks, exact: every future is listed with its weight.

A month's state says of each risk how long it has been happening; the weights of all
states follow one another month by month. No chance is drawn and no error remains.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product
from math import exp

OPEN, TICKED, OVER, OUT = "open", "ticked", "over", "out"
FOREVER = 10_000


@dataclass(frozen=True)
class Net:
    """Monthly rates at factor 1, links between places, months of acting, and dues.

    A due month makes a risk something left undone. It is told by the exponential law:
    a hazard gathered until then is the chance that it would have ticked by then.
    """

    rates: tuple[float, ...]
    adds: dict[tuple[int, int], float] = field(default_factory=dict)
    takes: dict[tuple[int, int], float] = field(default_factory=dict)
    active: int = 6
    dues: dict[int, int] = field(default_factory=dict)


def chances(net: Net, months: int) -> list[list[float]]:
    """Return the chance of each risk, a column each, by the end of each month."""
    weights = {(OPEN,) * len(net.rates): 1.0}
    found = []
    for month in range(1, months + 1):
        after: dict[tuple, float] = defaultdict(float)
        for state, weight in weights.items():
            for following, chance in moves(net, state, month):
                after[following] += weight * chance
        weights = after
        found.append([happened(weights, at) for at in range(len(net.rates))])
    return found


def happened(weights, at):
    never = (OPEN, TICKED, OUT)
    return sum(weight for state, weight in weights.items() if state[at] not in never)


def moves(net: Net, state, month):
    """Return every state that can follow, with its chance."""
    one_by_one = [choices(net, state, at, month) for at in range(len(state))]
    for picked in product(*one_by_one):
        chance = 1.0
        for _, share in picked:
            chance *= share
        yield tuple(each for each, _ in picked), chance


def choices(net: Net, state, at, month):
    now, due = state[at], net.dues.get(at)
    if isinstance(now, int):  # months for which it still acts after this one
        return [(now - 1 if now > 1 else OVER, 1.0)]
    if now == OVER:
        return [(OVER, 1.0)]
    stays = exp(-rate_in(net, state, at)) if now == OPEN else 0.0
    if due is None:
        return [(OPEN, stays), (net.active, 1 - stays)]
    if month < due:
        return [(OPEN, stays), (TICKED, 1 - stays)]
    if month == due:
        return [(OUT, stays), (FOREVER, 1 - stays)]
    return [(now, 1.0)]


def rate_in(net: Net, state, at):
    rate, kept = net.rates[at], 1.0
    for source, now in enumerate(state):
        if isinstance(now, int):
            rate += net.adds.get((source, at), 0.0)
            kept *= 1 - net.takes.get((source, at), 0.0)
    return rate * kept
