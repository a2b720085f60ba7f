"""How a judgement and the news since then become a rate and a dated chance.

A stated chance ``p`` is a total hazard ``H = -ln(1 - p)``. News since the judgement
multiplies it by a factor, and the chance is ``1 - exp(-H * factor)``. For an event the
hazard covers its horizon, rolling on from as_of; for something left undone it covers
the time to its deadline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from risks.model import Indicator, Judgement, Pack, Risk, Signal
from risks.model.columns import Floats, Ints
from risks.scoring import Scores, pressures, scores
from risks.state import State, state

Bools = npt.NDArray[np.bool_]
UNDECIDED = -1


class Status(StrEnum):
    """Where a risk stands on the as-of date."""

    OPEN = "open"
    DECIDED_NO = "decided no"
    DECIDED_YES = "decided yes"
    AWAITING = "awaiting resolution"


def rate_of(chance: float, months: float) -> float:
    """Return the constant monthly rate behind a chance over some months.

    ``-ln(1 - chance) / months``, per month.

    Raises
    ------
    ValueError
        For a chance that is not above 0 and below 1, or months not above 0.
    """
    if not 0 < chance < 1:
        raise ValueError(f"a chance must lie above 0 and below 1, found {chance}")
    if not 0 < months < np.inf:
        raise ValueError(f"a horizon must be above 0 months, found {months}")
    return float(-np.log1p(-chance) / months)


def chance_of(rate: float, months: float) -> float:
    """Return the chance over some months of a constant monthly rate."""
    if not 0 <= rate < np.inf:
        raise ValueError(f"a rate must not be below 0 a month, found {rate}")
    if not 0 <= months < np.inf:
        raise ValueError(f"a horizon must not be below 0 months, found {months}")
    return float(-np.expm1(-rate * months))


def group_weight(count: int, overlap: float) -> float:
    """Return the weight of each of ``count`` signals that share their evidence.

    ``1 / (1 + (count - 1) * overlap)``: the effective-sample-size correction of Kish,
    Survey Sampling (1965), section 8.2, for equally correlated items.
    """
    return 1.0 / (1.0 + (count - 1) * overlap)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(day.day, last))


def resolves_on(risk: Risk, as_of: date) -> date:
    """Return the day the chance is for: the deadline, or the horizon from as_of."""
    if risk.deadline is not None:
        return risk.deadline
    return months_after(as_of, risk.horizon_months or 0)


def months_to(day: date, as_of: date) -> int:
    """Return after how many whole months from as_of a day is reached."""
    whole = (day.year - as_of.year) * 12 + day.month - as_of.month
    return whole if months_after(as_of, max(whole, 0)) >= day else whole + 1


def due_month(risk: Risk, as_of: date) -> int:
    """Return the month a deadline falls in, counted from as_of; 0 for an event."""
    if risk.deadline is None:
        return 0
    return max(1, months_to(risk.deadline, as_of))


def span_months(risk: Risk, as_of: date) -> int:
    """Return the months its stated chance is about: its horizon, or to its deadline."""
    return risk.horizon_months or due_month(risk, as_of)


@dataclass(frozen=True)
class SignalColumns:
    """The pack's signals as columns of equal length.

    ``coefficient`` is ``w * ln(times)``: the change of log rate from calm to extreme.
    """

    indicator: Ints
    risk: Ints
    coefficient: Floats


@dataclass(frozen=True)
class Baseline:
    """Everything that does not move while sliders do: the state, scored and rated.

    Attributes
    ----------
    scored
        The scores of the state.
    terms
        Per signal, what its news since the judgement adds to the risk's log rate.
    coefficients
        Change of log rate per point of raw score, shape (indicators, risks).
    hazard_low, hazard_likely, hazard_high
        Total hazard of the stated chances, one per risk.
    under_way
        The share 0-1 that each treatment under way takes of its risk's rate, by
        treatment id. They count unless a setting says otherwise.
    """

    scored: Scores
    signals: SignalColumns
    terms: Floats
    coefficients: Floats
    hazard_low: Floats
    hazard_likely: Floats
    hazard_high: Floats
    under_way: Mapping[str, float] = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """Return the pack it was made from."""
        return self.scored.state.pack

    @property
    def as_of(self) -> date:
        """Return the date it is about."""
        return self.scored.state.as_of

    @cached_property
    def log_factor(self) -> Floats:
        """Return the sum of the signal terms of each risk, before the clamp."""
        return _by_risk(self, self.terms)

    @cached_property
    def pressure_weights(self) -> Floats:
        """Return the weight of each indicator in each risk's pressure, (risks, n)."""
        return np.abs(self.coefficients.T)

    @cached_property
    def pressure_inverted(self) -> Bools:
        """Return where a high score eases the risk, so that 100 - score counts."""
        return self.coefficients.T < 0

    @cached_property
    def answers(self) -> Floats:
        """Return what each signal decides, 0 or 1; last, for ``UNDECIDED``, NaN."""
        decides = {"no": 0.0, "yes": 1.0}
        return np.array([*(decides[s.settles_to] for s in self.pack.signals), np.nan])

    @cached_property
    def happened_on(self) -> tuple[date | None, ...]:
        """Return the day each risk happened, if its resolution says so and stands."""
        stated = zip(self.pack.risks, _judgements(self.scored.state), strict=True)
        return tuple(risk.happened_on(self.as_of, x.judged_on) for risk, x in stated)

    @cached_property
    def has_happened(self) -> Bools:
        """Return, per risk, whether it is resolved "yes"."""
        return np.array([each is not None for each in self.happened_on], dtype=bool)

    @cached_property
    def is_awaiting(self) -> Bools:
        """Return, per risk, whether its deadline has come and its answer has not."""
        return np.asarray(self.is_overdue & ~self.has_happened)

    @cached_property
    def is_overdue(self) -> Bools:
        """Return, per risk, whether its deadline has come."""
        late = [
            each.deadline is not None and each.deadline <= self.as_of
            for each in self.pack.risks
        ]
        return np.array(late, dtype=bool)


