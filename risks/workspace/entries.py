"""Entries: a draft is what someone wants to say, a recorded entry what was said."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from pydantic import SerializeAsAny, ValidationError

from risks.errors import Problem, nearest_hint
from risks.model import Record
from risks.packs.sentences import problems_of, spoken
from risks.workspace.chain import Row, canonical, instant_of
from risks.workspace.errors import BrokenLogError, EntryError, NewerWorkspaceError
from risks.workspace.kinds import EntryKind, Payload
from risks.workspace.payloads import PAYLOADS
from risks.workspace.texts import (
    PAYLOAD_BYTES,
    REASON_CHARACTERS,
    author_problem,
    nested_text_problems,
    text_problem,
)

MOST_EASTERN_ZONE = timedelta(hours=14)  # where a day begins first
SHOWN_CHARACTERS = 400


class Draft(Record):
    """What someone wants to record: who says it, what, and why."""

    author: str
    reason: str = ""
    payload: SerializeAsAny[Payload]

    @property
    def kind(self) -> EntryKind:
        """Return the kind of the entry."""
        return self.payload.kind

    @property
    def subject(self) -> str:
        """Return what it is about."""
        return self.payload.subject

    @cached_property
    def payload_text(self) -> str:
        """Return what it says, as canonical JSON."""
        return canonical(self.payload.model_dump())

    def says_the_same(self, row: Row) -> bool:
        """Return whether a row of the log holds exactly this."""
        mine = (self.author, self.reason, self.kind, self.subject, self.payload_text)
        return mine == (row.author, row.reason, row.kind, row.subject, row.payload)

    def in_words(self) -> str:
        """Return who says what and why in one line, shortened if need be."""
        fields = self.payload.model_dump(exclude_defaults=True)
        said = "; ".join(f"{name} {_shown(value)}" for name, value in fields.items())
        why = f" because {self.reason!r}" if self.reason else ""
        return f"{self.author}: {said}"[:SHOWN_CHARACTERS] + why[:SHOWN_CHARACTERS]


@dataclass(frozen=True)
class Edit:
    """A draft on its way into the log.

    Attributes
    ----------
    edit_id
        Made by the client, once for each edit: a repeated save is one entry.
    expected_version
        Number of the entry about the same subject that the author saw as the latest;
        0 if there was none.
    """

    draft: Draft
    edit_id: str
    expected_version: int


@dataclass(frozen=True)
class Recorded:
    """An entry of the log.

    Attributes
    ----------
    row
        Its texts, as hashed.
    payload
        What it says.
    note
        What the author should know about the recording itself; mostly empty, and not
        part of the log.
    """

    row: Row
    payload: Payload
    note: str = ""

    @property
    def seq(self) -> int:
        """Return its number; it is also the version of its subject from here on."""
        return self.row.seq

    @property
    def author(self) -> str:
        """Return who said it."""
        return self.row.author

    @property
    def reason(self) -> str:
        """Return why."""
        return self.row.reason

    @property
    def kind(self) -> EntryKind:
        """Return its kind."""
        return self.payload.kind

    @property
    def subject(self) -> str:
        """Return what it is about."""
        return self.row.subject

    @cached_property
    def recorded_at(self) -> datetime:
        """Return the UTC instant it was recorded at."""
        return instant_of(self.row.recorded_at)

    @cached_property
    def draft(self) -> Draft:
        """Return it as the draft it was made from."""
        return Draft(author=self.author, reason=self.reason, payload=self.payload)


def make_draft(
    kind: str, fields: Mapping[str, Any], author: str, reason: str = ""
) -> Draft:
    """Return a draft of one kind from plain fields, as a form or a file gives them.

    Raises
    ------
    EntryError
        With every problem: where, what was found, what is allowed.
    """
    model = PAYLOADS.get(kind)
    if model is None:
        hint = nearest_hint(kind, PAYLOADS) or f"allowed: {', '.join(PAYLOADS)}"
        raise EntryError([Problem("kind", f"no entry is called {kind!r}", hint)])
    found = list(_said_by(author, reason))
    found += _unexplained(reason, model, fields)
    found += nested_text_problems(dict(fields))
    refused = {each.where for each in found}
    try:
        payload = model.model_validate(dict(fields))
    except ValidationError as error:
        others = problems_of(error, model, lambda loc: spoken(loc) or kind)
        found += (each for each in others if each.where not in refused)
        raise EntryError(found) from error
    if found:
        raise EntryError(found)
    draft = Draft(author=author, reason=reason, payload=payload)
    too_large = list(draft_problems(draft))
    if too_large:
        raise EntryError(too_large)
    return draft


def draft_problems(draft: Draft) -> Iterator[Problem]:
    """Yield what is wrong with a draft by itself."""
    yield from _said_by(draft.author, draft.reason)
    yield from _unexplained(draft.reason, type(draft.payload), dict(draft.payload))
    yield from nested_text_problems(draft.payload.model_dump())
    size = len(draft.payload_text.encode(errors="replace"))
    if size > PAYLOAD_BYTES:
        allowed = f"at most {PAYLOAD_BYTES:,} are allowed"
        yield Problem("entry", f"found {size:,} bytes", allowed)


def future_problems(payload: Payload, now: datetime) -> Iterator[Problem]:
    """Yield the days of a payload that lie ahead everywhere on Earth."""
    today = latest_day(now)
    for name, day in payload.past_days.items():
        if day > today:
            allowed = f"nothing after {today} is allowed"
            yield Problem(name, f"found {day}, which lies ahead", allowed)


def latest_day(now: datetime) -> date:
    """Return the latest calendar day that it is anywhere at an instant."""
    return (now.astimezone(UTC) + MOST_EASTERN_ZONE).date()


def recorded_of(row: Row, note: str = "") -> Recorded:
    """Return a row as the entry it holds.

    Raises
    ------
    BrokenLogError
        If its payload cannot be read: it was changed from outside.
    NewerWorkspaceError
        If it is of an unknown kind.
    """
    model = PAYLOADS.get(row.kind)
    if model is None:
        what = f"entry {row.seq} is of a kind this program does not know, {row.kind!r}"
        raise NewerWorkspaceError(f"{what}: a newer one wrote it; update this program")
    try:
        return Recorded(row, model.model_validate(json.loads(row.payload)), note)
    except ValueError as error:
        what = f"entry {row.seq} cannot be read: it was damaged or changed"
        raise BrokenLogError(what) from error


def _said_by(author: str, reason: str) -> Iterator[Problem]:
    problems = (
        author_problem(author.strip()),
        text_problem("reason", reason, REASON_CHARACTERS),
    )
    yield from (each for each in problems if each)


def _unexplained(
    reason: str, model: type[Payload], fields: Mapping[str, Any]
) -> Iterator[Problem]:
    if model.must_say_why(fields) and not reason.strip():
        article = "an" if model.kind[0] in "aeiou" else "a"
        yield Problem("reason", "is empty", f"{article} {model.kind} must say why")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_shown(each) for each in value) or "none"
    return str(value)
