"""The workspace: one append-only log, from which everything typed can be replayed."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from risks.errors import Problem
from risks.workspace import backup, log
from risks.workspace.chain import Anchor, Break, instant_of, instant_text, verify
from risks.workspace.clocks import Clock, Stopwatch, WatchedClock, seconds_counted
from risks.workspace.engines import (
    READING,
    Durability,
    create_file,
    engine_of,
    sqlite_engine,
)
from risks.workspace.entries import (
    Draft,
    Edit,
    Recorded,
    draft_problems,
    future_problems,
    recorded_of,
)
from risks.workspace.errors import EntryError, ReadOnlyError, WorkspaceError
from risks.workspace.faults import (
    UNCERTAIN,
    fault_in_words,
    system_fault_in_words,
)
from risks.workspace.migrations import MIGRATIONS, Migration, migrate, tables_trouble
from risks.workspace.places import Place, place_of
from risks.workspace.probes import probe

EDIT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,99}")
PROBE_SECONDS = 5.0
GLANCE_SECONDS = 0.25  # a commit takes a few milliseconds
NOT_RECORDED = "your edit was not recorded, and saving it again is safe"


@dataclass(frozen=True)
class Options:
    """How a workspace is opened.

    Attributes
    ----------
    stopwatch
        Seconds that rise evenly; the clock is compared with it.
    durability
        How hard writes are made to last, and how long to wait for another writer.
    migrations
        The steps to today's tables.
    backup_folder
        Where the backup before a migration goes; unset is the file's own folder, and
        a PostgreSQL workspace then is not migrated.
    """

    stopwatch: Stopwatch = seconds_counted
    durability: Durability = field(default_factory=Durability)
    migrations: Sequence[Migration] = MIGRATIONS
    backup_folder: Path | None = None


class Workspace:
    """An append-only log in one SQLite file, or in a PostgreSQL database.

    May be shared by threads; a forked process goes on with connections of its own.
    """

    def __init__(self, place: Place, clock: WatchedClock, options: Options) -> None:
        self.place = place
        self._clock, self._options = clock, options
        self._connections = engine_of(place, options.durability)
        self._process = os.getpid()
        self._fault = ""
        self._probed_at = clock.seconds()
        self._seen: tuple[Recorded, ...] = ()

    @classmethod
    def open(
        cls, target: str | Path, clock: Clock, options: Options | None = None
    ) -> Self:
        """Open a workspace; a file that is not there yet is created.

        Parameters
        ----------
        target
            A file, or an address such as ``postgresql://user@host/name``.
        clock
            Returns the present instant, with a time zone.

        Raises
        ------
        WorkspaceError
            In words, if it cannot be created, read, or brought up to date; an
            existing one that can only be read opens all the same.
        """
        place, options = place_of(target), options or Options()
        workspace = cls(place, WatchedClock(clock, options.stopwatch), options)
        try:
            with workspace._in_words():
                if place.path is not None:
                    create_file(place.path)
                workspace._bring_up_to_date()
            workspace._fault = workspace._probe(thorough=False)
        except BaseException:
            workspace.close()
            raise
        return workspace

    def append(self, draft: Draft, edit_id: str, expected_version: int) -> Recorded:
        """Record one entry; it is on the disk when this returns.

        Parameters
        ----------
        edit_id
            Made by the client, 8 to 100 letters, digits, ``.``, ``_`` and ``-``. The
            same edit sent again returns the entry it made the first time.
        expected_version
            ``version(draft.subject)`` as its author saw it.

        Raises
        ------
        EntryError
            If it cannot stand: every problem, in words.
        VersionConflictError
            If the subject has changed since; carries both texts.
        EditIdError
            If the edit id was used for another text.
        ReadOnlyError
            If the database fails; ``is_read_only`` then says so until it works.
        ClockError
            If this machine's clock jumped ahead.
        """
        return self.append_all([Edit(draft, edit_id, expected_version)])[0]

    def append_all(self, edits: Iterable[Edit]) -> tuple[Recorded, ...]:
        """Record several entries in one step: all of them, or none on any error.

        Every expected version is that from before the step. Raises as ``append``.
        """
        edits, now = list(edits), self._clock.now()
        if any(any(_problems(edit, now)) for edit in edits):
            # Where this machine's clock was set back, the log knows the day better.
            later = self._no_earlier(now)
            problems = [each for edit in edits for each in _problems(edit, later)]
            if problems:
                raise EntryError(problems)
        with self._writing() as connection:
            recorded = log.append(connection, edits, now)
        return tuple(recorded)

    def entries(self, known_at: datetime | None = None) -> tuple[Recorded, ...]:
        """Return every entry in order, or those recorded by an instant.

        Entries never change, so only new ones are read again.

        Raises
        ------
        WorkspaceError
            If they cannot be read, in words.
        """
        with self._reading() as connection:
            seen = self._seen
            last = seen[-1] if seen else None
            if last and log.row_at(connection, last.seq) != last.row:
                last = None  # another file lies here now: a backup was restored
            seen = seen if last else ()
            beyond = last.seq if last else 0
            new = tuple(recorded_of(row) for row in log.rows(connection, beyond))
            found = self._seen = seen + new
        if known_at is None:
            return found
        by = instant_text(known_at)
        return tuple(each for each in found if each.row.recorded_at <= by)

    def version(self, subject: str) -> int:
        """Return the number of the latest entry about a subject; 0 for none."""
        with self._reading() as connection:
            return log.version_of(connection, subject)

    def head(self, *, at_a_glance: bool = False) -> Anchor:
        """Return number and hash of the last entry: what to print as the anchor.

        Parameters
        ----------
        at_a_glance
            Whether to give up almost at once while another program holds the file.
        """
        engine = self._glancing if at_a_glance else self._engine
        with self._reading(engine) as connection:
            return log.anchor(connection)

    def verify(self, anchors: Iterable[Anchor] = ()) -> Break | None:
        """Return the first place where the log does not hold together, or nothing."""
        with self._reading() as connection:
            damage = backup.damage(connection)
            if damage:
                return Break(0, damage)
            return verify(log.rows(connection), anchors)

    @property
    def is_read_only(self) -> bool:
        """Return whether edits fail now; tries again by itself every few seconds."""
        if self._fault and self._clock.seconds() - self._probed_at >= PROBE_SECONDS:
            self._probed_at = self._clock.seconds()
            self._fault = self._probe(thorough=True)
        return bool(self._fault)

    @property
    def read_only_reason(self) -> str:
        """Return why edits fail, in words; empty while they do not."""
        return self._fault

    def back_up(self, target: Path) -> Path:
        """Write a whole, checked copy to a new SQLite file; see ``backup.back_up``."""
        with self._in_words():
            return backup.back_up(self._engine, target, self._clock.now())

    def would_lose(self, backup_file: Path) -> tuple[Recorded, ...]:
        """Return the entries that restoring a backup would take away."""
        with self._in_words():
            return backup.would_lose(self._engine, backup_file)

    def restore(self, backup_file: Path) -> backup.Restored:
        """Put a backup in this file's place; see ``backup.restore``."""
        if self.place.path is None:
            raise WorkspaceError(
                "a backup cannot be put over a PostgreSQL workspace; copy it into an "
                "empty database instead"
            )
        with self._in_words():
            return backup.restore(self.place.path, backup_file, self._clock.now())

    def copy_from(self, file: Path) -> int:
        """Fill this empty workspace from a file; see ``backup.copy_log``."""
        with self._in_words():
            return backup.copy_log(file, self._engine)

    def now(self) -> datetime:
        """Return the present UTC instant, as the next entry would be dated."""
        return self._clock.now()

    def close(self) -> None:
        """Close what connections are open; a later use opens new ones."""
        self._engine.dispose()

    @cached_property
    def _glancing(self) -> sa.Engine | None:
        """Return an engine of little patience; none for a server."""
        wait = min(GLANCE_SECONDS, self._options.durability.busy_seconds)
        durability = replace(self._options.durability, busy_seconds=wait)
        path = self.place.path
        return None if path is None else sqlite_engine(path, durability)

    def _no_earlier(self, now: datetime) -> datetime:
        """Return an instant, or that of the last entry if it is later."""
        with self._reading() as connection:
            last = log.head(connection)
        return max(now, instant_of(last.recorded_at)) if last else now

    @property
    def _engine(self) -> sa.Engine:
        """Return the engine, with no connection that a parent process opened."""
        if self._process != os.getpid():
            self._connections.dispose(close=False)
            self._process = os.getpid()
        return self._connections

    def _bring_up_to_date(self) -> None:
        now = self._clock.now()

        def make_backup(version: int) -> Path:
            target = self._backup_before(version, now)
            return backup.back_up(self._engine, target, now)

        migrate(self._engine, now, make_backup, self._options.migrations)

    def _backup_before(self, version: int, now: datetime) -> Path:
        folder = self._options.backup_folder
        if folder is None and self.place.path is None:
            what = "the tables are older than this program; name a folder for a backup"
            raise WorkspaceError(f"{self.place.name}: {what}")
        path = self.place.path or Path("workspace.db")
        stamp = instant_text(now)[:19].replace(":", "")
        name = f"{path.stem}-before-migration-{version}-{stamp}{path.suffix}"
        return backup.free_name((folder or path.parent) / name)

    @contextmanager
    def _reading(self, engine: sa.Engine | None = None) -> Iterator[sa.Connection]:
        engine = engine or self._engine
        with (
            self._in_words(),
            engine.connect().execution_options(**READING) as connection,
        ):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """Begin, commit, or turn read-only; every edit tries anew."""
        try:
            with self._engine.begin() as connection:
                log.wait_for_turn(connection)
                trouble = tables_trouble(connection, len(self._options.migrations))
                if trouble:
                    self._turn_read_only(trouble)
                    raise ReadOnlyError(f"{trouble}; {NOT_RECORDED}")
                yield connection
        except sa.exc.DBAPIError as error:
            self._turn_read_only(fault_in_words(error))
            # A server may have committed before it fell silent.
            ending = UNCERTAIN if self.place.path is None else NOT_RECORDED
            raise ReadOnlyError(f"{self._fault}; {ending}") from error
        self._fault = ""

    def _turn_read_only(self, fault: str) -> None:
        self._fault, self._probed_at = fault, self._clock.seconds()

    def _probe(self, *, thorough: bool) -> str:
        newest = len(self._options.migrations)
        return probe(self._engine, newest, thorough=thorough)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            what = f"{self.place.name}: {fault_in_words(error)}"
            raise WorkspaceError(what) from error
        except OSError as error:
            what = system_fault_in_words(error)
            where = error.filename or self.place.name
            raise WorkspaceError(f"{where}: {what}") from error


def _problems(edit: Edit, now: datetime) -> Iterator[Problem]:
    yield from draft_problems(edit.draft)
    yield from future_problems(edit.draft.payload, now)
    if not EDIT_ID.fullmatch(edit.edit_id):
        allowed = "8 to 100 letters, digits, dots, lines and hyphens"
        yield Problem("edit id", f"found {edit.edit_id[:60]!r}", f"allowed: {allowed}")
    if edit.expected_version < 0:
        what = f"found {edit.expected_version}"
        yield Problem("version", what, "0 or the number of an entry is needed")
