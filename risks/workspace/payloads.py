"""What an entry of each kind says; who said it, when and why stands on the entry.

A payload knows its own ``subject``, so the two can never disagree.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from risks.model import Judgement, Reading, Record, Scenario, Treatment
from risks.model.base import Chance, Day, Finite, Id, Text, Url, check_rising
from risks.model.indicators import Credibility, Reliability
from risks.workspace.events import NewEvent
from risks.workspace.kinds import EntryKind, Payload
from risks.workspace.stances import Appetite, Position

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Seq = Annotated[int, Field(ge=0)]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class NewReading(Payload):
    """One value of one indicator on one day from one source.

    As ``risks.model.Reading``: a measured one has a source, a link and an Admiralty
    grade, a judged one the events it rests on. It is recorded when the entry is.
    """

    kind = EntryKind.READING

    indicator_id: Id
    observed_on: Day
    value: Finite
    source: Text
    url: Url | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    note: Annotated[str, Field(max_length=2000)] = ""
    event_ids: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _grade_is_whole(self) -> Self:
        if (self.reliability is None) != (self.credibility is None):
            raise ValueError("reliability and credibility go together")
        return self

    @property
    def subject(self) -> str:
        """Return the indicator."""
        return f"indicator/{self.indicator_id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day it was observed on."""
        return {"observed_on": self.observed_on}

    def reading(self, author: str, recorded_at: datetime) -> Reading:
        """Return it as the model's record; only a judged one names its author."""
        return Reading(
            recorded_at=recorded_at,
            author=author if self.reliability is None else "",
            **dict(self),
        )


class PackReading(Record):
    """What tells one reading of a pack from every other."""

    indicator_id: Id
    observed_on: Day
    source: Text
    recorded_at: AwareDatetime


class Correction(Payload):
    """Another reading in place of one that was wrong, or nothing in its place.

    Exactly one of ``entry`` (the number of the reading or correction that stands) and
    ``pack_reading`` says what was wrong.
    """

    kind = EntryKind.CORRECTION
    needs_reason = True

    indicator_id: Id
    entry: Annotated[int, Field(ge=1)] | None = None
    pack_reading: PackReading | None = None
    reading: NewReading | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.entry is None) == (self.pack_reading is None):
            raise ValueError("must name either an entry or a reading of the pack")
        return self

    @model_validator(mode="after")
    def _keeps_the_indicator(self) -> Self:
        for named in (self.pack_reading, self.reading):
            if named is not None and named.indicator_id != self.indicator_id:
                msg = f"is about {self.indicator_id}, not {named.indicator_id}"
                raise ValueError(msg)
        return self

    @property
    def subject(self) -> str:
        """Return the indicator."""
        return f"indicator/{self.indicator_id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day the new reading was observed on."""
        return self.reading.past_days if self.reading else {}


