"""Opening and closing a weekly review: drafts for the log, or a refusal in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from risks.model import Pack
from risks.reviews.errors import ReviewError
from risks.reviews.numbers import Draws, View, seen_hash
from risks.reviews.records import Held, Step, held, pack_named, review_of
from risks.reviews.states import Frozen
from risks.reviews.weeks import ZONE_WORDS, Week, local_day
from risks.workspace import (
    GENESIS,
    Draft,
    PackChange,
    Payload,
    Recorded,
    Review,
)


@dataclass(frozen=True)
class Meeting:
    """What a review is opened or closed with.

    Attributes
    ----------
    now
        The present instant, with a time zone.
    as_of
        Day of the numbers; unset is the week's last day, or the day it is now in the
        team's zone if that comes first.
    present, minutes
        Who took part, and paragraphs; unset keeps those of the opening.
    """

    week: Week
    author: str
    now: datetime
    as_of: date | None = None
    present: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    draws: Draws = field(default_factory=Draws)


def pack_step(pack: Pack, entries: Sequence[Recorded], author: str) -> Step | None:
    """Return the entry that names the pack, if the log does not name it already.

    Record it before a review is opened or closed, so that the review's anchor covers
    which pack it saw.
    """
    if pack_named(entries) == pack.hash:
        return None
    header = pack.header
    payload = PackChange(
        pack_id=header.id,
        pack_hash=pack.hash,
        title=header.title,
        published_on=header.published_on,
    )
    return _step(entries, author, payload)


def opening(pack: Pack, entries: Sequence[Recorded], meeting: Meeting) -> Step:
    """Return the entry that opens a review.

    Raises
    ------
    ReviewError
        If the week is open or closed already, has not begun, or ended before the
        pack was published.
    """
    found = _found(entries, meeting.week)
    if found and found.closed:
        raise ReviewError(_closed_already(found))
    if found:
        when = f"{found.latest.author} opened it (entry {found.latest.seq})"
        raise ReviewError(f"the review of {meeting.week} is open already: {when}")
    return _review_step(pack, entries, meeting, "open")


def closing(pack: Pack, entries: Sequence[Recorded], meeting: Meeting) -> Step:
    """Return the entry that closes a review and freezes what it saw.

    Raises
    ------
    ReviewError
        If the week is closed already, or was never opened; see ``opening``.
    """
    found = _found(entries, meeting.week)
    if found is None:
        what = f"the review of {meeting.week} is not open; open it first"
        raise ReviewError(what)
    if found.closed:
        raise ReviewError(_closed_already(found))
    said = review_of(found.latest)
    with_minutes = Meeting(
        meeting.week,
        meeting.author,
        meeting.now,
        meeting.as_of,
        meeting.present or said.present,
        (*said.minutes, *meeting.minutes),
        meeting.draws,
    )
    return _review_step(pack, entries, with_minutes, "closed")


def day_of(pack: Pack, meeting: Meeting) -> date:
    """Return the day the numbers of a meeting are about.

    Raises
    ------
    ReviewError
        If it lies outside the week, ahead, or before the pack was published.
    """
    week, today = meeting.week, local_day(meeting.now)
    day = meeting.as_of or min(week.last_day, today)
    span = f"{week} runs from {week.first_day} to {week.last_day}"
    if not meeting.as_of and day < week.first_day:
        raise ReviewError(f"{span} and has not begun; today is {today} in {ZONE_WORDS}")
    if not week.first_day <= day <= week.last_day:
        raise ReviewError(f"{day} does not lie in the week: {span}")
    if day > today:
        raise ReviewError(f"{day} lies ahead: today is {today} in {ZONE_WORDS}")
    if day < pack.header.published_on:
        since = f"{pack.header.title} was published on {pack.header.published_on}"
        raise ReviewError(f"a review as of {day} came before the pack: {since}")
    return day


def _review_step(
    pack: Pack,
    entries: Sequence[Recorded],
    meeting: Meeting,
    status: Literal["open", "closed"],
) -> Step:
    meeting = _on_the_logs_time(entries, meeting)
    frozen = Frozen(pack, entries, day_of(pack, meeting))
    payload = Review(
        week=str(meeting.week),
        status=status,
        as_of=frozen.as_of,
        known_at=meeting.now.astimezone(UTC),
        state_hash=seen_hash(View(frozen, meeting.draws)),
        head_seq=frozen.head,
        head_hash=entries[-1].row.hash if entries else GENESIS,
        present=meeting.present,
        minutes=meeting.minutes,
    )
    return _step(entries, meeting.author, payload)


def _on_the_logs_time(entries: Sequence[Recorded], meeting: Meeting) -> Meeting:
    """Return a meeting no earlier than the last entry: clocks are set back at times."""
    now = max([meeting.now, *(each.recorded_at for each in entries[-1:])])
    return Meeting(**{**vars(meeting), "now": now})


def _step(entries: Sequence[Recorded], author: str, payload: Payload) -> Step:
    seqs = [each.seq for each in entries if each.subject == payload.subject]
    return Step(Draft(author=author, payload=payload), max(seqs, default=0))


def _found(entries: Sequence[Recorded], week: Week) -> Held | None:
    return next((each for each in held(entries) if each.week == week), None)


def _closed_already(found: Held) -> str:
    entry = found.stands
    return (
        f"the review of {found.week} was closed by {entry.author} on "
        f"{local_day(entry.recorded_at)} (entry {entry.seq}); a closed week never "
        "changes, and what is recorded now counts in the next one"
    )
