"""Weekly reviews: opened, closed and replayed; what moved since, and the agenda.

A review sees a pack, the log up to some entry, and a day: ``Frozen``. Everything else
is computed from that, so a closed week can be replayed to the last bit.
"""

from risks.reviews.agenda import Agenda, Moved, Sitting, agenda
from risks.reviews.behind import Behind
from risks.reviews.change import Change, Part, explain_changes
from risks.reviews.errors import ReviewError
from risks.reviews.frozen import (
    Packs,
    Replay,
    closed,
    frozen_of,
    recorded_after,
    replay,
    sees,
)
from risks.reviews.meeting import Meeting, closing, day_of, opening, pack_step
from risks.reviews.numbers import Draws, View, headline_names, numbers, numbers_hash
from risks.reviews.records import Held, Limits, Step, held, limits_of
from risks.reviews.report import agenda_report, change_report, review_report
from risks.reviews.states import Frozen
from risks.reviews.weeks import Week, local_day, week_of
from risks.reviews.worths import Asked

__all__ = [
    "Agenda",
    "Asked",
    "Behind",
    "Change",
    "Draws",
    "Frozen",
    "Held",
    "Limits",
    "Meeting",
    "Moved",
    "Packs",
    "Part",
    "Replay",
    "ReviewError",
    "Sitting",
    "Step",
    "View",
    "Week",
    "agenda",
    "agenda_report",
    "change_report",
    "closed",
    "closing",
    "day_of",
    "explain_changes",
    "frozen_of",
    "headline_names",
    "held",
    "limits_of",
    "local_day",
    "numbers",
    "numbers_hash",
    "opening",
    "pack_step",
    "recorded_after",
    "replay",
    "review_report",
    "sees",
    "week_of",
]
