"""The agenda of a weekly review, in the order in which it is gone through.

First what was to be done by now, then why the headline moved, then what needs a
decision; the record and the calendar come last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from risks.history import Mover
from risks.model import CalendarEntry
from risks.reviews.change import Change, explain_changes
from risks.reviews.decisions import (
    DecisionRow,
    TakenRow,
    open_decisions,
    taken_decisions,
)
from risks.reviews.effects import Effects
from risks.reviews.levels import Crossing, chances, crossings
from risks.reviews.numbers import Draws, View, headline_names
from risks.reviews.records import Limits
from risks.reviews.staleness import Stale, stale
from risks.reviews.standing import (
    AboveRow,
    ActionRow,
    ForecastRow,
    LapsedRow,
    above_appetite,
    calendar_ahead,
    due_forecasts,
    lapsed,
    open_actions,
)
from risks.reviews.states import Frozen
from risks.reviews.worths import Asked, Progress, unheard

BASELINE = "the first review: the baseline for those to come"


@dataclass(frozen=True)
class Moved:
    """A risk whose chance moved, and the causes whose parts add up to that."""

    mover: Mover
    change: Change


@dataclass(frozen=True)
class Agenda:
    """The agenda; every list is in the order in which it is to be read.

    Attributes
    ----------
    as_of, since
        The day of this review, and of the one before; None for the first.
    headline
        The first four numbers with why each moved.
    stale_of
        How many indicators there are to be stale.
    decisions, taken
        What is to be decided, and what was since the review before.
    """

    as_of: date
    since: date | None
    overdue: tuple[ActionRow, ...]
    headline: tuple[Change, ...]
    movers: tuple[Moved, ...]
    crossings: tuple[Crossing, ...]
    stale: tuple[Stale, ...]
    stale_of: int
    lapsed: tuple[LapsedRow, ...]
    above: tuple[AboveRow, ...]
    decisions: tuple[DecisionRow, ...]
    actions: tuple[ActionRow, ...]
    forecasts: tuple[ForecastRow, ...]
    calendar: tuple[CalendarEntry, ...]
    taken: tuple[TakenRow, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """What an agenda is made from.

    Attributes
    ----------
    frozen
        What this review sees.
    earlier
        What the closed reviews before saw, oldest first.
    limits
        The team's appetites and positions.
    progress
        Hears how many of 100 parts are done; may raise to stop.
    """

    frozen: Frozen
    earlier: Sequence[Frozen] = ()
    limits: Limits = field(default_factory=Limits)
    draws: Draws = field(default_factory=Draws)
    progress: Progress = unheard


def agenda(sitting: Sitting) -> Agenda:
    """Return the agenda of a review."""
    views = [View(each, sitting.draws) for each in sitting.earlier]
    view = View(sitting.frozen, sitting.draws)
    before = views[-1] if views else None
    stale_rows = stale(view, _from(sitting.progress, 0.0, 0.4))
    moved = movers(before, view) if before else []
    headline, reasons = _explained(sitting, [each.risk_id for each in moved])
    actions = open_actions(sitting.frozen.entries, view.base.as_of)
    limits, effects = sitting.limits, Effects(view)
    return Agenda(
        as_of=view.base.as_of,
        since=before.base.as_of if before else None,
        overdue=tuple(each for each in actions if each.late_days),
        headline=headline,
        movers=tuple(map(Moved, moved, reasons)),
        crossings=tuple(crossings(before, view)) if before else (),
        stale=tuple(stale_rows),
        stale_of=len(view.base.pack.adjustable),
        lapsed=tuple(lapsed(view.base.pack, limits, view.base.as_of)),
        above=tuple(above_appetite(view, limits, views)),
        decisions=tuple(open_decisions(view, limits, views, effects)),
        actions=tuple(actions),
        forecasts=tuple(due_forecasts(view)),
        calendar=tuple(calendar_ahead(view.base.pack, view.base.as_of)),
        taken=tuple(taken_decisions(view, limits, views, effects)),
    )


def movers(old: View, new: View) -> list[Mover]:
    """Return the risks of both reviews whose chance moved, largest change first.

    As ``risks.history.moved``, with the treatments under way, and for two packs that
    need not have the same risks.
    """
    was, now = chances(old), chances(new)
    found = [
        Mover(
            each,
            was[each],
            now[each],
            _main_signal(old, new, each),
            _judged(old, new, each),
        )
        for each in now
        if each in was and was[each] != now[each]
    ]
    return sorted(found, key=lambda each: -abs(each.points))


def _explained(
    sitting: Sitting, risk_ids: Sequence[str]
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return why the headline moved, and why each of some risks did."""
    names = headline_names(sitting.frozen.pack)
    before = sitting.earlier[-1] if sitting.earlier else sitting.frozen
    progress = _from(sitting.progress, 0.4, 1.0)
    asked = Asked(before, sitting.frozen, sitting.draws, progress)
    found = explain_changes(asked, [*names, *risk_ids])
    if not sitting.earlier:
        return tuple(replace(x, before=None, se=None, note=BASELINE) for x in found), ()
    return found[: len(names)], found[len(names) :]


def _from(progress: Progress, first: float, last: float) -> Progress:
    """Return progress that tells, in percent, of one stretch of the whole."""

    def told(done: int, total: int) -> None:
        share = done / total if total else 1.0
        progress(round(100 * (first + (last - first) * share)), 100)

    return told


def _judged(old: View, new: View, risk_id: str) -> date | None:
    """Return the day of the judgement in force, if another was before."""
    was, now = (x.base.pack.risk(risk_id).judgements[0] for x in (old, new))
    return None if was == now else now.judged_on


def _main_signal(old: View, new: View, risk_id: str) -> str:
    """Return the indicator that decides, else whose term changed most, or nothing."""
    place = new.base.pack.risk_place(risk_id)
    if new.base.has_happened[place] and not old.base.has_happened[place]:
        return ""
    decided = [_decided_by(each, risk_id) for each in (new, old)]
    if decided[0] != decided[1]:
        return decided[0] or decided[1]
    was, now = _terms(old, risk_id), _terms(new, risk_id)
    change = {x: abs(now.get(x, 0.0) - was.get(x, 0.0)) for x in {*was, *now}}
    most = max(sorted(change), key=lambda each: change[each], default="")
    return most if change.get(most) else ""


def _decided_by(view: View, risk_id: str) -> str:
    pack = view.base.pack
    place = int(view.what_if.numbers.decided_by[pack.risk_place(risk_id)])
    return pack.signals[place].indicator_id if place >= 0 else ""


def _terms(view: View, risk_id: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for place, signal in enumerate(view.base.pack.signals):
        if signal.risk_id == risk_id:
            term = float(view.base.terms[place])
            found[signal.indicator_id] = found.get(signal.indicator_id, 0.0) + term
    return found
