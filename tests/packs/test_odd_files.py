import os
from collections.abc import Callable
from pathlib import Path

import pytest

from risks.errors import PackError
from risks.packs import Limits, pack_hash, read_pack
from tests.pack_files import copy_good

READINGS = "registers/tunnel-works/readings.csv"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_good(tmp_path / "pack")


def problems(pack: Path, limits: Limits | None = None) -> list[str]:
    with pytest.raises(PackError) as caught:
        read_pack(pack, limits or Limits())
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert problems(gone) == [f"{gone}: the folder does not exist"]


def test_a_file_where_a_folder_is_meant(pack: Path) -> None:
    file = pack / "pack.toml"
    assert problems(file) == [f"{file}: is a file, not a folder"]


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    expected = f"{tmp_path}: the folder holds no pack.toml; "
    assert problems(tmp_path) == [expected + "a pack is a folder with a pack.toml"]
    (tmp_path / "pak.toml").touch()
    assert problems(tmp_path) == [expected + "did you mean 'pak.toml'?"]


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "\udcff"])
def test_a_path_the_system_refuses(name: str) -> None:
    assert len(problems(Path(name))) == 1


def test_a_pack_reached_through_a_link_reads(pack: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(pack)
    assert read_pack(link).hash == pack_hash(pack)


def test_a_link_inside_a_pack_is_refused(pack: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("secret\n")
    (pack / READINGS).unlink()
    (pack / READINGS).symlink_to(outside)
    assert problems(pack) == [
        f"{READINGS}: is a symbolic link; a pack holds plain files and folders"
    ]


@pytest.mark.parametrize("code", ["\x1b", "\x7f", "\x9b"])
def test_a_text_cannot_steer_a_terminal(code: str, pack: Path) -> None:
    header = pack / "pack.toml"
    text = header.read_text(encoding="utf-8")
    header.write_text(text.replace('title = "', f'title = "{code}[2J', 1), "utf-8")
    (found,) = problems(pack)
    assert f"holds the control character U+{ord(code):04X}" in found
    assert code not in found


@pytest.mark.parametrize("name", ["registers", "registers/tunnel-works", "geo"])
def test_a_linked_folder_inside_a_pack_is_refused(
    name: str, pack: Path, tmp_path: Path
) -> None:
    moved = (pack / name).rename(tmp_path / "moved")
    (pack / name).symlink_to(moved)
    found = problems(pack)
    assert f"{name}: is a symbolic link; a pack holds plain files and folders" in found
    with pytest.raises(PackError, match="is a symbolic link"):
        pack_hash(pack)


def test_a_register_outside_the_pack_is_never_opened(pack: Path) -> None:
    header = (pack / "pack.toml").read_text()
    (pack / "pack.toml").write_text(
        header.replace('"border-talks"]', '"border-talks", "../../etc"]')
    )
    folder, form = problems(pack)
    assert folder.endswith("register '../../etc' has no folder in registers")
    assert form.startswith("pack.toml, line 8, registers 3: '../../etc' is not an id")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_something_else_than_a_file(make: Callable[[Path], None], pack: Path) -> None:
    (pack / "events.csv").unlink()
    make(pack / "events.csv")
    assert problems(pack) == ["events.csv: is not a plain file"]


def test_a_file_the_system_does_not_hand_out(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path), mode)

    monkeypatch.setattr(Path, "open", refuse)
    found = problems(pack)
    assert found[0] == "assumptions.toml: the file cannot be read: Permission denied"
    assert len(found) == 12


def test_a_file_in_place_of_the_registers(pack: Path, tmp_path: Path) -> None:
    (pack / "registers").rename(tmp_path / "away")
    (pack / "registers").touch()
    where = "pack.toml, line 8, registers"
    assert problems(pack) == [
        f"{where}: register 'tunnel-works' has no folder in registers",
        f"{where}: register 'border-talks' has no folder in registers",
    ]


def test_a_file_over_the_limit(pack: Path) -> None:
    largest = max(path.stat().st_size for path in pack.rglob("*.*"))
    (found,) = problems(pack, Limits(file_bytes=largest - 1))
    assert found == (
        "registers/tunnel-works/register.toml: the file is too large; at most "
        f"{largest - 1:,} bytes are read"
    )
    assert read_pack(pack, Limits(file_bytes=largest)).header.id == "small"


def test_more_rows_than_the_limit(pack: Path) -> None:
    assert problems(pack, Limits(rows=3)) == [
        "events.csv, line 5: holds more than 3 rows",
        "registers/tunnel-works/readings.csv, line 5: holds more than 3 rows",
    ]
    assert read_pack(pack, Limits(rows=4)).header.id == "small"


def test_a_cell_over_the_limit(pack: Path) -> None:
    assert problems(pack, Limits(cell_characters=40)) == [
        "events.csv, line 4: a cell has 43 characters; at most 40 are allowed"
    ]
    assert read_pack(pack, Limits(cell_characters=43)).header.id == "small"


def test_a_cell_longer_than_the_csv_module_allows(pack: Path) -> None:
    with (pack / "events.csv").open("a") as file:
        file.write("x" * 200_000 + "\n")
    (found,) = problems(pack)
    assert found.startswith("events.csv, line 6: a cell is far too long; is a closing")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scenarios.toml", "x = " + "[" * 5000),
        ("scenarios.toml", "x = " + "9" * 5000),
        ("geo/basemap.geojson", "[" * 100_000),
        ("geo/basemap.geojson", '{"x": ' + "9" * 5000 + "}"),
    ],
)
def test_nesting_and_numbers_beyond_reason(name: str, text: str, pack: Path) -> None:
    (pack / name).write_text(text)
    kind = "TOML" if name.endswith("toml") else "JSON"
    assert problems(pack) == [
        f"{name}: is not valid {kind}: nested too deeply, or a number is too long"
    ]


@pytest.mark.parametrize("value", ["0x" + "f" * 5000, "1e999", "-0x1"])
def test_a_number_too_large_for_its_field(value: str, pack: Path) -> None:
    path = pack / "scenarios.toml"
    path.write_text(path.read_text().replace("20.0", value))
    assert len(problems(pack)) == 1


def test_many_rows_with_unknown_ids_are_all_named_in_little_time(pack: Path) -> None:
    rows = [
        f"nothing-{n},2026-08-01,2026-08-15T00:00:00Z,1,s,https://example.org,B,2,,,"
        for n in range(3000)
    ]
    with (pack / READINGS).open("a") as file:
        file.write("\n".join(rows) + "\n")
    assert len(problems(pack)) == 3000
