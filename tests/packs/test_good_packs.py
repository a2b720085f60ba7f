import gc
from datetime import date
from pathlib import Path

import pytest

from risks.errors import PackError
from risks.packs import default_pack_folder, pack_hash, read_pack
from tests.builders import make_reading, make_risk, small_geometry, small_pack
from tests.pack_files import GOOD_SMALL, copy_good, write_pack


def test_the_good_small_pack_on_disk_is_the_small_pack_of_the_builders() -> None:
    found = read_pack(GOOD_SMALL)
    assert found == small_pack().model_copy(update={"hash": found.hash})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    pack = small_pack()
    odd = make_reading(
        observed_on=date(2026, 8, 2),
        source='A "quoted", source\non two lines',
        note="ünïcode — 𝄞",
        value=-1e-300,
    )
    extra = make_risk(id="TW9", cause='back\\slash "quotes"\nand a second line')
    pack = pack.model_copy(
        update={
            "readings": (*pack.readings[:4], odd, *pack.readings[4:]),
            "risks": (*pack.risks[:2], extra, *pack.risks[2:]),
        }
    )
    found = read_pack(write_pack(tmp_path / "pack", pack))
    assert found == pack.model_copy(update={"hash": found.hash})


def test_registers_come_in_the_order_of_the_header(tmp_path: Path) -> None:
    folder = copy_good(tmp_path / "pack")
    _change(
        folder / "pack.toml",
        '"tunnel-works", "border-talks"',
        '"border-talks", "tunnel-works"',
    )
    pack = read_pack(folder)
    assert [each.id for each in pack.registers] == ["border-talks", "tunnel-works"]
    assert pack.indicators[0].id == "neighbour-stance"


def test_the_default_pack_loads() -> None:
    assert default_pack_folder().parent.name == "packs"
    assert read_pack(default_pack_folder()).header.id == "south-caucasus"


def test_the_hash_changes_with_any_byte_and_any_name(tmp_path: Path) -> None:
    folder = copy_good(tmp_path / "pack")
    before = pack_hash(folder)
    assert before == read_pack(folder).hash == pack_hash(GOOD_SMALL)
    _change(folder / "scenarios.toml", "Cold", "Bold")
    changed = pack_hash(folder)
    (folder / "events.csv").rename(folder / "event.csv")
    assert len({before, changed, pack_hash(folder)}) == 3


def test_files_that_are_no_part_of_a_pack_do_not_count(tmp_path: Path) -> None:
    folder = copy_good(tmp_path / "pack")
    (folder / "README.md").write_text("Notes on this pack.\n")
    (folder / ".events.csv.swp").write_bytes(b"\0")
    assert read_pack(folder).hash == pack_hash(GOOD_SMALL)


def test_a_file_saved_by_excel_reads_the_same(tmp_path: Path) -> None:
    folder = copy_good(tmp_path / "pack")
    for name in ("events.csv", "scenarios.toml"):
        text = (folder / name).read_text(encoding="utf-8")
        marked = "\ufeff" + text.replace("\n", "\r\n")
        (folder / name).write_bytes(marked.encode("utf-8"))
    found = read_pack(folder)
    assert found == small_pack().model_copy(update={"hash": found.hash})


def test_columns_may_stand_in_any_order_and_rows_may_be_blank(tmp_path: Path) -> None:
    folder = copy_good(tmp_path / "pack")
    (folder / "calendar.csv").write_text(
        "title,due_on,latest_on,url,source,risk_ids,register_id\n"
        "\n"
        " Talks , 2026-09-01 ,,,Statement,BT1  TW1,border-talks\n"
    )
    (entry,) = read_pack(folder).calendar
    assert (entry.title, entry.due_on) == ("Talks", date(2026, 9, 1))
    assert entry.risk_ids == ("BT1", "TW1")


def test_the_same_day_may_be_recorded_again_as_a_revision(tmp_path: Path) -> None:
    folder = copy_good(tmp_path / "pack")
    with (folder / "registers/tunnel-works/readings.csv").open("a") as file:
        file.write(
            "works-delay,2026-08-01,2026-08-16T00:00:00+04:00,9,Monthly report,"
            "https://example.org/notes,B,2,,,\n"
        )
    assert len(read_pack(folder).readings) == 7


def test_the_order_of_tables_and_inline_tables_are_free(tmp_path: Path) -> None:
    folder = copy_good(tmp_path / "pack")
    _change(
        folder / "scenarios.toml",
        "settings = { neighbour-stance = 3.0, works-delay = 20.0 }\n",
        "settings.neighbour-stance = 3.0\nsettings.works-delay = 20\n",
    )
    assert read_pack(folder).scenarios == small_pack().scenarios


def test_the_maps_come_by_name() -> None:
    assert read_pack(GOOD_SMALL).geometry == small_geometry()


@pytest.mark.parametrize("running", [True, False])
def test_reading_leaves_the_collector_as_it_was(running: bool, tmp_path: Path) -> None:
    was_running = gc.isenabled()
    try:
        (gc.enable if running else gc.disable)()
        read_pack(GOOD_SMALL)
        with pytest.raises(PackError):
            read_pack(tmp_path)
        assert gc.isenabled() is running
    finally:
        (gc.enable if was_running else gc.disable)()


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
