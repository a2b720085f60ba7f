"""Numbers of a review in words: what a number is called, its values, its changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import text

ERRORS = 2  # standard errors behind every ±
NAMES = {
    "opening-p50": "Half of the futures have opened by",
    "funding-gap-p50": "Funding gap, middle of the futures",
    "p-by-target": "Chance of opening by the target",
    "joint-confidence": "Chance of opening by the target within the published money",
}
WAYS = {"days": ("later", "earlier"), "USD m": ("more", "less")}
LIKELIER = ("more likely", "less likely")
SCALES = {"share": (100.0, "points"), "days": (1.0, "days"), "USD m": (1.0, "USD m")}
CAUSES = {
    "readings": "New or corrected readings and events",
    "ageing": "Readings grown older",
    "judgements": "Risks judged anew or resolved",
    "treatments": "Treatments under way",
    "pack": "Another version of the pack",
    "time": "Time passing",
}


def day(written: str | None) -> str:
    """Return ``15 Aug 2027`` for an ISO day, and a dash for none."""
    return text.day(date.fromisoformat(written)) if written else "–"


def name(outcome: str) -> str:
    """Return what an outcome is called."""
    if outcome not in NAMES and outcome.startswith("p-by-"):
        return f"Chance of opening by {day(outcome.removeprefix('p-by-'))}"
    return NAMES.get(outcome, outcome)


def share(value: float | None) -> str:
    """Return a share; what no future showed is not called impossible."""
    return "not known" if value is None else text.share(value)


def value(change: Mapping[str, Any], end: str) -> str:
    """Return a number at one end of a change: a day, a share, or money."""
    found = change[end]
    if change["unit"] == "days":
        known = change.get(f"{end}_on")
        return day(known) if known else "after the simulated months"
    if found is None:
        return "not known"
    return share(found) if change["unit"] == "share" else money(found)


def money(usd_m: float) -> str:
    """Return ``USD 610m``."""
    return f"USD {text.whole(usd_m)}m"


def moved(change: Mapping[str, Any]) -> str:
    """Return how far a number moved and which way, with its error."""
    total, unit, se = change["total"], change["unit"], change["se"]
    if total is None:
        return "not comparable"
    if total == 0:
        return "no change"
    if not change["is_distinguishable"]:
        return "change not distinguishable"
    doubt = f" (±{amount(ERRORS * se, unit)})" if se else ""
    way = WAYS.get(unit, LIKELIER)[total < 0]
    scale, noun = SCALES[unit]
    shown = text.number(scale * abs(total))
    shown = f"under 0.1 {noun}" if shown == "0.0" else f"{shown} {noun}"
    return f"{shown} {way}{doubt}"


def amount(part: float, unit: str) -> str:
    """Return a part of a change in the unit it is shown in, one decimal."""
    return text.number(SCALES[unit][0] * part)


def signed(shown: float) -> str:
    """Return a figure with its sign; nought has none."""
    said = text.number(shown)
    return f"+{said}" if shown > 0 and any(c in "123456789" for c in said) else said
