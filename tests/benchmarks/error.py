"""How far a simulated chance is from the mean of two million futures.

``python -m tests.benchmarks.error`` prints the root mean square over the risks of the
shipped pack; ``--quick`` compares with half a million.
"""

from time import perf_counter

import numpy as np

from risks import what_if
from risks.model.columns import Floats
from risks.simulation import Frame, Setup, simulate
from tests.benchmarks.measuring import (
    FULL_PATHS,
    MONTHS,
    is_quick,
    print_machine,
    shipped,
    shipped_leaks,
)

RUNS, QUICK_RUNS = 122, 31  # of 16,384 paths each: two million, half a million
FIRST_SEED = 1000
MOST = 0.0012


def chances(runs: int) -> tuple[Floats, Floats]:
    """Return the chance of each risk in independent runs, and its stated error.

    Both of shape (runs, risks): on each risk's own span, and by the end where that
    span ends after the months.
    """
    base, leaks, chance, error = shipped(), shipped_leaks(), [], []
    for seed in range(FIRST_SEED, FIRST_SEED + runs):
        frame = Frame(base, Setup(FULL_PATHS, MONTHS, seed))
        found = simulate(what_if(base, {}), frame, leaks)
        chance.append(np.where(np.isnan(found.chance), found.p_end, found.chance))
        error.append(found.chance_se)
    return np.array(chance), np.array(error)


def root_mean_square(numbers: Floats) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt(np.nanmean(np.square(numbers))))


def main() -> None:
    """Measure and print."""
    print_machine()
    runs, start = QUICK_RUNS if is_quick() else RUNS, perf_counter()
    chance, stated = chances(runs)
    truth = chance.mean(axis=0)
    # The truth holds a share of every run: without that the errors are a bit larger.
    ours = (chance - truth) * np.sqrt(runs / (runs - 1))
    plain = np.sqrt(truth * (1 - truth) / FULL_PATHS)
    by_risk = np.sqrt(np.square(ours).mean(axis=0))
    ids = [each.id for each in shipped().pack.risks]
    print(f"{runs * FULL_PATHS:,} paths as the truth, {perf_counter() - start:.0f} s")
    print(
        f"{'rms error at 16,384 paths':<46}{root_mean_square(ours):10.5f}"
        f"   reach ≤ {MOST}"
    )
    print(f"{'the same of independent paths':<46}{root_mean_square(plain):10.5f}")
    print(
        f"{'the same as standard errors state it':<46}{root_mean_square(stated):10.5f}"
    )
    print(f"{'the worst risk, ' + ids[by_risk.argmax()]:<46}{by_risk.max():10.5f}")


if __name__ == "__main__":
    main()
