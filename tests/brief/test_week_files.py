"""The files of a closed week: whole, the same ever after, of no other log."""

import io
import json
import os
import zipfile
from email import message_from_bytes, policy

import pandas as pd
import pytest

from risks.brief import BriefError, brief_of, minutes_of, plain_text
from risks.brief.folder import KINDS, Place, home_of, is_written, read_written
from risks.brief.typeset import pages
from risks.exports import export_files
from risks.reviews import Packs
from risks.week_files import closed_matter, files_of, write_week
from tests.brief.test_command import FEW, held  # noqa: F401  # fixture
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

WEEK = "2026-W34"


@pytest.fixture
def matter(held):  # noqa: F811
    said = draft("decision", choice="approve", decided_on="2026-08-24")
    return held(draft(likely=0.4), said, minutes=("Say <b>this</b>.",))


def _place(home, matter):
    said = matter.review
    return Place(home, matter.week, f"{said.head_seq}:{said.head_hash}")


def _folder(desk):  # noqa: F811
    return desk.file.parent / "reviews" / WEEK


def test_the_letter_holds_text_html_and_the_pdf_and_names_nobody(matter):
    made = files_of(matter)
    found = message_from_bytes(made["brief.eml"], policy=policy.default)
    assert (found["To"], found["Cc"], found["From"]) == (None, None, None)
    assert "Week 2026-W35" in found["Subject"]
    assert found["Date"].datetime == matter.review.known_at.replace(microsecond=0)
    text, html = (found.get_body((each,)).get_content() for each in ("plain", "html"))
    assert "MOVERS" in text
    assert "<h1" in html
    (attached,) = found.iter_attachments()
    assert attached.get_filename() == "2026-W35-brief.pdf"
    assert attached.get_content() == made["brief.pdf"]
    assert all(len(line) <= 998 for line in made["brief.eml"].splitlines())


def test_the_text_of_a_letter_says_what_the_brief_says(matter):
    sheet = brief_of(matter)
    text = " ".join(plain_text(sheet).split())
    for section in sheet.sections:
        for row in section.rows:
            assert all(cell in text for cell in row.cells)
    assert sheet.anchor in text


def test_the_tables_are_those_the_week_saw(matter, pack, say):  # noqa: F811
    made = files_of(matter)["tables.zip"]
    archive = zipfile.ZipFile(io.BytesIO(made))
    package = json.loads(archive.read("datapackage.json"))
    assert package["araxes:week"] == "2026-W35"
    assert package["araxes:as_of"] == str(matter.review.as_of)
    assert package["araxes:state_hash"] == matter.review.state_hash
    judged = pd.read_csv(archive.open("judgements.csv"))
    assert 0.4 in set(judged["likely"])
    risks = pd.read_csv(archive.open("risks.csv")).set_index("id")
    for each in matter.view.base.pack.risks:
        shown = risks.loc[each.id, "derived_chance"]
        assert shown == pytest.approx(matter.view.chance(each.id))
    entries = say(draft(likely=0.45, judged_on="2026-08-25"))
    again = closed_matter(Packs(pack), entries, matter.week, FEW)
    assert files_of(again)["tables.zip"] == made


def test_files_are_written_once_and_again_with_the_same_bytes(matter, tmp_path):
    paths = write_week(tmp_path, matter)
    first = {each: each.read_bytes() for each in paths}
    assert [each.name for each in paths] == [
        f"2026-W35-{each}" for each in (*KINDS, "files.json")
    ]
    assert write_week(tmp_path, matter) == paths
    assert {each: each.read_bytes() for each in paths} == first
    assert not list(paths[0].parent.glob(".*"))
    place = _place(tmp_path, matter)
    assert is_written(place)
    for kind in KINDS:
        assert read_written(place, kind) == first[place.path(kind)]
    assert pages(read_written(place, "brief.pdf")) == 1


def test_a_changed_file_is_not_handed_out(matter, tmp_path):
    write_week(tmp_path, matter)
    place = _place(tmp_path, matter)
    path = place.path("brief.html")
    path.write_bytes(path.read_bytes().replace(b"<h1", b"<H1"))
    with pytest.raises(BriefError, match="was changed since it was written"):
        read_written(place, "brief.html")
    path.unlink()
    assert not is_written(place)
    with pytest.raises(BriefError, match="write the files again"):
        read_written(place, "brief.html")


