"""Indicators and the evidence behind them: readings and events."""

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from risks.model.base import Day, Finite, Id, Record, Text, Url

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]
BAND_COUNT = 5
POSTURE_MAX = BAND_COUNT - 1


class Kind(StrEnum):
    """How an indicator comes by its readings."""

    MEASURED = "measured"  # a source counted or published it
    JUDGED = "judged"  # the desk judged it, citing events
    EVENT_PRESSURE = "event-pressure"  # derived from the register's events


class Indicator(Record):
    """An observable signal with the goalposts that turn it into a score.

    Attributes
    ----------
    id
        Unique in the pack: words joined by hyphens.
    title, unit
        What is observed, and the unit of every reading, in words.
    goalposts
        The readings that score 0, 33, 67 and 100 (or only 0 and 100), in ``unit``;
        strictly rising or strictly falling, and that order is the direction.
    goalposts_reason
        Why these and no others.
    cadence
        How often a new reading is due, in words.
    stale_after_days
        Age in days from which a reading starts to fade.
    half_life_days
        Days past ``stale_after_days`` over which a reading loses half its weight;
        unset takes the ``half_life_days`` of the assumptions.
    no_news
        Score, 0 to 100, that the indicator falls back to when nothing is known.
    weight
        Weight in its register's pressure; 0 keeps it as context only.
    lever, step
        Whether it is a headline what-if slider, and that slider's step in ``unit``.
    bands
        For a judged posture: the names of 0, 1, 2, 3 and 4, calm to extreme.
    publisher, feed
        Who publishes the readings; where a program could fetch them.
    """

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=90)]
    unit: Annotated[str, Field(min_length=1, max_length=40)]
    kind: Kind = Kind.MEASURED
    goalposts: tuple[Finite, ...]
    goalposts_reason: Text
    cadence: Text
    stale_after_days: Annotated[int, Field(gt=0, le=3660)]
    half_life_days: Annotated[int, Field(gt=0, le=3660)] | None = None
    no_news: Annotated[float, Field(ge=0, le=100)] = 50.0
    weight: Annotated[float, Field(ge=0, le=10)] = 1.0
    lever: bool = False
    step: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    bands: tuple[Text, ...] = ()
    publisher: str = ""
    feed: str = ""
    register_id: Id

    @model_validator(mode="after")
    def _goalposts_in_order(self) -> Self:
        posts = self.goalposts
        if len(posts) not in (2, 4):
            msg = f"goalposts has {len(posts)} numbers; give 4 (0, 33, 67, 100) or 2"
            raise ValueError(msg)
        steps = [right - left for left, right in pairwise(posts)]
        if not (all(s > 0 for s in steps) or all(s < 0 for s in steps)):
            shown = ", ".join(f"{post:g}" for post in posts)
            msg = f"goalposts {shown} neither rise nor fall all the way"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _lever_has_step(self) -> Self:
        if self.lever and self.step is None:
            raise ValueError("a lever needs a step")
        return self

    @model_validator(mode="after")
    def _posture_has_bands(self) -> Self:
        if self.kind is Kind.JUDGED and len(self.bands) != BAND_COUNT:
            msg = (
                f"a judged indicator needs {BAND_COUNT} bands, found {len(self.bands)}"
            )
            raise ValueError(msg)
        if self.kind is not Kind.JUDGED and self.bands:
            raise ValueError("only a judged indicator has bands")
        return self

    @property
    def lowest(self) -> float:
        """Return the smaller end of the goalposts, in ``unit``."""
        return min(self.goalposts)

    @property
    def highest(self) -> float:
        """Return the larger end of the goalposts, in ``unit``."""
        return max(self.goalposts)


class Reading(Record):
    """One value of one indicator on one day from one source.

    A measured reading carries a source and an Admiralty grade. A judged one carries
    its author and the ids of the events it rests on instead, and no grade.
    """

    indicator_id: Id
    observed_on: Day
    recorded_at: AwareDatetime
    value: Finite
    source: Text
    url: Url | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    note: str = ""
    author: str = ""
    event_ids: tuple[Id, ...] = ()

    @property
    def grade(self) -> str:
        """Return the Admiralty grade, ``A1`` to ``F6``, or ``judged``."""
        if self.reliability is None or self.credibility is None:
            return "judged"
        return self.reliability + self.credibility


class Event(Record):
    """Something that happened and raises or lowers the pressure of a register.

    ``severity`` runs from 1 (noted) to 5 (changes the picture).
    """

    id: Id
    happened_on: Day
    register_id: Id
    title: Annotated[str, Field(min_length=1, max_length=200)]
    direction: Literal["raises", "lowers", "neutral"]
    severity: Annotated[int, Field(ge=1, le=5)]
    source: Text
    url: Url
    reliability: Reliability
    credibility: Credibility
    note: str = ""

    @property
    def sign(self) -> int:
        """Return +1 if the event raises the pressure, -1 if it lowers it, else 0."""
        return {"raises": 1, "lowers": -1, "neutral": 0}[self.direction]

    @property
    def grade(self) -> str:
        """Return the Admiralty grade, ``A1`` to ``F6``."""
        return self.reliability + self.credibility


class RecordedEvent(Event):
    """An event that was recorded after the pack was published, and by whom."""

    recorded_at: AwareDatetime
    author: str


class CalendarEntry(Record):
    """A dated thing ahead that can move the numbers.

    ``latest_on`` is set where only a span is known; the entry then covers
    ``due_on`` to ``latest_on``.
    """

    due_on: Day
    latest_on: Day | None = None
    title: Text
    register_id: Id
    risk_ids: tuple[Id, ...] = ()
    source: Text
    url: Url | None = None

    @model_validator(mode="after")
    def _span_in_order(self) -> Self:
        if self.latest_on is not None and self.latest_on < self.due_on:
            msg = f"latest_on {self.latest_on} lies before due_on {self.due_on}"
            raise ValueError(msg)
        return self

    @property
    def ends_on(self) -> date:
        """Return the last day the entry can fall on."""
        return self.latest_on or self.due_on
