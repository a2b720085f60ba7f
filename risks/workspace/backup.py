"""Copies that are whole, and the way back from one.

A backup is written under a temporary name, checked, brought to the disk and only then
given its name: a file with the name of a backup is one. Copying the live file instead
was wrong every time it was tried under load.
"""

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

import sqlalchemy as sa

from risks.workspace.chain import Anchor, Row, instant_text, verify
from risks.workspace.engines import (
    BEGIN,
    OUTSIDE,
    READING,
    Durability,
    create_file,
    sqlite_engine,
)
from risks.workspace.entries import Recorded, recorded_of
from risks.workspace.errors import BrokenLogError, WorkspaceError
from risks.workspace.faults import (
    BAD_DISK,
    LOCKED,
    UNREADABLE,
    fault_in_words,
    system_fault_in_words,
)
from risks.workspace.log import add, anchor, rows, wait_for_turn
from risks.workspace.migrations import migrate, version_in

HELD_SECONDS = 10.0  # how long a restore waits for who writes now
PART = re.compile(r"\..+\.[0-9a-f]{8}\.part(-journal)?", re.DOTALL)
LEFT_BEHIND_SECONDS = 3_600.0  # older parts belong to nobody who still writes them
HEADER = b"SQLite format 3\0"
NOT_WRITTEN = "no backup was written"
NOT_RESTORED = "the backup was not restored"
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


@dataclass(frozen=True)
class Restored:
    """What a restore did: where the old file now lies, and which entries it alone has.

    ``aside`` is empty if there was no old file; ``unreadable`` says so if the old file
    was too damaged to tell what it alone had.
    """

    aside: Path | None
    lost: tuple[Recorded, ...]
    unreadable: str = ""


def back_up(engine: sa.Engine, target: Path, now: datetime) -> Path:
    """Write a whole, checked copy of the log to a new SQLite file.

    Parameters
    ----------
    engine
        A workspace on SQLite, or on PostgreSQL, whose log is exported.
    now
        The instant to note beside the tables of an export.

    Raises
    ------
    WorkspaceError
        In words, if the target exists or cannot be written, or the copy is not whole.
    """
    if os.path.lexists(target):
        raise WorkspaceError(f"{target} exists already; name a new file")
    with _in_words(target, NOT_WRITTEN):
        with engine.connect().execution_options(**READING) as connection:
            least = anchor(connection)
        with _finished_under(target) as part:
            if engine.dialect.name == "sqlite":
                _vacuum_into(engine, part)
            else:
                _export(engine, part, now)
            check_file(part, [least])
    return target


def check_file(path: Path, anchors: list[Anchor] | None = None) -> None:
    """Check that a file is a whole workspace.

    Raises
    ------
    BrokenLogError
        With the first broken place, in words.
    WorkspaceError
        If it cannot be read now: it is gone, held by another program, or not ours.
    """
    engine = sqlite_engine(path, mode="ro")
    try:
        path.open("rb").close()  # SQLite would only say that it cannot be opened
        with engine.connect().execution_options(**READING) as connection:
            broken = damage(connection) or verify(rows(connection), anchors or [])
    except sa.exc.DBAPIError as error:
        words = fault_in_words(error)
        if words in (LOCKED, BAD_DISK):
            raise WorkspaceError(f"{path.name}: {words}") from error
        raise BrokenLogError(f"{path.name} is no whole workspace") from error
    except OSError as error:
        what = f"{path.name}: {system_fault_in_words(error)}"
        raise WorkspaceError(what) from error
    if broken:
        raise BrokenLogError(f"{path.name}: {broken}")


def damage(connection: sa.Connection) -> str:
    """Return what SQLite finds wrong with its own file, or nothing."""
    if connection.dialect.name != "sqlite":
        return ""
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    return "" if found == "ok" else f"the file is damaged: {found}"


def would_lose(current: sa.Engine, backup: Path) -> tuple[Recorded, ...]:
    """Return the entries that restoring a backup would take away: those it lacks.

    Raises
    ------
    BrokenLogError
        If the backup is not whole.
    """
    check_file(backup)
    with current.connect().execution_options(**READING) as connection:
        return _lacking(connection, backup)


def restore(path: Path, backup: Path, now: datetime) -> Restored:
    """Put a backup in the place of a workspace's file, which is moved aside.

    Both files stay: nothing is deleted. At no moment is there no file of that name,
    and no other program writes while they change places.

    Raises
    ------
    BrokenLogError
        If the backup is not whole; nothing is changed.
    WorkspaceError
        In words, if the file is in use for long, or the disk would not have it;
        nothing is changed.
    """
    check_file(backup)
    with _in_words(path, NOT_RESTORED):
        if path.exists():
            return _replaced(path, backup, _aside(path, now))
        with _finished_under(path) as part:
            _vacuum_into(sqlite_engine(backup, mode="ro"), part)
            check_file(part)
    return Restored(None, ())


def _replaced(path: Path, backup: Path, aside: Path) -> Restored:
    with _held_still(path) as connection, _finished_under(path, replaces=True) as part:
        lost, unreadable = _lost(connection, backup)
        _vacuum_into(sqlite_engine(backup, mode="ro"), part)
        check_file(part)
        _to_disk(part)  # what can fail is done before the old file is touched
        _move_aside(path, aside)
    return Restored(aside, lost, unreadable)


