"""Brier and log scores with their errors, and how they stand against naive ones."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from risks.forecasts.days import ScoredDays
from risks.forecasts.reliability import Reliability, reliability
from risks.model.columns import Floats

# The error of a standard error is about 1 / sqrt(2 (n - 1)) of it: a quarter at ten.
FEWEST = 10
DISTINGUISHABLE = 2.0  # standard errors


class Naive(StrEnum):
    """Forecasts anyone could make."""

    BASE_RATE = "base rate"
    LAST_WEEK = "last week"
    EVEN = "50 %"


@dataclass(frozen=True)
class Score:
    """How chances fared; both scores are losses, 0 is best.

    Attributes
    ----------
    count
        How many questions it is the mean of.
    brier, brier_error
        Mean of ``(chance - outcome)^2``, 0-1, and its standard error over questions,
        unset below ten.
    log, log_error
        Mean of ``-ln(chance of what happened)``, in nats, and its standard error.
    reliability
        The Brier score in its parts.
    """

    count: int
    brier: float
    brier_error: float | None
    log: float
    log_error: float | None
    reliability: Reliability

    def in_words(self) -> str:
        """Return both scores with their errors."""
        brier = _with_error("Brier", self.brier, self.brier_error)
        log = _with_error("log", self.log, self.log_error)
        return f"{brier}, {log}; {_over(self.count)}"


@dataclass(frozen=True)
class Comparison:
    """Stated chances against a naive forecast, on the days both exist.

    Attributes
    ----------
    brier_skill, log_skill
        ``1 - ours / naive``: 1 is perfect, 0 no better than naive. Unset if the naive
        forecast left nothing to better.
    difference, difference_error
        By how much our Brier score is lower (above 0 is better), and the standard
        error of the paired differences; unset below ten questions.
    """

    naive: Naive
    ours: Score
    theirs: Score
    brier_skill: float | None
    log_skill: float | None
    difference: float
    difference_error: float | None

    def in_words(self) -> str:
        """Return who is better by how much, if that can be told."""
        count, error = self.ours.count, self.difference_error
        name = f"against {self.naive.value}"
        if error is None:
            return f"{name}: too few to tell (n = {count})"
        if abs(self.difference) <= DISTINGUISHABLE * error:
            return f"{name}: not distinguishable (n = {count})"
        word = "better" if self.difference > 0 else "worse"
        amount = f"{abs(self.difference):.3f} ± {error:.3f}"
        return f"{name}: {word} by {amount} Brier (n = {count})"


def brier(chances: Floats, outcomes: Floats) -> Floats:
    """Return ``(chance - outcome)^2`` of each case, 0-1; half the score of 1950."""
    return np.asarray((chances - outcomes) ** 2)


def log_score(chances: Floats, outcomes: Floats) -> Floats:
    """Return ``-ln(chance of what happened)`` of each case, in nats.

    Finite, since no chance is ever stated as 0 or 1 (Good, Journal of the Royal
    Statistical Society B 14, 1952).
    """
    return np.asarray(np.where(outcomes == 1.0, -np.log(chances), -np.log1p(-chances)))


def score(days: ScoredDays, chances: Floats | None = None) -> Score | None:
    """Return how chances fared on some days, the stated ones if unset.

    Nothing where there are no days.
    """
    if not days.count:
        return None
    used = days.stated if chances is None else chances
    by_brier = _by_question(days, brier(used, days.outcome))
    by_log = _by_question(days, log_score(used, days.outcome))
    return Score(
        count=days.count,
        brier=float(by_brier.mean()),
        brier_error=_error(by_brier),
        log=float(by_log.mean()),
        log_error=_error(by_log),
        reliability=reliability(used, days.outcome, days.weight),
    )


def compare(days: ScoredDays, naive: Naive) -> Comparison | None:
    """Return how stated chances stand against naive ones.

    Nothing where no day has both.
    """
    paired = days.where(~np.isnan(_naive(days, naive)))
    theirs_used = _naive(paired, naive)
    ours, theirs = score(paired), score(paired, theirs_used)
    if ours is None or theirs is None:
        return None
    gained = brier(theirs_used, paired.outcome) - brier(paired.stated, paired.outcome)
    by_question = _by_question(paired, gained)
    return Comparison(
        naive=naive,
        ours=ours,
        theirs=theirs,
        brier_skill=_skill(ours.brier, theirs.brier),
        log_skill=_skill(ours.log, theirs.log),
        difference=float(by_question.mean()),
        difference_error=_error(by_question),
    )


def _naive(days: ScoredDays, naive: Naive) -> Floats:
    match naive:
        case Naive.BASE_RATE:
            return days.base_rate
        case Naive.LAST_WEEK:
            return days.last_week
        case Naive.EVEN:
            return np.full_like(days.stated, 0.5)


def _by_question(days: ScoredDays, losses: Floats) -> Floats:
    return np.asarray(np.bincount(days.question, days.weight * losses), np.float64)


def _error(by_question: Floats) -> float | None:
    if by_question.size < FEWEST:
        return None
    return float(by_question.std(ddof=1) / np.sqrt(by_question.size))


def _skill(ours: float, theirs: float) -> float | None:
    return 1.0 - ours / theirs if theirs > 0 else None


def _with_error(name: str, value: float, error: float | None) -> str:
    return f"{name} {value:.3f}" + (f" ± {error:.3f}" if error is not None else "")


def _over(count: int) -> str:
    if count < FEWEST:
        return f"too few to tell (n = {count})"
    return f"n = {count}"
