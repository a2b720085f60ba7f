"""What the futures mean for the corridor: opening, money, cargo, kinds of future."""

from risks.corridor.causes import HeldUp, SetOff, held_up, hits_of_opening, set_off
from risks.corridor.classes import OutcomeClass, outcome_classes
from risks.corridor.drawn import Corridor
from risks.corridor.estimates import (
    Estimate,
    OpeningDay,
    estimate,
    mean,
    paired_se,
    percentile,
)
from risks.corridor.months import day_after, months_until
from risks.corridor.outcomes import (
    ClassShare,
    Exceedance,
    Gap,
    Outcomes,
    outcomes,
    p_by,
)

__all__ = [
    "ClassShare",
    "Corridor",
    "Estimate",
    "Exceedance",
    "Gap",
    "HeldUp",
    "OpeningDay",
    "OutcomeClass",
    "Outcomes",
    "SetOff",
    "day_after",
    "estimate",
    "held_up",
    "hits_of_opening",
    "mean",
    "months_until",
    "outcome_classes",
    "outcomes",
    "p_by",
    "paired_se",
    "percentile",
    "set_off",
]
