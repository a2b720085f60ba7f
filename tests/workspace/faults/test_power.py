"""Power cuts, played: the disk as it may look when the power fails after any write.

A recorder notes every write, sync and removal of a real run. A cut after the k-th of
them leaves: whatever a file's last sync covered, whole; of each later write all, none
or some sectors; of each later creation or removal of a name, either.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from risks.workspace import verify
from risks.workspace.engines import READING, sqlite_engine
from risks.workspace.log import rows
from tests.workspace.faults.conftest import open_patiently, rounds
from tests.workspace.faults.writing import ACKNOWLEDGED

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[3]
SECTOR = 512
EDITS = 150
FIRST_EDIT = 40  # operations in; the tables were there before


@dataclass(frozen=True)
class Operation:
    verb: str
    name: str
    one: int
    two: int
    content: bytes = b""


@pytest.fixture(scope="module")
def recorder(tmp_path_factory):
    """Return the recorder, compiled."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("recording a program's writes needs Linux and a C compiler")
    library = tmp_path_factory.mktemp("recorder") / "record_io.so"
    source = Path(__file__).with_name("record_io.c")
    words = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source)]
    subprocess.run(words, check=True, capture_output=True)
    return library


@pytest.fixture
def recorded(recorder, tmp_path):
    """Return a function that runs a writer and returns the start and the operations."""

    def run(journal, synchronous):
        folder, notes = tmp_path / "live", tmp_path / "notes"
        open_patiently(folder / "workspace.db").close()
        start = {each.name: each.read_bytes() for each in folder.iterdir()}
        environment = {
            **os.environ,
            "LD_PRELOAD": str(recorder),
            "RECORD_FOLDER": str(folder),
            "RECORD_FILE": str(notes),
        }
        module = "tests.workspace.faults.writing"
        file = str(folder / "workspace.db")
        words = [sys.executable, "-m", module, file, journal, synchronous, str(EDITS)]
        subprocess.run(words, env=environment, cwd=ROOT, check=True)
        return start, _read(notes, folder)

    return run


def _read(notes: Path, folder: Path) -> list[Operation]:
    found = []
    with notes.open("rb") as file:
        for line in file:
            verb, rest = line.decode().split(" ", 1)
            path, one, two = rest.rsplit(" ", 2)
            content = file.read(int(two)) if verb == "write" else b""
            name = path[len(str(folder)) :].lstrip("/")
            found.append(Operation(verb, name, int(one), int(two), content))
    return found


class Disk:
    """Files as they may be after a cut; names point at contents, as on a real disk."""

    def __init__(self, start: dict[str, bytes], chance: random.Random) -> None:
        self.chance = chance
        self.contents = [bytearray(each) for each in start.values()]
        self.written = {name: place for place, name in enumerate(start)}
        self.survived = dict(self.written)

    def play(self, operations: list[Operation]) -> dict[str, bytes]:
        last_sync: dict[str, int] = {}
        for place, each in enumerate(operations):
            if each.verb == "sync":
                last_sync[each.name] = place
        any_sync = max(last_sync.values(), default=-1)
        for place, each in enumerate(operations):
            is_safe = place < last_sync.get(each.name, -1)
            if each.verb in ("create", "remove"):
                self._rename(each, place < any_sync or self.chance.random() < 0.5)
            elif each.verb in ("write", "cut"):
                self._change(each, is_safe)
        return {name: bytes(self.contents[i]) for name, i in self.survived.items()}

    def _rename(self, each: Operation, survives: bool) -> None:
        if each.verb == "remove":
            self.written.pop(each.name, None)
            if survives:
                self.survived.pop(each.name, None)
            return
        if each.name not in self.written:
            self.written[each.name] = len(self.contents)
            self.contents.append(bytearray())
            if survives:
                self.survived[each.name] = self.written[each.name]

    def _change(self, each: Operation, is_safe: bool) -> None:
        if each.name not in self.written:
            return  # written to after its removal
        content = self.contents[self.written[each.name]]
        if each.verb == "cut":
            if is_safe or self.chance.random() < 0.6:
                del content[each.one :]
                content.extend(bytes(each.one - len(content)))
            return
        luck = 0.0 if is_safe else self.chance.random()
        if luck > 0.75:
            return
        share = 1.0 if luck < 0.45 else self.chance.random()
        content.extend(bytes(max(0, each.one + each.two - len(content))))
        for start in range(0, each.two, SECTOR):
            if self.chance.random() <= share:
                piece = each.content[start : start + SECTOR]
                content[each.one + start : each.one + start + len(piece)] = piece


def _after_a_cut(start, operations, folder, chance):
    """Return whether the file is damaged, and how many acknowledged edits it lost."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    done = operations[: chance.randrange(FIRST_EDIT, len(operations))]
    for name, content in Disk(start, chance).play(done).items():
        if not name.endswith("-shm"):  # SQLite makes it anew
            (folder / name).write_bytes(content)
    told = b"".join(each.content for each in done if each.name == ACKNOWLEDGED)
    path = folder / "workspace.db"
    try:
        with closing(sqlite3.connect(path)) as plain:  # plays a journal back, if any
            whole = plain.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        with sqlite_engine(path).connect() as connection:
            found = list(rows(connection.execution_options(**READING)))
    except (sqlite3.DatabaseError, sa.exc.DBAPIError):
        return True, len(told.split())
    kept = {each.edit_id for each in found}
    damaged = not whole or verify(found) is not None
    return damaged, len({*told.decode().split()} - kept)


def _cut_often(recorded, folder, durability, cuts):
    start, operations = recorded(*durability)
    assert len(operations) > 4 * EDITS
    chance = random.Random(11)  # noqa: S311 (no secret)
    results = [_after_a_cut(start, operations, folder, chance) for _ in range(cuts)]
    return sum(damaged for damaged, _ in results), sum(lost > 0 for _, lost in results)


def test_no_acknowledged_edit_is_lost_in_a_power_cut(recorded, tmp_path):
    durability = ("TRUNCATE", "FULL")
    cuts = rounds(3_000)
    assert _cut_often(recorded, tmp_path / "cut", durability, cuts) == (0, 0)


@pytest.mark.parametrize(
    "durability",
    [("DELETE", "FULL"), ("WAL", "NORMAL"), ("MEMORY", "FULL"), ("TRUNCATE", "OFF")],
    ids="+".join,
)
def test_a_weaker_setting_is_seen_to_lose(recorded, tmp_path, durability):
    damaged, lost = _cut_often(recorded, tmp_path / "cut", durability, rounds(600))
    assert damaged + lost > 0
