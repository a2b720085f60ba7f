"""Every table we hand out, as a pandas frame with typed columns.

The same frames feed the CSV export and a notebook.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from risks.forecasts import Question
from risks.scenarios import WhatIf
from risks.tables.columns import ColumnType, TableSpec
from risks.tables.forecast_rows import Row
from risks.tables.rows import rows_of
from risks.workspace import Recorded

DTYPES: dict[ColumnType, str] = {
    "string": "string",
    "number": "Float64",
    "integer": "Int64",
    "boolean": "boolean",
    "date": "object",
    "datetime": "object",
}


def table(
    spec: TableSpec,
    seen: WhatIf,
    register_id: str | None = None,
    questions: Sequence[Question] | None = None,
    entries: Sequence[Recorded] = (),
) -> pd.DataFrame:
    """Return a table of a what-if, or of one of its registers.

    Rows that belong to no register are kept whole; links count with either end.
    ``questions`` and ``entries`` as for ``rows_of``.
    """
    rows = rows_of(spec.name, seen, questions, entries)
    if register_id is not None:
        inside = _ids_inside(seen, register_id)
        rows = (row for row in rows if _is_inside(row, inside))
    return frame_of(spec, rows)


def frame_of(spec: TableSpec, rows: Iterable[Row]) -> pd.DataFrame:
    """Return rows as a frame with exactly the table's columns, typed."""
    listed = list(rows)
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [row.get(column.name) for row in listed], dtype=DTYPES[column.type]
            )
            for column in spec.columns
        }
    )


_ID_COLUMNS = ("register_id", "risk_id", "indicator_id", "from_id", "to_id", "id")


def _ids_inside(seen: WhatIf, register_id: str) -> set[str]:
    pack = seen.base.pack
    pack.register(register_id)
    ids = {each.id for each in pack.indicators if each.register_id == register_id}
    ids |= {each.id for each in pack.risks if each.register_id == register_id}
    return ids | {register_id}


def _is_inside(row: Row, inside: set[str]) -> bool:
    """Return whether a row names something in the register, or is bound to none."""
    if "scenario_id" in row or "story" in row:
        return row.get("id", row.get("indicator_id")) in inside or "story" in row
    if "risk_ids" in row:
        named = row["risk_ids"].split()
        return not named or not inside.isdisjoint(named)
    return any(row.get(name) in inside for name in _ID_COLUMNS)
