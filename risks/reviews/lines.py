"""Where the number of a position stands, and whether it has reached its line."""

from risks.errors import UnknownIdError
from risks.futures import outcome_value
from risks.reviews.numbers import plain
from risks.reviews.standing import Measured
from risks.workspace import Position


def position_value(found: Measured, position: Position) -> float | None:
    """Return the number a position is about, in its own unit; None where it has none.

    A risk's id names its dated chance, for which nothing is simulated.
    """
    if position.outcome in {each.id for each in found.base.pack.risks}:
        return found.chance(position.outcome)
    try:
        return plain(outcome_value(found.outcomes, position.outcome))
    except UnknownIdError:  # an earlier version of the pack knew it
        return None


def is_reached(position: Position, value: float | None) -> bool:
    """Return whether a number has reached a position's line; an unknown one has not."""
    if value is None:
        return False
    is_below = position.side == "below"
    return value < position.line if is_below else value > position.line
