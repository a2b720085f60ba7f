"""The statements that read and lengthen the log; each takes an open transaction."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from risks.errors import Problem
from risks.workspace.chain import GENESIS, Anchor, Row, instant_of, instant_text, linked
from risks.workspace.clocks import after
from risks.workspace.entries import Draft, Edit, Recorded, recorded_of
from risks.workspace.errors import EditIdError, EntryError, VersionConflictError
from risks.workspace.kinds import EntryKind
from risks.workspace.payloads import Correction
from risks.workspace.tables import log

READINGS = (EntryKind.READING, EntryKind.CORRECTION)
LOCK_KEY = 0x41524158  # held by the one writer of a PostgreSQL database
BATCH_ROWS = 1_000


def wait_for_turn(connection: sa.Connection) -> None:
    """Wait until no other transaction writes; SQLite has waited when it began."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_KEY)))


def rows(connection: sa.Connection, beyond: int = 0) -> Iterator[Row]:
    """Yield the rows after a number, in order."""
    query = sa.select(log).order_by(log.c.seq).limit(BATCH_ROWS)
    while True:
        # A page at a time: no cursor stays open if the reader stops half way.
        page = connection.execute(query.where(log.c.seq > beyond)).all()
        yield from map(_row, page)
        if len(page) < BATCH_ROWS:
            return
        beyond = page[-1].seq


def head(connection: sa.Connection) -> Row | None:
    """Return the last row, if there is one."""
    query = sa.select(log).order_by(log.c.seq.desc()).limit(1)
    return _first(connection, query)


def anchor(connection: sa.Connection) -> Anchor:
    """Return number and hash of the last row; 0 and the genesis hash for none."""
    last = head(connection)
    return Anchor(last.seq, last.hash) if last else Anchor(0, GENESIS)


def row_at(connection: sa.Connection, seq: int) -> Row | None:
    """Return a row by its number, if there is one."""
    return _first(connection, sa.select(log).where(log.c.seq == seq))


def version_of(connection: sa.Connection, subject: str) -> int:
    """Return the number of the latest entry about a subject; 0 if there is none."""
    query = sa.select(sa.func.max(log.c.seq)).where(log.c.subject == subject)
    return connection.execute(query).scalar() or 0


def add(connection: sa.Connection, row: Row) -> None:
    """Add one row; the rules of the table refuse any that does not follow."""
    connection.execute(sa.insert(log).values(asdict(row)))


def append(
    connection: sa.Connection, edits: list[Edit], now: datetime
) -> list[Recorded]:
    """Record edits that are each valid alone, all of them or, on any error, none.

    Raises
    ------
    VersionConflictError, EditIdError, EntryError
        See ``Workspace.append``.
    """
    known = [_saved(connection, edit) for edit in edits]
    fresh = [edit for edit, saved in zip(edits, known, strict=True) if not saved]
    for edit in fresh:
        _check_version(connection, edit)
    last = head(connection)
    recorded: list[Recorded] = []
    for edit, saved in zip(edits, known, strict=True):
        if saved:
            recorded.append(saved)
            continue
        _check_correction(connection, edit.draft)
        last, note = _next_row(last, edit, now)
        add(connection, last)
        recorded.append(recorded_of(last, note))
    return recorded


def _saved(connection: sa.Connection, edit: Edit) -> Recorded | None:
    """Return what an edit id has recorded already."""
    row = _first(connection, sa.select(log).where(log.c.edit_id == edit.edit_id))
    if row is None:
        return None
    if not edit.draft.says_the_same(row):
        raise EditIdError(edit.draft, recorded_of(row))
    return recorded_of(row, f"saved already, as entry {row.seq}")


def _check_version(connection: sa.Connection, edit: Edit) -> None:
    about = log.c.subject == edit.draft.subject
    version = version_of(connection, edit.draft.subject)
    if edit.expected_version > version:
        what = f"found {edit.expected_version}, which is no entry about this subject"
        raise EntryError([Problem("version", what, f"the latest is {version}")])
    if edit.expected_version < version:
        beyond = log.c.seq > edit.expected_version
        query = sa.select(log).where(about, beyond).order_by(log.c.seq)
        since = [recorded_of(_row(each)) for each in connection.execute(query)]
        raise VersionConflictError(edit.draft, tuple(since))


def _check_correction(connection: sa.Connection, draft: Draft) -> None:
    if isinstance(draft.payload, Correction):
        problem = _correction_problem(connection, draft.payload)
        if problem:
            raise EntryError([problem])


def _correction_problem(
    connection: sa.Connection, payload: Correction
) -> Problem | None:
    """Return why what a correction names does not stand, if so."""
    standing = _successor(connection, payload)
    if standing:
        named = "this reading"
        if payload.entry is not None:
            named = f"entry {payload.entry}"
        by = f"entry {standing.seq} ({standing.author})"
        what = f"{named} was corrected already, by {by}"
        return Problem("correction", what, f"correct entry {standing.seq} instead")
    if payload.entry is None:
        return None
    target = row_at(connection, payload.entry)
    if target is None or target.kind not in READINGS:
        what = f"found entry {payload.entry}, which is no reading"
        return Problem("entry", what, "name the entry of the reading that was wrong")
    if target.subject != payload.subject:
        what = f"entry {payload.entry} is about {target.subject}"
        return Problem("entry", what, f"name an entry about {payload.subject}")
    return None


def _successor(connection: sa.Connection, payload: Correction) -> Recorded | None:
    """Return the correction that stands now in the place of what one names."""
    query = (
        sa.select(log)
        .where(log.c.subject == payload.subject, log.c.kind == EntryKind.CORRECTION)
        .order_by(log.c.seq)
    )
    standing: Recorded | None = None
    for each in map(recorded_of, map(_row, connection.execute(query))):
        correction = each.payload
        if not isinstance(correction, Correction):
            continue
        follows = standing is not None and correction.entry == standing.seq
        if follows or _same_target(correction, payload):
            standing = each
    return standing


def _same_target(one: Correction, other: Correction) -> bool:
    return (one.entry, one.pack_reading) == (other.entry, other.pack_reading)


def _next_row(last: Row | None, edit: Edit, now: datetime) -> tuple[Row, str]:
    draft = edit.draft
    previous = instant_of(last.recorded_at) if last else None
    recorded_at, note = after(previous, now)
    row = Row(
        seq=last.seq + 1 if last else 1,
        recorded_at=instant_text(recorded_at),
        author=draft.author,
        kind=draft.kind.value,
        subject=draft.subject,
        reason=draft.reason,
        payload=draft.payload_text,
        edit_id=edit.edit_id,
        previous_hash=last.hash if last else GENESIS,
    )
    return linked(row), note


def _first(
    connection: sa.Connection, query: sa.Select[*tuple[object, ...]]
) -> Row | None:
    found = connection.execute(query).first()
    return _row(found) if found else None


def _row(found: sa.Row[*tuple[object, ...]]) -> Row:
    return Row(**found._mapping)
