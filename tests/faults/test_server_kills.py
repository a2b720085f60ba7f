"""The whole server killed under load: everything it called saved is saved, and once."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.serving import SERVE, Served, of_session
from tests.faults.team import Team, problems
from tests.workspace.faults.conftest import rounds

pytestmark = pytest.mark.faults
PEOPLE = 4
LIVES_A_FILE = 10
LONGEST_LIFE_SECONDS = 2.5


@contextmanager
def alive(file: Path, words: tuple[str, ...]) -> Iterator[Served]:
    """Start a server and leave no process of it behind."""
    server = Served(file, words)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def live_and_die(
    team: Team, file: Path, chance: random.Random, words: tuple[str, ...] = SERVE
) -> None:
    """Start a server, let the team work, and kill it at any moment of its life."""
    with alive(file, words) as server:
        if chance.random() < 0.1:  # before it is up
            time.sleep(chance.uniform(0.1, 1.5))
            server.kill(with_group=chance.random() < 0.5)
            return
        server.wait()
        team.send_again(server)
        work = team.at_work(server, PEOPLE)
        time.sleep(chance.uniform(0.05, LONGEST_LIFE_SECONDS))
        team.processes += len(of_session(server.process.pid)) - 1
        server.kill(with_group=chance.random() < 0.5)
        for each in work:
            each.join(timeout=30)
            assert not each.is_alive()
        assert words != SERVE or "Traceback" not in server.words


def end_well(team: Team, file: Path, words: tuple[str, ...] = SERVE) -> list[str]:
    """Start a last server, send again what had no answer, and compare."""
    with alive(file, words) as server:
        server.wait()
        team.send_again(server)
        assert team.unsure == []
        server.kill()
    return problems(team, file)


def test_fifty_kills_of_the_server_lose_nothing_that_was_saved(tmp_path: Path) -> None:
    chance = random.Random(50)  # noqa: S311
    teams = []
    for number in range(rounds(50)):
        if number % LIVES_A_FILE == 0:
            team, file = Team(), tmp_path / str(number) / "workspace.db"
            teams.append(team)
            file.parent.mkdir()
        live_and_die(team, file, chance)
        assert problems(team, file) == []
        if number % LIVES_A_FILE == LIVES_A_FILE - 1:
            assert end_well(team, file) == []
    assert [each for team in teams for each in team.faults] == []
    assert sum(team.sent_again for team in teams), "no answer was ever lost"
    assert sum(team.processes for team in teams), "no long work was under way"
    assert sum(len(team.saved) for team in teams) > 5 * rounds(50)
    assert sum(team.seen for team in teams) > rounds(50)


@pytest.mark.parametrize(("way", "found"), [("hasty", "lost"), ("forgetful", "twice")])
def test_a_server_that_does_worse_is_caught(
    tmp_path: Path, way: str, found: str
) -> None:
    words = ("tests.faults.weak_server", way, "serve")
    chance, file = random.Random(5), tmp_path / "workspace.db"  # noqa: S311
    team = Team()
    for _ in range(5):
        live_and_die(team, file, chance, words)
    seen = end_well(team, file, words)
    assert [each for each in seen if each.startswith(found)]
