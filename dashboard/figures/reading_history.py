"""How an indicator has read: its readings over the bands of its goalposts."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from dashboard import text

HEIGHT = 200
ROOM = 0.06  # free space around, as a share of what is drawn
SHORTEST_ROOM = timedelta(days=7)
# Stand-ins: the styles of the page replace them in light and in dark.
INK, LINE, BANDS = "#1c2126", "#8d9299", ("#dfe8ea", "#f4e3b5", "#e39a55", "#a93a24")

Figure = dict[str, Any]
History = Sequence[tuple[date, float]]


def reading_history(
    history: History, posts: Sequence[float], unit: str, as_of: date
) -> Figure:
    """Return readings over time as a line with marks, bands of the levels behind.

    Parameters
    ----------
    history
        Days and values in ``unit``, oldest first.
    posts
        The values that score 0, 33, 67 and 100, rising or falling.
    as_of
        The right end of the time axis.
    """
    low, high = y_range([value for _, value in history], posts)
    bounds = level_bounds(posts)
    first = min([day for day, _ in history], default=as_of)
    return {
        "data": [_line(history, unit)],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 52, "r": 64, "t": 8, "b": 28},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,
            "font": {"family": "inherit", "size": 12, "color": LINE},
            "shapes": _bands(bounds, low, high),
            "annotations": _labels(bounds, low, high),
            "xaxis": _time_axis(first, as_of),
            "yaxis": _value_axis(low, high),
        },
    }


def y_range(values: Sequence[float], posts: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the value axis: all goalposts and readings, with some room."""
    low, high = min([*values, *posts]), max([*values, *posts])
    room = ROOM * (high - low)
    return low - room, high + room


def level_bounds(posts: Sequence[float]) -> tuple[float, ...]:
    """Return the values at which watch, alarm and extreme are reached."""
    return tuple(posts[1:])


def _line(history: History, unit: str) -> dict[str, Any]:
    days = [each.isoformat() for each, _ in history]
    values = [value for _, value in history]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": values,
        "line": {"color": INK, "width": 1.5},
        "marker": {"color": INK, "size": 6 if len(days) < 40 else 3},
        "text": [f"{text.day(day)}: {text.quantity(v)} {unit}" for day, v in history],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _bands(bounds: Sequence[float], low: float, high: float) -> list[dict[str, Any]]:
    return [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": start,
            "y1": end,
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": colour,
        }
        for (start, end), colour in zip(_edges(bounds, low, high), BANDS, strict=True)
    ]


def _labels(bounds: Sequence[float], low: float, high: float) -> list[dict[str, Any]]:
    """Return the words of the levels beside their bands; a sliver gets none."""
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 6,
            "y": (start + end) / 2,
            "text": word,
            "showarrow": False,
            "font": {"size": 11},
        }
        for (start, end), word in zip(
            _edges(bounds, low, high), text.LEVELS, strict=True
        )
        if abs(end - start) > 0.1 * (high - low)
    ]


def _edges(
    bounds: Sequence[float], low: float, high: float
) -> list[tuple[float, float]]:
    """Return the ends of the four bands, calm first."""
    ends = (low, *bounds, high) if bounds[-1] > bounds[0] else (high, *bounds, low)
    return list(pairwise(ends))


def _time_axis(first: date, last: date) -> dict[str, Any]:
    room = max(SHORTEST_ROOM, ROOM / 2 * (last - first))
    return {
        "type": "date",
        "range": [(first - room).isoformat(), (last + room).isoformat()],
        "showgrid": False,
        "fixedrange": True,
        "nticks": 5,
        "tickangle": 0,
        "tickformat": "%b\n%Y",  # the year on a line of its own, where it changes
        "linecolor": LINE,
    }


def _value_axis(low: float, high: float) -> dict[str, Any]:
    return {
        "range": [low, high],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "nticks": 5,
        "linecolor": LINE,
    }