@contextmanager
def _in_words(path: Path, ending: str) -> Iterator[None]:
    """Turn what a database or a disk refuses into one sentence about a file."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise WorkspaceError(f"{path}: {fault_in_words(error)}; {ending}") from error
    except OSError as error:
        words = system_fault_in_words(error)
        raise WorkspaceError(f"{path}: {words}; {ending}") from error


def _lacking(connection: sa.Connection, backup: Path) -> tuple[Recorded, ...]:
    with sqlite_engine(backup, mode="ro").connect() as other:
        kept = {row.hash for row in rows(other.execution_options(**READING))}
    if not version_in(connection):
        return ()
    return tuple(recorded_of(row) for row in rows(connection) if row.hash not in kept)


def _lost(
    connection: sa.Connection | None, backup: Path
) -> tuple[tuple[Recorded, ...], str]:
    unknown = "the old file could not be read; what it alone held is unknown"
    if connection is None:
        return (), unknown
    try:
        return _lacking(connection, backup), ""
    except (sa.exc.DBAPIError, WorkspaceError):
        return (), unknown


@contextmanager
def _held_still(path: Path) -> Iterator[sa.Connection | None]:
    """Keep every other program from writing to a file; nothing if it is beyond that."""
    patient = Durability(busy_seconds=HELD_SECONDS)
    engine = sqlite_engine(path, patient).execution_options(
        **{BEGIN: "BEGIN EXCLUSIVE"}
    )
    with ExitStack() as stack:
        try:
            held = stack.enter_context(engine.connect())
            held.begin()
        except sa.exc.DBAPIError as error:
            if fault_in_words(error) != UNREADABLE:
                what = f"{path}: {fault_in_words(error)}; {NOT_RESTORED}"
                raise WorkspaceError(what) from error
            held = None
        yield held


def free_name(path: Path) -> Path:
    """Return a path, or the first of ``name-2``, ``name-3`` … that is not taken."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in chain([path], others) if not each.exists())


def _aside(path: Path, now: datetime) -> Path:
    """Return a free name for the old file: ``log-replaced-2026-11-22T160700.db``."""
    stamp = instant_text(now)[:19].replace(":", "")
    return free_name(path.with_stem(f"{path.stem}-replaced-{stamp}"))


def _move_aside(path: Path, aside: Path) -> None:
    """Give the old file a second name, and take its journal away with it.

    A journal left behind would be played back into the file that comes instead.
    """
    os.link(path, aside)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.rename(aside.with_name(f"{aside.name}-journal"))


def copy_log(source: Path, target: sa.Engine) -> int:
    """Copy the log of a file into an empty workspace, and return how many entries.

    For moving from a file to a PostgreSQL server; every hash stays what it was.

    Raises
    ------
    WorkspaceError
        If the target has entries; nothing is changed.
    BrokenLogError
        If the source is not whole; nothing is changed.
    """
    check_file(source)
    with (
        sqlite_engine(source, mode="ro").connect() as reading,
        target.begin() as writing,
    ):
        wait_for_turn(writing)
        if anchor(writing).seq:
            raise WorkspaceError("the workspace has entries; copy into an empty one")
        return _copy(rows(reading.execution_options(**READING)), writing)


def _copy(found: Iterator[Row], writing: sa.Connection) -> int:
    copied = 0
    for row in found:
        add(writing, row)
        copied += 1
    return copied


def _vacuum_into(engine: sa.Engine, part: Path) -> None:
    with engine.connect().execution_options(**OUTSIDE) as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(part),))


def _export(source: sa.Engine, part: Path, now: datetime) -> None:
    target = sqlite_engine(part)
    migrate(target, now, make_backup=lambda _version: None)
    with (
        source.connect().execution_options(**READING) as reading,
        target.begin() as writing,
    ):
        _copy(rows(reading), writing)


@contextmanager
def _finished_under(target: Path, *, replaces: bool = False) -> Iterator[Path]:
    """Give a temporary file its name once it is whole and on the disk."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    create_file(part)
    try:
        _sweep(part)
        yield part
        _to_disk(part)
        if replaces:
            part.replace(target)
        else:
            _name_anew(part, target)
        _to_disk(target.parent)
    finally:
        for leftover in (part, part.with_name(f"{part.name}-journal")):
            leftover.unlink(missing_ok=True)


def _sweep(part: Path) -> None:
    """Delete the parts of backups that were killed, told by their name and content.

    Ages are compared by the disk's own times, so that no clock can mislead.
    """
    young = part.stat().st_mtime - LEFT_BEHIND_SECONDS
    for each in part.parent.iterdir():
        if PART.fullmatch(each.name):
            with suppress(OSError):  # another program may be quicker
                if each.lstat().st_mtime < young and _is_ours(each):
                    each.unlink()


def _is_ours(path: Path) -> bool:
    """Return whether a file may be the part of a backup: a database, or its journal."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.name.endswith("-journal"):
        return True
    with path.open("rb") as file:
        return file.read(len(HEADER)) in (HEADER, b"")


def _name_anew(part: Path, target: Path) -> None:
    try:
        _name_alone(part, target)
    except FileExistsError as error:
        raise WorkspaceError(f"{target} exists already; name a new file") from error


def _name_alone(part: Path, target: Path) -> None:
    """Give a file its name unless another has it, which a rename would replace."""
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        target.touch(mode=0o600, exist_ok=False)  # a stick's file system has no links
        part.replace(target)


def _to_disk(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to the disk.

    Only for files that no SQLite connection of this process has open: closing any
    handle of one would drop its locks.
    """
    with suppress(PermissionError):  # Windows cannot do it for folders
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
