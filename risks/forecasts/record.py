"""The track record: how the forecasts that count have fared, and whose they were."""

from collections.abc import Sequence
from dataclasses import dataclass

from risks.forecasts.calibration import Proposal, propose
from risks.forecasts.days import ScoredDays, scored_days
from risks.forecasts.questions import Question, Standing
from risks.forecasts.scores import Comparison, Naive, Score, compare, score


@dataclass(frozen=True)
class Group:
    """The record of some questions.

    Attributes
    ----------
    name
        A register's id, an author's name, or ``all``.
    resolved
        How many were answered yes or no, and count.
    score
        Unset while none does.
    against
        One comparison for each naive forecast that there was.
    """

    name: str
    resolved: int
    score: Score | None
    against: tuple[Comparison, ...]


@dataclass(frozen=True)
class TrackRecord:
    """The record as a whole and in its parts.

    Attributes
    ----------
    overall, registers, authors
        All questions; those of each register; and for each author the days on which
        that author's chance stood, so that a question may count for several.
    standings
        How many questions stand how; every standing is there, 0 included.
    due
        Questions whose window has ended without an answer, the longest ago first.
    next_due
        The end of the window that ends next; unset if none is open.
    calibration
        How to restate chances, or why that is too early to say.
    """

    overall: Group
    registers: tuple[Group, ...]
    authors: tuple[Group, ...]
    standings: dict[Standing, int]
    due: tuple[Question, ...]
    next_due: Question | None
    calibration: Proposal

    def in_words(self) -> str:
        """Return the record in one line, also where there is none yet."""
        if self.overall.score is None:
            words = "0 resolved"
            if self.next_due:
                words += f"; next due {self.next_due.closes_on}"
            return words
        lines = [each.in_words() for each in self.overall.against]
        return "; ".join([self.overall.score.in_words(), *lines])


def track_record(questions: Sequence[Question]) -> TrackRecord:
    """Return the record of the questions that ``forecasts`` found."""
    days = scored_days(questions)
    registers = sorted({each.register_id for each in questions})
    authors = sorted({name for each in questions for name in each.authors})
    return TrackRecord(
        overall=_group("all", days),
        registers=tuple(
            _group(name, scored_days(q for q in questions if q.register_id == name))
            for name in registers
        ),
        authors=tuple(_group(name, scored_days(questions, name)) for name in authors),
        standings={
            each: sum(q.standing is each for q in questions) for each in Standing
        },
        due=_by_end(questions, Standing.AWAITING),
        next_due=next(iter(_by_end(questions, Standing.OPEN, Standing.NO_WAITS)), None),
        calibration=propose(days),
    )


def _by_end(
    questions: Sequence[Question], *standings: Standing
) -> tuple[Question, ...]:
    found = [each for each in questions if each.standing in standings]
    return tuple(sorted(found, key=lambda each: (each.closes_on, each.risk_id)))


def _group(name: str, days: ScoredDays) -> Group:
    found = (compare(days, naive) for naive in Naive)
    against = tuple(each for each in found if each is not None)
    return Group(name, days.count, score(days), against)
