"""Hand the tables out as CSV files with a Frictionless data package.

Canonical flavour: UTF-8 without BOM, comma, CRLF, empty = unknown, ISO dates, UTC
instants, decimal point, probabilities 0-1. Text that a spreadsheet would run as a
formula is disarmed by one apostrophe, which an import strips again.
"""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from risks.forecasts import Question
from risks.scenarios import WhatIf
from risks.tables.columns import ALL, Column, TableSpec
from risks.tables.frames import table
from risks.workspace import Recorded

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
STARTS_FORMULA = frozenset("=+-@\t\r\n")
PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# What a reader does not see before a sign: spaces, marks of direction, controls.
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time: the same state gives the same bytes


@dataclass(frozen=True)
class View:
    """What an export covers: a what-if, whole or one register of it.

    ``questions`` are the forecasts as the team's log has them; unset without a log,
    when every question of the pack is unanswered. ``entries`` are that log.
    """

    seen: WhatIf
    register_id: str | None = None
    questions: tuple[Question, ...] | None = None
    entries: Sequence[Recorded] = ()

    @property
    def name(self) -> str:
        """Return a file name without ending, ours whatever the content."""
        parts = ["araxes", self.seen.base.pack.header.id, str(self.seen.base.as_of)]
        parts += [self.register_id] if self.register_id else []
        parts += ["what-if"] if self.seen.settings else []
        return "-".join(parts)


def guard(text: str) -> str:
    """Disarm text that a spreadsheet would take for a formula.

    One apostrophe is put before text whose first visible character is one of
    ``= + - @ TAB CR LF`` or their full-width twins, unless it is a plain number, and
    before text that already starts with one, so that ``unguard`` always gives the
    original back.
    """
    if text.startswith("'"):
        return "'" + text
    is_number = PLAIN_NUMBER.fullmatch(text.strip(" "))
    is_formula = _first_sign(text) in STARTS_FORMULA and not is_number
    return "'" + text if is_formula else text


def _first_sign(text: str) -> str:
    """Return the first character a reader sees, in its plain form; none of nothing."""
    seen = (
        each
        for each in text
        if each in STARTS_FORMULA or unicodedata.category(each) not in UNSEEN
    )
    return unicodedata.normalize("NFKC", next(seen, ""))[:1]


def unguard(text: str) -> str:
    """Strip the one apostrophe that ``guard`` may have put before a text."""
    return text.removeprefix("'")


def csv_text(spec: TableSpec, frame: pd.DataFrame) -> str:
    """Return a table as CSV text with CRLF line ends."""
    written = pd.DataFrame(
        {column.name: _cells(column, frame[column.name]) for column in spec.columns}
    )
    return str(written.to_csv(index=False, lineterminator="\r\n"))


def export_files(view: View) -> dict[str, bytes]:
    """Return every file of an export by name, the data package last."""
    files = {
        f"{spec.name}.csv": csv_text(
            spec,
            table(spec, view.seen, view.register_id, view.questions, view.entries),
        ).encode()
        for spec in ALL
    }
    package = json.dumps(_data_package(view, files), ensure_ascii=False, indent=2)
    return {**files, "datapackage.json": package.encode() + b"\n"}


def export_folder(view: View, folder: Path) -> list[Path]:
    """Write an export into a folder, made if missing; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in export_files(view).items():
        path = folder / name
        # A link in its place is replaced and never followed.
        path.unlink(missing_ok=True)
        with path.open("xb") as file:
            file.write(content)
        written.append(path)
    return written


def export_zip(view: View) -> bytes:
    """Return an export as one zip file; equal states give equal bytes."""
    return zipped(export_files(view))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files by name as one zip file; equal files give equal bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, ZIP_EPOCH), content, zipfile.ZIP_DEFLATED
            )
    return held.getvalue()


def _cells(column: Column, values: "pd.Series[Any]") -> "pd.Series[Any]":
    writer = _WRITERS.get(column.type)
    return values if writer is None else values.map(writer, na_action="ignore")


def _day(value: date) -> str:
    return value.isoformat()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _boolean(value: bool) -> str:
    return "true" if value else "false"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "string": guard,
    "date": _day,
    "datetime": _instant,
    "boolean": _boolean,
}


def _data_package(view: View, files: dict[str, bytes]) -> dict[str, Any]:
    """Describe the files by Data Package 2.0: datapackage.org/standard/data-package."""
    pack = view.seen.base.pack
    return {
        "$schema": PROFILE,
        "name": view.name,
        "title": pack.header.title,
        "description": (
            f"{pack.header.summary} State of {view.seen.base.as_of}; columns named "
            "derived_ are computed. Texts that start with an apostrophe are guarded "
            "against spreadsheet formulas: strip exactly one."
        ),
        "version": str(pack.header.published_on),
        "araxes:as_of": str(view.seen.base.as_of),
        "araxes:pack_hash": pack.hash,
        "araxes:register": view.register_id,
        "araxes:settings": dict(view.seen.settings),
        "resources": [_resource(spec, files[f"{spec.name}.csv"]) for spec in ALL],
    }


def _resource(spec: TableSpec, content: bytes) -> dict[str, Any]:
    return {
        "name": spec.name.replace("_", "-"),
        "path": f"{spec.name}.csv",
        "type": "table",
        "description": f"A row is {spec.meaning}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column) for column in spec.columns],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, str]:
    field = {"name": column.name, "type": column.type, "description": column.meaning}
    return {**field, "unit": column.unit} if column.unit else field


def rows_as_csv(rows: list[dict[str, Any]]) -> str:
    """Return plain rows as CSV text, guarded and with CRLF line ends."""
    guarded = [
        {
            name: guard(value) if isinstance(value, str) else value
            for name, value in row.items()
        }
        for row in rows
    ]
    # As objects: one missing whole number would turn the others into 5.0.
    frame = pd.DataFrame(guarded, dtype=object)
    return str(frame.to_csv(index=False, lineterminator="\r\n"))
