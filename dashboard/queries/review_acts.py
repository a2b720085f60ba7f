"""What is said of a meeting itself: it is opened, a paragraph is kept, it is closed.

Each becomes an entry about the review; opening and closing also name the pack, so that
the anchor covers which one was seen.
"""

from collections.abc import Mapping
from typing import Any

from dashboard.queries.log import Log
from risks.errors import Problem
from risks.reviews import Meeting, closing, held, opening, week_of
from risks.reviews.errors import ReviewError
from risks.reviews.holding import hold
from risks.workspace import Draft, EditIdError, EntryError, Recorded, Review

ACTS = {
    "opening": ("week", "present"),
    "minute": ("week", "paragraph"),
    "closing": ("week", "paragraph"),
}


def record_act(
    log: Log, kind: str, fields: Mapping[str, Any], author: str, edit: tuple[str, int]
) -> Recorded:
    """Put an act into the log; the same edit sent again gets the entry it made.

    Parameters
    ----------
    kind
        ``opening``, ``minute`` or ``closing``.
    fields
        ``week``; ``present`` (names, one a line) or ``paragraph``.
    edit
        Its id, and the version of the review it starts from.

    Raises
    ------
    RisksError
        In words.
    """
    edit_id, version = edit
    week = week_of(_text(kind, fields, "week"))
    entries = log.workspace.entries()
    said = _text(kind, fields, ACTS[kind][1])
    for each in entries:
        if each.row.edit_id == edit_id and each.subject == f"review/{week}":
            return _saved(each, kind, author, said)
    if kind == "minute":
        draft = _minute(entries, str(week), author, said)
        return log.workspace.append(draft, edit_id, version)
    lines = tuple(each.strip() for each in said.splitlines() if each.strip())
    meeting = Meeting(
        week,
        author,
        log.workspace.now(),
        present=lines if kind == "opening" else (),
        minutes=(said,) if kind == "closing" and said else (),
    )
    make = opening if kind == "opening" else closing
    return hold(log.workspace, log.pack, meeting, make, edit)


def _saved(entry: Recorded, kind: str, author: str, said: str) -> Recorded:
    """Return what an edit id made before; raises where it was made by another text.

    Built anew it would rest on itself, and always be another text.
    """
    review = entry.payload
    if not isinstance(review, Review):
        raise ReviewError(f"entry {entry.seq} is about no review")
    field = "present" if kind == "opening" else "minutes"
    mine = tuple(filter(None, map(str.strip, said.splitlines())))
    if kind != "opening":
        mine = (said,) if said else ()
    saved = getattr(review, field)
    is_said = saved == mine if kind == "opening" else saved[-len(mine) :] == mine
    is_kind = (review.status == "closed") == (kind == "closing")
    is_said = is_said or (kind == "closing" and not mine)
    if entry.author == author and is_kind and is_said:
        return entry
    yours = Review(**{**dict(review), field: mine})
    raise EditIdError(Draft(author=author, payload=yours), entry)


def _minute(entries: tuple[Recorded, ...], week: str, author: str, said: str) -> Draft:
    if not said:
        raise EntryError([Problem("paragraph", "is empty")])
    found = next((each for each in held(entries) if str(each.week) == week), None)
    if found is None:
        raise ReviewError(f"the review of {week} is not open; open it first")
    if found.closed:
        raise ReviewError(f"the review of {week} is closed, and its minutes with it")
    payload = Review(**{**dict(found.review), "minutes": (*found.review.minutes, said)})
    return Draft(author=author, payload=payload)


def _text(kind: str, fields: Mapping[str, Any], name: str) -> str:
    unknown = [each for each in fields if each not in ACTS[kind]]
    if unknown:
        allowed = f"allowed: {', '.join(ACTS[kind])}"
        raise EntryError([Problem(unknown[0][:60], "is no such field", allowed)])
    found = fields.get(name, "")
    if not isinstance(found, str):
        raise EntryError([Problem(name, "is no text")])
    return found.strip()
