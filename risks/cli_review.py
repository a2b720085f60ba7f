"""The weekly review's commands: open, close, list, replay, agenda, brief.

What is slow to import (SQLAlchemy) is imported where it is used, so that the other
commands do not wait for it.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from risks.cli import (
    EXIT_PROBLEMS,
    Day,
    aligned,
    araxes,
    pack_option,
)
from risks.cli_record import author_option
from risks.cli_workspace import (
    entries_at,
    json_option,
    now,
    opened,
    plain,
    workspace_option,
)
from risks.packs import read_pack
from risks.simulation import DEFAULT_PATHS
from risks.simulation.draws import BATCHES

if TYPE_CHECKING:
    from risks.reviews.frozen import Packs
    from risks.reviews.meeting import Meeting
    from risks.reviews.records import Step
    from risks.workspace import Recorded, Workspace

as_of_option = click.option(
    "--as-of",
    type=Day(),
    help="Day of the numbers; if left out, the last day of the week in UTC+4, or today "
    "if that comes first.",
)
old_pack_option = click.option(
    "--old-pack",
    "old_folders",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Folder of an earlier version of the pack that a closed week saw; may be "
    "repeated.",
)
MEETING = (
    click.argument("week"),
    pack_option,
    workspace_option,
    author_option,
    as_of_option,
    click.option("--present", multiple=True, help="Who takes part; may be repeated."),
    click.option(
        "--minute", "minutes", multiple=True, help="A paragraph; may be repeated."
    ),
    click.option(
        "--edit-id",
        default=lambda: uuid4().hex,
        show_default="made anew",
        help="Name of this edit: the same edit sent twice is recorded once.",
    ),
)
SEEING = (
    click.argument("week"),
    pack_option,
    old_pack_option,
    workspace_option,
    as_of_option,
    click.option(
        "--paths",
        type=click.IntRange(BATCHES),
        default=DEFAULT_PATHS,
        show_default=True,
        help=f"Futures to simulate; a multiple of {BATCHES}.",
    ),
)
SECTIONS = {
    "overdue_actions": "Actions overdue",
    "thresholds_crossed": "Lines crossed",
    "stale_evidence": "Stale evidence that could move the opening most, in months",
    "acceptance_ran_out": "Acceptance ran out, or no limit set",
    "above_appetite": "Above appetite",
    "decisions": "To decide",
    "actions": "Actions open",
    "forecasts_to_resolve": "Forecasts to resolve",
    "calendar": "The next six weeks",
}
MOST_STALE = 10  # as a table; JSON has them all
CALENDAR = ("due_on", "latest_on", "title", "register_id")


@araxes.group()
def review() -> None:
    """Open, close and replay weekly reviews; print the agenda of one.

    WEEK is an ISO week such as 2026-W47. It ends at midnight after Sunday in UTC+4.
    """


def meeting_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every option that a meeting is opened or closed with."""
    for option in reversed(MEETING):
        command = option(command)
    return command


