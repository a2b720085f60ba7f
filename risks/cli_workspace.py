"""The workspace's commands: record, verify, back up, restore and look back.

What is slow to import (SQLAlchemy) is imported where it is used, so that the other
commands do not wait for it.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

import click

from risks.cli import araxes, as_of_option, pack_option
from risks.packs import read_pack

if TYPE_CHECKING:
    from risks.forecasts import Judged
    from risks.workspace import Anchor, Recorded, Workspace
    from risks.workspace.places import Place

HASH_LENGTH = 64
ADVICE = "keep this anchor outside the workspace"
KEPT = "\n\u200c\u200d"  # Persian is not written without the last two


def now() -> datetime:
    """Return the present instant: the one clock of the workspace's commands."""
    return datetime.now(UTC)


def own_place() -> str:
    """Return the place of the workspace in the user's data folder."""
    from risks.workspace import default_path

    return str(default_path(os.environ, sys.platform, Path.home()))


class AnchorType(click.ParamType["Anchor"]):
    """Number and hash of an entry, as ``verify`` and ``backup`` print them."""

    name = "SEQ:HASH"

    def convert(
        self,
        value: str,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> "Anchor":
        """Return the anchor, or fail with a sentence."""
        from risks.workspace import Anchor

        seq, _, digest = value.partition(":")
        is_hash = len(digest) == HASH_LENGTH and set(digest) <= set("0123456789abcdef")
        if not (seq.isascii() and seq.isdigit() and is_hash):
            what = f"{value!r} is not a number, a colon and the 64 digits of a hash"
            self.fail(what, param, ctx)
        return Anchor(int(seq), digest)


workspace_option = click.option(
    "--workspace",
    "where",
    metavar="FILE|URL",
    default=own_place,
    show_default="in your data folder",
    help="The workspace: a file, or an address such as postgresql://user@host/name.",
)
json_option = click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json"]),
    default="table",
    help="How to print: for a reader, or JSON with everything.",
)


@araxes.command()
@workspace_option
@click.option(
    "--anchor",
    "anchors",
    type=AnchorType(),
    multiple=True,
    help="Entry and hash kept from before; may be repeated.",
)
def verify(where: str, anchors: tuple["Anchor", ...]) -> None:
    """Check that nothing in the workspace was changed, cut off or written anew."""
    with opened(where) as workspace:
        broken, head = workspace.verify(anchors), workspace.head()
    if broken:
        raise click.ClickException(plain(str(broken)))
    click.echo(f"{head.seq} entries hold together; {len(anchors)} anchors match.")
    click.echo(f"{head.seq}:{head.hash}  ({ADVICE})")


@araxes.command()
@workspace_option
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="New file to write; one that exists is never replaced.",
)
def backup(where: str, target: Path) -> None:
    """Write a whole, checked copy of the workspace to a new file."""
    with opened(where) as workspace:
        head = workspace.head()
        written = workspace.back_up(target)
    click.echo(f"{written} holds the workspace up to entry {head.seq} at least.")
    click.echo(f"{head.seq}:{head.hash}  ({ADVICE})")


@araxes.command()
@workspace_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(where: str, file: Path, *, yes: bool) -> None:
    """Put a backup in the workspace's place; the old file is moved aside.

    Says first which entries the backup lacks.
    """
    from risks.workspace import WorkspaceError, check_file

    path = place_at(where).path
    if path is None:
        raise WorkspaceError("a backup cannot be put over a PostgreSQL workspace")
    if path.exists() and path.samefile(file):
        raise WorkspaceError(f"{file} is the workspace itself")
    check_file(file)
    click.echo("\n".join(_losses(where, file)))
    if not (yes or _confirmed()):
        raise WorkspaceError("nothing was changed")
    aside = _put_back(path, file)
    click.echo(f"{file} is now the workspace {path}.")
    if aside:
        click.echo(f"The old file is now {aside}.")


