"""Stated chances as questions with a window, the updates of each, and its answer.

Which judgement belongs to which question depends on judgements alone:

- Something undone by a deadline is one question, from its first judgement to the
  deadline; every later judgement is an update of it.
- For an event, a judgement opens a window from its day to the end of its horizon, and
  that window never rolls. A judgement made inside it is an update: it states a monthly
  rate, which is restated once as the chance for the days the window has left. The
  first judgement made on or after its last day opens the next question. Windows of one
  risk never overlap, so one event never answers two questions.

A resolution answers the question that was the latest to open before ``resolved_on``;
of several the last recorded stands. "Yes" counts from its day. "No" counts once the
window has ended, however early it was known: else what happens fast would be answered
and what takes time would not, and the record would flatter or damn by that alone.
"Void" never counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from risks.forecasts.statements import Stated, restated, share_left, stated_in_order
from risks.model import Pack, Risk
from risks.rates import months_after
from risks.workspace import Recorded, Resolution, known_by


class Standing(StrEnum):
    """Where a question stands on the as-of date."""

    OPEN = "open"
    NO_WAITS = "no, waiting"
    AWAITING = "awaiting resolution"
    YES = "yes"
    NO = "no"
    VOID = "void"


@dataclass(frozen=True)
class Statement:
    """One judgement within its question.

    Attributes
    ----------
    chance
        Chance, between 0 and 1, that the answer is yes: as stated, and for an update
        of an event restated for what its window had left.
    share
        Share, 0 to 1, of the judgement's own time that the window had left.
    stated_on, until
        It stood from the first day to the one before the second.
    seq
        Number of its entry; 0 for a judgement of the pack.
    """

    chance: float
    share: float
    stated_on: date
    until: date
    seq: int
    stated: Stated

    @property
    def days(self) -> int:
        """Return how many whole days it stood."""
        return (self.until - self.stated_on).days

    @property
    def author(self) -> str:
        """Return who judged it."""
        return self.stated.judgement.author


@dataclass(frozen=True)
class Answer:
    """What a resolution says about a question; the reason is in words."""

    outcome: Literal["yes", "no", "void"]
    resolved_on: date
    author: str
    reason: str
    source: str
    url: str | None
    seq: int


@dataclass(frozen=True)
class Question:
    """A forecast: will the risk happen within its window, and how that turned out.

    Attributes
    ----------
    criteria
        The test by which a stranger decides yes or no.
    opened_on, closes_on
        The window; its last day is the scheduled date of the answer.
    base_rate
        Chance by base rate alone over the risk's own time; unset where none is stated.
    statements
        The judgements in force within it, oldest first, each for a day or more; the
        last until the answer, or the end of the window.
    answer
        The resolution that stands, if any, whether it counts yet or not.
    note
        Why an answer does not count, or not yet, in words; mostly empty.
    """

    risk_id: str
    register_id: str
    criteria: str
    opened_on: date
    closes_on: date
    base_rate: float | None
    statements: tuple[Statement, ...]
    standing: Standing
    answer: Answer | None = None
    note: str = ""

    @property
    def outcome(self) -> int | None:
        """Return 1 for yes, 0 for no, and nothing while neither counts."""
        return {Standing.YES: 1, Standing.NO: 0}.get(self.standing)

    @property
    def authors(self) -> tuple[str, ...]:
        """Return whose judgements stood, in order."""
        return tuple(dict.fromkeys(each.author for each in self.statements))

    def in_words(self) -> str:
        """Return where it stands, with its dates."""
        words = f"{self.standing.value} ({self.opened_on} to {self.closes_on})"
        return f"{words}; {self.note}" if self.note else words


@dataclass(frozen=True)
class _Window:
    """The judgements of one question, before anyone looks at its answer."""

    opened_on: date
    closes_on: date
    stated: tuple[Stated, ...]


def forecasts(
    pack: Pack,
    entries: Iterable[Recorded],
    as_of: date,
    known_at: datetime | None = None,
) -> tuple[Question, ...]:
    """Return every question that had opened by a day, in the order of the risks.

    Parameters
    ----------
    pack
        As read from disk, without the log: a judgement of the log stands only from the
        day it was recorded, which the merged pack no longer tells.
    entries
        The whole log, in order; entries about unknown risks are left out.
    as_of
        What happens or is judged after this day is not used.
    known_at
        Entries recorded after this instant are not used, nor judgements of the pack
        from after its day (UTC); unset uses all.
    """
    known = known_by(entries, known_at)
    judged_by = as_of if known_at is None else min(as_of, _day(known_at))
    return tuple(
        question
        for risk in pack.risks
        for question in _of_risk(risk, known, as_of, judged_by)
    )


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def _of_risk(
    risk: Risk, entries: Sequence[Recorded], as_of: date, judged_by: date
) -> Iterator[Question]:
    stated = stated_in_order(risk, entries)
    windows = _windows(risk, [each for each in stated if each.stated_on <= judged_by])
    answers = [each for each in _answers(risk, entries) if each.resolved_on <= as_of]
    for window, until in _with_next(windows):
        mine = [a for a in answers if window.opened_on < a.resolved_on <= until]
        yield _question(risk, window, mine[-1] if mine else None, as_of)


def _with_next(windows: Sequence[_Window]) -> Iterator[tuple[_Window, date]]:
    """Yield each window with the last day an answer of its own may name."""
    for window, following in pairwise(windows):
        yield window, following.opened_on
    if windows:
        yield windows[-1], date.max


def _windows(risk: Risk, stated: Iterable[Stated]) -> list[_Window]:
    windows: list[_Window] = []
    for each in stated:
        if windows and each.stated_on < windows[-1].closes_on:
            last = windows.pop()
            mine = (*last.stated, each)
            windows.append(_Window(last.opened_on, last.closes_on, mine))
            continue
        closes_on = _closes_on(risk, each)
        if each.stated_on < closes_on:
            windows.append(_Window(each.stated_on, closes_on, (each,)))
    return windows


def _closes_on(risk: Risk, stated: Stated) -> date:
    if risk.deadline is not None:
        return risk.deadline
    return months_after(stated.judgement.judged_on, risk.horizon_months or 0)


def _answers(risk: Risk, entries: Iterable[Recorded]) -> Iterator[Answer]:
    for entry in entries:
        said = entry.payload
        if isinstance(said, Resolution) and said.risk_id == risk.id:
            yield Answer(
                outcome=said.outcome,
                resolved_on=said.resolved_on,
                author=entry.author,
                reason=entry.reason,
                source=said.source,
                url=said.url,
                seq=entry.seq,
            )


def _question(
    risk: Risk, window: _Window, answer: Answer | None, as_of: date
) -> Question:
    standing, note = _standing(risk, window, answer, as_of)
    ends_on = window.closes_on
    if answer and standing in (Standing.YES, Standing.VOID):
        ends_on = min(ends_on, answer.resolved_on)
    return Question(
        risk_id=risk.id,
        register_id=risk.register_id,
        criteria=risk.resolution,
        opened_on=window.opened_on,
        closes_on=window.closes_on,
        base_rate=risk.base_rate.chance,
        statements=tuple(_statements(risk, window, ends_on)),
        standing=standing,
        answer=answer,
        note=note,
    )


def _standing(
    risk: Risk, window: _Window, answer: Answer | None, as_of: date
) -> tuple[Standing, str]:
    """Return where a question stands, and why its answer does not count, if so."""
    is_over = as_of >= window.closes_on
    open_or_due = Standing.AWAITING if is_over else Standing.OPEN
    if answer is None:
        return open_or_due, ""
    if answer.outcome == "void":
        return Standing.VOID, ""
    if answer.outcome == "no":
        if is_over:
            return Standing.NO, ""
        return Standing.NO_WAITS, "a no counts only at the end of its window"
    if risk.deadline is None and answer.resolved_on > window.closes_on:
        note = (
            f"entry {answer.seq} says yes on {answer.resolved_on}, after the window "
            f"ended on {window.closes_on}: date it on the day it happened, or say no"
        )
        return Standing.AWAITING, note
    return Standing.YES, ""


def _statements(risk: Risk, window: _Window, ends_on: date) -> Iterator[Statement]:
    following = [each.stated_on for each in window.stated[1:]]
    for each, superseded_on in zip(window.stated, [*following, ends_on], strict=True):
        until = min(superseded_on, ends_on)
        if until <= each.stated_on:
            continue  # superseded on its own day, or made after the answer
        judgement = each.judgement
        share = share_left(risk, judgement.judged_on, each.stated_on, window.closes_on)
        chance = restated(judgement.likely, share)
        yield Statement(chance, share, each.stated_on, until, each.seq, each)
