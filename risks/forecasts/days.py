"""What is scored: every day a chance stood in a question that was answered.

A question is scored by the mean over the days it was open, each day with the chance
that stood on it, as the forecasting tournaments of 2011-2015 did (Mellers et al.,
Psychological strategies for winning a geopolitical forecasting tournament,
Psychological Science 25, 2014). Every question weighs the same, however long it was.

Why so: a chance that was never updated gets the plain score of Brier (Monthly Weather
Review 78, 1950); an update counts for as long as it stood, so neither a late
correction nor a good first guess decides alone; and a question answered early still
has a score. "The judgement in force N days before the scheduled date" would leave out
exactly the surprises that came before that day. Its price: where a chance is updated
and the answer is an early yes, the first days weigh more than they would have, had
the answer been no.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from risks.forecasts.questions import Question
from risks.forecasts.statements import restated
from risks.model.columns import Floats, Ints

WEEK_DAYS = 7


@dataclass(frozen=True)
class ScoredDays:
    """Every scored day, a row each; arrays of equal length.

    Attributes
    ----------
    question
        Number of its question, from 0.
    outcome
        1 if the answer was yes, 0 if no.
    weight
        Adds up to 1 over the days of one question.
    stated
        The chance that stood.
    base_rate
        The chance by base rate alone, restated on the same days; NaN where the risk
        states none.
    last_week
        The chance that had stood seven days before; NaN in a question's first week.
    """

    question: Ints
    outcome: Floats
    weight: Floats
    stated: Floats
    base_rate: Floats
    last_week: Floats

    @property
    def count(self) -> int:
        """Return how many questions there are."""
        return int(self.question.max()) + 1 if self.question.size else 0

    def where(self, keep: npt.NDArray[np.bool_]) -> Self:
        """Return some of the days; each question left again weighs 1 in all."""
        columns = {each.name: getattr(self, each.name)[keep] for each in fields(self)}
        _, columns["question"] = np.unique(columns["question"], return_inverse=True)
        mass = np.bincount(columns["question"], columns["weight"])
        columns["weight"] = columns["weight"] / mass[columns["question"]]
        return type(self)(**columns)


def scored_days(questions: Iterable[Question], author: str | None = None) -> ScoredDays:
    """Return the days of every question answered yes or no.

    Parameters
    ----------
    author
        Keep only the days on which this author's chance stood; unset keeps all.
    """
    answered = [each for each in questions if each.outcome is not None]
    tables = [_days_of(each, number) for number, each in enumerate(answered)]
    names = [each.name for each in fields(ScoredDays)]
    whole = ScoredDays(*(_joined(tables, name) for name in names))
    whose = [name for each in answered for name in _authors(each)]
    keep = [author is None or author == name for name in whose]
    return whole.where(np.array(keep, dtype=bool))


def _days_of(question: Question, number: int) -> ScoredDays:
    spans = [each.days for each in question.statements]
    stated = np.repeat([each.chance for each in question.statements], spans)
    base = [_base_rate(question, each.share) for each in question.statements]
    last_week = np.full(stated.size, np.nan)
    last_week[WEEK_DAYS:] = stated[:-WEEK_DAYS]
    return ScoredDays(
        question=np.full(stated.size, number),
        outcome=np.full(stated.size, float(question.outcome or 0)),
        weight=np.ones(stated.size),  # made to add up to 1 by ``where``
        stated=stated,
        base_rate=np.repeat(base, spans),
        last_week=last_week,
    )


def _base_rate(question: Question, share: float) -> float:
    chance = question.base_rate
    return np.nan if chance is None else restated(chance, share)


def _authors(question: Question) -> list[str]:
    return [each.author for each in question.statements for _ in range(each.days)]


def _joined(tables: list[ScoredDays], name: str) -> npt.NDArray[Any]:
    columns = [getattr(each, name) for each in tables]
    kind = np.int64 if name == "question" else np.float64
    return np.concatenate([np.empty(0, dtype=kind), *columns])
