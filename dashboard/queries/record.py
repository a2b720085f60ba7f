"""What a form or a program wants recorded, checked and put into the log.

"Confirmed unchanged" is an act of its own and never passes for a measurement. A judged
posture is judged again, today, at the same value and on the same events. For a measured
one someone must have looked: the source and the link are given anew, the value and the
grade are those of the reading it confirms, and its source says who confirmed it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard import text
from dashboard.queries.confirming import why_not_confirmed
from dashboard.queries.model import Model
from risks.errors import Problem, RisksError
from risks.model import Kind, Reading
from risks.workspace import (
    Draft,
    EntryError,
    Recorded,
    check_place,
    event_id_of,
    make_draft,
)

if TYPE_CHECKING:
    from dashboard.queries.log import Log

CONFIRMED = "confirmed unchanged by"
CONFIRMATION = "confirmation"
MEETING = ("opening", "minute", "closing")
CONFIRMED_FIELDS = ("indicator_id", "source", "url")


class Asked(BaseModel):
    """What is to be recorded.

    Attributes
    ----------
    fields
        Of the payload of that kind; of a confirmation its ``indicator_id`` and, for a
        measured indicator, the ``source`` and ``url`` that were looked at. An event
        without an ``id`` is given one.
    edit_id
        Made by the client, once for each edit: a repeated save is one entry.
    expected_version
        Number of the latest entry about the same subject that the author saw, or 0.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    kind: Literal[
        "reading",
        "event",
        "correction",
        "judgement",
        "confirmation",
        "action",
        "decision",
        "appetite",
        "position",
        "resolution",
        "opening",
        "minute",
        "closing",
    ]
    fields: dict[str, Any]
    author: str
    reason: str = ""
    edit_id: Annotated[str, Field(max_length=100)]
    expected_version: Annotated[int, Field(ge=0, le=2**53)]


class NoWorkspaceError(RisksError):
    """Nothing can be recorded where there is no workspace."""

    def __init__(self) -> None:
        super().__init__("there is no workspace; start with araxes serve --workspace")


def record(model: Model, asked: Asked) -> Recorded:
    """Put what is asked into the log; it is on the disk when this returns.

    Raises
    ------
    RisksError
        In words, as ``Workspace.append``; an ``EntryError`` also for what has no place
        in the pack as it stands.
    """
    if model.log is None:
        raise NoWorkspaceError
    saved = _saved_confirmation(model, asked)
    if saved:
        return saved
    if asked.kind in MEETING:
        return _of_meeting(model.log, asked)
    draft = _draft(model, asked)
    check_place(model.log.pack, model.entries, draft, asked.edit_id)
    workspace = model.log.workspace
    return workspace.append(draft, asked.edit_id, asked.expected_version)


def _of_meeting(log: "Log", asked: Asked) -> Recorded:
    from dashboard.queries.review_acts import record_act  # noqa: PLC0415  # rarely asked

    edit = asked.edit_id, asked.expected_version
    return record_act(log, asked.kind, asked.fields, asked.author.strip(), edit)


def _draft(model: Model, asked: Asked) -> Draft:
    author, reason = asked.author.strip(), asked.reason.strip()
    if asked.kind == CONFIRMATION:
        fields = _confirmed(model, asked.fields, author)
        return make_draft("reading", fields, author, reason)
    problems = list(_passes_for_confirmation(asked.fields))
    if problems:
        raise EntryError(problems)
    fields = asked.fields
    if asked.kind == "event" and not fields.get("id"):
        fields = {**fields, "id": event_id_of(asked.edit_id)}
    return make_draft(asked.kind, fields, author, reason)


def _passes_for_confirmation(fields: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield that a reading's source uses the words of a confirmation."""
    inner = fields.get("reading")
    for each in (fields, inner if isinstance(inner, dict) else {}):
        if str(each.get("source", "")).strip().casefold().startswith(CONFIRMED):
            what = f"begins with {CONFIRMED!r}"
            yield Problem(
                "source", what, "that is said by confirming, not by a reading"
            )


def _saved_confirmation(model: Model, asked: Asked) -> Recorded | None:
    """Return the entry a confirmation made when it was sent before.

    Built anew it would rest on itself, and be another text under the same edit id.
    """
    if asked.kind != CONFIRMATION:
        return None
    for each in model.entries:
        if each.row.edit_id == asked.edit_id:
            subject = f"indicator/{asked.fields.get('indicator_id')}"
            mine = (asked.author.strip(), subject, asked.reason.strip())
            is_same = mine == (each.author, each.subject, each.reason)
            return each if is_same and _looked_at(asked, each) else None
    return None


def _looked_at(asked: Asked, saved: Recorded) -> bool:
    """Return whether a confirmation names what the saved one says was looked at."""
    reading = saved.payload.model_dump()
    source, url = (
        str(asked.fields.get(each) or "").strip() for each in ("source", "url")
    )
    by = f"{CONFIRMED} {asked.author.strip()}"
    is_measured = reading["url"] is not None
    wanted = (f"{by}: {source}", url) if is_measured else (by, None)
    return wanted == (reading["source"], reading["url"])


def _confirmed(model: Model, fields: Mapping[str, Any], author: str) -> dict[str, Any]:
    """Return the fields of the reading that confirms the one in force."""
    unknown = [each for each in fields if each not in CONFIRMED_FIELDS]
    if unknown:
        allowed = f"allowed: {', '.join(CONFIRMED_FIELDS)}"
        raise EntryError([Problem(unknown[0][:60], "is no such field", allowed)])
    base, today = model.base(model.last_day), model.today()
    known = {each.id: each for each in model.pack.indicators}
    indicator = known.get(str(fields.get("indicator_id")))
    if indicator is None:
        raise EntryError([Problem("indicator_id", "no indicator is called that")])
    reading = base.scored.state.reading(indicator.id)
    why_not = why_not_confirmed(indicator, reading, today)
    if why_not or reading is None:
        raise EntryError([Problem(indicator.id, why_not)])
    if indicator.kind is Kind.JUDGED:
        return _same(reading, today, f"{CONFIRMED} {author}", None)
    source, url = (str(fields.get(each) or "").strip() for each in ("source", "url"))
    missing = [
        Problem(name, "is missing", "name what you looked at, and its link")
        for name, given in (("source", source), ("url", url))
        if not given
    ]
    if missing:
        raise EntryError(missing)
    return _same(reading, today, f"{CONFIRMED} {author}: {source}", url)


def _same(
    reading: Reading, today: date, source: str, url: str | None
) -> dict[str, Any]:
    """Return a reading of today with the value, grade and events of another."""
    return {
        "indicator_id": reading.indicator_id,
        "observed_on": today,
        "value": reading.value,
        "source": source,
        "url": url,
        "reliability": reading.reliability,
        "credibility": reading.credibility,
        "note": f"The same value as on {text.day(reading.observed_on)}.",
        "event_ids": reading.event_ids,
    }
