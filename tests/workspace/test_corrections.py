"""A correction names the reading that stands, and only that."""

import pytest

from risks.workspace import EntryError
from tests.workspace.drafts import FIELDS, draft, record

FIXED = {**FIELDS["reading"], "value": 95.0}
PACK_READING = {
    "indicator_id": "works-funding",
    "observed_on": "2026-03-31",
    "source": "Ministry bulletin",
    "recorded_at": "2026-08-15T00:00:00Z",
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
    with pytest.raises(EntryError, match="this reading was corrected already, by ent"):
        record(workspace, _correct(pack_reading=PACK_READING))
    record(workspace, _correct(entry=1))


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
