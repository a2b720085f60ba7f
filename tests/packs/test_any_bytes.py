"""Whatever happens to a file, a pack loads or says what to repair."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks.errors import PackError
from risks.packs import read_pack
from tests.pack_files import GOOD_SMALL

FILES = sorted(str(path.relative_to(GOOD_SMALL)) for path in GOOD_SMALL.rglob("*.*"))
# Bytes that mean something to CSV, TOML, JSON or UTF-8, so that flips bite.
MEANING = st.sampled_from(b"\0\t\n\r\x1f\"',-.0:;=[]{}\\\x7f\x80\xc3\xe9\xef\xff")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("any") / "pack"
    shutil.copytree(GOOD_SMALL, folder)
    return folder


def loads_or_says_why(pack: Path, name: str, raw: bytes) -> None:
    path = pack / name
    before = path.read_bytes()
    try:
        path.write_bytes(raw)
        read_pack(pack)
    except PackError as error:
        found = error.problems
    else:
        return
    finally:
        path.write_bytes(before)
    assert found
    for problem in found:
        assert problem.where
        assert problem.what
        assert len(str(problem).encode("utf-8")) < 1000


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(FILES),
    place=st.floats(0, 1, exclude_max=True),
    byte=MEANING | st.integers(0, 255),
)
def test_a_flipped_byte(pack: Path, name: str, place: float, byte: int) -> None:
    raw = bytearray((GOOD_SMALL / name).read_bytes())
    raw[int(place * len(raw))] = byte
    loads_or_says_why(pack, name, bytes(raw))


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(FILES), place=st.floats(0, 1))
def test_a_file_cut_short(pack: Path, name: str, place: float) -> None:
    raw = (GOOD_SMALL / name).read_bytes()
    loads_or_says_why(pack, name, raw[: int(place * len(raw))])


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(FILES), where=st.floats(0, 1), raw=st.binary(max_size=40))
def test_bytes_put_in(pack: Path, name: str, where: float, raw: bytes) -> None:
    good = (GOOD_SMALL / name).read_bytes()
    place = int(where * len(good))
    loads_or_says_why(pack, name, good[:place] + raw + good[place:])


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(FILES), where=st.integers(0, 200), data=st.data())
def test_lines_taken_out_or_doubled(
    pack: Path, name: str, where: int, data: st.DataObject
) -> None:
    lines = (GOOD_SMALL / name).read_bytes().splitlines(keepends=True)
    place = where % len(lines)
    lines[place : place + 1] = [lines[place]] * data.draw(st.sampled_from([0, 2]))
    loads_or_says_why(pack, name, b"".join(lines))


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(FILES), where=st.integers(0, 200), data=st.data())
def test_a_value_replaced(
    pack: Path, name: str, where: int, data: st.DataObject
) -> None:
    """Puts a value of another kind after an equals sign, or in a cell."""
    mark = "," if name.endswith("csv") else "=" if name.endswith("toml") else ":"
    lines = (GOOD_SMALL / name).read_text().splitlines()
    parts = lines[where % len(lines)].split(mark)
    values = ["", "0", "-1", "1e400", "nan", "inf", "true", '"x"', "[]", "{}", "[[1]]"]
    values += ["2026-02-29", "2026-08-15", "9999-12-31", "0001-01-01", "07:00:00"]
    values += ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "x" * 3000]
    parts[data.draw(st.integers(0, len(parts) - 1))] = data.draw(
        st.sampled_from(values)
    )
    lines[where % len(lines)] = mark.join(parts)
    loads_or_says_why(pack, name, "\n".join(lines).encode())
