"""How the benchmarks measure: medians, turns taken, memory, and on which machine."""

import os
import platform
import sys
import tracemalloc
from collections.abc import Callable
from functools import cache
from statistics import median
from time import perf_counter

import numpy as np

from risks import baseline, default_as_of, default_pack_folder, read_pack
from risks.rates import Baseline
from risks.simulation import Calibration, calibrate

PATHS, MONTHS, FULL_PATHS, DRAG_PATHS = 10_000, 60, 16_384, 4_096
Call = Callable[[], object]


def is_quick() -> bool:
    """Return whether the user asked for short rounds."""
    return "--quick" in sys.argv[1:]


def print_machine() -> None:
    """Print what the figures below it were measured on."""
    parts = [
        f"{os.cpu_count()} CPUs ({platform.machine()})",
        f"Python {platform.python_version()}",
        f"numpy {np.__version__}",
        f"load {os.getloadavg()[0]:.1f}",  # well above 1 others were at work, too
    ]
    print(", ".join(parts))


def print_time(what: str, seconds: float) -> None:
    """Print a median time in milliseconds."""
    print(f"{what:<46}{1000 * seconds:10.2f} ms")


def print_ratio(what: str, ratio: float, reach: str = "") -> None:
    """Print how many times as fast something is, and the least it should be."""
    print(f"{what:<46}{ratio:10.2f} ×{'   reach ' + reach if reach else ''}")


def timed(call: Call) -> float:
    """Return the seconds one call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def seconds(call: Call, rounds: int) -> float:
    """Return the median time of one call, after one that warms up."""
    call()
    return median(timed(call) for _ in range(rounds))


def in_turns(one: Call, other: Call, rounds: int) -> list[tuple[float, float]]:
    """Return the times of two calls that take turns, round by round.

    Noise meets both, but not alike: a wide spread of ratios says so.
    """
    one(), other()
    return [(timed(one), timed(other)) for _ in range(rounds)]


def peak_megabytes(call: Call) -> float:
    """Return the most memory a call holds at once, in megabytes."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


@cache
def shipped() -> Baseline:
    """Return the baseline of the shipped pack on its day."""
    pack = read_pack(default_pack_folder())
    return baseline(pack, default_as_of(pack))


@cache
def shipped_leaks() -> Calibration:
    """Return the calibrated leaks of the shipped pack."""
    return calibrate(shipped(), seed=1)
