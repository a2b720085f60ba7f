"""The forecast record: the questions of a day, how they stand and how they fared.

Imported only where it is used: what it reads is slow to import.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from dashboard import text
from dashboard.queries.evidence import why_closed
from dashboard.queries.model import Model
from risks.forecasts import (
    Question,
    Score,
    Standing,
    TrackRecord,
    forecasts,
    scored_days,
    track_record,
)
from risks.forecasts.scores import score
from risks.model import Pack
from risks.workspace import Recorded

ANSWERED = (Standing.YES, Standing.NO, Standing.VOID)


@dataclass(frozen=True)
class Asked:
    """A question with what its page needs beside it.

    ``number`` tells the questions of one risk apart, oldest 1. ``score`` is unset
    while its answer does not count. ``version`` is that of the log's latest entry
    about the risk, 0 for none.
    """

    question: Question
    number: int
    title: str
    register_title: str
    score: Score | None
    version: int
    is_deadline: bool

    @property
    def key(self) -> str:
        """Return what names the question in an address or a form."""
        return f"{self.question.risk_id}-{self.number}"

    @property
    def chance(self) -> float:
        """Return the chance that stood last."""
        return self.question.statements[-1].chance


@dataclass(frozen=True)
class RecordNow:
    """The record on a day; ``closed`` says in a sentence why nothing can be said."""

    as_of: date
    today: date
    asked: tuple[Asked, ...]
    record: TrackRecord
    register_titles: Mapping[str, str]
    entries: Sequence[Recorded]
    closed: str

    def standing(self, *wanted: Standing) -> tuple[Asked, ...]:
        """Return the questions that stand so, the first to end first."""
        found = [each for each in self.asked if each.question.standing in wanted]
        return tuple(
            sorted(found, key=lambda each: (each.question.closes_on, each.key))
        )

    def answered_by(self, entry: str) -> Asked | None:
        """Return the question whose answer is the entry of a number, if any."""
        for each in self.asked:
            answer = each.question.answer
            if answer is not None and str(answer.seq) == entry:
                return each
        return None


def questions(model: Model, as_of: date) -> tuple[Question, ...]:
    """Return every question that had opened by a day, as it was known then.

    A look back uses what had been recorded by the end of its day (UTC); the latest
    day uses all. Without a log the judgements of the pack are the questions.
    """
    pack = model.log.pack if model.log else model.pack
    return forecasts(pack, model.entries, as_of, known_at(model, as_of))


def known_at(model: Model, as_of: date) -> datetime | None:
    """Return the end of a day that is looked back at; None for the latest day."""
    if as_of < model.default_as_of:
        return datetime.combine(as_of, time.max, UTC)
    return None


def record_now(model: Model, as_of: date) -> RecordNow:
    """Return the record as it was known on a day."""
    found = questions(model, as_of)
    return RecordNow(
        as_of=as_of,
        today=model.today(),
        asked=_asked(model.pack, found, model.entries),
        record=track_record(found),
        register_titles={each.id: each.title for each in model.pack.registers},
        entries=model.entries,
        closed=why_closed(model, as_of),
    )


def known_questions(model: Model, as_of: date) -> list[dict[str, Any]]:
    """Return what the form that answers a question needs to know of each."""
    found = _asked(model.pack, questions(model, as_of), model.entries)
    return [known_question(each) for each in found]


def known_question(asked: Asked) -> dict[str, Any]:
    """Return one question for the form: JSON values, its words ready to show."""
    question, answer = asked.question, asked.question.answer
    said = question.statements[-1]
    return {
        "id": asked.key,
        "risk_id": question.risk_id,
        "title": asked.title,
        "criteria": question.criteria,
        "opened_on": question.opened_on.isoformat(),
        "closes_on": question.closes_on.isoformat(),
        "closes": text.day(question.closes_on),
        "opened": text.day(question.opened_on),
        "stated": f"{text.percent(said.chance)}, {said.author}, "
        f"{text.day(said.stated_on)}",
        "is_deadline": asked.is_deadline,
        "answer": ""
        if answer is None
        else f"{answer.outcome}, {text.day(answer.resolved_on)}, {answer.source}, by "
        f"{answer.author} in entry {answer.seq}: {answer.reason}",
        "is_answered": question.standing in ANSWERED,
        "version": asked.version,
    }


def _asked(
    pack: Pack, found: Sequence[Question], entries: Sequence[Recorded]
) -> tuple[Asked, ...]:
    risks = {each.id: each for each in pack.risks}
    registers = {each.id: each.title for each in pack.registers}
    versions = {each.subject: each.seq for each in entries}
    counts: dict[str, int] = {}
    rows = []
    for each in found:
        number = counts[each.risk_id] = counts.get(each.risk_id, 0) + 1
        risk = risks[each.risk_id]
        rows.append(
            Asked(
                question=each,
                number=number,
                title=risk.title,
                register_title=registers[each.register_id],
                score=score(scored_days([each])),
                version=versions.get(f"risk/{each.risk_id}", 0),
                is_deadline=risk.deadline is not None,
            )
        )
    return tuple(rows)
