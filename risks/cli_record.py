"""``araxes record``: what is typed becomes an entry of the workspace, or a refusal.

As in ``risks.cli_workspace``, what is slow to import is imported where it is used.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from risks.cli import Day, araxes, pack_option
from risks.cli_workspace import (
    entries_at,
    now,
    opened,
    place_at,
    plain,
    told,
    workspace_option,
)
from risks.errors import UnknownIdError
from risks.model import Pack
from risks.packs import read_pack

if TYPE_CHECKING:
    from risks.workspace import Recorded

author_option = click.option(
    "--author",
    required=True,
    envvar="ARAXES_AUTHOR",
    show_envvar=True,
    help="Who says it.",
)
RECORDING = (
    pack_option,
    workspace_option,
    author_option,
    click.option("--reason", default="", help="Why, in a sentence or more."),
    click.option(
        "--edit-id",
        default=lambda: uuid4().hex,
        show_default="made anew",
        help="Name of this edit: the same edit sent twice is recorded once.",
    ),
    click.option(
        "--seen",
        type=click.IntRange(0),
        show_default="whatever is the latest",
        help="Number of the latest entry about the same subject that you have seen "
        "(0: none); refused if there is a newer one.",
    ),
)
READING = (
    click.option("--observed-on", type=Day(), help="Day the value is about."),
    click.option("--value", type=float, help="In the indicator's own unit."),
    click.option("--source", help="Who published it."),
    click.option("--url", help="Link to it; http or https."),
    click.option("--grade", help="Admiralty grade of a measured reading, such as B2."),
    click.option(
        "--event", "event_ids", multiple=True, help="Event a judged reading rests on."
    ),
    click.option("--note", help="What else a reader should know."),
)


# As typed: whether they can stand is said of all of them at once.
EVENT = (
    click.option("--happened-on", metavar="YYYY-MM-DD", help="Day it happened on."),
    click.option("--register", "register_id", help="Register whose pressure it moves."),
    click.option("--title", help="What happened, in a line."),
    click.option("--direction", help="raises, lowers or neutral: what it does to it."),
    click.option("--severity", help="1, noted, to 5, changes the picture."),
    click.option("--source", help="Who reported it."),
    click.option("--url", help="Link to it; http or https."),
    click.option("--grade", help="Admiralty grade, such as B2."),
    click.option("--note", help="What else a reader should know."),
    click.option("--correct", is_flag=True, help="Put the event of that id right."),
    click.option("--remove", is_flag=True, help="Take the event of that id away."),
)


def with_options(
    *options: Callable[..., Any],
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command several options, in that order."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@araxes.group()
def record() -> None:
    """Record what was read, what happened, was judged, decided or is to be done.

    For good: nothing is ever changed or taken out, only put right by a later entry.
    """


@record.command()
@click.argument("indicator_id", metavar="INDICATOR")
@with_options(*READING, *RECORDING)
def reading(indicator_id: str, **asked: Any) -> None:
    """Record one value of an indicator on one day from one source."""
    fields = _reading_fields(asked)
    record_fields("reading", {"indicator_id": indicator_id, **fields}, **asked)


@record.command()
@click.argument("indicator_id", metavar="INDICATOR")
@click.option("--entry", type=click.IntRange(1), help="Entry of the wrong reading.")
@click.option("--pack-day", type=Day(), help="Day of a wrong reading of the pack.")
@click.option("--pack-source", help="Its source, if several are of that day.")
@click.option("--remove", is_flag=True, help="Put nothing in its place.")
@with_options(*READING, *RECORDING)
def correction(indicator_id: str, *, remove: bool, **asked: Any) -> None:
    """Put a right reading, or nothing, in the place of a wrong one.

    What is not named stays as it was in the wrong one.
    """
    entry, named = asked.pop("entry"), asked.pop("pack_day")
    source, changed = asked.pop("pack_source"), _reading_fields(asked)
    if remove == bool(changed):
        raise click.UsageError("say what was wrong, such as --value, or else --remove")
    if (entry is None) == (named is None):
        raise click.UsageError("name the wrong reading by --entry or by --pack-day")
    fields: dict[str, Any] = {"indicator_id": indicator_id, "entry": entry}
    if entry is None:
        pack = read_pack(asked["folder"])
        wrong = _of_pack(pack, indicator_id, named, source)
        keys = "indicator_id", "observed_on", "source", "recorded_at"
        fields["pack_reading"] = {key: wrong[key] for key in keys}
    else:
        wrong = _of_log(entries_at(asked["where"]), entry)
    if not remove:
        fields["reading"] = _only_known(
            {**wrong, **changed, "indicator_id": indicator_id}
        )
    record_fields("correction", fields, **asked)


@record.command()
@click.argument("event_id", metavar="[EVENT]", required=False)
@with_options(*EVENT, *RECORDING)
def event(event_id: str | None, *, correct: bool, remove: bool, **asked: Any) -> None:
    """Record something that happened; it raises or lowers its register's pressure.

    EVENT is its id, made anew if left out. To put an event right, of the pack or of the
    log, name it with --correct and what was wrong; --remove takes it off the list.
    """
    fields = _event_fields(asked)
    if correct or remove:
        if event_id is None or correct == remove or correct != bool(fields):
            what = "EVENT and --remove, or EVENT, --correct and what was wrong"
            raise click.UsageError(f"to put an event right name {what}")
        old = _event_now(asked, event_id)
        fields = {**old, **fields, "change": "removed" if remove else "corrected"}
    record_fields(
        "event", {"id": event_id or _made_id(asked["edit_id"]), **fields}, **asked
    )


@record.command()
@click.argument("risk_id", metavar="RISK")
@click.option("--low", type=float, required=True, help="Lowest chance, 0 to 1.")
@click.option("--likely", type=float, required=True, help="Likely chance, 0 to 1.")
@click.option("--high", type=float, required=True, help="Highest chance, 0 to 1.")
@click.option("--judged-on", type=Day(), show_default="today, UTC", help="Day of it.")
@click.option("--why-differ", default="", help="Why it departs from the base rate.")
@with_options(*RECORDING)
def judgement(risk_id: str, judged_on: date | None, **asked: Any) -> None:
    """Record a stated chance with its range; it stands until the next one."""
    stated = {name: asked.pop(name) for name in ("low", "likely", "high", "why_differ")}
    day = judged_on or now().date()
    record_fields(
        "judgement", {"risk_id": risk_id, "judged_on": day, **stated}, **asked
    )


@record.command()
@click.argument("risk_id", metavar="RISK")
@click.argument("outcome", type=click.Choice(["yes", "no", "void"]))
@click.option(
    "--on",
    "resolved_on",
    type=Day(),
    required=True,
    help="For yes the day it happened, else the day it was decided.",
)
@click.option("--source", required=True, help="What shows it.")
@click.option("--url", help="Link to it; http or https.")
@with_options(*RECORDING)
def resolution(risk_id: str, **asked: Any) -> None:
    """Record whether a risk happened; void if its question cannot be decided."""
    names = ("outcome", "resolved_on", "source", "url")
    fields = {"risk_id": risk_id, **{name: asked.pop(name) for name in names}}
    record_fields("resolution", fields, **asked)


def record_fields(kind: str, fields: dict[str, Any], **asked: Any) -> None:
    """Record what is typed if it has a place in the pack, and say how it stands."""
    from risks.workspace import check_place, make_draft

    pack = read_pack(asked["folder"])
    draft = make_draft(kind, fields, asked["author"], asked["reason"])
    with opened(asked["where"], create=True) as workspace:
        check_place(pack, workspace.entries(), draft, asked["edit_id"])
        seen = asked["seen"]
        version = workspace.version(draft.subject) if seen is None else seen
        recorded = workspace.append(draft, asked["edit_id"], version)
        lines = [told(recorded), *_standing(pack, workspace.entries(), recorded)]
    click.echo(plain("\n".join(lines)))


def _standing(
    pack: Pack, entries: tuple["Recorded", ...], recorded: "Recorded"
) -> Iterator[str]:
    """Yield how what was recorded stands as a forecast, or as the answer to one."""
    from risks.forecasts import forecasts, judgements_of
    from risks.workspace import NewJudgement, Resolution

    said = recorded.payload
    day = max([recorded.recorded_at.date(), *said.past_days.values()])
    if isinstance(said, NewJudgement):
        judged = judgements_of(pack, entries, said.risk_id, day)
        yield from (each.words for each in judged if each.stated.seq == recorded.seq)
    elif isinstance(said, Resolution):
        mine = [
            each
            for each in forecasts(pack, entries, day)
            if each.answer and each.answer.seq == recorded.seq
        ]
        yield from (f"question: {each.in_words()}" for each in mine)
        if not mine:
            yield "it answers no question: none had opened before that day"


def _reading_fields(asked: dict[str, Any]) -> dict[str, Any]:
    """Take the options of a reading out of what was typed; those left out stay out."""
    names = ("observed_on", "value", "source", "url", "note")
    fields = {name: asked.pop(name) for name in names}
    fields["event_ids"] = asked.pop("event_ids") or None
    grade = asked.pop("grade")
    if grade is not None:
        if len(grade) != len("B2"):
            raise click.UsageError(f"--grade {grade!r} is not a grade such as B2")
        fields["reliability"], fields["credibility"] = grade
    return {name: value for name, value in fields.items() if value is not None}


def _event_fields(asked: dict[str, Any]) -> dict[str, Any]:
    """Take the options of an event out of what was typed; those left out stay out."""
    what = ("happened_on", "register_id", "title", "direction", "severity")
    names = (*what, "source", "url", "note")
    fields = {name: asked.pop(name) for name in names}
    grade = asked.pop("grade")
    if grade is not None:
        fields["reliability"], fields["credibility"] = grade[:1], grade[1:]
    return {name: value for name, value in fields.items() if value is not None}


def _event_now(asked: dict[str, Any], event_id: str) -> dict[str, Any]:
    """Return the fields of an event as it stands; raises ``UnknownIdError``."""
    from risks.workspace import NewEvent, pack_with

    pack = pack_with(read_pack(asked["folder"]), said_before(asked["where"]))
    known = {each.id: dict(each) for each in pack.events}
    if event_id not in known:
        raise UnknownIdError("event", event_id, known)
    found = known[event_id]
    return {name: found[name] for name in NewEvent.model_fields if name in found}


def said_before(where: str) -> tuple["Recorded", ...]:
    """Return the log, or nothing where the first entry is yet to make it."""
    path = place_at(where).path
    return () if path is not None and not path.exists() else entries_at(where)


def _made_id(edit_id: str) -> str:
    from risks.workspace import event_id_of

    return event_id_of(edit_id)


def _of_pack(
    pack: Pack, indicator_id: str, day: date, source: str | None
) -> dict[str, Any]:
    """Return the fields of one reading of the pack, or say which there are."""
    pack.indicator(indicator_id)
    readings = [each for each in pack.readings if each.indicator_id == indicator_id]
    found = [
        each
        for each in readings
        if each.observed_on == day and source in (None, each.source)
    ]
    if len(found) == 1:
        return dict(found[0])
    if found:
        sources = ", ".join(repr(each.source) for each in found)
        raise click.UsageError(f"name one of these with --pack-source: {sources}")
    days = ", ".join(sorted({str(each.observed_on) for each in readings})) or "none"
    what = f"the pack has no such reading of {indicator_id}; its days: {days}"
    raise click.UsageError(what)


def _of_log(entries: Iterable["Recorded"], seq: int) -> dict[str, Any]:
    """Return the fields of the reading an entry holds; nothing if it holds none."""
    from risks.workspace import Correction, NewReading

    for each in entries:
        if each.seq == seq:
            said = each.payload
            if isinstance(said, Correction):
                said = said.reading or said
            return dict(said) if isinstance(said, NewReading) else {}
    return {}


def _only_known(fields: dict[str, Any]) -> dict[str, Any]:
    from risks.workspace import NewReading

    return {name: fields[name] for name in NewReading.model_fields if name in fields}
