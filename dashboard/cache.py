"""What can be recomputed, kept between runs; safe to delete at any time.

diskcache by itself unpickles whatever lies in its folder (CVE-2025-69872), so only
JSON text goes in and comes out, and the folder belongs to its owner alone. Each text
lies there under a hash of its own: SQLite does not notice a digit that a bad disk
changed. Every failure means: throw the folder away and compute again; one that another
process holds is left to it. Nobody waits for a cache, and each cause is logged once.
"""

import hashlib
import json
import logging
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import diskcache
from diskcache.core import DEFAULT_SETTINGS, ENOVAL, METADATA, MODE_RAW

log = logging.getLogger(__name__)

Result = TypeVar("Result")
MOST_BYTES = 64 * 1024 * 1024
OWNER_ONLY = 0o700
PATIENCE_SECONDS = 0.05  # a page asks a dozen times; what it waits for takes a second
HASH_DIGITS = 64
# Nothing is mapped into memory: a file that is cut while it is mapped ends the process.
# A power cut may damage the file; its hashes tell.
SETTINGS = {
    "size_limit": MOST_BYTES,
    "sqlite_journal_mode": "delete",
    "sqlite_mmap_size": 0,
    "sqlite_synchronous": 0,
}
KEPT = "recomputable"  # our own folder in the one named: only this is ever deleted


class TextDisk(diskcache.Disk):  # type: ignore[misc]  # diskcache has no types
    """A diskcache disk that holds text in its table and refuses anything pickled.

    No row names a file: a planted row could name one that lies elsewhere, to be read
    or, when the row is thrown out, deleted.
    """

    def put(self, key: object) -> Any:
        """Return a key's place in the table; refuses keys that are not text."""
        return super().put(_text(key))

    def get(self, key: object, raw: object) -> Any:
        """Return the key behind a row; refuses a pickled one."""
        if not raw:
            raise ValueError("a pickled key")
        return super().get(_text(key), raw)

    def store(self, value: object, read: bool, key: object = None) -> Any:
        """Return the row of a value; refuses values that are not text."""
        del read, key
        return 0, MODE_RAW, None, _text(value)

    def fetch(self, mode: int, filename: str, value: object, read: bool) -> Any:
        """Return the value of a row; refuses all but text."""
        del read
        if mode != MODE_RAW or filename is not None:
            raise ValueError("a value that is not text")
        return _text(value)

    def remove(self, file_path: str) -> None:
        """Refuse to delete a file that a row names."""
        raise ValueError(f"a row names the file {file_path[:200]!r}")


class BusyError(Exception):
    """Another process holds the cache."""


class TextCache(diskcache.Cache):  # type: ignore[misc]  # diskcache has no types
    """A diskcache that takes no setting from its file that it does not know.

    By itself it turns every row of the file's settings into an attribute of its own,
    the folder it works in included.
    """

    def reset(self, key: str, value: Any = ENOVAL, update: bool = True) -> Any:
        """Set what a row of the settings says; refuses one that is none of ours."""
        if key not in DEFAULT_SETTINGS and key not in METADATA:
            raise ValueError("an unknown setting")
        known = SETTINGS.get(key, value)
        if key.startswith("sqlite_"):
            known = SETTINGS.get(key, DEFAULT_SETTINGS[key])
        return super().reset(key, known, update)


def key_of(*parts: object) -> str:
    """Return the content hash of some parts, in hex; order and borders count."""
    spelled = json.dumps([str(part) for part in parts])
    return hashlib.sha256(spelled.encode()).hexdigest()


def hash_of_files(folder: Path, pattern: str = "**/*.py") -> str:
    """Return a hash that changes with every byte of some source files."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob(pattern)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def remember(
    folder: Path | None,
    key: str,
    make: Callable[[], Result],
    *,
    write: Callable[[Result], Any],
    read: Callable[[Any], Result],
) -> Result:
    """Return what is kept under a key, or make it and keep it.

    Parameters
    ----------
    folder
        Where to keep it; none only makes it.
    write, read
        To JSON and back; ``read`` raises on anything it did not write.
    """
    if folder is None:
        return make()
    try:
        found = _recall(folder, key)
        if found is not None:
            return read(json.loads(found))
    except BusyError as error:
        _say_once(f"the cache is not used: {error}")
        return make()
    except Exception as error:  # whatever is wrong, the answer can be made anew
        _say_once(f"the cache could not be read and is emptied: {_in_short(error)}")
        forget(folder)
    made = make()
    _keep(folder, key, write(made))
    return made


def forget(folder: Path) -> None:
    """Throw everything away that is kept in a folder, and nothing else in it."""
    shutil.rmtree(folder / KEPT, ignore_errors=True)


def sealed(key: str, text: str) -> str:
    """Return a text as it is kept: under a hash of its key and itself."""
    return key_of(key, text) + text


def unsealed(key: str, kept: str) -> str:
    """Return a text that was kept under a key; raises ``ValueError`` if it changed."""
    text = kept[HASH_DIGITS:]
    if sealed(key, text) != kept:
        raise ValueError("a text that was changed after it was kept")
    return text


def _recall(folder: Path, key: str) -> str | None:
    if not os.path.lexists(folder / KEPT / diskcache.core.DBNAME):
        return None
    with _opened(folder) as kept:
        found: str | None = kept.get(key)
    return None if found is None else unsealed(key, found)


def _keep(folder: Path, key: str, value: Any) -> None:
    text = json.dumps(value, allow_nan=False)
    try:
        with _opened(folder) as kept:
            kept.set(key, sealed(key, text))
    except Exception as error:  # a convenience; the reader already has the answer
        _say_once(f"the cache could not be written: {_in_short(error)}")


@contextmanager
def _opened(folder: Path) -> Iterator[TextCache]:
    """Open the folder's cache, once it is sure that no one else can write into it.

    Raises ``BusyError`` where another process holds it.
    """
    kept = folder / KEPT
    kept.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    found = kept.lstat()
    if found.st_uid != os.getuid():
        raise PermissionError(f"{kept} belongs to someone else")
    mode = stat.S_IMODE(found.st_mode)
    if mode != OWNER_ONLY or not stat.S_ISDIR(found.st_mode):
        raise PermissionError(f"{kept} is no folder for its owner alone")
    try:
        _check_free(kept / diskcache.core.DBNAME)
        with TextCache(str(kept), PATIENCE_SECONDS, TextDisk, **SETTINGS) as opened:
            yield opened
    except (sqlite3.OperationalError, diskcache.Timeout) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_BUSY)
        if code & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise BusyError("another process holds it") from None


def _check_free(database: Path) -> None:
    """Raise if another process goes on holding a database: diskcache waits a minute."""
    if not os.path.lexists(database):
        return
    if not stat.S_ISREG(database.lstat().st_mode):
        raise ValueError(f"{database} is no plain file")
    address = f"{database.absolute().as_uri()}?mode=rw"
    wait = PATIENCE_SECONDS
    with closing(sqlite3.connect(address, wait, uri=True, isolation_level=None)) as one:
        one.execute("BEGIN IMMEDIATE")


@lru_cache(maxsize=64)
def _say_once(sentence: str) -> None:
    """Log a sentence, unless it was logged before."""
    log.warning(sentence)


def _in_short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("only text is kept")
    return value
