"""A correction names the reading that stands, and only that."""

import re

import pytest

from risks.workspace import EntryError, pack_with, placing_problems, unplaced
from tests.builders import make_reading, small_pack
from tests.workspace.drafts import FIELDS, draft, record

FIXED = {**FIELDS["reading"], "value": 95.0}
PACK_READING = {
    "indicator_id": "works-funding",
    "observed_on": "2026-03-31",
    "source": make_reading().source,
    "recorded_at": make_reading().recorded_at,
}


def _correct(**named):
    return draft("correction", **{"entry": None, **named})


def test_a_reading_is_corrected_and_the_correction_in_turn(workspace):
    record(workspace, draft("reading"))
    record(workspace, _correct(entry=1, reading=FIXED), _correct(entry=2))
    assert len(workspace.entries()) == 3


def test_what_was_corrected_already_is_refused_naming_what_stands(workspace):
    record(workspace, draft("reading"))
    record(workspace, _correct(entry=1, reading=FIXED), _correct(entry=2))
    for named in (1, 2):
        with pytest.raises(EntryError) as caught:
            record(workspace, _correct(entry=named))
        (problem,) = caught.value.problems
        assert str(problem) == (
            f"correction: entry {named} was corrected already, by entry 3 (Ann); "
            "correct entry 3 instead"
        )


def test_a_reading_of_the_pack_is_corrected_once(workspace):
    record(workspace, _correct(pack_reading=PACK_READING, reading=FIXED))
    again = _correct(pack_reading=PACK_READING)
    for stands in (1, 2):  # by another reading, then by none
        told = f"this reading was corrected already, by entry {stands} (Ann); correct "
        with pytest.raises(EntryError, match=re.escape(told)):
            record(workspace, again)
        assert (
            list(placing_problems(small_pack(), workspace.entries(), again.payload))
            == []
        )
        if stands == 1:
            record(workspace, _correct(entry=1))


def test_a_reading_that_the_pack_never_had_is_not_corrected(workspace):
    record(workspace, _correct(pack_reading=PACK_READING))
    never = _correct(pack_reading={**PACK_READING, "observed_on": "2026-03-30"})
    told = placing_problems(small_pack(), workspace.entries(), never.payload)
    assert "the pack has no such reading of works-funding" in str(next(told))


def test_what_a_correction_took_away_can_be_put_back(workspace):
    record(workspace, _correct(pack_reading=PACK_READING))
    record(workspace, _correct(entry=1, reading=FIXED))
    known = pack_with(small_pack(), workspace.entries())
    assert unplaced(small_pack(), workspace.entries()) == ()
    assert [each.value for each in known.readings].count(95.0) == 1
    assert len(known.readings) == len(small_pack().readings)


@pytest.mark.parametrize(
    ("named", "words"),
    [(2, "found entry 2, which is no reading"), (9, "found entry 9, which is no")],
)
def test_only_readings_are_corrected(workspace, named, words):
    record(workspace, draft("reading"), draft())
    with pytest.raises(EntryError, match=words):
        record(workspace, _correct(entry=named))


def test_a_correction_stays_with_its_indicator(workspace):
    record(workspace, draft("reading", indicator_id="talks-held"))
    with pytest.raises(EntryError, match="entry 1 is about indicator/talks-held"):
        record(workspace, _correct(entry=1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "either an entry or a reading"),
        ({"entry": 1, "pack_reading": PACK_READING}, "either an entry or a reading"),
        ({"entry": 1, "reading": {**FIXED, "indicator_id": "talks-held"}}, "not talks"),
    ],
)
def test_a_correction_names_one_thing(changes, words):
    with pytest.raises(EntryError, match=words):
        _correct(**changes)
