"""How time and memory grow with the number of risks: 40, 300 and 3,000 made-up ones.

``python -m tests.benchmarks.growth`` prints one simulation at 4,096 and at 16,384
paths; links grow in proportion. ``--quick`` leaves out the largest.
"""

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from risks import what_if
from risks.corridor import Corridor, outcomes
from risks.model import Pack, Risk
from risks.rates import baseline
from risks.simulation import Calibration, Frame, Setup, calibrate, simulate
from tests.benchmarks.measuring import (
    DRAG_PATHS,
    FULL_PATHS,
    MONTHS,
    is_quick,
    peak_megabytes,
    print_machine,
    seconds,
)
from tests.builders import PUBLISHED_ON, make_judgement, make_pack, make_risk
from tests.records import make_trigger

SIZES = ((40, DRAG_PATHS), (40, FULL_PATHS), (300, DRAG_PATHS), (300, FULL_PATHS))
QUICK_SIZES = SIZES[:3]
LARGEST = (3_000, DRAG_PATHS)
LINKS_PER_RISK = 3.25  # as in the shipped pack: 130 links between 40 risks
STRENGTHS = (1, 2, 3, -1, -2)
SHARES = (0.65, 0.25, 0.07, 0.02, 0.01)
DEADLINES = ("2027-08-15", "2028-12-31", "2030-06-30")
LEAK_PATHS = 1_024
NOTHING = ("signals", "treatments", "readings", "events", "calendar", "scenarios")


def made_up_pack(count: int, seed: int = 7) -> Pack:
    """Return a pack of so many risks with chances, deadlines and links by lot."""
    rng = np.random.default_rng(seed)
    risks = tuple(made_up_risk(place, rng) for place in range(count))
    triggers = tuple(
        make_trigger(f"TW{source}", f"TW{target}", strength)
        for source, target, strength in made_up_links(count, rng)
    )
    bare = dict.fromkeys(NOTHING, ())
    return make_pack(**bare, funding_sources=(), risks=risks, triggers=triggers)


def made_up_risk(place: int, rng: np.random.Generator) -> Risk:
    """Return a risk of 3 to 60 %; two in five are something left undone by a day."""
    likely = float(rng.uniform(0.03, 0.6))
    judged = make_judgement(low=likely / 2, likely=likely, high=min(1.6 * likely, 0.95))
    is_undone = rng.random() < 0.4
    return make_risk(
        id=f"TW{place}",
        deadline=str(rng.choice(DEADLINES)) if is_undone else None,
        horizon_months=None if is_undone else 12,
        judgements=[judged],
    )


def made_up_links(
    count: int, rng: np.random.Generator
) -> Iterator[tuple[int, int, int]]:
    """Yield source, target and strength of links, no pair twice."""
    wanted = int(LINKS_PER_RISK * count)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < wanted:
        source, target = (int(each) for each in rng.integers(0, count, 2))
        if source != target:
            pairs[source, target] = None
    strengths = rng.choice(STRENGTHS, size=wanted, p=SHARES).tolist()
    for (source, target), strength in zip(pairs, strengths, strict=True):
        yield source, target, strength


def print_row(pack: Pack, leaks: Calibration, paths: int) -> None:
    """Print what one simulation and its outcomes take."""
    base = baseline(pack, PUBLISHED_ON)
    seen, count = what_if(base, {}), len(pack.risks)
    frame = Frame(base, Setup(paths, MONTHS, 1))
    peak = peak_megabytes(lambda: simulate(seen, frame, leaks))
    corridor = Corridor(frame)
    hits = seconds(lambda: simulate(seen, frame, leaks), 3)
    found = simulate(seen, frame, leaks)
    after = seconds(lambda: outcomes(found, corridor), 1)
    cells = 1e9 * hits / (count * paths)
    print(
        f"{count:>6,}{paths:>9,}{1000 * hits:>12.1f}{1000 * hits / count:>12.3f}"
        f"{cells:>12.0f}{1000 * after:>12.1f}{peak:>10.0f}"
    )


def main() -> None:
    """Measure and print."""
    print_machine()
    print(
        f"{'risks':>6}{'paths':>9}{'hits ms':>12}{'ms a risk':>12}"
        f"{'ns a cell':>12}{'outcomes ms':>12}{'peak MB':>10}"
    )
    sizes = QUICK_SIZES if is_quick() else (*SIZES, LARGEST)
    made: dict[int, tuple[Pack, Calibration]] = {}
    for count, paths in sizes:
        if count not in made:
            pack, start = made_up_pack(count), perf_counter()
            leaks = calibrate(baseline(pack, PUBLISHED_ON), seed=1, paths=LEAK_PATHS)
            made[count] = pack, leaks
            taken = perf_counter() - start
            print(
                f"{count:>6,} risks, {len(pack.triggers):,} links: leaks {taken:.1f} s"
            )
        print_row(*made[count], paths)


if __name__ == "__main__":
    main()
