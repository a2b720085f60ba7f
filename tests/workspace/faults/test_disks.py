"""Disks that are full, folders that may not be written to, files held by others."""

import os
import signal
import sqlite3
import time
from itertools import count

import pytest

from risks.workspace import ReadOnlyError
from risks.workspace.engines import Durability
from tests.faults.small_disk import small_disk
from tests.workspace.drafts import draft
from tests.workspace.faults.conftest import PATIENT, open_patiently, rounds
from tests.workspace.lesser_user import folder_of_nobody, run_as_nobody

pytestmark = pytest.mark.faults
IMPATIENT = Durability(busy_seconds=0.1)


@pytest.fixture(name="disk")
def make_disk(tmp_path):
    with small_disk(tmp_path / "small") as folder:
        yield folder


def _long(number):
    return draft("review", minutes=[f"{number} " + "x" * 1_990] * 8)


def test_a_full_disk_loses_nothing_and_heals(disk, times, open_at):
    for number in range(rounds(20)):
        path = disk / f"workspace-{number}.db"
        _fill_and_free(open_at(path), disk / "filler", times)
        for each in disk.iterdir():
            each.unlink()


def _fill_and_free(workspace, filler, times):
    kept = 0
    for left in range(5, -1, -1):
        if left:
            filler.write_bytes(bytes(400_000 * left))
        kept = _append_until_refused(workspace, kept)
        assert workspace.read_only_reason == "the disk is full"
        times.go_on(seconds=6)
        assert workspace.is_read_only  # tried anew, and in vain
        assert len(workspace.entries()) == kept
        assert workspace.verify([workspace.head()]) is None
        filler.unlink(missing_ok=True)
        times.go_on(seconds=6)
        if left:
            assert not workspace.is_read_only
    assert kept > 50
    assert workspace.verify() is None


def _append_until_refused(workspace, kept):
    for number in count(kept):
        try:
            workspace.append(_long(number), f"edit-{number:05}", _last(workspace))
        except ReadOnlyError as error:
            assert "the disk is full; your edit was not recorded" in str(error)  # noqa: PT017
            return number
    raise AssertionError("the disk was never full")


def _last(workspace):
    return workspace.version("review/2026-W34")


def test_a_folder_that_is_closed_and_opened_again(tmp_path):
    with folder_of_nobody() as folder:

        def toggle():
            path = folder / "workspace.db"
            workspace = open_patiently(path, IMPATIENT)
            for number in range(rounds(100)):
                version = workspace.version("risk/TW1")
                path.with_name("workspace.db-journal").unlink(missing_ok=True)
                folder.chmod(0o500)
                with pytest.raises(ReadOnlyError, match="may not be written to"):
                    workspace.append(draft(), f"edit-{number:05}", version)
                assert len(workspace.entries()) == number
                folder.chmod(0o700)
                recorded = workspace.append(draft(), f"edit-{number:05}", version)
                assert recorded.seq == number + 1
                assert not workspace.is_read_only
            assert workspace.verify() is None

        run_as_nobody(toggle)


def test_a_file_held_by_a_program_that_is_then_killed(path):
    workspace = open_patiently(path, IMPATIENT)
    for number in range(rounds(60)):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            held = sqlite3.connect(path, isolation_level=None)
            held.execute("BEGIN EXCLUSIVE")
            held.execute("CREATE TABLE half_done (tried TEXT)")
            os.write(writing, b".")
            time.sleep(60)
            os._exit(1)
        os.read(reading, 1)
        with pytest.raises(ReadOnlyError, match="another program holds"):
            workspace.append(draft(), f"edit-{number:05}", number)
        assert workspace.is_read_only
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(writing)
        assert workspace.append(draft(), f"edit-{number:05}", number).seq == number + 1
        assert not workspace.is_read_only
    assert open_patiently(path, PATIENT).verify() is None
