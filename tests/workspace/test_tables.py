"""The database itself refuses what would break the log, whoever asks."""

from dataclasses import asdict, replace

import pytest
import sqlalchemy as sa

from risks.workspace.chain import linked
from risks.workspace.engines import Durability, engine_of
from risks.workspace.places import place_of
from risks.workspace.tables import NEVER, NEXT, log
from tests.workspace.drafts import draft, record

CHANGES = [
    "UPDATE araxes_log SET author = 'Eve'",
    "UPDATE araxes_log SET author = 'Eve' WHERE seq = 2",
    "DELETE FROM araxes_log",
    "DELETE FROM araxes_log WHERE seq = 3",
    "UPDATE araxes_schema SET version = 9",
    "DELETE FROM araxes_schema",
]


def _engine_of(target, workspace):
    record(workspace, *[draft()] * 3)
    return engine_of(place_of(target), Durability())


@pytest.fixture
def engine(workspace, target):
    engine = _engine_of(target, workspace)
    yield engine
    engine.dispose()


@pytest.fixture
def server_engine(postgresql_target, open_at):
    engine = _engine_of(postgresql_target, open_at(postgresql_target))
    yield engine
    engine.dispose()


@pytest.mark.parametrize("statement", CHANGES)
def test_nothing_is_changed_or_deleted(workspace, engine, statement):
    with pytest.raises(sa.exc.DBAPIError, match=NEVER), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert len(workspace.entries()) == 3
    assert workspace.verify() is None


def test_a_server_s_table_is_not_emptied(server_engine):
    statement = "TRUNCATE araxes_log"
    with (
        pytest.raises(sa.exc.DBAPIError, match=NEVER),
        server_engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


WRONG = [
    {"seq": 5},
    {"seq": 3},
    {"seq": 0},
    {"previous_hash": "f" * 64},
    {"recorded_at": "2020-01-01T00:00:00.000000Z"},
    {"edit_id": "edit-000001"},
]


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_only_an_entry_that_follows_is_taken(workspace, engine, changes):
    row = linked(replace(_next_row(workspace), **changes))
    _refuse(engine, sa.insert(log).values(asdict(row)))
    assert workspace.verify() is None
    assert len(workspace.entries()) == 3


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_nothing_is_replaced_by_the_back_door(sqlite_workspace, sqlite_target, changes):
    engine = _engine_of(sqlite_target, sqlite_workspace)
    row = linked(replace(_next_row(sqlite_workspace), **changes))
    _refuse(engine, sa.insert(log).values(asdict(row)).prefix_with("OR REPLACE"))
    assert sqlite_workspace.verify() is None
    assert len(sqlite_workspace.entries()) == 3


def _refuse(engine, statement):
    words = f"{NEXT}|unique constraint|CHECK"
    with pytest.raises(sa.exc.DBAPIError, match=words), engine.begin() as connection:
        connection.execute(statement)


def test_an_entry_that_follows_is_taken(workspace, engine):
    with engine.begin() as connection:
        connection.execute(sa.insert(log).values(asdict(_next_row(workspace))))
    assert len(workspace.entries()) == 4
    assert workspace.verify() is None


def test_types_are_kept(engine):
    statement = "INSERT INTO araxes_schema VALUES ('two', '2026')"
    with pytest.raises(sa.exc.DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_postgresql_answers_only_when_the_write_is_on_its_disk(server_engine):
    with server_engine.connect() as connection:
        found = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
    assert found == "on"


def _next_row(workspace):
    last = workspace.entries()[-1].row
    return linked(
        replace(last, seq=last.seq + 1, previous_hash=last.hash, edit_id="edit-next")
    )
