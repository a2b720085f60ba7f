"""Whether chances should be stated differently: asked only once there is a record.

Logistic recalibration: ``logit P(yes) = intercept + slope * logit(chance)`` (Cox, Two
further applications of a model for binary regression, Biometrika 45, 1958), fitted by
maximum likelihood. Slope 1 and intercept 0 change nothing; a slope below 1 says that
chances were too far from 50 %, one above 1 that they were too near.
"""

from dataclasses import dataclass

import numpy as np

from risks.forecasts.days import ScoredDays
from risks.model.columns import Floats

NEEDED = 30  # questions answered yes or no
MOST_STEPS = 50
CLOSE_ENOUGH = 1e-10
DISTINGUISHABLE = 5.991  # 95 % point of chi-squared with two degrees of freedom
SHOWN = (0.2, 0.5, 0.8)
NOTHING_TO_CHANGE = "no change, as chances are not distinguishable from calibrated"


@dataclass(frozen=True)
class Proposal:
    """A proposed way to restate chances, or why there is none yet.

    Attributes
    ----------
    count
        Questions answered yes or no so far.
    intercept, slope, intercept_error, slope_error
        On the log-odds scale; unset where there is no proposal.
    is_distinguishable
        Whether the pair differs from (0, 1) at the 5 % level (Wald test).
    words
        The same for a reader.
    """

    count: int
    words: str
    intercept: float | None = None
    slope: float | None = None
    intercept_error: float | None = None
    slope_error: float | None = None
    is_distinguishable: bool = False

    def restate(self, chance: float) -> float:
        """Return a chance as the record would have it; itself without a proposal."""
        if self.intercept is None or self.slope is None:
            return chance
        return _restated(chance, self.intercept, self.slope)


@dataclass(frozen=True)
class _Fit:
    """Intercept and slope, and their covariance, shapes (2,) and (2, 2)."""

    estimate: Floats
    covariance: Floats


def propose(days: ScoredDays) -> Proposal:
    """Return how stated chances should be restated, given the record so far.

    The days of a question share one answer and weigh 1 together, so that the errors
    are those of as many cases as there are questions.
    """
    count = days.count
    if count < NEEDED:
        return Proposal(count, f"not before {NEEDED} are resolved: {count} so far")
    fit = _fitted(_logit(days.stated), days.outcome, days.weight)
    if fit is None:
        what = "no line can be fitted: chances or answers vary too little, or agree"
        return Proposal(count, what)
    off = fit.estimate - np.array([0.0, 1.0])
    is_off = bool(off @ np.linalg.solve(fit.covariance, off) > DISTINGUISHABLE)
    intercept, slope = fit.estimate.tolist()
    errors = np.sqrt(np.diag(fit.covariance)).tolist()
    verdict = _verdict(intercept, slope) if is_off else NOTHING_TO_CHANGE
    return Proposal(
        count=count,
        words=f"{verdict}: slope {slope:.2f} ± {errors[1]:.2f}, intercept "
        f"{intercept:+.2f} ± {errors[0]:.2f} (n = {count})",
        intercept=intercept,
        slope=slope,
        intercept_error=errors[0],
        slope_error=errors[1],
        is_distinguishable=is_off,
    )


def _verdict(intercept: float, slope: float) -> str:
    pairs = [(each, _restated(each, intercept, slope)) for each in SHOWN]
    words = ", ".join(f"{old:.0%} as {new:.0%}" for old, new in pairs)
    return f"restate {words}".replace("%", " %")


def _restated(chance: float, intercept: float, slope: float) -> float:
    odds = intercept + slope * _logit(np.array(chance))
    return float(_logistic(odds))


def _fitted(odds: Floats, outcomes: Floats, weights: Floats) -> _Fit | None:
    """Return the likeliest line by Newton's steps; nothing if there is none.

    Where chances tell the outcomes apart without error, or never vary, the matrix
    tends to a singular one.
    """
    design = np.column_stack([np.ones_like(odds), odds])
    estimate = np.array([0.0, 1.0])
    for _ in range(MOST_STEPS):
        fitted = _logistic(design @ estimate)
        spread = weights * fitted * (1.0 - fitted)
        information = design.T @ (spread[:, None] * design)
        if np.linalg.cond(information) > 1.0 / CLOSE_ENOUGH:
            return None
        step = np.linalg.solve(information, design.T @ (weights * (outcomes - fitted)))
        estimate = estimate + step
        if np.abs(step).max() < CLOSE_ENOUGH:
            covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
            return _Fit(estimate, covariance)
    return None


def _logit(chance: Floats) -> Floats:
    return np.asarray(np.log(chance) - np.log1p(-chance))


def _logistic(odds: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(odds / 2.0)))