def test_the_minutes_say_what_treatments_change_and_cost(held):  # noqa: F811
    named = {"treatment_ids": ["A001"], "decided_on": "2026-08-24"}
    later = draft("decision", id="D-2", choice="defer", due_on="2026-09-01", **named)
    found = held(draft("decision", choice="approve", **named), later)
    (section,) = (x for x in minutes_of(found).sections if x.title == "Decisions")
    asked, taken = (each.cells for each in section.rows)
    assert (asked[0], taken[0]) == ("To decide", "Approved")
    assert "(effect: " in asked[1]
    assert "cost USD" in asked[1]
    assert "(effect: " in taken[1]
    short = next(x for x in brief_of(found).sections if x.title == "Decisions")
    assert "(effect: " in short.rows[0].cells[1]


@pytest.mark.parametrize("said", [b"{", b"[]", b'{"anchor": 1, "files": 2}', b"\xff"])
def test_a_broken_list_is_no_list(matter, tmp_path, said):
    write_week(tmp_path, matter)
    place = _place(tmp_path, matter)
    place.path("files.json").write_bytes(said)
    assert not is_written(place)
    with pytest.raises(BriefError, match="not been written yet"):
        read_written(place, "brief.pdf")


def test_files_of_another_workspace_are_left_alone(matter, tmp_path):
    write_week(tmp_path, matter)
    place = _place(tmp_path, matter)
    theirs = json.loads(place.path("files.json").read_text())
    theirs["anchor"] = f"9:{'f' * 64}"
    place.path("files.json").write_text(json.dumps(theirs))
    place.path("brief.pdf").write_bytes(b"theirs")
    with pytest.raises(BriefError, match="files of another workspace"):
        write_week(tmp_path, matter)
    assert place.path("brief.pdf").read_bytes() == b"theirs"
    with pytest.raises(BriefError, match="not been written yet"):
        read_written(place, "brief.pdf")


def test_the_tables_have_every_file_of_an_export(matter):
    archive = zipfile.ZipFile(io.BytesIO(files_of(matter)["tables.zip"]))
    from risks.exports import View

    assert set(archive.namelist()) == set(export_files(View(matter.view.what_if)))


def test_the_folder_is_beside_the_file_or_in_the_data_folder(tmp_path):
    data = tmp_path / "data"
    assert home_of(tmp_path / "workspace.db", data) == tmp_path / "reviews"
    assert home_of(None, data) == data / "reviews"


def test_closing_writes_the_files_beside_the_workspace(desk):  # noqa: F811
    done = desk.hold(WEEK)
    names = sorted(each.name for each in _folder(desk).iterdir())
    assert names == sorted(f"{WEEK}-{each}" for each in (*KINDS, "files.json"))
    assert f"Written to {_folder(desk)}: {WEEK}-brief.pdf" in done.output
    before = {each.name: each.read_bytes() for each in _folder(desk).iterdir()}
    again = desk.run("pack", WEEK, "--to", desk.file.parent / "again")
    assert again.exit_code == 0, again.output
    folder = desk.file.parent / "again" / WEEK
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_a_full_disk_neither_stops_nor_undoes_the_close(desk, monkeypatch):  # noqa: F811
    assert desk.run("open", WEEK).exit_code == 0
    full = OSError(28, "No space left on device")

    def fail(path, content):
        raise full

    monkeypatch.setattr("risks.brief.files._write", fail)
    done = desk.run("close", WEEK)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"{WEEK} closed as entry 3")
    assert "The week is closed. Its files could not be written" in done.stderr
    assert "No space left on device" in done.stderr
    assert f"araxes review pack {WEEK} --to DIR" in done.stderr
    assert list(_folder(desk).iterdir()) == []
    monkeypatch.undo()
    assert "was closed by Ann" in desk.run("close", WEEK).output


@pytest.mark.skipif(os.name != "posix", reason="folders are locked by their mode")
def test_a_file_in_the_folders_place_is_said_after_the_close(desk):  # noqa: F811
    (desk.file.parent / "reviews").write_text("a file", encoding="utf-8")
    assert desk.run("open", WEEK).exit_code == 0
    done = desk.run("close", WEEK)
    assert done.exit_code == 0
    assert "cannot be made" in done.stderr
    assert (desk.file.parent / "reviews").read_text(encoding="utf-8") == "a file"


def test_a_close_can_leave_the_files_for_later(desk):  # noqa: F811
    desk.run("open", WEEK)
    assert desk.run("close", WEEK, "--no-files").exit_code == 0
    assert not _folder(desk).exists()
    assert desk.run("pack", WEEK).exit_code == 0
    assert _folder(desk).is_dir()


@pytest.mark.parametrize(
    ("week", "words"), [(WEEK, "is still open"), ("2026-W33", "there is no review of")]
)
def test_the_files_of_a_week_that_is_not_closed_are_refused(desk, week, words):  # noqa: F811
    desk.run("open", WEEK)
    done = desk.run("pack", week)
    assert (done.exit_code, words in done.output) == (1, True)
    assert not (desk.file.parent / "reviews").exists()
