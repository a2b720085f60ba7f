"""Bad input of every kind: refused in words, or kept to the letter as text."""

import csv
import io
from datetime import date, timedelta

import pytest

from risks.exports import View, export_files
from risks.rates import baseline
from risks.scenarios import what_if
from risks.workspace import PAYLOADS, EntryError, make_draft, pack_with
from tests.builders import small_pack
from tests.workspace.conftest import START
from tests.workspace.drafts import FIELDS, draft, edit_id, record

KINDS = [*FIELDS]
AHEAD = START.date() + timedelta(days=2)
# The texts of each kind that are free; ids, links, days and choices are not.
TEXTS = {
    "reading": ["source", "note"],
    "judgement": ["why_differ"],
    "treatment": ["treatment.title", "treatment.owner"],
    "action": ["title", "owner"],
    "decision": ["title", "decided_by", "dissent"],
    "scenario": ["scenario.title", "scenario.story"],
    "review": ["present", "minutes"],
    "resolution": ["source"],
    "import": ["file_name"],
    "pack": ["title"],
    "appetite": ["owner"],
    "position": ["then", "owner"],
    "event": ["title", "source", "note"],
}
HOSTILE = [
    '=cmd|"/c calc"!A1',
    "+1-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE araxes_log; --",
    "{{ 7 * 7 }} ${7} %s \\x1b",
]


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def _prepared(workspace, kind):
    """Record what a kind needs before it can be: a correction, a reading."""
    if kind == "correction":
        record(workspace, draft("reading"))


def _with(kind, path, text):
    outer, _, inner = path.partition(".")
    if inner:
        return {outer: {**FIELDS[kind][outer], inner: text}}
    return {outer: [text] if outer in ("present", "minutes") else text}


def _value(payload, path):
    found = payload.model_dump()
    for name in path.split("."):
        found = found[name]
    return found[0] if isinstance(found, tuple | list) else found


def test_every_kind_is_tried():
    assert [*TEXTS] == [each for each in KINDS if each != "correction"]
    assert set(KINDS) == set(PAYLOADS)


@pytest.mark.parametrize(
    ("author", "words"),
    [
        ("", "author: found no name"),
        (" \t ", "author: found no name"),
        ("\u200b\u2060", "author: found no name"),
        ("\u00a0\u3000", "author: found no name"),
        ("A\x07na", "author: found U+0007, a control or invisible character"),
        ("Ana\nBo", "author: found U+000A"),
        ("A\u202ena", "author: found U+202E"),
        ("A\ud800", "author: found U+D800"),
        ("A" * 81, "author: found 81 characters"),
    ],
)
def test_nothing_is_said_by_nobody(kind, author, words):
    with pytest.raises(EntryError) as caught:
        draft(kind, author=author)
    assert words in str(caught.value)


def test_a_reason_of_100_kb_is_refused_and_one_of_2000_letters_kept(
    sqlite_workspace, kind
):
    with pytest.raises(EntryError, match="reason: found 102,400 characters; at most 2"):
        draft(kind, reason="x" * 102_400)
    _prepared(sqlite_workspace, kind)
    (entry,) = record(sqlite_workspace, draft(kind, reason="é" * 2_000))
    assert sqlite_workspace.entries()[-1].reason == entry.reason == "é" * 2_000


@pytest.mark.parametrize("where", [f"{k} {f}" for k in TEXTS for f in TEXTS[k]])
def test_a_text_of_100_kb_or_with_controls_is_refused(where):
    kind, path = where.split()
    for text in ("x" * 102_400, "a\x00b", "a\u202eb"):
        with pytest.raises(EntryError, match=path.rpartition(".")[2]):
            draft(kind, **_with(kind, path, text))


@pytest.mark.parametrize("where", [f"{k} {f}" for k in TEXTS for f in TEXTS[k]])
def test_markup_and_formulas_are_kept_to_the_letter(sqlite_workspace, where):
    kind, path = where.split()
    for text in HOSTILE:
        said = draft(kind, author=text, reason=text, **_with(kind, path, text))
        record(sqlite_workspace, said)
        kept = sqlite_workspace.entries()[-1]
        assert (kept.author, kept.reason) == (text, text)
        assert _value(kept.payload, path) == text
    assert sqlite_workspace.verify() is None


def test_a_day_ahead_is_refused_wherever_it_names_the_past(sqlite_workspace, kind):
    _prepared(sqlite_workspace, kind)
    changed = {"status": "done", "done_on": AHEAD} if kind == "action" else {}
    if kind == "correction":
        changed = {"reading": {**FIELDS["reading"], "observed_on": AHEAD}}
    days = draft(kind, **changed).payload.past_days
    if not days:
        assert kind in ("treatment", "scenario", "review", "import", "pack", "position")
    for name in days:
        said = changed or {name: AHEAD}
        with pytest.raises(EntryError, match=f"{name}: found {AHEAD}, which lies ahe"):
            record(sqlite_workspace, draft(kind, **said))


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=365)])
def test_a_clock_set_back_loses_nothing_and_refuses_nothing(
    sqlite_workspace, times, kind, back
):
    record(sqlite_workspace, draft("reading"))
    times.instant -= back
    version = sqlite_workspace.version(draft(kind).subject)
    entry = sqlite_workspace.append(draft(kind), edit_id("late"), version)
    assert entry.recorded_at == START
    assert "behind the last entry" in entry.note
    assert sqlite_workspace.verify() is None


def test_a_clock_set_back_does_not_let_the_future_in(sqlite_workspace, times):
    record(sqlite_workspace, draft("reading"))
    times.set_clock(days=-365)
    with pytest.raises(EntryError, match="nothing after 2026-08-20 is allowed"):
        record(sqlite_workspace, draft("event", happened_on="2026-08-21"))


def test_before_the_first_entry_only_the_clock_knows_the_day(sqlite_workspace, times):
    times.set_clock(days=-365)
    with pytest.raises(EntryError, match="nothing after 2025-08-20 is allowed"):
        record(sqlite_workspace, draft("event"))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_is_disarmed_in_the_exports(sqlite_workspace, text):
    said = {"source": text, "note": text}
    treatment = {**FIELDS["treatment"]["treatment"], "title": text}
    record(
        sqlite_workspace,
        draft("reading", **said),
        draft("event", title=text, **said),
        draft("judgement", author=text, reason=text),
        draft("treatment", treatment=treatment),
    )
    pack = pack_with(small_pack(), sqlite_workspace.entries())
    files = export_files(View(what_if(baseline(pack, date(2026, 8, 20)), {})))
    armed = "'" + text if text[0] in "=+@'" else text
    for name, column in {
        "readings.csv": "source",
        "events.csv": "title",
        "judgements.csv": "reason",
        "treatments.csv": "title",
    }.items():
        rows = csv.DictReader(io.StringIO(files[name].decode(), newline=""))
        assert armed in [row[column] for row in rows], name


def test_a_kind_that_there_is_not_suggests_one():
    with pytest.raises(EntryError, match="no entry is called 'events'; did you mean"):
        make_draft("events", {}, "Ann")
