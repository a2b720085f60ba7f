"""Would an edit work now? Tried out and taken back, so that nothing is left behind."""

import sqlalchemy as sa

from risks.workspace.chain import GENESIS, Row, linked
from risks.workspace.errors import WorkspaceError
from risks.workspace.faults import fault_in_words
from risks.workspace.log import add, head, wait_for_turn
from risks.workspace.migrations import tables_trouble

PROBE_CHARACTERS = 256 * 1024  # more than the largest entry and its indexes
EARLIEST = "0001-01-01T00:00:00.000000Z"


def probe(engine: sa.Engine, newest: int, *, thorough: bool) -> str:
    """Return why an edit would fail, in words, or nothing.

    Parameters
    ----------
    newest
        Version of the tables that this program knows.
    thorough
        Whether to find out, too, if the disk has room; that takes the file from
        readers for a moment.
    """
    try:
        with engine.connect() as connection:
            wait_for_turn(connection)
            trouble = tables_trouble(connection, newest)
            if trouble:
                return trouble
            if thorough and connection.dialect.name == "sqlite":
                # With no room in memory the pages go to the disk before the end.
                connection.exec_driver_sql("PRAGMA cache_size=1")
            add(connection, _tried(head(connection), thorough=thorough))
            connection.rollback()
    except sa.exc.DBAPIError as error:
        try:
            return fault_in_words(error)
        except WorkspaceError as refused:
            return str(refused)
    return ""


def _tried(last: Row | None, *, thorough: bool) -> Row:
    return linked(
        Row(
            seq=last.seq + 1 if last else 1,
            recorded_at=last.recorded_at if last else EARLIEST,
            author="probe",
            kind="probe",
            subject="probe",
            reason="x" * PROBE_CHARACTERS * thorough,
            payload="",
            edit_id="probe",
            previous_hash=last.hash if last else GENESIS,
        )
    )
