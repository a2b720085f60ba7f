"""Ids: each stated once, and each that is mentioned known."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from risks.errors import Problem, nearest_hint
from risks.packs.draft import Draft, Table, each

# Nearest names are searched for so many unknown ids of a kind; a file with more is
# broken as a whole, and comparing every one of its rows would take minutes.
SUGGESTIONS = 200


@dataclass
class Names:
    """The known ids of a kind; ``whole`` unless a part of them could not be read."""

    kind: str
    known: dict[str, None]
    whole: bool
    hints: dict[str, str] = field(default_factory=dict)

    def problems(self, mentioned: object, where: str) -> Iterator[Problem]:
        """Yield a problem for each id in a field that is not known."""
        for wanted in _ids_in(mentioned):
            if self.whole and wanted not in self.known:
                what = f"there is no {self.kind} called {wanted!r}"
                yield Problem(where, what, self._hint(wanted))

    def _hint(self, wanted: str) -> str:
        if wanted not in self.hints and len(self.hints) < SUGGESTIONS:
            self.hints[wanted] = nearest_hint(wanted, self.known)
        return self.hints.get(wanted, "")


def reference_problems(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each mention of an id that no record states."""
    indicators = _names("indicator", draft.indicators)
    risks = _names("risk", draft.risks)
    registers = Names(
        "register", dict.fromkeys(draft.register_ids), draft.register_ids_whole
    )
    stages = _names("stage", draft.stages)
    stations = _names("station", draft.stations)
    treatments = _names("treatment", draft.treatments)
    shapes = Names(
        "feature of geo/corridor.geojson",
        dict.fromkeys(draft.geometry_ids or ()),
        draft.geometry_ids is not None,
    )
    mentions: tuple[tuple[list[Any], str, Names], ...] = (
        (draft.readings, "indicator_id", indicators),
        (draft.readings, "event_ids", _names("event", draft.events)),
        (draft.signals, "indicator_id", indicators),
        (draft.signals, "risk_id", risks),
        (draft.triggers, "from_id", risks),
        (draft.triggers, "to_id", risks),
        (draft.treatments, "risk_id", risks),
        (draft.risks, "stage_ids", stages),
        (draft.events, "register_id", registers),
        (draft.calendar, "register_id", registers),
        (draft.calendar, "risk_ids", risks),
        (draft.stages, "from_id", stations),
        (draft.stages, "to_id", stations),
        (draft.stages, "needs", stages),
        (draft.headers, "opening_stages", stages),
        (draft.stages, "geometry_id", shapes),
        (draft.funding_sources, "stage_ids", stages),
        (draft.funding_sources, "lost_to", risks),
        (draft.scenarios, "settings", indicators),
        (draft.scenarios, "treatment_ids", treatments),
    )
    for tables, name, names in mentions:
        yield from _unknown(tables, name, names)


def duplicate_problems(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each id, code or pair that is stated a second time."""
    for tables in (
        draft.registers,
        draft.indicators,
        draft.risks,
        draft.treatments,
        draft.events,
        draft.stations,
        draft.stages,
        draft.funding_sources,
        draft.scenarios,
    ):
        yield from _repeated_ids(tables)
    yield from _shared_names(draft)
    codes = ((one.code, where("code")) for one, where in each(draft.registers))
    yield from _repeated("code", codes)
    signals = each(draft.signals)
    pairs = (((one.indicator_id, one.risk_id), where()) for one, where in signals)
    yield from _repeated("pair", pairs)
    triggers = each(draft.triggers)
    ends = (((one.from_id, one.to_id), where()) for one, where in triggers)
    yield from _repeated("pair", ends)


def _shared_names(draft: Draft) -> Iterator[Problem]:
    """Yield treatments called like an indicator: settings name either by its id."""
    indicators = {one.id.casefold(): where() for one, where in each(draft.indicators)}
    for treatment, where in each(draft.treatments):
        if (first := indicators.get(treatment.id.casefold())) is not None:
            what = f"the id {treatment.id!r} is also an indicator's"
            yield Problem(where("id"), what, f"first in {first}")


def _names(kind: str, tables: Iterable[Table[Any]]) -> Names:
    tables = list(tables)
    known = {stated: None for table in tables for _, stated in table.ids}
    return Names(kind, known, all(table.whole for table in tables))


def _ids_in(mentioned: Any) -> Iterable[str]:
    if mentioned is None:
        return ()
    return (mentioned,) if isinstance(mentioned, str) else mentioned


def _unknown(
    tables: Iterable[Table[Any]], name: str, names: Names
) -> Iterator[Problem]:
    for record, where in each(tables):
        mentioned = getattr(record, name)
        if mentioned not in names.known if isinstance(mentioned, str) else mentioned:
            yield from names.problems(mentioned, where(name))


def _repeated_ids(tables: Iterable[Table[Any]]) -> Iterator[Problem]:
    first: dict[str, tuple[str, str]] = {}
    for table in tables:
        for row, stated in table.ids:
            where = table.locate(row, ("id",))
            seen = first.setdefault(stated.casefold(), (stated, where))
            if seen[1] == where:
                continue
            what = f"the id {stated!r} is stated a second time"
            if seen[0] != stated:
                what = f"the id {stated!r} differs only in case from {seen[0]!r}"
            yield Problem(where, what, f"first in {seen[1]}")


def _repeated(noun: str, stated: Iterable[tuple[Hashable, str]]) -> Iterator[Problem]:
    first: dict[Hashable, str] = {}
    for key, where in stated:
        if key in first:
            what = f"the same {noun} is stated a second time"
            yield Problem(where, what, f"first in {first[key]}")
        first.setdefault(key, where)