def seeing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every option that says which week is looked at, and how."""
    for option in reversed(SEEING):
        command = option(command)
    return command


def _pdf_or_html(
    ctx: click.Context, param: click.Parameter, value: Path | None
) -> Path | None:
    if value is not None and value.suffix.lower() not in (".pdf", ".html"):
        what = f"{plain(value.name)!r} ends in neither .pdf nor .html"
        raise click.BadParameter(what, ctx, param)
    return value


@review.command("open")
@meeting_options
def open_review(**asked: Any) -> None:
    """Open the review of a week."""
    from risks.reviews.meeting import opening

    _hold(opening, "opened", **asked)


@review.command("close")
@meeting_options
def close_review(**asked: Any) -> None:
    """Close the review of a week and freeze what it saw, for good."""
    from risks.reviews.meeting import closing

    _hold(closing, "closed", **asked)


@review.command("list")
@workspace_option
@json_option
def list_reviews(where: str, style: str) -> None:
    """Print every review, and what was recorded after its close."""
    from risks.reviews.records import held
    from risks.reviews.report import review_report

    entries = entries_at(where)
    reports = [review_report(each, entries) for each in held(entries)]
    if style == "json":
        _print_json(reports)
        return
    shown = ("week", "status", "as_of", "cut_off", "by")
    rows = [
        {name: each[name] for name in shown}
        | {"after_the_close": len(each["recorded_after_the_close"])}
        for each in reports
    ]
    click.echo(plain(aligned(rows)))


@review.command("replay")
@click.argument("week")
@pack_option
@old_pack_option
@workspace_option
def replay_review(
    week: str, folder: Path, old_folders: tuple[Path, ...], where: str
) -> None:
    """Compute a closed week again: prints "identical", or what differs (exit 1)."""
    from risks.reviews.frozen import replay
    from risks.reviews.weeks import week_of

    wanted, packs = week_of(week), _packs(folder, old_folders)
    entries = entries_at(where)
    found = replay(packs, entries, wanted)
    click.echo(plain("\n".join(found.differences)) or "identical")
    if not found.is_identical:
        raise click.exceptions.Exit(EXIT_PROBLEMS)


@review.command("agenda")
@seeing_options
@json_option
def print_agenda(style: str, **asked: Any) -> None:
    """Print the agenda of a week: as closed, else as things stand now."""
    report = _agenda(**asked)
    if style == "json":
        _print_json(report)
    else:
        click.echo(plain(_agenda_text(report)))


@review.command("brief")
@seeing_options
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_pdf_or_html,
    required=True,
    metavar="FILE",
    help="File to write, .pdf or .html, such as 2026-W47-brief.pdf; one that exists is "
    "replaced.",
)
@click.option(
    "--minutes-to",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_pdf_or_html,
    metavar="FILE",
    help="File for the minutes, with every row the brief has no room for.",
)
def write_brief(target: Path, minutes_to: Path | None, **asked: Any) -> None:
    """Write the one-page brief of a week: as closed, else as a draft of it now."""
    from risks.brief import as_file, brief_of, matter_of, minutes_of, write_whole

    if minutes_to and minutes_to.absolute() == target.absolute():
        raise click.UsageError("--to and --minutes-to name the same file")
    matter = matter_of(*_seen(**asked))
    files = {target: as_file(brief_of(matter), target.suffix, is_short=True)}
    if minutes_to:
        files[minutes_to] = as_file(minutes_of(matter), minutes_to.suffix)
    for path, content in files.items():
        write_whole(path, content)
        click.echo(plain(f"{path} written."))


def _agenda(**asked: Any) -> dict[str, Any]:
    from risks.reviews.agenda import Sitting, agenda
    from risks.reviews.frozen import sees
    from risks.reviews.records import limits_of
    from risks.reviews.report import agenda_report

    packs, entries, meeting = _seen(**asked)
    frozen, earlier = sees(packs, entries, meeting)
    limits = limits_of(frozen.entries)
    found = agenda(Sitting(frozen, earlier, limits, meeting.draws))
    return {"week": str(meeting.week), **agenda_report(found)}


def _seen(
    week: str, folder: Path, old_folders: tuple[Path, ...], where: str, **asked: Any
) -> "tuple[Packs, tuple[Recorded, ...], Meeting]":
    from risks.reviews.meeting import Meeting
    from risks.reviews.numbers import Draws
    from risks.reviews.weeks import week_of

    paths = asked["paths"]
    if paths % BATCHES:
        raise click.UsageError(f"--paths {paths} is not a multiple of {BATCHES}")
    wanted, packs = week_of(week), _packs(folder, old_folders)
    meeting = Meeting(wanted, "", now(), asked["as_of"], draws=Draws(paths))
    return packs, entries_at(where), meeting


def _hold(
    make: "Callable[..., Step]", done: str, week: str, folder: Path, **asked: Any
) -> None:
    from risks.reviews.meeting import Meeting, pack_step
    from risks.reviews.weeks import ZONE_WORDS, week_of

    wanted, pack = week_of(week), read_pack(folder)
    edit_id = asked.pop("edit_id")
    with opened(asked.pop("where"), create=True) as workspace:
        meeting = Meeting(wanted, now=now(), **asked)
        make(pack, workspace.entries(), meeting)  # refused before anything is written
        named = pack_step(pack, workspace.entries(), meeting.author)
        if named:
            _record(workspace, named, f"{edit_id[:90]}-pack")
        step = make(pack, workspace.entries(), meeting)
        found = _record(workspace, step, edit_id)
    said = step.draft.payload.model_dump()
    click.echo(
        f"{wanted} {done} as entry {found.seq}, as of {said['as_of']}; the week ends "
        f"{wanted.cut_off:%Y-%m-%d %H:%M} {ZONE_WORDS}.\n"
        f"Anchor {said['head_seq']}:{said['head_hash']}; keep it outside the workspace."
    )
    if found.note:
        click.echo(found.note, err=True)


def _record(workspace: "Workspace", step: "Step", edit_id: str) -> "Recorded":
    return workspace.append(step.draft, edit_id, step.expected_version)


def _packs(folder: Path, old_folders: tuple[Path, ...]) -> "Packs":
    from risks.reviews.frozen import Packs

    earlier = [read_pack(each) for each in old_folders]
    return Packs(read_pack(folder), {each.hash: each for each in earlier})


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def _agenda_text(report: dict[str, Any]) -> str:
    since = f", since the review as of {report['since']}" if report["since"] else ""
    parts = [f"{report['week']}, as of {report['as_of']}{since}"]
    parts += _section(SECTIONS["overdue_actions"], report["overdue_actions"])
    for each in report["headline"]:
        parts += _headline(each)
    parts += _section("Movers", [_mover(each) for each in report["movers"]])
    for name, title in list(SECTIONS.items())[1:]:
        parts += _section(*_shown(name, title, report))
    return "\n".join(parts)


def _shown(
    name: str, title: str, report: dict[str, Any]
) -> tuple[str, list[dict[str, Any]]]:
    """Return the title and the rows of a section as a table can hold them."""
    rows = report[name]
    if name == "stale_evidence":
        counted = f"{len(rows)} of {report['indicators']} readings are stale"
        return f"{title} ({counted})", rows[:MOST_STALE]
    if name == "calendar":
        rows = [{x: row[x] for x in CALENDAR} for row in rows]
    return title, rows


def _section(title: str, rows: list[dict[str, Any]]) -> list[str]:
    return ["", title, aligned(rows)]


def _headline(each: dict[str, Any]) -> list[str]:
    """Return why a number moved: the causes and their sum, in its own unit."""
    ends = [each.get(f"{end}_on", each[end]) for end in ("before", "after")]
    shown = [f"{x:.4g}" if isinstance(x, float) else x or "–" for x in ends]
    title = f"{each['name']} ({each['unit']}): {shown[0]} to {shown[1]}"
    if each["note"]:
        return ["", f"{title}; {each['note']}"]
    total = {"cause": "total", "amount": each["total"], "behind": None}
    rows = [{**part, "behind": len(part["behind"])} for part in each["parts"]]
    doubt = "" if each["is_distinguishable"] else "; not distinguishable"
    return _section(title + doubt, [*rows, total])


def _mover(each: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in each.items() if name != "parts"}
