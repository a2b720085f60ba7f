"""What stops a backup or a restore is one plain sentence, and leaves nothing behind."""

import errno
import os
import sqlite3

import pytest
import sqlalchemy as sa

from risks.workspace import BrokenLogError, WorkspaceError, check_file
from tests.workspace.drafts import draft, record
from tests.workspace.lesser_user import folder_of_nobody, run_as_nobody

STEPS = ["create_file", "_vacuum_into", "check_file", "_to_disk", "_name_anew"]
NO_RIGHT = "this user has no right to that file or its folder"


def _of_the_database(code):
    error = sqlite3.OperationalError("as the database words it")
    error.sqlite_errorcode = code
    return sa.exc.OperationalError("VACUUM INTO ?", {}, error)


FAULTS = [
    (OSError(errno.ENOSPC, "No space left"), "the disk is full"),
    (OSError(errno.EDQUOT, "Quota"), "your share of the disk is full"),
    (OSError(errno.EROFS, "Read-only file system"), "the disk takes no writes"),
    (OSError(errno.EACCES, "Permission denied", ".hidden.part"), NO_RIGHT),
    (OSError(errno.EIO, "Input/output error"), "the disk reports an error"),
    (FileNotFoundError(errno.ENOENT, "gone"), "the file or its folder is not there"),
    (OSError("nothing is known"), "Input/output error"),
    (_of_the_database(sqlite3.SQLITE_FULL), "the disk is full"),
    (_of_the_database(sqlite3.SQLITE_BUSY), "another program holds the workspace"),
    (_of_the_database(sqlite3.SQLITE_READONLY), "may not be written to"),
]


@pytest.fixture
def said(sqlite_workspace):
    """Return a workspace of three entries."""
    record(sqlite_workspace, *[draft()] * 3)
    return sqlite_workspace


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("fault", "words"), FAULTS)
def test_a_backup_that_fails_anywhere_says_so_and_is_not_there(
    said, tmp_path, monkeypatch, step, fault, words
):
    def fail(*_args, **_named):
        raise fault

    monkeypatch.setattr(f"risks.workspace.backup.{step}", fail)
    target = tmp_path / "new" / "backup.db"
    target.parent.mkdir()
    with pytest.raises(WorkspaceError) as caught:
        said.back_up(target)
    told = str(caught.value)
    assert told == f"{target}: {told.removeprefix(f'{target}: ')}"
    assert words in told
    assert told.endswith("; no backup was written")
    assert "\n" not in told
    assert [*target.parent.iterdir()] == []
    monkeypatch.undo()
    check_file(said.back_up(target), [said.head()])


@pytest.mark.parametrize("step", ["create_file", "_vacuum_into", "_to_disk"])
@pytest.mark.parametrize(("fault", "words"), FAULTS)
def test_a_restore_that_fails_anywhere_changes_nothing(
    said, sqlite_target, tmp_path, monkeypatch, step, fault, words
):
    backup = said.back_up(tmp_path / "backup.db")
    record(said, draft(reason="Later."))
    before = sqlite_target.read_bytes()

    def fail(*_args, **_named):
        raise fault

    monkeypatch.setattr(f"risks.workspace.backup.{step}", fail)
    with pytest.raises(WorkspaceError) as caught:
        said.restore(backup)
    told = str(caught.value)
    assert told.startswith(f"{sqlite_target}: ")
    assert words in told
    assert told.endswith("; the backup was not restored")
    assert sqlite_target.read_bytes() == before
    names = {each.name for each in sqlite_target.parent.iterdir()}
    assert names <= {"workspace.db", "workspace.db-journal"}
    assert len(said.entries()) == 4


def test_a_folder_that_may_not_be_written_to_takes_no_backup(open_at):
    with folder_of_nobody() as folder:

        def back_up():
            workspace = open_at(folder / "data" / "workspace.db")
            record(workspace, draft())
            folder.chmod(0o500)
            try:
                with pytest.raises(WorkspaceError) as caught:
                    workspace.back_up(folder / "backup.db")
            finally:
                folder.chmod(0o700)
            told = f"{folder / 'backup.db'}: {NO_RIGHT}; no backup was written"
            assert str(caught.value) == told

        run_as_nobody(back_up)


