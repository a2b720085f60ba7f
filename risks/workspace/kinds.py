"""The kinds of entries, and what every payload has."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from risks.model import Record


class EntryKind(StrEnum):
    """The kinds of entries."""

    READING = "reading"
    CORRECTION = "correction"
    JUDGEMENT = "judgement"
    TREATMENT = "treatment"
    ACTION = "action"
    DECISION = "decision"
    SCENARIO = "scenario"
    REVIEW = "review"
    RESOLUTION = "resolution"
    IMPORT = "import"
    PACK = "pack"
    APPETITE = "appetite"
    POSITION = "position"
    EVENT = "event"


class Payload(Record):
    """What an entry says; base of one record per kind.

    ``needs_reason`` is true where every entry of the kind must say why.
    """

    kind: ClassVar[EntryKind]
    needs_reason: ClassVar[bool] = False

    @classmethod
    def must_say_why(cls, fields: Mapping[str, Any]) -> bool:
        """Return whether an entry with such fields must say why."""
        return cls.needs_reason

    @property
    def subject(self) -> str:
        """Return what the entry is about: ``risk/TW1``."""
        raise NotImplementedError

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the fields that name a day, which cannot lie ahead."""
        return {}
