"""Levers: indicators that can be set, each on the scale of its goalposts.

The sliders themselves are native range inputs, which Dash does not have: the script
puts them into the empty slots and keeps everything here up to date.
"""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.attributes import HIDDEN, data
from dashboard.queries.what_if_levers import Lever, LeverGroup

SPACED = 10_000


def lever_group(group: LeverGroup, changed: frozenset[str]) -> Component:
    """Return the levers of a register, the lesser ones folded away."""
    return html.Section(
        [
            html.H3(group.title, className="lever-group"),
            *(lever_row(each) for each in group.headline),
            *_others(group.others, changed),
        ],
        className="levers",
    )


def _others(others: tuple[Lever, ...], changed: frozenset[str]) -> Iterable[Component]:
    if not others:
        return []
    is_open = any(each.id in changed for each in others)
    summary = html.Summary(f"More: {text.count(len(others), 'other indicator')}")
    rows = [lever_row(each) for each in others]
    return [html.Details([summary, *rows], open=is_open, className="more")]


def lever_row(lever: Lever) -> Component:
    """Return one lever; its slots are filled by the script."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span(lever.title, id=title_id(lever), className="lever-title"),
                    html.Span(className="lever-value"),
                ],
                className="lever-head",
            ),
            html.Div(
                [
                    html.Span(className="lever-track", style=track_style(lever)),
                    *_notch(lever),
                    html.Span(className="lever-slot"),
                ],
                className="lever-slider",
            ),
            html.Span(className="lever-entry"),
            _ends(lever),
            html.P(today_words(lever), className="lever-today"),
        ],
        className="lever",
        **data(lever=lever.id),
    )


def title_id(lever: Lever) -> str:
    """Return the id of the words that name a lever."""
    return f"lever-{lever.id}"


def track_style(lever: Lever) -> dict[str, str]:
    """Colour a track by severity: the colour of each goalpost at its place."""
    stops = sorted(
        (share_of(lever, post), f"var(--s{step})")
        for step, post in enumerate(lever.posts)
    )
    shown = ", ".join(f"{colour} {100 * share:.1f}%" for share, colour in stops)
    return {"backgroundImage": f"linear-gradient(90deg, {shown})"}


def share_of(lever: Lever, value: float) -> float:
    """Return where a value lies on a lever's scale, 0 to 1."""
    share = (value - lever.lowest) / (lever.highest - lever.lowest)
    return min(max(share, 0.0), 1.0)


def _notch(lever: Lever) -> list[Component]:
    """Mark today's reading below the track: hollow if stale, an arrow if outside."""
    if lever.today is None:
        return []
    kinds = ["lever-mark"]
    kinds += ["is-stale"] if lever.is_stale else []
    kinds += ["is-below"] if lever.today < lever.lowest else []
    kinds += ["is-above"] if lever.today > lever.highest else []
    style = {"--share": f"{share_of(lever, lever.today):.4f}"}
    return [html.Span(className=" ".join(kinds), style=style, **HIDDEN)]


def _ends(lever: Lever) -> Component:
    """Print both ends of the scale, and on which side it gets worse."""
    is_rising = lever.posts[-1] > lever.posts[0]
    low, high = end_words(lever, lever.lowest), end_words(lever, lever.highest)
    worse = html.Span("worse →" if is_rising else "← worse", className="lever-worse")
    middle = [html.Span(low), worse, html.Span(high)]
    side = "is-rising" if is_rising else "is-falling"
    return html.Div(middle, className=f"lever-ends {side}")


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


def today_words(lever: Lever) -> list[str | Component]:
    """Say what was read last, when, and whether that is still fresh."""
    if lever.today is None or lever.observed_on is None:
        return ["no reading yet; unset, the score assumed without news counts"]
    said = f"today {plain(lever.today)}, {text.day(lever.observed_on)}"
    if lever.is_stale:
        said += f" · stale, {text.count(lever.age_days or 0, 'day')}"
    if not lever.lowest <= lever.today <= lever.highest:
        said += " · beyond the scale"
    return [said]
