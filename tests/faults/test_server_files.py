"""Real servers whose file is shared, held, taken away, replaced, or on a full disk."""

import random
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from tests.app.browsing import UPDATE, body_for
from tests.faults.serving import Served, until
from tests.faults.small_disk import fill, small_disk
from tests.faults.team import RECORD, Said, Team, problems
from tests.workspace.faults.conftest import rounds

pytestmark = pytest.mark.faults
HEALED_SECONDS = 20.0  # a lock is waited for, and a fault looked at every 5 seconds
PEOPLE = 4


@pytest.fixture(name="start")
def make_start() -> Iterator[Any]:
    """Return a function that starts servers, which end with the test."""
    with ExitStack() as stack:

        def start(file: Path) -> Served:
            server = Served(file)
            stack.callback(lambda: server.process.poll() is None and server.kill())
            return server

        yield start


def page(server: Served, path: str) -> str:
    """Return a page and its banner as the browser is sent them."""
    answer = server.post(UPDATE, body_for(path))
    assert answer.status == 200, answer.body
    return answer.body.decode()


def refusal(server: Served, said: Said) -> str:
    """Save something in vain; returns the sentence."""
    answer = server.post(RECORD, said.body)
    assert answer.status == 503, answer.body
    sentence = str(answer.json["error"])
    assert sentence.endswith("saving it again is safe.")
    return sentence


def is_open(server: Served) -> bool:
    """Return whether the pages say that something can be saved."""
    return "can only be read now" not in page(server, "/evidence")


def check_healed(server: Served, team: Team, said: Said) -> None:
    """Wait until the page says so by itself, then save what was refused."""
    until(lambda: is_open(server), HEALED_SECONDS, "it never resumed by itself")
    assert team.send(server, said)
    assert said.edit_id in team.saved


def test_two_servers_on_one_file_lose_nothing_and_see_one_another(
    tmp_path: Path, start: Any
) -> None:
    file, team = tmp_path / "workspace.db", Team()
    servers = [start(file) for _ in range(2)]
    for each in servers:
        each.wait()
    end = time.monotonic() + rounds(20)
    people = [
        threading.Thread(target=_save_until, args=(team, servers[number % 2], end))
        for number in range(2 * PEOPLE)
    ]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert team.faults == []
    assert team.unsure == []
    assert problems(team, file) == []
    said = next(each for each in iter(team.next_said, None) if "risk/" in each.subject)
    assert team.send(servers[0], said)
    assert said.edit_id in team.saved, team.faults
    one, other = (each.get("/api/what-if").json for each in servers)
    assert one == other
    mine = {**said.body, "author": "Bo", "edit_id": "edit-of-bo", "expected_version": 0}
    answer = servers[1].post(RECORD, mine)
    assert answer.status == 409
    assert answer.json["theirs"].startswith(f"{said.body['author']}: risk_id")
    assert answer.json["yours"].startswith("Bo: risk_id")
    for each in servers:
        assert "Traceback" not in each.words
        each.kill()


def _save_until(team: Team, server: Served, end: float) -> None:
    while time.monotonic() < end:
        team.send(server, team.next_said())


def test_a_file_taken_away_and_brought_back(tmp_path: Path, start: Any) -> None:
    file, team = tmp_path / "workspace.db", Team()
    server = start(file).wait()
    for _ in range(rounds(5)):
        kept, said = team.next_said(), team.next_said()
        assert team.send(server, kept)
        file.rename(tmp_path / "away.db")
        assert "file or folder cannot be opened" in refusal(server, said)
        assert "cannot be opened. What is shown is as of entry" in page(server, "/")
        assert not is_open(server)
        assert not file.exists(), "an empty one would look as if all were lost"
        (tmp_path / "away.db").rename(file)
        check_healed(server, team, said)
    assert problems(team, file) == []


@pytest.mark.parametrize("content", [b"", b"Dear Ann, " * 5_000])
def test_a_file_replaced_by_something_else(
    tmp_path: Path, start: Any, content: bytes
) -> None:
    file, team = tmp_path / "workspace.db", Team()
    server = start(file).wait()
    kept, said = team.next_said(), team.next_said()
    assert team.send(server, kept)
    shutil.copy(file, tmp_path / "right.db")
    file.write_bytes(content)
    told = refusal(server, said)
    assert "put the right one back" in told or "restore a backup" in told
    assert "What is shown is as of entry" in page(server, "/")
    (tmp_path / "right.db").replace(file)
    check_healed(server, team, said)
    assert problems(team, file) == []


def test_a_backup_put_in_its_place_is_followed_at_once(
    tmp_path: Path, start: Any
) -> None:
    file, team = tmp_path / "workspace.db", Team()
    server = start(file).wait()
    first, second = team.next_said(), team.next_said()
    assert team.send(server, first)
    shutil.copy(file, tmp_path / "backup.db")
    assert team.send(server, second)
    (tmp_path / "backup.db").replace(file)
    del team.saved[second.edit_id]
    second.body["expected_version"] = 0 if second.subject != first.subject else 1
    assert team.send(server, second)
    assert team.saved[second.edit_id][1]["seq"] == 2
    assert problems(team, file) == []


def test_a_file_held_by_another_program_while_people_save(
    tmp_path: Path, start: Any
) -> None:
    file, team = tmp_path / "workspace.db", Team()
    server = start(file).wait()
    assert team.send(server, team.next_said())
    for _ in range(rounds(3)):
        said = team.next_said()
        with closing(sqlite3.connect(file, isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            assert "another program holds the workspace" in refusal(server, said)
            assert not is_open(server)
            began = time.monotonic()
            assert server.get("/api/what-if").status == 200
            assert time.monotonic() - began < 4.0, "whoever only looks does not wait"
        check_healed(server, team, said)
    assert problems(team, file) == []


def test_a_disk_that_fills_while_people_save_and_gets_room_again(
    tmp_path: Path, start: Any
) -> None:
    chance = random.Random(6)  # noqa: S311
    with small_disk(tmp_path / "disk", "4m") as disk:
        file, team = disk / "workspace.db", Team()
        server = start(file).wait()
        for _ in range(rounds(6)):
            assert team.send(server, team.next_said())
            fill(disk / "filler", chance.choice((0, 5_000, 50_000)))
            said, told = _until_refused(server, team)
            assert "the disk is full; your edit was not recorded" in told
            assert not is_open(server)
            assert page(server, "/registers")
            (disk / "filler").unlink()
            check_healed(server, team, said)
            assert problems(team, file) == []
        assert team.faults == []
        server.kill()


def _until_refused(server: Served, team: Team) -> tuple[Said, str]:
    for _ in range(1_000):
        said = team.next_said()
        answer = server.post(RECORD, said.body)
        if answer.status == 503:
            return said, str(answer.json["error"])
        if answer.status == 409:
            said.body["expected_version"] = answer.json["version"]
            answer = server.post(RECORD, said.body)
        team.heard(said, answer)
    raise AssertionError("the disk was never full")
