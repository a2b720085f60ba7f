"""Chance, made once and kept: stratified draws keyed by seed and name.

Every uncertain thing draws from a generator of its own, so an added risk changes no
other's draws, and the same seed gives the same futures: a what-if and its baseline
are compared on common random numbers.
"""

from functools import lru_cache
from hashlib import sha256
from math import gcd

import numpy as np

from risks.model import Range
from risks.model.columns import Floats

BATCHES = 16
GOLDEN = (5**0.5 - 1) / 2
# Another day asks for the same draws again: the shipped pack makes 180 of them, 131 kB
# each at 16,384 paths.
KEPT = 400
GRID = 4097  # points of the PERT distribution; a quantile errs below 1e-6 of the range


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
    source, size = generator(seed, name), batch_size(paths)
    strata = np.tile(np.arange(size, dtype=np.float64), (BATCHES, 1))
    shuffled = source.permuted(strata, axis=1)
    return ((shuffled + source.random((BATCHES, size))) / size).ravel()


def stratified_pairs(seed: int, name: str, paths: int) -> Floats:
    """Return pairs of uniform numbers in [0, 1), shape (2, paths).

    In each of 16 independent batches a lattice of rank 1 on the unit square, shifted
    at random (Cranley and Patterson, SIAM J. Numer. Anal. 13, 1976) and taken in
    random order: the pairs fill the square evenly, and each half is stratified.

    Raises
    ------
    ValueError
        Unless ``paths`` is a positive multiple of 16.
    """
    source, size = generator(seed, name), batch_size(paths)
    order = source.permuted(np.tile(np.arange(size), (BATCHES, 1)), axis=1)
    shift = source.random((2, BATCHES, 1))
    across = order * _lattice_step(size) % size
    return ((np.stack([order, across]) / size + shift) % 1.0).reshape(2, paths)


def _lattice_step(size: int) -> int:
    """Return the number nearest to size / golden ratio without a common divisor."""
    wanted = round(size * GOLDEN)
    near = (wanted + sign * away for away in range(size + 1) for sign in (1, -1))
    return next(each for each in near if gcd(each, size) == 1)


def batch_size(paths: int) -> int:
    """Return the paths in a batch; raises ``ValueError`` unless they come out even."""
    if paths < BATCHES or paths % BATCHES:
        raise ValueError(f"paths must be a positive multiple of {BATCHES}: {paths}")
    return paths // BATCHES


@lru_cache(KEPT)
def need_and_chance(
    seed: int, name: str, paths: int, judged: Range
) -> tuple[Floats, Floats]:
    """Return a risk's unit-exponential numbers and PERT chances, read-only, (paths,).

    Drawn as pairs: a risk happens early where its number is small or its chance
    large, so that what counts is how evenly the two fill their square.
    """
    numbers, shares = stratified_pairs(seed, name, paths)
    chances = pert_quantile(shares, judged.low, judged.likely, judged.high)
    return _kept(-np.log1p(-numbers)), _kept(chances)


@lru_cache(KEPT)
def pert(seed: int, name: str, paths: int, judged: Range) -> Floats:
    """Return stratified PERT numbers of a judged range, shape (paths,), read-only."""
    shares = stratified(seed, name, paths)
    return _kept(pert_quantile(shares, judged.low, judged.likely, judged.high))


def _kept(drawn: Floats) -> Floats:
    drawn.setflags(write=False)
    return drawn


def pert_quantile(shares: Floats, low: float, likely: float, high: float) -> Floats:
    """Return the PERT numbers below which the given shares lie.

    A beta distribution on [low, high] with mean ``(low + 4 likely + high) / 6``:
    Malcolm, Roseboom, Clark and Fazar, Operations Research 7 (1959). Its standard
    deviation follows from the shape; it is not fixed at a sixth of the range.
    """
    if high == low:
        return np.full_like(shares, likely)
    place = (likely - low) / (high - low)
    # At x = sin(t)**2 both ends are smooth; Simpson's rule over pairs of steps.
    t = np.linspace(0.0, np.pi / 2, 2 * GRID - 1)
    density = np.sin(t) ** (8 * place + 1) * np.cos(t) ** (8 * (1 - place) + 1)
    pairs = density[:-2:2] + 4 * density[1::2] + density[2::2]
    mass = np.concatenate([[0.0], pairs.cumsum()])
    x = np.sin(t[::2]) ** 2
    return np.asarray(low + (high - low) * np.interp(shares, mass / mass[-1], x))
