"""Why a number moved: exact shares that add up to the change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, floor

import numpy as np
import numpy.typing as npt

from risks.model.columns import Floats
from risks.rates import Baseline
from risks.scenarios import Target, WhatIf, outcome
from risks.treatments import effects_in, left_over_span

MOST_PLAYERS = 6
OTHERS = "other-settings"
Ids = tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """What one changed setting, or several small ones together, adds to a change.

    ``ids`` are the indicators it stands for; ``points`` is signed, on 0-100.
    """

    id: str
    ids: tuple[str, ...]
    points: float


@dataclass(frozen=True)
class Explanation:
    """A change in points and the shares that make it, largest first.

    ``after - before == sum(share.points)`` to within 1e-9.
    """

    before: float
    after: float
    shares: tuple[Share, ...]

    @property
    def total(self) -> float:
        """Return the whole change in points."""
        return self.after - self.before


@dataclass(frozen=True)
class Term:
    """One row of a risk's log rate: a signal's news, or what the clamp takes."""

    indicator_id: str
    log_rate: float


def shapley(value: Callable[[npt.NDArray[np.bool_]], Floats], count: int) -> Floats:
    """Return the exact Shapley value of each of ``count`` players.

    L. S. Shapley, A value for n-person games (1953): the mean over all orders of what
    a player adds on joining. The values sum to the worth of all minus that of none.

    Parameters
    ----------
    value
        The worth of each coalition: takes a boolean array of shape (2**count, count)
        and returns one number a row.
    """
    size = 2**count
    numbers, members = np.arange(size), _all_members(count)
    worth = value(members)
    sizes = members.sum(axis=1)
    result = np.zeros(count)
    for player in range(count):
        without = numbers[~members[:, player]]
        gain = worth[without | (1 << player)] - worth[without]
        orders = np.array([1 / (count * comb(count - 1, n)) for n in sizes[without]])
        result[player] = orders @ gain
    return result


def why(seen: WhatIf, target: Target) -> Explanation:
    """Split the change of a target from the baseline among the changed settings."""

    def worth(sets: Sequence[Ids]) -> Floats:
        return outcome(seen.base, target, *_assuming(seen, sets))

    return explain(_players(seen, target), worth)


def explain(
    players: Sequence[str], worth: Callable[[Sequence[Ids]], Floats]
) -> Explanation:
    """Split a change exactly among the settings that make it.

    Exact Shapley values over the players; above six, the five that move most on their
    own are kept and the others count as one.

    Parameters
    ----------
    worth
        The number under each of some sets of settings, given by their ids.
    """
    groups = _grouped(players, worth)
    rows = _all_members(len(groups))
    sets = [_joined(groups, row) for row in rows]
    found = np.asarray(worth(sets), dtype=np.float64)
    points = shapley(lambda _: found, len(groups)) if groups else np.zeros(0)
    shares = [
        Share(ids[0] if len(ids) == 1 else OTHERS, ids, float(amount))
        for ids, amount in zip(groups, points, strict=True)
    ]
    shares.sort(key=lambda each: -abs(each.points))
    return Explanation(float(found[0]), float(found[-1]), tuple(shares))


def rate_terms(base: Baseline, place: int) -> list[Term]:
    """Return what moved one risk's log rate since it was judged, the clamp last.

    The rows sum to the natural logarithm of the risk's factor.
    """
    chosen = np.flatnonzero(base.signals.risk == place)
    terms = [
        Term(
            base.pack.indicators[base.signals.indicator[each]].id,
            float(base.terms[each]),
        )
        for each in chosen
    ]
    total = float(base.log_factor[place])
    limit = float(np.log(base.pack.assumptions.factor_limit.value))
    clamped = min(limit, max(-limit, total))
    return [*terms, Term("", clamped - total)]


def rounded(parts: Sequence[float], total: float, digits: int = 1) -> list[float]:
    """Round parts so that they still add up to the rounded total.

    The method of the largest remainder: round all down, then raise those that lost
    most until the sum is right.
    """
    unit = 10**digits
    scaled = [part * unit for part in parts]
    down = [floor(each) for each in scaled]
    missing = round(round(total, digits) * unit) - sum(down)
    by_loss = sorted(range(len(parts)), key=lambda at: down[at] - scaled[at])
    for at in by_loss[: max(0, missing)]:
        down[at] += 1
    return [each / unit for each in down]


def _players(seen: WhatIf, target: Target) -> list[str]:
    """Return the settings that touch the target at all."""
    pack = seen.base.pack
    if not target.is_risk:
        register_id = pack.registers[target.place].id
        return [
            each
            for each in seen.settings
            if each not in pack.treatment_places
            and pack.indicator(each).register_id == register_id
        ]
    risk_id = pack.risks[target.place].id
    touching = {each.indicator_id for each in pack.signals if each.risk_id == risk_id}
    touching |= {each.id for each in pack.treatments if each.risk_id == risk_id}
    return [each for each in seen.settings if each in touching]


def _grouped(
    players: Sequence[str], worth: Callable[[Sequence[Ids]], Floats]
) -> list[Ids]:
    if len(players) <= MOST_PLAYERS:
        return [(each,) for each in players]
    alone = np.asarray(worth([(), *((each,) for each in players)]))
    order = np.argsort(-np.abs(alone[1:] - alone[0]), kind="stable")
    ranked = [players[at] for at in order]
    kept, others = ranked[: MOST_PLAYERS - 1], ranked[MOST_PLAYERS - 1 :]
    return [*((each,) for each in kept), tuple(others)]


def _all_members(count: int) -> npt.NDArray[np.bool_]:
    """Return every coalition of ``count`` players, shape (2**count, count)."""
    bits = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    return bits.astype(bool)


def _joined(groups: Sequence[Ids], members: npt.NDArray[np.bool_]) -> Ids:
    chosen = (ids for ids, is_in in zip(groups, members, strict=True) if is_in)
    return tuple(each for ids in chosen for each in ids)


def _assuming(seen: WhatIf, sets: Sequence[Ids]) -> tuple[Floats, Floats, Floats]:
    """Return raw scores, values and what is left with some of the settings assumed."""
    pack, base = seen.base.pack, seen.base
    assumed = np.zeros((len(sets), len(pack.indicators)), dtype=bool)
    left = np.ones((len(sets), len(pack.risks)))
    for row, ids in enumerate(sets):
        moved = [each for each in ids if each not in pack.treatment_places]
        assumed[row, [pack.indicator_place(each) for each in moved]] = True
        chosen = {each: seen.settings[each] for each in ids}
        left[row] = left_over_span(base, effects_in(base, chosen))
    raw = np.where(assumed, seen.raw, base.scored.raw)
    values = np.where(assumed, seen.values, base.scored.state.values)
    return raw, values, left
