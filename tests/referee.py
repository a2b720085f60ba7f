"""The numbers once more: plain Python, one record at a time, straight from the design.

Shares nothing with the model but its records, so that a wrong formula would have to
be made twice. Slow and obvious on purpose.
"""

from datetime import date
from functools import cache, cached_property
from itertools import permutations
from math import exp, log, nan
from typing import NamedTuple

from risks.model import Indicator, Kind, Pack, Signal

SCORES = (0.0, 33.0, 67.0, 100.0)


class Held(NamedTuple):
    """A reading in force: its value, its day and the weight of its grade."""

    value: float
    day: date
    weight: float


class Numbers(NamedTuple):
    """One risk: factor, then likely, low and high chance; nan once overdue."""

    factor: float
    chance: float
    low: float
    high: float


def grade_weight(pack, evidence):
    known = pack.assumptions
    if evidence.reliability is None:
        return known.judged_weight.value
    letter = known.reliability_weight.value[evidence.reliability]
    return letter * known.credibility_weight.value[evidence.credibility]


def reading_in_force(pack, indicator, as_of):
    """Newest day first, of one day the better grade, then the later recording."""
    known = [
        (each.observed_on, grade_weight(pack, each), each.recorded_at, place)
        for place, each in enumerate(pack.readings)
        if each.indicator_id == indicator.id and each.observed_on <= as_of
    ]
    if not known:
        return None
    day, weight, _, place = max(known)
    return Held(pack.readings[place].value, day, weight)


def event_pressure(pack, register_id, as_of):
    half_life = pack.assumptions.event_half_life_days.value
    window = pack.assumptions.event_window_days.value
    pressure = mass = graded = 0.0
    newest = None
    for each in pack.events:
        age = (as_of - each.happened_on).days
        if each.register_id != register_id or not 0 <= age <= window:
            continue
        faded = each.severity * 0.5 ** (age / half_life)
        pressure += {"raises": 1, "lowers": -1, "neutral": 0}[each.direction] * faded
        mass += faded
        graded += faded * grade_weight(pack, each)
        newest = max(newest or each.happened_on, each.happened_on)
    return Held(pressure, newest, graded / mass) if mass else None


def in_force(pack, indicator, as_of):
    if indicator.kind is Kind.EVENT_PRESSURE:
        return event_pressure(pack, indicator.register_id, as_of)
    return reading_in_force(pack, indicator, as_of)


def score_of(value, indicator):
    posts = indicator.goalposts
    marks = SCORES if len(posts) == 4 else (0.0, 100.0)
    if posts[0] > posts[-1]:  # mirrored, every scale rises
        value, posts = -value, [-post for post in posts]
    if value <= posts[0]:
        return 0.0
    for at in range(1, len(posts)):
        if value <= posts[at]:
            share = (value - posts[at - 1]) / (posts[at] - posts[at - 1])
            return marks[at - 1] + share * (marks[at] - marks[at - 1])
    return 100.0


def mean_of_power(pairs, p):
    """Take (value, weight) pairs; nan where nothing weighs."""
    total = sum(weight for _, weight in pairs)
    if total == 0:
        return nan
    if p == 0:
        logs = [weight * log(value) for value, weight in pairs if weight]
        return exp(sum(logs) / total)
    powers = sum(weight * value**p for value, weight in pairs if weight)
    return (powers / total) ** (1 / p)


