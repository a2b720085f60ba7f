"""Entries and instants of the log in words."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dashboard import text

if TYPE_CHECKING:
    from risks.workspace import Recorded

KINDS = {"pack": "change of pack"}


def instant(when: datetime) -> str:
    """Return ``15 Aug 2026 09:30 UTC``; midnight stands for a day without a time."""
    moment = when.astimezone(UTC)
    day = text.day(moment.date())
    return day if not (moment.hour or moment.minute) else f"{day} {moment:%H:%M} UTC"


def said(entry: "Recorded") -> str:
    """Return who said what and why, in one line."""
    return f"{KINDS.get(entry.kind, entry.kind.value)} by {entry.draft.in_words()}"