class NewJudgement(Payload):
    """A stated chance with its range; author and reason are the entry's.

    ``why_differ``, if given, takes the place of why the risk's chance departs from
    its base rate.
    """

    kind = EntryKind.JUDGEMENT
    needs_reason = True

    risk_id: Id
    low: Chance
    likely: Chance
    high: Chance
    judged_on: Day
    why_differ: Annotated[str, Field(max_length=2000)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_rising(self.low, self.likely, self.high)
        return self

    @property
    def subject(self) -> str:
        """Return the risk."""
        return f"risk/{self.risk_id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day of the judgement."""
        return {"judged_on": self.judged_on}

    def judgement(self, author: str, reason: str) -> Judgement:
        """Return it as the model's record."""
        return Judgement(
            low=self.low,
            likely=self.likely,
            high=self.high,
            author=author,
            judged_on=self.judged_on,
            reason=reason,
        )


class NewTreatment(Payload):
    """A treatment as it now stands; ``removed`` takes it off the list."""

    kind = EntryKind.TREATMENT

    treatment: Treatment
    removed: bool = False

    @property
    def subject(self) -> str:
        """Return the treatment."""
        return f"treatment/{self.treatment.id}"


class Action(Payload):
    """Something someone is to do by a day, and how far it is."""

    kind = EntryKind.ACTION

    id: Id
    title: Title
    owner: Text
    due_on: Day
    status: Literal["open", "done", "dropped"] = "open"
    done_on: Day | None = None
    risk_ids: tuple[Id, ...] = ()
    treatment_id: Id | None = None
    cost_usd_m: Money | None = None

    @model_validator(mode="after")
    def _done_is_dated(self) -> Self:
        if (self.status == "done") != (self.done_on is not None):
            raise ValueError("done_on is needed for what is done, and only for that")
        return self

    @property
    def subject(self) -> str:
        """Return the action."""
        return f"action/{self.id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day it was done on."""
        return {"done_on": self.done_on} if self.done_on else {}


class Decision(Payload):
    """What was decided, by whom, and who disagreed; the reason is the entry's."""

    kind = EntryKind.DECISION
    needs_reason = True

    id: Id
    title: Title
    choice: Literal["approve", "defer", "reject"]
    decided_by: Text
    decided_on: Day
    due_on: Day | None = None
    dissent: Annotated[str, Field(max_length=2000)] = ""
    risk_ids: tuple[Id, ...] = ()
    treatment_ids: tuple[Id, ...] = ()
    cost_usd_m: Money | None = None

    @property
    def subject(self) -> str:
        """Return the decision."""
        return f"decision/{self.id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day of the decision."""
        return {"decided_on": self.decided_on}


class SavedScenario(Payload):
    """A scenario as it now stands; ``removed`` takes it off the list."""

    kind = EntryKind.SCENARIO

    scenario: Scenario
    removed: bool = False

    @property
    def subject(self) -> str:
        """Return the scenario."""
        return f"scenario/{self.scenario.id}"


class Review(Payload):
    """A weekly review, and the frozen state it saw.

    Attributes
    ----------
    week
        ISO week, ``2026-W47``.
    as_of, known_at
        What the numbers of the meeting were about, and known by when.
    state_hash, head_seq, head_hash
        Hash of the state, and the log's last entry then: the anchor to print.
    minutes
        Paragraphs.
    """

    kind = EntryKind.REVIEW

    week: Annotated[str, Field(pattern=r"^[0-9]{4}-W[0-9]{2}$")]
    status: Literal["open", "closed"]
    as_of: Day
    known_at: AwareDatetime
    state_hash: Hash
    head_seq: Seq
    head_hash: Hash
    present: tuple[Text, ...] = ()
    minutes: tuple[Text, ...] = ()

    @property
    def subject(self) -> str:
        """Return the review."""
        return f"review/{self.week}"


class Resolution(Payload):
    """Whether a risk happened; ``void`` if its question turned out undecidable."""

    kind = EntryKind.RESOLUTION
    needs_reason = True

    risk_id: Id
    outcome: Literal["yes", "no", "void"]
    resolved_on: Day
    source: Text
    url: Url | None = None

    @property
    def subject(self) -> str:
        """Return the risk."""
        return f"risk/{self.risk_id}"

    @property
    def past_days(self) -> Mapping[str, date]:
        """Return the day it was decided."""
        return {"resolved_on": self.resolved_on}


class Import(Payload):
    """A file that was read in; the ``entries`` it made follow in the same save."""

    kind = EntryKind.IMPORT

    file_name: Title
    file_hash: Hash
    entries: Annotated[int, Field(ge=0)]
    unchanged: Annotated[int, Field(ge=0)] = 0

    @property
    def subject(self) -> str:
        """Return the file, by the first digits of its hash."""
        return f"import/{self.file_hash[:16]}"


class PackChange(Payload):
    """Which pack the log is read with from here on; ``pack_hash`` is its content."""

    kind = EntryKind.PACK

    pack_id: Id
    pack_hash: Hash
    title: Text
    published_on: Day

    @property
    def subject(self) -> str:
        """Return the pack."""
        return f"pack/{self.pack_id}"


PAYLOADS: Mapping[str, type[Payload]] = MappingProxyType(
    {
        model.kind.value: model
        for model in (
            NewReading,
            Correction,
            NewJudgement,
            NewTreatment,
            Action,
            Decision,
            SavedScenario,
            Review,
            Resolution,
            Import,
            PackChange,
            Appetite,
            Position,
            NewEvent,
        )
    }
)
