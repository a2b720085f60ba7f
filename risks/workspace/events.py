"""What happened: events that the team adds to those of the pack, or puts right."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import Field

from risks.model import RecordedEvent
from risks.model.base import Day, Id, Text, Url
from risks.model.indicators import Credibility, Reliability
from risks.workspace.kinds import EntryKind, Payload


def event_id_of(edit_id: str) -> str:
    """Return the id of an event that was given none: the same for a repeated save."""
    return f"EV-{sha256(edit_id.encode()).hexdigest()[:6].upper()}"


class NewEvent(Payload):
    """Something that happened, as it now stands; fields as in ``risks.model.Event``.

    Attributes
    ----------
    id
        Unique among the events of the pack and the log.
    change
        ``added`` is an event of a new id. ``corrected`` takes the place of the one with
        its id, be it the log's or the pack's; ``removed`` takes that one off the list.
        Both say why.
    """

    kind = EntryKind.EVENT

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
    note: Annotated[str, Field(max_length=2000)] = ""
    change: Literal["added", "corrected", "removed"] = "added"

    @property
    def subject(self) -> str:
        """Return the event."""
        return f"event/{self.id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day it happened on."""
        return {"happened_on": self.happened_on}

    @classmethod
    def must_say_why(cls, fields: Mapping[str, Any]) -> bool:
        """Return whether it changes what stood before."""
        return bool(fields.get("change", "added") != "added")

    def event(self, author: str, recorded_at: datetime) -> RecordedEvent:
        """Return it as the model's record."""
        said = {name: value for name, value in dict(self).items() if name != "change"}
        return RecordedEvent(**said, author=author, recorded_at=recorded_at)
