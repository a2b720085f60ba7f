"""Someone with the file and time: what the chain finds, and what needs an anchor."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pytest

from risks.workspace import GENESIS, Anchor, Row
from risks.workspace.chain import linked
from tests.workspace.drafts import draft, record
from tests.workspace.faults.conftest import open_patiently, rounds

pytestmark = pytest.mark.faults
ENTRIES = 300
FIELDS = ("recorded_at", "author", "kind", "subject", "reason", "payload", "edit_id")
TRIGGERS = ("araxes_log_no_update", "araxes_log_no_delete", "araxes_log_next")


def _change(rows, seq, chance):
    field = chance.choice(FIELDS)
    row = rows[seq - 1]
    rows[seq - 1] = replace(row, **{field: getattr(row, field) + "!"})


def _change_and_seal(rows, seq, _chance):
    rows[seq - 1] = linked(replace(rows[seq - 1], author="Eve"))


def _delete(rows, seq, _chance):
    del rows[seq - 1]


def _delete_and_close_up(rows, seq, _chance):
    del rows[seq - 1]
    _seal(rows, seq)


def _swap(rows, seq, _chance):
    one, other = rows[seq - 1], rows[seq]
    rows[seq - 1], rows[seq] = replace(other, seq=one.seq), replace(one, seq=other.seq)


def _insert(rows, seq, _chance):
    rows.insert(seq, replace(rows[seq], author="Eve", edit_id="edit-eve"))
    _seal(rows, seq + 1)


def _add_at_the_end(rows, _seq, _chance):
    rows.append(replace(rows[-1], seq=len(rows) + 1, edit_id="edit-eve", hash="f" * 64))


def _rewrite(rows, seq, _chance):
    rows[seq - 1] = replace(rows[seq - 1], author="Eve")
    _seal(rows, seq)


def _cut(rows, seq, _chance):
    del rows[seq:]


def _seal(rows: list[Row], start: int) -> None:
    """Number and chain everything anew, as a forger would."""
    before = rows[start - 2].hash if start > 1 else GENESIS
    for place in range(start - 1, len(rows)):
        rows[place] = linked(
            replace(rows[place], seq=place + 1, previous_hash=before, hash="")
        )
        before = rows[place].hash


SEEN_BY_THE_CHAIN = (
    _change,
    _change_and_seal,
    _delete,
    _swap,
    _add_at_the_end,
)
SEEN_BY_AN_ANCHOR = (_delete_and_close_up, _insert, _rewrite, _cut)


def _put_back(path, rows):
    """Write changed rows into the file, past the rules of its tables."""
    with closing(sqlite3.connect(path)) as other, other:
        for name in TRIGGERS:
            other.execute(f"DROP TRIGGER {name}")
        other.execute("DELETE FROM araxes_log")
        names = ", ".join(vars(rows[0]))
        marks = ", ".join("?" * len(vars(rows[0])))
        other.executemany(
            f"INSERT INTO araxes_log ({names}) VALUES ({marks})",  # noqa: S608
            [tuple(vars(each).values()) for each in rows],
        )


def test_every_tampering_is_found(path, tmp_path):
    chance = random.Random(1)  # noqa: S311 (no secret)
    workspace = open_patiently(path)
    record(workspace, *[draft("action")] * ENTRIES)
    whole = [each.row for each in workspace.entries()]
    anchors = [Anchor(each.seq, each.hash) for each in whole[49::50]]
    content = path.read_bytes()
    found, found_by_chain = Counter(), Counter()
    tried = Counter()
    for number in range(rounds(2_000)):
        kind = chance.choice((*SEEN_BY_THE_CHAIN, *SEEN_BY_AN_ANCHOR))
        rows = list(whole)
        kind(rows, chance.randrange(5, ENTRIES - 5), chance)
        copy = tmp_path / f"copy-{number % 4}.db"
        copy.write_bytes(content)
        _put_back(copy, rows)
        forged = open_patiently(copy)
        tried[kind] += 1
        found[kind] += forged.verify(anchors) is not None
        found_by_chain[kind] += forged.verify() is not None
    assert found == tried
    # That is why there are anchors: the chain alone does not see a whole one.
    for kind in tried:
        expected = tried[kind] if kind in SEEN_BY_THE_CHAIN else 0
        assert found_by_chain[kind] == expected, kind.__name__
