"""The pack an app is about, with the states of the days that were asked for."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock
from typing import Any, TypeVar

import numpy as np

import risks
from risks.model import Pack
from risks.model.columns import DAY_SPAN
from risks.rates import Baseline

Made = TypeVar("Made")
MOST_KEPT = 128  # a year of weeks, twice; a baseline takes about 0.2 MB


class Model:
    """A pack, a clock handed in, and the baselines of the days last looked at.

    Parameters
    ----------
    pack
        What is known.
    today
        Returns the present day; called anew for every page, never stored.
    default_as_of
        The date pages are about unless asked otherwise; unset takes the later of the
        newest evidence and the newest judgement.
    cache_folder
        Where recomputable results are kept between runs; unset keeps none.
    """

    def __init__(
        self,
        pack: Pack,
        today: Callable[[], date],
        default_as_of: date | None = None,
        cache_folder: Path | None = None,
    ) -> None:
        self.pack = pack
        self.today = today
        self.cache_folder = cache_folder
        self.default_as_of = default_as_of or risks.default_as_of(pack)
        self._made: OrderedDict[tuple[str, date], Any] = OrderedDict()
        self._making: dict[tuple[str, date], RLock] = {}
        self._lock = Lock()

    @cached_property
    def evidence_days(self) -> tuple[date, date]:
        """Return the first and the last day of all readings and events."""
        days = (self.pack.reading_columns.key % DAY_SPAN).tolist()
        days += self.pack.event_columns.day.tolist()
        days = days or [self.pack.header.published_on.toordinal()]
        return date.fromordinal(min(days)), date.fromordinal(max(days))

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
        days = np.concatenate(
            (self.pack.reading_columns.key % DAY_SPAN, self.pack.event_columns.day)
        )
        newest = int(np.max(days, where=days <= as_of.toordinal(), initial=0))
        return as_of.toordinal() - newest if newest else 0

    @cached_property
    def judged_since(self) -> date | None:
        """Return the day of the first judgement; nothing in a pack without risks."""
        days = [each.judgements[0].judged_on for each in self.pack.risks]
        return min(days, default=None)

    def base(self, as_of: date) -> Baseline:
        """Return the state of a day, scored and rated."""
        return self.once("base", as_of, lambda: risks.baseline(self.pack, as_of))

    def once(self, name: str, as_of: date, make: Callable[[], Made]) -> Made:
        """Return what was made for a day under a name, or make it and keep it.

        Whoever asks while it is being made waits for it.
        """
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
                while len(self._made) > MOST_KEPT:
                    self._made.popitem(last=False)
        return made
