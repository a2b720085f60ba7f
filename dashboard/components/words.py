"""Grades, likelihoods and readings in words; the same on every page."""

from urllib.parse import urlsplit

from dashboard import text
from dashboard.queries.compared import Since
from dashboard.queries.indicators import IndicatorNow

# Admiralty code, as NATO's AJP-2.1 words it.
SOURCE_WORDS = {
    "A": "completely reliable source",
    "B": "usually reliable source",
    "C": "fairly reliable source",
    "D": "not usually reliable source",
    "E": "unreliable source",
    "F": "reliability of the source cannot be judged",
}
REPORT_WORDS = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
JUDGED_WORDS = "a judgement of the desk, which cites events instead of a grade"
DERIVED_WORDS = "worked out from this register's dated events, with their grades"
NO_READING = "no reading yet"
ASSUMED = "mostly assumed"  # too little of it rests on trusted readings
STATUS_WORDS = {
    "decided no": "decided: no",
    "decided yes": "decided: yes",
    "awaiting resolution": "awaits its resolution",
}


def grade(code: str) -> str:
    """Return an Admiralty grade in words: ``usually reliable source, probably true``.

    ``judged`` and ``derived`` are no grades, and say so; nothing stays nothing.
    """
    if code in ("judged", "derived"):
        return JUDGED_WORDS if code == "judged" else DERIVED_WORDS
    if not code:
        return ""
    return f"{SOURCE_WORDS[code[0]]}, {REPORT_WORDS[code[1]]}"


def chance(value: float | None, status: str) -> str:
    """Return a chance, or where the risk stands if it is no longer open."""
    if value is None or status in STATUS_WORDS:
        return STATUS_WORDS.get(status, "not known")
    return text.percent(value)


def chance_range(low: float | None, high: float | None) -> str:
    """Return ``75 to 95 %``, or nothing where there is no range."""
    if low is None or high is None:
        return ""
    if not 0 < low < 1 or not 0 < high < 1:
        return text.percent(low)
    first, last = text.percent(low), text.percent(high)
    sign = f"{text.THIN_SPACE}%"
    return first if first == last else f"{first.removesuffix(sign)} to {last}"


def change(points: float | None) -> str:
    """Return a change in points in words, or that there is nothing to compare."""
    return "not comparable" if points is None else text.change(points)


def pressure(value: float | None, *, is_assumed: bool = False) -> str:
    """Return ``48 watch``, or that nothing weighs.

    An assumed one has no level, ``48 mostly assumed``: no evidence is no alarm.
    """
    if value is None:
        return "no signals"
    return f"{text.whole(value)} {level(value, is_assumed=is_assumed)}"


def level(score: float, *, is_assumed: bool = False) -> str:
    """Return the goalpost a score has reached, unless it is mostly assumed."""
    return ASSUMED if is_assumed else text.level(score)


def reading(indicator: IndicatorNow, value: float | None) -> str:
    """Return a reading in its unit; a posture with the name of its nearest band."""
    if value is None:
        return NO_READING
    if indicator.bands:
        return f"{text.quantity(value)} ({band(indicator, value)})"
    if indicator.is_derived:
        return f"{text.number(value)} {indicator.unit}"
    return f"{text.quantity(value)} {indicator.unit}"


def band(indicator: IndicatorNow, value: float) -> str:
    """Return the name of the band a posture is nearest to."""
    last = len(indicator.bands) - 1
    return indicator.bands[min(last, max(0, int(value + 0.5)))]


def alarm_at(indicator: IndicatorNow) -> str:
    """Return ``40 or more``: the reading that reaches alarm, and on which side."""
    side = "more" if indicator.is_worse_above else "less"
    return f"{text.quantity(round(indicator.alarm_at, 4))} or {side}"


def goalposts(indicator: IndicatorNow) -> str:
    """Return the readings at which each level begins, in the indicator's unit."""
    posts = " · ".join(
        f"{word} at {text.quantity(round(post, 4))}"
        for word, post in zip(text.LEVELS, indicator.posts, strict=True)
    )
    return f"{posts} ({indicator.unit})"


def stale_age(days: int, *, is_stale: bool) -> str:
    """Return an age on the day looked at, with what makes it count less."""
    shown = text.age(days) if days else "of the same day"
    return f"stale, {shown}" if is_stale else shown


def since(counted: Since) -> str:
    """Return what a change is counted from, and whether that is back-cast.

    ``since the review of 15 Nov 2026 (week 46)``, or ``since 18 Jul 2026, four weeks
    before (back-cast)``.
    """
    note = " (back-cast)" if counted.judged_on else ""
    return f"since {reference(counted)}{note}"


def reference(counted: Since) -> str:
    """Return ``the review of 15 Nov 2026 (week 46)``, or the day four weeks before."""
    if not counted.week:
        return f"{text.day(counted.day)}, four weeks before"
    return f"the review of {text.day(counted.day)} ({week(counted.week)})"


def since_short(counted: Since) -> str:
    """Return ``since week 46`` or ``since 18 Jul``, where the whole stands near."""
    named = week(counted.week) if counted.week else text.short_day(counted.day)
    return f"since {named}"


def week(iso: str) -> str:
    """Return ``week 46`` for ``2026-W46``."""
    return f"week {int(iso.partition('W')[2])}"


def ratio(stated: float) -> str:
    """Return ``×2.5``, with as many digits as it was stated with."""
    return f"×{text.quantity(stated)}"


def times(factor: float) -> str:
    """Return ``×1.24``."""
    return f"×{text.number(factor, 2)}"


def signed(value: float, digits: int = 3) -> str:
    """Return a number with its sign, and a bare zero."""
    shown = text.number(value, digits)
    is_zero = not any(each in "123456789" for each in shown)
    return shown if value < 0 or is_zero else f"+{shown}"


def host(url: str) -> str:
    """Return the name of the site behind an address, without ``www``."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
