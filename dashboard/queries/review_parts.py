"""What the sections of an agenda are made of: tables, buttons, limits, spans."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import text
from dashboard.queries import review_words as say
from risks.reviews.effects import NO_EFFECT

WHAT_IF = "/what-if"
LEAST_MONTHS = 0.05
SHORT = {
    "overdue": "Overdue actions",
    "headline": "Headline and why",
    "movers": "Movers",
    "thresholds": "Thresholds",
    "stale": "Stale evidence",
    "lapsed": "Acceptances",
    "above": "Above appetite",
    "decisions": "Decisions",
    "actions": "Actions",
    "forecasts": "Forecasts",
    "calendar": "Calendar",
}
NOTHING = "Baseline: nothing to compare with."
NUMBERS = {"movers": [1, 2, 3], "thresholds": [1, 2], "stale": [1, 2]}
Section = dict[str, Any]
Row = list[Any]


def section(
    name: str, title: str, heads: list[str], rows: list[Row], empty: str = ""
) -> Section:
    """Return a section with one table, or none where there are no rows."""
    numbers = NUMBERS.get(name, [])
    table = {"title": "", "heads": heads, "rows": rows, "numbers": numbers}
    return {
        "id": name,
        "title": title,
        "short": SHORT[name],
        "how": "",
        "count": len(rows),
        "empty": "" if rows else empty,
        "awaited": False,
        "tables": [table] if rows else [],
    }


def phrases(said: Sequence[str]) -> dict[str, Any]:
    """Return phrases, a line each; one that sends to What-if leads there."""
    return {
        "list": [
            {"text": each, "href": WHAT_IF} if NO_EFFECT in each else {"text": each}
            for each in said
        ]
    }


def act(act: str, label: str, about: str) -> dict[str, str]:
    """Return a button that opens a form about something."""
    return {"act": act, "label": label, "about": about}


def none(is_first: bool, empty: str) -> str:
    """Return what an empty comparison says."""
    return NOTHING if is_first else empty


def late(each: Mapping[str, Any]) -> str:
    """Return how late an action is."""
    return text.count(each["late_days"], "day")


def months(moved: float) -> str:
    """Return how far the opening would move, and which way."""
    if abs(moved) < LEAST_MONTHS:
        return "none" if moved == 0 else "under 0.1"
    return f"{text.number(abs(moved))} {'later' if moved > 0 else 'earlier'}"


def limit(each: Mapping[str, Any]) -> str:
    """Return what the team accepts at most."""
    chance, months = each["most_chance"], each["most_delay_months"]
    shown = [] if chance is None else [text.percent(chance)]
    return " · ".join([*shown, *([] if months is None else [delay(months)])])


def found(each: Mapping[str, Any]) -> str:
    """Return what is found of that which has a limit."""
    is_limited = each["most_chance"] is not None and each["chance"] is not None
    shown = [text.percent(each["chance"])] if is_limited else []
    if each["most_delay_months"] is not None:
        shown.append(delay(each["delay_months"]))
    return " · ".join(shown)


def delay(months: float) -> str:
    """Return a delay in words."""
    return f"{text.quantity(months)} months of delay"


def span(each: Mapping[str, Any]) -> str:
    """Return a day, or the span it may fall into."""
    first, last = say.day(each["due_on"]), each["latest_on"]
    return first if last in (None, each["due_on"]) else f"{first} to {say.day(last)}"
