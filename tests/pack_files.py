"""Packs on disk for tests: written from records, copied, or spoilt on purpose."""

import csv
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from risks.model import CalendarEntry, Event, Pack, Reading, Record

DATA = Path(__file__).parent / "data" / "packs"
GOOD_SMALL = DATA / "good-small"
# A bad folder's own files: what it expects, and which good files it takes away.
NOTES = ("expected.txt", "missing.txt")
LONG_TABLES = ("judgements", "impact")
ROUTE_TABLES = (
    ("station", "stations"),
    ("stage", "stages"),
    ("funding_source", "funding_sources"),
)


def write_pack(folder: Path, pack: Pack) -> Path:
    """Write a pack's files to a folder and return it; ``read_pack`` undoes this."""
    _write(folder / "pack.toml", _fields(pack.header))
    assumptions = (
        f"[{name}]\n{_fields(one)}" for name, one in _members(pack.assumptions)
    )
    _write(folder / "assumptions.toml", "\n".join(assumptions))
    for register in pack.registers:
        _write_register(folder / "registers" / register.id, register.id, pack)
    _write_rows(folder / "events.csv", Event, pack.events)
    _write_rows(folder / "calendar.csv", CalendarEntry, pack.calendar)
    route = (_tables(key, getattr(pack, name)) for key, name in ROUTE_TABLES)
    _write(folder / "corridor.toml", "\n".join(route))
    _write(folder / "scenarios.toml", _tables("scenario", pack.scenarios))
    for name, shapes in pack.geometry.items():
        _write(folder / "geo" / f"{name}.geojson", json.dumps(shapes, indent=1) + "\n")
    return folder


def copy_good(folder: Path) -> Path:
    """Copy the good small pack to a folder and return it."""
    shutil.copytree(GOOD_SMALL, folder, dirs_exist_ok=True)
    return folder


def copy_bad(name: str, folder: Path) -> Path:
    """Copy the good small pack with a bad folder's files laid over it."""
    bad = DATA / name
    copy_good(folder)
    shutil.copytree(
        bad, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NOTES)
    )
    if (taken := bad / "missing.txt").exists():
        for path in taken.read_text(encoding="utf-8").split():
            (folder / path).unlink()
    return folder


def _write_register(folder: Path, register_id: str, pack: Pack) -> None:
    own = [one for one in pack.indicators if one.register_id == register_id]
    risks = [one for one in pack.risks if one.register_id == register_id]
    indicator_ids = {one.id for one in own}
    risk_ids = {one.id for one in risks}
    parts = [
        _fields(pack.register(register_id)),
        _tables("indicator", own),
        _tables("risk", risks),
        _tables("signal", [one for one in pack.signals if one.risk_id in risk_ids]),
        _tables("trigger", [one for one in pack.triggers if one.from_id in risk_ids]),
        _tables(
            "treatment", [one for one in pack.treatments if one.risk_id in risk_ids]
        ),
    ]
    _write(folder / "register.toml", "\n".join(part for part in parts if part))
    readings = [one for one in pack.readings if one.indicator_id in indicator_ids]
    _write_rows(folder / "readings.csv", Reading, readings)


def _write_rows(path: Path, model: type[Record], records: Iterable[Record]) -> None:
    columns = list(model.model_fields)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for one in records:
            writer.writerow([_cell(getattr(one, name)) for name in columns])


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return " ".join(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
    return str(value)


def _tables(key: str, records: Iterable[Record]) -> str:
    return "\n".join(_table(key, one) for one in records)


def _table(key: str, record: Record) -> str:
    text = f"[[{key}]]\n{_fields(record, skip=(*LONG_TABLES, 'register_id'))}"
    for judgement in getattr(record, "judgements", ()):
        text += f"[[{key}.judgements]]\n{_fields(judgement)}"
    if impact := getattr(record, "impact", None):
        text += f"[{key}.impact]\n{_fields(impact)}"
    return text


def _fields(record: Record, skip: tuple[str, ...] = ()) -> str:
    """Return the fields that differ from their default, one a line."""
    lines = [
        f"{name} = {_toml(value)}\n"
        for name, value in _members(record)
        if name not in skip and value != type(record).model_fields[name].default
    ]
    return "".join(lines)


def _members(record: Record) -> list[tuple[str, Any]]:
    return [(name, getattr(record, name)) for name in type(record).model_fields]


def _toml(value: Any) -> str:
    match value:
        case Record():
            shown = {name: one for name, one in _members(value) if one is not None}
            return _toml(shown)
        case Mapping():
            return _inline(value)
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case tuple() | list():
            return f"[{', '.join(_toml(one) for one in value)}]"
        case date():
            return value.isoformat()
    return repr(value)


def _inline(table: Mapping[str, Any]) -> str:
    members = (f"{_key(key)} = {_toml(one)}" for key, one in table.items())
    return f"{{ {', '.join(members)} }}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
