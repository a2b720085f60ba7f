"""One spelling of every entry, and a chain that shows where it was touched."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.workspace import GENESIS, Anchor, Row, canonical, verify
from risks.workspace.chain import instant_of, instant_text, link, linked

REWRITTEN = "it or one before it was rewritten"
LOCAL = timezone(timedelta(hours=4))


def make_rows(count: int) -> list[Row]:
    """Return a whole log of some entries."""
    rows: list[Row] = []
    for seq in range(1, count + 1):
        before = rows[-1].hash if rows else GENESIS
        at = f"2026-08-20T09:00:{seq:02}.000000Z"
        rows.append(
            linked(
                Row(seq, at, "Ann", "action", f"action/A{seq % 3}", "Since.",
                    '{"id":"A"}', f"edit-{seq:04}", before)
            )
        )  # fmt: skip
    return rows


def test_the_spelling_is_fixed():
    value = {
        "b": [1, 1.0, 0.1, 1e22, True, None],
        "a": datetime(2026, 8, 20, 13, 0, tzinfo=LOCAL),
        "é": date(2026, 8, 20),
    }
    assert canonical(value) == (
        '{"a":"2026-08-20T09:00:00.000000Z","b":[1,1.0,0.1,1e+22,true,null],'
        '"é":"2026-08-20"}'
    )


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"value": wrong})


def test_an_instant_names_its_zone():
    with pytest.raises(ValueError, match="needs a time zone"):
        canonical(datetime(2026, 8, 20, 9, 0))  # noqa: DTZ001
    with pytest.raises(TypeError, match="set cannot be recorded"):
        canonical({1, 2})


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_the_order_of_the_texts_is_the_order_of_time(one, other):
    assert (instant_text(one) < instant_text(other)) == (one < other)
    assert instant_of(instant_text(one)) == one


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_exactly(value):
    assert json.loads(canonical(value)) == value


def test_the_hash_is_what_the_manual_says():
    row = make_rows(1)[0]
    text = (
        '{"author":"Ann","edit_id":"edit-0001","kind":"action","payload":"{\\"id\\":'
        '\\"A\\"}","reason":"Since.","recorded_at":"2026-08-20T09:00:01.000000Z",'
        '"seq":1,"subject":"action/A1"}'
    )
    assert row.hash == sha256((GENESIS + text).encode()).hexdigest()


def test_a_whole_log_has_no_break():
    rows = make_rows(5)
    assert verify([]) is None
    assert verify([], [Anchor(0, GENESIS)]) is None
    assert verify(rows, [Anchor(5, rows[4].hash), Anchor(2, rows[1].hash)]) is None


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (
            lambda rows: rows[:2] + rows[3:],
            "entry 3 is missing: after entry 2 comes entry 4",
        ),
        (
            lambda rows: [*rows[:2], replace(rows[2], author="Eve"), *rows[3:]],
            "entry 3 was changed after it was recorded",
        ),
        (
            lambda rows: [*rows[:2], linked(replace(rows[2], author="Eve")), *rows[3:]],
            "entry 4 was not written after the entry 3 that is here",
        ),
        (
            lambda rows: [*rows[:2], replace(rows[2], reason="\ud800"), *rows[3:]],
            "entry 3 was changed after it was recorded",
        ),
        (
            lambda rows: [*rows[:4], _rewritten(rows, 4, recorded_at="2020")],
            "entry 5 is dated before entry 4",
        ),
        (
            lambda rows: [*rows[:4], _rewritten(rows, 4, edit_id="edit-0001")],
            "entry 5 repeats the edit id of an entry before it",
        ),
        (
            lambda rows: [*rows[:4], _rewritten(rows, 4, author="Eve")],
            f"entry 5 is not the one its anchor names: {REWRITTEN}",
        ),
        (
            lambda rows: rows[:4],
            "the log ends with entry 4, but an anchor names entry 5: its end is gone",
        ),
    ],
)
def test_the_first_broken_place_is_named_in_words(tamper, sentence):
    rows = make_rows(5)
    anchor = Anchor(5, rows[4].hash)
    assert str(verify(tamper(rows), [anchor])) == sentence


def test_a_cut_or_rewritten_end_needs_an_anchor_to_be_seen():
    rows = make_rows(5)
    assert verify(rows[:4]) is None
    assert verify([*rows[:4], _rewritten(rows, 4, author="Eve")]) is None


def test_anchors_that_contradict_each_other_are_named():
    rows = make_rows(2)
    anchors = [Anchor(1, rows[0].hash), Anchor(1, "f" * 64)]
    assert "two anchors name entry 1" in str(verify(rows, anchors))
    assert "empty log" in str(verify([], [Anchor(0, "f" * 64)]))


@given(st.data())
def test_any_single_change_is_found(data):
    rows = make_rows(6)
    place = data.draw(st.integers(0, 5))
    field = data.draw(st.sampled_from([*vars(rows[0])]))
    old = getattr(rows[place], field)
    options = st.integers(-9, 99) if field == "seq" else st.text(max_size=70)
    new = data.draw(options.filter(lambda value: value != old))
    rows[place] = replace(rows[place], **{field: new})
    broken = verify(rows)
    assert broken is not None
    assert broken.seq in (place + 1, place + 2, new)


def _rewritten(rows, place, **changes):
    row = replace(rows[place], **changes)
    return replace(row, hash=link(row))
