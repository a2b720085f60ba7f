"""What an indicator read then and reads now, with the origin of every reading."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.evidence import judgement_chip
from dashboard.components.parts import source_link
from dashboard.queries.board_readings import ReadingAt, ReadingMove

Shown = Component | str
MOST_STEPS = 4  # the newest of them; a weekly price has no more in four weeks


def reading_words(move: ReadingMove) -> list[Shown]:
    """Return both ends of a move and what lies between, with days and grades."""
    badge: list[Shown] = [" ", judgement_chip()] if move.is_judged else []
    title = f"{move.title}, {move.unit}" if move.unit else move.title
    if not move.steps:
        return [*_unmoved(move, title), *badge]
    steps = [each for each in (move.before, *move.steps[-MOST_STEPS:]) if each]
    shown: list[Shown] = [title, *badge, ": " if move.before else ": first reading, "]
    for number, each in enumerate(steps):
        shown += [" → " if number else "", *_reading(each, steps)]
    return [*shown, *_hindsight(steps), *_note(move.steps[-1])]


def _unmoved(move: ReadingMove, title: str) -> list[Shown]:
    if move.before is None:
        return [f"{move.title}: no reading yet"]
    seen = text.day(move.before.observed_on)
    return [f"{title}: no new reading; that of {seen} weighs less by age"]


def _reading(each: ReadingAt, steps: list[ReadingAt]) -> list[Shown]:
    """Return ``201 (6 Aug 2026, CivilNet, B2)``; what all share, the last one says."""
    last, is_last = steps[-1], each is steps[-1]
    value = text.number(each.value) if each.grade == "derived" else ""
    is_short = each.observed_on.year == last.observed_on.year and not is_last
    day = (text.short_day if is_short else text.day)(each.observed_on)
    is_same = len({(one.source, one.grade) for one in steps}) == 1 < len(steps)
    origin = _origin(each, "all " if is_same else "")
    is_silent = is_same and not is_last and not each.is_judged
    shown = html.B(value or text.quantity(each.value))
    return [shown, f" ({day}", *([] if is_silent else origin), ")"]


def _origin(each: ReadingAt, of_all: str) -> list[Shown]:
    """Return source and grade; the badge already says that a judgement is one."""
    if each.is_judged:
        return [", back-cast"] if each.written_on else []
    if not each.source:
        return [", derived from events"]
    return [f", {of_all}", source_link(each.source, each.url), f", {each.grade}"]


def _hindsight(steps: list[ReadingAt]) -> list[Shown]:
    """Return when the judgements about earlier days were written."""
    days = sorted({each.written_on for each in steps if each.written_on})
    if not days:
        return []
    return [f"; back-cast, written {', '.join(text.day(each) for each in days)}"]


def _note(newest: ReadingAt) -> list[Shown]:
    """Return what the newest reading's source says about it."""
    note = newest.note.removeprefix("Back-cast: ")
    if not note:
        return []
    return [html.Span(f" “{note[0].upper()}{note[1:]}”", className="reading-note")]