class Day:
    """A pack as it stands on a day, with some indicators assumed to stand elsewhere."""

    def __init__(self, pack: Pack, as_of: date, settings=None, days=None) -> None:
        self.pack, self.as_of, self.settings = pack, as_of, settings or {}
        self.days = {} if days is None else days

    def on(self, day: date) -> "Day":
        """Return another day, nothing assumed; kept for the next asker."""
        return self.days.setdefault(day, Day(self.pack, day, days=self.days))

    def assuming(self, settings) -> "Day":
        return Day(self.pack, self.as_of, settings, self.days)

    @cached_property
    def today(self) -> "Day":
        return self.on(self.as_of) if self.settings else self

    @cached_property
    def held(self):
        return {
            each.id: in_force(self.pack, each, self.as_of)
            for each in self.pack.indicators
        }

    def value(self, indicator: Indicator) -> float | None:
        if indicator.id in self.settings:
            return self.settings[indicator.id]
        held = self.today.held[indicator.id]
        return None if held is None else held.value

    def score(self, indicator: Indicator) -> float:
        value = self.value(indicator)
        return indicator.no_news if value is None else score_of(value, indicator)

    def reliability(self, indicator: Indicator) -> float:
        held = self.today.held[indicator.id]
        if held is None:
            return 0.0
        half_life = indicator.half_life_days
        if half_life is None:
            half_life = self.pack.assumptions.half_life_days.value
        late = max(0, (self.as_of - held.day).days - indicator.stale_after_days)
        return held.weight * 0.5 ** (late / half_life)

    def shrunk(self, indicator: Indicator) -> float:
        if indicator.id not in self.settings:
            trust = self.reliability(indicator)
            return trust * self.score(indicator) + (1 - trust) * indicator.no_news
        now, then = self.score(indicator), self.today.score(indicator)
        at_then = self.today.shrunk(indicator)
        if now == then:
            return at_then
        if now < then:
            return at_then * now / then
        return at_then + (100 - at_then) * (now - then) / (100 - then)

    def register_pressure(self, register_id: str) -> float:
        pairs = [
            (self.shrunk(each), each.weight)
            for each in self.pack.indicators
            if each.register_id == register_id
        ]
        return mean_of_power(pairs, self.pack.assumptions.pressure_power.value)

    def coverage(self, register_id: str) -> float:
        own = [each for each in self.pack.indicators if each.register_id == register_id]
        total = sum(each.weight for each in own)
        known = sum(each.weight * self.reliability(each) for each in own)
        return known / total if total else nan

    def risk_pressure(self, risk_id: str) -> float:
        pairs = []
        for signal in self._signals(risk_id):
            score = self.shrunk(self.pack.indicator(signal.indicator_id))
            counted = score if signal.times > 1 else 100 - score
            pairs.append((counted, abs(self.strength(signal))))
        return mean_of_power(pairs, self.pack.assumptions.pressure_power.value)

    def strength(self, signal: Signal) -> float:
        """Return ``w ln(times)``, with w for the signals of one evidence group."""
        others = [
            each for each in self._signals(signal.risk_id) if each.group == signal.group
        ]
        overlap = self.pack.assumptions.evidence_overlap.value
        weight = 1 / (1 + (len(others) - 1) * overlap) if signal.group else 1
        return weight * log(signal.times)

    def judgement(self, risk_id: str):
        stated = self.pack.risk(risk_id).judgements
        made = [each for each in stated if each.judged_on <= self.as_of]
        return made[-1] if made else stated[0]

    def news(self, signal: Signal) -> float:
        """Return what the evidence since the judgement adds, settings or not."""
        indicator = self.pack.indicator(signal.indicator_id)
        judged_on = self.judgement(signal.risk_id).judged_on
        change = self.today.score(indicator) - self.on(judged_on).score(indicator)
        return self.strength(signal) * self.reliability(indicator) * change / 100

    def assumed(self, signal: Signal) -> float:
        indicator = self.pack.indicator(signal.indicator_id)
        moved = self.score(indicator) - self.today.score(indicator)
        return self.strength(signal) * moved / 100

    def numbers(self, risk_id: str) -> Numbers:
        signals = self._signals(risk_id)
        total = sum(self.today.news(each) + self.assumed(each) for each in signals)
        limit = self.pack.assumptions.factor_limit.value
        factor = min(limit, max(1 / limit, exp(total)))
        stated = self.judgement(risk_id)
        ends = (stated.likely, stated.low, stated.high)
        return Numbers(factor, *(self._chance(risk_id, each, factor) for each in ends))

    def _chance(self, risk_id: str, stated: float, factor: float) -> float:
        deadline = self.pack.risk(risk_id).deadline
        if deadline is not None and self.as_of >= deadline:
            return nan
        decided = [self._decides(each) for each in self._signals(risk_id)]
        answers = [each for each in decided if each is not None]
        return answers[0] if answers else 1 - (1 - stated) ** factor

    def _decides(self, signal: Signal) -> float | None:
        indicator = self.pack.indicator(signal.indicator_id)
        value = self.value(indicator)
        if signal.settles_at is None or value is None:
            return None
        to_extreme = 1 if indicator.goalposts[-1] > indicator.goalposts[0] else -1
        further = (value - signal.settles_at) * to_extreme
        if signal.settles_to == "yes":
            return 1.0 if further >= 0 else None
        return 0.0 if further <= 0 else None

    def _signals(self, risk_id: str) -> list[Signal]:
        return [each for each in self.pack.signals if each.risk_id == risk_id]


def points(day: Day, wanted: str) -> float:
    """Return a risk's chance in percent, or a register's pressure."""
    if any(each.id == wanted for each in day.pack.registers):
        return day.register_pressure(wanted)
    return 100 * day.numbers(wanted).chance


def shares_by_order(day: Day, settings, wanted: str):
    """Return what each setting adds, averaged over every order of making them."""

    @cache
    def worth(chosen: frozenset[str]) -> float:
        return points(day.assuming({each: settings[each] for each in chosen}), wanted)

    orders = list(permutations(settings))
    added = dict.fromkeys(settings, 0.0)
    for order in orders:
        for at, each in enumerate(order):
            gain = worth(frozenset(order[: at + 1])) - worth(frozenset(order[:at]))
            added[each] += gain / len(orders)
    return added