@araxes.command()
@click.argument("risk_id", metavar="RISK")
@pack_option
@workspace_option
@as_of_option
@json_option
def history(
    risk_id: str, folder: Path, where: str, as_of: date | None, style: str
) -> None:
    """Show every judgement of a risk, and how it stands as a forecast."""
    from risks.forecasts import judgements_of

    pack = read_pack(folder)
    risk = pack.risk(risk_id)
    day = as_of or now().date()
    judged = judgements_of(pack, entries_at(where), risk_id, day)
    if style == "json":
        rows = [_judged_row(each) for each in judged]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False, allow_nan=False))
        return
    click.echo(f"{risk.id}: {risk.title}, as of {day}\n{risk.resolution}")
    for each in judged:
        click.echo("\n" + "\n".join(_judged_lines(each)))


def place_at(where: str) -> "Place":
    """Return the place a user named; raises ``WorkspaceError`` for no such one."""
    from risks.workspace.places import place_of

    return place_of(where)


@contextmanager
def opened(where: str, *, create: bool = False) -> Iterator["Workspace"]:
    """Give an open workspace; one that is not there is an error unless recording."""
    from risks.workspace import Workspace, WorkspaceError

    path = place_at(where).path
    if path is not None and not (create or path.exists()):
        raise WorkspaceError(f"there is no workspace at {path}")
    workspace = Workspace.open(where, now)
    try:
        yield workspace
    finally:
        workspace.close()


def entries_at(where: str) -> tuple["Recorded", ...]:
    """Return the whole log; nothing, and a sentence, where there is no workspace."""
    path = place_at(where).path
    if path is not None and not path.exists():
        click.echo(f"there is no workspace at {path}: the pack alone is used", err=True)
        return ()
    with opened(where) as workspace:
        return workspace.entries()


def told(recorded: "Recorded") -> str:
    """Return an entry in two lines: where it stands, and what it says."""
    note = f" ({recorded.note})" if recorded.note else ""
    head = f"entry {recorded.seq}, {recorded.row.recorded_at}, {recorded.subject}{note}"
    return f"{head}\n{recorded.draft.in_words()}"


def _losses(where: str, file: Path) -> Iterator[str]:
    """Yield in words what a restore would take away."""
    from risks.workspace import WorkspaceError

    path = place_at(where).path
    if path is not None and not path.exists():
        yield "No workspace is there yet; nothing would be lost."
        return
    try:
        with opened(where) as workspace:
            lost = workspace.would_lose(file)
    except WorkspaceError as error:
        yield f"What the workspace alone holds cannot be told: {error}"
        return
    yield f"Entries of the workspace that are not in {file}: {len(lost)}."
    yield from (plain(f"  {told(each)}").replace("\n", "  ") for each in lost)


def _confirmed() -> bool:
    try:
        return click.confirm("Put the backup in its place?")
    except click.Abort:
        return False


def _put_back(path: Path, file: Path) -> Path | None:
    """Put a backup in the place of a file, even one that can no longer be opened."""
    from risks.workspace.backup import restore as put_back

    return put_back(path, file, now()).aside


def _judged_lines(judged: "Judged") -> Iterator[str]:
    said = judged.stated.judgement
    chances = " / ".join(f"{100 * p:.3g}" for p in (said.low, said.likely, said.high))
    where = f"entry {judged.stated.seq}" if judged.stated.seq else "the pack"
    yield plain(f"{said.judged_on}  {said.author}  {chances} %  ({where})")
    yield plain(f"  {said.reason}").replace("\n", "\n  ")
    yield plain(f"  {judged.words}")


def _judged_row(judged: "Judged") -> dict[str, Any]:
    question, statement = judged.question, judged.statement
    row = judged.stated.judgement.model_dump(mode="json")
    return {
        **row,
        "entry": judged.stated.seq or None,
        "stated_on": str(judged.stated.stated_on),
        "forecast": statement.chance if statement else None,
        "until": str(statement.until) if statement else None,
        "opened_on": str(question.opened_on) if question else None,
        "closes_on": str(question.closes_on) if question else None,
        "standing": question.standing.value if question else None,
        "words": judged.words,
    }


def plain(text: str) -> str:
    """Return a text a terminal cannot be steered by; a log may come from elsewhere."""
    return "".join(
        "\ufffd" if category(each) in ("Cc", "Cf", "Cs") and each not in KEPT else each
        for each in text
    )
