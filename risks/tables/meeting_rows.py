"""The rows of ``actions`` and ``decisions``: what the team's log says of each.

One row for each, as its last entry has it; without a log there are none.
"""

from collections.abc import Iterator, Sequence

from risks.tables.forecast_rows import Row
from risks.workspace import Action, Decision, EntryKind, Recorded, latest


def action_rows(entries: Sequence[Recorded]) -> Iterator[Row]:
    """Yield every action, oldest first."""
    for entry in latest(entries, EntryKind.ACTION).values():
        if isinstance(said := entry.payload, Action):
            risks = {"risk_ids": " ".join(said.risk_ids)}
            yield {**said.model_dump(), **risks, **_recorded(entry)}


def decision_rows(entries: Sequence[Recorded]) -> Iterator[Row]:
    """Yield every decision, oldest first."""
    for entry in latest(entries, EntryKind.DECISION).values():
        if isinstance(said := entry.payload, Decision):
            named = {
                "risk_ids": " ".join(said.risk_ids),
                "treatment_ids": " ".join(said.treatment_ids),
            }
            yield {**said.model_dump(), **named, **_recorded(entry)}


def _recorded(entry: Recorded) -> Row:
    return {
        "author": entry.author,
        "reason": entry.reason,
        "recorded_at": entry.recorded_at,
        "entry": entry.seq,
    }
