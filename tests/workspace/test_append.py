"""What is appended stays, once, in order, and never over somebody else's word."""

import threading
from itertools import pairwise

import pytest

from risks.workspace import (
    GENESIS,
    Edit,
    EditIdError,
    EntryError,
    VersionConflictError,
)
from tests.workspace.conftest import PATIENT
from tests.workspace.drafts import FIELDS, draft, edit_id, record


def test_every_kind_is_read_back_as_it_was_written(workspace):
    kinds = [*FIELDS]
    recorded = record(workspace, *(draft(kind) for kind in kinds))
    found = workspace.entries()
    assert [each.row for each in found] == [each.row for each in recorded]
    assert [each.draft for each in found] == [draft(kind) for kind in kinds]
    assert [each.kind for each in found] == kinds


def test_entries_are_numbered_without_a_gap_and_chained(workspace):
    record(workspace, *[draft()] * 5)
    found = workspace.entries()
    assert [each.seq for each in found] == [1, 2, 3, 4, 5]
    assert found[0].row.previous_hash == GENESIS
    for one, following in pairwise(found):
        assert following.row.previous_hash == one.row.hash
    assert workspace.head() == (5, found[-1].row.hash)
    assert workspace.verify([workspace.head()]) is None


def test_a_failed_edit_leaves_no_gap(workspace):
    record(workspace, draft())
    with pytest.raises(VersionConflictError):
        workspace.append(draft(), edit_id("late"), 0)
    record(workspace, draft(reason="Seen again."))
    assert [each.seq for each in workspace.entries()] == [1, 2]


def test_an_edit_sent_twice_is_one_entry(workspace):
    first = workspace.append(draft(), edit_id(1), 0)
    again = workspace.append(draft(), edit_id(1), 0)
    assert again.row == first.row
    assert again.note == "saved already, as entry 1"
    assert len(workspace.entries()) == 1


def test_an_edit_id_for_another_text_is_refused_and_shows_both(workspace):
    first = workspace.append(draft(reason="The audit."), edit_id(1), 0)
    with pytest.raises(EditIdError, match=r"already saved as entry 1.*audit.*storm"):
        workspace.append(draft(reason="The storm."), edit_id(1), first.seq)
    assert len(workspace.entries()) == 1


@pytest.mark.parametrize("wrong", ["", "short", "with space", "x" * 101, "née-edit-1"])
def test_an_edit_id_has_a_plain_form(workspace, wrong):
    with pytest.raises(EntryError, match="edit id: found"):
        workspace.append(draft(), wrong, 0)


def test_the_second_of_two_people_is_shown_both_texts(workspace):
    record(workspace, draft(reason="First look."))
    workspace.append(draft(author="Ann", likely=0.2, reason="Drier."), edit_id("a"), 1)
    mine = draft(author="Ben", likely=0.3, reason="Wetter.")
    with pytest.raises(VersionConflictError) as caught:
        workspace.append(mine, edit_id("b"), 1)
    error = caught.value
    assert (error.yours, error.theirs.reason) == (mine, "Drier.")
    assert [each.seq for each in error.since] == [2]
    for words in ("risk/TW1 has changed", "0.2", "Drier.", "Ben", "0.3", "Wetter."):
        assert words in str(error)
    assert workspace.append(mine, edit_id("b"), 2).seq == 3


def test_a_version_that_never_was_is_refused(workspace):
    with pytest.raises(EntryError, match=r"version: found 7.*the latest is 0"):
        workspace.append(draft(), edit_id(1), 7)
    with pytest.raises(EntryError, match="version: found -1"):
        workspace.append(draft(), edit_id(1), -1)


def test_versions_of_different_subjects_do_not_meet(workspace):
    record(workspace, draft(), draft(risk_id="TW2"))
    assert workspace.version("risk/TW1") == 1
    assert workspace.version("risk/TW2") == 2
    assert workspace.version("risk/TW9") == 0


def test_several_edits_are_recorded_all_or_not_at_all(workspace):
    good = Edit(draft("reading"), edit_id(1), 0)
    also = Edit(draft("reading", value=80.0), edit_id(2), 0)  # the version from before
    late = Edit(draft(), edit_id(3), 5)
    with pytest.raises(EntryError):
        workspace.append_all([good, also, late])
    assert workspace.entries() == ()
    assert [each.seq for each in workspace.append_all([good, also])] == [1, 2]
    assert [each.seq for each in workspace.append_all([good, also])] == [1, 2]


def test_eight_threads_leave_one_whole_chain(target, open_at):
    workspace = open_at(target, durability=PATIENT)

    def write(worker):
        for number in range(4):
            subject = draft(risk_id=f"TW{worker}")
            version = workspace.version(subject.subject)
            workspace.append(subject, edit_id(f"{worker}-{number}"), version)

    threads = [threading.Thread(target=write, args=(each,)) for each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(workspace.entries()) == 32
    assert workspace.verify() is None


def test_entries_known_at_an_instant_are_those_recorded_by_then(workspace, times):
    record(workspace, draft())
    noon = times.instant
    times.go_on(hours=1)
    record(workspace, draft())
    assert [each.seq for each in workspace.entries(noon)] == [1]
    assert [each.seq for each in workspace.entries(times.instant)] == [1, 2]
    assert len(workspace.entries()) == 2


def test_another_program_s_entries_are_seen(workspace, target, open_at):
    record(workspace, draft())
    assert len(workspace.entries()) == 1
    record(open_at(target), draft())
    assert [each.seq for each in workspace.entries()] == [1, 2]
