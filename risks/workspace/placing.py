"""Whether what an entry says has a place in the pack it is read with.

Asked before an entry is recorded, and again whenever the log is read: a later version
of the pack may have dropped what an entry is about.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatch

from risks.errors import Problem, nearest_hint
from risks.model import POSTURE_MAX, Event, Kind, Pack, Reading, Scenario, Treatment
from risks.workspace.events import NewEvent
from risks.workspace.kinds import Payload
from risks.workspace.payloads import (
    Action,
    Correction,
    Decision,
    NewJudgement,
    NewReading,
    NewTreatment,
    PackReading,
    Resolution,
    SavedScenario,
)
from risks.workspace.stances import Appetite

# What tells one reading of a pack from every other, or the entry that stands for it.
ReadingKey = tuple[str, date, str, datetime] | int


@dataclass
class Standing:
    """What stands at some point of the log, by id and in order.

    ``withdrawn`` holds the keys of readings that a correction put nothing in place of.
    """

    pack: Pack
    readings: dict[ReadingKey, Reading]
    events: dict[str, Event]
    treatments: dict[str, Treatment]
    scenarios: dict[str, Scenario]
    withdrawn: set[ReadingKey] = field(default_factory=set)


def standing_of(pack: Pack) -> Standing:
    """Return what stands before the first entry."""
    return Standing(
        pack,
        {key_of(each): each for each in pack.readings},
        {each.id: each for each in pack.events},
        {each.id: each for each in pack.treatments},
        {each.id: each for each in pack.scenarios},
    )


def key_of(reading: Reading | PackReading) -> ReadingKey:
    """Return what tells a reading of a pack from every other."""
    return (
        reading.indicator_id,
        reading.observed_on,
        reading.source,
        reading.recorded_at,
    )


@singledispatch
def problems_with(payload: Payload, standing: Standing) -> Iterator[Problem]:
    """Yield why a payload has no place in what stands; most kinds need none."""
    yield from ()


@problems_with.register
def _reading(payload: NewReading, standing: Standing) -> Iterator[Problem]:
    known = {each.id: each for each in standing.pack.indicators}
    indicator = known.get(payload.indicator_id)
    if indicator is None:
        yield _unknown("indicator_id", "indicator", payload.indicator_id, known)
    elif indicator.kind is Kind.EVENT_PRESSURE:
        what = f"{indicator.id} is derived from events and takes no readings"
        yield Problem("indicator_id", what)
    elif indicator.kind is Kind.MEASURED:
        for name in ("reliability", "credibility", "url"):
            if getattr(payload, name) is None:
                what = "is missing; a measured reading needs a link and a grade"
                yield Problem(name, what)
    else:
        yield from _judged(payload, standing.events)


def _judged(payload: NewReading, known: Mapping[str, Event]) -> Iterator[Problem]:
    if not 0 <= payload.value <= POSTURE_MAX:
        what = f"found {payload.value:g}"
        yield Problem("value", what, f"a posture is 0 to {POSTURE_MAX}")
    if payload.reliability:
        what = f"found {payload.reliability!r}; a judged reading has no grade"
        yield Problem("reliability", what, "leave it empty")
    if not payload.event_ids:
        what = "is missing; a judged reading cites the events it rests on"
        yield Problem("event_ids", what)
    for event_id in payload.event_ids:
        event = known.get(event_id)
        if event is None:
            yield _unknown("event_ids", "event", event_id, known)
        elif event.happened_on > payload.observed_on:
            what = f"{event_id} happened on {event.happened_on}, after the judgement"
            yield Problem("event_ids", what)


@problems_with.register
def _correction(payload: Correction, standing: Standing) -> Iterator[Problem]:
    if payload.reading:
        yield from _reading(payload.reading, standing)
    named = payload.pack_reading
    if named is None:
        return
    # One that was corrected has its place still; the log says which entry stands.
    key = key_of(named)
    if key not in standing.readings and key not in standing.withdrawn:
        what = f"the pack has no such reading of {named.indicator_id}"
        hint = f"{named.observed_on}, {named.source}"
        yield Problem("pack_reading", what, f"looked for: {hint}")


@problems_with.register
def _event(payload: NewEvent, standing: Standing) -> Iterator[Problem]:
    registers = [each.id for each in standing.pack.registers]
    if payload.register_id not in registers:
        yield _unknown("register_id", "register", payload.register_id, registers)
    stands = standing.events.get(payload.id)
    if payload.change == "added":
        if stands is not None:
            what = f"{payload.id} is taken: {stands.title}, {stands.happened_on}"
            yield Problem("id", what, "choose another id, or correct that event")
    elif stands is None:
        yield _unknown("id", "event", payload.id, standing.events)
    else:
        yield from _cited(payload, standing)


def _cited(payload: NewEvent, standing: Standing) -> Iterator[Problem]:
    """Yield the judged readings that could no longer rest on an event."""
    for each in standing.readings.values():
        if payload.id not in each.event_ids:
            continue
        what = f"the reading of {each.indicator_id} on {each.observed_on} rests on it"
        if payload.change == "removed":
            yield Problem("change", what, "correct that reading first")
        elif payload.happened_on > each.observed_on:
            found = f"found {payload.happened_on}; {what}"
            yield Problem("happened_on", found, f"nothing after {each.observed_on}")


@problems_with.register
def _judgement(payload: NewJudgement, standing: Standing) -> Iterator[Problem]:
    found = list(_unknown_risks("risk_id", [payload.risk_id], standing.pack))
    yield from found
    deadline = None if found else standing.pack.risk(payload.risk_id).deadline
    if deadline and payload.judged_on >= deadline:
        what = f"found {payload.judged_on}, on or after the deadline"
        yield Problem("judged_on", what, f"it must lie before {deadline}")


@problems_with.register
def _treatment(payload: NewTreatment, standing: Standing) -> Iterator[Problem]:
    yield from _unknown_risks(
        "treatment, risk_id", [payload.treatment.risk_id], standing.pack
    )
    if not payload.removed:
        return
    for each in standing.scenarios.values():
        if payload.treatment.id in each.treatment_ids:
            what = f"{payload.treatment.id} is part of the scenario {each.id}"
            yield Problem("removed", what, "take it out of the scenario first")


@problems_with.register
def _scenario(payload: SavedScenario, standing: Standing) -> Iterator[Problem]:
    if payload.removed:
        return
    known = {each.id: each for each in standing.pack.adjustable}
    for indicator_id, value in payload.scenario.settings.items():
        where, indicator = f"settings, {indicator_id}", known.get(indicator_id)
        if indicator is None:
            yield _unknown(where, "indicator that can be set", indicator_id, known)
        elif not indicator.lowest <= value <= indicator.highest:
            allowed = f"{indicator.lowest:g} to {indicator.highest:g} {indicator.unit}"
            yield Problem(where, f"found {value:g}", f"allowed: {allowed}")
    yield from _unknown_treatments(payload.scenario.treatment_ids, standing)


@problems_with.register
def _action(payload: Action, standing: Standing) -> Iterator[Problem]:
    yield from _unknown_risks("risk_ids", payload.risk_ids, standing.pack)
    wanted = [payload.treatment_id] if payload.treatment_id else []
    yield from _unknown_treatments(wanted, standing)


@problems_with.register
def _decision(payload: Decision, standing: Standing) -> Iterator[Problem]:
    yield from _unknown_risks("risk_ids", payload.risk_ids, standing.pack)
    yield from _unknown_treatments(payload.treatment_ids, standing)


@problems_with.register
def _resolution(payload: Resolution, standing: Standing) -> Iterator[Problem]:
    yield from _unknown_risks("risk_id", [payload.risk_id], standing.pack)


@problems_with.register
def _appetite(payload: Appetite, standing: Standing) -> Iterator[Problem]:
    if not payload.removed:
        yield from _unknown_risks("risk_id", [payload.risk_id], standing.pack)


def _unknown_risks(where: str, wanted: Iterable[str], pack: Pack) -> Iterator[Problem]:
    known = {each.id for each in pack.risks}
    for risk_id in wanted:
        if risk_id not in known:
            yield _unknown(where, "risk", risk_id, sorted(known))


def _unknown_treatments(wanted: Iterable[str], standing: Standing) -> Iterator[Problem]:
    for treatment_id in wanted:
        if treatment_id not in standing.treatments:
            yield _unknown("treatment", "treatment", treatment_id, standing.treatments)


def _unknown(where: str, kind: str, wanted: str, known: Collection[str]) -> Problem:
    return Problem(
        where, f"no {kind} is called {wanted!r}", nearest_hint(wanted, known)
    )
