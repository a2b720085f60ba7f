"""A pack: everything the model knows before anyone types."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, Field

from risks.errors import UnknownIdError
from risks.model.assumptions import Assumptions
from risks.model.base import Day, Finite, Id, Record, Text
from risks.model.columns import (
    EventColumns,
    IndicatorColumns,
    ReadingColumns,
    columns_of_readings,
    event_columns,
    indicator_columns,
)
from risks.model.corridor import FundingSource, Scenario, Stage, Station
from risks.model.indicators import CalendarEntry, Event, Indicator, Kind, Reading
from risks.model.risks import Register, Risk, Signal, Treatment, Trigger

Named = TypeVar("Named", Register, Scenario)


class PackHeader(Record):
    """``pack.toml``: what the pack is about, and the dates everything hangs on.

    ``horizon`` is the last day the pack's judgements look ahead to; ``budget_usd_m``
    is the budget target in million USD, empty where none is set. ``opening_stages``
    are the stages with whose last one the corridor counts as open; empty means the
    whole main line. An opening up to ``late_months`` after the target is late, a later
    one means a link is missing. ``evidence_note`` says how the events were found, where
    that colours their count.
    """

    id: Id
    title: Text
    summary: Text
    published_on: Day
    horizon: Day
    target_opening: Day
    opening_stages: tuple[Id, ...] = ()
    late_months: Annotated[int, Field(ge=0, le=240)] = 24
    budget_usd_m: Finite | None = None
    evidence_note: str = ""
    registers: tuple[Id, ...]


class Pack(Record):
    """Registers, evidence, corridor, scenarios and assumptions, checked together.

    Order is the order of the files and is part of the content. ``hash`` is the
    SHA-256, in hex, of every file's path and bytes.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", ignored_types=(cached_property,)
    )

    header: PackHeader
    hash: str
    assumptions: Assumptions
    registers: tuple[Register, ...]
    indicators: tuple[Indicator, ...]
    risks: tuple[Risk, ...]
    signals: tuple[Signal, ...]
    triggers: tuple[Trigger, ...]
    treatments: tuple[Treatment, ...]
    readings: tuple[Reading, ...]
    events: tuple[Event, ...]
    calendar: tuple[CalendarEntry, ...]
    stations: tuple[Station, ...]
    stages: tuple[Stage, ...]
    funding_sources: tuple[FundingSource, ...]
    scenarios: tuple[Scenario, ...]
    geometry: Mapping[str, Any]

    def register(self, register_id: str) -> Register:
        """Return a register; raises ``UnknownIdError``."""
        return _find("register", register_id, self.registers)

    def indicator(self, indicator_id: str) -> Indicator:
        """Return an indicator; raises ``UnknownIdError``."""
        return self.indicators[self.indicator_place(indicator_id)]

    def risk(self, risk_id: str) -> Risk:
        """Return a risk; raises ``UnknownIdError``."""
        return self.risks[self.risk_place(risk_id)]

    def scenario(self, scenario_id: str) -> Scenario:
        """Return a scenario; raises ``UnknownIdError``."""
        return _find("scenario", scenario_id, self.scenarios)

    def treatment(self, treatment_id: str) -> Treatment:
        """Return a treatment; raises ``UnknownIdError``."""
        known = self.treatment_places
        return self.treatments[_place("treatment", treatment_id, known)]

    def indicator_place(self, indicator_id: str) -> int:
        """Return an indicator's place in ``indicators``; raises ``UnknownIdError``."""
        return _place("indicator", indicator_id, self._indicator_places)

    def risk_place(self, risk_id: str) -> int:
        """Return a risk's place in ``risks``; raises ``UnknownIdError``."""
        return _place("risk", risk_id, self._risk_places)

    @cached_property
    def levers(self) -> tuple[Indicator, ...]:
        """Return the indicators shown as headline sliders, in pack order."""
        return tuple(each for each in self.indicators if each.lever)

    @cached_property
    def adjustable(self) -> tuple[Indicator, ...]:
        """Return the indicators a what-if may set: all but the derived ones."""
        return tuple(
            each for each in self.indicators if each.kind is not Kind.EVENT_PRESSURE
        )

    @cached_property
    def indicator_columns(self) -> IndicatorColumns:
        """Return the indicators as columns."""
        return indicator_columns(self.indicators, self._register_ids, self.assumptions)

    @cached_property
    def reading_columns(self) -> ReadingColumns:
        """Return the readings as sorted columns."""
        places = self._indicator_places
        return columns_of_readings(self.readings, places, self.assumptions)

    @cached_property
    def event_columns(self) -> EventColumns:
        """Return the events as columns."""
        return event_columns(
            self.events,
            self._register_ids,
            self.assumptions,
            self.header.published_on,
        )

    @cached_property
    def treatment_places(self) -> dict[str, int]:
        """Return the place of every treatment in ``treatments``."""
        return {each.id: place for place, each in enumerate(self.treatments)}

    @cached_property
    def _register_ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.registers)

    @cached_property
    def _indicator_places(self) -> dict[str, int]:
        return {each.id: place for place, each in enumerate(self.indicators)}

    @cached_property
    def _risk_places(self) -> dict[str, int]:
        return {each.id: place for place, each in enumerate(self.risks)}


def _place(kind: str, wanted: str, places: Mapping[str, int]) -> int:
    if wanted not in places:
        raise UnknownIdError(kind, wanted, places)
    return places[wanted]


def _find(kind: str, wanted: str, records: Sequence[Named]) -> Named:
    for each in records:
        if each.id == wanted:
            return each
    raise UnknownIdError(kind, wanted, [each.id for each in records])
