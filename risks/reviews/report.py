"""Reviews and agendas as plain values, for the command line and other programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from risks.likelihood import likelihood
from risks.reviews.agenda import Agenda, Moved
from risks.reviews.change import Change
from risks.reviews.decisions import DecisionRow, TakenRow
from risks.reviews.effects import in_words
from risks.reviews.frozen import recorded_after
from risks.reviews.records import Held
from risks.reviews.weeks import ZONE_WORDS
from risks.reviews.worths import OPENING
from risks.workspace import Recorded

Rows = list[dict[str, Any]]


def review_report(each: Held, entries: Sequence[Recorded]) -> dict[str, Any]:
    """Return a review as JSON-ready values, with what came after its close."""
    said = each.review
    later = recorded_after(entries, each) if each.closed else ()
    return {
        "week": said.week,
        "status": said.status,
        "as_of": said.as_of.isoformat(),
        "cut_off": f"{each.week.cut_off:%Y-%m-%d %H:%M} {ZONE_WORDS}",
        "known_at": said.known_at.isoformat(),
        "by": each.stands.author,
        "anchor": f"{said.head_seq}:{said.head_hash}",
        "state_hash": said.state_hash,
        "present": list(said.present),
        "minutes": list(said.minutes),
        "recorded_after_the_close": [
            {"entry": x.seq, "author": x.author, "says": x.draft.in_words()}
            for x in later
        ],
    }


def agenda_report(found: Agenda) -> dict[str, Any]:
    """Return an agenda as JSON-ready values, in its order; None = unknown.

    Changes are in the unit each names; chances and shares run 0-1.
    """
    return {
        "as_of": found.as_of.isoformat(),
        "since": None if found.since is None else found.since.isoformat(),
        "overdue_actions": _rows(found.overdue),
        "headline": [change_report(each) for each in found.headline],
        "movers": [_mover(each) for each in found.movers],
        "thresholds_crossed": [
            {**_plain(asdict(x)), "direction": "worse" if x.is_worse else "better"}
            for x in found.crossings
        ],
        "stale_evidence": [
            {**_plain(asdict(each)), "span_months": each.span_months}
            for each in found.stale
        ],
        "indicators": found.stale_of,
        "acceptance_ran_out": _rows(found.lapsed),
        "above_appetite": _rows(found.above),
        "decisions": [_decision(each) for each in found.decisions],
        "decisions_taken": [_decision(each) for each in found.taken],
        "actions": _rows(found.actions),
        "forecasts_to_resolve": _rows(found.forecasts),
        "calendar": [each.model_dump(mode="json") for each in found.calendar],
    }


def change_report(each: Change) -> dict[str, Any]:
    """Return a change as JSON-ready values; an opening also as a day."""
    days = {}
    if each.name == OPENING:
        ends = {"before_on": each.before, "after_on": each.after}
        days = {name: _day(each.since, value) for name, value in ends.items()}
    return {
        "name": each.name,
        "unit": each.unit,
        "before": each.before,
        "after": each.after,
        **days,
        "total": each.total,
        "se": each.se,
        "is_distinguishable": each.is_distinguishable,
        "note": each.note,
        "parts": [
            {
                "cause": part.cause,
                "amount": part.amount,
                "behind": [asdict(x) for x in part.behind],
            }
            for part in each.parts
        ],
    }


def _mover(each: Moved) -> dict[str, Any]:
    mover = each.mover
    return {
        "risk_id": mover.risk_id,
        "before": mover.before,
        "after": mover.after,
        "points": mover.points,
        "likelihood": likelihood(mover.after),
        "indicator_id": mover.indicator_id,
        "judged_on": None if mover.judged_on is None else str(mover.judged_on),
        "parts": change_report(each.change)["parts"],
    }


def _decision(each: DecisionRow | TakenRow) -> dict[str, Any]:
    """Return a decision with its effect as numbers and as phrases."""
    words = in_words(each.effect, each.cost_usd_m) if each.effect else ()
    shifts = each.effect.shifts if each.effect else ()
    changes = {x.name: x.change for x in shifts}
    return {
        **_plain(asdict(each)),
        "effect_words": list(words),
        "effect_changes": changes,
    }


def _day(since: date, value: float | None) -> str | None:
    return None if value is None else str(since + timedelta(days=round(value)))


def _rows(found: Iterable[Any]) -> Rows:
    return [_plain(asdict(each)) for each in found]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
    }
