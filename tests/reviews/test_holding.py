"""Two people who open or close a week at once: one wins, the other sees who."""

import pytest

from risks.reviews import Meeting, ReviewError, Week, closing, held, opening
from risks.reviews.holding import hold
from risks.workspace import VersionConflictError
from tests.reviews.conftest import FEW
from tests.workspace.drafts import draft, record

WEEK = Week(2026, 34)


@pytest.fixture
def meet(sqlite_workspace, pack, times):
    def meeting(make, author, edit_id, version=None):
        now = Meeting(WEEK, author, times.instant, draws=FEW)
        return hold(sqlite_workspace, pack, now, make, (edit_id, version))

    return meeting


def _after(first, make):
    """Return a ``make`` that lets someone else act between its step and its entry."""
    turns = [None, first]

    def slow(pack, entries, meeting):
        step = make(pack, entries, meeting)
        if turns and (act := turns.pop()):
            act()
        return step

    return slow


@pytest.mark.parametrize(
    ("make", "words"),
    [(opening, "is open already: Ben opened it"), (closing, "was closed by Ben on")],
)
def test_the_second_of_two_is_told_who_was_first(sqlite_workspace, meet, make, words):
    if make is closing:
        meet(opening, "Ann", "edit-open-0")
    slow = _after(lambda: meet(make, "Ben", "edit-ben-0"), make)
    with pytest.raises(ReviewError, match=words):
        meet(slow, "Ann", "edit-ann-0")
    (review,) = held(sqlite_workspace.entries())
    assert review.stands.author == "Ben"


def test_a_minute_in_between_is_no_close_and_shows_both_texts(
    sqlite_workspace, meet, times
):
    first = meet(opening, "Ann", "edit-open-0")
    said = first.payload.model_copy(update={"minutes": ("Wait.",)})
    record(sqlite_workspace, draft("review", **said.model_dump(mode="json")))
    times.go_on(hours=1)
    with pytest.raises(VersionConflictError):
        meet(closing, "Ann", "edit-ann-0", first.seq)
    (review,) = held(sqlite_workspace.entries())
    assert review.closed is None
    assert meet(closing, "Ann", "edit-ann-1").payload.minutes == ("Wait.",)
