"""The records of a pack, and the rules each of them obeys by itself.

Nothing here reads a file, a clock or a random number.
"""

from risks.model.assumptions import Assumption, Assumptions
from risks.model.base import Range, Record
from risks.model.corridor import FundingSource, Scenario, Stage, Station
from risks.model.indicators import (
    POSTURE_MAX,
    CalendarEntry,
    Event,
    Indicator,
    Kind,
    Reading,
    RecordedEvent,
)
from risks.model.pack import Pack, PackHeader
from risks.model.risks import (
    Answered,
    BaseRate,
    Impact,
    Judgement,
    Register,
    Risk,
    Signal,
    Treatment,
    Trigger,
)

__all__ = [
    "POSTURE_MAX",
    "Answered",
    "Assumption",
    "Assumptions",
    "BaseRate",
    "CalendarEntry",
    "Event",
    "FundingSource",
    "Impact",
    "Indicator",
    "Judgement",
    "Kind",
    "Pack",
    "PackHeader",
    "Range",
    "Reading",
    "Record",
    "RecordedEvent",
    "Register",
    "Risk",
    "Scenario",
    "Signal",
    "Stage",
    "Station",
    "Treatment",
    "Trigger",
]
