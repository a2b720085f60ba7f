"""Which treatments the numbers of a review count as switched on, and from when.

One counts from the day a decision approves it, with its lead time from that day, or
from the day an action on it is done. A judgement made on that day or later knows it
already, as it knows the readings of its day, and then the treatment is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from risks.corridor import day_after, months_until
from risks.model import Pack, Treatment
from risks.rates import Baseline, baseline
from risks.state import default_as_of
from risks.workspace import Action, Decision, Recorded, canonical


@dataclass(frozen=True)
class Applied:
    """A treatment that is under way.

    Attributes
    ----------
    known_on
        The day it was approved, or done without an approval.
    done_on
        The day it took effect, where an action says so.
    entries
        Numbers of the entries that say it.
    """

    known_on: date
    done_on: date | None
    entries: tuple[int, ...]


def applied(entries: Sequence[Recorded], day: date) -> dict[str, Applied]:
    """Return the treatments under way on a day, by id.

    The last decision about a treatment counts: one that defers or rejects it takes
    it away again. Of several entries about one decision or action the last counts.
    """
    found: dict[str, Applied] = {}
    for decision, seq in _decided(entries, day):
        for treatment_id in decision.treatment_ids:
            found.pop(treatment_id, None)
            if decision.choice == "approve":
                found[treatment_id] = Applied(decision.decided_on, None, (seq,))
    for action, seq in _done(entries, day):
        if action.treatment_id and action.done_on:
            known = found.get(action.treatment_id)
            known_on = min(known.known_on, action.done_on) if known else action.done_on
            seqs = (*known.entries, seq) if known else (seq,)
            found[action.treatment_id] = Applied(known_on, action.done_on, seqs)
    return found


def treated(
    pack: Pack, under_way: dict[str, Applied], origin: date
) -> tuple[Pack, dict[str, float]]:
    """Return a pack whose lead times count from a day, and the settings to assume.

    Parameters
    ----------
    pack
        With the log.
    origin
        The day the pack is read on.

    Returns
    -------
    tuple
        The pack with a hash of its own, and the share 0-1 each treatment takes; one
        whose effect nobody has stated takes none.
    """
    settings = {
        each.id: each.effect
        for each in pack.treatments
        if each.effect is not None and _is_news(pack, each, under_way, origin)
    }
    if not settings:
        return pack, {}
    leads = {
        each.id: _lead(each, under_way[each.id], origin)
        for each in pack.treatments
        if each.id in settings
    }
    treatments = tuple(
        each.model_copy(update={"lead_time_months": leads[each.id]})
        if each.id in leads
        else each
        for each in pack.treatments
    )
    made = sha256(canonical([pack.hash, settings, leads]).encode()).hexdigest()
    # Ids and order stay, so what the pack has looked up already still holds.
    return pack.model_copy(update={"treatments": treatments, "hash": made}), settings


def treated_baseline(pack: Pack, entries: Sequence[Recorded], as_of: date) -> Baseline:
    """Return the state of a day with the treatments under way on it.

    Parameters
    ----------
    pack
        With the log.
    """
    changed, effects = treated(pack, applied(entries, as_of), as_of)
    return replace(baseline(changed, as_of), under_way=effects)


def newest_day(pack: Pack, entries: Sequence[Recorded]) -> date:
    """Return the last day anything was read, judged, answered or treated.

    Parameters
    ----------
    pack
        With the log.
    """
    treated_on = (day for each in entries if (day := treats_from(each)))
    return max([default_as_of(pack), *treated_on])


def treats_from(entry: Recorded) -> date | None:
    """Return the day an entry says a treatment was decided or done, if it does."""
    match entry.payload:
        case Decision(treatment_ids=named, decided_on=day) if named:
            return day
        case Action(treatment_id=str(), done_on=date() as day):
            return day
    return None


def _is_news(
    pack: Pack, each: Treatment, under_way: dict[str, Applied], origin: date
) -> bool:
    if each.id not in under_way:
        return False
    judged_on = pack.risk(each.risk_id).judgement_on(origin).judged_on
    return under_way[each.id].known_on > judged_on


def _lead(each: Treatment, how: Applied, origin: date) -> float:
    starts = how.done_on or day_after(how.known_on, each.lead_time_months or 0.0)
    return max(0.0, months_until(origin, starts))


def _decided(entries: Sequence[Recorded], day: date) -> list[tuple[Decision, int]]:
    by_id = {
        each.payload.id: (each.payload, each.seq)
        for each in entries
        if isinstance(each.payload, Decision) and each.payload.decided_on <= day
    }
    return sorted(by_id.values(), key=lambda pair: (pair[0].decided_on, pair[1]))


def _done(entries: Sequence[Recorded], day: date) -> Iterable[tuple[Action, int]]:
    by_id = {
        each.payload.id: (each.payload, each.seq)
        for each in entries
        if isinstance(each.payload, Action)
    }
    for action, seq in by_id.values():
        if action.done_on and action.done_on <= day:
            yield action, seq
