"""Whether a reading can be confirmed as unchanged today, or why not."""

from datetime import date

from risks.model import Indicator, Kind, Reading


def why_not_confirmed(
    indicator: Indicator, reading: Reading | None, today: date
) -> str:
    """Return why a reading in force cannot be confirmed today; empty if it can."""
    if indicator.kind is Kind.EVENT_PRESSURE:
        return "is worked out from dated events; only a new event makes it current"
    if reading is None:
        return "has no reading that could be confirmed; add one instead"
    if reading.observed_on >= today:
        return "was read today already; there is nothing to confirm"
    return ""
