"""CORP reliability: what stated chances came to, without choosing any bins.

Dimitriadis, Gneiting and Jordan, Stable reliability diagrams for probabilistic
classifiers, PNAS 118 (2021) e2016191118. The bins are those of the isotonic regression
of outcomes on chances, found by pooling adjacent violators (Ayer et al., Annals of
Mathematical Statistics 26, 1955). The parts add up to the score exactly, which those
of equal-width bins do not. Weighted as in Merkle and Hartman, Judgment and Decision
Making 13 (2018), since updates stand for different times.
"""

from dataclasses import dataclass

import numpy as np

from risks.model.columns import Floats


@dataclass(frozen=True)
class Block:
    """Stated chances from ``low`` to ``high`` came true in a share ``seen`` of cases.

    ``weight`` is how many questions' worth of days it holds.
    """

    low: float
    high: float
    seen: float
    weight: float


@dataclass(frozen=True)
class Reliability:
    """A Brier score in three parts: ``miscalibration - discrimination + uncertainty``.

    Attributes
    ----------
    brier
        The score; 0 is best.
    miscalibration
        What restating every chance as its block's share would have saved; never
        below 0, and 0 if chances mean what they say.
    discrimination
        What telling cases apart is worth, against one chance for all; never below 0.
    uncertainty
        Score of the overall share stated every time: how hard the questions were.
    blocks
        The reliability curve, by rising chance.
    """

    brier: float
    miscalibration: float
    discrimination: float
    uncertainty: float
    blocks: tuple[Block, ...]


def isotonic(values: Floats, weights: Floats) -> Floats:
    """Return the closest never-falling values, by weighted squares.

    Parameters
    ----------
    values, weights
        Shape (n,); weights above 0.

    Returns
    -------
    Floats
        Shape (n,): each value replaced by the mean of the block it was pooled into.
    """
    means: list[float] = []
    masses: list[float] = []
    sizes: list[int] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        mean, mass, size = value, weight, 1
        while means and means[-1] >= mean:
            before = masses.pop()
            mean = (means.pop() * before + mean * mass) / (before + mass)
            mass, size = before + mass, size + sizes.pop()
        means.append(mean)
        masses.append(mass)
        sizes.append(size)
    return np.repeat(np.array(means, dtype=np.float64), sizes)


def reliability(chances: Floats, outcomes: Floats, weights: Floats) -> Reliability:
    """Return the Brier score of weighted cases in its three parts.

    Parameters
    ----------
    chances, outcomes, weights
        Shape (n,), at least one; 0-1, 0 or 1, and above 0.
    """
    levels, place = np.unique(chances, return_inverse=True)
    mass = np.asarray(np.bincount(place, weights), dtype=np.float64)
    share = np.clip(np.bincount(place, weights * outcomes) / mass, 0.0, 1.0)
    seen = isotonic(share, mass)
    overall = np.full_like(chances, np.average(outcomes, weights=weights))
    brier, pooled, constant = (
        float(np.average((each - outcomes) ** 2, weights=weights))
        for each in (chances, seen[place], overall)
    )
    return Reliability(
        brier=brier,
        miscalibration=max(0.0, brier - pooled),  # rounding may take it below
        discrimination=max(0.0, constant - pooled),
        uncertainty=constant,
        blocks=_blocks(levels, seen, mass),
    )


def _blocks(levels: Floats, seen: Floats, mass: Floats) -> tuple[Block, ...]:
    starts = np.flatnonzero(np.diff(seen, prepend=-1.0))
    ends = [*starts[1:], seen.size]
    return tuple(
        Block(
            low=float(levels[start]),
            high=float(levels[end - 1]),
            seen=float(seen[start]),
            weight=float(mass[start:end].sum()),
        )
        for start, end in zip(starts, ends, strict=True)
    )
