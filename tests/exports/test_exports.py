"""Exports round-trip, disarm formulas, and describe themselves."""

import csv
import io
import json
import zipfile
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import baseline, what_if
from risks.exports import (
    View,
    csv_text,
    export_files,
    export_folder,
    export_zip,
    guard,
    unguard,
)
from risks.tables.columns import ALL, Column, TableSpec
from risks.tables.frames import frame_of
from tests.builders import make_pack, make_reading, make_register, small_pack

AS_OF = date(2026, 8, 10)
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "'quoted",
    "''twice",
    "-5",
    "+5",
    "1e5",
    "-1.5e-3",
    "a,b",
    'say "x"',
    "line\nbreak",
    "ends\r",
    "",
    "ünïcode — ÿ",
    "=",
    "-",
    "−5",
    "\u00a0=1",
    "\u2003=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "\u2028=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    " \u200f\uff1d1",
]
TEXT = TableSpec("texts", "a text", (Column("text", "string", "any text"),))
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))


def _seen(pack=None, settings=None):
    return what_if(baseline(pack or small_pack(), AS_OF), settings or {})


def _read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


@given(st.one_of(st.sampled_from(HOSTILE), texts))
def test_what_was_guarded_comes_back(text):
    assert unguard(guard(text)) == text


@given(
    st.lists(
        st.one_of(st.sampled_from(HOSTILE), texts).filter(bool), min_size=1, max_size=5
    )
)
def test_hostile_text_survives_a_csv_file(found):
    written = csv_text(TEXT, frame_of(TEXT, [{"text": each} for each in found]))
    rows = _read(written.encode())
    assert [unguard(row["text"]) for row in rows] == found


@given(texts)
def test_no_cell_is_left_that_a_spreadsheet_would_run(text):
    kept = guard(text)
    first = kept.lstrip(" ")[:1]
    if first and first in "=+-@\t\r\n":
        float(kept)  # a plain number; anything else fails here


@pytest.mark.parametrize("text", HOSTILE[:8] + HOSTILE[-11:])
def test_no_space_and_no_wide_sign_hides_a_formula(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["-5", "+5", "-1.5e-3", ".5", "12"])
def test_plain_numbers_stay_numbers(text):
    assert guard(text) == text


def test_lines_end_in_crlf_and_files_have_no_bom():
    for name, content in export_files(View(_seen())).items():
        assert not content.startswith(b"\xef\xbb\xbf")
        if name.endswith(".csv"):
            assert content.count(b"\n") == content.count(b"\r\n")


def test_numbers_come_back_to_the_last_bit():
    seen = _seen()
    rows = _read(export_files(View(seen))["risks.csv"])
    found = [row["derived_chance"] for row in rows]
    expected = [float(each) for each in seen.numbers.chance]
    assert [float(each) for each in found if each] == [
        each for each in expected if each == each
    ]


def test_the_package_describes_every_file_and_column():
    files = export_files(View(_seen()))
    package = json.loads(files["datapackage.json"])
    assert package["araxes:as_of"] == str(AS_OF)
    assert {each["path"] for each in package["resources"]} == set(files) - {
        "datapackage.json"
    }
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + sha256(content).hexdigest()
        header = content.decode().splitlines()[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_computed_columns_say_so_and_entered_ones_do_not():
    computed = {
        "registers",
        "risks",
        "scores",
        "signals",
        "triggers",
        "scenario_results",
        "forecasts",
        "settings",
    }
    for spec in ALL:
        has_derived = any(column.name.startswith("derived_") for column in spec.columns)
        assert has_derived == (spec.name in computed), spec.name


def test_a_register_export_holds_only_what_touches_it():
    seen = _seen()
    register_id = seen.base.pack.registers[0].id
    files = export_files(View(seen, register_id))
    risks = {
        each.id for each in seen.base.pack.risks if each.register_id == register_id
    }
    assert {row["id"] for row in _read(files["risks.csv"])} == risks
    assert {row["id"] for row in _read(files["registers.csv"])} == {register_id}
    for row in _read(files["triggers.csv"]):
        assert {row["from_id"], row["to_id"]} & risks


def test_settings_are_exported_and_marked():
    indicator = small_pack().levers[0]
    files = export_files(View(_seen(settings={indicator.id: indicator.highest})))
    assert _read(files["settings.csv"])[0]["indicator_id"] == indicator.id
    marked = [
        row for row in _read(files["scores.csv"]) if row["derived_is_assumed"] == "true"
    ]
    assert [row["indicator_id"] for row in marked] == [indicator.id]


def test_hostile_content_is_disarmed_in_every_text_column():
    reading = make_reading(source="=HYPERLINK()", note="@SUM(A1)")
    register = make_register(title="-2+3")
    pack = small_pack()
    pack = make_pack(readings=(reading,), registers=(register, *pack.registers[1:]))
    files = export_files(View(_seen(pack)))
    row = _read(files["readings.csv"])[0]
    assert (row["source"], row["note"]) == ("'=HYPERLINK()", "'@SUM(A1)")
    assert _read(files["registers.csv"])[0]["title"] == "'-2+3"


def test_equal_states_give_equal_bytes():
    assert export_zip(View(_seen())) == export_zip(View(_seen(small_pack())))


def test_a_link_in_an_export_folder_is_replaced_and_not_followed(tmp_path):
    precious, folder = tmp_path / "precious", tmp_path / "folder"
    precious.write_text("keep me")
    folder.mkdir()
    (folder / "risks.csv").symlink_to(precious)
    for _ in range(2):
        export_folder(View(_seen()), folder)
    assert precious.read_text() == "keep me"
    assert not (folder / "risks.csv").is_symlink()


def test_the_zip_holds_the_folder(tmp_path):
    view = View(_seen())
    written = export_folder(view, tmp_path / "new" / "folder")
    with zipfile.ZipFile(io.BytesIO(export_zip(view))) as archive:
        assert sorted(archive.namelist()) == sorted(path.name for path in written)
        for path in written:
            assert archive.read(path.name) == path.read_bytes()
