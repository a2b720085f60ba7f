"""How numbers, dates and changes are put into words; the same on every page."""

import re
from datetime import date
from math import isnan

THIN_SPACE = "\u202f"  # does not break a line
MINUS = "\u2212"
RARE = 0.001
LEVELS = ("calm", "watch", "alarm", "extreme")
LEVEL_BOUNDS = (33, 67, 100)  # the scores of watch, alarm and extreme, to be reached
MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def day(when: date) -> str:
    """Return ``15 Aug 2027``, whatever the locale of the server."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def names_day(title: str, when: date) -> bool:
    """Tell whether a title names a day: ``… by 15 August 2027``, ``… 15 Aug 2027``."""
    month = MONTHS[when.month - 1]
    return bool(re.search(rf"\b{when.day} {month}[a-z]* {when.year}\b", title))


def short_day(when: date) -> str:
    """Return ``15 Aug``."""
    return f"{when.day} {MONTHS[when.month - 1]}"


def span(first: date, last: date) -> str:
    """Return one day, or ``1–31 Oct 2026``, ``1 Jul – 31 Dec 2026``."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    start = short_day(first) if first.year == last.year else day(first)
    return f"{start} – {day(last)}"


def by(when: date) -> str:
    """Return ``by 15 Aug 2027``."""
    return f"by {day(when)}"


def count(number: int, singular: str, plural: str = "") -> str:
    """Return ``1 risk``, ``3 risks``."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{whole(number)} {noun}"


def age(days: float) -> str:
    """Return ``99 days old``, ``1 day old``, ``of today`` or ``no reading yet``."""
    if isnan(days):
        return "no reading yet"
    return "of today" if days == 0 else f"{count(int(days), 'day')} old"


def whole(value: float) -> str:
    """Return a whole number with thin spaces between thousands."""
    return number(value, 0)


def number(value: float, digits: int = 1) -> str:
    """Return a number with a real minus, thin spaces and no negative zero."""
    shown = f"{abs(value):,.{digits}f}".replace(",", THIN_SPACE)
    is_zero = not any(each in "123456789" for each in shown)
    return shown if value >= 0 or is_zero else MINUS + shown


def quantity(value: float) -> str:
    """Return a number with as many digits as it was stated with, at most four."""
    digits = next((d for d in range(4) if round(value, d) == value), 4)
    return number(value, digits)


def percent(chance: float) -> str:
    """Return a chance from 0 to 1 as ``52 %``; the ends are never rounded away."""
    if 0 < chance < 0.01:
        return f"under 1{THIN_SPACE}%"
    if 0.99 < chance < 1:
        return f"over 99{THIN_SPACE}%"
    return f"{whole(100 * chance)}{THIN_SPACE}%"


def share(value: float) -> str:
    """Return a share of simulated futures, 0 to 1, as ``52 %``.

    What no future showed is not called impossible, nor what all showed certain.
    """
    whole_count = round(1 / RARE)
    if value < RARE:
        return f"fewer than 1 in {whole(whole_count)}"
    if value > 1 - RARE:
        return f"more than {whole_count - 1} in {whole(whole_count)}"
    return percent(value)


def change(points: float, unit: str = "pt", digits: int = 1) -> str:
    """Return ``5.2 pt worse``, ``3.0 pt better`` or ``no change``.

    Scores and chances of risks both rise as things get worse.
    """
    if not number(abs(points), digits).strip("0."):
        return "no change" if points == 0 else f"less than 0.1 {unit} {_way(points)}"
    return f"{number(abs(points), digits)} {unit} {_way(points)}"


def level_step(score: float) -> int:
    """Return the last step, 0 to 3, that a score has reached as it is shown."""
    return sum(round(score) >= bound for bound in LEVEL_BOUNDS)


def level(score: float) -> str:
    """Return the goalpost a score has reached: calm, watch, alarm or extreme."""
    return LEVELS[level_step(score)]


def _way(points: float) -> str:
    return "worse" if points > 0 else "better"
