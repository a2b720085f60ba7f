"""The cache: gives back what was kept, and never trusts what lies in its folder."""

import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import diskcache
import pytest

from dashboard import cache
from dashboard.cache import KEPT, hash_of_files, key_of, remember
from dashboard.queries import history
from dashboard.queries.history import from_json, replayed, to_json, weeks_before
from tests.builders import make_pack, make_register, small_pack

AS_OF = date(2026, 8, 12)


class Bomb:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (os.mkdir, (str(self.path),))


class Counted:
    """Makes the number 7 and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return 7


def _kept(folder: Path, make: Callable[[], int]) -> int:
    return remember(folder, "key", make, write=lambda n: n, read=int)


@pytest.fixture(name="folder")
def make_folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_what_was_made_once_is_kept(folder: Path) -> None:
    make = Counted()
    assert [_kept(folder, make) for _ in range(3)] == [7, 7, 7]
    assert make.times == 1
    assert (folder / KEPT).stat().st_mode & 0o777 == 0o700


def test_without_a_folder_it_is_made_every_time() -> None:
    make = Counted()
    for _ in range(2):
        assert remember(None, "key", make, write=int, read=int) == 7
    assert make.times == 2


def test_forgetting_makes_it_anew(folder: Path) -> None:
    make = Counted()
    _kept(folder, make)
    cache.forget(folder)
    _kept(folder, make)
    assert make.times == 2


def _edit(folder: Path, statement: str, *values: Any) -> None:
    with sqlite3.connect(folder / KEPT / "cache.db") as database:
        database.execute(statement, values)
    database.close()


@pytest.mark.parametrize("column", ["value", "key"])
def test_a_planted_pickle_is_not_opened(folder: Path, column: str) -> None:
    make, trap = Counted(), folder.parent / "exploded"
    _kept(folder, make)
    planted = sqlite3.Binary(pickle.dumps(Bomb(trap)))
    if column == "value":
        _edit(folder, "UPDATE Cache SET value = ?, mode = 4", planted)
    else:
        _edit(folder, "UPDATE Cache SET key = ?, raw = 0", planted)
    assert _kept(folder, make) == 7
    assert make.times == 2
    assert not trap.exists()


def test_a_pickled_value_cannot_be_read_by_any_means(folder: Path) -> None:
    trap = folder.parent / "exploded"
    _kept(folder, Counted())
    planted = sqlite3.Binary(pickle.dumps(Bomb(trap)))
    _edit(
        folder, "UPDATE Cache SET value = ?, mode = 4, key = ?, raw = 0", *[planted] * 2
    )
    kept = diskcache.Cache(str(folder / KEPT), disk=cache.TextDisk)
    with pytest.raises(ValueError, match="pickled key"):
        list(kept)
    with pytest.raises(TypeError, match="only text"):
        kept.set("key", {"not": "text"})
    kept.close()
    assert not trap.exists()


@pytest.mark.parametrize(
    "harm", ["noise", "empty", "cut", "header", "wrong-json", "wrong-shape"]
)
def test_a_broken_cache_is_thrown_away_and_made_anew(folder: Path, harm: str) -> None:
    make, database = Counted(), folder / KEPT / "cache.db"
    _kept(folder, make)
    if harm.startswith("wrong"):
        value = "{" if harm == "wrong-json" else '"seven"'
        _edit(folder, "UPDATE Cache SET value = ?", cache.sealed("key", value))
    else:
        whole = database.read_bytes()
        database.write_bytes(
            {
                "noise": os.urandom(5000),
                "empty": b"",
                "cut": whole[: len(whole) // 3],
                "header": os.urandom(100) + whole[100:],
            }[harm]
        )
    assert _kept(folder, make) == 7
    assert _kept(folder, make) == 7
    assert make.times == 2


@pytest.mark.parametrize("changed", ["{}8", "{}7 ", "8"])
def test_a_digit_that_a_bad_disk_changed_is_noticed(folder: Path, changed: str) -> None:
    make = Counted()
    _kept(folder, make)
    seal = cache.sealed("key", "7")[:-1]
    _edit(folder, "UPDATE Cache SET value = ?", changed.format(seal))
    assert [_kept(folder, make) for _ in range(2)] == [7, 7]
    assert make.times == 2


def test_what_was_kept_under_another_key_is_not_taken(folder: Path) -> None:
    make = Counted()
    remember(folder, "other", lambda: 9, write=int, read=int)
    _edit(folder, "UPDATE Cache SET key = 'key'")
    assert _kept(folder, make) == 7


@pytest.mark.parametrize("how", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_cache_that_another_process_holds_is_left_to_it(
    folder: Path, how: str
) -> None:
    make = Counted()
    _kept(folder, make)
    holder = sqlite3.connect(folder / KEPT / "cache.db", isolation_level=None)
    holder.execute(f"BEGIN {how}")
    began = monotonic()
    assert _kept(folder, make) == 7
    assert monotonic() - began < 1.0
    holder.close()
    assert _kept(folder, make) == 7
    assert make.times == 2, "made while it was held, and found where it was after"


def test_the_file_cannot_say_where_the_cache_lies(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    _kept(folder, Counted())
    row = "INSERT INTO Settings VALUES ('_directory', ?)"
    _edit(folder, row, str(elsewhere))
    assert _kept(folder, Counted()) == 7
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_only_a_plain_file_is_opened(folder: Path, kind: str) -> None:
    make, letter = Counted(), folder.parent / "letter.db"
    (folder / KEPT).mkdir(parents=True, mode=0o700)
    place = folder / KEPT / "cache.db"
    with sqlite3.connect(letter) as database:
        database.execute("CREATE TABLE kept (text)")
    database.close()
    before = letter.read_bytes()
    if kind == "link":
        place.symlink_to(letter)
    elif kind == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    assert [_kept(folder, make) for _ in range(2)] == [7, 7]
    assert make.times == 1
    assert letter.read_bytes() == before


def test_each_cause_is_logged_once_in_a_sentence(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("in the way")
    for _ in range(3):
        _kept(folder, Counted())
    (record,) = caplog.records
    assert record.message.startswith("the cache could not be written: ")
    assert record.exc_info is None


def test_a_folder_open_to_others_is_not_used(folder: Path) -> None:
    make = Counted()
    (folder / KEPT).mkdir(parents=True)
    (folder / KEPT).chmod(0o755)
    assert [_kept(folder, make) for _ in range(2)] == [7, 7]
    assert make.times == 2
    assert not (folder / KEPT / "cache.db").exists()


def test_what_else_lies_in_the_folder_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me")
    _kept(folder, Counted())
    (folder / KEPT / "cache.db").write_bytes(b"broken")
    _kept(folder, Counted())
    cache.forget(folder)
    assert [each.name for each in folder.iterdir()] == ["letter.txt"]


def test_a_link_in_place_of_the_folder_is_not_followed(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    folder.mkdir()
    (folder / KEPT).symlink_to(elsewhere)
    assert _kept(folder, Counted()) == 7
    assert list(elsewhere.iterdir()) == []


def test_a_file_in_place_of_the_folder_does_no_harm(folder: Path) -> None:
    folder.write_text("not a folder")
    assert _kept(folder, Counted()) == 7


def test_keys_change_with_every_part_and_border() -> None:
    keys = {key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("ab", "c", "")}
    assert len(keys) == 4
    assert key_of("a", 1) == key_of("a", 1)


def test_a_hash_of_files_changes_with_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one")
    first = hash_of_files(tmp_path)
    (tmp_path / "a.py").write_text("two")
    second = hash_of_files(tmp_path)
    shutil.move(tmp_path / "a.py", tmp_path / "b.py")
    assert len({first, second, hash_of_files(tmp_path)}) == 3


def test_weeks_come_back_bit_for_bit(folder: Path) -> None:
    pack = small_pack()
    made = weeks_before(pack, AS_OF, folder)
    assert made == replayed(pack, AS_OF)
    assert weeks_before(pack, AS_OF, folder) == made


def test_weeks_are_kept_by_pack_and_date(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []

    def counted(pack: Any, as_of: date) -> Any:
        asked.append(as_of)
        return replayed(pack, as_of)

    monkeypatch.setattr(history, "replayed", counted)
    other = make_pack(hash="1" * 64)
    for pack, as_of in [(small_pack(), AS_OF), (other, AS_OF)] * 2:
        weeks_before(pack, as_of, folder)
    weeks_before(small_pack(), date(2026, 8, 5), folder)
    assert len(asked) == 3


def test_a_register_in_which_nothing_weighs_survives_the_round_trip() -> None:
    empty = make_register(id="empty", title="Empty", code="EM")
    pack = make_pack(registers=(*small_pack().registers, empty))
    weeks = replayed(pack, AS_OF)
    assert str(from_json(to_json(weeks))) == str(weeks)
    assert "nan" in str(weeks.pressure[-1])


@pytest.mark.parametrize(
    "change",
    [
        {"days": ["2026-08-12"]},
        {"pressure": [["high"]]},
        {"pressure": [[101.0]]},
        {"has_reading": [[1]]},
    ],
)
def test_weeks_that_are_not_whole_are_refused(change: dict[str, Any]) -> None:
    kept = {"days": ["2026-08-12"], "pressure": [[50.0]], "has_reading": [[True]]}
    from_json(kept)
    if "days" in change:
        change = {"days": []}
    with pytest.raises((ValueError, TypeError)):
        from_json({**kept, **change})
