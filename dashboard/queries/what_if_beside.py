"""The closed reviews that the what-if can stand beside."""

from dataclasses import dataclass
from datetime import date

from dashboard.queries.compared import closed_days
from dashboard.queries.model import Model


@dataclass(frozen=True)
class ClosedChoice:
    """A closed week, ``2026-W46``, and the day that its review was about."""

    id: str
    day: date


def closed_choices(model: Model, as_of: date) -> tuple[ClosedChoice, ...]:
    """Return the weeks closed about an earlier day, the latest first."""
    days = closed_days(model).items()
    return tuple(ClosedChoice(week, day) for week, day in days if day < as_of)
