"""Chance, made once and kept: stratified draws keyed by seed and name.

Every uncertain thing draws from a generator of its own, so an added risk changes no
other's draws, and the same seed gives the same futures: a what-if and its baseline
are compared on common random numbers.
"""

from hashlib import sha256

import numpy as np

from risks.model import Range
from risks.model.columns import Floats

BATCHES = 16
GRID = 4097  # points of the PERT distribution function; its inverse errs below 1e-6


def generator(seed: int, name: str) -> np.random.Generator:
    """Return the generator of one named thing under a seed."""
    digest = sha256(f"{seed}/{name}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "big")))


def stratified(seed: int, name: str, paths: int) -> Floats:
    """Return uniform numbers in [0, 1), shape (paths,).

    A Latin hypercube in each of 16 batches: every stratum of a batch is hit once, and
    the batches are independent, so that their spread gives a standard error. McKay,
    Beckman and Conover, Technometrics 21 (1979).

    Raises
    ------
    ValueError
        Unless ``paths`` is a positive multiple of 16.
    """
    if paths < BATCHES or paths % BATCHES:
        raise ValueError(f"paths must be a positive multiple of {BATCHES}: {paths}")
    source, size = generator(seed, name), paths // BATCHES
    strata = np.tile(np.arange(size, dtype=np.float64), (BATCHES, 1))
    shuffled = source.permuted(strata, axis=1)
    return ((shuffled + source.random((BATCHES, size))) / size).ravel()


def unit_exponential(seed: int, name: str, paths: int) -> Floats:
    """Return stratified unit-exponential numbers, shape (paths,)."""
    return -np.log1p(-stratified(seed, name, paths))


def pert(seed: int, name: str, paths: int, judged: Range) -> Floats:
    """Return stratified PERT numbers of a judged range, shape (paths,)."""
    shares = stratified(seed, name, paths)
    return pert_quantile(shares, judged.low, judged.likely, judged.high)


def pert_quantile(shares: Floats, low: float, likely: float, high: float) -> Floats:
    """Return the PERT numbers below which the given shares lie.

    A beta distribution on [low, high] with mean ``(low + 4 likely + high) / 6``:
    Malcolm, Roseboom, Clark and Fazar, Operations Research 7 (1959). Its standard
    deviation follows from the shape; it is not fixed at a sixth of the range.
    """
    if high == low:
        return np.full_like(shares, likely)
    place = (likely - low) / (high - low)
    x = np.linspace(0.0, 1.0, GRID)
    density = x ** (4 * place) * (1 - x) ** (4 * (1 - place))
    middle = (x[1:] + x[:-1]) / 2
    between = middle ** (4 * place) * (1 - middle) ** (4 * (1 - place))
    # Simpson's rule on every interval of the grid.
    mass = np.concatenate([[0.0], (density[:-1] + 4 * between + density[1:]).cumsum()])
    return low + (high - low) * np.interp(shares, mass / mass[-1], x)