def test_a_backup_that_may_not_be_read_is_no_broken_one(open_at):
    with folder_of_nobody() as folder:

        def restore():
            workspace = open_at(folder / "workspace.db")
            record(workspace, draft())
            backup = workspace.back_up(folder / "backup.db")
            backup.chmod(0)
            with pytest.raises(WorkspaceError, match=f"backup.db: {NO_RIGHT}") as told:
                workspace.restore(backup)
            assert not isinstance(told.value, BrokenLogError)

        run_as_nobody(restore)


def test_a_backup_that_vanished_or_is_held_is_said(said, tmp_path, monkeypatch):
    backup = said.back_up(tmp_path / "backup.db")
    holder = sqlite3.connect(backup, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr("risks.workspace.engines.Durability.busy_seconds", 0.1)
    with pytest.raises(WorkspaceError, match=r"backup\.db: another program holds"):
        said.restore(backup)
    holder.close()
    backup.unlink()
    with pytest.raises(WorkspaceError, match=r"backup\.db: the file or its folder is"):
        said.restore(backup)
    for act in (said.would_lose, check_file):
        with pytest.raises(WorkspaceError, match=r"backup\.db: the file or its folder"):
            act(backup)
    assert len(said.entries()) == 3


@pytest.mark.parametrize(
    "content", [b"", b"Not a database.", b"SQLite format 3\0" + bytes(4000)]
)
def test_what_is_no_database_is_no_backup(said, tmp_path, content):
    file = tmp_path / "backup.db"
    file.write_bytes(content)
    with pytest.raises(BrokenLogError, match=r"backup\.db is no whole workspace"):
        said.restore(file)


def test_another_program_s_database_is_no_backup(said, tmp_path):
    file = tmp_path / "backup.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()
    with pytest.raises(BrokenLogError, match=r"backup\.db is no whole workspace"):
        said.restore(file)


def test_a_stick_without_links_takes_a_backup(said, tmp_path, monkeypatch):
    def no_links(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    copy = said.back_up(tmp_path / "backup.db")
    check_file(copy, [said.head()])
    with pytest.raises(WorkspaceError, match="exists already; name a new file"):
        said.back_up(copy)


def _left_behind(folder, name, content=b"SQLite format 3\0", hours=2.0):
    path = folder / name
    path.write_bytes(content)
    then = path.stat().st_mtime - 3600 * hours
    os.utime(path, (then, then))
    return path


def test_what_a_killed_backup_left_is_swept_by_the_next(said, tmp_path):
    ours = [
        _left_behind(tmp_path, ".backup.db.0123abcd.part"),
        _left_behind(tmp_path, ".backup.db.0123abcd.part-journal", b""),
        _left_behind(tmp_path, ".other name.db.deadbeef.part", b""),
    ]
    others = [
        _left_behind(tmp_path, ".backup.db.0123abce.part", hours=0.5),
        _left_behind(tmp_path, "backup.db.0123abcd.part"),
        _left_behind(tmp_path, ".backup.db.0123abc.part"),
        _left_behind(tmp_path, ".backup.db.0123ABCD.part"),
        _left_behind(tmp_path, ".film.mkv.01234567.part", b"something else"),
    ]
    folder = tmp_path / ".folder.01234567.part"
    folder.mkdir()
    os.utime(folder, (0, 0))
    link = tmp_path / ".link.01234567.part"
    link.symlink_to(others[1])
    os.utime(link, (0, 0), follow_symlinks=False)
    said.back_up(tmp_path / "backup.db")
    assert not any(each.exists() for each in ours)
    assert all(each.exists() for each in [*others, folder, link])


def test_a_killed_backup_leaves_a_part_that_the_next_one_sweeps(said, tmp_path):
    pid = os.fork()
    if pid == 0:  # pragma: no cover
        from risks.workspace import backup

        backup._to_disk = lambda _path: os._exit(9)
        said.back_up(tmp_path / "backup.db")
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 9
    (part,) = tmp_path.glob(".backup.db.*.part")
    copy = said.back_up(tmp_path / "young.db")
    assert part.exists()
    os.utime(part, (0, 0))
    said.back_up(tmp_path / "old.db")
    assert not part.exists()
    assert copy.exists()
