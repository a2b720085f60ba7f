"""A disk so small that a test can fill it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str = "3m") -> Iterator[Path]:
    """Yield a new folder on a disk of its own, or skip where none can be mounted."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount command to make a small disk with")
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path, left: int = 0) -> None:
    """Take all room of a file's disk with it but some bytes."""
    disk = os.statvfs(file.parent)
    room = disk.f_bavail * disk.f_frsize - left
    with file.open("wb") as filler:
        try:
            for _ in range(max(0, room) // 4096):
                filler.write(bytes(4096))
        except OSError:  # full
            return
