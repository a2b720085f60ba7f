"""A week is opened once and closed once, and what it saw can be computed again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from risks.reviews.errors import ReviewError
from risks.reviews.frozen import (
    Packs,
    closed,
    frozen_of,
    recorded_after,
    replay,
    sees,
)
from risks.reviews.meeting import Meeting, closing, day_of, opening, pack_step
from risks.reviews.numbers import Draws
from risks.reviews.records import held
from risks.reviews.weeks import Week, local_day, week_of
from risks.workspace import GENESIS, WorkspaceError, pack_with
from tests.builders import make_assumptions, make_pack
from tests.reviews.conftest import FEW
from tests.workspace.conftest import START
from tests.workspace.drafts import draft, edit_id

W34 = week_of("2026-W34")


def _meeting(week=W34, now=START, **changes):
    return Meeting(week, "Ann", now, draws=FEW, **changes)


@pytest.fixture
def hold(sqlite_workspace, pack, times):
    """Return a function that opens or closes a review as the command line does."""

    def holding(make, week="2026-W34", of=pack, **changes):
        meeting = _meeting(week_of(week), times.instant, **changes)
        named = pack_step(of, sqlite_workspace.entries(), "Ann")
        make(of, sqlite_workspace.entries(), meeting)
        if named:
            _append(sqlite_workspace, named)
        _append(sqlite_workspace, make(of, sqlite_workspace.entries(), meeting))
        times.go_on(minutes=1)
        return sqlite_workspace.entries()

    return holding


def _append(workspace, step):
    number = edit_id(workspace.head().seq + 1)
    return workspace.append(step.draft, number, step.expected_version)


@pytest.mark.parametrize(
    "text", ["2026-W54", "2025-W53", "26-W10", "W10", "", "2026-W1"]
)
def test_what_is_no_week_is_refused_in_words(text):
    with pytest.raises(ReviewError, match="not an ISO week; write it as 2026-W47"):
        week_of(text)


def test_a_week_ends_at_midnight_of_the_teams_zone():
    week = Week(2026, 53)
    assert str(week) == "2026-W53"
    assert (week.first_day, week.last_day) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.cut_off == datetime(2027, 1, 3, 20, tzinfo=UTC)
    assert local_day(week.cut_off - timedelta(seconds=1)) == week.last_day
    assert local_day(week.cut_off) == date(2027, 1, 4)


def test_a_week_is_opened_with_the_day_it_is(hold, pack):
    (named, opened) = hold(opening, present=("Ann", "Ben"))
    assert named.payload.pack_hash == pack.hash
    (found,) = held([named, opened])
    said = found.review
    assert (said.status, said.as_of) == ("open", date(2026, 8, 20))
    assert (said.head_seq, said.head_hash) == (1, named.row.hash)
    assert said.present == ("Ann", "Ben")


def test_after_its_end_a_week_is_as_of_its_sunday(pack):
    later = START + timedelta(days=30)
    assert day_of(pack, _meeting(now=later)) == date(2026, 8, 23)
    monday = datetime(2026, 8, 23, 20, 1, tzinfo=UTC)
    assert day_of(pack, _meeting(now=monday)) == date(2026, 8, 23)
    wednesday = date(2026, 8, 19)
    assert day_of(pack, _meeting(now=later, as_of=wednesday)) == wednesday


@pytest.mark.parametrize(
    ("week", "changes", "words"),
    [
        ("2026-W35", {}, "has not begun; today is 2026-08-20 in UTC.4"),
        (
            "2026-W32",
            {},
            "came before the pack: Small pack was published on 2026-08-15",
        ),
        ("2026-W33", {"as_of": date(2026, 8, 14)}, "came before the pack"),
        ("2026-W34", {"as_of": date(2026, 8, 24)}, "does not lie in the week"),
        ("2026-W34", {"as_of": date(2026, 8, 16)}, "does not lie in the week"),
        ("2026-W34", {"as_of": date(2026, 8, 21)}, "lies ahead: today is 2026-08-20"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(pack, week, changes, words):
    with pytest.raises(ReviewError, match=words):
        opening(pack, (), _meeting(week_of(week), **changes))


def test_the_week_of_the_pack_itself_can_be_reviewed(hold):
    assert hold(opening, "2026-W33")[-1].payload.as_of == date(2026, 8, 16)


def test_an_open_week_is_not_opened_again(hold):
    hold(opening)
    with pytest.raises(ReviewError, match=r"open already: Ann opened it \(entry 2\)"):
        hold(opening)


def test_only_an_open_week_is_closed(hold):
    with pytest.raises(ReviewError, match="is not open; open it first"):
        hold(closing)


def test_a_closed_week_is_neither_closed_nor_opened_again(hold):
    hold(opening)
    hold(closing)
    for make in (closing, opening):
        with pytest.raises(ReviewError, match="closed by Ann on 2026-08-20"):
            hold(make)


def test_two_who_close_at_once_close_it_once(hold, sqlite_workspace, pack):
    hold(opening)
    entries = sqlite_workspace.entries()
    steps = [closing(pack, entries, _meeting(now=START)) for _ in range(2)]
    _append(sqlite_workspace, steps[0])
    with pytest.raises(WorkspaceError, match="has changed since"):
        _append(sqlite_workspace, steps[1])


def test_closing_keeps_who_was_there_and_adds_minutes(hold):
    hold(opening, present=("Ann",), minutes=("Began late.",))
    said = hold(closing, minutes=("Ended early.",))[-1].payload
    assert said.present == ("Ann",)
    assert said.minutes == ("Began late.", "Ended early.")


def test_a_clock_that_was_set_back_does_not_lose_what_was_said(hold, say, times, pack):
    say(draft("reading"))
    times.set_clock(days=-1)
    hold(opening)
    entries = hold(closing)
    review = closed(entries, W34)
    assert review.review.known_at >= entries[0].recorded_at
    assert review.review.as_of == date(2026, 8, 20)
    assert replay(Packs(pack), entries, W34, FEW).is_identical


def test_a_closed_week_replays_after_anything_said_later(hold, say, pack):
    say(draft("reading"), draft())
    hold(opening)
    hold(closing)
    entries = say(
        draft("correction"),
        draft(likely=0.45),
        draft("decision", choice="approve", treatment_ids=["A001"]),
        draft("resolution", resolved_on="2026-08-20"),
        draft("reading", value=3.0, observed_on="2026-08-20"),
    )
    assert replay(Packs(pack), entries, W34, FEW).differences == ()
    later = recorded_after(entries, closed(entries, W34))
    assert [each.kind for each in later] == [
        "correction",
        "judgement",
        "decision",
        "resolution",
        "reading",
    ]


def test_a_correction_of_the_pack_came_late_too(hold, say, pack):
    wrong = pack.readings[3]
    names = ("indicator_id", "observed_on", "source", "recorded_at")
    named = {name: getattr(wrong, name) for name in names}
    hold(opening)
    hold(closing)
    entries = say(draft("correction", entry=None, pack_reading=named))
    (late,) = recorded_after(entries, closed(entries, W34))
    assert late.kind.value == "correction"
    assert replay(Packs(pack), entries, W34, FEW).is_identical


def test_what_is_about_later_days_did_not_come_late(hold, say, times):
    hold(opening)
    hold(closing)
    times.go_on(days=10)
    entries = say(draft("reading", observed_on="2026-08-25"), draft("action"))
    assert recorded_after(entries, closed(entries, W34)) == ()


def test_a_later_entry_about_the_review_changes_nothing(hold, say, pack):
    hold(opening)
    hold(closing)
    entries = say(draft("review", week="2026-W34", status="open", minutes=["Hm."]))
    assert closed(entries, W34).review.head_seq == 2
    assert replay(Packs(pack), entries, W34, FEW).is_identical


def test_a_replay_with_other_draws_is_not_identical(hold, pack):
    hold(opening)
    entries = hold(closing)
    found = replay(Packs(pack), entries, W34, Draws(512))
    assert not found.is_identical
    assert "the numbers are not" in found.differences[0]


def test_a_rewritten_or_cut_log_is_found(hold, say, pack):
    say(draft("reading"))
    hold(opening)
    entries = hold(closing)
    head = entries[2]
    other = replace(head, row=replace(head.row, hash="f" * 64))
    found = replay(Packs(pack), [*entries[:2], other, *entries[3:]], W34, FEW)
    assert found.differences == (
        "entry 3 is not the one it saw: the log was rewritten",
    )
    gone = replay(Packs(pack), [*entries[:2], *entries[3:]], W34, FEW)
    assert gone.differences == ("entry 3, the last one it saw, is gone",)


def test_another_version_of_the_pack_is_asked_for(hold, pack):
    hold(opening)
    entries = hold(closing)
    newer = make_pack(hash="1" * 64, assumptions=make_assumptions(delay_overlap=0.1))
    with pytest.raises(ReviewError, match=r"another version of the pack \(hash 0000"):
        replay(Packs(newer), entries, W34, FEW)
    packs = Packs(newer, {pack.hash: pack})
    assert replay(packs, entries, W34, FEW).is_identical
    assert frozen_of(packs, entries, closed(entries, W34)).pack is pack


def test_a_new_version_of_the_pack_is_named_once(hold):
    newer = make_pack(hash="1" * 64)
    hold(opening)
    entries = hold(closing, of=newer)
    kinds = [each.kind.value for each in entries]
    assert kinds == ["pack", "review", "pack", "review"]


def test_a_week_that_is_open_or_missing_cannot_be_replayed(hold, pack):
    with pytest.raises(ReviewError, match="there is no review of 2026-W34"):
        replay(Packs(pack), (), W34, FEW)
    with pytest.raises(ReviewError, match="is still open"):
        replay(Packs(pack), hold(opening), W34, FEW)


def test_an_empty_log_has_the_genesis_as_its_anchor(pack):
    said = opening(pack, (), _meeting()).draft.payload
    assert (said.head_seq, said.head_hash) == (0, GENESIS)


def test_a_week_sees_itself_and_those_closed_before(hold, say, times, pack):
    hold(opening)
    hold(closing)
    times.go_on(days=7)
    hold(opening, "2026-W35")
    entries = say(draft())
    meeting = _meeting(week_of("2026-W35"), times.instant)
    now, (before,) = sees(Packs(pack), entries, meeting)
    assert (now.as_of, now.head) == (date(2026, 8, 27), 5)
    assert (before.as_of, before.head) == (date(2026, 8, 20), 2)
    frozen, none = sees(Packs(pack), entries, _meeting(now=times.instant))
    assert (frozen.head, none) == (2, ())
    assert frozen.known is pack_with(pack, ())


def test_an_earlier_week_with_a_lost_pack_ends_the_row(hold, times, pack):
    newer = make_pack(hash="1" * 64)
    for week, of in (("2026-W34", pack), ("2026-W35", newer)):
        hold(opening, week, of=of)
        hold(closing, week, of=of)
        times.go_on(days=7)
    entries = hold(opening, "2026-W36", of=newer)
    meeting = _meeting(week_of("2026-W36"), times.instant)
    _, earlier = sees(Packs(newer), entries, meeting)
    assert [each.as_of for each in earlier] == [date(2026, 8, 27)]
    with pytest.raises(ReviewError, match="the review of 2026-W35 saw another version"):
        sees(Packs(pack), entries, meeting)


def test_a_week_closed_later_was_not_seen_by_one_closed_earlier(
    hold, times, pack, sqlite_workspace
):
    for week in ("2026-W34", "2026-W33"):
        hold(opening, week)
        hold(closing, week)
    entries = sqlite_workspace.entries()
    _, earlier = sees(Packs(pack), entries, _meeting(now=times.instant))
    assert earlier == ()
    next_week = _meeting(week_of("2026-W35"), times.instant + timedelta(days=7))
    _, both = sees(Packs(pack), entries, next_week)
    assert [each.as_of for each in both] == [date(2026, 8, 16), date(2026, 8, 20)]
