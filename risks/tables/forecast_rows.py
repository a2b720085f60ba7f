"""The rows of ``forecasts``: each stated chance in its question, and how it fared.

A row is one statement, so that nothing is lost of what was said and by whom. A score
stands on a row for the days its chance stood; over one question the rows' scores,
weighted by ``derived_weight``, add up to the question's own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from risks.forecasts import Question, Statement, brier, log_score
from risks.forecasts.statements import restated
from risks.model import Pack

Row = dict[str, Any]


def forecast_rows(pack: Pack, questions: Iterable[Question]) -> Iterator[Row]:
    """Yield one row for every statement of every question, in their order."""
    titles = {each.id: each.title for each in pack.risks}
    for question in questions:
        for statement in question.statements:
            yield {
                **_asked(question, titles),
                **_stated(question, statement),
                **_answered(question),
                **_scored(question, statement),
            }


def _asked(question: Question, titles: Mapping[str, str]) -> Row:
    return {
        "risk_id": question.risk_id,
        "register_id": question.register_id,
        "title": titles.get(question.risk_id),
        "resolution": question.criteria,
        "derived_opened_on": question.opened_on,
        "derived_resolves_on": question.closes_on,
        "base_rate_chance": question.base_rate,
    }


def _stated(question: Question, statement: Statement) -> Row:
    judgement = statement.stated.judgement
    total = sum(each.days for each in question.statements)
    return {
        "judged_on": judgement.judged_on,
        "author": judgement.author,
        "reason": judgement.reason,
        "entry": statement.seq or None,
        "chance": judgement.likely,
        "derived_stated_on": statement.stated_on,
        "derived_until": statement.until,
        "derived_days": statement.days,
        "derived_weight": statement.days / total,
        "derived_chance": statement.chance,
        "derived_base_rate_chance": _base_rate(question, statement),
    }


def _base_rate(question: Question, statement: Statement) -> float | None:
    chance = question.base_rate
    return None if chance is None else restated(chance, statement.share)


def _answered(question: Question) -> Row:
    answer = question.answer
    said = {} if answer is None else vars(answer)
    names = ("outcome", "resolved_on", "source", "url")
    return {
        "derived_standing": question.standing.value,
        **{name: said.get(name) for name in names},
        "resolved_by": said.get("author"),
        "resolved_because": said.get("reason"),
    }


def _scored(question: Question, statement: Statement) -> Row:
    """Return the scores of an answer that counts; of any other there are none."""
    if question.outcome is None:
        return {}
    chance = np.array([statement.chance])
    outcome = np.array([float(question.outcome)])
    return {
        "derived_brier": float(brier(chance, outcome)[0]),
        "derived_log_score": float(log_score(chance, outcome)[0]),
    }
