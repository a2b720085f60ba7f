"""The first numbers of a brief and why each moved, in words and in its own unit."""

from collections.abc import Sequence
from datetime import timedelta

from risks.brief.sections import name_of
from risks.brief.sheets import Row, Section, Tile
from risks.brief.words import GAP, JOINT, day_words, label, share_words, signed
from risks.reviews import Agenda, Behind, Change, Frozen, View
from risks.reviews.change import Part
from risks.reviews.worths import OPENING
from risks.workspace import NewEvent, NewReading

CAUSES = {
    "readings": "New readings",
    "ageing": "Evidence ageing",
    "judgements": "New judgements",
    "treatments": "Treatments",
    "pack": "New pack version",
    "time": "Time passing",
}
# Unit as printed, how many of it one of the change's unit is, digits after the point.
UNITS = {
    "days": ("days", 1.0, 0),
    "share": ("points", 100.0, 1),
    "USD m": ("USD m", 1.0, 0),
}
# What a change above and below nothing is called.
WAYS = {
    OPENING: ("later", "earlier"),
    GAP: ("more", "less"),
}
ERRORS = 2  # standard errors behind every ±, as on the pages
BEST_UP = ("better", "worse")


def tile(change: Change, view: View) -> Tile:
    """Return a headline number with its change since the last review."""
    return Tile(label(change.name), _value(change, view), _moved(change))


def why(found: Agenda, frozen: Frozen) -> Section:
    """Return the causes of the headline's changes; each column adds up."""
    causes = _in_order(found.headline)
    rows = [_cause(each, found.headline, frozen) for each in causes]
    rows += [_total(found.headline)] if rows else []
    return Section(
        title="Why the headline moved",
        columns=("Cause", *(_column(each) for each in found.headline), "Behind it"),
        rows=tuple(rows),
        wide=len(found.headline) + 1,
        empty=_still(found),
        is_whole=True,
    )


def reasons(found: Agenda, frozen: Frozen) -> Section:
    """Return everything behind each cause of the headline's changes."""
    by_cause = {part.cause: part for x in found.headline for part in x.parts}
    rows = [
        Row((CAUSES.get(cause, cause), _entry(x.entry), _told(frozen, x)))
        for cause in _in_order(found.headline)
        for x in by_cause[cause].behind
    ]
    columns = ("Cause", "Log entry", "What")
    title = "What is behind the changes"
    return Section(title, columns, tuple(rows), wide=2, empty=_still(found))


def _value(change: Change, view: View) -> str:
    if change.after is None:
        is_late = change.name == OPENING
        return f"after {day_words(view.outcomes.end)}" if is_late else "not known"
    if change.name == OPENING:
        return day_words(change.since + timedelta(days=round(change.after)))
    if change.unit == "share":
        return share_words(change.after)
    return f"USD {change.after:,.0f} m"


def _moved(change: Change) -> str:
    """Return a change in words: how much, which way, and how sure."""
    if change.total is None:
        return change.note or "change not known"
    unit, times, digits = UNITS[change.unit]
    size = times * abs(change.total)
    if not change.is_distinguishable:
        return "no change that can be told from chance" if size else "no change"
    ways = WAYS.get(change.name, BEST_UP)
    way = ways[0] if change.total > 0 else ways[1]
    error = _doubt(times * change.se, digits) if change.se is not None else ""
    amount = f"{size:,.{digits}f}"
    moved = f"USD {amount} m" if unit == "USD m" else f"{amount} {unit}"
    return f"{moved} {way}{error}"


def _doubt(se: float, digits: int) -> str:
    return f" (±{ERRORS * se:.{digits or 1}f})"


def _column(change: Change) -> str:
    short = {OPENING: "Opening", GAP: "Gap", JOINT: "On time, in budget"}
    name = short.get(change.name) or label(change.name).removeprefix("Chance ")
    return f"{name[:1].upper()}{name[1:]}, {UNITS[change.unit][0]}"


def _in_order(headline: Sequence[Change]) -> list[str]:
    """Return the causes, in the order of what they add to the first number."""
    return list(dict.fromkeys(part.cause for x in headline for part in x.parts))


def _cause(cause: str, headline: Sequence[Change], frozen: Frozen) -> Row:
    parts = [_part(cause, each) for each in headline]
    cells = [
        signed(UNITS[change.unit][1] * part.amount, UNITS[change.unit][2])
        if part
        else "–"
        for change, part in zip(headline, parts, strict=True)
    ]
    first = next(part for part in parts if part)
    return Row((CAUSES.get(cause, cause), *cells, _first_behind(first, frozen)))


def _part(cause: str, change: Change) -> Part | None:
    return next((part for part in change.parts if part.cause == cause), None)


def _first_behind(part: Part, frozen: Frozen) -> str:
    if not part.behind:
        return ""
    first = _told(frozen, part.behind[0])
    others = len(part.behind) - 1
    return f"{first} (and {others} more)" if others else first


def _told(frozen: Frozen, each: Behind) -> str:
    """Return one thing behind a cause; evidence as what it says, its day and source."""
    what = each.what
    for entry in frozen.entries:
        if entry.seq != each.entry:
            continue
        match entry.payload:
            case NewReading() as said:
                what = f"{said.value:g} on {said.observed_on}, {said.source}"
            case NewEvent() as said:
                anew = "" if said.change == "added" else f" ({said.change})"
                what = f"{said.title}{anew}, {said.happened_on}, {said.source}"
    return f"{name_of(frozen.pack, each.id)}: {what}" if each.id else what


def _total(headline: Sequence[Change]) -> Row:
    cells = [
        "–"
        if each.total is None
        else signed(UNITS[each.unit][1] * each.total, UNITS[each.unit][2])
        for each in headline
    ]
    return Row(("Together", *cells, "The parts add up before they are rounded."))


def _still(found: Agenda) -> str:
    if found.since is None:
        return "The first review: later ones are compared with it."
    return f"Nothing that counts differs from {day_words(found.since)}."


def _entry(seq: int | None) -> str:
    return "–" if seq is None else str(seq)
