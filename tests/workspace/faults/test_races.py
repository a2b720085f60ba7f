"""Of two people who save at once one wins, and the other is shown both texts."""

from multiprocessing import get_context

import pytest

from risks.workspace import ReadOnlyError, VersionConflictError
from tests.workspace.drafts import draft
from tests.workspace.faults.conftest import open_patiently, rounds

pytestmark = pytest.mark.faults
NAMES = ("Ann", "Ben")


def edit_often(target, name, count, start, told):
    """Save once a round, from the version both have seen, and tell how it went."""
    try:
        workspace = open_patiently(target)
        for number in range(count):
            mine = draft(author=name, reason=f"{name} in round {number}.")
            start.wait()
            try:
                workspace.append(mine, f"edit-{name}-{number}", number)
                told.put((number, name, "won"))
            except VersionConflictError as error:
                texts = (error.yours.reason, error.theirs.reason)
                shown = all(each in str(error) for each in texts)
                told.put((number, name, (*texts, shown)))
    finally:
        told.put(None)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_wins_and_the_other_sees_both(kind, request):
    target, count = request.getfixturevalue(f"{kind}_target"), rounds(1_000)
    open_patiently(target).close()
    context = get_context("fork")
    start, told = context.Barrier(2), context.Queue()
    people = [
        context.Process(target=edit_often, args=(target, name, count, start, told))
        for name in NAMES
    ]
    for each in people:
        each.start()
    heard = []
    while heard.count(None) < len(people):
        heard.append(told.get(timeout=120))
    for each in people:
        each.join()
    results = {(number, name): how for number, name, how in filter(None, heard)}
    winners = set()
    for number in range(count):
        (winner,) = [name for name in NAMES if results[number, name] == "won"]
        (loser,) = {*NAMES} - {winner}
        shown = (f"{loser} in round {number}.", f"{winner} in round {number}.", True)
        assert results[number, loser] == shown
        winners.add(winner)
    workspace = open_patiently(target)
    assert len(workspace.entries()) == count
    assert workspace.verify() is None
    workspace.close()
    assert winners == {*NAMES} or count < 100


def test_without_versions_the_second_would_win_unseen(path):
    """The check can fail: a writer that asks for the version last is never refused."""
    workspace = open_patiently(path)
    refused = 0
    for number in range(rounds(100)):
        for name in NAMES:
            mine = draft(author=name)
            try:
                workspace.append(
                    mine, f"edit-{name}-{number}", workspace.version(mine.subject)
                )
            except (VersionConflictError, ReadOnlyError):
                refused += 1
    assert refused == 0
