"""The two maps of a pack: GeoJSON with plain shapes in longitude and latitude."""

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from risks.errors import Problem
from risks.packs.sentences import shown

# How deep the coordinates of each shape are nested; a position is 0.
DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


def parse_geometry(
    name: str, text: str, problems: list[Problem]
) -> dict[str, Any] | None:
    """Return a FeatureCollection, or nothing after saying what is wrong with it."""
    try:
        content = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno}"
        problems.append(Problem(where, f"is not valid JSON: {_words(error.msg)}"))
        return None
    except _ConstantError as error:
        problems.append(Problem(name, f"is not valid JSON: {error}"))
        return None
    except (ValueError, RecursionError):
        what = "is not valid JSON: nested too deeply, or a number is too long"
        problems.append(Problem(name, what))
        return None
    found = list(_content_problems(name, content))
    problems.extend(found)
    return None if found else content


def feature_ids(content: dict[str, Any]) -> list[str]:
    """Return the ids of the features that have one, in order."""
    ids = (feature.get("id") for feature in content["features"])
    return [each for each in ids if isinstance(each, str)]


def _content_problems(name: str, content: Any) -> Iterator[Problem]:
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        yield Problem(name, "is not a FeatureCollection with a list of features")
        return
    seen: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        where = f"{name}, feature {number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            yield Problem(where, f"found {shown(feature)}, which is no Feature")
            continue
        if isinstance(feature_id := feature.get("id"), str):
            where = f"{where} ({feature_id[:60]})"
            if first := seen.get(feature_id):
                yield Problem(where, f"feature {first} has the same id")
            seen.setdefault(feature_id, number)
        if not isinstance(properties := feature.get("properties"), dict | None):
            what = f"properties is {shown(properties)}"
            yield Problem(where, what, "a table or null is needed")
        yield from _shape_problems(where, feature.get("geometry"))


def _shape_problems(where: str, shape: Any) -> Iterator[Problem]:
    kind = shape.get("type") if isinstance(shape, dict) else None
    if not isinstance(kind, str) or kind not in DEPTHS:
        hint = f"allowed: {', '.join(DEPTHS)}"
        yield Problem(f"{where}, geometry", f"found the type {shown(kind)}", hint)
    elif wrong := _first_wrong(shape.get("coordinates"), DEPTHS[kind]):
        hint = "positions are [longitude, latitude] in degrees"
        what = f"{wrong} is not a position in a {kind}"
        yield Problem(f"{where}, coordinates", what, hint)


def _first_wrong(value: Any, depth: int) -> str:
    """Return the first thing that is not a position, in words, or nothing."""
    if depth == 0:
        return "" if _is_position(value) else _shown_position(value)
    if not isinstance(value, list) or not value:
        return "an empty list" if value == [] else shown(value)
    return next(filter(None, (_first_wrong(each, depth - 1) for each in value)), "")


def _is_position(value: Any) -> bool:
    if not isinstance(value, list) or not all(map(_is_number, value)):
        return False
    return len(value) in (2, 3) and abs(value[0]) <= 180 and abs(value[1]) <= 90


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _shown_position(value: Any) -> str:
    """Return a would-be position as it is written, shortened."""
    if isinstance(value, list):
        return f"[{', '.join(shown(each) for each in value[:3])}]"
    return shown(value)


class _ConstantError(Exception):
    """NaN or an infinity, which Python's reader takes and JSON does not know."""


def _refuse(name: str) -> NoReturn:
    msg = f"{name} is not a number"
    raise _ConstantError(msg)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        msg = f"{text[:20]} is too large a number"
        raise _ConstantError(msg)
    return value


def _words(message: str) -> str:
    text = message.removesuffix(" starting at")
    return text[:1].lower() + text[1:]