@dataclass(frozen=True)
class RiskNumbers:
    """The numbers of every risk; arrays of shape (risks,) or (settings, risks).

    ``chance`` with ``low`` and ``high`` is the dated chance and its judged range; 1
    once the risk is resolved "yes", NaN while a deadline that has come awaits its
    answer. ``factor`` multiplies the stated rate. ``decided_by`` is the place of the
    signal whose reading decides the risk; -1 where none does.
    """

    factor: Floats
    chance: Floats
    low: Floats
    high: Floats
    decided_by: Ints


def baseline(pack: Pack, as_of: date, known_at: datetime | None = None) -> Baseline:
    """Score and rate the state of a pack on a day, nothing assumed.

    Evidence recorded after ``known_at`` is not used, nor a judgement made after its
    day (UTC), unless it is the first; unset uses all.
    """
    scored = scores(state(pack, as_of, known_at))
    columns = _signal_columns(pack)
    coefficients = np.zeros((len(pack.indicators), len(pack.risks)))
    np.add.at(
        coefficients, (columns.indicator, columns.risk), columns.coefficient / 100
    )
    low, likely, high = _hazards(scored.state)
    return Baseline(
        scored, columns, _news(scored, columns), coefficients, low, likely, high
    )


def evaluate(
    base: Baseline, raw: Floats, values: Floats, left: Floats | float = 1.0
) -> RiskNumbers:
    """Return the numbers of every risk where indicators take other raw scores.

    Parameters
    ----------
    raw, values
        Raw scores 0-100 and the readings behind them in their own units, shape
        (indicators,) or (settings, indicators).
    left
        What treatments leave of each risk's hazard, 0-1, (risks,) or (settings, risks).
    """
    factor = factor_of(base, log_factors(base, raw))
    decided_by = _decided_by(base, values)
    answer = np.where(base.has_happened, 1.0, base.answers[decided_by])
    chance, low, high = (
        _chance(hazard * left, factor, answer, base.is_awaiting)
        for hazard in (base.hazard_likely, base.hazard_low, base.hazard_high)
    )
    return RiskNumbers(factor, chance, low, high, decided_by)


def log_factors(base: Baseline, raw: Floats) -> Floats:
    """Return the log factor of every risk, before the clamp, at assumed raw scores.

    ``raw`` has shape (indicators,) or (settings, indicators). Signals are added one by
    one in pack order: a matrix product rounds differently with the number of rows.
    """
    moved = (raw - base.scored.raw)[..., base.signals.indicator]
    return base.log_factor + _by_risk(base, base.signals.coefficient * moved / 100.0)


def factor_of(base: Baseline, log_factor: Floats) -> Floats:
    """Return the factor behind a sum of signal terms, held within its limits."""
    limit = np.log(base.pack.assumptions.factor_limit.value)
    return np.asarray(np.exp(np.clip(log_factor, -limit, limit)))


def risk_pressures(base: Baseline, shrunk: Floats) -> Floats:
    """Return the pressure of every risk: the power mean of its signals' scores.

    Signals weigh ``w * |ln(times)|``; NaN for a risk without a signal.
    """
    turned = np.where(base.pressure_inverted, 100.0 - shrunk, shrunk)
    power = base.pack.assumptions.pressure_power.value
    return pressures(turned, base.pressure_weights, power)


