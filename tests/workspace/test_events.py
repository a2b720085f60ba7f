"""Events in the log: added to the pack's, put right or taken off, from then on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from risks.brief.headline import _told as told
from risks.model import RecordedEvent
from risks.reviews import (
    Draws,
    Frozen,
    Meeting,
    Packs,
    Week,
    closed,
    closing,
    frozen_of,
    opening,
    recorded_after,
    replay,
)
from risks.reviews.behind import behind
from risks.reviews.mixing import content, whole
from risks.state import state
from risks.workspace import (
    EntryError,
    VersionConflictError,
    check_place,
    pack_with,
    placing_problems,
    unplaced,
)
from tests.builders import small_pack
from tests.workspace.conftest import START
from tests.workspace.drafts import FIELDS, draft, edit_id, record

AS_OF = date(2026, 8, 20)
WEEK = Week(2026, 34)
PRESSURE = "bt-event-pressure"
JUDGED = {
    "indicator_id": "neighbour-stance",
    "value": 3.0,
    "source": "desk",
    "url": None,
    "reliability": None,
    "credibility": None,
    "observed_on": "2026-08-19",
}
OF_THE_PACK = {"id": "EV0003", "change": "corrected"}


@pytest.fixture
def pack():
    return small_pack()


def _event(**changes):
    return draft("event", **changes)


def _of(pack, event_id):
    return next(each for each in pack.events if each.id == event_id)


def _told(pack, log, said):
    return [str(each) for each in placing_problems(pack, log, said.payload)]


def test_an_event_joins_the_pack_s_with_its_author_and_instant(pack, said):
    known = pack_with(pack, said(_event()))
    assert known.events[:-1] == pack.events
    added = known.events[-1]
    assert isinstance(added, RecordedEvent)
    assert (added.id, added.author, added.recorded_at) == ("EV-1", "Ann", START)
    assert (added.sign, added.grade, added.severity) == (1, "B2", 4)
    assert known.hash != pack.hash


def test_the_state_counts_an_event_from_the_instant_of_its_entry(pack, said):
    log = said(_event())
    known, before = pack_with(pack, log), START - timedelta(microseconds=1)
    old = state(pack, AS_OF).value(PRESSURE)
    assert pack_with(pack, log, before) is pack
    assert state(known, AS_OF, before).value(PRESSURE) == old
    assert state(known, AS_OF, START).value(PRESSURE) > old
    assert state(known, AS_OF).value(PRESSURE) == state(known, AS_OF, START).value(
        PRESSURE
    )
    # The pack's own events are still known from the day it was published.
    published = state(known, AS_OF, START - timedelta(days=4))
    assert published.value(PRESSURE) == old


def test_an_event_is_not_known_before_it_happened(pack, said):
    known = pack_with(pack, said(_event()))
    day = date(2026, 8, 18)
    assert state(known, day).value(PRESSURE) == state(pack, day).value(PRESSURE)


def test_an_event_is_corrected_and_removed_and_each_instant_stays(pack, said):
    log = said(
        _event(),
        _event(severity=1, change="corrected"),
        _event(change="removed"),
        _event(severity=5),
    )
    severities = []
    for hour in range(4):
        known = pack_with(pack, log, START + timedelta(hours=hour))
        severities.append([each.severity for each in known.events[len(pack.events) :]])
    assert severities == [[4], [1], [], [5]]


def test_an_event_of_the_pack_is_corrected_in_its_place(pack, said):
    log = said(_event(**OF_THE_PACK, happened_on="2026-08-09"))
    known = pack_with(pack, log)
    assert [each.id for each in known.events] == [each.id for each in pack.events]
    assert _of(known, "EV0003").happened_on == date(2026, 8, 9)
    assert _of(pack, "EV0003").happened_on == date(2026, 8, 10)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"register_id": "border-talk"},
            (
                "register_id: no register is called 'border-talk'; did you mean "
                "'border-talks'?"
            ),
        ),
        (
            {"id": "EV0003"},
            (
                "id: EV0003 is taken: Third round put off, by both sides' account, "
                "2026-08-10; choose another id, or correct that event"
            ),
        ),
        (
            {"id": "EV003", "change": "corrected"},
            "id: no event is called 'EV003'; did you mean 'EV0003'?",
        ),
        (
            {"id": "EV0003", "change": "removed"},
            (
                "change: the reading of neighbour-stance on 2026-08-12 rests on it; "
                "correct that reading first"
            ),
        ),
        (
            OF_THE_PACK,
            (
                "happened_on: found 2026-08-19; the reading of neighbour-stance on "
                "2026-08-12 rests on it; nothing after 2026-08-12"
            ),
        ),
    ],
)
def test_what_has_no_place_is_said_and_skipped(pack, said, changes, sentence):
    wrong = _event(**changes)
    assert _told(pack, (), wrong)[0] == sentence
    log = said(wrong)
    assert pack_with(pack, log) is pack
    assert str(unplaced(pack, log)[0].problems[0]) == sentence


def test_a_judged_reading_may_rest_on_an_event_of_the_log(pack, said):
    judged = draft("reading", **JUDGED, event_ids=["EV-1", "EV0003"])
    assert _told(pack, (), judged) == [
        "event_ids: no event is called 'EV-1'; did you mean 'EV0001'?"
    ]
    log = said(_event(), judged)
    known = pack_with(pack, log)
    assert unplaced(pack, log) == ()
    assert known.readings[-1].event_ids == ("EV-1", "EV0003")
    gone = _event(change="removed")
    assert "rests on it; correct that reading first" in _told(pack, log, gone)[0]
    early = draft("reading", **{**JUDGED, "observed_on": "2026-08-18"})
    early = early.model_copy(
        update={"payload": early.payload.model_copy(update={"event_ids": ("EV-1",)})}
    )
    assert "happened on 2026-08-19, after the judgement" in _told(pack, log, early)[0]


def test_an_id_taken_in_the_log_is_refused_but_the_same_edit_is_not(
    pack, sqlite_workspace
):
    first = _event()
    record(sqlite_workspace, first)
    log = sqlite_workspace.entries()
    check_place(pack, log, first, edit_id(1))
    with pytest.raises(EntryError, match="id: EV-1 is taken: The bank leaves"):
        check_place(pack, log, first, edit_id(2))
    with pytest.raises(VersionConflictError):
        sqlite_workspace.append(_event(severity=1), edit_id(2), 0)
    assert sqlite_workspace.append(first, edit_id(1), 0).seq == 1


@pytest.mark.parametrize("change", ["corrected", "removed"])
@pytest.mark.parametrize("reason", ["", " \n "])
def test_whoever_changes_an_event_says_why(change, reason):
    with pytest.raises(EntryError) as caught:
        draft("event", reason=reason, change=change, severity=9)
    told = [str(each) for each in caught.value.problems]
    assert "reason: is empty; an event must say why" in told
    assert any(each.startswith("severity: found 9") for each in told)
    assert draft("event", reason=reason).payload.change == "added"


def test_an_event_cannot_lie_ahead(sqlite_workspace):
    for day in ("2026-08-22", "2027-08-19"):
        with pytest.raises(EntryError, match=f"happened_on: found {day}, which lies"):
            record(sqlite_workspace, _event(happened_on=day))
    record(sqlite_workspace, _event(happened_on="2026-08-20"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("happened_on", "19 August 2026"),
        ("direction", "worse"),
        ("severity", 0),
        ("severity", 2.5),
        ("title", ""),
        ("title", "x" * 201),
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/a b"),
        ("url", None),
        ("reliability", "G"),
        ("credibility", "7"),
        ("id", "EV 1"),
        ("change", "undone"),
    ],
)
def test_an_event_that_cannot_be_is_refused(field, value):
    with pytest.raises(EntryError, match=field):
        _event(**{field: value})


def test_the_columns_of_the_old_events_are_not_kept(pack, said):
    assert pack.event_columns.day.size == len(pack.events)
    known = pack_with(pack, said(_event()))
    assert known.event_columns.day.size == len(pack.events) + 1


def test_a_file_from_before_events_opens_unchanged_and_takes_them(
    sqlite_target, open_at, pack
):
    old = open_at(sqlite_target)
    before = [draft(kind) for kind in FIELDS if kind not in ("correction", "event")]
    record(old, *before)
    old.close()
    written = sqlite_target.read_bytes()
    again = open_at(sqlite_target)
    assert len(again.entries()) == len(before)
    assert sqlite_target.read_bytes() == written
    assert list(sqlite_target.parent.glob("*before-migration*")) == []
    record(again, _event())
    assert pack_with(pack, again.entries()).events[-1].id == "EV-1"
    assert again.verify() is None


def test_a_closed_week_is_blind_to_an_event_of_later(pack, sqlite_workspace, times):
    record(sqlite_workspace, _event())
    for make in (opening, closing):
        meeting = Meeting(WEEK, "Ann", times.instant, draws=Draws(paths=64))
        step = make(pack, sqlite_workspace.entries(), meeting)
        sqlite_workspace.append(
            step.draft, f"week-{make.__name__}", step.expected_version
        )
        times.go_on(minutes=1)
    late = _event(id="EV-2", happened_on="2026-08-18", severity=5)
    record(sqlite_workspace, late, _event(change="removed"))
    log = sqlite_workspace.entries()
    found = replay(Packs(pack), log, WEEK, draws=Draws(paths=64))
    assert found.is_identical, found.differences
    held = closed(log, WEEK)
    seen = frozen_of(Packs(pack), log, held)
    ids = {each.id for each in pack_with(pack, seen.entries).events}
    assert "EV-1" in ids
    assert "EV-2" not in ids
    assert recorded_after(log, held)


def test_an_event_counts_among_the_readings_of_a_change(pack, said):
    log = said(_event())
    old, new = Frozen(pack, (), AS_OF), Frozen(pack, log, AS_OF)
    with_it = content(replace(whole(old), readings=new))
    assert with_it.events[-1].id == "EV-1"
    assert content(replace(whole(new), readings=old)).events == pack.events
    (found,) = behind(old, new)["readings"]
    assert (found.id, found.entry) == ("EV-1", 1)


def test_the_brief_tells_an_event_by_its_title_day_and_source(pack, said):
    log = said(_event(), _event(change="removed"))
    first, gone = behind(Frozen(pack, (), AS_OF), Frozen(pack, log, AS_OF))["readings"]
    words = "2026-08-19, Ministry bulletin"
    seen = Frozen(pack, log, AS_OF)
    assert told(seen, first) == f"EV-1: The bank leaves the consortium, {words}"
    assert told(seen, gone).endswith(f"the consortium (removed), {words}")
