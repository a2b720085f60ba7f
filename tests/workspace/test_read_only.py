"""When a write fails, the edit fails in words, reading goes on, and it heals itself."""

import sqlite3
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from risks.workspace import ReadOnlyError, WorkspaceError
from risks.workspace.engines import Durability, engine_of
from risks.workspace.faults import READ_ONLY
from risks.workspace.log import LOCK_KEY
from risks.workspace.places import place_of
from tests.workspace.drafts import draft, edit_id, record
from tests.workspace.lesser_user import folder_of_nobody, run_as_nobody

SAFE = "your edit was not recorded, and saving it again is safe"


def refused(workspace, number=9, version=1):
    with pytest.raises(ReadOnlyError) as caught:
        workspace.append(draft(), edit_id(number), version)
    return str(caught.value)


@contextmanager
def held(target):
    """Hold the one writer's lock, as another program would."""
    engine = engine_of(place_of(target), Durability())
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_KEY)))
        yield
    engine.dispose()


def test_a_held_lock_makes_it_read_only_until_it_is_let_go(workspace, target, times):
    record(workspace, draft())
    assert not workspace.is_read_only
    with held(target):
        said = refused(workspace)
        assert said.startswith("another program holds the workspace; ")
        assert said.endswith("saving it again is safe")
        assert workspace.is_read_only
        assert workspace.read_only_reason == "another program holds the workspace"
        assert len(workspace.entries()) == 1
        times.go_on(seconds=6)
        assert workspace.is_read_only
    assert workspace.is_read_only  # not asked again within five seconds
    times.go_on(seconds=6)
    assert not workspace.is_read_only
    assert workspace.read_only_reason == ""
    assert workspace.append(draft(), edit_id(9), 1).seq == 2


def test_the_next_edit_tries_at_once(workspace, target):
    record(workspace, draft())
    with held(target):
        refused(workspace)
    assert workspace.append(draft(), edit_id(9), 1).seq == 2
    assert not workspace.is_read_only


def test_a_full_disk_is_said_in_words(sqlite_workspace, times):
    record(sqlite_workspace, *[draft()] * 3)
    most = []

    @sa.event.listens_for(sqlite_workspace._connections, "connect")
    def _fill(connection, _record):
        if most:
            connection.execute(f"PRAGMA max_page_count={most[0]}")

    most.append(1)
    long = draft("review", minutes=["x" * 2_000] * 20)
    with pytest.raises(ReadOnlyError, match=f"the disk is full; {SAFE}"):
        sqlite_workspace.append(long, edit_id(9), 0)
    assert sqlite_workspace.read_only_reason == "the disk is full"
    assert len(sqlite_workspace.entries()) == 3
    most.clear()
    times.go_on(seconds=6)
    assert not sqlite_workspace.is_read_only
    assert sqlite_workspace.append(long, edit_id(9), 0).seq == 4
    assert sqlite_workspace.verify() is None


@pytest.mark.parametrize("mode", [0o500, 0o700], ids=["folder", "file"])
def test_what_may_not_be_written_to_opens_read_only(open_at, times, mode):
    with folder_of_nobody() as folder:
        path = folder / "workspace.db"

        def write():
            record(open_at(path), draft())

        def read():
            # With its journal there a file can be written to in any folder.
            path.with_name("workspace.db-journal").unlink()
            folder.chmod(mode)
            path.chmod(0o400 if mode == 0o700 else 0o600)
            try:
                workspace = open_at(path)
                assert workspace.is_read_only
                assert len(workspace.entries()) == 1
                assert workspace.verify([workspace.head()]) is None
                refused(workspace)
                assert workspace.read_only_reason == READ_ONLY
            finally:
                folder.chmod(0o700)
                path.chmod(0o600)
            times.go_on(seconds=6)
            assert not workspace.is_read_only
            record(workspace, draft())

        run_as_nobody(write)
        run_as_nobody(read)


def test_a_folder_that_may_not_be_written_to_takes_no_new_workspace(open_at):
    with folder_of_nobody() as folder:

        def create():
            folder.chmod(0o500)
            with pytest.raises(WorkspaceError, match="this user has no right to"):
                open_at(folder / "workspace.db")
            folder.chmod(0o700)

        run_as_nobody(create)


def test_a_damaged_file_is_said_in_words(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, *[draft()] * 50)
    size = sqlite_target.stat().st_size
    with sqlite_target.open("r+b") as file:  # nothing has it open now
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    said = refused(sqlite_workspace, number=99, version=50)
    assert said.startswith("the workspace is damaged; run `araxes verify`, then rest")
    assert sqlite_workspace.is_read_only
    broken = sqlite_workspace.verify()
    assert "damaged" in str(broken)


def test_a_fault_of_the_disk_is_said_in_words(sqlite_workspace, times, monkeypatch):
    record(sqlite_workspace, draft())
    resource = pytest.importorskip("resource")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, old[1]))
    try:
        said = refused(sqlite_workspace)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert said == f"the disk reports an error; {SAFE}"
    assert record(sqlite_workspace, draft())[0].seq == 2


def test_a_server_that_takes_no_writes_is_said_in_words(
    postgresql_target, open_at, times
):
    workspace = open_at(postgresql_target)
    record(workspace, draft())

    @sa.event.listens_for(workspace._connections, "begin")
    def _no_writes(connection):
        if locked:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    locked = [1]
    assert refused(workspace).startswith("the server takes no writes now; it may not")
    times.go_on(seconds=6)
    assert workspace.is_read_only
    locked.clear()
    times.go_on(seconds=6)
    assert not workspace.is_read_only
    assert record(workspace, draft())[0].seq == 2


def test_a_server_that_goes_away_is_said_in_words(postgresql_target, open_at):
    workspace = open_at(postgresql_target)
    record(workspace, draft())
    other = engine_of(place_of(postgresql_target), Durability())

    @sa.event.listens_for(workspace._connections, "before_cursor_execute")
    def _end(mine, _cursor, statement, *_words):
        if statement.startswith("INSERT") and not ended:
            ended.append(mine.connection.dbapi_connection.info.backend_pid)
            with other.begin() as connection:
                connection.execute(sa.select(sa.func.pg_terminate_backend(*ended)))

    ended = []
    assert "it may not have been recorded; saving it again is safe" in refused(
        workspace
    )
    other.dispose()
    assert record(workspace, draft())[0].seq == 2


def test_a_statement_the_log_refuses_is_no_fault(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, draft())
    with (
        pytest.raises(WorkspaceError, match="the log refused the entry: an entry must"),
        sqlite_workspace._writing() as connection,
    ):
        connection.exec_driver_sql("INSERT INTO araxes_schema VALUES (9, '2026')")
    assert not sqlite_workspace.is_read_only
    with sqlite3.connect(sqlite_target) as other:
        assert other.execute("SELECT max(version) FROM araxes_schema").fetchone() == (
            1,
        )
    other.close()