def status_of(base: Baseline, numbers: RiskNumbers, place: int) -> Status:
    """Return where one risk stands, given numbers of shape (risks,)."""
    if base.has_happened[place] or base.is_awaiting[place]:
        return Status.DECIDED_YES if base.has_happened[place] else Status.AWAITING
    # Not read off the chance: one far above 99.9 % is stored as 1 without being sure.
    told = {0.0: Status.DECIDED_NO, 1.0: Status.DECIDED_YES}
    return told.get(float(base.answers[numbers.decided_by[place]]), Status.OPEN)


def is_backcast(risk: Risk, as_of: date) -> bool:
    """Return whether as_of lies before the risk's first judgement."""
    return as_of < risk.judgements[0].judged_on


def settles(signal: Signal, indicator: Indicator, value: float) -> bool:
    """Return whether a value decides the signal's risk.

    ``settles_to = "no"`` is decided at ``settles_at`` or calmer, ``"yes"`` at
    ``settles_at`` or more extreme.
    """
    if signal.settles_at is None or np.isnan(value):
        return False
    upwards = indicator.goalposts[-1] > indicator.goalposts[0]
    if upwards == (signal.settles_to == "yes"):
        return value >= signal.settles_at
    return value <= signal.settles_at


def _signal_columns(pack: Pack) -> SignalColumns:
    sizes: dict[tuple[str, str], int] = {}
    for each in pack.signals:
        key = (each.risk_id, each.group)
        sizes[key] = sizes.get(key, 0) + 1
    overlap = pack.assumptions.evidence_overlap.value
    weights = [
        group_weight(sizes[each.risk_id, each.group], overlap) if each.group else 1.0
        for each in pack.signals
    ]
    times = np.array([each.times for each in pack.signals], dtype=np.float64)
    return SignalColumns(
        _places(pack.indicator_place(each.indicator_id) for each in pack.signals),
        _places(pack.risk_place(each.risk_id) for each in pack.signals),
        np.array(weights) * np.log(times),
    )


def _news(scored: Scores, columns: SignalColumns) -> Floats:
    """Return each signal's term: what is new since its risk was judged.

    ``w ln(times) * q(as_of) * (s(as_of) - s(judged_on)) / 100``. A judgement already
    knows what was observed by its day, so the same value reported again adds nothing.
    """
    judged = _scores_when_judged(scored)
    change = scored.raw[columns.indicator] - judged[columns.risk, columns.indicator]
    trust = scored.reliability[columns.indicator]
    return np.asarray(columns.coefficient * trust * change / 100.0)


def _scores_when_judged(scored: Scores) -> Floats:
    """Return raw scores on the day each risk was judged, shape (risks, indicators)."""
    pack, known_at = scored.state.pack, scored.state.known_at
    days = [each.judged_on for each in _judgements(scored.state)]
    by_day = {day: scores(state(pack, day, known_at)).raw for day in set(days)}
    shape = len(pack.risks), len(pack.indicators)
    return np.array([by_day[day] for day in days]).reshape(shape)


def _judgements(known: State) -> list[Judgement]:
    """Return the judgement in force of every risk."""
    day, known_at = known.as_of, known.known_at
    if known_at is not None:
        day = min(day, known_at.astimezone(UTC).date())
    return [each.judgement_on(day) for each in known.pack.risks]


def _hazards(known: State) -> tuple[Floats, Floats, Floats]:
    stated = _judgements(known)
    table = np.array([(each.low, each.likely, each.high) for each in stated])
    low, likely, high = -np.log1p(-table.reshape(-1, 3).T)
    return low, likely, high


def _by_risk(base: Baseline, terms: Floats) -> Floats:
    """Add up terms, shape (signals,) or (settings, signals), by risk, in pack order."""
    total = np.zeros((*terms.shape[:-1], len(base.pack.risks)))
    np.add.at(total.T, base.signals.risk, terms.T)
    return total


def _decided_by(base: Baseline, values: Floats) -> Ints:
    """Return the place of the signal whose value decides each risk; the first wins."""
    result = np.full((*values.shape[:-1], len(base.pack.risks)), UNDECIDED)
    for number, signal in enumerate(base.pack.signals):
        if signal.settles_at is None:
            continue
        place, risk = base.signals.indicator[number], base.signals.risk[number]
        indicator = base.pack.indicators[place]
        column = np.atleast_1d(values[..., place])
        hit = np.array([settles(signal, indicator, each) for each in column], bool)
        target = result[..., risk]
        is_first = (target == UNDECIDED) & hit.reshape(target.shape)
        result[..., risk] = np.where(is_first, number, target)
    return result


def _chance(hazard: Floats, factor: Floats, answer: Floats, awaiting: Bools) -> Floats:
    chance = -np.expm1(-hazard * factor)
    chance = np.where(np.isnan(answer), chance, answer)
    return np.where(awaiting, np.nan, chance)


def _places(places: Iterable[int]) -> Ints:
    return np.fromiter(places, dtype=np.int64)
