"""Processes killed at any moment take nothing with them that was acknowledged."""

import os
import random
import select
import signal
import time
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from risks.workspace import Anchor, ReadOnlyError, VersionConflictError
from risks.workspace.migrations import MIGRATIONS
from tests.workspace.drafts import draft, record
from tests.workspace.faults.conftest import open_patiently, rounds
from tests.workspace.test_migrations import LATER, STATEMENTS, add_ward

pytestmark = pytest.mark.faults
WRITERS = 8
LENGTHS = (20, 200, 2_000)


def write_for_ever(path, worker, pipe, *, too_early):
    """Append entries and tell each edit id once it is recorded, or before."""
    chance = random.Random(worker)  # noqa: S311 (no secret)
    workspace = open_patiently(path)
    for number in range(10**9):
        edit = f"edit-{worker}-{number}"
        long = draft("action", title="t", id=f"A{chance.randrange(40)}",
                     reason="x" * chance.choice(LENGTHS))  # fmt: skip
        if too_early:
            os.write(pipe, f"{edit}\n".encode())
        while True:
            try:
                workspace.append(long, edit, workspace.version(long.subject))
                break
            except (VersionConflictError, ReadOnlyError):
                continue
        if not too_early:
            os.write(pipe, f"{edit}\n".encode())


@dataclass
class Writers:
    """Eight processes that write until they are killed."""

    path: object
    too_early: bool = False
    born: int = 0
    alive: dict = field(default_factory=dict)  # process -> its end of the pipe
    acknowledged: set = field(default_factory=set)

    def start(self):
        while len(self.alive) < WRITERS:
            self.born += 1
            reading, writing = os.pipe()
            process = os.fork()
            if process == 0:
                try:
                    write_for_ever(
                        self.path, self.born, writing, too_early=self.too_early
                    )
                finally:
                    os._exit(1)
            os.close(writing)
            self.alive[process] = reading

    def kill(self, process):
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        reading = self.alive.pop(process)
        self._hear(reading, to_the_end=True)
        os.close(reading)

    def listen(self):
        for reading in self.alive.values():
            self._hear(reading, to_the_end=False)

    def kill_all(self):
        for process in [*self.alive]:
            self.kill(process)

    def _hear(self, reading, *, to_the_end):
        # A line is shorter than a pipe's atomic write: it is whole or not there.
        while to_the_end or select.select([reading], [], [], 0)[0]:
            said = os.read(reading, 65_536)
            if not said:
                return
            self.acknowledged.update(said.decode().split())


def _kill_often(path, kills, *, too_early=False):
    """Return what was acknowledged and lost, and what is broken in the log."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    writers, done, checked = Writers(path, too_early), 0, 0
    broken = []
    try:
        while done < kills:
            writers.start()
            time.sleep(chance.expovariate(1 / 0.03))
            writers.listen()
            everyone = [*writers.alive]
            victims = everyone if chance.random() < 0.1 else [chance.choice(everyone)]
            for each in victims:
                writers.kill(each)
            done += len(victims)
            if done // 200 > checked:
                checked = done // 200
                writers.kill_all()
                broken.append(open_patiently(path).verify())
    finally:
        writers.kill_all()
    workspace = open_patiently(path)
    broken.append(workspace.verify())
    kept = {each.row.edit_id for each in workspace.entries()}
    return writers.acknowledged - kept, [each for each in broken if each], len(kept)


def test_killing_writers_loses_no_acknowledged_edit(path):
    lost, broken, kept = _kill_often(path, rounds(1_000))
    assert (lost, broken) == (set(), [])
    assert kept > rounds(1_000)


def test_a_writer_that_acknowledges_too_early_is_caught(path):
    lost, broken, _ = _kill_often(path, rounds(1_000) // 5 + 50, too_early=True)
    assert lost
    assert broken == []


@pytest.mark.parametrize("killed_at", range(1, STATEMENTS + 1))
def test_a_migration_killed_at_any_statement_changes_nothing(path, tmp_path, killed_at):
    workspace = open_patiently(path)
    record(workspace, *[draft()] * 3)
    head = workspace.head()

    def killed(connection):
        seen = []

        @sa.event.listens_for(connection, "before_cursor_execute")
        def _count(*_words):
            seen.append(1)
            if len(seen) == killed_at:
                os.kill(os.getpid(), signal.SIGKILL)

        add_ward(connection)

    child = os.fork()
    if child == 0:
        try:
            open_patiently(path, migrations=(*MIGRATIONS, killed))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert open_patiently(path).verify([head]) is None
    assert len([*tmp_path.glob("*-before-migration-*")]) == 1
    assert open_patiently(path, migrations=LATER).head() == head


def test_a_backup_killed_at_any_moment_is_whole_or_not_there(path, tmp_path):
    workspace = open_patiently(path)
    record(workspace, *[draft(reason="x" * 2_000)] * 200)
    head: Anchor = workspace.head()
    chance = random.Random(3)  # noqa: S311 (no secret)
    begun, whole = time.monotonic(), 0
    open_patiently(path).back_up(tmp_path / "first.db")
    long_enough = 4 * (time.monotonic() - begun)  # on this machine, as busy as it is
    for number in range(rounds(200)):
        target = tmp_path / f"backup-{number}.db"
        child = os.fork()
        if child == 0:
            try:
                open_patiently(path).back_up(target)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, long_enough))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if target.exists():
            whole += 1
            assert open_patiently(target).verify([head]) is None
    assert whole > 0
