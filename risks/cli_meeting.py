"""``araxes record`` for what a meeting says: actions, decisions and limits.

Every option is taken as typed; whether all of them can stand is said at once. What is
not named stays as it stands, so that an action is done with one option.
"""

from collections.abc import Callable
from typing import Any

import click

from risks.cli_record import (
    RECORDING,
    record,
    record_fields,
    said_before,
    with_options,
)
from risks.cli_workspace import now
from risks.packs import read_pack


def _text(*names: str, told: str) -> Callable[..., Any]:
    return click.option(*names, help=told)


def _day(*names: str, told: str) -> Callable[..., Any]:
    return click.option(*names, metavar="YYYY-MM-DD", help=told)


def _several(*names: str, told: str) -> Callable[..., Any]:
    return click.option(*names, multiple=True, help=f"{told}; may be repeated.")


COST = _text("--cost", "cost_usd_m", told="In million USD; unknown if left out.")
REMOVE = click.option("--remove", "removed", is_flag=True, help="Take it off the list.")
OWNER = _text("--owner", told="Who answers for it.")


@record.command()
@click.argument("action_id", metavar="ACTION")
@with_options(
    _text("--title", told="What is to be done, in a line."),
    OWNER,
    _day("--due-on", told="Day by which it is to be done."),
    _text("--status", told="open, done or dropped."),
    _day("--done-on", told="Day it was done on; only for what is done."),
    _several("--risk", "risk_ids", told="Risk it is about"),
    _text("--treatment", "treatment_id", told="Treatment it carries out."),
    COST,
    *RECORDING,
)
def action(action_id: str, **asked: Any) -> None:
    """Record what someone is to do by a day, or how far it is."""
    _say("action", action_id, ("id", action_id), asked)


@record.command()
@click.argument("decision_id", metavar="DECISION")
@with_options(
    _text("--title", told="What was decided on, in a line."),
    _text("--choice", told="approve, defer or reject."),
    _text("--decided-by", told="Who decided."),
    _day("--decided-on", told="Day of the decision; today, UTC, if left out."),
    _day("--due-on", told="Day by which it takes effect, or is taken up again."),
    _text("--dissent", told="Who disagreed, and why."),
    _several("--risk", "risk_ids", told="Risk it is about"),
    _several("--treatment", "treatment_ids", told="Treatment it is about"),
    COST,
    *RECORDING,
)
def decision(decision_id: str, **asked: Any) -> None:
    """Record what was decided, by whom, and who disagreed; --reason says why."""
    asked["decided_on"] = asked["decided_on"] or str(now().date())
    _say("decision", decision_id, ("id", decision_id), asked)


@record.command()
@click.argument("treatment_id", metavar="TREATMENT")
@with_options(
    _text("--risk", "risk_id", told="Risk it acts on."),
    _text("--title", told="What can be done, in a line."),
    _text("--response", told="avoid, mitigate, share or accept."),
    OWNER,
    COST,
    _text("--lead-time", "lead_time_months", told="Months until it acts."),
    _text("--effect", told="Share of the risk's rate it takes away, 0 to 1."),
    REMOVE,
    *RECORDING,
)
def treatment(treatment_id: str, *, removed: bool, **asked: Any) -> None:
    """Record a treatment as it now stands: of the pack, of the log, or a new one."""
    from risks.workspace import pack_with

    pack = pack_with(read_pack(asked["folder"]), said_before(asked["where"]))
    known = {each.id: dict(each) for each in pack.treatments}
    said = {**known.get(treatment_id, {}), "id": treatment_id, **_given(asked)}
    record_fields("treatment", {"treatment": said, "removed": removed}, **asked)


@record.command()
@click.argument("risk_id", metavar="RISK")
@with_options(
    _text("--most-chance", told="Largest dated chance accepted, between 0 and 1."),
    _text("--most-delay", "most_delay_months", told="Largest likely delay, months."),
    OWNER,
    _day("--decided-on", told="Day it was decided on; today, UTC, if left out."),
    _day("--until", told="Last day it holds; the team then decides anew."),
    REMOVE,
    *RECORDING,
)
def appetite(risk_id: str, **asked: Any) -> None:
    """Record the chance and the delay the team accepts for a risk."""
    asked["decided_on"] = asked["decided_on"] or str(now().date())
    _say("appetite", risk_id, ("risk_id", risk_id), asked)


@record.command()
@click.argument("position_id", metavar="POSITION")
@with_options(
    _text("--outcome", told="p-by-2028-12-31, opening-p50 …, or a risk's id."),
    _text("--side", told="below or above the line."),
    _text("--line", told="In the outcome's own unit; a chance is 0 to 1."),
    _text("--then", told="What the team does there."),
    OWNER,
    REMOVE,
    *RECORDING,
)
def position(position_id: str, **asked: Any) -> None:
    """Record what the team does at a line of a number."""
    from risks.futures import measure

    if asked["outcome"]:
        measure(read_pack(asked["folder"]), asked["outcome"])
    _say("position", position_id, ("id", position_id), asked)


def _say(kind: str, name: str, key: tuple[str, str], asked: dict[str, Any]) -> None:
    """Record what is named, and of the rest what stood about the same subject."""
    from risks.workspace import EntryKind, latest

    stood = latest(said_before(asked["where"]), EntryKind(kind)).get(f"{kind}/{name}")
    fields = dict(stood.payload) if stood else {}
    record_fields(kind, {**fields, key[0]: key[1], **_given(asked)}, **asked)


def _given(asked: dict[str, Any]) -> dict[str, Any]:
    """Take what was named out of what was typed, but for what every entry has."""
    every = ("folder", "where", "author", "reason", "edit_id", "seen")
    own = {name: asked.pop(name) for name in [*asked] if name not in every}
    return {name: value for name, value in own.items() if value not in (None, ())}
