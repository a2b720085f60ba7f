"""The files of a pack as bytes and as text, within limits, and nothing else.

Only ``*.toml``, ``*.csv`` and ``*.geojson`` in the folder itself, in ``geo`` and in
each folder of ``registers`` belong to a pack. No link is followed, so a pack cannot
show a file from elsewhere.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from risks.errors import PackError, Problem, nearest_hint

SUFFIXES = (".toml", ".csv", ".geojson")
HEADER = "pack.toml"
BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
# Tab, line feed and carriage return are the only control characters in a text; those
# from 80 to 9F steer a terminal as well.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Limits:
    """How much of a pack is read before it is refused.

    ``file_bytes`` a file, ``rows`` a CSV file, ``cell_characters`` a CSV cell.
    """

    file_bytes: int = 20_000_000
    rows: int = 200_000
    cell_characters: int = 20_000


LIMITS = Limits()


def read_files(
    folder: Path, limits: Limits, problems: list[Problem]
) -> dict[str, bytes]:
    """Return the bytes of every file of a pack by its path, in sorted order.

    A file that cannot be read becomes a problem and is left out.

    Raises
    ------
    PackError
        If the folder is no pack at all, so that nothing more can be said about it.
    """
    top = _entries(folder, "", problems)
    if HEADER not in top:
        raise PackError(problems or [_no_pack(folder, list(top))])
    found = dict(top)
    found |= _entries(folder, "geo/", problems)
    for name in register_folders(folder, problems):
        found |= _entries(folder, f"registers/{name}/", problems)
    contents = {}
    for name in sorted(found):
        if (raw := _read(name, found[name], limits, problems)) is not None:
            contents[name] = raw
    return contents


def register_folders(folder: Path, problems: list[Problem]) -> list[str]:
    """Return the names of the folders in ``registers``, sorted."""
    parent = folder / "registers"
    if not parent.is_dir() or parent.is_symlink():
        return []  # a link was reported when the pack's own folder was listed
    names = []
    for entry in _scan(parent, "registers", problems):
        if entry.is_symlink():
            problems.append(_link(f"registers/{_printable(entry.name)}"))
        elif entry.is_dir(follow_symlinks=False):
            names.append(entry.name)
    return sorted(names)


def hash_files(contents: Mapping[str, bytes]) -> str:
    """Return the SHA-256, in hex, of sorted paths and bytes.

    Each file adds its path, a zero byte and the digest of its bytes, so no two
    different packs run together into the same stream.
    """
    total = sha256()
    for name in sorted(contents):
        total.update(name.encode("utf-8", "surrogateescape") + b"\0")
        total.update(sha256(contents[name]).digest())
    return total.hexdigest()


def decode(name: str, raw: bytes, problems: list[Problem]) -> str | None:
    """Return a file's text, or nothing after saying why it cannot be read.

    A UTF-8 byte order mark, which Excel writes, is dropped without a word.
    """
    problem = None
    text = ""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = _not_utf8(name, raw, error.start)
    if not problem and not text.strip():
        problem = Problem(name, "the file is empty")
    if not problem and (control := CONTROL.search(text)):
        line = text.count("\n", 0, control.start()) + 1
        code = f"U+{ord(control.group()):04X}"
        problem = Problem(
            f"{name}, line {line}",
            f"holds the control character {code}",
            "only text, tabs and line ends are allowed",
        )
    if problem:
        problems.append(problem)
        return None
    return text


def _entries(folder: Path, prefix: str, problems: list[Problem]) -> dict[str, Path]:
    place = folder / prefix
    if prefix and (not place.is_dir() or place.is_symlink()):
        return {}
    found = {}
    for entry in _scan(place, prefix.rstrip("/") or _printable(folder), problems):
        name = _printable(prefix + entry.name)
        if entry.is_symlink() and _counts(entry):
            problems.append(_link(name))
        elif entry.name.endswith(SUFFIXES):
            if entry.is_file(follow_symlinks=False):
                found[name] = Path(entry.path)
            else:
                problems.append(Problem(name, "is not a plain file"))
    return found


def _counts(entry: os.DirEntry[str]) -> bool:
    return entry.name in ("registers", "geo") or entry.name.endswith(SUFFIXES)


def _scan(
    place: Path, name: str, problems: list[Problem]
) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            yield from (each for each in entries if not each.name.startswith("."))
    except FileNotFoundError:
        problems.append(Problem(name, "the folder does not exist"))
    except NotADirectoryError:
        problems.append(Problem(name, "is a file, not a folder"))
    except (OSError, ValueError) as error:
        problems.append(Problem(name, f"the folder cannot be read: {_reason(error)}"))


def _read(
    name: str, path: Path, limits: Limits, problems: list[Problem]
) -> bytes | None:
    try:
        with path.open("rb") as file:
            raw = file.read(limits.file_bytes + 1)
    except OSError as error:
        problems.append(Problem(name, f"the file cannot be read: {_reason(error)}"))
        return None
    if len(raw) > limits.file_bytes:
        allowed = f"at most {limits.file_bytes:,} bytes are read"
        problems.append(Problem(name, "the file is too large", allowed))
        return None
    return raw


def _not_utf8(name: str, raw: bytes, start: int) -> Problem:
    hint = "save the file as UTF-8"
    if raw[:2] in BYTE_ORDER_MARKS:
        return Problem(name, f"is written in {BYTE_ORDER_MARKS[raw[:2]]}", hint)
    line = raw.count(b"\n", 0, start) + 1
    what = f"holds the byte 0x{raw[start]:02X}, which is not UTF-8"
    return Problem(f"{name}, line {line}", what, hint)


def _no_pack(folder: Path, names: list[str]) -> Problem:
    hint = nearest_hint(HEADER, names) or f"a pack is a folder with a {HEADER}"
    return Problem(_printable(folder), f"the folder holds no {HEADER}", hint)


def _link(name: str) -> Problem:
    return Problem(name, "is a symbolic link", "a pack holds plain files and folders")


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _printable(name: str | Path) -> str:
    return repr(str(name))[1:-1]
