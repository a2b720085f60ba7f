"""Numbers of the futures beside what they are at the baseline, each with its error."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import isfinite

from risks.corridor import Outcomes, day_after, months_until, paired_se, percentile
from risks.corridor.estimates import OfPaths, Statistic, estimate, mean
from risks.errors import UnknownIdError
from risks.futures import measure

CLEAR = 2.0  # standard errors under which a change is not distinguishable from chance
MONTH_DAYS = 365.25 / 12
ROUNDING = 0.5  # days by which a day of months of unequal length may be off
PathsOf = Callable[[Outcomes], OfPaths | None]


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
    """Futures that are compared, drawn alike: two settings, or two days.

    Numbers of two days are matched by their names; what only one of them has is not
    compared.
    """

    before: Outcomes
    after: Outcomes

    @property
    def as_of(self) -> date:
        """Return the day that the later ones start from."""
        return start_of(self.after)

    @property
    def is_of_one_day(self) -> bool:
        """Return whether both start from the same day."""
        return start_of(self.before) == self.as_of

    def figure(
        self, of: Callable[[Outcomes], OfPaths], statistic: Statistic = mean
    ) -> Figure:
        """Return a statistic over the paths of both, and their difference."""
        return _compared(of(self.before), of(self.after), statistic)

    def over(self, of: PathsOf, statistic: Statistic = mean) -> Figure | None:
        """Return the same of what one of both may lack; none without a new number."""
        before, after = of(self.before), of(self.after)
        if after is None:
            return None
        if before is None:
            return _alone(after, statistic)
        return _compared(before, after, statistic)

    def named(self, name: str, statistic: Statistic | None = None) -> Figure | None:
        """Return what ``risks.futures.measure`` names, or another statistic of it."""
        own = measure(self.after.corridor.pack, name).statistic
        return self.over(lambda found: _paths_of(found, name), statistic or own)

    def day(self, share: float) -> DayFigure:
        """Return the day by which a share of both has opened."""
        percent = percentile(share)
        months = self.figure(lambda found: found.plan.line, percent)
        if self.is_of_one_day:
            was = _day(self.as_of, months.baseline)
            return DayFigure(share, was, _day(self.as_of, months.value), months)
        return self._day_of_two(share, months)

    def _day_of_two(self, share: float, months: Figure) -> DayFigure:
        """Compare days as days: the months of each count from its own start."""
        was = _day(start_of(self.before), months.baseline)
        day = _day(self.as_of, months.value)
        if was is None or day is None:
            start = None if was is None else months_until(self.as_of, was)
            apart = Figure(start, months.value, months.se, None, None, "moved")
            return DayFigure(share, was, day, apart)
        days = (day - was).days
        change, se = days / MONTH_DAYS, months.change_se
        limit = max(se or 0.0, ROUNDING / MONTH_DAYS)
        start = months_until(self.as_of, was)
        moved = Figure(start, months.value, months.se, change, se, told(change, limit))
        return DayFigure(share, was, day, moved)


def start_of(found: Outcomes) -> date:
    """Return the day that futures start from."""
    return found.corridor.frame.base.as_of


def _paths_of(found: Outcomes, name: str) -> OfPaths | None:
    try:
        return measure(found.corridor.pack, name).of(found)
    except UnknownIdError:
        return None  # a risk that this day's register did not have


def _compared(before: OfPaths, after: OfPaths, statistic: Statistic) -> Figure:
    value = estimate(after, statistic)
    start = estimate(before, statistic).value
    change = value.value - start
    if not isfinite(change):
        return Figure(_known(start), _known(value.value), value.se, None, None, "moved")
    change_se = paired_se(before, after, statistic)
    return Figure(
        start, value.value, value.se, change, change_se, told(change, change_se)
    )


def _alone(after: OfPaths, statistic: Statistic) -> Figure:
    value = estimate(after, statistic)
    return Figure(None, _known(value.value), value.se, None, None, "moved")


def _known(value: float) -> float | None:
    return value if isfinite(value) else None


def _day(start: date, months: float | None) -> date | None:
    return None if months is None else day_after(start, months)


def told(change: float, se: float | None) -> str:
    """Return ``same``, ``moved``, or that chance alone may have made a change."""
    if change == 0:
        return "same"
    return "moved" if se is None or abs(change) >= CLEAR * se else "not distinguishable"
