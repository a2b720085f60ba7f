"""The pack an app is about, with the states of the days that were asked for.

With a workspace it is the pack and the team's log. The log may grow at any moment, so
what one page is made of is held ``steady`` while it is drawn; the next one looks anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock, local
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

import risks
from risks.model import Pack
from risks.model.columns import DAY_SPAN
from risks.rates import Baseline

if TYPE_CHECKING:
    from dashboard.queries.log import Log, Standing
    from risks.workspace import Recorded

Made = TypeVar("Made")
MOST_KEPT = 128  # a year of weeks, twice; a baseline takes about 0.2 MB
MOST_LARGE = 16  # four days of simulated futures; a day takes about 34 MB


class Shelf:
    """What was made of one pack, by name and day; the longest unused is let go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[tuple[str, date], Any] = OrderedDict()
        self._making: dict[tuple[str, date], RLock] = {}
        self._lock = Lock()

    def once(self, name: str, as_of: date, make: Callable[[], Made]) -> Made:
        """Return what was made for a day under a name, or make it and keep it."""
        key = (name, as_of)
        with self._lock:
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._made:
                    self._made.move_to_end(key)
                    found: Made = self._made[key]
                    return found
            made = make()
            with self._lock:
                self._made[key] = made
                self._making.pop(key, None)
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
        return made


@dataclass(frozen=True)
class Known:
    """A pack as it stands with the log so far, and all that was made of it."""

    pack: Pack
    standing: "Standing | None" = None
    shelf: Shelf = field(default_factory=lambda: Shelf(MOST_KEPT))
    large: Shelf = field(default_factory=lambda: Shelf(MOST_LARGE))

    def with_log(self, standing: "Standing") -> "Known":
        """Return what stands now; entries that change no number drop none."""
        treating = self.standing.treating if self.standing else ()
        if standing.pack.hash != self.pack.hash or standing.treating != treating:
            return Known(standing.pack, standing)
        return Known(self.pack, standing, self.shelf, self.large)

    def base(self, as_of: date) -> Baseline:
        """Return the state of a day, scored and rated, with treatments under way."""
        if self.standing is None:
            return risks.baseline(self.pack, as_of)
        return self.standing.base(as_of)

    @cached_property
    def default_as_of(self) -> date:
        """Return the last day anything was read, judged, answered or treated."""
        if self.standing is None:
            return risks.default_as_of(self.pack)
        return self.standing.newest_day

    @cached_property
    def evidence_days(self) -> tuple[date, date]:
        """Return the first and the last day of all readings and events."""
        days = (self.pack.reading_columns.key % DAY_SPAN).tolist()
        days += self.pack.event_columns.day.tolist()
        days = days or [self.pack.header.published_on.toordinal()]
        return date.fromordinal(min(days)), date.fromordinal(max(days))


class Model:
    """A pack, a clock handed in, and the baselines of the days last looked at.

    Parameters
    ----------
    pack
        What is known, without a log.
    today
        Returns the present day; called anew for every page, never stored.
    default_as_of
        The date pages are about unless asked otherwise; unset takes the last day
        anything was read, judged, answered or treated.
    cache_folder
        Where recomputable results are kept between runs; unset keeps none.

    Attributes
    ----------
    log
        What the team adds to the pack; ``follow`` sets it, unset is the pack alone.
    """

    def __init__(
        self,
        pack: Pack,
        today: Callable[[], date],
        default_as_of: date | None = None,
        cache_folder: Path | None = None,
    ) -> None:
        self.today = today
        self.cache_folder = cache_folder
        self.log: Log | None = None
        self._stated_as_of = default_as_of
        self._newest = Known(pack)
        self._lock = Lock()
        self._held = local()

    def follow(self, log: "Log") -> "Model":
        """Take in a log over this pack, now and as it grows; returns this model."""
        self.log = log
        return self

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Hold what this thread sees, from its first look on, until the block ends."""
        outer = getattr(self._held, "is_on", False)
        self._held.is_on = True
        try:
            yield
        finally:
            if not outer:
                self._held.is_on, self._held.known = False, None

    @property
    def pack(self) -> Pack:
        """Return the pack with the log so far; the pack itself without a log."""
        return self._known.pack

    @property
    def entries(self) -> "tuple[Recorded, ...]":
        """Return the entries of the log, oldest first; none without one."""
        standing = self._known.standing
        return standing.entries if standing else ()

    @property
    def default_as_of(self) -> date:
        """Return the date pages are about unless asked otherwise."""
        return self._stated_as_of or self._known.default_as_of

    @property
    def evidence_days(self) -> tuple[date, date]:
        """Return the first and the last day of all readings and events."""
        return self._known.evidence_days

    @property
    def first_day(self) -> date:
        """Return the first day a page can be about."""
        return self.evidence_days[0]

    @property
    def last_day(self) -> date:
        """Return the last day a page can be about: today, or the newest evidence."""
        return max(self.today(), self.default_as_of)

    def evidence_age_days(self, as_of: date) -> int:
        """Return how old, on a date, the newest evidence known then was; at least 0."""
        pack = self.pack
        days = np.concatenate(
            (pack.reading_columns.key % DAY_SPAN, pack.event_columns.day)
        )
        newest = int(np.max(days, where=days <= as_of.toordinal(), initial=0))
        return as_of.toordinal() - newest if newest else 0

    @property
    def judged_since(self) -> date | None:
        """Return the day of the first judgement; nothing in a pack without risks."""
        days = [each.judgements[0].judged_on for each in self.pack.risks]
        return min(days, default=None)

    def base(self, as_of: date) -> Baseline:
        """Return the state of a day, scored and rated, with treatments under way."""
        known = self._known
        return known.shelf.once("base", as_of, lambda: known.base(as_of))

    def once(self, name: str, as_of: date, make: Callable[[], Made]) -> Made:
        """Return what was made for a day under a name, or make it and keep it.

        Whoever asks while it is being made waits for it. It is made again once the
        log has changed the pack.
        """
        with self.steady():
            return self._known.shelf.once(name, as_of, make)

    def once_large(self, name: str, as_of: date, make: Callable[[], Made]) -> Made:
        """Do the same for what takes megabytes, and keep it for a few days only."""
        with self.steady():
            return self._known.large.once(name, as_of, make)

    @property
    def _known(self) -> Known:
        if not getattr(self._held, "is_on", False):
            return self._look()
        held: Known | None = getattr(self._held, "known", None)
        if held is None:
            held = self._held.known = self._look()
        return held

    def _look(self) -> Known:
        if self.log is None:
            return self._newest
        standing = self.log.standing()
        with self._lock:
            if standing is not self._newest.standing:
                self._newest = self._newest.with_log(standing)
            return self._newest
