"""The grid of risks: what its columns are, and how a risk becomes a row.

Cells are drawn by the script in assets from what stands here in words; no text of a
pack is ever run or read as HTML.
"""

from typing import Any

from dash import html
from dash.development.base_component import Component
from dash_ag_grid import AgGrid

from dashboard import ids, text
from dashboard.components import words
from dashboard.components.attributes import data
from dashboard.components.links import Linker
from dashboard.queries.registers import Registers, RiskRow

TEXT_FILTER, NUMBER_FILTER = "agTextColumnFilter", "agNumberColumnFilter"
# Looked up in assets/registers.js, never evaluated as a program.
THEME = {"function": "araxesGridTheme(themeQuartz)"}
LISTENERS = {
    "gridSizeChanged": ["araxesGridSized(params)"],
    "modelUpdated": ["araxesGridCounted(params)"],
    "cellKeyDown": ["araxesGridKey(params)"],
}


def risk_grid(shown: Registers, link: Linker, find: str, label: str) -> Component:
    """Return the grid of some risks under an accessible name; ``find`` filters it."""
    grid = AgGrid(
        id=ids.RISK_GRID,
        rowData=[risk_row(each, link) for each in shown.rows],
        columnDefs=columns(shown),
        defaultColDef=DEFAULT_COLUMN,
        getRowId="params.data.id",
        eventListeners=LISTENERS,
        dashGridOptions={
            "theme": THEME,
            "domLayout": "autoHeight",
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "suppressColumnVirtualisation": True,
            "suppressMovableColumns": True,
            "animateRows": False,
            "includeHiddenColumnsInQuickFilter": True,
            "quickFilterText": find,
            "localeText": {
                "noRowsToShow": "No risk matches.",
                "noMatchingRows": "No risk matches.",
            },
        },
        style={"height": None, "width": "100%"},
    )
    return html.Div([grid], className="risk-grid", **data(label=label))


DEFAULT_COLUMN: dict[str, Any] = {
    "sortable": True,
    "resizable": True,
    "filter": TEXT_FILTER,
    "wrapText": True,
    "autoHeight": True,
    "wrapHeaderText": True,
    "autoHeaderHeight": True,
    "suppressHeaderMenuButton": True,
    "suppressHeaderFilterButton": False,
    "cellRenderer": "ShownCell",
}


def columns(shown: Registers) -> list[dict[str, Any]]:
    """Return the columns; the register's is left out where one is looked at."""
    changed = f"Change {words.since_short(shown.since)}"
    changed += " (back-cast)" if shown.since.judged_on else ""
    every = [
        _column("id", "Id", 58, filter=False),
        _column("title", "Risk", 140, flex=3, cellRenderer="RiskTitle"),
        _column("register", "Register", 116, flex=1),
        _number(
            "chance",
            "Chance, judged range",
            132,
            minWidth=96,
            cellRenderer="ChanceCell",
        ),
        _column(
            "by", "By", 112, filter="agDateColumnFilter", cellDataType="dateString"
        ),
        _number("points", changed, 112, minWidth=84),
        _number("pressure", "Pressure", 138, cellRenderer="PressureCell"),
        _number("delay", "Months of delay, likely", 84, filter=False),
        _number("expected", "Chance × delay, months", 84, filter=False),
        _number("current", "Signals current", 78, filter=False),
        _column("owner", "Owner", 124, flex=1),
        _column("status", "Status", 92),
    ]
    if shown.chosen:
        return [each for each in every if each["field"] != "register"]
    return every


def risk_row(row: RiskRow, link: Linker) -> dict[str, Any]:
    """Return a row: numbers to sort by, and beside each how it is worded."""
    now = row.now
    status = now.status.value
    return {
        "id": now.id,
        "title": now.title,
        "href": link(f"/registers/{now.id}"),
        "register": row.register_title,
        "chance": _points(now.chance),
        "chance_shown": words.chance(now.chance, status),
        "low": _points(row.low),
        "high": _points(row.high),
        "range_shown": words.chance_range(row.low, row.high),
        "by": now.by.isoformat(),
        "by_shown": text.day(now.by),
        "points": now.points,
        "points_shown": words.change(now.points),
        "pressure": row.pressure,
        "pressure_shown": words.pressure(row.pressure, is_assumed=row.is_thin),
        "is_assumed": row.is_thin and row.pressure is not None,
        "delay": now.delay_months,
        "delay_shown": text.quantity(now.delay_months),
        "expected": round(now.expected_months, 6) if now.is_open else None,
        "expected_shown": text.number(now.expected_months) if now.is_open else "",
        "current": row.current,
        "current_shown": f"{row.current} of {row.signals}",
        "owner": row.owner,
        "status": f"{status}, above appetite" if row.is_above else status,
        "above": "▲ above appetite" if row.is_above else "",
    }


def _column(field: str, name: str, width: int, **others: Any) -> dict[str, Any]:
    sizes = {"width": width, "minWidth": width}
    return {"field": field, "headerName": name, **sizes, **others}


def _number(field: str, name: str, width: int, **others: Any) -> dict[str, Any]:
    """Return a column of numbers, whose first sorting has the largest on top."""
    kind = {
        "filter": NUMBER_FILTER,
        "filterParams": {"defaultOption": "greaterThanOrEqual"},
        "cellDataType": "number",
        "sortingOrder": ["desc", "asc", None],
    }
    return _column(field, name, width, **(kind | others))


def _points(chance: float | None) -> float | None:
    return None if chance is None else round(100 * chance, 6)
