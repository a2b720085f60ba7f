"""When an entry was recorded, on machines whose clocks cannot be trusted.

The log's time never runs backwards: after a clock was set back, entries carry the
instant of the entry before them until it catches up. That makes a clock that jumps
ahead the worse fault, since one entry dated years ahead would drag every later one
with it, for good. So a jump of more than a day while the program runs, against the
time the machine itself has counted, is refused; opening the workspace anew accepts
the clock, after someone had a look at it. Between two runs a jump cannot be told from
a quiet time (teams meet weekly), so a long gap is only noted in words.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from risks.workspace.errors import ClockError

LONGEST_JUMP = timedelta(days=1)
LONG_GAP = timedelta(days=31)
NOTED_LAG = timedelta(minutes=1)

Clock = Callable[[], datetime]
Stopwatch = Callable[[], float]


def seconds_counted() -> float:
    """Return seconds since some fixed moment, sleep of the machine included."""
    counter = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if counter is None else time.clock_gettime(counter)


class WatchedClock:
    """A clock that is compared with a stopwatch each time it is read.

    Parameters
    ----------
    clock
        Returns the present instant, with a time zone.
    stopwatch
        Returns seconds that only ever rise evenly.
    """

    def __init__(self, clock: Clock, stopwatch: Stopwatch = seconds_counted) -> None:
        self._clock, self._stopwatch = clock, stopwatch
        # Where the stopwatch stood at zero; a clock that is set back and put right
        # again has not jumped, so only the latest such instant is kept.
        self._zero = self._read() - self._counted()

    def now(self) -> datetime:
        """Return the present UTC instant.

        Raises
        ------
        ClockError
            If it lies more than a day ahead of what the stopwatch says.
        """
        now = self._read()
        zero = now - self._counted()
        jumped = zero - self._zero
        if jumped > LONGEST_JUMP:
            raise ClockError(
                f"this machine's clock jumped {jumped.days} days ahead, to "
                f"{now:%Y-%m-%d %H:%M} UTC, and nothing was recorded: entries dated "
                "ahead could never be put right. If the clock is right now, open the "
                "workspace again"
            )
        self._zero = max(zero, self._zero)
        return now

    def seconds(self) -> float:
        """Return what the stopwatch says."""
        return self._stopwatch()

    def _counted(self) -> timedelta:
        return timedelta(seconds=self._stopwatch())

    def _read(self) -> datetime:
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError(f"the clock must name its time zone, found {now}")
        return now.astimezone(UTC)


def after(previous: datetime | None, now: datetime) -> tuple[datetime, str]:
    """Return the instant to record and what to note about it, in words."""
    if previous is None:
        return now, ""
    if previous > now:
        return previous, _lag_note(previous - now)
    if now - previous > LONG_GAP:
        days = (now - previous).days
        return (
            now,
            f"recorded {days} days after the entry before it; is the clock right?",
        )
    return now, ""


def _lag_note(lag: timedelta) -> str:
    if lag <= NOTED_LAG:
        return ""
    words = f"{lag.days} days" if lag.days else f"{lag.seconds // 60} minutes"
    return (
        f"this machine's clock is {words} behind the last entry; recorded at that "
        "entry's instant, since the log never runs backwards"
    )
