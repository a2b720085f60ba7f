"""What can be recomputed, kept between runs; safe to delete at any time.

diskcache by itself unpickles whatever lies in its folder (CVE-2025-69872), so only
JSON text goes in and comes out, and the folder belongs to its owner alone. Every
failure means: throw the folder away and compute again.
"""

import hashlib
import json
import logging
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import diskcache
from diskcache.core import MODE_RAW

log = logging.getLogger(__name__)

Result = TypeVar("Result")
MOST_BYTES = 64 * 1024 * 1024
OWNER_ONLY = 0o700
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
    except Exception:  # whatever is wrong with a cache, the answer can be made anew
        log.warning("the cache could not be read and is emptied", exc_info=True)
        forget(folder)
    made = make()
    _keep(folder, key, write(made))
    return made


def forget(folder: Path) -> None:
    """Throw everything away that is kept in a folder, and nothing else in it."""
    shutil.rmtree(folder / KEPT, ignore_errors=True)


def _recall(folder: Path, key: str) -> str | None:
    if not (folder / KEPT / diskcache.core.DBNAME).exists():
        return None
    with _open(folder) as kept:
        found: str | None = kept.get(key)
    return found


def _keep(folder: Path, key: str, value: Any) -> None:
    try:
        with _open(folder) as kept:
            kept.set(key, json.dumps(value, allow_nan=False))
    except Exception:  # keeping is a convenience; the reader already has the answer
        log.warning("the cache could not be written", exc_info=True)


def _open(folder: Path) -> Any:
    """Open the folder's cache, once it is sure that no one else can write into it."""
    kept = folder / KEPT
    kept.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    found = kept.lstat()
    if found.st_uid != os.getuid():
        raise PermissionError(f"{kept} belongs to someone else")
    if stat.S_IMODE(found.st_mode) != OWNER_ONLY or not stat.S_ISDIR(found.st_mode):
        raise PermissionError(f"{kept} is open to others")
    return diskcache.Cache(str(kept), disk=TextDisk, size_limit=MOST_BYTES)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("only text is kept")
    return value
