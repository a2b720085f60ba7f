"""What a review is made of: reviews as the log holds them, and the team's limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from risks.reviews.weeks import Week, week_of
from risks.workspace import (
    Appetite,
    Draft,
    EntryKind,
    PackChange,
    Position,
    Recorded,
    Review,
    latest,
)


@dataclass(frozen=True)
class Limits:
    """The team's appetites by risk, and its positions."""

    appetites: Mapping[str, Appetite] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True)
class Held:
    """A review as the log holds it.

    ``closed`` is the first entry that closed it; none after that changes it.
    """

    week: Week
    latest: Recorded
    closed: Recorded | None

    @property
    def stands(self) -> Recorded:
        """Return the entry that counts: the closing one, else the latest."""
        return self.closed or self.latest

    @property
    def review(self) -> Review:
        """Return what the entry that counts says."""
        return review_of(self.stands)


@dataclass(frozen=True)
class Step:
    """A draft to record, and the version of its subject it starts from."""

    draft: Draft
    expected_version: int


def limits_of(entries: Sequence[Recorded]) -> Limits:
    """Return the appetites and positions that stand in a log."""
    appetites = [x.payload for x in latest(entries, EntryKind.APPETITE).values()]
    positions = [x.payload for x in latest(entries, EntryKind.POSITION).values()]
    return Limits(
        {
            each.risk_id: each
            for each in appetites
            if isinstance(each, Appetite) and not each.removed
        },
        tuple(
            each
            for each in positions
            if isinstance(each, Position) and not each.removed
        ),
    )


def review_of(entry: Recorded) -> Review:
    """Return the review an entry holds; ``TypeError`` if it holds another kind."""
    if not isinstance(entry.payload, Review):
        raise TypeError(f"entry {entry.seq} is no review")
    return entry.payload


def held(entries: Iterable[Recorded]) -> tuple[Held, ...]:
    """Return every review of a log, earliest week first."""
    by_week: dict[Week, list[Recorded]] = {}
    for each in entries:
        if isinstance(each.payload, Review):
            by_week.setdefault(week_of(each.payload.week), []).append(each)
    return tuple(_held(week, said) for week, said in sorted(by_week.items()))


def closed_before(entries: Iterable[Recorded], week: Week) -> tuple[Held, ...]:
    """Return the closed reviews of earlier weeks, the latest week last."""
    return tuple(each for each in held(entries) if each.closed and each.week < week)


def pack_named(entries: Sequence[Recorded]) -> str | None:
    """Return the hash of the pack a log was last read with, if it names one."""
    named = [x.payload.pack_hash for x in entries if isinstance(x.payload, PackChange)]
    return named[-1] if named else None


def days_of(entry: Recorded, entries: Sequence[Recorded]) -> tuple[date, ...]:
    """Return the days an entry is about, those of what it corrects included."""
    payload = entry.payload
    days = list(payload.past_days.values())
    corrected = getattr(payload, "pack_reading", None)
    if corrected is not None:
        days.append(corrected.observed_on)
    named = getattr(payload, "entry", None)
    if named is not None:
        days += (day for x in entries if x.seq == named for day in days_of(x, entries))
    return tuple(days)


def _held(week: Week, said: Sequence[Recorded]) -> Held:
    closing = (each for each in said if review_of(each).status == "closed")
    return Held(week, said[-1], next(closing, None))
