"""Files that are there whole or not at all."""

import os
from pathlib import Path
from uuid import uuid4

from risks.errors import RisksError


class BriefError(RisksError):
    """A brief that cannot be set or written, in words."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and put it in place once it is on disk.

    A reader sees the old file or the new one. A link in its place is replaced and
    never followed.

    Raises
    ------
    BriefError
        If it cannot be written; the old file is then as it was.
    """
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        _write(part, content)
        part.replace(path)
        _settle(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        what = f"{path} cannot be written: {error.strerror or error}"
        raise BriefError(what) from error


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make a rename last through a power cut, where folders can be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
