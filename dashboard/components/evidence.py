"""Small marks of where a number comes from: its grade, its age, who judged it."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.attributes import HIDDEN


def grade_mark(code: str) -> Component:
    """Return a grade with its words behind it; a judgement is called one."""
    if code == "judged":
        return judgement_chip()
    if code == "derived":
        return html.Span("derived", className="chip is-derived")
    return html.Span(
        [html.Abbr(code, title=words.grade(code)), _read_out(words.grade(code))]
    )


def judgement_chip() -> Component:
    """Return the chip that keeps a judgement from passing for data."""
    return html.Span("judgement", className="chip is-judgement")


def age_mark(days: int | None, *, is_stale: bool) -> Component:
    """Return a full or hollow mark with the age in words."""
    if days is None:
        return html.Span(words.NO_READING, className="mute")
    return html.Span(
        [
            html.Span(className="mark is-stale" if is_stale else "mark", **HIDDEN),
            " ",
            words.stale_age(days, is_stale=is_stale),
        ],
        className="age",
    )


def score_chip(score: float) -> Component:
    """Return a score with its word, on the colour of its level."""
    return html.Span(words.pressure(score), className=f"chip s{text.level_step(score)}")


def level_chip(score: float, *, is_assumed: bool) -> Component:
    """Return the level a score has reached on its colour.

    A hollow chip says instead that the score is mostly assumed: a colour would let
    missing evidence pass for an alarm.
    """
    kind = "is-assumed" if is_assumed else f"s{text.level_step(score)}"
    return html.Span(
        words.level(score, is_assumed=is_assumed), className=f"chip {kind}"
    )


def range_bar(low: float, likely: float, high: float) -> Component:
    """Return a bar from 0 to 1 with a range on it; the figures stand beside it."""
    return html.Div(
        [
            html.Span(
                className="range-band",
                style={"left": _part(low), "width": _part(high - low)},
            ),
            html.Span(className="range-mark", style={"left": _part(likely)}),
        ],
        className="range",
        **HIDDEN,
    )


def _part(share: float) -> str:
    return f"{100 * share:.2f}%"


def _read_out(said: str) -> Component:
    return html.Span(f" ({said})", className="visually-hidden")
