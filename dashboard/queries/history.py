"""The weekly pressures of every register, kept between runs."""

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np

import risks
from dashboard.cache import hash_of_files, key_of, remember
from risks.model import Pack

WEEKS = 26
STEP = 5  # the ends of the scale are whole fives


@dataclass(frozen=True)
class Weeks:
    """Register pressures by week, oldest first, the last one as_of.

    ``pressure`` has a tuple a register in pack order, NaN where nothing weighs;
    ``has_reading`` says which weeks brought that register a new reading.
    """

    days: tuple[date, ...]
    pressure: tuple[tuple[float, ...], ...]
    has_reading: tuple[tuple[bool, ...], ...]


def weeks_before(pack: Pack, as_of: date, folder: Path | None) -> Weeks:
    """Return the 26 weeks up to a date, from the cache where it has them."""
    return remember(
        folder,
        key_of("weeks", code_hash(), pack.hash, as_of, WEEKS),
        lambda: replayed(pack, as_of),
        write=to_json,
        read=from_json,
    )


def replayed(pack: Pack, as_of: date) -> Weeks:
    """Replay the 26 weeks up to a date from the evidence."""
    found = risks.weekly_pressure(pack, as_of, WEEKS)
    return Weeks(
        found.days,
        tuple(tuple(map(float, column)) for column in found.pressure.T),
        tuple(tuple(map(bool, column)) for column in found.has_reading.T),
    )


def pressure_range(pack: Pack, first: date, last: date) -> tuple[int, int]:
    """Return the fives, 0 to 100, between which all weekly pressures of a span lie.

    One range for every date keeps the lines of two dates comparable; 0 and 100 where
    nothing weighs.
    """
    weeks = max((last - first).days // 7 + 1, WEEKS)
    found = risks.weekly_pressure(pack, last, weeks).pressure
    known = found[~np.isnan(found)]
    if not known.size:
        return 0, 100
    low, high = floor(known.min() / STEP), ceil(known.max() / STEP)
    return STEP * low, STEP * max(high, low + 1)


@cache
def code_hash() -> str:
    """Return a hash of the source that made the numbers, and of what compares them."""
    folders = (Path(risks.__file__).parent, Path(__file__).parent)
    return "".join(map(hash_of_files, folders))


def to_json(weeks: Weeks) -> dict[str, Any]:
    """Return weeks as JSON; a missing pressure is null."""
    return {
        "days": [each.isoformat() for each in weeks.days],
        "pressure": [
            [None if math.isnan(each) else each for each in row]
            for row in weeks.pressure
        ],
        "has_reading": [list(row) for row in weeks.has_reading],
    }


def from_json(kept: Any) -> Weeks:
    """Read weeks back; raises on anything ``to_json`` does not write."""
    weeks = Weeks(
        tuple(date.fromisoformat(each) for each in kept["days"]),
        tuple(tuple(map(_pressure, row)) for row in kept["pressure"]),
        tuple(tuple(map(_flag, row)) for row in kept["has_reading"]),
    )
    rows = [*weeks.pressure, *weeks.has_reading]
    if any(len(row) != len(weeks.days) for row in rows):
        raise ValueError("the kept weeks are not all there")
    return weeks


def _pressure(kept: Any) -> float:
    if kept is None:
        return math.nan
    if isinstance(kept, bool) or not 0 <= float(kept) <= 100:
        raise ValueError(f"{kept} is no pressure")
    return float(kept)


def _flag(kept: Any) -> bool:
    if not isinstance(kept, bool):
        raise TypeError(f"{kept} is neither true nor false")
    return kept
