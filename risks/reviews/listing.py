"""An agenda as titled tables of plain values, for a terminal."""

from collections.abc import Iterator
from typing import Any

Rows = list[dict[str, Any]]

SECTIONS = {
    "overdue_actions": "Actions overdue",
    "thresholds_crossed": "Lines crossed",
    "stale_evidence": "Stale evidence that could move the opening most, in months",
    "acceptance_ran_out": "Acceptance ran out, or no limit set",
    "above_appetite": "Above appetite",
    "decisions": "To decide",
    "decisions_taken": "Decided",
    "actions": "Actions open",
    "forecasts_to_resolve": "Forecasts to resolve",
    "calendar": "The next six weeks",
}
MOST_STALE = 10  # as a table; JSON has them all
COLUMNS = {
    "decisions": ("id", "title", "due_on", "entry"),
    "decisions_taken": ("id", "title", "choice", "decided_by", "decided_on"),
}
CALENDAR = ("due_on", "latest_on", "title", "register_id")


def listing(report: dict[str, Any]) -> Iterator[tuple[str, Rows | None]]:
    """Yield a title and its rows for every part of an agenda's report, in its order.

    Rows are None where the title says it all.
    """
    first, *others = SECTIONS
    yield SECTIONS[first], report[first]
    yield from map(_headline, report["headline"])
    yield "Movers", [_mover(each) for each in report["movers"]]
    for name in others:
        yield _section(name, report)


def _section(name: str, report: dict[str, Any]) -> tuple[str, Rows]:
    title, rows = SECTIONS[name], report[name]
    if name == "stale_evidence":
        counted = f"{len(rows)} of {report['indicators']} readings are stale"
        return f"{title} ({counted})", rows[:MOST_STALE]
    if name == "calendar":
        rows = [{x: row[x] for x in CALENDAR} for row in rows]
    if name in COLUMNS:
        rows = [_decision(row, COLUMNS[name]) for row in rows]
    return title, rows


def _decision(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    effect = "; ".join(row["effect_words"]) or None
    return {**{each: row[each] for each in columns}, "effect": effect}


def _headline(each: dict[str, Any]) -> tuple[str, Rows | None]:
    """Return why a number moved: the causes and their sum, in its own unit."""
    ends = [each.get(f"{end}_on", each[end]) for end in ("before", "after")]
    shown = [f"{x:.4g}" if isinstance(x, float) else x or "–" for x in ends]
    title = f"{each['name']} ({each['unit']}): {shown[0]} to {shown[1]}"
    if each["note"]:
        return f"{title}; {each['note']}", None
    total = {"cause": "total", "amount": each["total"], "behind": None}
    rows = [{**part, "behind": len(part["behind"])} for part in each["parts"]]
    doubt = "" if each["is_distinguishable"] else "; not distinguishable"
    return title + doubt, [*rows, total]


def _mover(each: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in each.items() if name != "parts"}
