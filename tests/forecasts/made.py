"""Packs, logs and answered questions made up for the tests of the record."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import numpy as np

from risks.forecasts import ScoredDays
from risks.workspace import Recorded, Row, make_draft
from risks.workspace.chain import instant_text, linked
from tests.builders import make_judgement, make_pack, make_risk

JUDGED_ON = date(2026, 8, 1)
CLOSES_ON = date(2027, 8, 1)
DEADLINE = date(2027, 12, 31)


def event(likely=0.2, **changes):
    """Return a risk judged on 1 Aug 2026 to happen within twelve months."""
    stated = make_judgement(low=0.01, likely=likely, high=0.99, judged_on=JUDGED_ON)
    return make_risk(**{"judgements": [stated], **changes})


def undone(likely=0.4, **changes):
    """Return a risk that something is not done by the end of 2027."""
    return event(likely, id="TW2", deadline=DEADLINE, **changes)


def pack_of(*risks):
    return make_pack(risks=risks)


def entries(*said) -> tuple[Recorded, ...]:
    """Return a log of (day recorded, kind, fields[, author])."""
    return tuple(_entry(seq, *each) for seq, each in enumerate(said, start=1))


def judged(on, likely, day=None, risk_id="TW1", author="Ann"):
    """Return what ``entries`` takes: a judgement recorded on a day, about another."""
    fields = {"risk_id": risk_id, "low": 0.001, "likely": likely, "high": 0.999}
    return on, "judgement", {**fields, "judged_on": str(day or on)}, author


def resolved(on, outcome, day=None, risk_id="TW1"):
    fields = {"risk_id": risk_id, "outcome": outcome, "source": "Ministry bulletin"}
    return on, "resolution", {**fields, "resolved_on": str(day or on)}, "Chair"


def _entry(seq, on, kind, fields, author):
    draft = make_draft(kind, fields, author, "As seen.")
    row = Row(
        seq=seq,
        recorded_at=instant_text(datetime.combine(on, time(9), UTC)),
        author=author,
        kind=kind,
        subject=draft.subject,
        reason=draft.reason,
        payload=draft.payload_text,
        edit_id=f"edit-{seq:06}",
        previous_hash="0" * 64,
    )
    return Recorded(linked(row), draft.payload)


def cases(chances, outcomes, **columns) -> ScoredDays:
    """Return questions of one day each."""
    count = len(chances)
    blank = np.full(count, np.nan)
    found = SimpleNamespace(**{"base_rate": blank, "last_week": blank, **columns})
    return ScoredDays(
        question=np.arange(count),
        outcome=np.array(outcomes, dtype=float),
        weight=np.ones(count),
        stated=np.array(chances, dtype=float),
        base_rate=np.array(found.base_rate, dtype=float),
        last_week=np.array(found.last_week, dtype=float),
    )
