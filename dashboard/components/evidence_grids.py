"""The grids of readings and events: what their columns are, and how a row is made.

Cells are drawn by the script in assets from what stands here in words; no text of a
pack or of the log is ever run or read as HTML.
"""

from datetime import datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from dash_ag_grid import AgGrid

from dashboard import ids, text
from dashboard.components import words
from dashboard.components.attributes import data
from dashboard.components.risk_grid import DEFAULT_COLUMN, NUMBER_FILTER, THEME
from dashboard.components.words_of_log import instant
from dashboard.queries.evidence import EventRow, EvidenceNow, ReadingRow

LISTENERS = {
    "modelUpdated": ["araxesEvidenceCounted(params)"],
    "cellKeyDown": ["araxesEvidenceKey(params)"],
}
NOTHING = {"noRowsToShow": "Nothing matches.", "noMatchingRows": "Nothing matches."}
DATES = {"filter": "agDateColumnFilter", "cellDataType": "dateString"}
NUMBERS = {
    "filter": NUMBER_FILTER,
    "filterParams": {"defaultOption": "greaterThanOrEqual"},
    "cellDataType": "number",
}
DIRECTIONS = {"raises": "raises", "lowers": "lowers", "neutral": "leaves as it was"}


def readings_grid(now: EvidenceNow) -> Component:
    """Return every reading that stands, with where it came from."""
    rows = [reading_row(each, now) for each in now.readings]
    label = f"{text.count(len(rows), 'reading')} with value, source, grade and age"
    return _searched(
        _grid(ids.READINGS_GRID, rows, reading_columns(), label),
        ids.READINGS_SEARCH,
        "Search the readings",
        "reading",
    )


def events_grid(now: EvidenceNow) -> Component:
    """Return every dated event of the pack and the log."""
    rows = [event_row(each, now) for each in now.events]
    label = f"{text.count(len(rows), 'event')} with register, effect, source and author"
    return _searched(
        _grid(ids.EVENTS_GRID, rows, event_columns(), label),
        ids.EVENTS_SEARCH,
        "Search the events",
        "event",
    )


def reading_columns() -> list[dict[str, Any]]:
    """Return the columns of the readings."""
    return [
        _column(
            "title",
            "Indicator",
            180,
            minWidth=112,
            flex=2,
            cellRenderer="EvidenceTitle",
        ),
        _column("register", "Register", 112, flex=1),
        _column("observed_on", "Observed on", 96, **DATES),
        _column("value", "Reading", 120, minWidth=96, flex=1, **NUMBERS),
        _column("source", "Source", 150, flex=2, cellRenderer="EvidenceSource"),
        _column("grade", "Grade", 70, cellRenderer="EvidenceGrade"),
        _column("age", "Age", 100, **NUMBERS),
        *_said_columns(),
    ]


def event_columns() -> list[dict[str, Any]]:
    """Return the columns of the events."""
    return [
        _column("id", "Id", 80),
        _column("title", "Event", 240, minWidth=140, flex=3),
        _column("register", "Register", 112, flex=1),
        _column("happened_on", "Happened on", 96, **DATES),
        _column("severity", "Effect", 104, **NUMBERS),
        _column("source", "Source", 104, flex=1, cellRenderer="EvidenceSource"),
        _column("grade", "Grade", 70, cellRenderer="EvidenceGrade"),
        _column("age", "Age", 92, **NUMBERS),
        *_said_columns(),
    ]


def reading_row(row: ReadingRow, now: EvidenceNow) -> dict[str, Any]:
    """Return a reading: what to sort by, how it is worded, and how to correct it."""
    reading, indicator = row.reading, row.indicator
    entry = f" (entry {row.entry})" if row.entry else ""
    return {
        "id": f"{row.entry or ''} {indicator.id} {reading.observed_on} "
        f"{reading.source} {reading.recorded_at.isoformat()} {reading.value}",
        "title": indicator.title,
        "in_force": row.is_in_force,
        "register": row.register_title,
        "observed_on": reading.observed_on.isoformat(),
        "observed_on_shown": text.day(reading.observed_on),
        "value": reading.value,
        "value_shown": words.reading(indicator, reading.value),
        "source": reading.source,
        "url": reading.url,
        "grade": reading.grade,
        "grade_said": words.grade(reading.grade),
        "age": row.age_days,
        "age_shown": words.stale_age(row.age_days, is_stale=row.is_stale),
        "recorded_at": reading.recorded_at.isoformat(),
        "recorded_at_shown": f"{instant(reading.recorded_at)}{entry}",
        "author": row.author or "pack",
        "closed": bool(now.closed),
        "opens": "correct",
        "correct": None if now.closed else _correct(row),
    }


