"""How readings become scores, and scores become pressure.

Pure functions of a state: no clock, no files, no chance. Scores run from 0 (calm) to
100 (extreme), higher is worse; pressure is for attention and is never a probability.
"""

from dataclasses import dataclass

import numpy as np

from risks.model import Indicator
from risks.model.columns import Floats, four_posts
from risks.state import State

SCORE_MAX = 100.0
POST_SCORES = (0.0, 33.0, 67.0, SCORE_MAX)
SMALLEST_POWER = 1e-9  # below it a power mean is its geometric limit to 1e-9


def score_value(value: float, indicator: Indicator) -> float:
    """Place a value between the goalposts of its indicator.

    A straight line through (goalpost, 0 / 33 / 67 / 100), cut off at both ends; the
    same rule as n_goalposts of COINr 1.1.14 with ``trunc2posts``, with two more posts.

    Parameters
    ----------
    value
        A reading, in ``indicator.unit``.

    Returns
    -------
    float
        From 0 (at the first goalpost or calmer) to 100 (at the last or worse).

    Examples
    --------
    >>> brent = Indicator(
    ...     id="brent", title="Brent", unit="USD/bbl", goalposts=(90, 70, 55, 40),
    ...     goalposts_reason="example", cadence="weekly", stale_after_days=21,
    ...     register_id="investment-shortfall")
    >>> score_value(62.5, brent)
    50.0
    """
    posts = np.array([four_posts(indicator)])
    return float(score_values(np.array([value]), posts)[0])


def score_values(values: Floats, goalposts: Floats) -> Floats:
    """Score values of shape (..., n) against goalposts of shape (n, 4).

    A missing value (NaN) has a missing score.
    """
    left, right = goalposts[:, :-1], goalposts[:, 1:]
    shares = np.clip((values[..., None] - left) / (right - left), 0.0, 1.0)
    first, second, third = np.diff(POST_SCORES)
    # Not a matrix product, which rounds differently with the number of rows.
    scores: Floats = (
        first * shares[..., 0] + second * shares[..., 1] + third * shares[..., 2]
    )
    return scores


def value_at_score(score: float, indicator: Indicator) -> float:
    """Return the reading, in ``indicator.unit``, that would score ``score``."""
    return float(np.interp(score, POST_SCORES, four_posts(indicator)))


@dataclass(frozen=True)
class Scores:
    """The scores of a state; every array has a row per indicator of the pack.

    Attributes
    ----------
    raw
        Score of the latest reading, 0-100; the ``no_news`` score where there is none.
    reliability
        ``q``, 0-1: the weight of the reading's grade, faded by its age.
    shrunk
        ``q * raw + (1 - q) * no_news``: what counts in a pressure.
    age_days
        Age of the latest reading in days; NaN where there is none.
    is_stale
        Whether that age is past the indicator's limit, or there is no reading.
    """

    state: State
    raw: Floats
    reliability: Floats
    shrunk: Floats
    age_days: Floats

    @property
    def is_stale(self) -> np.ndarray:
        """Return, per indicator, whether its reading is past its limit or missing."""
        return ~(self.age_days <= self.state.pack.indicator_columns.stale_after)


def scores(known: State) -> Scores:
    """Score every indicator of a state.

    Reliability is ``grade * 2**(-max(0, age - stale_after) / half_life)`` and 0 for
    a missing reading; the score shrinks towards ``no_news`` as it falls.
    """
    columns = known.pack.indicator_columns
    is_missing = np.isnan(known.values)
    raw = score_values(known.values, columns.goalposts)
    raw = np.where(is_missing, columns.no_news, raw)
    age = np.where(is_missing, np.nan, known.as_of.toordinal() - known.observed)
    late = np.where(is_missing, 0.0, np.maximum(0.0, age - columns.stale_after))
    reliability = known.grade_weight * 2.0 ** (-late / columns.half_life)
    reliability = np.where(is_missing, 0.0, reliability)
    # Written so that rounding cannot carry it past 0 or 100.
    shrunk = columns.no_news + reliability * (raw - columns.no_news)
    return Scores(known, raw, reliability, shrunk, age)


