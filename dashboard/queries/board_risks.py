"""Where every risk stands on a date and stood earlier, with its likely impact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isnan

from risks.model import Risk
from risks.rates import Baseline, Status, resolves_on, status_of
from risks.scenarios import what_if

__all__ = ["RiskNow", "Standing", "Status", "by_id", "standing"]

EVEN = 0.5


@dataclass(frozen=True)
class RiskNow:
    """One risk on a date.

    ``chance`` and ``earlier`` are 0-1 by the date ``by``, none while a risk awaits
    its resolution. The impacts are the likely ones: months, million USD, percent of
    corridor trade, and 1-5. ``holds_works`` says whether the delay counts here, and
    not only with the risks it sets off.
    """

    id: str
    register_id: str
    title: str
    status: Status
    by: date
    deadline: date | None
    chance: float | None
    earlier: float | None
    delay_months: float
    cost_usd_m: float
    trade_loss_pct: float
    security: float
    holds_works: bool

    @property
    def is_open(self) -> bool:
        """Return whether it is neither decided nor waiting to be."""
        return self.status is Status.OPEN

    @property
    def is_above_half(self) -> bool:
        """Return whether it is open and more likely than not."""
        return self.is_open and (self.chance or 0.0) > EVEN

    @property
    def expected_months(self) -> float:
        """Return chance times likely months of delay."""
        return (self.chance or 0.0) * self.delay_months

    @property
    def points(self) -> float | None:
        """Return the change in percentage points, if both dates have a chance."""
        if self.chance is None or self.earlier is None:
            return None
        return 100 * (self.chance - self.earlier)


@dataclass(frozen=True)
class Standing:
    """All risks of a date, in pack order."""

    risks: tuple[RiskNow, ...]

    @property
    def open(self) -> tuple[RiskNow, ...]:
        """Return the risks that are neither decided nor waiting to be."""
        return tuple(each for each in self.risks if each.is_open)

    @property
    def above_half(self) -> tuple[RiskNow, ...]:
        """Return the open risks that are more likely than not."""
        return tuple(each for each in self.risks if each.is_above_half)

    @property
    def next_deadline(self) -> tuple[RiskNow, ...]:
        """Return the open risks that share the nearest deadline; may be none."""
        dated = [each for each in self.open if each.deadline]
        nearest = min((each.by for each in dated), default=None)
        return tuple(each for each in dated if each.by == nearest)

    def top_of(self, register_id: str) -> RiskNow | None:
        """Return a register's open risk with the most expected months of delay.

        Where several expect the same, the likelier one.
        """
        candidates = [each for each in self.open if each.register_id == register_id]
        return max(
            candidates,
            key=lambda each: (each.expected_months, each.chance),
            default=None,
        )


def standing(now: Baseline, then: Baseline) -> Standing:
    """Return every risk of a state beside an earlier one."""
    numbers, earlier = (what_if(each, {}).numbers for each in (now, then))
    return Standing(
        tuple(
            _risk(
                risk,
                now.as_of,
                status_of(now, numbers, place),
                (float(numbers.chance[place]), float(earlier.chance[place])),
            )
            for place, risk in enumerate(now.pack.risks)
        )
    )


def by_id(risks: Iterable[RiskNow]) -> dict[str, RiskNow]:
    """Return risks by their id."""
    return {each.id: each for each in risks}


def _risk(
    risk: Risk, as_of: date, status: Status, chances: tuple[float, float]
) -> RiskNow:
    chance, earlier = (None if isnan(each) else each for each in chances)
    impact = risk.impact
    return RiskNow(
        id=risk.id,
        register_id=risk.register_id,
        title=risk.title,
        status=status,
        by=resolves_on(risk, as_of),
        deadline=risk.deadline,
        chance=chance,
        earlier=earlier,
        delay_months=impact.delay_months.likely,
        cost_usd_m=impact.cost_usd_m.likely,
        trade_loss_pct=impact.trade_loss_pct.likely,
        security=impact.security.likely,
        holds_works=impact.delay_kind != "indirect",
    )
