"""The chart of the brief: by when which share of the futures have opened, as SVG.

Readable in grey: the lines differ by dash and weight, and each is named in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

import numpy as np

from risks.brief.sheets import Chart
from risks.brief.words import day_words, share_words
from risks.reviews.numbers import View
from risks.reviews.worths import days_after

WIDTH, HEIGHT = 520, 236
LEFT, RIGHT, TOP, BOTTOM = 40, 508, 46, 208
STEPS = (0, 25, 50, 75, 100)
MOST_TICKS = 9
LABEL = 'font-size="12" fill="#1c2126"'
MUTE = 'font-size="11" fill="#5b656e"'
FONTS = "Libertinus Serif, Georgia, serif"


@dataclass(frozen=True)
class Curve:
    """The share of futures that have opened by each of some days, as ordinals.

    ``half`` is the day by which half have; None where that is after the last day.
    """

    as_of: date
    days: tuple[float, ...]
    shares: tuple[float, ...]
    half: date | None


def curve_of(view: View) -> Curve:
    """Return the opening curve of what a review saw, at whole months."""
    found = view.outcomes
    months = range(found.corridor.frame.setup.months + 1)
    line = np.sort(found.plan.line)
    opened = np.searchsorted(line, np.array(months, dtype=float), side="right")
    half = next(each.day for each in found.opening if each.share == 0.5)
    days = tuple(days_after(found, float(each)) for each in months)
    shares = tuple(float(each) for each in opened / len(line))
    return Curve(view.base.as_of, days, shares, half)


def chart(now: Curve, before: Curve | None, target: date) -> Chart:
    """Return the chart of a curve over the one of the last closed review."""
    words = _words(now, before, target)
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    named = f' role="img" aria-label="{escape(words)}" font-family="{FONTS}">'
    drawn = "".join(_Drawing(now, before, target).parts())
    svg = f"{start}{named}{drawn}</svg>"
    return Chart("By when does the corridor open?", svg, words)


def _words(now: Curve, before: Curve | None, target: date) -> str:
    parts = [f"Share of futures in which the corridor has opened: {_half(now)}"]
    if before:
        parts.append(f"at the review of {day_words(before.as_of)}, {_half(before)}")
    if target.toordinal() <= now.days[-1]:
        on_time = share_words(_share_at(now, target))
        parts.append(f"by the aim, {day_words(target)}, {on_time} have")
    return "; ".join(parts) + "."


def _half(curve: Curve) -> str:
    last = day_words(date.fromordinal(round(curve.days[-1])))
    when = f"by {day_words(curve.half)}" if curve.half else f"after {last}"
    return f"half {when}"


def _share_at(curve: Curve, day: date) -> float:
    """Return the share at a day, straight between the months around it."""
    return float(np.interp(day.toordinal(), curve.days, curve.shares))


@dataclass(frozen=True)
class _Drawing:
    now: Curve
    before: Curve | None
    target: date

    def parts(self) -> Iterator[str]:
        yield from self._key()
        yield from self._grid()
        yield from self._years()
        if self.before:
            yield self._line(self.before, 'stroke="#77818a" stroke-dasharray="5 4"')
        yield self._line(self.now, 'stroke="#1c2126" stroke-width="2.4"')
        yield from self._aim()
        yield from self._half()

    @property
    def _ends(self) -> tuple[float, float]:
        curves = [self.now, *([self.before] if self.before else [])]
        first = min(each.days[0] for each in curves)
        return first, max(each.days[-1] for each in curves)

    def _x(self, day: float) -> float:
        first, last = self._ends
        return LEFT + (RIGHT - LEFT) * (day - first) / (last - first)

    def _key(self) -> Iterator[str]:
        yield f'<path d="M{LEFT} 10h24" stroke="#1c2126" stroke-width="2.4"/>'
        yield _text(LEFT + 29, 14, f"as of {day_words(self.now.as_of)}", LABEL)
        if self.before:
            middle = (LEFT + RIGHT) // 2
            yield f'<path d="M{middle} 10h24" stroke="#77818a" stroke-dasharray="5 4" '
            yield 'stroke-width="1.6"/>'
            said = f"last review, {day_words(self.before.as_of)}"
            yield _text(middle + 29, 14, said, LABEL)

    def _grid(self) -> Iterator[str]:
        for each in STEPS:
            y = _y(each / 100)
            yield f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#dcdad3"/>'
            yield _text(LEFT - 5, y + 4, f"{each} %", MUTE + ' text-anchor="end"')

    def _years(self) -> Iterator[str]:
        first, last = (date.fromordinal(round(each)).year for each in self._ends)
        step = -(-(last - first) // MOST_TICKS) or 1
        for year in range(first + 1, last + 1, step):
            x = self._x(date(year, 1, 1).toordinal())
            yield f'<path d="M{x:.1f} {BOTTOM}v5" stroke="#5b656e"/>'
            yield _text(x, BOTTOM + 18, str(year), MUTE + ' text-anchor="middle"')

    def _line(self, curve: Curve, style: str) -> str:
        pairs = zip(curve.days, curve.shares, strict=True)
        points = " ".join(f"{self._x(day):.1f},{_y(share):.1f}" for day, share in pairs)
        width = "" if "stroke-width" in style else ' stroke-width="1.6"'
        return f'<polyline points="{points}" fill="none" {style}{width}/>'

    def _aim(self) -> Iterator[str]:
        first, last = self._ends
        day = self.target.toordinal()
        if not first <= day <= last:
            return
        x, share = self._x(day), share_words(_share_at(self.now, self.target))
        yield f'<path d="M{x:.1f} {TOP - 6}V{BOTTOM}" stroke="#1c2126" '
        yield 'stroke-width="1" stroke-dasharray="1.5 2.5"/>'
        said = f"aim {day_words(self.target)}: {share}"
        yield _beside(x, TOP - 9, said)

    def _half(self) -> Iterator[str]:
        if not self.now.half:
            return
        x, y = self._x(self.now.half.toordinal()), _y(0.5)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#1c2126" '
        yield 'stroke="#ffffff" stroke-width="1.5"/>'
        yield _beside(x, y + 16, f"P50: {day_words(self.now.half)}", gap=9, low=True)


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share


def _beside(x: float, y: float, words: str, gap: int = 0, *, low: bool = False) -> str:
    """Return a label on the side of a point that has room; a rising curve is above."""
    is_left = x > (LEFT + RIGHT) / 2 and not (low and x < RIGHT - 130)
    anchor, shift = ("end", -gap) if is_left else ("start", gap)
    if is_left and low:
        y -= 26
    return _text(x + shift, y, words, f'{LABEL} text-anchor="{anchor}"')


def _text(x: float, y: float, words: str, style: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'
