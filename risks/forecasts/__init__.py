"""The record: every stated chance is a forecast that is answered and scored.

``forecasts`` turns the judgements of a pack and a log into dated questions with their
answers; ``track_record`` scores those that count.
"""

from risks.forecasts.calibration import NEEDED, Proposal, propose
from risks.forecasts.days import ScoredDays, scored_days
from risks.forecasts.looking_back import Judged, judgements_of
from risks.forecasts.questions import Answer, Question, Standing, Statement, forecasts
from risks.forecasts.record import Group, TrackRecord, track_record
from risks.forecasts.reliability import Block, Reliability, isotonic, reliability
from risks.forecasts.scores import Comparison, Naive, Score, brier, log_score

__all__ = [
    "NEEDED",
    "Answer",
    "Block",
    "Comparison",
    "Group",
    "Judged",
    "Naive",
    "Proposal",
    "Question",
    "Reliability",
    "Score",
    "ScoredDays",
    "Standing",
    "Statement",
    "TrackRecord",
    "brier",
    "forecasts",
    "isotonic",
    "judgements_of",
    "log_score",
    "propose",
    "reliability",
    "scored_days",
    "track_record",
]
