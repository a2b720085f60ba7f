"""Single futures: fifty to read month by month, a cloud of money against time."""

from dataclasses import dataclass
from datetime import date
from math import isfinite

import numpy as np

from dashboard.queries.figures import Pair, start_of
from risks.corridor import Outcomes, held_up, hits_of_opening, months_until, p_by
from risks.model.columns import Floats, Ints

DOTS = 50
CLOUD = 256


@dataclass(frozen=True)
class Hit:
    """A risk that happens before the opening, in a month after as_of; 0 = before it.

    ``delay`` is the months by which it holds up works that the opening waits for, if
    it does: in parallel and in series as its kind says, so they do not simply add up.
    """

    risk_id: str
    month: int
    delay: float


@dataclass(frozen=True)
class Dot:
    """One future: as likely as each of the other dots.

    ``months`` to its opening, none after the end; ``gap`` in million USD.
    """

    months: float | None
    kind: str
    gap: float | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Cloud:
    """Every so manieth future: months to its opening (none after the end), and gap."""

    months: tuple[float | None, ...]
    gap: tuple[float, ...]


@dataclass(frozen=True)
class Losses:
    """The chance that all hits together cost more than some million USD."""

    usd_m: tuple[float, ...]
    baseline: tuple[float, ...]
    value: tuple[float, ...]


@dataclass(frozen=True)
class HeldUpAnswer:
    """On which share of the late and of the other futures a risk held up works."""

    risk_id: str
    late: float
    early: float | None


@dataclass(frozen=True)
class Detail:
    """What single futures show.

    ``late_after`` parts the futures for ``held_up``: the end of the year in which half
    of the baseline's have opened; ``late_share`` of them open after it.
    """

    dots: tuple[Dot, ...]
    cloud: Cloud | None
    baseline_cloud: Cloud | None
    losses: Losses
    late_after: date
    late_share: float
    held_up: tuple[HeldUpAnswer, ...]


def detail(pair: Pair) -> Detail:
    """Return what single futures show under the settings."""
    parted = late_after(pair.before)
    listed = held_up(pair.after, parted)
    after, before = pair.after, pair.before
    return Detail(
        dots=tuple(_dots(after)),
        cloud=_cloud(after, pair.as_of),
        baseline_cloud=_cloud(before, pair.as_of),
        losses=Losses(
            _listed(after.losses.usd_m),
            _listed(_chances(before, after.losses.usd_m)),
            _listed(after.losses.chance),
        ),
        late_after=parted,
        late_share=_late_share(after, parted),
        held_up=tuple(HeldUpAnswer(e.risk_id, e.late, e.early) for e in listed),
    )


def late_after(found: Outcomes) -> date:
    """Return the end of the year in which half of the futures have opened."""
    middle = next(each for each in found.opening if each.share == 0.5)
    return date((middle.day or found.end).year, 12, 31)


def _late_share(found: Outcomes, day: date) -> float:
    return 1.0 - p_by(found, day).value


def _dots(found: Outcomes) -> list[Dot]:
    """Return the futures at fifty evenly spaced shares, the earliest opening first.

    A quantile dotplot: Kay, Kola, Hullman and Munson, When (ish) is My Bus? (2016).
    """
    order = np.argsort(found.plan.line, kind="stable")
    places = (((np.arange(DOTS) + 0.5) / DOTS) * len(order)).astype(int)
    touched = hits_of_opening(found)
    return [_dot(found, int(path), touched[:, path]) for path in order[places]]


def _dot(found: Outcomes, path: int, touched: np.ndarray) -> Dot:
    line = float(found.plan.line[path])
    months = found.simulation.hits[:, path].astype(int)
    last = min(line, found.corridor.frame.setup.months)
    delays = np.where(touched, found.corridor.delay[:, path], 0.0)
    hits = [
        Hit(risk.id, max(0, int(months[place])), round(float(delays[place]), 1))
        for place, risk in enumerate(found.corridor.pack.risks)
        if months[place] <= last
    ]
    return Dot(
        months=line if isfinite(line) else None,
        kind=found.classes[int(found.class_place[path])].kind.title,
        gap=None if found.money is None else round(float(found.money.gap[path]), 1),
        hits=tuple(sorted(hits, key=lambda each: each.month)),
    )


def _chances(found: Outcomes, usd_m: Floats) -> Floats:
    """Return the chance to cost more than each sum of what may be another's grid."""
    if np.array_equal(found.losses.usd_m, usd_m):
        return found.losses.chance
    within = np.searchsorted(np.sort(found.hit_cost), usd_m, side="right")
    return 1.0 - within / len(found.hit_cost)


def _cloud(found: Outcomes, origin: date) -> Cloud | None:
    """Return some futures, their months counted from ``origin``."""
    if found.money is None:
        return None
    places = _spread(len(found.plan.line))
    earlier = months_until(start_of(found), origin)
    months = (found.plan.line[places] - earlier).round(2).tolist()
    return Cloud(
        tuple(each if isfinite(each) else None for each in months),
        _listed(found.money.gap[places], 1),
    )


def _spread(paths: int) -> Ints:
    """Return the places of some paths, the same number of every batch."""
    return np.linspace(0, paths, CLOUD, endpoint=False).astype(np.int64)


def _listed(values: Floats, digits: int = 5) -> tuple[float, ...]:
    rounded: list[float] = np.asarray(values).round(digits).tolist()
    return tuple(rounded)
