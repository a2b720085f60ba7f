"""Numbers of the futures beside what they are at the baseline, each with its error."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import isfinite

from risks.corridor import Outcomes, day_after, paired_se, percentile
from risks.corridor.estimates import OfPaths, Statistic, estimate, mean

CLEAR = 2.0  # standard errors under which a change is not distinguishable from chance


@dataclass(frozen=True)
class Figure:
    """A number as assumed and at the baseline, on the same futures.

    ``se`` is the simulation's standard error of ``value``, ``change_se`` that of the
    change. ``told`` is ``same`` (to the last bit), ``moved`` or ``not
    distinguishable``; all are none where a number lies beyond the simulated months.
    """

    baseline: float | None
    value: float | None
    se: float | None
    change: float | None
    change_se: float | None
    told: str


@dataclass(frozen=True)
class DayFigure:
    """The day by which a share of the futures has opened; none = after the end.

    ``months`` counts from as_of.
    """

    share: float
    baseline_day: date | None
    day: date | None
    months: Figure


@dataclass(frozen=True)
class Pair:
    """The same futures at the baseline and as assumed."""

    before: Outcomes
    after: Outcomes

    @property
    def as_of(self) -> date:
        """Return the day they start from."""
        return self.after.corridor.frame.base.as_of

    def figure(
        self, of: Callable[[Outcomes], OfPaths], statistic: Statistic = mean
    ) -> Figure:
        """Return a statistic over the paths of both, and their difference."""
        before, after = of(self.before), of(self.after)
        value = estimate(after, statistic)
        start = estimate(before, statistic).value
        change = value.value - start
        if not isfinite(change):
            known = [each if isfinite(each) else None for each in (start, value.value)]
            return Figure(known[0], known[1], value.se, None, None, "moved")
        change_se = paired_se(before, after, statistic)
        return Figure(
            start, value.value, value.se, change, change_se, told(change, change_se)
        )

    def day(self, of: Callable[[Outcomes], OfPaths], share: float) -> DayFigure:
        """Return the day by which a share of both has opened."""
        months = self.figure(of, percentile(share))
        return DayFigure(
            share, self._day(months.baseline), self._day(months.value), months
        )

    def _day(self, months: float | None) -> date | None:
        return None if months is None else day_after(self.as_of, months)


def told(change: float, se: float | None) -> str:
    """Return ``same``, ``moved``, or that chance alone may have made a change."""
    if change == 0:
        return "same"
    return "moved" if se is None or abs(change) >= CLEAR * se else "not distinguishable"
