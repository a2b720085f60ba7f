"""A cache that is damaged, forged, held or gone: every number stays what it was.

What the pages say with it is compared with what they say without one.
"""

import os
import pickle
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from dashboard import cache
from dashboard.app import create_app
from dashboard.cache import KEPT
from tests.app.browsing import client_of, model_of, opened
from tests.app.test_cache import Bomb
from tests.faults.small_disk import fill, small_disk
from tests.workspace.faults.conftest import rounds
from tests.workspace.lesser_user import folder_of_nobody, run_as_nobody

pytestmark = pytest.mark.faults
A_MOMENT_SECONDS = 2.0
QUESTIONS = ("/api/what-if", "/api/futures")


def said(folder: Path | None) -> list[Any]:
    """Return what a server that has just been started answers."""
    app = create_app(model_of(cache_folder=folder))
    pages = [opened(app, path) for path in ("/", "/evidence")]
    return [*pages, *(client_of(app).get(each).json for each in QUESTIONS)]


@pytest.fixture(scope="module", name="truth")
def make_truth() -> list[Any]:
    return said(None)


@pytest.fixture(name="folder")
def make_folder(tmp_path: Path) -> Path:
    """Return a cache that holds what the pages ask for."""
    said(tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture(autouse=True)
def forget_what_was_logged() -> None:
    cache._say_once.cache_clear()


def check(folder: Path, truth: list[Any], log: pytest.LogCaptureFixture) -> None:
    """Ask twice, as two servers would: right, soon, and with a line in the log."""
    for _ in range(2):
        log.clear()
        began = monotonic()
        assert said(folder) == truth
        assert monotonic() - began < A_MOMENT_SECONDS
        told = [each.message for each in log.records if "cache" in each.message]
        assert len(told) <= 2, "one that cannot be read, one that cannot be written"
        assert not any(each.exc_info for each in log.records)


def _bomb(folder: Path) -> bytes:
    return pickle.dumps(Bomb(folder.parent / "exploded"))


def _change(folder: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(folder / KEPT / "cache.db")) as kept, kept:
        kept.execute(statement, values)


def _replace(folder: Path, content: bytes) -> None:
    (folder / KEPT / "cache.db").write_bytes(content)


def _only_the_first(folder: Path, share: float) -> None:
    file = folder / KEPT / "cache.db"
    os.truncate(file, int(file.stat().st_size * share))


def _plant_values(folder: Path) -> None:
    _change(folder, "UPDATE Cache SET value = ?, mode = 4", _bomb(folder))


def _plant_keys(folder: Path) -> None:
    _change(folder, "UPDATE Cache SET key = rowid || ?, raw = 0", _bomb(folder))


def _plant_files(folder: Path) -> None:
    (folder / KEPT / "bomb.val").write_bytes(_bomb(folder))
    _change(folder, "UPDATE Cache SET value = NULL, mode = 4, filename = 'bomb.val'")


def _plant_settings(folder: Path) -> None:
    rows = [("get", 1), ("_directory", "/"), ("disk_serializer", _bomb(folder))]
    for name, value in rows:
        _change(folder, "INSERT INTO Settings VALUES (?, ?)", name, value)


def _swap_rows(folder: Path) -> None:
    _change(folder, "UPDATE Cache SET value = (SELECT max(value) FROM Cache)")


def _empty_tables(folder: Path) -> None:
    _change(folder, "DROP TABLE Cache")
    _change(folder, "CREATE TABLE Cache (key, raw, value)")


def _plant_a_journal(folder: Path) -> None:
    (folder / KEPT / "cache.db-journal").write_bytes(os.urandom(4096))
    (folder / KEPT / "cache.db-wal").write_bytes(os.urandom(4096))


def _make_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("not a folder")


def _make_the_inner_one_a_file(folder: Path) -> None:
    shutil.rmtree(folder / KEPT)
    (folder / KEPT).write_text("not a folder")


def _make_the_file_a_folder(folder: Path) -> None:
    (folder / KEPT / "cache.db").unlink()
    (folder / KEPT / "cache.db").mkdir()


def _open_to_all(folder: Path) -> None:
    (folder / KEPT).chmod(0o777)


HARMS: dict[str, Callable[[Path], None]] = {
    "gone": shutil.rmtree,
    "empty": lambda folder: _replace(folder, b""),
    "cut to a third": lambda folder: _only_the_first(folder, 0.33),
    "cut to most": lambda folder: _only_the_first(folder, 0.9),
    "noise": lambda folder: _replace(folder, os.urandom(40_000)),
    "a pickle": lambda folder: _replace(folder, _bomb(folder)),
    "pickled values": _plant_values,
    "pickled keys": _plant_keys,
    "pickled files": _plant_files,
    "settings": _plant_settings,
    "swapped rows": _swap_rows,
    "other tables": _empty_tables,
    "a journal of noise": _plant_a_journal,
    "a file": _make_a_file,
    "a file within": _make_the_inner_one_a_file,
    "a folder for a file": _make_the_file_a_folder,
    "open to all": _open_to_all,
}


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_was_done_to_it(
    folder: Path, truth: list[Any], harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    HARMS[harm](folder)
    check(folder, truth, caplog)
    assert not (folder.parent / "exploded").exists()


def test_bytes_changed_anywhere_in_it(
    folder: Path, truth: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(8)  # noqa: S311
    file = folder / KEPT / "cache.db"
    whole = file.read_bytes()
    for _ in range(rounds(100)):
        changed = bytearray(whole)
        for place in chance.sample(range(len(whole)), chance.choice((1, 20, 400))):
            changed[place] = chance.randrange(256)
        (folder / KEPT).mkdir(mode=0o700, exist_ok=True)
        file.write_bytes(changed)
        caplog.clear()
        assert said(folder) == truth


def test_without_the_hashes_a_changed_digit_would_be_shown(
    folder: Path, truth: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "unsealed", lambda _, kept: kept[cache.HASH_DIGITS :])
    _change(folder, "UPDATE Cache SET value = replace(value, '.1', '.7')")
    assert said(folder) != truth


@pytest.mark.parametrize("how", ["EXCLUSIVE", "IMMEDIATE"])
def test_held_by_another_process(
    folder: Path, truth: list[Any], how: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = folder / KEPT / "cache.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute(f"BEGIN {how}")
        check(folder, truth, caplog)
    assert file.exists()


def test_deleted_again_and_again_while_it_is_used(
    folder: Path, truth: list[Any]
) -> None:
    is_over = threading.Event()

    def delete() -> None:
        while not is_over.wait(0.003):
            shutil.rmtree(folder, ignore_errors=True)

    other = threading.Thread(target=delete)
    other.start()
    try:
        for _ in range(rounds(40)):
            assert said(folder) == truth
    finally:
        is_over.set()
        other.join()


def test_used_by_eight_at_once(folder: Path, truth: list[Any]) -> None:
    wrong: list[int] = []

    def ask(number: int) -> None:
        shared = folder if number % 2 else folder / "new"
        wrong.append(sum(said(shared) != truth for _ in range(rounds(20))))

    people = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert wrong == [0] * 8


@pytest.mark.parametrize("left", [0, 5_000, 20_000])
def test_on_a_full_disk(
    tmp_path: Path, truth: list[Any], left: int, caplog: pytest.LogCaptureFixture
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        fill(disk / "filler", left)
        check(disk / "kept", truth, caplog)
        (disk / "filler").unlink()
        check(disk / "kept", truth, caplog)
        assert (disk / "kept" / KEPT / "cache.db").stat().st_size > 1_000


@pytest.mark.parametrize("place", ["", KEPT, f"{KEPT}/cache.db"])
def test_that_may_only_be_read(
    truth: list[Any], place: str, caplog: pytest.LogCaptureFixture
) -> None:
    with folder_of_nobody() as home:

        def read_only() -> None:
            folder = home / "kept"
            said(folder)
            (folder / place).chmod(0o500)
            try:
                check(folder, truth, caplog)
            finally:
                (home / "kept").chmod(0o700)

        run_as_nobody(read_only)
