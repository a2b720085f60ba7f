"""What changes are counted from: the last closed review, or four weeks before.

A closed review is seen as it was then: with the log up to its last entry, the
judgements and the treatments of that day. Four weeks before is seen with what is known
now, since no one froze it; the evidence comes monthly or slower.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.queries.model import Model
from risks.errors import UnknownIdError
from risks.rates import Baseline
from risks.reviews import Held, View, closed, frozen_of, held, week_of
from risks.reviews.records import pack_named

FOUR_WEEKS = timedelta(weeks=4)
WEEKS_AGO = "four-weeks"


@dataclass(frozen=True)
class Since:
    """What changes are counted from, in short.

    ``week`` is the closed ISO week it is of, ``2026-W46``; empty if it is the day four
    weeks before. ``judged_on`` is the day of the first judgement where that lies
    after ``day``, so that the chances of ``day`` are back-cast.
    """

    day: date
    week: str = ""
    judged_on: date | None = None


@dataclass(frozen=True)
class Then:
    """The state that changes are counted from.

    ``week`` is the closed ISO week it is of, ``2026-W46``; empty if it is of the day
    four weeks before.
    """

    base: Baseline
    week: str = ""

    @property
    def day(self) -> date:
        """Return the day it is about."""
        return self.base.as_of

    @property
    def since(self) -> Since:
        """Return it in short."""
        days = [each.judgements[0].judged_on for each in self.base.pack.risks]
        first = min(days, default=self.day)
        return Since(self.day, self.week, first if self.day < first else None)


def compared_with(model: Model, as_of: date, wanted: str = "") -> Then:
    """Return what the changes of a day are counted from.

    Parameters
    ----------
    wanted
        A closed ISO week, or ``four-weeks``; unset takes the last review closed about
        an earlier day, and four weeks before where there is none.

    Raises
    ------
    UnknownIdError
        If no week of that name is closed and earlier.
    """
    days = closed_days(model)
    weeks = [week for week, day in days.items() if day < as_of]
    if wanted == WEEKS_AGO or not (wanted or weeks):
        return Then(model.base(as_of - FOUR_WEEKS))
    chosen = wanted or weeks[0]
    if chosen not in weeks:
        raise UnknownIdError("closed week", chosen, [*weeks, WEEKS_AGO])
    # A closed week is the same from every later day.
    return model.once("closed", days[chosen], lambda: _seen_in(model, chosen))


def closed_weeks(model: Model, as_of: date) -> tuple[str, ...]:
    """Return the weeks closed about an earlier day, the latest first.

    Without those that saw a version of the pack which is not at hand.
    """
    return tuple(week for week, day in closed_days(model).items() if day < as_of)


def closed_days(model: Model) -> Mapping[str, date]:
    """Return the day of every closed week of a version of the pack that is at hand.

    The latest week first.
    """
    if model.log is None:
        return {}
    with model.steady():
        # Entries that change no number leave what was made; these may close a week.
        name = f"closed-days-{len(model.entries)}"
        return model.once(name, date.min, lambda: _closed_days(model))


def _closed_days(model: Model) -> Mapping[str, date]:
    found = {str(each.week): each.review.as_of for each in _closed(model)}
    return dict(reversed(found.items()))


def _closed(model: Model) -> Iterator[Held]:
    if model.log is None:
        return
    packs = model.log.packs
    for each in held(model.entries):
        seen = model.entries[: each.review.head_seq]
        if each.closed and packs.called(pack_named(seen)):
            yield each


def _seen_in(model: Model, week: str) -> Then:
    if model.log is None:
        raise UnknownIdError("closed week", week, [])
    review = closed(model.entries, week_of(week))
    frozen = frozen_of(model.log.packs, model.entries, review)
    return Then(View(frozen).base, week)
