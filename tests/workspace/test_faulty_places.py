"""What happens to the file of a workspace while a program has it open."""

import os
import shutil
import sqlite3
from contextlib import closing
from time import monotonic

import pytest

from risks.workspace import Durability, ReadOnlyError, WorkspaceError
from tests.workspace.drafts import draft, record
from tests.workspace.test_migrations import LATER


@pytest.fixture
def file(sqlite_workspace, sqlite_target):
    record(sqlite_workspace, draft())
    return sqlite_target


def _gone(file):
    file.unlink()


def _emptied(file):
    file.unlink()
    file.touch()


def _of_another_program(file):
    file.unlink()
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("CREATE TABLE letters (text)")


def _a_text(file):
    file.write_text("Dear Ann, " * 1_000)


def _a_folder(file):
    file.unlink()
    file.mkdir()


def _noise_in_its_pages(file):
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(os.urandom(file.stat().st_size - 4096))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_gone, "file or folder cannot be opened"),
        (_emptied, "another file lies in the workspace's place; put the right one"),
        (_of_another_program, "another program's tables"),
        (_a_text, "the workspace is damaged; run `araxes verify`"),
        (_a_folder, "file or folder cannot be opened"),
        (_noise_in_its_pages, "the workspace is damaged; run `araxes verify`"),
    ],
)
def test_a_file_replaced_under_it_is_said_in_words_until_it_is_back(
    sqlite_workspace, file, tmp_path, times, change, words
):
    right = shutil.copy(file, tmp_path / "right.db")
    change(file)
    with pytest.raises(ReadOnlyError, match=words) as caught:
        sqlite_workspace.append(draft(), "edit-000002", 1)
    assert str(caught.value).endswith("not recorded, and saving it again is safe")
    with pytest.raises(WorkspaceError):
        sqlite_workspace.entries()
    times.go_on(seconds=6)
    assert sqlite_workspace.is_read_only
    assert "no such table" not in sqlite_workspace.read_only_reason
    if file.is_dir():
        file.rmdir()
    right.replace(file)
    times.go_on(seconds=6)
    assert not sqlite_workspace.is_read_only
    assert sqlite_workspace.append(draft(), "edit-000002", 1).seq == 2
    assert sqlite_workspace.verify() is None


def test_a_program_that_was_overtaken_by_a_newer_one_writes_no_more(
    sqlite_workspace, file, open_at, times
):
    open_at(file, migrations=LATER)
    with pytest.raises(ReadOnlyError, match=r"by a newer program.*update this pro"):
        sqlite_workspace.append(draft(), "edit-000002", 1)
    times.go_on(seconds=6)
    assert sqlite_workspace.is_read_only
    assert "newer program" in sqlite_workspace.read_only_reason
    assert len(sqlite_workspace.entries()) == 1


def test_a_look_at_the_head_need_not_wait_for_who_holds_the_file(file, open_at):
    patient = open_at(file, durability=Durability(busy_seconds=5.0))
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        began = monotonic()
        with pytest.raises(WorkspaceError, match="another program holds"):
            patient.head(at_a_glance=True)
        assert monotonic() - began < 2.0
    assert patient.head(at_a_glance=True).seq == 1
