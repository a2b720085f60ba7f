"""What the team accepts of a risk, and what it does at a line."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from risks.model.base import Chance, Day, Finite, Id, NotNegative, Text
from risks.workspace.kinds import EntryKind, Payload


class Appetite(Payload):
    """The chance and delay the team accepts for a risk; unset sets no limit.

    Attributes
    ----------
    most_chance
        Largest dated chance accepted, between 0 and 1.
    most_delay_months
        Largest likely delay accepted, if it happens, in months.
    until
        Last day it holds; the team then decides anew.
    removed
        Takes it off the list.
    """

    kind = EntryKind.APPETITE
    needs_reason = True

    risk_id: Id
    most_chance: Chance | None = None
    most_delay_months: NotNegative | None = None
    owner: Text
    decided_on: Day
    until: Day | None = None
    removed: bool = False

    @property
    def subject(self) -> str:
        """Return the appetite for its risk."""
        return f"appetite/{self.risk_id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day it was decided on."""
        return {"decided_on": self.decided_on}


class Position(Payload):
    """What the team does at a line: "below 35 % open by 31 Dec 2028: pause drawdown".

    Attributes
    ----------
    outcome
        A number as ``risks.futures.measure`` names it, or a risk's id.
    side, line
        Reached where the number is below, or above, the line, in its own unit.
    removed
        Takes it off the list.
    """

    kind = EntryKind.POSITION
    needs_reason = True

    id: Id
    outcome: Annotated[str, Field(min_length=1, max_length=60)]
    side: Literal["below", "above"]
    line: Finite
    then: Text
    owner: Text
    removed: bool = False

    @property
    def subject(self) -> str:
        """Return the position."""
        return f"position/{self.id}"
