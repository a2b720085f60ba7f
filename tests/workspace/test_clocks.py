"""The log never runs backwards, and a clock that jumps ahead does not take it along."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from risks.workspace import ClockError, Workspace
from tests.workspace.conftest import START
from tests.workspace.drafts import draft, edit_id, record


def test_entries_carry_the_instant_of_their_recording(workspace, times):
    (first,) = record(workspace, draft())
    times.go_on(minutes=5)
    (second,) = record(workspace, draft())
    assert (first.recorded_at, first.note) == (START, "")
    assert second.recorded_at == START + timedelta(minutes=5)
    assert second.row.recorded_at == "2026-08-20T09:05:00.000000Z"


def test_after_a_clock_is_set_back_time_stands_still(workspace, times):
    record(workspace, draft())
    times.set_clock(days=-3)
    (second,) = record(workspace, draft(judged_on="2026-08-16"))
    assert second.recorded_at == START
    assert second.note == (
        "this machine's clock is 3 days behind the last entry; recorded at that "
        "entry's instant, since the log never runs backwards"
    )
    times.set_clock(days=3, minutes=-10)
    (third,) = record(workspace, draft())
    assert (third.recorded_at, "10 minutes behind" in third.note) == (START, True)
    times.set_clock(minutes=9, seconds=30)
    assert record(workspace, draft())[0].note == ""
    assert workspace.verify() is None


def test_a_clock_that_jumps_ahead_while_the_program_runs_is_refused(
    workspace, times, target, open_at
):
    record(workspace, draft())
    times.set_clock(days=400)
    with pytest.raises(ClockError, match="jumped 400 days ahead, to 2027-09-24 09:00"):
        record(workspace, draft())
    assert len(workspace.entries()) == 1
    times.set_clock(days=-400)
    assert record(workspace, draft())[0].recorded_at == START
    times.set_clock(days=2)
    with pytest.raises(ClockError):
        record(workspace, draft())
    # Someone looked, and the clock is right now.
    (third,) = record(open_at(target), draft())
    assert third.recorded_at == START + timedelta(days=2)


def test_sleep_and_quiet_weeks_are_no_jump(workspace, times):
    record(workspace, draft())
    times.go_on(days=7)
    assert record(workspace, draft())[0].note == ""
    times.go_on(days=40)
    (late,) = record(workspace, draft())
    assert (
        late.note == "recorded 40 days after the entry before it; is the clock right?"
    )


def test_the_clock_s_zone_is_changed_to_utc(workspace, times):
    times.instant = START.astimezone(timezone(timedelta(hours=4)))
    (first,) = record(workspace, draft())
    assert first.row.recorded_at == "2026-08-20T09:00:00.000000Z"
    assert first.recorded_at.tzinfo == UTC


def test_a_clock_without_a_zone_is_refused(tmp_path):
    with pytest.raises(ValueError, match="must name its time zone"):
        Workspace.open(tmp_path / "w.db", lambda: datetime(2026, 8, 20))  # noqa: DTZ001


def test_without_a_stopwatch_the_machine_s_own_is_used(tmp_path):
    workspace = Workspace.open(tmp_path / "w.db", lambda: START)
    assert workspace.append(draft(), edit_id(1), 0).recorded_at == START
