"""Who stated which chance of a risk, and from which day it stood.

A judgement of the log stands from the day (UTC) it was recorded, even if it names an
earlier one: nobody forecasts yesterday. One that names a day before that of the
judgement in force never comes into force, as everywhere in the model.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from risks.model import Judgement, Risk
from risks.rates import months_after
from risks.workspace import NewJudgement, Recorded

PACK = 0  # the number of no entry


@dataclass(frozen=True)
class Stated:
    """A judgement that came into force, and the day it did.

    ``seq`` is the number of its entry in the log; 0 for one of the pack.
    """

    judgement: Judgement
    stated_on: date
    seq: int


def restated(chance: float, share: float) -> float:
    """Return the chance over a share, 0 to 1, of the time it was stated for.

    ``1 - (1 - chance)^share``: the monthly rate behind it is held.
    """
    if share == 1.0:
        return chance  # to the last digit, as it was typed
    return float(-np.expm1(share * np.log1p(-chance)))


def share_left(risk: Risk, judged_on: date, stated_on: date, closes_on: date) -> float:
    """Return the share of a judgement's own time that its question's window has left.

    1 for a deadline: its hazard falls on the date, however few days are left.
    """
    if risk.horizon_months is None:
        return 1.0
    own = (months_after(judged_on, risk.horizon_months) - judged_on).days
    return min(1.0, (closes_on - stated_on).days / own)


def all_stated(risk: Risk, entries: Iterable[Recorded]) -> list[Stated]:
    """Return every judgement of a risk, by the day it was stated."""
    found = [Stated(each, each.judged_on, PACK) for each in risk.judgements]
    found += _of_log(risk, entries)
    return sorted(found, key=lambda one: (one.stated_on, one.seq))


def stated_in_order(risk: Risk, entries: Iterable[Recorded]) -> Iterator[Stated]:
    """Yield the judgements of a risk that came into force, in the order they did."""
    newest = date.min
    for each in all_stated(risk, entries):
        if each.judgement.judged_on >= newest:
            newest = each.judgement.judged_on
            yield each


def _of_log(risk: Risk, entries: Iterable[Recorded]) -> Iterator[Stated]:
    for entry in entries:
        payload = entry.payload
        if isinstance(payload, NewJudgement) and payload.risk_id == risk.id:
            judgement = payload.judgement(entry.author, entry.reason or "not stated")
            day = max(payload.judged_on, entry.recorded_at.date())
            yield Stated(judgement, day, entry.seq)
