"""A weekly review as it stands: its week, its agenda, what was said in it.

What needs no simulation is here at once; why the headline moved and which stale
evidence matters are long work. Imported only where there is a workspace.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dashboard.queries.evidence import why_closed
from dashboard.queries.forecasts import known_questions
from dashboard.queries.model import Model
from dashboard.queries.record import NoWorkspaceError
from dashboard.queries.review_parts import Section
from dashboard.queries.review_rows import sections
from risks.reviews import (
    Agenda,
    Change,
    Held,
    Limits,
    Meeting,
    Moved,
    Sitting,
    View,
    Week,
    agenda,
    agenda_report,
    held,
    limits_of,
    local_day,
    review_report,
    sees,
    week_of,
)
from risks.reviews.agenda import movers
from risks.reviews.decisions import open_decisions, taken_decisions
from risks.reviews.effects import Effects, in_words
from risks.reviews.levels import crossings
from risks.reviews.standing import (
    above_appetite,
    calendar_ahead,
    due_forecasts,
    lapsed,
    open_actions,
)
from risks.reviews.states import Frozen
from risks.reviews.weeks import ZONE
from risks.workspace import Recorded

SHUT = (
    "This week is closed: it only shows what it saw. What is recorded now counts in "
    "the next one."
)
WEEKS_TO_CHOOSE = 8


@dataclass(frozen=True)
class ReviewNow:
    """What the page of a week shows.

    Attributes
    ----------
    week, as_of, since
        The week, the day of its numbers, and that of the review before, if any.
    stands
        The review as the log holds it; None until it is opened.
    closed
        Why nothing can be said here, in a sentence; empty if it can.
    report
        Of ``review_report``; empty until it is opened.
    sections
        The agenda, in its order, with what is still to be computed marked so.
    entries
        The log, oldest first.
    questions
        What the form that answers a forecast needs to know of each question.
    """

    week: Week
    weeks: tuple[Week, ...]
    as_of: date
    since: date | None
    today: date
    stands: Held | None
    closed: str
    report: Mapping[str, Any]
    sections: tuple[Section, ...]
    entries: Sequence[Recorded]
    questions: Sequence[Mapping[str, Any]]

    @property
    def version(self) -> int:
        """Return the number of the latest entry about this review; 0 for none."""
        return self.stands.latest.seq if self.stands else 0

    @property
    def is_shut(self) -> bool:
        """Return whether the week is closed for good."""
        return bool(self.stands and self.stands.closed)


def review_now(model: Model, wanted: str = "") -> ReviewNow:
    """Return a week's review; without a week, that of this one in the team's zone.

    Raises
    ------
    RisksError
        In words: no workspace, no such week, one that has not begun, or one that saw
        a pack that is not at hand.
    """
    if model.log is None:
        raise NoWorkspaceError
    today = local_day(model.log.workspace.now())
    week = week_of(wanted) if wanted else _week_in(today)
    entries = model.entries
    found = {each.week: each for each in held(entries)}
    frozen, earlier = seen_by(model, week)
    report = agenda_report(light_agenda(frozen, earlier))
    stands = found.get(week)
    is_shut = bool(stands and stands.closed)
    return ReviewNow(
        week=week,
        weeks=tuple(sorted({*found, week, *_recent(model, today)}, reverse=True)),
        as_of=frozen.as_of,
        since=earlier[-1].as_of if earlier else None,
        today=today,
        stands=stands,
        closed=SHUT if is_shut else why_closed(model, model.default_as_of),
        report=review_report(stands, entries) if stands else {},
        sections=tuple(sections(report, frozen.known, is_whole=False)),
        entries=entries,
        questions=known_questions(model, frozen.as_of),
    )


def seen_by(
    model: Model, week: Week, as_of: date | None = None
) -> tuple[Frozen, tuple[Frozen, ...]]:
    """Return what a week sees, and what the closed reviews before it saw."""
    if model.log is None:
        raise NoWorkspaceError
    now = (
        model.log.workspace.now()
        if as_of is None
        else datetime.combine(as_of, time(12), ZONE)
    )
    meeting = Meeting(week, "", now, as_of)
    return sees(model.log.packs, model.entries, meeting)


def light_agenda(frozen: Frozen, earlier: Sequence[Frozen]) -> Agenda:
    """Return the parts of an agenda that need no simulated future.

    The headline and the stale evidence are empty, a mover's causes too, and of the
    team's positions only those on a risk's chance are held against the numbers.
    """
    view, views = View(frozen), [View(each) for each in earlier]
    before = views[-1] if views else None
    limits = limits_of(frozen.entries)
    on_chances = _on_chances(limits, view)
    pack, as_of = view.base.pack, view.base.as_of
    actions = open_actions(frozen.entries, as_of)
    return Agenda(
        as_of=as_of,
        since=before.base.as_of if before else None,
        overdue=tuple(each for each in actions if each.late_days),
        headline=(),
        movers=_moved(before, view) if before else (),
        crossings=tuple(crossings(before, view)) if before else (),
        stale=(),
        stale_of=len(pack.adjustable),
        lapsed=tuple(lapsed(pack, limits, as_of)),
        above=tuple(above_appetite(view, limits, views)),
        decisions=tuple(open_decisions(view, on_chances, views)),
        actions=tuple(actions),
        forecasts=tuple(due_forecasts(view)),
        calendar=tuple(calendar_ahead(pack, as_of)),
        taken=tuple(taken_decisions(view, on_chances, views)),
    )


def whole_agenda(
    model: Model, question: Mapping[str, Any], progress: Any
) -> dict[str, Any]:
    """Return every section of the agenda of a week and a day, as JSON values."""
    week, as_of = week_of(question["week"]), date.fromisoformat(question["as_of"])
    frozen, earlier = seen_by(model, week, as_of)
    limits = limits_of(frozen.entries)
    found = agenda(Sitting(frozen, earlier, limits, progress=progress))
    return {
        "sections": list(sections(agenda_report(found), frozen.known, is_whole=True))
    }


def decision_effect(model: Model, question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what some treatments would change in a week's numbers, as phrases."""
    as_of = date.fromisoformat(question["as_of"])
    frozen, _ = seen_by(model, week_of(question["week"]), as_of)
    effect = Effects(View(frozen)).of(question["treatment_ids"])
    return {"words": list(in_words(effect))}


