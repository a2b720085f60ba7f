"""A backup is put back while another program writes: no acknowledged edit is gone."""

import os
import signal
import time

import pytest

from risks.errors import RisksError
from tests.workspace.drafts import draft
from tests.workspace.faults.conftest import open_patiently, rounds

pytestmark = pytest.mark.faults


def write_for_ever(path, pipe):
    """Append entries and tell each edit id once it is recorded."""
    workspace = open_patiently(path)
    for number in range(10**9):
        mine = draft("action", id=f"A{number % 7}", reason="x" * 500)
        while True:
            try:
                version = workspace.version(mine.subject)
                workspace.append(mine, f"edit-{number:06}", version)
                break
            except RisksError:  # the file was replaced in this moment
                continue
        os.write(pipe, f"edit-{number:06}\n".encode())


def _edit_ids(path):
    workspace = open_patiently(path)
    assert workspace.verify() is None
    return {each.row.edit_id for each in workspace.entries()}


def test_every_edit_is_in_the_file_or_in_one_that_was_moved_aside(path, tmp_path):
    workspace = open_patiently(path)
    backup = workspace.back_up(tmp_path / "backup.db")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_for_ever(path, writing)
        finally:
            os._exit(1)
    os.close(writing)
    asides = []
    for _ in range(rounds(60)):
        time.sleep(0.05)
        done = workspace.restore(backup)
        asides.append(done.aside)
        assert {each.row.edit_id for each in done.lost} == _edit_ids(done.aside)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        told = {line.strip() for line in pipe if line.endswith("\n")}
    kept = set().union(_edit_ids(path), *map(_edit_ids, asides))
    assert len(told) > len(asides)
    assert told - kept == set()
