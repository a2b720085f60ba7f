"""Simulated futures: draws, the hazard clock, calibrated leaks."""

from risks.simulation.calibration import Calibration, calibrate
from risks.simulation.model import (
    DEFAULT_MONTHS,
    DEFAULT_PATHS,
    DEFAULT_SEED,
    DRAG_PATHS,
    Frame,
    Setup,
    months_ahead,
)
from risks.simulation.run import Simulation, simulate, standard_error

__all__ = [
    "DEFAULT_MONTHS",
    "DEFAULT_PATHS",
    "DEFAULT_SEED",
    "DRAG_PATHS",
    "Calibration",
    "Frame",
    "Setup",
    "Simulation",
    "calibrate",
    "months_ahead",
    "simulate",
    "standard_error",
]
