"""Simulated futures with their outcomes: time and memory, against a pandas month loop.

``python -m tests.benchmarks.simulation`` prints ratios from one run on the shipped
pack; ``--quick`` takes fewer rounds.
"""

from collections.abc import Callable
from functools import partial
from itertools import count
from statistics import median
from time import perf_counter

import numpy as np

from risks import what_if
from risks.corridor import Corridor, outcomes
from risks.simulation import Frame, Setup, simulate
from tests.benchmarks.measuring import (
    DRAG_PATHS,
    FULL_PATHS,
    MONTHS,
    PATHS,
    in_turns,
    is_quick,
    peak_megabytes,
    print_machine,
    print_ratio,
    print_time,
    seconds,
    shipped,
    shipped_leaks,
)
from tests.benchmarks.pandas_loop import pandas_hits, pandas_outcomes

MOST_MEGABYTES = 150
NEW_SEEDS = count(10_000)


def new_corridor(paths: int, seed: int = 1) -> Corridor:
    """Return a corridor of the shipped pack that has drawn nothing yet."""
    return Corridor(Frame(shipped(), Setup(paths, MONTHS, seed)))


def full_run(paths: int, seed: int = 1) -> Callable[[], object]:
    """Return a call that simulates anew, with all outcomes, on draws that are kept."""
    corridor, leaks = new_corridor(paths, seed), shipped_leaks()
    seen = what_if(shipped(), {})
    return lambda: outcomes(simulate(seen, corridor.frame, leaks), corridor)


def against_pandas(rounds: int) -> None:
    """Print ours and the pandas loop, one after the other in every round."""
    corridor, leaks, seen = new_corridor(PATHS), shipped_leaks(), what_if(shipped(), {})
    same = pandas_hits(seen, corridor, leaks).to_numpy().T
    agree = np.mean(simulate(seen, corridor.frame, leaks).hits == same)

    def theirs() -> object:
        return pandas_outcomes(pandas_hits(seen, corridor, leaks), corridor)

    turns = in_turns(full_run(PATHS), theirs, rounds)
    ours, plain = (median(each) for each in zip(*turns, strict=True))
    ratios = sorted(each / one for one, each in turns)
    print(f"{PATHS:,} paths × {len(shipped().pack.risks)} risks × {MONTHS} months")
    print_time("hazard clock with all outcomes", ours)
    print_time("pandas month loop, openings and costs", plain)
    print_ratio("times as fast, middle of the rounds", median(ratios), "≥ 15")
    print(
        f"{'lowest to highest of the rounds':<46}{ratios[0]:10.2f} – {ratios[-1]:.2f}"
    )
    print(f"{'hits in the same month in both':<46}{100 * agree:10.3f} %")


def by_paths(rounds: int) -> None:
    """Print the time for the paths of a drag, of the target and of a full run."""
    seen, leaks = what_if(shipped(), {}), shipped_leaks()
    for paths in (DRAG_PATHS, PATHS, FULL_PATHS):
        frame = Frame(shipped(), Setup(paths, MONTHS, 1))
        hits = seconds(partial(simulate, seen, frame, leaks), rounds)
        print_time(f"{paths:>6,} paths, hits alone", hits)
        print_time(
            f"{paths:>6,} paths, with outcomes", seconds(full_run(paths), rounds)
        )


def draw_and_run(paths: int) -> object:
    """Draw everything, simulate, make all outcomes; a new seed: no draw is kept."""
    return full_run(paths, next(NEW_SEEDS))()


def print_memory() -> None:
    """Print the peak of a full run that has to draw everything first."""
    shipped_leaks()
    peak = peak_megabytes(partial(draw_and_run, FULL_PATHS))
    print(
        f"{'memory at 16,384 paths, draws and outcomes':<46}{peak:10.1f} MB"
        f"   reach ≤ {MOST_MEGABYTES}"
    )
    frame = Frame(shipped(), Setup(FULL_PATHS, MONTHS, next(NEW_SEEDS)))
    seen = what_if(shipped(), {})
    hits = peak_megabytes(lambda: simulate(seen, frame, shipped_leaks()))
    print(f"{'memory at 16,384 paths, draws and hits':<46}{hits:10.1f} MB")


def main() -> None:
    """Measure and print."""
    print_machine()
    start = perf_counter()
    shipped_leaks()
    print_time("calibration of all leaks, once", perf_counter() - start)
    against_pandas(3 if is_quick() else 9)
    by_paths(3 if is_quick() else 9)
    print_memory()


if __name__ == "__main__":
    main()
