"""The one file: how it is made, opened, shared and refused."""

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from risks.workspace import (
    Durability,
    ReadOnlyError,
    Workspace,
    WorkspaceError,
    default_path,
)
from risks.workspace.engines import engine_of, sqlite_engine
from risks.workspace.places import place_of
from risks.workspace.tables import APPLICATION_ID
from tests.workspace.conftest import PATIENT
from tests.workspace.drafts import draft, edit_id, record


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_can_read_it(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, draft())
    assert _mode(sqlite_target) == 0o600
    assert _mode(sqlite_target.parent) == 0o700
    assert {_mode(each) for each in sqlite_target.parent.iterdir()} == {0o600}


def test_what_others_may_do_with_an_old_file_is_taken_away(tmp_path, open_at):
    path = tmp_path / "workspace.db"
    path.touch(mode=0o644)
    path.chmod(0o664)
    open_at(path)
    assert _mode(path) == 0o600


def test_connections_are_as_durable_as_they_can_be(sqlite_workspace, sqlite_target):
    engine = engine_of(place_of(sqlite_target), Durability())
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "journal_mode",
                "synchronous",
                "busy_timeout",
                "trusted_schema",
                "application_id",
            )
        }
    assert found == {
        "journal_mode": "truncate",
        "synchronous": 2,  # FULL
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "application_id": APPLICATION_ID,
    }


def test_a_file_left_in_another_journal_mode_is_brought_back(
    sqlite_workspace, sqlite_target
):
    with sqlite3.connect(sqlite_target) as other:
        assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    other.close()
    record(sqlite_workspace, draft())
    with sqlite3.connect(sqlite_target) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    other.close()


def test_a_file_another_program_keeps_in_another_mode_is_not_written_to(
    sqlite_workspace, sqlite_target
):
    record(sqlite_workspace, draft())
    with closing(sqlite3.connect(sqlite_target)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT count(*) FROM araxes_log").fetchone()
        with pytest.raises(ReadOnlyError, match="another program holds the workspace"):
            sqlite_workspace.append(draft(), edit_id(9), 1)
    assert record(sqlite_workspace, draft())[0].seq == 2


def test_many_who_open_it_at_once_create_it_once(target, open_at):
    patient = {"durability": PATIENT}
    threads = [
        threading.Thread(target=open_at, args=(target,), kwargs=patient)
        for _ in range(6)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    record(open_at(target), draft())
    assert open_at(target).verify() is None


def test_tables_are_strict(sqlite_workspace, sqlite_target):
    with sqlite3.connect(sqlite_target) as other:
        found = other.execute(
            "SELECT name, strict FROM pragma_table_list WHERE name LIKE 'araxes%'"
        ).fetchall()
    other.close()
    assert sorted(found) == [("araxes_log", 1), ("araxes_schema", 1)]


def test_a_write_begins_with_the_lock_and_a_read_without(
    sqlite_workspace, sqlite_target
):
    record(sqlite_workspace, draft())
    engine = sqlite_engine(sqlite_target, Durability(busy_seconds=0.0))
    with engine.begin(), pytest.raises(sa.exc.OperationalError, match="locked"):
        engine.connect().begin()
    with engine.begin():
        assert len(sqlite_workspace.entries()) == 1


def test_a_file_that_went_missing_is_not_begun_anew(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, draft())
    away = sqlite_target.rename(sqlite_target.with_name("away.db"))
    with pytest.raises(WorkspaceError, match="file or folder cannot be opened"):
        sqlite_workspace.append(draft(), edit_id(9), 1)
    with pytest.raises(WorkspaceError, match="file or folder cannot be opened"):
        sqlite_workspace.entries()
    assert not sqlite_target.exists()
    away.rename(sqlite_target)
    assert record(sqlite_workspace, draft())[0].seq == 2
    assert not sqlite_workspace.is_read_only


def test_no_connection_is_carried_over_a_fork(workspace):
    record(workspace, draft())
    child = os.fork()
    if child == 0:  # pragma: no cover
        try:
            record(workspace, draft())
            workspace.close()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status == 0
    record(workspace, draft())
    assert [each.seq for each in workspace.entries()] == [1, 2, 3]
    assert workspace.verify() is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a database at all, but long enough to be looked at " * 9, "is damaged"),
        (None, "is no workspace: another program's tables"),
    ],
    ids=["no database", "another program's"],
)
def test_another_file_is_refused_and_left_alone(tmp_path, open_at, content, words):
    path = tmp_path / "other.db"
    if content is None:
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE accounts (id INTEGER)")
        other.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(WorkspaceError, match=words):
        open_at(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("mysql://host/name", "cannot be kept in 'mysql'; allowed: a file, or"),
        ("sqlite://", "cannot be kept in 'sqlite'"),
        ("postgresql://host:port/", "address cannot be read"),
    ],
)
def test_other_addresses_are_refused(target, words):
    with pytest.raises(WorkspaceError, match=words):
        place_of(target)


def test_a_folder_is_no_workspace(tmp_path):
    with pytest.raises(WorkspaceError, match="is a folder; name a file in it"):
        place_of(tmp_path)


def test_a_path_may_be_odd(tmp_path, open_at):
    path = tmp_path / "100% ours? #1 é" / "w&x.db"
    record(open_at(path), draft())
    assert path.exists()
    assert [each.name for each in path.parent.glob("*.db")] == ["w&x.db"]


def test_an_sqlite_address_is_a_file(tmp_path):
    assert place_of(f"sqlite:///{tmp_path}/w.db").path == tmp_path / "w.db"


def test_a_password_is_never_shown():
    address = "postgresql://ann:secret@127.0.0.1:1/x?password=secret&connect_timeout=1"
    assert "secret" not in place_of(address).name


def test_a_server_that_does_not_answer_is_named_without_its_password():
    pytest.importorskip("psycopg")
    with pytest.raises(WorkspaceError, match="does not answer") as caught:
        Workspace.open("postgresql://ann:secret@127.0.0.1:1/x", _now)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "platform", "path"),
    [
        ({}, "linux", "home/.local/share/araxes/workspace.db"),
        ({"XDG_DATA_HOME": "data"}, "linux", "data/araxes/workspace.db"),
        ({}, "darwin", "home/Library/Application Support/araxes/workspace.db"),
        ({"LOCALAPPDATA": "local"}, "win32", "local/araxes/workspace.db"),
        ({}, "win32", "home/AppData/Local/araxes/workspace.db"),
    ],
)
def test_the_default_is_in_the_user_s_data_folder(environment, platform, path):
    assert default_path(environment, platform, Path("home")) == Path(path)


def _now():
    from tests.workspace.conftest import START

    return START
