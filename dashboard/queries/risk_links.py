"""What a risk hangs together with: other risks, its stages, its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.queries.board_risks import RiskNow, by_id
from risks.model import Pack, Risk, Trigger

TRIGGER_MONTHS = 3  # what the strengths of the assumptions are stated over


@dataclass(frozen=True)
class Arrow:
    """A link from one risk to another, seen from one end.

    Attributes
    ----------
    other
        The risk at the other end, with its chance on the day.
    months
        How long it works: as long as the first risk stays active.
    chance, whole_chance
        The chance that the first alone sets the second off within three months, and
        over all those months; none for a damper.
    damping
        The share of its rate a damper takes away; none for a trigger.
    """

    other: RiskNow
    months: int
    chance: float | None
    whole_chance: float | None
    damping: float | None

    @property
    def strength(self) -> float:
        """Return what arrows are ordered by: triggers first, the stronger first."""
        return self.chance if self.chance is not None else -(self.damping or 0.0)


@dataclass(frozen=True)
class StageSeen:
    """A stage of the corridor a risk sits on, in its source's words."""

    id: str
    title: str
    condition_text: str
    condition_on: date
    opening: str
    source: str
    url: str
    grade: str


@dataclass(frozen=True)
class Neighbours:
    """The risks before and after one, by id and title; nothing at an end."""

    previous: tuple[str, str] | None
    next: tuple[str, str] | None


def arrows_in(pack: Pack, risks: Sequence[RiskNow], risk_id: str) -> tuple[Arrow, ...]:
    """Return what sets a risk off or holds it down, strongest first."""
    found = [
        _arrow(pack, each, pack.risk(each.from_id), by_id(risks)[each.from_id])
        for each in pack.triggers
        if each.to_id == risk_id
    ]
    return tuple(sorted(found, key=lambda each: -each.strength))


def arrows_out(pack: Pack, risks: Sequence[RiskNow], risk_id: str) -> tuple[Arrow, ...]:
    """Return what a risk sets off or holds down, strongest first."""
    source = pack.risk(risk_id)
    found = [
        _arrow(pack, each, source, by_id(risks)[each.to_id])
        for each in pack.triggers
        if each.from_id == risk_id
    ]
    return tuple(sorted(found, key=lambda each: -each.strength))


def stages_of(pack: Pack, risk: Risk) -> tuple[StageSeen, ...]:
    """Return the stages a risk sits on, in the order of the route."""
    return tuple(
        StageSeen(
            each.id,
            each.title,
            each.condition_text,
            each.condition_on,
            each.published_text,
            each.source,
            each.url or "",
            each.reliability + each.credibility,
        )
        for each in pack.stages
        if each.id in risk.stage_ids
    )


def neighbours(pack: Pack, place: int) -> Neighbours:
    """Return the risks before and after one in pack order."""

    def named(at: int) -> tuple[str, str] | None:
        if not 0 <= at < len(pack.risks):
            return None
        return pack.risks[at].id, pack.risks[at].title

    return Neighbours(named(place - 1), named(place + 1))


def _arrow(pack: Pack, link: Trigger, source: Risk, other: RiskNow) -> Arrow:
    months, step = source.active_months, str(abs(link.strength))
    if link.strength < 0:
        damping = pack.assumptions.damping_share.value[step]
        return Arrow(other, months, None, None, damping)
    chance = pack.assumptions.trigger_chance.value[step]
    whole = 1 - (1 - chance) ** (months / TRIGGER_MONTHS)
    return Arrow(other, months, chance, whole, None)
