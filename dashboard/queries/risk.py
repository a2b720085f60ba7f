"""One risk on a day: what is stated, what has moved it since, what hangs on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp

from dashboard import text
from dashboard.queries.board_limits import (
    AppetiteNow,
    PositionNow,
    appetites_now,
    positions_now,
)
from dashboard.queries.board_readings import ReadingMove, reading_move
from dashboard.queries.board_risks import RiskNow, standing
from dashboard.queries.board_treatments import UnderWay, under_way
from dashboard.queries.compared import Since, Then
from dashboard.queries.model import Model
from dashboard.queries.risk_futures import RiskFutures, risk_futures
from dashboard.queries.risk_links import (
    Arrow,
    Neighbours,
    StageSeen,
    arrows_in,
    arrows_out,
    neighbours,
    stages_of,
)
from dashboard.queries.risk_signals import SignalSeen, signals_of
from risks.explanation import rate_terms, rounded
from risks.model import CalendarEntry, Impact, Risk, Treatment
from risks.rates import Baseline, is_backcast, settles
from risks.scenarios import what_if

LOG_DIGITS = 3


@dataclass(frozen=True)
class JudgementSeen:
    """A stated chance, 0-1, with its range, author, day and reason."""

    low: float
    likely: float
    high: float
    author: str
    judged_on: date
    reason: str


@dataclass(frozen=True)
class TermSeen:
    """A row of the log rate: a signal's news, or what the limit takes (no id).

    ``shown`` is ``log_rate`` rounded so that all rows add up to the rounded total;
    ``times`` is the factor it stands for.
    """

    indicator_id: str
    title: str
    log_rate: float
    shown: float
    times: float


@dataclass(frozen=True)
class Why:
    """What multiplies the stated rate, row by row; the clamp's row is the last.

    ``factor`` is held within ``limit``; ``total`` is its logarithm as shown. ``left``
    is what treatments under way leave of the rate over the risk's span, 0-1.
    """

    terms: tuple[TermSeen, ...]
    total: float
    factor: float
    limit: float
    left: float = 1.0

    @property
    def has_news(self) -> bool:
        """Return whether anything has moved since the judgement."""
        return any(each.log_rate for each in self.terms)


@dataclass(frozen=True)
class Statement:
    """The words of a risk: what would happen, and who decides yes or no how."""

    event: str
    cause: str
    consequence: str
    resolution: str
    horizon_months: int | None
    owner: str
    response: str
    source_urls: tuple[str, ...]


@dataclass(frozen=True)
class Outside:
    """The base rate, 0-1 where one was counted, and why the judgement differs."""

    text: str
    chance: float | None
    source: str
    url: str
    why_differ: str


@dataclass(frozen=True)
class RiskSeen:
    """Everything on a risk's page.

    ``low`` and ``high`` are the judged range carried to the day, 0-1; ``judgements``
    are those known by the day, newest first, and ``judgement`` the one in force, which
    ``is_backcast`` says was made later. ``decided_by`` is the title of the indicator
    whose reading decides the risk; empty while it is open. ``moved`` holds the signals
    that have a reading of their own since ``since``. ``appetite`` is what the team
    accepts, ``positions`` what it does at a line of this chance; ``has_log`` says
    whether they can be set.
    """

    as_of: date
    now: RiskNow
    decided_by: str
    since: Since
    register_title: str
    statement: Statement
    low: float | None
    high: float | None
    judgement: JudgementSeen
    judgements: tuple[JudgementSeen, ...]
    is_backcast: bool
    outside: Outside
    why: Why
    futures: RiskFutures
    signals: tuple[SignalSeen, ...]
    moved: tuple[ReadingMove, ...]
    set_off_by: tuple[Arrow, ...]
    sets_off: tuple[Arrow, ...]
    active_months: int
    treatments: tuple[Treatment, ...]
    under_way: tuple[UnderWay, ...]
    has_log: bool
    appetite: AppetiteNow | None
    positions: tuple[PositionNow, ...]
    impact: Impact
    stages: tuple[StageSeen, ...]
    ahead: tuple[CalendarEntry, ...]
    neighbours: Neighbours


def risk_seen(model: Model, as_of: date, risk_id: str, then: Then) -> RiskSeen:
    """Return a risk on a day, its chance beside that of an earlier state.

    Raises
    ------
    UnknownIdError
        If no risk is called that.
    """
    pack, base = model.pack, model.base(as_of)
    place = pack.risk_place(risk_id)
    risk = pack.risks[place]
    found = what_if(base, {})
    numbers = found.numbers
    everyone = standing(base, then.base).risks
    now = everyone[place]
    judged = _judgements(risk, as_of)
    return RiskSeen(
        as_of=as_of,
        now=now,
        decided_by=_decider(base, risk_id) if now.chance is not None else "",
        since=_since(then, risk_id),
        register_title=pack.register(risk.register_id).title,
        statement=_statement(risk),
        low=None if now.chance is None else float(numbers.low[place]),
        high=None if now.chance is None else float(numbers.high[place]),
        judgement=judged[0],
        judgements=judged,
        is_backcast=is_backcast(risk, as_of),
        outside=_outside(risk),
        why=replace(_why(base, place), left=float(found.left[place])),
        futures=risk_futures(model, as_of, place, everyone),
        signals=signals_of(base, model.base(judged[0].judged_on), risk),
        moved=_moved(base, then.base, risk_id),
        set_off_by=arrows_in(pack, everyone, risk_id),
        sets_off=arrows_out(pack, everyone, risk_id),
        active_months=risk.active_months,
        treatments=tuple(e for e in pack.treatments if e.risk_id == risk_id),
        under_way=tuple(
            x for x in under_way(model, as_of) if x.treatment.risk_id == risk_id
        ),
        has_log=model.log is not None,
        appetite=appetites_now(model, as_of).get(risk_id),
        positions=positions_now(model, as_of, risk_id),
        impact=risk.impact,
        stages=stages_of(pack, risk),
        ahead=_ahead(pack.calendar, risk_id, as_of),
        neighbours=neighbours(pack, place),
    )


def _since(then: Then, risk_id: str) -> Since:
    """Return what changes are counted from; back-cast if this risk's are."""
    risk = then.base.pack.risk(risk_id)
    judged_on = risk.judgements[0].judged_on if is_backcast(risk, then.day) else None
    return replace(then.since, judged_on=judged_on)


