"""Would an edit work now? Tried out without leaving anything behind."""

import os
import secrets
from pathlib import Path

import sqlalchemy as sa

from risks.workspace.faults import fault_in_words
from risks.workspace.log import wait_for_turn
from risks.workspace.places import Place

PROBE_BYTES = 256 * 1024  # more than the largest entry, its journal and its indexes


def probe(engine: sa.Engine, place: Place) -> str:
    """Return why an edit would fail, in words, or nothing."""
    try:
        if place.path is not None:
            _write_beside(place.path)
        with engine.connect() as connection:
            wait_for_turn(connection)
            _write_in(connection)
            connection.rollback()
    except sa.exc.DBAPIError as error:
        return fault_in_words(error)
    except OSError as error:
        return f"the workspace's folder cannot be written to: {error.strerror or error}"
    return ""


def _write_in(connection: sa.Connection) -> None:
    """Change something in the transaction, which is then rolled back."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("CREATE TABLE araxes_probe (tried TEXT)")
        return
    connection.exec_driver_sql("LOCK TABLE araxes_log IN ROW EXCLUSIVE MODE")


def _write_beside(path: Path) -> None:
    """Write as much as an edit may need to a file of its own, and delete it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.probe")
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        left = PROBE_BYTES
        while left > 0:
            left -= os.write(handle, bytes(left))
        os.fsync(handle)
    finally:
        os.close(handle)
        beside.unlink()
