"""What was found in the files so far, each record with the place it came from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, Generic, TypeVar

from risks.model import (
    Assumptions,
    CalendarEntry,
    Event,
    FundingSource,
    Indicator,
    PackHeader,
    Reading,
    Record,
    Register,
    Risk,
    Scenario,
    Signal,
    Stage,
    Station,
    Treatment,
    Trigger,
)

R = TypeVar("R", bound=Record)
Loc = tuple[int | str, ...]
Locate = Callable[[int, Loc], str]
Where = Callable[..., str]


@dataclass(frozen=True)
class Table(Generic[R]):
    """The records of one table of one file.

    Attributes
    ----------
    records, rows
        The valid records, and the row of the table each was found in.
    ids
        Row and id of every row that states one, of refused rows too: a reference to
        a refused record is not a second problem.
    refused
        How many rows were read but not valid.
    whole
        Whether every row could be read; if not, an id that seems unknown may be in
        the part that was lost.
    locate
        Words for a row and a field of it.
    register_id
        The register whose folder the file lies in, or empty.
    """

    records: Sequence[R]
    rows: Sequence[int]
    locate: Locate
    ids: Sequence[tuple[int, str]] = ()
    whole: bool = True
    refused: int = 0
    register_id: str = ""

    def __iter__(self) -> Iterator[tuple[R, Where]]:
        """Yield each record with a function from field names to the place of it."""
        for record, row in zip(self.records, self.rows, strict=True):
            yield record, partial(self._where, row)

    def _where(self, row: int, *loc: int | str) -> str:
        return self.locate(row, loc)


def lost_table(name: str, register_id: str = "") -> Table[Any]:
    """Return the table of a file that could not be read."""
    return Table([], [], lambda _row, _loc: name, whole=False, register_id=register_id)


def each(tables: Iterable[Table[R]]) -> Iterator[tuple[R, Where]]:
    """Yield the records of all tables in order, each with its place."""
    return chain.from_iterable(tables)


def records(tables: Iterable[Table[R]]) -> tuple[R, ...]:
    """Return the records of all tables in order."""
    return tuple(chain.from_iterable(table.records for table in tables))


@dataclass
class Draft:
    """A pack before it is known to hang together; one table a file and kind."""

    headers: list[Table[PackHeader]] = field(default_factory=list)
    assumptions: list[Table[Assumptions]] = field(default_factory=list)
    register_ids: list[str] = field(default_factory=list)
    register_ids_whole: bool = False
    registers: list[Table[Register]] = field(default_factory=list)
    indicators: list[Table[Indicator]] = field(default_factory=list)
    risks: list[Table[Risk]] = field(default_factory=list)
    signals: list[Table[Signal]] = field(default_factory=list)
    triggers: list[Table[Trigger]] = field(default_factory=list)
    treatments: list[Table[Treatment]] = field(default_factory=list)
    readings: list[Table[Reading]] = field(default_factory=list)
    events: list[Table[Event]] = field(default_factory=list)
    calendar: list[Table[CalendarEntry]] = field(default_factory=list)
    stations: list[Table[Station]] = field(default_factory=list)
    stages: list[Table[Stage]] = field(default_factory=list)
    funding_sources: list[Table[FundingSource]] = field(default_factory=list)
    scenarios: list[Table[Scenario]] = field(default_factory=list)
    geometry: dict[str, Any] = field(default_factory=dict)
    geometry_ids: list[str] | None = None

    @property
    def header(self) -> PackHeader | None:
        """Return what ``pack.toml`` says, if it is valid."""
        return next(iter(records(self.headers)), None)