def checked_effect(model: Model, question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the question of what treatments of the pack would change in a week.

    Raises
    ------
    RisksError
        In words: no such week or treatment.
    """
    found = sorted(set(question["treatment_ids"]))
    for each in found:
        model.pack.treatment(each)
    return {**checked_week(model, question["week"]), "treatment_ids": found}


def checked_week(model: Model, wanted: str) -> dict[str, Any]:
    """Return the question of a week's agenda: its day, and the log it is asked of."""
    week = week_of(wanted)
    frozen, _ = seen_by(model, week)
    return {
        "week": str(week),
        "as_of": frozen.as_of.isoformat(),
        "head": model.entries[-1].seq if model.entries else 0,
    }


def _moved(before: View, view: View) -> tuple[Moved, ...]:
    as_of = before.base.as_of
    return tuple(
        Moved(x, Change(x.risk_id, "share", as_of, x.before, x.after, None, ()))
        for x in movers(before, view)
    )


def _on_chances(limits: Limits, view: View) -> Limits:
    ids = {each.id for each in view.base.pack.risks}
    return Limits(positions=tuple(x for x in limits.positions if x.outcome in ids))


def _week_in(day: date) -> Week:
    found = day.isocalendar()
    return Week(found.year, found.week)


def _recent(model: Model, today: date) -> set[Week]:
    first = _week_in(model.pack.header.published_on)
    days = (today - timedelta(weeks=back) for back in range(WEEKS_TO_CHOOSE))
    return {week for week in map(_week_in, days) if week >= first}
