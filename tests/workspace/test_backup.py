"""A backup is whole or is not there, and the way back loses nothing unsaid."""

import sqlite3
import stat
import threading

import pytest

from risks.workspace import (
    Anchor,
    BrokenLogError,
    Options,
    Workspace,
    WorkspaceError,
    check_file,
)
from tests.workspace.conftest import PATIENT, START
from tests.workspace.drafts import draft, edit_id, record


@pytest.fixture
def backup(workspace, tmp_path):
    """Return a backup of three entries; the workspace has two more by now."""
    record(workspace, *[draft()] * 3)
    target = workspace.back_up(tmp_path / "backup.db")
    record(workspace, draft(reason="Later."), draft(reason="Last."))
    return target


def test_a_backup_holds_the_log_and_opens_as_a_workspace(workspace, backup, open_at):
    copy = open_at(backup)
    ours = [each.row for each in workspace.entries()]
    assert [each.row for each in copy.entries()] == ours[:3]
    assert copy.verify([Anchor(3, ours[2].hash)]) is None
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [*backup.parent.glob(".*.part*")] == []


def test_a_backup_never_replaces_a_file(workspace, backup):
    before = backup.read_bytes()
    with pytest.raises(WorkspaceError, match="exists already; name a new file"):
        workspace.back_up(backup)
    assert backup.read_bytes() == before


def test_a_backup_that_cannot_be_written_is_said_in_words(workspace, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match=r"file"):
        workspace.back_up(tmp_path / "file" / "backup.db")


def test_a_backup_under_load_is_whole(sqlite_target, open_at, tmp_path):
    done, options = threading.Event(), Options(durability=PATIENT)
    sqlite_workspace = open_at(sqlite_target, durability=PATIENT)

    def write():
        writer = Workspace.open(sqlite_target, lambda: START, options)
        number = 0
        while not done.is_set():
            number += 1
            version = writer.version("risk/TW1")
            writer.append(draft(), edit_id(f"w{number}"), version)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(8):
            head = sqlite_workspace.head()
            copy = sqlite_workspace.back_up(tmp_path / f"backup-{number}.db")
            check_file(copy, [head])
    finally:
        done.set()
        thread.join()


def test_a_damaged_backup_is_refused(workspace, backup, tmp_path):
    for number, damage in enumerate((_cut, _flip, _forge)):
        copy = tmp_path / f"copy-{number}.db"
        copy.write_bytes(backup.read_bytes())
        damage(copy)
        with pytest.raises(BrokenLogError, match=f"copy-{number}"):
            workspace.would_lose(copy)


def test_would_lose_names_the_entries_a_backup_lacks(workspace, backup):
    lost = workspace.would_lose(backup)
    assert [each.reason for each in lost] == ["Later.", "Last."]
    assert len(workspace.entries()) == 5


def test_restore_moves_the_old_file_aside(sqlite_workspace, sqlite_target, open_at):
    record(sqlite_workspace, *[draft()] * 3)
    backup = sqlite_workspace.back_up(sqlite_target.with_name("backup.db"))
    record(sqlite_workspace, draft(reason="Later."))
    assert len(sqlite_workspace.entries()) == 4
    done = sqlite_workspace.restore(backup)
    assert [each.reason for each in done.lost] == ["Later."]
    assert done.aside.name == "workspace-replaced-2026-08-20T090000.db"
    assert [each.seq for each in sqlite_workspace.entries()] == [1, 2, 3]
    assert len(open_at(done.aside).entries()) == 4
    assert record(sqlite_workspace, draft(reason="Anew."))[0].seq == 4
    again = sqlite_workspace.restore(backup)
    assert again.aside.name == "workspace-replaced-2026-08-20T090000-2.db"
    assert backup.exists()


def test_entries_of_another_history_are_lost_too(sqlite_workspace, open_at, tmp_path):
    record(sqlite_workspace, *[draft(reason="Ours.")] * 2)
    other = open_at(tmp_path / "other.db")
    record(other, *[draft(reason="Theirs.")] * 3)
    lost = sqlite_workspace.would_lose(tmp_path / "other.db")
    assert [each.seq for each in lost] == [1, 2]


def test_a_damaged_file_can_be_restored(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, *[draft()] * 3)
    backup = sqlite_workspace.back_up(sqlite_target.with_name("backup.db"))
    sqlite_target.write_bytes(b"nothing of use" * 900)
    done = sqlite_workspace.restore(backup)
    assert "what it alone held is unknown" in done.unreadable
    assert done.aside.read_bytes().startswith(b"nothing of use")
    assert len(sqlite_workspace.entries()) == 3
    record(sqlite_workspace, draft())


def test_a_missing_file_can_be_restored(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, *[draft()] * 3)
    backup = sqlite_workspace.back_up(sqlite_target.with_name("backup.db"))
    sqlite_target.unlink()
    done = sqlite_workspace.restore(backup)
    assert (done.aside, done.lost) == (None, ())
    assert len(sqlite_workspace.entries()) == 3


def test_a_broken_backup_changes_nothing(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, *[draft()] * 3)
    backup = sqlite_workspace.back_up(sqlite_target.with_name("backup.db"))
    _flip(backup)
    with pytest.raises(BrokenLogError):
        sqlite_workspace.restore(backup)
    assert len(sqlite_workspace.entries()) == 3
    assert [*sqlite_target.parent.glob("*replaced*")] == []


def test_a_file_in_use_is_not_replaced(sqlite_workspace, sqlite_target, monkeypatch):
    record(sqlite_workspace, draft())
    backup = sqlite_workspace.back_up(sqlite_target.with_name("backup.db"))
    monkeypatch.setattr("risks.workspace.backup.HELD_SECONDS", 0.1)
    other = sqlite3.connect(sqlite_target, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorkspaceError, match="holds the workspace; the backup was not"):
        sqlite_workspace.restore(backup)
    other.close()
    assert [*sqlite_target.parent.glob("*replaced*")] == []


def test_a_server_s_log_is_filled_from_a_file_and_back(
    postgresql_target, sqlite_workspace, sqlite_target, open_at, tmp_path
):
    record(sqlite_workspace, *[draft()] * 3)
    shared = open_at(postgresql_target)
    assert shared.copy_from(sqlite_target) == 3
    assert shared.head() == sqlite_workspace.head()
    with pytest.raises(WorkspaceError, match="has entries; copy into an empty one"):
        shared.copy_from(sqlite_target)
    record(shared, draft())
    copy = shared.back_up(tmp_path / "export.db")
    assert open_at(copy).head() == shared.head()
    with pytest.raises(WorkspaceError, match="cannot be put over a PostgreSQL"):
        shared.restore(copy)


def test_an_empty_workspace_loses_nothing(workspace, tmp_path):
    copy = workspace.back_up(tmp_path / "backup.db")
    assert workspace.would_lose(copy) == ()


def test_options_have_today_s_tables():
    assert len(Options().migrations) == 1


def _cut(path):
    path.write_bytes(path.read_bytes()[:-4096])


def _flip(path):
    content = bytearray(path.read_bytes())
    place = content.index(b"As seen.")
    content[place] ^= 1
    path.write_bytes(content)


def _forge(path):
    with sqlite3.connect(path) as other:
        other.execute("DROP TRIGGER araxes_log_no_delete")
        other.execute("DELETE FROM araxes_log WHERE seq = 2")
    other.close()
