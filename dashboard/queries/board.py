"""What the board shows: evidence, futures, registers, route, matrix, movers, dates."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.queries.board_changes import Ahead, Move, ahead, moves
from dashboard.queries.board_futures import BoardFutures, board_futures
from dashboard.queries.board_limits import LimitsNow, limits_now
from dashboard.queries.board_risks import RiskNow, Standing, standing
from dashboard.queries.board_route import Link, links
from dashboard.queries.board_treatments import UnderWay, under_way
from dashboard.queries.compared import Since, Then
from dashboard.queries.history import Weeks, pressure_range, weeks_before
from dashboard.queries.model import Model
from risks.model import Kind
from risks.model.columns import Floats
from risks.rates import Baseline
from risks.scenarios import what_if
from risks.scoring import coverage, register_weights


@dataclass(frozen=True)
class Evidence:
    """The reading in force of one indicator; ``url`` is where it can be read."""

    indicator_id: str
    title: str
    observed_on: date
    age_days: int
    source: str
    url: str | None
    grade: str


@dataclass(frozen=True)
class EvidenceCount:
    """How much of the evidence is current.

    ``missing`` counts the indicators without any reading, which are stale too;
    ``oldest`` and ``newest`` are among the measured ones.
    """

    total: int
    stale: int
    missing: int
    oldest: Evidence | None
    newest: Evidence | None

    @property
    def current(self) -> int:
        """Return how many indicators have a reading within their limit."""
        return self.total - self.stale


@dataclass(frozen=True)
class RegisterNow:
    """One register: its pressure, what it was earlier, its top risk.

    ``pressure`` is 0-100, none where nothing weighs; ``coverage`` is 0-1 and
    ``is_thin`` says that it is below the pack's limit. ``top`` is the open risk with
    the largest chance times likely months of delay.
    """

    id: str
    code: str
    title: str
    pressure: float | None
    change: float | None
    coverage: float | None
    is_thin: bool
    weekly: tuple[float, ...]
    has_reading: tuple[bool, ...]
    top: RiskNow | None
    risk_count: int


@dataclass(frozen=True)
class BoardNow:
    """Everything on the board of one date; all ages and days left count from it.

    ``today`` is the day the board is read on, which may lie well after it. ``since``
    is what changes are counted from. ``scale`` is the range, in pressure, of the
    weekly lines: the same on every date. ``treatments`` are those under way.
    """

    as_of: date
    today: date
    since: Since
    evidence: EvidenceCount
    futures: BoardFutures
    standing: Standing
    registers: tuple[RegisterNow, ...]
    days: tuple[date, ...]
    scale: tuple[int, int]
    main_line: tuple[Link, ...]
    feeders: tuple[Link, ...]
    moves: tuple[Move, ...]
    ahead: Ahead
    limits: LimitsNow
    treatments: tuple[UnderWay, ...]
    evidence_note: str


def board(model: Model, as_of: date, then: Then) -> BoardNow:
    """Return the board of a date, with changes counted from an earlier state."""
    now = model.base(as_of)
    found = standing(now, then.base)
    weeks = model.once(
        "weeks", as_of, lambda: weeks_before(model.pack, as_of, model.cache_folder)
    )
    futures = board_futures(model, as_of, then)
    route = links(now, found.risks, futures.stages)
    return BoardNow(
        as_of=as_of,
        today=model.last_day,
        since=then.since,
        evidence=evidence_count(now),
        futures=futures,
        standing=found,
        registers=registers(now, then.base, weeks, found),
        days=weeks.days,
        scale=weekly_scale(model),
        main_line=tuple(each for each in route if each.on_main_line),
        feeders=tuple(each for each in route if not each.on_main_line),
        moves=moves(now, then.base, found.risks),
        ahead=ahead(model.pack, as_of, found.risks),
        limits=limits_now(model, as_of),
        treatments=under_way(model, as_of),
        evidence_note=model.pack.header.evidence_note,
    )


def weekly_scale(model: Model) -> tuple[int, int]:
    """Return the fives that hold every weekly pressure since the first evidence."""
    first, last = model.first_day, model.last_day
    return model.once("scale", last, lambda: pressure_range(model.pack, first, last))


def evidence_count(base: Baseline) -> EvidenceCount:
    """Count the current and the stale indicators of a state, and name the extremes."""
    scored = base.scored
    measured = [
        _evidence(base, place)
        for place, each in enumerate(base.pack.indicators)
        if each.kind is Kind.MEASURED and not np.isnan(scored.age_days[place])
    ]
    return EvidenceCount(
        total=len(scored.age_days),
        stale=int(scored.is_stale.sum()),
        missing=int(np.isnan(scored.age_days).sum()),
        oldest=max(measured, key=lambda each: each.age_days, default=None),
        newest=min(measured, key=lambda each: each.age_days, default=None),
    )


def registers(
    now: Baseline, then: Baseline, weeks: Weeks, found: Standing
) -> tuple[RegisterNow, ...]:
    """Return every register of a state beside an earlier one, in pack order."""
    after, before = (what_if(each, {}).register_pressure for each in (now, then))
    known = coverage(now.scored.reliability, register_weights(now.scored.state))
    limit = now.pack.assumptions.low_coverage.value
    return tuple(
        RegisterNow(
            id=each.id,
            code=each.code,
            title=each.title,
            pressure=_number(after, place),
            change=_number(after - before, place),
            coverage=_number(known, place),
            is_thin=bool(known[place] < limit),
            weekly=weeks.pressure[place],
            has_reading=weeks.has_reading[place],
            top=found.top_of(each.id),
            risk_count=sum(risk.register_id == each.id for risk in found.risks),
        )
        for place, each in enumerate(now.pack.registers)
    )


def _evidence(base: Baseline, place: int) -> Evidence:
    indicator = base.pack.indicators[place]
    reading = base.pack.readings[int(base.scored.state.rows[place])]
    return Evidence(
        indicator.id,
        indicator.title,
        reading.observed_on,
        int(base.scored.age_days[place]),
        reading.source,
        reading.url,
        reading.grade,
    )


def _number(values: Floats, place: int) -> float | None:
    value = float(values[place])
    return None if np.isnan(value) else value
