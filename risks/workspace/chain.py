"""The chain of hashes: one spelling of every entry, each tied to the one before it.

``hash = sha256(previous_hash + canonical(entry))``, as in Haber and Stornetta, How to
time-stamp a digital document, Journal of Cryptology 3 (1991). A chain alone misses a
cut tail, and a whole one made anew: an anchor, the number and hash of an entry printed
elsewhere, finds both.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

GENESIS = "0" * 64  # what the first entry follows


@dataclass(frozen=True)
class Row:
    """An entry as the table holds it: every text exactly as it was hashed.

    ``recorded_at`` is a UTC instant with microseconds and ``Z``, so that the order of
    texts is the order of time; ``payload`` is canonical JSON.
    """

    seq: int
    recorded_at: str
    author: str
    kind: str
    subject: str
    reason: str
    payload: str
    edit_id: str
    previous_hash: str
    hash: str = ""


class Anchor(NamedTuple):
    """Number and hash of an entry, kept outside the log."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Break:
    """The first place where a log does not hold together, in words."""

    seq: int
    what: str

    def __str__(self) -> str:
        """Return the sentence."""
        return self.what


def canonical(value: Any) -> str:
    """Return the one JSON text of a value.

    Keys sorted, no spaces, floats in their shortest exact form, days as YYYY-MM-DD,
    instants in UTC with ``Z``.

    Raises
    ------
    ValueError
        For a number that is not finite, or an instant without a time zone.
    """
    return json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
        default=_plain,
    )


def instant_text(instant: datetime) -> str:
    """Return an instant in UTC with microseconds and ``Z``.

    Raises
    ------
    ValueError
        If it has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone, found {instant}")
    text = instant.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def instant_of(text: str) -> datetime:
    """Return the instant that ``instant_text`` wrote."""
    return datetime.fromisoformat(text)


def link(row: Row) -> str:
    """Return the hash of a row: SHA-256, in hex, over all its other fields."""
    fields = asdict(row)
    del fields["hash"], fields["previous_hash"]
    return sha256((row.previous_hash + canonical(fields)).encode()).hexdigest()


def linked(row: Row) -> Row:
    """Return a row with its hash filled in."""
    return Row(**{**asdict(row), "hash": link(row)})


def verify(rows: Iterable[Row], anchors: Iterable[Anchor] = ()) -> Break | None:
    """Return the first broken place of a whole log, or nothing.

    Parameters
    ----------
    rows
        Every entry, in order.
    anchors
        Numbers and hashes of entries that were printed elsewhere.
    """
    anchored: dict[int, str] = {}
    for seq, digest in anchors:
        if anchored.setdefault(seq, digest) != digest:
            return Break(seq, f"two anchors name entry {seq} with different hashes")
    previous: Row | None = None
    edit_ids: set[str] = set()
    for row in rows:
        what = _broken(row, previous, anchored.get(row.seq), edit_ids)
        if what:
            return Break(row.seq, what)
        edit_ids.add(row.edit_id)
        previous = row
    return _cut_tail(previous.seq if previous else 0, anchored)


def _broken(
    row: Row, previous: Row | None, anchor: str | None, edit_ids: set[str]
) -> str:
    """Return what is wrong with an entry after the one before it, or nothing."""
    last = previous.seq if previous else 0
    if row.seq != last + 1:
        return f"entry {last + 1} is missing: after entry {last} comes entry {row.seq}"
    if row.previous_hash != (previous.hash if previous else GENESIS):
        return f"entry {row.seq} was not written after the entry {last} that is here"
    if row.hash != _link_or_nothing(row):
        return f"entry {row.seq} was changed after it was recorded"
    if previous and row.recorded_at < previous.recorded_at:
        return f"entry {row.seq} is dated before entry {last}"
    if row.edit_id in edit_ids:
        return f"entry {row.seq} repeats the edit id of an entry before it"
    if anchor is not None and row.hash != anchor:
        return (
            f"entry {row.seq} is not the one its anchor names: it or one before it "
            "was rewritten"
        )
    return ""


def _link_or_nothing(row: Row) -> str:
    try:
        return link(row)
    except (TypeError, ValueError):  # a text that is none, or half a character
        return ""


def _cut_tail(last: int, anchored: dict[int, str]) -> Break | None:
    if anchored.get(0, GENESIS) != GENESIS:
        return Break(0, "an anchor of an empty log has an unknown hash")
    beyond = [seq for seq in anchored if not 0 <= seq <= last]
    if not beyond:
        return None
    what = f"the log ends with entry {last}, but an anchor names entry {max(beyond)}"
    return Break(last + 1, f"{what}: its end is gone")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be recorded")