def event_row(row: EventRow, now: EvidenceNow) -> dict[str, Any]:
    """Return an event as a row: how it is worded, and how to correct it."""
    event = row.event
    recorded = row.recorded_at
    entry = f"{instant(recorded)} (entry {row.entry})" if recorded else "with the pack"
    return {
        "recorded_at": recorded.isoformat() if recorded else "",
        "recorded_at_shown": entry,
        "author": row.author or "pack",
        "closed": bool(now.closed),
        "opens": "correctEvent",
        "correct": None if now.closed else _correct_event(row, now),
        "id": event.id,
        "title": event.title,
        "register": row.register_title,
        "happened_on": event.happened_on.isoformat(),
        "happened_on_shown": text.day(event.happened_on),
        "severity": event.severity,
        "severity_shown": f"{DIRECTIONS[event.direction]}, "
        f"severity {event.severity} of 5",
        "source": event.source,
        "url": event.url,
        "grade": event.grade,
        "grade_said": words.grade(event.grade),
        "age": row.age_days,
        "age_shown": words.stale_age(row.age_days, is_stale=False),
    }


def _correct(row: ReadingRow) -> dict[str, Any]:
    """Return what a correction of a reading names, and what the reading said."""
    reading = row.reading
    named: dict[str, Any] = {"entry": row.entry}
    if row.entry is None:
        named = {
            "pack_reading": {
                "indicator_id": reading.indicator_id,
                "observed_on": reading.observed_on.isoformat(),
                "source": reading.source,
                "recorded_at": _iso(reading.recorded_at),
            }
        }
    said = reading.model_dump(mode="json", exclude={"recorded_at", "author"})
    return {"named": named, "said": said}


def _correct_event(row: EventRow, now: EvidenceNow) -> dict[str, Any]:
    """Return what an event said, and the version a correction of it starts from."""
    event = row.event
    names = ("id", "title", "direction", "severity", "source", "url", "note")
    said = {name: getattr(event, name) for name in names}
    said |= {
        "happened_on": event.happened_on.isoformat(),
        "register_id": row.register_id,
        "reliability": event.grade[:1],
        "credibility": event.grade[1:],
    }
    return {"said": said, "version": now.versions.get(f"event/{event.id}", 0)}


def _said_columns() -> list[dict[str, Any]]:
    """Return the columns of who recorded a row, when, and the way to correct it."""
    correct = {"cellRenderer": "EvidenceAct", "filter": False, "sortable": False}
    return [
        _column("recorded_at", "Recorded at", 112),
        _column("author", "Author", 92),
        _column("act", "Correct", 88, **correct),
    ]


def _iso(when: datetime) -> str:
    return when.isoformat()


def _searched(grid: Component, search: str, label: str, noun: str) -> Component:
    field = dcc.Input(
        id=search, type="search", autoComplete="off", maxLength=80, className="search"
    )
    count = html.P("", role="status", className="note", **data(counts=noun))
    bar = [html.Label(label, htmlFor=search), field, count]
    return html.Div([html.Div(bar, className="search-bar"), grid])


def _grid(
    name: str, rows: list[dict[str, Any]], columns: list[dict[str, Any]], label: str
) -> Component:
    grid = AgGrid(
        id=name,
        rowData=rows,
        columnDefs=columns,
        defaultColDef=DEFAULT_COLUMN,
        getRowId="params.data.id",
        eventListeners=LISTENERS,
        dashGridOptions={
            "gridId": name,  # by which the script knows it again
            "theme": THEME,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "suppressColumnVirtualisation": True,
            "suppressMovableColumns": True,
            "animateRows": False,
            "localeText": NOTHING,
        },
        style={"height": "460px", "width": "100%"},
    )
    return html.Div([grid], className="evidence-grid", **data(label=label))


def _column(field: str, name: str, width: int, **others: Any) -> dict[str, Any]:
    sizes = {"width": width, "minWidth": width}
    return {"field": field, "headerName": name, **sizes, **others}
