"""ISO weeks as reviews count them: days and their end in the team's time zone.

The zone has no summer time, so that every week is as long as the next.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from risks.reviews.errors import ReviewError

ZONE = timezone(timedelta(hours=4))
ZONE_WORDS = "UTC+4"
SPELLING = re.compile(r"([0-9]{4})-W([0-9]{2})", re.ASCII)
SUNDAY = 7


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week; its text is ``2026-W47``."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return it as ISO 8601 writes it."""
        return f"{self.year:04}-W{self.number:02}"

    @property
    def first_day(self) -> date:
        """Return its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Return its Sunday."""
        return date.fromisocalendar(self.year, self.number, SUNDAY)

    @property
    def cut_off(self) -> datetime:
        """Return the instant it ends: midnight after Sunday in the team's zone."""
        after = self.last_day + timedelta(days=1)
        return datetime.combine(after, time.min, ZONE)


def week_of(text: str) -> Week:
    """Return the week a text names.

    Raises
    ------
    ReviewError
        If it names none, such as week 53 of a year of 52.
    """
    found = SPELLING.fullmatch(text)
    try:
        year, number = (int(each) for each in found.groups()) if found else (0, 0)
        date.fromisocalendar(year, number, SUNDAY)
    except ValueError as error:
        what = f"{text!r} is not an ISO week; write it as 2026-W47"
        raise ReviewError(what) from error
    return Week(year, number)


def local_day(instant: datetime) -> date:
    """Return the day it is in the team's zone."""
    return instant.astimezone(ZONE).date()
