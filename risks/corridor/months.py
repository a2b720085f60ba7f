"""Days as months after as_of, and back.

Month t ends on the same day of the month t months later; within a month, days count
evenly. So a month of 28 days and one of 31 are both one month long.
"""

from datetime import date, timedelta
from math import floor

import numpy as np
import numpy.typing as npt

from risks.model.columns import Floats
from risks.rates import months_after


def months_until(as_of: date, day: date) -> float:
    """Return how many months after as_of a day lies; negative before it."""
    whole = (day.year - as_of.year) * 12 + day.month - as_of.month
    if months_after(as_of, whole) > day:
        whole -= 1
    start, end = months_after(as_of, whole), months_after(as_of, whole + 1)
    return whole + (day - start).days / (end - start).days


def day_after(as_of: date, months: float) -> date:
    """Return the day, to the nearest, that lies some months after as_of."""
    whole = floor(months)
    start, end = months_after(as_of, whole), months_after(as_of, whole + 1)
    return start + timedelta(days=round((months - whole) * (end - start).days))


def first_month_after(ends: Floats, last: int) -> npt.NDArray[np.int16]:
    """Return per path the month from which a hit comes after an end.

    A hit of month t comes before the end when ``t`` is less than this; a hit that
    never came, noted as ``last + 1``, does not.
    """
    return np.ceil(np.minimum(ends, last + 1)).astype(np.int16)
