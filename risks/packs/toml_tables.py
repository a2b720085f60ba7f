"""TOML files to records, with the line each record and field stands on."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pydantic import ValidationError

from risks.errors import Problem, nearest_hint
from risks.model import Record
from risks.packs.draft import Loc, Locate, R, Table
from risks.packs.files import CONTROL
from risks.packs.sentences import problems_of, shown, spoken

HEADING = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
WORD = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
KEY = re.compile(rf"\s*({WORD}(?:\s*\.\s*{WORD})*)\s*=")
LONG_QUOTE = re.compile(r"\"{3}|'{3}")
PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
QUOTES = "\"'"
# What a row without an id is called by.
LABELS = (("id",), ("indicator_id", "risk_id"), ("from_id", "to_id"))


@dataclass(frozen=True)
class TomlFile:
    """A parsed file; ``lines`` has the line of every table and key."""

    name: str
    content: dict[str, Any]
    lines: dict[Loc, int] = field(default_factory=dict)

    def where(self, path: Loc, words: str) -> str:
        """Return file, line and words for a path from the top of the file."""
        prefixes = (path[:length] for length in range(len(path), 0, -1))
        line = next((self.lines[each] for each in prefixes if each in self.lines), 0)
        parts = [self.name, f"line {line}" if line else "", words]
        return ", ".join(part for part in parts if part)


def parse_toml(name: str, text: str, problems: list[Problem]) -> TomlFile | None:
    """Return a parsed file, or nothing after saying where it breaks."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(_not_toml(name, str(error)))
        return None
    except (ValueError, RecursionError):
        what = "is not valid TOML: nested too deeply, or a number is too long"
        problems.append(Problem(name, what))
        return None
    lines: dict[Loc, int] = {}
    for path, line in _lines(text):
        lines.setdefault(path, line)
    toml = TomlFile(name, content, lines)
    for path in _controls(content):
        what = "holds an escaped control character"
        problems.append(Problem(toml.where(path, spoken(path)), what))
    return toml


def check_keys(toml: TomlFile, known: set[str], problems: list[Problem]) -> None:
    """Report top-level names of a file that nothing reads."""
    for key in sorted(toml.content.keys() - known):
        hint = nearest_hint(key, known) or f"known names: {', '.join(sorted(known))}"
        where = toml.where((key,), spoken((key,)))
        problems.append(Problem(where, "is not a known name", hint))


def top_record(
    toml: TomlFile, model: type[R], problems: list[Problem], register_id: str = ""
) -> Table[R]:
    """Return the record whose fields stand at the top of a file, as a table of one."""

    def locate(_row: int, loc: Loc) -> str:
        return toml.where(loc, spoken(loc))

    fields = {
        name: value
        for name, value in toml.content.items()
        if name in model.model_fields
    }
    records = _record(model, fields, locate, 0, problems)
    rows = [0] * len(records)
    return Table(records, rows, locate, _ids([fields]), register_id=register_id)


def table_of(
    toml: TomlFile,
    key: str,
    model: type[R],
    problems: list[Problem],
    register_id: str = "",
) -> Table[R]:
    """Return the records of the tables ``[[key]]`` of a file.

    Records that state their register get ``register_id``; writing it in the file is
    a problem, because the folder says it already.
    """
    rows = _rows(toml, key, problems)
    takes_register = "register_id" in model.model_fields

    def locate(row: int, loc: Loc) -> str:
        words = f"{_label(key, row, rows[row])}, {spoken(loc)}".rstrip(", ")
        return toml.where((key, row, *loc), words)

    records: list[R] = []
    places: list[int] = []
    for row, written in enumerate(rows):
        if takes_register and "register_id" in written:
            where = locate(row, ("register_id",))
            what = "is written out, but the folder says it already"
            problems.append(Problem(where, what, "leave it out"))
        given = {"register_id": register_id} if takes_register else {}
        found = _record(model, {**written, **given}, locate, row, problems)
        records += found
        places += [row] * len(found)
    return Table(
        records,
        places,
        locate,
        _ids(rows),
        refused=len(rows) - len(records),
        register_id=register_id,
    )


