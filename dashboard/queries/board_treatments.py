"""Treatments that are under way on a day: since when, who decided, what they take."""

from dataclasses import dataclass
from datetime import date
from math import ceil

from dashboard.queries.board_limits import Said, said_in
from dashboard.queries.model import Model
from risks.model import Treatment
from risks.rates import Baseline
from risks.reviews.treated import Applied, applied
from risks.workspace import Decision, Recorded


@dataclass(frozen=True)
class UnderWay:
    """A treatment that is approved, or done.

    Attributes
    ----------
    since
        The day it was approved, or done without an approval.
    is_done
        Whether an action says that it took effect.
    decided_by
        Who approved it; empty without a decision.
    said
        The entries that say so, oldest first.
    takes
        The share 0-1 of its risk's rate that is counted; none where no effect is
        stated, or where the risk was judged since and that judgement knows it.
    months
        Whole months until it begins to take it; 0 if it does already.
    judged_on
        The day of the judgement that knows it already, if so.
    """

    treatment: Treatment
    since: date
    is_done: bool
    decided_by: str
    said: tuple[Said, ...]
    takes: float | None
    months: int
    judged_on: date | None

    @property
    def counts(self) -> bool:
        """Return whether the numbers count it."""
        return self.takes is not None


def under_way(model: Model, as_of: date) -> tuple[UnderWay, ...]:
    """Return the treatments under way on a day, in pack order."""
    if model.log is None:
        return ()
    with model.steady():
        base, found = model.base(as_of), applied(model.entries, as_of)
        entries = {each.seq: each for each in model.entries}
    return tuple(
        _one(base, each, found[each.id], [entries[x] for x in found[each.id].entries])
        for each in base.pack.treatments
        if each.id in found
    )


def _one(
    base: Baseline, treatment: Treatment, how: Applied, entries: list[Recorded]
) -> UnderWay:
    decided = [x.payload for x in entries if isinstance(x.payload, Decision)]
    judged_on = base.pack.risk(treatment.risk_id).judgement_on(base.as_of).judged_on
    takes = base.under_way.get(treatment.id)
    return UnderWay(
        treatment=treatment,
        since=how.known_on,
        is_done=how.done_on is not None,
        decided_by=decided[0].decided_by if decided else "",
        said=tuple(said_in(each) for each in entries),
        takes=takes,
        # Of a treatment that counts, the pack of the day holds what is left to wait.
        months=0 if takes is None else ceil(treatment.lead_time_months or 0.0),
        judged_on=judged_on if judged_on >= how.known_on else None,
    )
