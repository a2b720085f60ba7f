"""What the address bar holds, read into a record that refuses what it does not know.

Nothing in an address is trusted: what cannot be used is left out, and said.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from dashboard import text
from dashboard.queries.compared import WEEKS_AGO, closed_weeks
from dashboard.queries.model import Model
from risks.errors import nearest_hint

AS_OF, SINCE = "as-of", "since"
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LONGEST_QUERY = 4000  # characters; a full set of what-if settings needs about 3,000
MOST_FIELDS = 20
WEEKS_NAMED = 4
INSTEAD = {WEEKS_AGO: "four weeks before"}
Query = Mapping[str, str]


@dataclass(frozen=True)
class Visit:
    """One opened address.

    Attributes
    ----------
    path
        As the browser shows it, ``/registers/BD1``.
    query
        The fields a page knows, without ``as-of`` and ``since``.
    as_of, is_latest
        The date the page is about, and whether that is the default one.
    since
        What changes are counted from: a closed week, ``four-weeks``, or the default,
        which is empty.
    parts
        What the address puts in place of ``<risk_id>``.
    problems
        What could not be used, each in a sentence.
    """

    path: str
    query: Query
    as_of: date
    is_latest: bool = True
    since: str = ""
    parts: Query = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[str, ...] = ()

    def link(self, path: str, fields: Query | None = None) -> str:
        """Return the address of a page about the same date and changes."""
        dated = {} if self.is_latest else {AS_OF: self.as_of.isoformat()}
        return address(path, dated | self._counted() | dict(fields or {}))

    def at(self, as_of: date | None) -> str:
        """Return this address about another date; none means the default one."""
        dated = {} if as_of is None else {AS_OF: as_of.isoformat()}
        return address(self.path, dated | self._counted() | dict(self.query))

    def but(self, **fields: str) -> str:
        """Return this address with some fields changed; an empty one is left out.

        Underscores stand for the hyphens of a field's name.
        """
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        kept = {**self.query, **named}
        return self.link(self.path, {n: value for n, value in kept.items() if value})

    def counting(self, since: str) -> "Visit":
        """Return the visit with changes counted from another state."""
        return replace(self, since=since)

    def with_parts(self, parts: Query) -> "Visit":
        """Return the visit with what its address puts in place of ``<...>``."""
        return replace(self, parts=parts)

    def _counted(self) -> dict[str, str]:
        return {SINCE: self.since} if self.since else {}


def address(path: str, fields: Query) -> str:
    """Return a path with a query, readable where it can be."""
    return path + ("?" + urlencode(fields, safe=":;,") if fields else "")


def read_visit(
    model: Model, path: str, search: str, known: Iterable[str] = ()
) -> Visit:
    """Read an address; ``known`` names the fields its page understands.

    Never raises: what cannot be used becomes a problem, the rest stands. A page that
    names ``since`` itself has its own default for it, and reads it in its query.
    """
    own = frozenset(known)
    fields, problems = _fields(search, {AS_OF, SINCE, *own})
    as_of, doubts = read_as_of(model, fields.pop(AS_OF, ""))
    wanted = "" if SINCE in own else fields.pop(SINCE, "")
    since, unknown = read_since(model, as_of, wanted)
    return Visit(
        path,
        MappingProxyType(fields),
        as_of,
        as_of == model.default_as_of,
        since,
        problems=(*problems, *doubts, *unknown),
    )


def read_as_of(model: Model, wanted: str) -> tuple[date, list[str]]:
    """Return the date a page is about, and what was wrong with the one asked for."""
    default = model.default_as_of
    if not wanted:
        return default, []
    try:
        asked = date.fromisoformat(wanted if DAY.fullmatch(wanted) else "")
    except ValueError:
        doubt = f"{wanted[:40]!r} is not a day written like 2026-08-15."
    else:
        doubt = _out_of_reach(model, asked)
        if not doubt:
            return asked, []
    return default, [f"{doubt} This page shows {text.day(default)} instead."]


def read_since(model: Model, as_of: date, wanted: str) -> tuple[str, list[str]]:
    """Return what changes are counted from, and what was wrong with what was asked.

    The default is empty: the last week closed before, or four weeks before without one.
    """
    if not wanted:
        return "", []
    weeks = closed_weeks(model, as_of)
    choices = [*weeks, WEEKS_AGO]
    if wanted in choices:
        return ("" if wanted == choices[0] else wanted), []
    earlier = ["an earlier closed week"] if len(weeks) > WEEKS_NAMED else []
    allowed = " or ".join([*weeks[:WEEKS_NAMED], *earlier, WEEKS_AGO])
    doubt = f"{wanted[:40]!r} is no week closed before {text.day(as_of)}"
    shown = INSTEAD.get(choices[0], choices[0])
    instead = f"This page shows changes since {shown} instead."
    return "", [f"{doubt}; allowed: {allowed}. {instead}"]


def _out_of_reach(model: Model, asked: date) -> str:
    if asked > model.last_day:
        return f"{text.day(asked)} lies ahead; nothing is known about it yet."
    if asked < model.first_day:
        return f"The evidence begins on {text.day(model.first_day)}."
    return ""


def _fields(search: str, known: set[str]) -> tuple[dict[str, str], list[str]]:
    """Return the known fields, the last of several, and sentences about the rest."""
    if len(search) > LONGEST_QUERY:
        return {}, ["The address is too long to be read; its settings are left out."]
    try:
        pairs = parse_qsl(
            search.removeprefix("?"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        return {}, ["The address cannot be read; its settings are left out."]
    unknown = sorted({name for name, _ in pairs} - known)
    problems = [_unknown(name, known) for name in unknown]
    return {name: value for name, value in pairs if name in known}, problems


def _unknown(name: str, known: set[str]) -> str:
    hint = nearest_hint(name, known)
    return f"This page does not know {name[:40]!r} in its address" + (
        f"; {hint}" if hint else "."
    )
