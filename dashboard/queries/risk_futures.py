"""One risk in the simulated futures: its chance, what set it off, what it held up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from dashboard.queries.board_risks import RiskNow, by_id
from dashboard.queries.future_details import HeldUpAnswer, late_after
from dashboard.queries.model import Model
from dashboard.queries.simulated import baseline_outcomes
from risks.corridor import Outcomes, held_up, p_by, set_off
from risks.explanation import rounded

APART = 0.005  # a simulated chance as near to the stated one says nothing new


@dataclass(frozen=True)
class Source:
    """What a part of a risk's hazard came from: another risk, or its own causes (none).

    ``share`` is 0-1; ``shown`` is that in whole percent, rounded so that all add up
    to 100.
    """

    risk: RiskNow | None
    share: float
    shown: int


@dataclass(frozen=True)
class RiskFutures:
    """A risk in the futures of a day with nothing assumed.

    Attributes
    ----------
    chance, se
        The simulated chance by the risk's own date, 0-1, with its standard error;
        none past its deadline or where its date lies after the months.
    happens
        The share of futures in which it happens by the ``end``; none past its deadline.
    sources
        What set it off, its own causes first; empty if it happens in no future.
    late_after, late_share
        The day that parts late futures from the others, and how many are late.
    held_up
        In which share of both it held up works of the opening; none if in no late one.
    """

    paths: int
    end: date
    chance: float | None
    se: float | None
    happens: float | None
    sources: tuple[Source, ...]
    late_after: date
    late_share: float
    held_up: HeldUpAnswer | None

    def differs(self, stated: float | None) -> bool:
        """Return whether the simulated chance says something else than a stated one."""
        if self.chance is None or stated is None:
            return False
        return abs(self.chance - stated) > APART


def risk_futures(
    model: Model, as_of: date, place: int, risks: Sequence[RiskNow]
) -> RiskFutures:
    """Return one risk, by its place in the pack, in the futures of a day."""
    found = baseline_outcomes(model, as_of)
    run, parted = found.simulation, late_after(found)
    listed = model.once("held-up", as_of, lambda: _held_up(found, parted))
    return RiskFutures(
        paths=found.corridor.frame.setup.paths,
        end=found.end,
        chance=_known(run.chance[place]),
        se=_known(run.chance_se[place]),
        happens=_known(run.p_end[place]),
        sources=sources(found, place, risks),
        late_after=parted,
        late_share=1.0 - p_by(found, parted).value,
        held_up=listed.get(risks[place].id),
    )


def sources(
    found: Outcomes, place: int, risks: Sequence[RiskNow]
) -> tuple[Source, ...]:
    """Return what set a risk off, its own causes first, then the largest shares."""
    known = by_id(risks)
    found_ones = [each for each in set_off(found.simulation, place) if each.share]
    listed = sorted(found_ones, key=lambda each: each.source_id is not None)
    shown = rounded([100 * each.share for each in listed], 100.0 if listed else 0.0, 0)
    return tuple(
        Source(known[each.source_id] if each.source_id else None, each.share, int(tidy))
        for each, tidy in zip(listed, shown, strict=True)
    )


def _held_up(found: Outcomes, parted: date) -> dict[str, HeldUpAnswer]:
    listed = held_up(found, parted)
    return {e.risk_id: HeldUpAnswer(e.risk_id, e.late, e.early) for e in listed}


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None
