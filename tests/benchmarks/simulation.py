"""Simulated futures: time, memory and error, against a pandas month loop.

``python -m tests.benchmarks.simulation`` prints ratios from one run on the shipped
pack; ``--quick`` leaves out the reference run of two million paths.
"""

import argparse
import tracemalloc
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from risks import baseline, default_as_of, default_pack_folder, read_pack, what_if
from risks.model.columns import Floats
from risks.simulation import Calibration, Frame, Setup, calibrate, simulate
from risks.simulation.model import timing_of

PATHS, MONTHS = 10_000, 60
FULL_PATHS = 16_384
REFERENCE_RUNS = 122  # of 16,384 paths each: two million
ROUNDS = 7


def seconds(call: object, rounds: int = ROUNDS) -> float:
    """Return the median time of one call."""
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        call()  # type: ignore[operator]
        taken.append(perf_counter() - start)
    return median(taken)


def pandas_loop(frame: Frame, leak: Floats) -> pd.DataFrame:
    """Return hit months by the plain way: a frame of paths by risks, month by month.

    Dampers are left out, which only makes it faster.
    """
    arrows, timing = frame.arrows, timing_of(what_if(frame.base, {}), MONTHS)
    names = [each.id for each in frame.base.pack.risks]
    links = pd.DataFrame(0.0, index=names, columns=names)
    for source, target, rate in zip(
        arrows.source, arrows.target, arrows.rate, strict=True
    ):
        links.iloc[source, target] = rate
    own = pd.DataFrame((leak[:, None] * frame.drawn.rate).T, columns=names)
    need = pd.DataFrame(frame.drawn.need.T, columns=names)
    hit = pd.DataFrame(MONTHS + 1, index=own.index, columns=names)
    total = own * 0.0
    for month in range(1, MONTHS + 1):
        since = month - hit
        active = (since >= 1) & ((since <= timing.active) | (timing.active == 0))
        total += own + active.astype(float).dot(links)
        due = (timing.due == 0) | (timing.due == month)
        hit = hit.mask((hit > MONTHS) & (total >= need) & due, month)
    return hit


def rms_error(frame: Frame, calibration: Calibration) -> tuple[float, float]:
    """Return the rms error of a chance at 16,384 paths, stratified and plain.

    Against the mean of 122 independent runs; the plain one is that of independent
    paths, ``sqrt(p (1 - p) / paths)``.
    """
    base = frame.base
    runs = []
    for seed in range(1000, 1000 + REFERENCE_RUNS):
        each = Frame(base, Setup(FULL_PATHS, MONTHS, seed))
        runs.append(simulate(what_if(base, {}), each, calibration).chance)
    table = np.array(runs)
    truth = table.mean(axis=0)
    plain = np.sqrt(truth * (1 - truth) / FULL_PATHS)
    return float(table.std(axis=0).mean()), float(plain.mean())


def peak_megabytes(call: object) -> float:
    """Return the most memory a call holds at once, in megabytes."""
    tracemalloc.start()
    call()  # type: ignore[operator]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    is_quick = parser.parse_args(arguments or []).quick
    pack = read_pack(default_pack_folder())
    base = baseline(pack, default_as_of(pack))
    start = perf_counter()
    calibration = calibrate(base, seed=1)
    print(f"calibration of {len(pack.risks)} leaks   {perf_counter() - start:8.2f} s")
    seen = what_if(base, {})
    same = Frame(base, Setup(PATHS, MONTHS, 1))
    ours = seconds(lambda: simulate(seen, same, calibration))
    theirs = seconds(lambda: pandas_loop(same, calibration.leak), 3)
    print(f"{PATHS:,} paths × {len(pack.risks)} risks × {MONTHS} months")
    print(f"hazard clock              {1000 * ours:8.1f} ms (median)")
    print(f"pandas month loop         {1000 * theirs:8.1f} ms (median)")
    print(f"ratio                     {theirs / ours:8.1f} times as fast")
    for paths in (4_096, FULL_PATHS):
        frame = Frame(base, Setup(paths, MONTHS, 1))
        simulate(seen, frame, calibration)
        taken = seconds(lambda frame=frame: simulate(seen, frame, calibration))
        print(f"{paths:>6,} paths              {1000 * taken:8.1f} ms (median)")
    full = Frame(base, Setup(FULL_PATHS, MONTHS, 1))
    peak = peak_megabytes(lambda: simulate(seen, full, calibration))
    print(f"memory at 16,384 paths    {peak:8.1f} MB (draws included)")
    if not is_quick:
        found, plain = rms_error(full, calibration)
        print(f"rms error at 16,384       {found:8.5f} (independent paths {plain:.5f})")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
