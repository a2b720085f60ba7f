"""How levers look: indicators that can be set, each on the scale of its goalposts.

Only the groups are components. The rows are put together by the script, from what is
said here: Dash has no native sliders, and takes four seconds to replace a page of two
thousand components.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.attributes import data
from dashboard.queries.what_if_levers import Lever, LeverGroup

SPACED = 10_000


@dataclass(frozen=True)
class Look:
    """One lever in words and colours.

    Attributes
    ----------
    track
        The colours of its track, as a CSS image.
    mark, mark_share
        Classes of the mark of the reading in force, and where it lies, 0 to 1; no
        classes where there is none.
    low, high
        What stands at both ends of the scale.
    is_rising
        Whether it gets worse towards the high end.
    reading
        What was read last, when, and whether that is still fresh.
    """

    track: str
    mark: str
    mark_share: float
    low: str
    high: str
    is_rising: bool
    reading: str


def look_of(lever: Lever) -> Look:
    """Return how a lever looks."""
    return Look(
        track=track_colours(lever),
        mark=mark_kind(lever),
        mark_share=share_of(lever, lever.resting),
        low=end_words(lever, lever.lowest),
        high=end_words(lever, lever.highest),
        is_rising=lever.posts[-1] > lever.posts[0],
        reading=reading_words(lever),
    )


def lever_group(group: LeverGroup, changed: frozenset[str]) -> Component:
    """Return the place of a register's levers, the lesser ones folded away."""
    return html.Section(
        [
            html.H3(group.title, className="lever-group"),
            _rows(group.headline),
            *_others(group.others, changed),
        ],
        className="levers",
    )


def _others(others: tuple[Lever, ...], changed: frozenset[str]) -> Iterable[Component]:
    if not others:
        return []
    is_open = any(each.id in changed for each in others)
    summary = html.Summary(f"More: {text.count(len(others), 'other indicator')}")
    return [html.Details([summary, _rows(others)], open=is_open, className="more")]


def _rows(levers: tuple[Lever, ...]) -> Component:
    return html.Div(**data(levers=" ".join(each.id for each in levers)))


def track_colours(lever: Lever) -> str:
    """Colour a track by severity: the colour of each goalpost at its place."""
    stops = sorted(
        (share_of(lever, post), f"var(--s{step})")
        for step, post in enumerate(lever.posts)
    )
    shown = ", ".join(f"{colour} {100 * share:.1f}%" for share, colour in stops)
    return f"linear-gradient(90deg, {shown})"


def share_of(lever: Lever, value: float) -> float:
    """Return where a value lies on a lever's scale, 0 to 1."""
    share = (value - lever.lowest) / (lever.highest - lever.lowest)
    return min(max(share, 0.0), 1.0)


def mark_kind(lever: Lever) -> str:
    """Mark the reading below the track: hollow if stale, an arrow if outside."""
    if lever.baseline is None:
        return ""
    kinds = ["lever-mark"]
    kinds += ["is-stale"] if lever.is_stale else []
    kinds += ["is-below"] if lever.baseline < lever.lowest else []
    kinds += ["is-above"] if lever.baseline > lever.highest else []
    return " ".join(kinds)


def end_words(lever: Lever, value: float) -> str:
    """Return a value in its unit, or the name of a posture's band."""
    if lever.bands:
        return lever.bands[band_of(lever, value)]
    return plain(value)


def plain(value: float) -> str:
    """Return a number on a scale; below 10,000 unspaced, so that a year reads 2026."""
    shown = text.quantity(value)
    return shown if abs(value) >= SPACED else shown.replace(text.THIN_SPACE, "")


def band_of(lever: Lever, value: float) -> int:
    """Return the band nearest to a posture, the worse one half way between two."""
    return min(max(int(value + 0.5), 0), len(lever.bands) - 1)


def reading_words(lever: Lever) -> str:
    """Say what was read last, when, and whether that is still fresh."""
    if lever.baseline is None or lever.observed_on is None:
        return "no reading yet; unset, the score assumed without news counts"
    said = f"baseline {plain(lever.baseline)}, {text.day(lever.observed_on)}"
    if lever.is_stale:
        said += f" · stale, {text.count(lever.age_days or 0, 'day')}"
    if not lever.lowest <= lever.baseline <= lever.highest:
        said += " · beyond the scale"
    return said
