"""Connections that lose nothing: how SQLite and PostgreSQL are opened and begun.

Measured on SQLite 3.40: ``TRUNCATE`` with ``FULL`` lost no acknowledged write in
simulated power cuts; the library's default and WAL with ``NORMAL`` did.
"""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from risks.workspace.errors import WorkspaceError
from risks.workspace.places import Place

BEGIN = "araxes_begin"  # execution option: how a transaction begins on SQLite
READING = {BEGIN: "BEGIN"}
OUTSIDE = {BEGIN: ""}  # no transaction at all, as VACUUM wants it
POOL_SIZE = 4


@dataclass(frozen=True)
class Durability:
    """How hard writes are made to last, and how long to wait for another writer.

    Only tests choose another ``journal`` or ``synchronous``: to see writes get lost.
    """

    journal: str = "TRUNCATE"
    synchronous: str = "FULL"
    busy_seconds: float = 5.0


def engine_of(place: Place, durability: Durability) -> sa.Engine:
    """Return the engine of a place; nothing is connected or created yet."""
    if place.path is not None:
        return sqlite_engine(place.path, durability)
    return _server_engine(place, durability)


def sqlite_engine(
    path: Path, durability: Durability = Durability(), mode: str = "rw"
) -> sa.Engine:
    """Return the engine of an SQLite file that exists.

    A missing file is an error, never a new empty one: it may be on a disk that is not
    plugged in. Each use opens and closes its own connection, so none is carried over a
    fork, which would break SQLite's locks.
    """

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=durability.busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            _set_up(connection, durability)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=NullPool)
    sa.event.listen(engine, "begin", _begin)
    return engine


def create_file(path: Path) -> None:
    """Create an empty file that only its owner can read, in a folder likewise.

    An existing file keeps its content and loses what others may do with it; an
    existing folder stays as it is.

    Raises
    ------
    OSError
        If it cannot be created.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        with suppress(OSError):  # not ours to change
            path.chmod(mode & 0o700)


def _set_up(connection: sqlite3.Connection, durability: Durability) -> None:
    found = connection.execute(f"PRAGMA journal_mode={durability.journal}").fetchone()
    if found[0].upper() != durability.journal:
        raise sqlite3.OperationalError(f"journal mode stays {found[0]}")
    connection.execute(f"PRAGMA synchronous={durability.synchronous}")
    connection.execute("PRAGMA trusted_schema=OFF")  # the file may come from outside
    connection.execute("PRAGMA cell_size_check=ON")


def _begin(connection: sa.Connection) -> None:
    # One writer at a time, from the first statement on: no write can fail half way
    # because another one was quicker.
    statement = connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE")
    if statement:
        connection.exec_driver_sql(statement)


def _server_engine(place: Place, durability: Durability) -> sa.Engine:
    if place.url is None:
        raise ValueError("a place has a path or a url")
    try:
        engine = sa.create_engine(
            place.url,
            pool_size=POOL_SIZE,
            pool_pre_ping=True,
            connect_args={"connect_timeout": max(2, int(durability.busy_seconds))},
        )
    except ModuleNotFoundError as error:
        what = "a workspace on PostgreSQL needs: pip install 'araxes[postgresql]'"
        raise WorkspaceError(what) from error
    wait = int(1000 * durability.busy_seconds)

    def set_up(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {wait}")
            # A server may be set to answer before the write is on its disk.
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'on', false) "
                "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
            )
        connection.commit()

    sa.event.listen(engine, "connect", set_up)
    return engine
