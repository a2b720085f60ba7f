"""What has moved since an earlier date, and what is dated in the weeks ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.queries.board_readings import ReadingMove, reading_move
from dashboard.queries.board_risks import RiskNow, by_id
from risks.history import moved
from risks.model import CalendarEntry, Pack, Treatment
from risks.rates import Baseline

SIX_WEEKS = timedelta(weeks=6)


@dataclass(frozen=True)
class Move:
    """A risk whose chance has moved, and what moved it.

    ``reading`` is none where no signal did; ``judged_on`` is set where the risk was
    judged anew between the two dates. ``treatments`` are those that only the later
    date counts.
    """

    risk: RiskNow
    points: float
    reading: ReadingMove | None
    judged_on: date | None
    treatments: tuple[Treatment, ...] = ()


@dataclass(frozen=True)
class Dated:
    """One dated thing ahead; ``first`` and ``last`` differ where only a span is known.

    ``has_begun`` says that the span has.
    """

    first: date
    last: date
    title: str
    register_id: str
    risk_ids: tuple[str, ...]
    source: str
    url: str | None
    is_deadline: bool
    has_begun: bool


@dataclass(frozen=True)
class Ahead:
    """The dated things of the next six weeks, and the first ones after that.

    ``due`` falls within the weeks, ``spans`` may fall in them or later.
    """

    until: date
    due: tuple[Dated, ...]
    spans: tuple[Dated, ...]
    after: tuple[Dated, ...]


def moves(now: Baseline, then: Baseline, risks: Sequence[RiskNow]) -> tuple[Move, ...]:
    """Return the open risks whose chance has moved, the largest change first."""
    known = by_id(risks)
    found = moved(now, then)
    return tuple(
        Move(
            known[each.risk_id],
            each.points,
            reading_move(now, then, each.indicator_id) if each.indicator_id else None,
            each.judged_on,
            _begun(now, then, each.risk_id),
        )
        for each in found
        if known[each.risk_id].is_open
    )


def _begun(now: Baseline, then: Baseline, risk_id: str) -> tuple[Treatment, ...]:
    """Return the treatments of a risk that only the later state counts."""
    return tuple(
        each
        for each in now.pack.treatments
        if each.risk_id == risk_id
        and each.id in now.under_way
        and each.id not in then.under_way
    )


def ahead(pack: Pack, as_of: date, risks: Sequence[RiskNow]) -> Ahead:
    """Return the calendar entries and risk deadlines after a date, in order."""
    until = as_of + SIX_WEEKS
    dated = sorted(_dated(pack, as_of, risks), key=lambda each: (each.first, each.last))
    later = [each for each in dated if each.first > until]
    return Ahead(
        until,
        tuple(each for each in dated if each.last <= until),
        tuple(each for each in dated if each.first <= until < each.last),
        tuple(each for each in later if each.first == later[0].first),
    )


def _dated(pack: Pack, as_of: date, risks: Sequence[RiskNow]) -> Iterator[Dated]:
    for entry in pack.calendar:
        if entry.ends_on > as_of:
            yield _entry(entry, as_of)
    for risk in risks:
        if risk.is_open and risk.deadline and risk.deadline > as_of:
            yield _deadline(risk, risk.deadline)


def _entry(entry: CalendarEntry, as_of: date) -> Dated:
    return Dated(
        entry.due_on,
        entry.ends_on,
        entry.title,
        entry.register_id,
        entry.risk_ids,
        entry.source,
        entry.url,
        is_deadline=False,
        has_begun=entry.due_on <= as_of,
    )


def _deadline(risk: RiskNow, deadline: date) -> Dated:
    return Dated(
        deadline,
        deadline,
        risk.title,
        risk.register_id,
        (risk.id,),
        source="",
        url=None,
        is_deadline=True,
        has_begun=False,
    )
