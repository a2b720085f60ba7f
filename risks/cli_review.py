"""The weekly review's commands: open, close, list, replay, agenda, brief, pack.

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
    own_place,
    place_at,
    plain,
    workspace_option,
)
from risks.errors import RisksError
from risks.packs import read_pack
from risks.simulation import DEFAULT_PATHS
from risks.simulation.draws import BATCHES

if TYPE_CHECKING:
    from risks.reviews.frozen import Packs
    from risks.reviews.holding import Make
    from risks.reviews.meeting import Meeting
    from risks.workspace import Recorded

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
@click.option(
    "--no-files", is_flag=True, help="Only close; write the files later, with pack."
)
def close_review(*, no_files: bool, **asked: Any) -> None:
    """Close the review of a week and freeze what it saw, for good.

    Then its brief, minutes and CSV tables are written into the folder
    "reviews" beside the workspace; of a workspace on a server, in your data folder.
    """
    from risks.reviews.meeting import closing

    week, folder, where = (asked[name] for name in ("week", "folder", "where"))
    _hold(closing, "closed", **asked)
    if no_files:
        return
    try:
        _write_files(week, folder, (), where, None)
    except (RisksError, OSError) as error:
        click.echo(plain(f"The week is closed. {_unwritten(week, error)}"), err=True)


@review.command("pack")
@click.argument("week")
@pack_option
@old_pack_option
@workspace_option
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    show_default="reviews, beside the workspace",
    metavar="DIR",
    help="Folder in which the week gets a folder of its own.",
)
def write_pack(
    week: str,
    folder: Path,
    old_folders: tuple[Path, ...],
    where: str,
    target: Path | None,
) -> None:
    """Write every file of a closed week: brief, minutes, letter and CSV tables."""
    _write_files(week, folder, old_folders, where, target)


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


def _write_files(
    week: str,
    folder: Path,
    old_folders: tuple[Path, ...],
    where: str,
    target: Path | None,
) -> None:
    from risks.reviews.weeks import week_of
    from risks.week_files import closed_matter, write_week

    packs = _packs(folder, old_folders)
    matter = closed_matter(packs, entries_at(where), week_of(week))
    written = write_week(target or _home(where), matter)
    names = ", ".join(each.name for each in written)
    click.echo(plain(f"Written to {written[0].parent}: {names}."))


def _home(where: str) -> Path:
    """Return where the files of a workspace's weeks stand."""
    from risks.brief.folder import home_of

    return home_of(place_at(where).path, Path(own_place()).parent)


def _unwritten(week: str, error: Exception) -> str:
    """Return that files are missing, why, and how to write them later."""
    return (
        f"Its files could not be written: {str(error).rstrip('.')}. Write them later "
        f"with: araxes review pack {week} --to DIR; the brief alone with: araxes "
        f"review brief {week} --to {week}-brief.pdf"
    )


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


def _hold(make: "Make", done: str, week: str, folder: Path, **asked: Any) -> None:
    from risks.reviews.holding import hold
    from risks.reviews.meeting import Meeting
    from risks.reviews.records import review_of
    from risks.reviews.weeks import ZONE_WORDS, week_of

    wanted, pack = week_of(week), read_pack(folder)
    edit = asked.pop("edit_id"), None
    with opened(asked.pop("where"), create=True) as workspace:
        meeting = Meeting(wanted, now=now(), **asked)
        found = hold(workspace, pack, meeting, make, edit)
    said = review_of(found)
    click.echo(
        f"{wanted} {done} as entry {found.seq}, as of {said.as_of}; the week ends "
        f"{wanted.cut_off:%Y-%m-%d %H:%M} {ZONE_WORDS}.\n"
        f"Anchor {said.head_seq}:{said.head_hash}; keep it outside the workspace."
    )
    if found.note:
        click.echo(found.note, err=True)


def _packs(folder: Path, old_folders: tuple[Path, ...]) -> "Packs":
    from risks.reviews.frozen import Packs

    earlier = [read_pack(each) for each in old_folders]
    return Packs(read_pack(folder), {each.hash: each for each in earlier})


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def _agenda_text(report: dict[str, Any]) -> str:
    from risks.reviews.listing import listing

    since = f", since the review as of {report['since']}" if report["since"] else ""
    parts = [f"{report['week']}, as of {report['as_of']}{since}"]
    for title, rows in listing(report):
        parts += ["", title, *([] if rows is None else [aligned(rows)])]
    return "\n".join(parts)
