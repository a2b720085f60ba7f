"""What stands open on a day: actions, forecasts, limits, the calendar."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from risks.corridor import Outcomes
from risks.model import CalendarEntry, Pack, Risk
from risks.rates import Baseline, Status, months_after, status_of
from risks.reviews.numbers import View
from risks.reviews.records import Limits
from risks.workspace import (
    Action,
    Appetite,
    EntryKind,
    Recorded,
    Resolution,
    latest,
)

AHEAD = timedelta(weeks=6)


class Measured(Protocol):
    """What limits are held against: a review's view, or the numbers of a page."""

    @property
    def base(self) -> Baseline:
        """Return the state."""

    @property
    def outcomes(self) -> Outcomes:
        """Return the simulated futures."""

    def chance(self, risk_id: str) -> float | None:
        """Return a risk's dated chance; None where it has none."""


@dataclass(frozen=True)
class ActionRow:
    """An open action; ``late_days`` is above 0 once its day has passed."""

    id: str
    title: str
    owner: str
    due_on: date
    late_days: int
    entry: int


@dataclass(frozen=True)
class ForecastRow:
    """A risk whose question can be answered: its day has passed, or it is decided."""

    risk_id: str
    due_on: date
    why: str


@dataclass(frozen=True)
class LapsedRow:
    """An accepted risk whose acceptance ran out, or for which no limit is set."""

    risk_id: str
    owner: str
    until: date | None


@dataclass(frozen=True)
class AboveRow:
    """A risk above the team's appetite.

    ``since`` is the day of the first of the ``reviews`` in a row that saw it above,
    this one included.
    """

    risk_id: str
    owner: str
    chance: float | None
    most_chance: float | None
    delay_months: float
    most_delay_months: float | None
    since: date
    reviews: int


def open_actions(entries: Sequence[Recorded], as_of: date) -> list[ActionRow]:
    """Return the actions that are neither done nor dropped, the first due first."""
    rows = []
    for entry in latest(entries, EntryKind.ACTION).values():
        said = entry.payload
        if isinstance(said, Action) and said.status == "open":
            late = max(0, (as_of - said.due_on).days)
            row = ActionRow(
                said.id, said.title, said.owner, said.due_on, late, entry.seq
            )
            rows.append(row)
    return sorted(rows, key=lambda each: (each.due_on, each.id))


def due_forecasts(view: View) -> list[ForecastRow]:
    """Return one row for each risk whose question waits for its answer.

    A deadline, or the window of a judgement, that has passed; or a reading that
    decides it. A resolution answers every judgement made by its day.
    """
    answers = _answered_on(view.frozen.entries)
    rows = []
    for place, risk in enumerate(view.base.pack.risks):
        judgements = view.frozen.known.risk(risk.id).judgements
        open_days = [
            each.judged_on
            for each in judgements
            if each.judged_on <= view.base.as_of
            and each.judged_on > answers.get(risk.id, date.min)
        ]
        row = _due(view, place, risk, open_days)
        if row:
            rows.append(row)
    return sorted(rows, key=lambda each: (each.due_on, each.risk_id))


def lapsed(pack: Pack, limits: Limits, as_of: date) -> list[LapsedRow]:
    """Return the acceptances that ran out, and accepted risks without any limit."""
    rows = []
    for risk in pack.risks:
        limit = limits.appetites.get(risk.id)
        if limit is None:
            if risk.response == "accept":
                rows.append(LapsedRow(risk.id, risk.owner, None))
        elif limit.until is not None and limit.until < as_of:
            rows.append(LapsedRow(risk.id, limit.owner, limit.until))
    return sorted(rows, key=lambda each: (each.until or date.max, each.risk_id))


def above_appetite(
    view: Measured, limits: Limits, earlier: Sequence[Measured]
) -> list[AboveRow]:
    """Return the risks above their limit, those longest above it first.

    Parameters
    ----------
    earlier
        The closed reviews before, oldest first; the present limits are held against
        what they saw.
    """
    rows = []
    for limit in limits.appetites.values():
        if _is_above(view, limit):
            days = [view.base.as_of]
            for before in reversed(earlier):
                if not _is_above(before, limit):
                    break
                days.append(before.base.as_of)
            rows.append(_above(view, limit, days))
    return sorted(rows, key=lambda each: (each.since, each.risk_id))


def calendar_ahead(pack: Pack, as_of: date) -> list[CalendarEntry]:
    """Return what may fall into the six weeks after a day, the first due first."""
    ahead = [
        x for x in pack.calendar if x.ends_on > as_of and x.due_on <= as_of + AHEAD
    ]
    return sorted(ahead, key=lambda each: (each.due_on, each.title))


def _answered_on(entries: Iterable[Recorded]) -> dict[str, date]:
    """Return the latest day on which each risk was resolved."""
    found: dict[str, date] = {}
    for entry in entries:
        if isinstance(said := entry.payload, Resolution):
            last = found.get(said.risk_id, date.min)
            found[said.risk_id] = max(last, said.resolved_on)
    return found


def _due(
    view: View, place: int, risk: Risk, open_days: Sequence[date]
) -> ForecastRow | None:
    """Return why a risk with unanswered judgements can be resolved now, if so."""
    if not open_days:
        return None
    as_of, first = view.base.as_of, min(open_days)
    ends = risk.deadline or months_after(first, risk.horizon_months or 0)
    if ends <= as_of:
        why = "deadline" if risk.deadline else f"end of the window judged on {first}"
        return ForecastRow(risk.id, ends, why)
    status = status_of(view.base, view.what_if.numbers, place)
    if status in (Status.DECIDED_NO, Status.DECIDED_YES):
        return ForecastRow(risk.id, ends, f"a reading decides it: {status.value}")
    return None


def _is_above(view: Measured, limit: Appetite) -> bool:
    return any(_excess(view, limit))


def _excess(view: Measured, limit: Appetite) -> Iterator[bool]:
    places = {each.id: each for each in view.base.pack.risks}
    risk, chance = places.get(limit.risk_id), view.chance(limit.risk_id)
    if limit.most_chance is not None and chance is not None:
        yield chance > limit.most_chance
    if limit.most_delay_months is not None and risk is not None:
        yield risk.impact.delay_months.likely > limit.most_delay_months


def _above(view: Measured, limit: Appetite, days: Sequence[date]) -> AboveRow:
    return AboveRow(
        risk_id=limit.risk_id,
        owner=limit.owner,
        chance=view.chance(limit.risk_id),
        most_chance=limit.most_chance,
        delay_months=view.base.pack.risk(limit.risk_id).impact.delay_months.likely,
        most_delay_months=limit.most_delay_months,
        since=min(days),
        reviews=len(days),
    )
