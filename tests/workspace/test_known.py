"""Pack and log put together: what was known at an instant, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from risks.model import Pack
from risks.rates import baseline
from risks.state import state
from risks.workspace import (
    EntryKind,
    known_by,
    latest,
    pack_with,
    placing_problems,
    state_hash,
    unplaced,
)
from tests.builders import make_pack, make_reading, small_pack
from tests.workspace.conftest import START
from tests.workspace.drafts import FIELDS, HASH, draft

AS_OF = date(2026, 8, 20)
NEAREST = "did you mean 'works-funding'?"
DERIVED = "derived from events and takes no readings"
TOO_LATE = "on or after the deadline; it must lie before 2027-12-31"
PACK_READING = {
    "indicator_id": "works-funding",
    "observed_on": "2026-03-31",
    "source": make_reading().source,
    "recorded_at": make_reading().recorded_at,
}


@pytest.fixture
def pack():
    return small_pack()


def _correct(**named):
    return draft("correction", **{"entry": None, **named})


def test_an_empty_log_is_the_identical_pack(pack):
    assert pack_with(pack, ()) is pack
    assert pack_with(pack, (), START) is pack


def test_entries_that_change_no_number_leave_the_identical_pack(pack, said):
    log = said(*(draft(kind) for kind in ("action", "decision", "review", "import")))
    assert pack_with(pack, log) is pack


def test_a_reading_counts_from_the_instant_of_its_entry(pack, said):
    log = said(draft("reading"))
    known = pack_with(pack, log)
    added = known.readings[-1]
    assert known.readings[:-1] == pack.readings
    assert (added.value, added.grade, added.recorded_at) == (90.0, "B2", START)
    before = START - timedelta(seconds=1)
    assert pack_with(pack, log, before) is pack
    assert state(known, AS_OF).value("works-funding") == 90.0
    assert state(known, AS_OF, before).value("works-funding") == 140.0


def test_columns_of_the_old_readings_are_not_kept(pack, said):
    assert pack.reading_columns.value.size == len(pack.readings)
    known = pack_with(pack, said(draft("reading")))
    assert known.reading_columns.value.size == len(pack.readings) + 1


def test_a_judged_reading_names_its_author(pack, said):
    judged = draft(
        "reading",
        author="Ben",
        indicator_id="neighbour-stance",
        value=3.0,
        source="desk",
        url=None,
        reliability=None,
        credibility=None,
        event_ids=["EV0003"],
    )
    (added,) = pack_with(pack, said(judged)).readings[-1:]
    assert (added.author, added.grade) == ("Ben", "judged")


def test_a_correction_takes_the_place_of_what_it_names(pack, said):
    fixed = {**FIELDS["reading"], "value": 70.0}
    log = said(draft("reading"), _correct(entry=1, reading=fixed), _correct(entry=2))
    values = [
        state(pack_with(pack, log, known_at), AS_OF, known_at).value("works-funding")
        for known_at in [START + timedelta(hours=hour) for hour in (0, 1, 2)]
    ]
    assert values == [90.0, 70.0, 140.0]
    assert pack_with(pack, log).readings == pack.readings


def test_a_reading_of_the_pack_is_corrected_in_its_place(pack, said):
    fixed = {**FIELDS["reading"], "value": 120.0, "observed_on": "2026-03-31"}
    log = said(_correct(pack_reading=PACK_READING, reading=fixed))
    known = pack_with(pack, log)
    values = [each.value for each in known.readings]
    was = [each.value for each in pack.readings]
    assert values == [*was[:3], 120.0, *was[4:]]
    assert len(known.readings) == len(pack.readings)
    gone = pack_with(pack, [*log, *said(_correct(entry=1))[1:]])
    assert len(gone.readings) == len(pack.readings) - 1


def test_a_correction_of_what_the_pack_no_longer_has_is_shown_not_applied(pack, said):
    log = said(_correct(pack_reading=PACK_READING), _correct(entry=1))
    mended = make_pack(readings=pack.readings[:3])
    assert pack_with(mended, log) is mended
    first, second = unplaced(mended, log)
    assert "has no such reading of works-funding" in str(first.problems[0])
    assert "entry 1, which it corrects, has no place either" in str(second.problems[0])


def test_a_judgement_supersedes_the_pack_s(pack, said):
    log = said(draft(why_differ="The crew left."))
    known = pack_with(pack, log)
    risk = known.risk("TW1")
    assert risk.judgement_on(AS_OF).likely == 0.25
    assert risk.judgement_on(AS_OF).author == "Ann"
    assert risk.judgements[0] == pack.risk("TW1").judgements[0]
    assert risk.why_differ == "The crew left."
    assert known.risk("TW2") is pack.risk("TW2")


def test_judgements_stand_by_their_day_and_the_later_recorded_wins_it(pack, said):
    log = said(
        draft(likely=0.2),
        draft(author="Ben", likely=0.3),
        draft(likely=0.12, judged_on="2026-08-17"),
    )
    found = pack_with(pack, log).risk("TW1").judgements
    assert [each.judged_on for each in found] == sorted({e.judged_on for e in found})
    assert [(each.author, each.likely) for each in found[-2:]] == [
        ("Ann", 0.12),
        ("Ben", 0.3),
    ]


def test_treatments_and_scenarios_are_added_replaced_and_removed(pack, said):
    treatment = FIELDS["treatment"]["treatment"]
    scenario = FIELDS["scenario"]["scenario"]
    log = said(
        draft("treatment"),
        draft("treatment", treatment={**treatment, "id": "A001", "effect": 0.6}),
        draft("scenario", scenario={**scenario, "treatment_ids": ["A100"]}),
        draft("scenario", scenario={**scenario, "title": "Drought"}),
    )
    known = pack_with(pack, log)
    assert [each.id for each in known.treatments] == ["A001", "A002", "A100"]
    assert known.treatments[0].effect == 0.6
    assert [each.title for each in known.scenarios][-1] == "Drought"
    assert known.scenarios[:-1] == pack.scenarios
    log = said(
        draft("scenario", removed=True),
        draft("treatment", removed=True),
    )
    again = pack_with(pack, log)
    assert [each.id for each in again.treatments] == ["A001", "A002"]
    assert again.scenarios == pack.scenarios


def test_the_baseline_of_a_past_meeting_is_replayed_to_the_bit(pack, said):
    log = said(draft("reading"), draft(), draft("reading", value=20.0))
    then = START + timedelta(minutes=1)
    once = baseline(pack_with(pack, log[:1], then), AS_OF, then)
    now = baseline(pack_with(pack, log, then), AS_OF, then)
    assert (once.hazard_likely == now.hazard_likely).all()
    assert (once.terms == now.terms).all()
    latest_one = baseline(pack_with(pack, log), AS_OF)
    assert (latest_one.hazard_likely != now.hazard_likely).any()


def test_the_hash_tells_states_apart_and_only_them(pack, said):
    log = said(draft("reading"), draft("action"), draft())
    hashes = {state_hash(pack, log[:count]) for count in range(4)}
    assert len(hashes) == 4
    assert state_hash(pack, log) == state_hash(small_pack(), tuple(log))
    assert state_hash(make_pack(hash="1" * 64), log) not in hashes
    packs = [pack_with(pack, log[:count]).hash for count in range(4)]
    assert packs[1] == packs[2]  # an action changes no number
    assert len({*packs}) == 3


def test_known_by_is_what_had_been_recorded(said):
    log = said(draft(), draft())
    assert known_by(log, None) == log
    assert known_by(log, START) == log[:1]
    assert known_by(log, START - timedelta(seconds=1)) == ()
    with pytest.raises(ValueError, match="time zone"):
        known_by(log, datetime(2026, 8, 20))  # noqa: DTZ001
    assert known_by(log, datetime(2027, 1, 1, tzinfo=UTC)) == log


def test_tables_are_made_from_the_latest_entries(said):
    log = said(
        draft("action"),
        draft("action", id="AC-2"),
        draft("action", status="done", done_on="2026-08-19"),
    )
    found = latest(log, EntryKind.ACTION)
    assert {subject: each.seq for subject, each in found.items()} == {
        "action/AC-1": 3,
        "action/AC-2": 2,
    }


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            draft("reading", indicator_id="works-fundin"),
            f"indicator_id: no indicator is called 'works-fundin'; {NEAREST}",
        ),
        (
            draft("reading", indicator_id="bt-event-pressure"),
            f"indicator_id: bt-event-pressure is {DERIVED}",
        ),
        (
            draft("reading", url=None),
            "url: is missing; a measured reading needs a link and a grade",
        ),
        (
            draft("reading", indicator_id="neighbour-stance", value=5.0),
            "value: found 5; a posture is 0 to 4",
        ),
        (
            draft(risk_id="TW3"),
            "risk_id: no risk is called 'TW3'; did you mean 'TW2'?",
        ),
        (
            draft(risk_id="TW2", judged_on="2027-12-31"),
            f"judged_on: found 2027-12-31, {TOO_LATE}",
        ),
        (
            draft("action", treatment_id="A09"),
            "treatment: no treatment is called 'A09'; did you mean 'A002'?",
        ),
        (
            draft("decision", risk_ids=["TW1", "XX"]),
            "risk_ids: no risk is called 'XX'",
        ),
        (
            draft("resolution", risk_id="TW"),
            "risk_id: no risk is called 'TW'; did you mean 'TW2'?",
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else value.kind,
)  # fmt: skip
def test_what_has_no_place_in_the_pack_is_said_and_skipped(pack, said, wrong, sentence):
    found = [str(each) for each in placing_problems(pack, (), wrong.payload)]
    assert found[0] == sentence
    if getattr(wrong.payload, "judged_on", AS_OF) <= AS_OF:
        log = said(wrong)
        assert pack_with(pack, log) is pack
        (one,) = unplaced(pack, log)
        assert (one.entry, str(one.problems[0])) == (log[0], sentence)


def test_a_judged_reading_rests_on_events_before_it(pack):
    judged = {
        "indicator_id": "neighbour-stance",
        "value": 3.0,
        "reliability": None,
        "credibility": None,
        "observed_on": "2026-08-01",
    }
    nothing = draft("reading", **judged)
    events = draft("reading", **judged, event_ids=["EV0003", "EV9"])
    assert [str(each) for each in placing_problems(pack, (), nothing.payload)] == [
        "event_ids: is missing; a judged reading cites the events it rests on"
    ]
    assert [each.what for each in placing_problems(pack, (), events.payload)] == [
        "EV0003 happened on 2026-08-10, after the judgement",
        "no event is called 'EV9'",
    ]


def test_a_scenario_stays_within_the_goalposts(pack):
    scenario = {
        **FIELDS["scenario"]["scenario"],
        "settings": {"works-funding": 101.0, "talks": 3.0},
        "treatment_ids": ["A9"],
    }
    found = placing_problems(pack, (), draft("scenario", scenario=scenario).payload)
    assert [each.what for each in found] == [
        "found 101",
        "no indicator that can be set is called 'talks'",
        "no treatment is called 'A9'",
    ]


def test_a_treatment_in_a_scenario_is_not_removed(pack):
    used = pack.scenarios[0].model_copy(update={"treatment_ids": ("A001",)})
    pack = make_pack(scenarios=(used,))
    treatment = {**FIELDS["treatment"]["treatment"], "id": "A001"}
    found = placing_problems(
        pack, (), draft("treatment", treatment=treatment, removed=True).payload
    )
    assert [each.where for each in found] == ["removed"]


def test_every_field_of_the_pack_is_carried_over(pack, said):
    known = pack_with(pack, said(draft("reading")))
    changed = {"hash", "readings"}
    for name in Pack.model_fields:
        same = getattr(known, name) == getattr(pack, name)
        assert same == (name not in changed), name
    assert known.hash != HASH
