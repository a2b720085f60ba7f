"""The two tables of a workspace, the same on SQLite and PostgreSQL.

The database itself keeps the rules of the log: nothing is changed or deleted, and an
entry is taken only if it follows the last one. A program that knows nothing of this
one cannot break them by accident.
"""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, Table, Text

from risks.workspace.chain import GENESIS

APPLICATION_ID = 0x41524158  # "ARAX", in the header of an SQLite file

metadata = MetaData()
# Byte order on every server: instants and ids must not sort by some language's rules.
Plain = Text().with_variant(Text(collation="C"), "postgresql")


def _text(name: str) -> Column[str]:
    return Column(name, Plain, nullable=False)


log = Table(
    "araxes_log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("recorded_at"),
    _text("author"),
    _text("kind"),
    _text("subject"),
    _text("reason"),
    _text("payload"),
    Column("edit_id", Plain, nullable=False, unique=True),
    _text("previous_hash"),
    Column("hash", Plain, nullable=False, unique=True),
    CheckConstraint("seq >= 1"),
    CheckConstraint("length(hash) = 64"),
    Index("araxes_log_subject", "subject", "seq"),
    sqlite_strict=True,
)
schema = Table(
    "araxes_schema",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("applied_at"),
    sqlite_strict=True,
)

NEVER = "the log is append-only"
NEXT = "an entry must follow the last one"

SQLITE_RULES = (
    *(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
        for table in (log.name, schema.name)
        for act in ("UPDATE", "DELETE")
    ),
    # The last two lines also stop INSERT OR REPLACE, which fires no delete trigger.
    f"""
    CREATE TRIGGER araxes_log_next BEFORE INSERT ON araxes_log
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM araxes_log)
      OR NEW.previous_hash IS NOT coalesce(
        (SELECT hash FROM araxes_log ORDER BY seq DESC LIMIT 1), '{GENESIS}')
      OR NEW.recorded_at < (
        SELECT recorded_at FROM araxes_log ORDER BY seq DESC LIMIT 1)
      OR EXISTS (SELECT 1 FROM araxes_log WHERE edit_id = NEW.edit_id)
      OR EXISTS (SELECT 1 FROM araxes_log WHERE hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, '{NEXT}'); END
    """,  # noqa: S608 (only constants)
    f"""
    CREATE TRIGGER araxes_schema_next BEFORE INSERT ON araxes_schema
    WHEN NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM araxes_schema)
    BEGIN SELECT RAISE(ABORT, '{NEXT}'); END
    """,  # noqa: S608 (only constants)
    f"PRAGMA application_id = {APPLICATION_ID}",
)
POSTGRESQL_RULES = (
    f"""
    CREATE FUNCTION araxes_refuse() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$
    BEGIN RAISE EXCEPTION '{NEVER}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE FUNCTION araxes_log_follows() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$
    DECLARE last record;
    BEGIN
      SELECT * INTO last FROM araxes_log ORDER BY seq DESC LIMIT 1;
      IF NEW.seq IS DISTINCT FROM coalesce(last.seq, 0) + 1
        OR NEW.previous_hash IS DISTINCT FROM coalesce(last.hash, '{GENESIS}')
        OR NEW.recorded_at < last.recorded_at
      THEN RAISE EXCEPTION '{NEXT}' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,  # noqa: S608 (only constants)
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
        f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION araxes_refuse()"
        for table in (log.name, schema.name)
    ),
    """
    CREATE TRIGGER araxes_log_next BEFORE INSERT ON araxes_log
    FOR EACH ROW EXECUTE FUNCTION araxes_log_follows()
    """,
)


def create_tables(connection: sa.Connection) -> None:
    """Create the tables and their rules; the caller's transaction decides."""
    metadata.create_all(connection, checkfirst=False)
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in SQLITE_RULES if is_sqlite else POSTGRESQL_RULES:
        connection.exec_driver_sql(statement)


def is_there(connection: sa.Connection) -> bool:
    """Return whether the tables of a workspace are in the database."""
    return sa.inspect(connection).has_table(schema.name)