def _decider(base: Baseline, risk_id: str) -> str:
    """Return the indicator of the first signal whose reading decides a risk.

    A resolution comes before any reading.
    """
    happened = base.happened_on[base.pack.risk_place(risk_id)]
    if happened is not None:
        return f"the answer recorded for {text.day(happened)}"
    for signal in base.pack.signals:
        indicator = base.pack.indicator(signal.indicator_id)
        value = base.scored.state.value(indicator.id)
        is_ours = signal.risk_id == risk_id and value is not None
        if is_ours and settles(signal, indicator, value or 0.0):
            return indicator.title
    return ""


def _moved(now: Baseline, then: Baseline, risk_id: str) -> tuple[ReadingMove, ...]:
    """Return what a risk's signals read on both days, where something new came."""
    own = [each.indicator_id for each in now.pack.signals if each.risk_id == risk_id]
    moves = [reading_move(now, then, each) for each in own]
    return tuple(each for each in moves if each.is_new)


def _statement(risk: Risk) -> Statement:
    return Statement(
        risk.event,
        risk.cause,
        risk.consequence,
        risk.resolution,
        risk.horizon_months,
        risk.owner,
        risk.response,
        risk.source_urls,
    )


def _outside(risk: Risk) -> Outside:
    rate = risk.base_rate
    return Outside(rate.text, rate.chance, rate.source, rate.url or "", risk.why_differ)


def _judgements(risk: Risk, as_of: date) -> tuple[JudgementSeen, ...]:
    """Return the judgements known by a day, newest first; never none."""
    known = [each for each in risk.judgements if each.judged_on <= as_of]
    return tuple(
        JudgementSeen(
            each.low, each.likely, each.high, each.author, each.judged_on, each.reason
        )
        for each in reversed(known or [risk.judgement_on(as_of)])
    )


def _why(base: Baseline, place: int) -> Why:
    *signals, clamp = rate_terms(base, place)
    terms = [*sorted(signals, key=lambda each: -abs(each.log_rate)), clamp]
    logs = [each.log_rate for each in terms]
    total = sum(logs)
    shown = rounded(logs, total, LOG_DIGITS)
    titles = {each.id: each.title for each in base.pack.indicators}
    seen = tuple(
        TermSeen(
            each.indicator_id,
            titles.get(each.indicator_id, ""),
            each.log_rate,
            tidy,
            exp(each.log_rate),
        )
        for each, tidy in zip(terms, shown, strict=True)
    )
    limit = float(base.pack.assumptions.factor_limit.value)
    return Why(seen, round(sum(shown), LOG_DIGITS), exp(total), limit)


def _ahead(
    calendar: Sequence[CalendarEntry], risk_id: str, as_of: date
) -> tuple[CalendarEntry, ...]:
    """Return the dated things that bear on a risk and are not over, nearest first."""
    return tuple(sorted(_naming(calendar, risk_id, as_of), key=lambda e: e.due_on))


def _naming(
    calendar: Sequence[CalendarEntry], risk_id: str, as_of: date
) -> Iterator[CalendarEntry]:
    return (e for e in calendar if risk_id in e.risk_ids and e.ends_on >= as_of)
