"""What the first pages will ask for, made before anyone asks."""

from dashboard.queries.board_futures import board_futures
from dashboard.queries.compared import compared_with
from dashboard.queries.model import Model
from dashboard.queries.simulated import baseline_outcomes
from risks.simulation.model import DEFAULT_PATHS, DRAG_PATHS


def warm_up(model: Model) -> None:
    """Make the Board's futures, then what a first what-if is compared with."""
    as_of = model.default_as_of
    board_futures(model, as_of, compared_with(model, as_of))
    for paths in (DEFAULT_PATHS, DRAG_PATHS):
        baseline_outcomes(model, as_of, paths)
