"""From the tables of an older program to today's: all steps, or none.

Each migration is one function, numbered by its place. All that are due run in one
transaction, after a backup, and the chain is checked before it is committed: whatever
a migration changes, no entry may read differently.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from risks.workspace.chain import instant_text, verify
from risks.workspace.engines import READING
from risks.workspace.errors import (
    BrokenLogError,
    NewerWorkspaceError,
    WorkspaceError,
)
from risks.workspace.faults import REPLACED
from risks.workspace.log import anchor, rows, wait_for_turn
from risks.workspace.tables import create_tables, is_there, schema

Migration = Callable[[sa.Connection], None]

MIGRATIONS: tuple[Migration, ...] = (create_tables,)


def version_in(connection: sa.Connection) -> int:
    """Return the version of the tables; 0 where there are none.

    Raises
    ------
    WorkspaceError
        If an SQLite file holds the tables of another program.
    """
    if is_there(connection):
        found = connection.execute(sa.select(sa.func.max(schema.c.version))).scalar()
        return found or 0
    if connection.dialect.name == "sqlite" and sa.inspect(connection).get_table_names():
        raise WorkspaceError("the file is no workspace: another program's tables")
    return 0


def tables_trouble(connection: sa.Connection, newest: int) -> str:
    """Return why nothing may be written into a workspace that was once opened.

    Empty if all is well; meanwhile a newer program may have changed the tables, or
    another file lie in the workspace's place.
    """
    try:
        version = _known_version(connection, newest)
    except WorkspaceError as error:
        return str(error)
    return "" if version else REPLACED


def migrate(
    engine: sa.Engine,
    now: datetime,
    make_backup: Callable[[int], object],
    migrations: Sequence[Migration] = MIGRATIONS,
) -> int:
    """Bring a workspace's tables up to date and return the version they had.

    Parameters
    ----------
    now
        The instant to note beside the new version.
    make_backup
        Called with the old version before tables that hold something are changed.

    Raises
    ------
    NewerWorkspaceError
        If a newer program wrote it; nothing is changed.
    BrokenLogError
        If the log does not hold together, before or after; nothing is changed.
    """
    with engine.connect().execution_options(**READING) as connection:
        version = _known_version(connection, len(migrations))
    if version == len(migrations):
        return version
    if version:
        make_backup(version)
    with engine.begin() as connection:
        wait_for_turn(connection)
        _run_due(connection, now, migrations)
    return version


def _known_version(connection: sa.Connection, newest: int) -> int:
    version = version_in(connection)
    if version > newest:
        raise NewerWorkspaceError(
            f"the workspace was written by a newer program (its tables are version "
            f"{version}, this program knows up to {newest}) and was left untouched; "
            "update this program"
        )
    return version


def _run_due(
    connection: sa.Connection, now: datetime, migrations: Sequence[Migration]
) -> None:
    """Run what is due; another program may have done it since the first look."""
    version = _known_version(connection, len(migrations))
    before = anchor(connection) if version else None
    for number, step in enumerate(migrations[version:], start=version + 1):
        step(connection)
        row = {"version": number, "applied_at": instant_text(now)}
        connection.execute(sa.insert(schema).values(row))
    broken = verify(rows(connection), [before] if before else [])
    if broken:
        raise BrokenLogError(f"the tables stay at version {version}: {broken}")
