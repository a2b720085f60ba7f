"""State and scores from a million readings, against a pandas filter and sort.

``python -m tests.benchmarks.state`` prints both and their ratio, from one run.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from risks import default_pack_folder, read_pack, scores, state
from risks.model import Pack
from risks.model.columns import reading_columns
from tests.benchmarks.measuring import is_quick, print_machine, seconds

READINGS = 1_000_000
AS_OF = date(2026, 8, 15)
FIRST = date(2010, 1, 1)
FAST_ROUNDS, SLOW_ROUNDS = 400, 9


def million(rng: np.random.Generator) -> tuple[Pack, pd.DataFrame]:
    """Return the shipped pack with a million random readings, and these as a frame."""
    pack = read_pack(default_pack_folder())
    place = rng.integers(0, len(pack.indicators), READINGS)
    day = rng.integers(FIRST.toordinal(), AS_OF.toordinal() + 200, READINGS)
    value = rng.normal(50, 20, READINGS)
    weight = rng.uniform(0.2, 1, READINGS)
    recorded = np.zeros(READINGS)
    columns = reading_columns(place, day, value, weight, recorded)
    large = pack.model_copy()
    large.__dict__["reading_columns"] = columns  # what the property would hold
    frame = pd.DataFrame({"place": place, "day": day, "value": value, "weight": weight})
    return large, frame


def by_pandas(frame: pd.DataFrame, day: int) -> pd.DataFrame:
    """Return the latest reading of each indicator the plain way."""
    known = frame[frame["day"] <= day].sort_values(["place", "day", "weight"])
    return known.groupby("place").tail(1).set_index("place")


def main() -> None:
    """Measure, check that both agree, print."""
    print_machine()
    pack, frame = million(np.random.default_rng(7))
    days = iter(AS_OF - timedelta(days=back % 300) for back in range(10**6))
    found, plain = state(pack, AS_OF), by_pandas(frame, AS_OF.toordinal())
    measured = ~pack.indicator_columns.is_derived
    expected = plain["value"].reindex(range(len(pack.indicators))).to_numpy()
    assert np.array_equal(found.values[measured], expected[measured])
    ours = seconds(lambda: scores(state(pack, next(days))), FAST_ROUNDS)
    theirs = seconds(
        lambda: by_pandas(frame, next(days).toordinal()),
        3 if is_quick() else SLOW_ROUNDS,
    )
    print(f"{READINGS:,} readings, {len(pack.indicators)} indicators")
    print(f"state and scores            {1000 * ours:9.3f} ms (median)")
    print(f"pandas filter and sort      {1000 * theirs:9.3f} ms (median)")
    print(f"ratio                       {theirs / ours:9.0f} times as fast")


if __name__ == "__main__":
    main()