def power_mean(values: Floats, weights: Floats, p: float) -> Floats:
    """Return the weighted power mean along the last axis.

    ``(sum(w * v**p) / sum(w)) ** (1/p)``; p = 1, 0 and -1 are the arithmetic, the
    geometric and the harmonic mean. Where a weighted value is 0 and p <= 0 the mean
    is 0, its limit. Hardy, Littlewood and Polya, Inequalities (1934), chapter II.

    Parameters
    ----------
    values
        Not negative, shape (..., n).
    weights
        Not negative, not all zero, shape (..., n) or (n,).
    p
        Any real number.

    Raises
    ------
    ValueError
        In words, for anything else.
    """
    values, weights = np.broadcast_arrays(
        np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    )
    _check_mean(values, weights, p)
    shares = weights / weights.sum(axis=-1, keepdims=True)
    counted = shares > 0
    most = np.max(np.where(counted, values, -np.inf), axis=-1)
    least = np.min(np.where(counted, values, np.inf), axis=-1)
    # Relative to the value that dominates, no power overflows; log1p and expm1 keep
    # the digits when p is close to 0.
    scale = most if p > 0 else least
    is_zero = scale == 0.0
    safe = np.where(is_zero, 1.0, scale)[..., None]
    with np.errstate(divide="ignore", over="ignore"):
        logs = np.log(np.where(counted & ~is_zero[..., None], values / safe, 1.0))
        mean = safe[..., 0] * np.exp(_mean_log(shares, logs, p))
    return np.clip(np.where(is_zero, 0.0, mean), least, most)


def power_mean_shares(values: Floats, weights: Floats, p: float) -> Floats:
    """Split a power mean exactly: ``mean * w * v**p / sum(w * v**p)``, shape (..., n).

    Where every counted value or the mean is 0, every share is 0.
    """
    values, weights = np.broadcast_arrays(
        np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    )
    mean = power_mean(values, weights, p)[..., None]
    with np.errstate(divide="ignore", over="ignore"):
        relative = np.divide(values, mean, out=np.ones_like(values), where=mean > 0)
        powers = np.where(weights > 0, relative**p, 0.0)
    parts = np.where(mean > 0, weights * powers, 0.0)
    total = parts.sum(axis=-1, keepdims=True)
    return np.where(total > 0, mean * parts / np.where(total > 0, total, 1.0), 0.0)


def coverage(reliability: Floats, weights: Floats) -> Floats:
    """Return ``sum(w * q) / sum(w)`` along the last axis: 0 knows nothing, 1 all.

    NaN where every weight is 0.
    """
    total = weights.sum(axis=-1)
    known = (weights * reliability).sum(axis=-1)
    return np.where(total > 0, known / np.where(total > 0, total, 1.0), np.nan)


def pressures(shrunk: Floats, weights: Floats, p: float) -> Floats:
    """Return a pressure for each row of weights (m, n); NaN for a row of zeros.

    ``shrunk`` has shape (n,) or, where scores count against a row, (m, n).
    """
    has_any = weights.sum(axis=-1) > 0
    result = np.full(len(weights), np.nan)
    rows = np.broadcast_to(shrunk, weights.shape)
    if has_any.any():
        result[has_any] = power_mean(rows[has_any], weights[has_any], p)
    return result


def register_weights(known: State) -> Floats:
    """Return the weight of each indicator in each register, shape (registers, n)."""
    columns = known.pack.indicator_columns
    places = np.arange(len(known.pack.registers))[:, None]
    return np.where(columns.register_place == places, columns.weight, 0.0)


def _mean_log(shares: Floats, logs: Floats, p: float) -> Floats:
    """Return the logarithm of the mean of exp(logs); a log of -inf needs p > 0."""
    if abs(p) * np.max(np.abs(logs), initial=0.0) < SMALLEST_POWER:
        return np.asarray((shares * logs).sum(axis=-1))
    grown = np.where(shares > 0, shares * np.expm1(p * logs), 0.0).sum(axis=-1)
    total = np.where(shares > 0, shares * np.exp(p * logs), 0.0).sum(axis=-1)
    # One more than grown: near 1 its digits are in grown, far below 1 in itself.
    return np.asarray(np.where(grown > -0.5, np.log1p(grown), np.log(total)) / p)


def _check_mean(values: Floats, weights: Floats, p: float) -> None:
    if not np.isfinite(p):
        raise ValueError(f"the power of a mean must be a finite number, found {p}")
    if not values.shape or values.shape[-1] == 0:
        raise ValueError("a power mean needs at least one value")
    if not np.all(np.isfinite(values)) or np.any(values < 0):
        raise ValueError("a power mean takes finite values that are not negative")
    if not np.all(np.isfinite(weights)) or np.any(weights < 0):
        raise ValueError("weights must be finite and not negative")
    if np.any(weights.sum(axis=-1) == 0):
        raise ValueError("at least one weight must be above zero")
