"""`araxes review brief` on the small pack, and what the brief says there."""

import dataclasses
import os
from datetime import timedelta

import pytest

from risks.brief import BriefError, brief_of, matter_of, minutes_of, write_whole
from risks.brief.content import OTHER_NUMBERS
from risks.brief.typeset import pages
from risks.reviews import Draws, Meeting, Packs, Week, closing, opening
from tests.reviews.conftest import (  # noqa: F401  # fixtures
    open_at,
    pack,
    saw,
    say,
    sqlite_target,
    sqlite_workspace,
    times,
)
from tests.reviews.test_commands import desk  # noqa: F401  # fixture
from tests.workspace.drafts import draft

FEW = Draws(paths=256)


@pytest.fixture
def held(pack, say, times):  # noqa: F811
    """Return a function that closes two weeks and gives the second one's matter."""

    def holding(*drafts, minutes=()):
        weeks = Week(2026, 34), Week(2026, 35)
        entries = say()
        for week, said in zip(weeks, ((), drafts), strict=True):
            entries = say(*said)
            meeting = Meeting(week, "Ann", times.instant, present=("Ben",), draws=FEW)
            entries = say(opening(pack, entries, meeting).draft)
            meeting = dataclasses.replace(meeting, now=times.instant, minutes=minutes)
            entries = say(closing(pack, entries, meeting).draft)
            times.go_on(hours=24 * 7)
        asked = Meeting(weeks[1], "", times.instant, draws=FEW)
        return matter_of(Packs(pack), entries, asked)

    return holding


def _texts(sheet):
    return str(dataclasses.asdict(sheet))


def test_a_first_week_says_that_there_is_nothing_to_compare(desk, tmp_path):  # noqa: F811
    target, minutes = tmp_path / "2026-W34-brief.pdf", tmp_path / "minutes.html"
    words = ["--to", target, "--minutes-to", minutes, "--paths", 256]
    done = desk.run("brief", "2026-W34", *words)
    assert done.exit_code == 0, done.output
    assert pages(target.read_bytes()) == 1
    assert "Draft: the week is not closed" in minutes.read_text(encoding="utf-8")
    assert sorted(x.name for x in tmp_path.glob(".*")) == []


def test_a_closed_week_gives_the_same_bytes_ever_after(desk, tmp_path):  # noqa: F811
    desk.hold("2026-W34")
    made = []
    for name in ("a.pdf", "b.pdf"):
        done = desk.run("brief", "2026-W34", "--to", tmp_path / name)
        assert done.exit_code == 0, done.output
        made.append((tmp_path / name).read_bytes())
        desk.now += timedelta(days=30)
    assert made[0] == made[1]


@pytest.mark.parametrize("name", ["brief.docx", "brief", "brief.pdf.exe"])
def test_another_ending_is_refused_before_anything_is_read(desk, tmp_path, name):  # noqa: F811
    done = desk.run("brief", "2026-W34", "--to", tmp_path / name)
    assert done.exit_code == 2
    assert "ends in neither .pdf nor .html" in done.output
    assert not (tmp_path / name).exists()


def test_one_file_for_both_is_refused(desk, tmp_path):  # noqa: F811
    words = ["--to", tmp_path / "x.pdf", "--minutes-to", tmp_path / "x.pdf"]
    assert desk.run("brief", "2026-W34", *words).exit_code == 2


def test_a_folder_that_is_not_there_is_told_in_words(desk, tmp_path):  # noqa: F811
    target = tmp_path / "no" / "brief.html"
    done = desk.run("brief", "2026-W34", "--to", target, "--paths", 256)
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    assert "Traceback" not in done.output


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "brief.html"
    target.write_bytes(b"old")
    full = OSError(28, "No space left on device")

    def fail(handle):
        raise full

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BriefError, match="No space left"):
        write_whole(target, b"new")
    assert [x.name for x in tmp_path.iterdir()] == ["brief.html"]
    assert target.read_bytes() == b"old"


def test_a_second_week_says_why_and_its_parts_are_all_there(held):
    matter = held(draft("reading"), draft(likely=0.4), draft("action"))
    sheet = brief_of(matter)
    why = next(each for each in sheet.sections if each.is_whole)
    assert [row.cells[0] for row in why.rows][-1] == "Together"
    assert len(why.rows) == 1 + len(
        {part.cause for x in matter.agenda.headline for part in x.parts}
    )
    assert sheet.notice == ""
    assert f"log up to entry {matter.review.head_seq}:" in sheet.anchor
    assert sheet.anchor.endswith(matter.review.head_hash)
    assert "week ends 2026-08-31 00:00 UTC+4" in sheet.stamp


def test_what_is_said_later_changes_nothing(held, pack, say, times):  # noqa: F811
    matter = held(draft("reading"))
    entries = say(draft(likely=0.4), draft("appetite", most_chance=0.01))
    again = matter_of(
        Packs(pack), entries, Meeting(matter.week, "", times.instant, draws=FEW)
    )
    assert brief_of(again) == brief_of(matter)
    assert minutes_of(again) == minutes_of(matter)


def test_minutes_have_what_was_said_and_who_dissented(held):
    taken = draft("decision", choice="approve", decided_on="2026-08-24")
    matter = held(taken, minutes=("First.\nThen *this*.",))
    minutes = minutes_of(matter)
    assert minutes.paragraphs[:3] == ("Present: Ben.", "First.", "Then *this*.")
    assert "Dissent: Ben would have approved it." in _texts(minutes)
    assert "Dissent" not in _texts(brief_of(matter))


def test_other_numbers_than_at_the_close_are_said(held):
    matter = held()
    wrong = matter.review.model_copy(update={"state_hash": "0" * 64})
    assert brief_of(dataclasses.replace(matter, review=wrong)).notice == OTHER_NUMBERS
