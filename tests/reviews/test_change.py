"""Each cause moves its own row alone, and together they are the whole change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from risks.errors import UnknownIdError
from risks.futures import outcome_value
from risks.reviews.change import explain_changes
from risks.reviews.mixing import CAUSES
from risks.reviews.numbers import View
from risks.reviews.states import Frozen
from risks.reviews.worths import Asked, Worths, days_after
from tests.builders import (
    make_assumptions,
    make_event,
    make_judgement,
    make_pack,
    make_reading,
    make_risk,
    small_pack,
)
from tests.reviews.conftest import AS_OF, FEW
from tests.workspace.drafts import draft

NAMES = (
    "opening-p50",
    "p-by-2028-06-30",
    "funding-gap-p50",
    "joint-confidence",
    "TW1",
    "TW2",
    "BT1",
)
LATER = AS_OF + timedelta(days=70)  # long enough for readings to fade
READING = draft(
    "reading", indicator_id="works-delay", value=28.0, observed_on="2026-08-19"
)
JUDGEMENT = draft(low=0.5, likely=0.7, high=0.9)
APPROVAL = draft("decision", choice="approve", treatment_ids=["A001"])


def _why(old, new, *names, draws=FEW, **asked):
    found = explain_changes(Asked(old, new, draws, **asked), names or NAMES)
    return {each.name: each for each in found}


def _parts(change):
    return {each.cause: each.amount for each in change.parts}


def _adds_up(changes):
    for each in changes.values():
        if each.parts:
            assert sum(_parts(each).values()) == pytest.approx(each.total, abs=1e-9)


@pytest.mark.parametrize(
    ("drafted", "cause"),
    [(READING, "readings"), (JUDGEMENT, "judgements"), (APPROVAL, "treatments")],
)
def test_each_thing_said_moves_its_own_row_alone(saw, drafted, cause):
    old, new = saw(), saw(drafted)
    found = _why(old, new)
    for each in found.values():
        assert [part.cause for part in each.parts] == [cause]
    assert found["TW1"].total != 0
    assert found["opening-p50"].total != 0
    _adds_up(found)
    (behind,) = [x for x in found["opening-p50"].parts[0].behind if x.entry]
    assert behind.entry == 1


def test_a_correction_is_a_reading(saw):
    old = saw(READING)
    new = saw(draft("correction", entry=1, indicator_id="works-delay"))
    (part,) = _why(old, new, "TW1")["TW1"].parts
    assert part.cause == "readings"
    assert part.amount < 0
    assert [each.entry for each in part.behind] == [2]


def test_time_alone_ages_the_evidence_and_moves_the_dates(saw):
    old = saw(READING)
    new = Frozen(old.pack, old.entries, AS_OF + timedelta(days=120))
    found = _why(old, new)
    for each in found.values():
        assert {part.cause for part in each.parts} == {"ageing", "time"}
    parts = _parts(found["TW1"])  # an event's chance rolls on: only ageing moves it
    assert parts["time"] == 0
    assert parts["ageing"] < 0
    assert _parts(found["opening-p50"])["time"] != 0
    _adds_up(found)


def test_nothing_between_two_reviews_is_no_change(saw):
    frozen = saw(READING, JUDGEMENT)
    for each in _why(frozen, frozen).values():
        assert (each.total, each.parts) == (0, ())
        assert not each.is_distinguishable


def test_all_causes_together_add_up_exactly(saw):
    old = saw(READING)
    changed = make_pack(hash="1" * 64, assumptions=make_assumptions(delay_overlap=0.1))
    new = replace(
        saw(draft("reading", value=5.0, observed_on="2026-08-20"), JUDGEMENT, APPROVAL),
        pack=changed,
        as_of=LATER,
    )
    told = []
    found = _why(old, new, progress=lambda *heard: told.append(heard))
    assert {part.cause for part in found["opening-p50"].parts} == {*CAUSES}
    assert all(_parts(found["opening-p50"]).values())
    _adds_up(found)
    assert told == [(done, 64) for done in range(65)]


def test_the_ends_are_the_numbers_of_the_reviews_themselves(saw):
    old, new = saw(READING), saw(JUDGEMENT, APPROVAL, as_of=LATER)
    found = _why(old, new)
    for frozen, end in ((old, "before"), (new, "after")):
        view = View(frozen, FEW)
        for name in ("TW1", "TW2", "BT1"):
            assert getattr(found[name], end) == view.chance(name)
        for name in ("funding-gap-p50", "joint-confidence", "p-by-2028-06-30"):
            assert getattr(found[name], end) == outcome_value(view.outcomes, name)
        months = outcome_value(view.outcomes, "opening-p50")
        day = days_after(view.outcomes, months) - old.as_of.toordinal()
        assert getattr(found["opening-p50"], end) == day


def test_what_the_pack_observed_in_between_is_a_reading(pack):
    later = date(2026, 8, 25)
    seen = make_pack(
        readings=(*pack.readings, make_reading(observed_on=later, value=29.0)),
        events=(*pack.events, make_event(id="EV0099", happened_on=later, severity=5)),
    )
    old, new = Frozen(seen, (), AS_OF), Frozen(seen, (), date(2026, 8, 27))
    found = _why(old, new)
    part = next(x for x in found["TW1"].parts if x.cause == "readings")
    assert part.amount > 0
    every = next(x for x in found["opening-p50"].parts if x.cause == "readings")
    assert {each.id for each in every.behind} == {"works-delay", "EV0099"}
    _adds_up(found)


def test_an_event_of_the_week_fades_only_by_ageing(pack):
    signals = (
        *pack.signals,
        pack.signals[0].model_copy(
            update={"indicator_id": "tw-event-pressure", "group": ""}
        ),
    )
    later = date(2026, 8, 25)
    events = (*pack.events, make_event(id="EV0099", happened_on=later, severity=5))
    seen = make_pack(signals=signals, events=events)
    old, new = Frozen(seen, (), AS_OF), Frozen(seen, (), later + timedelta(days=30))
    parts = _parts(_why(old, new, "TW1")["TW1"])
    assert parts["readings"] > 0 > parts["ageing"]


def test_a_reading_recorded_before_its_week_counts_in_its_week(saw):
    early = draft(
        "reading", indicator_id="works-delay", value=28.0, observed_on="2026-08-20"
    )
    old = saw(early, as_of=date(2026, 8, 19))
    found = _why(old, Frozen(old.pack, old.entries, AS_OF), "TW1")["TW1"]
    assert _parts(found)["readings"] > 0
    (behind,) = next(x for x in found.parts if x.cause == "readings").behind
    assert behind.entry == 1


def test_an_old_event_fades_by_ageing_alone(pack):
    signal = pack.signals[0].model_copy(
        update={"indicator_id": "tw-event-pressure", "group": ""}
    )
    seen = make_pack(signals=(*pack.signals, signal))
    old, new = Frozen(seen, (), AS_OF), Frozen(seen, (), LATER)
    found = _why(old, new, "TW1")["TW1"]
    assert {*_parts(found)} == {"ageing", "time"}
    assert (_parts(found)["time"], found.after) == (0, View(new, FEW).chance("TW1"))
    assert _parts(found)["ageing"] == pytest.approx(found.total)


def _judged_in_between(pack):
    """Return the pack with a reading of the 25th and a judgement of the 26th."""
    judged = make_judgement(low=0.4, likely=0.5, high=0.6, judged_on=date(2026, 8, 26))
    first = pack.risks[0]
    risk = make_risk(judgements=[*map(dict, first.judgements), judged])
    reading = make_reading(observed_on=date(2026, 8, 25), value=29.0)
    return make_pack(risks=(risk, *pack.risks[1:]), readings=(*pack.readings, reading))


def test_a_judgement_of_the_week_is_its_own_row(pack):
    seen = _judged_in_between(pack)
    old, new = Frozen(seen, (), AS_OF), Frozen(seen, (), date(2026, 8, 27))
    found = _why(old, new)
    parts = _parts(found["TW1"])
    assert parts["judgements"] > 0 == parts["time"]
    assert found["TW1"].after == pytest.approx(0.5)
    _adds_up(found)


def test_a_judgement_knows_every_reading_in_force_when_it_was_made(pack):
    seen = _judged_in_between(pack)
    old, new = Frozen(seen, (), AS_OF), Frozen(seen, (), date(2026, 8, 27))
    worths = Worths(Asked(old, new, FEW), ["TW1"], CAUSES)
    for causes in (["judgements"], ["judgements", "readings"], CAUSES):
        assert worths.worth("TW1", causes) == pytest.approx(0.5)
    assert worths.worth("TW1", ["readings"]) > worths.worth("TW1", [])


def test_what_was_observed_on_the_day_itself_is_in(pack):
    seen = make_pack(
        readings=(*pack.readings, make_reading(observed_on=LATER, value=29.0))
    )
    old, new = Frozen(seen, (), AS_OF), Frozen(seen, (), LATER)
    assert _parts(_why(old, new, "TW1")["TW1"])["readings"] > 0
    again = _why(new, Frozen(seen, (), LATER + timedelta(days=1)), "TW1")["TW1"]
    assert "readings" not in _parts(again)


def test_a_treatment_stated_anew_moves_its_row_alone(saw):
    old = saw(APPROVAL)
    stated = old.pack.treatment("A001").model_copy(update={"effect": 0.9})
    new = saw(draft("treatment", treatment=stated.model_dump()))
    found = _why(old, new)
    (part,) = found["TW1"].parts
    assert (part.cause, part.amount < 0) == ("treatments", True)
    assert found["TW1"].after == View(new, FEW).chance("TW1")


def test_a_judgement_of_a_risk_the_old_pack_lacks_acts_with_the_new_one(saw):
    old = saw()
    more = make_pack(hash="1" * 64, risks=(*small_pack().risks, make_risk(id="TW9")))
    new = replace(saw(draft(risk_id="TW9", likely=0.45)), pack=more)
    found = _why(old, new, "opening-p50", "TW9")
    assert found["TW9"].before is None
    assert found["TW9"].parts == ()
    assert found["TW9"].note == "new in this version of the pack"
    parts = _parts(found["opening-p50"])
    assert {*parts} == {"judgements", "pack"}
    assert parts["pack"] > 0
    _adds_up(found)
    back = _why(new, old, "TW9")["TW9"]
    assert back.note == "no longer in this version of the pack"


def test_a_risk_past_its_deadline_has_no_parts(pack):
    new = Frozen(pack, (), date(2028, 1, 3))
    found = _why(Frozen(pack, (), AS_OF), new, "TW2")["TW2"]
    assert (found.after, found.total, found.parts) == (None, None, ())
    assert "awaits its resolution" in found.note


def test_an_opening_after_the_months_is_said_so(pack):
    endless = pack.stages[0].model_copy(
        update={"remaining_months": None, "judged_on": None, "judged_reason": ""}
    )
    shut = make_pack(hash="1" * 64, stages=(endless, *pack.stages[1:]))
    old, new = Frozen(pack, (), AS_OF), Frozen(shut, (), AS_OF)
    assert _why(old, new, "opening-p50")["opening-p50"].note == (
        "not known in the later review, so the change cannot be split"
    )
    both = Frozen(shut, (), AS_OF), Frozen(shut, (), LATER)
    found = _why(*both, "opening-p50")["opening-p50"]
    assert found.note == "not known in either review"


def test_an_unknown_name_is_an_error_with_the_nearest(saw):
    with pytest.raises(UnknownIdError, match="TW1"):
        _why(saw(), saw(), "TW11")


def test_a_simulated_change_carries_its_paired_error(saw):
    found = _why(saw(), saw(JUDGEMENT))
    assert found["opening-p50"].se > 0
    assert found["TW1"].se is None
    assert found["opening-p50"].is_distinguishable


def test_progress_can_stop_it(saw):
    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        _why(saw(), saw(JUDGEMENT), progress=stop)


def test_a_risks_reasons_are_those_that_touch_it(saw):
    other = draft("reading", indicator_id="talks-held", value=1.0)
    found = _why(saw(), saw(READING, other))
    behind = {name: {x.id for x in found[name].parts[0].behind} for name in found}
    assert behind["TW1"] == {"works-delay"}
    assert behind["opening-p50"] == {"works-delay", "talks-held"}
