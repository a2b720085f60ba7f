"""What-if settings as the address holds them: ``set=brent:60;russian-coercion:3.5``."""

from collections.abc import Mapping
from math import isfinite

MOST_SETTINGS = 200
LONGEST_ID = 60


def read_settings(written: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the settings of an address, or none and what is wrong with them.

    Never raises. Whether the indicators exist and allow the values is not asked here.
    """
    pieces = [each for each in written.split(";") if each]
    if len(pieces) > MOST_SETTINGS:
        return {}, (f"The address sets {len(pieces)} values; {MOST_SETTINGS} at most.",)
    settings, problems = {}, []
    for piece in pieces:
        name, _, value = piece.partition(":")
        number = _number(value)
        if number is None or not name or len(name) > LONGEST_ID:
            problems.append(
                f"{piece[:80]!r} is not a setting written like brent-usd-bbl:60."
            )
        elif name in settings:
            problems.append(f"{name!r} is set twice.")
        else:
            settings[name] = number
    return ({} if problems else settings), tuple(problems)


def write_settings(settings: Mapping[str, float]) -> str:
    """Return settings as an address holds them, each number as short as it can be."""
    return ";".join(f"{name}:{_short(value)}" for name, value in settings.items())


def _number(written: str) -> float | None:
    """Return a finite decimal number; Python's own spellings (1_0, inf) are none."""
    if not written or not set(written) <= set("0123456789+-.eE"):
        return None
    try:
        number = float(written)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _short(value: float) -> str:
    return repr(value).removesuffix(".0")
