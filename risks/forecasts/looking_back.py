"""Every judgement of a risk, and what became of it as a forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from risks.forecasts.questions import Question, Statement, forecasts
from risks.forecasts.statements import Stated, all_stated, stated_in_order
from risks.model import Pack
from risks.workspace import Recorded, known_by


@dataclass(frozen=True)
class Judged:
    """A judgement and its place in the record.

    Attributes
    ----------
    question, statement
        Where it is scored; unset where it is not.
    words
        How it stands: what is scored, from when to when, or why nothing is.
    """

    stated: Stated
    question: Question | None
    statement: Statement | None
    words: str


def judgements_of(
    pack: Pack,
    entries: Sequence[Recorded],
    risk_id: str,
    as_of: date,
    known_at: datetime | None = None,
) -> tuple[Judged, ...]:
    """Return every judgement of a risk, by the day it was stated.

    Parameters
    ----------
    pack, entries, as_of, known_at
        As for ``forecasts``; one stated after ``as_of`` is left out.

    Raises
    ------
    UnknownIdError
        If the pack has no such risk.
    """
    risk, known = pack.risk(risk_id), known_by(entries, known_at)
    in_force = list(stated_in_order(risk, known))
    asked = forecasts(pack, entries, as_of, known_at)
    places = {
        statement.stated: (question, statement)
        for question in asked
        if question.risk_id == risk_id
        for statement in question.statements
    }
    return tuple(
        _judged(each, places.get(each), is_in_force=each in in_force)
        for each in all_stated(risk, known)
        if each.stated_on <= as_of
    )


def _judged(
    stated: Stated, place: tuple[Question, Statement] | None, *, is_in_force: bool
) -> Judged:
    if place:
        return Judged(stated, *place, _scored(*place))
    words = "not scored: it stood for no whole day of an open question"
    if not is_in_force:
        words = "not scored: a judgement of a later day was in force already"
    return Judged(stated, None, None, words)


def _scored(question: Question, statement: Statement) -> str:
    """Return which chance is scored for which days, and how its question stands."""
    stated = statement.stated.judgement.likely
    chance = f"{100 * statement.chance:.3g} %"
    if statement.share < 1:
        chance += f" ({100 * stated:.3g} % restated for the days its window has left)"
    span = f"{statement.stated_on} to {statement.until}"
    return f"scored as {chance} from {span}; question: {question.in_words()}"
