"""Risk registers of a corridor: records, scores, rates and what-ifs.

Pure and importable in a notebook: nothing here reads a clock or draws a random
number, and only ``read_pack`` reads files.
"""

from risks.errors import PackError, Problem, RisksError, SettingError, UnknownIdError
from risks.explanation import why
from risks.history import movers, weekly_pressure
from risks.model import Pack
from risks.packs import default_pack_folder, read_pack
from risks.rates import baseline, chance_of, rate_of
from risks.scenarios import check_settings, find_target, what_if
from risks.scoring import power_mean, power_mean_shares, score_value, scores
from risks.sensitivity import tornado
from risks.state import State, default_as_of, state

__all__ = [
    "Pack",
    "PackError",
    "Problem",
    "RisksError",
    "SettingError",
    "State",
    "UnknownIdError",
    "baseline",
    "chance_of",
    "check_settings",
    "default_as_of",
    "default_pack_folder",
    "find_target",
    "movers",
    "power_mean",
    "power_mean_shares",
    "rate_of",
    "read_pack",
    "score_value",
    "scores",
    "state",
    "tornado",
    "weekly_pressure",
    "what_if",
    "why",
]