def _record(
    model: type[R],
    fields: Mapping[str, Any],
    locate: Locate,
    row: int,
    problems: list[Problem],
) -> list[R]:
    """Return the record in a list, or an empty list after saying what is wrong."""
    try:
        return [model.model_validate(_strictly(model, fields), strict=True)]
    except ValidationError as error:
        problems.extend(problems_of(error, model, lambda loc: locate(row, loc)))
        return []


def _rows(toml: TomlFile, key: str, problems: list[Problem]) -> list[dict[str, Any]]:
    rows = toml.content.get(key, [])
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        return rows
    what = f"{key} is {shown(rows)}, not a row of tables"
    problems.append(Problem(toml.where((key,), ""), what, f"write [[{key}]]"))
    return []


def _label(key: str, row: int, fields: Mapping[str, Any]) -> str:
    for names in LABELS:
        ids = [fields.get(name) for name in names]
        if all(isinstance(each, str) for each in ids):
            return f"{key} {' to '.join(shown(each).strip(QUOTES) for each in ids)}"
    return f"{key} {row + 1}"


def _ids(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    return [
        (row, fields["id"])
        for row, fields in enumerate(rows)
        if isinstance(fields.get("id"), str)
    ]


def _strictly(model: type[Record], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as a strict validator wants them: tuples and members of enums."""
    ready = {name: _with_tuples(value) for name, value in fields.items()}
    for name, value in ready.items():
        kind = getattr(model.model_fields.get(name), "annotation", None)
        if isinstance(kind, type) and issubclass(kind, Enum) and value in list(kind):
            ready[name] = kind(value)
    return ready


def _with_tuples(value: Any) -> Any:
    match value:
        case list():
            return tuple(_with_tuples(each) for each in value)
        case dict():
            return {name: _with_tuples(each) for name, each in value.items()}
    return value


def _controls(value: Any, path: Loc = ()) -> Iterator[Loc]:
    """Yield the paths of texts that hold a control character by its escape."""
    match value:
        case str() if CONTROL.search(value):
            yield path
        case dict():
            for name, each in value.items():
                yield from _controls(each, (*path, name))
        case list():
            for place, each in enumerate(value):
                yield from _controls(each, (*path, place))


def _not_toml(name: str, message: str) -> Problem:
    place = PLACE.search(message)
    where = f"{name}, line {place[1]}" if place and place[1] else name
    text = PLACE.sub("", message)
    end = ", at the end of the file" if place and not place[1] else ""
    return Problem(where, f"is not valid TOML{end}: {text[:1].lower()}{text[1:]}")


def _lines(text: str) -> Iterator[tuple[Loc, int]]:
    """Yield the path of every table heading and key with its line.

    A scan of line starts, good enough to point at: a key inside an inline table is
    found at the key that holds it.
    """
    table: Loc = ()
    counts: dict[Loc, int] = {}
    in_text = False
    for number, line in enumerate(text.splitlines(), start=1):
        starts_in_text = in_text
        in_text ^= len(LONG_QUOTE.findall(line)) % 2 == 1
        if starts_in_text:
            continue
        if heading := HEADING.match(line):
            table = _table_path(heading[2], heading[1] == "[[", counts)
            yield table, number
            yield table[:1], number
        elif key := KEY.match(line):
            yield (*table, *_words(key[1])), number


def _table_path(heading: str, is_row: bool, counts: dict[Loc, int]) -> Loc:
    """Return the path of a heading, counting the rows of each ``[[table]]``."""
    path: Loc = ()
    words = _words(heading)
    for place, word in enumerate(words):
        path = (*path, word)
        if is_row and place == len(words) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _words(dotted: str) -> list[str]:
    return [each.strip().strip(QUOTES) for each in dotted.split(".")]
