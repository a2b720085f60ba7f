"""Where the files of a closed week stand, and whether they are as they were written.

The list beside them names the week's anchor and the hash of each file.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from risks.brief.files import BriefError
from risks.reviews import Held, Week
from risks.workspace import Review

FOLDER = "reviews"
LARGEST = 64 * 1024 * 1024  # bytes of a file that is handed out
KINDS = {
    "brief.pdf": "application/pdf",
    "brief.html": "text/html",
    "minutes.pdf": "application/pdf",
    "brief.eml": "message/rfc822",
    "tables.zip": "application/zip",
}
LIST = "files.json"


@dataclass(frozen=True)
class Place:
    """Where the files of a closed week stand, and the anchor that they must name."""

    home: Path
    week: Week
    anchor: str

    @property
    def folder(self) -> Path:
        """Return the week's folder."""
        return self.home / str(self.week)

    def path(self, kind: str) -> Path:
        """Return the path of a file of some kind."""
        return self.folder / f"{self.week}-{kind}"


def home_of(workspace: Path | None, data_folder: Path) -> Path:
    """Return where the files of all weeks stand: ``reviews`` beside a workspace's file.

    Of a workspace on a server, in the user's data folder.
    """
    return (workspace.parent if workspace else data_folder) / FOLDER


def place_in(home: Path, held: Held) -> Place:
    """Return where the files of a closed review stand."""
    return Place(home, held.week, anchor_of(held.review))


def is_written(place: Place) -> bool:
    """Return whether all files of a week are there, by their names and sizes."""
    named = (listed(place) or {}).get("files")
    if not isinstance(named, dict) or not _is_own(place):
        return False
    try:
        return all(
            place.path(kind).stat().st_size == named[place.path(kind).name]["bytes"]
            for kind in KINDS
        )
    except (OSError, KeyError, TypeError):
        return False


def read_written(place: Place, kind: str) -> bytes:
    """Return a file of a week as it was written.

    Raises
    ------
    BriefError
        If it is not there, was changed since, or is of another workspace.
    """
    path, named = place.path(kind), listed(place) or {}
    if not _is_own(place):
        raise BriefError(f"{path.name} has not been written yet")
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        wanted = named["files"][path.name]["sha256"]
    except (OSError, KeyError, TypeError) as error:
        raise BriefError(
            f"{path.name} cannot be read; write the files again"
        ) from error
    if sha256(content).hexdigest() != wanted:
        what = f"{path.name} was changed since it was written; write the files again"
        raise BriefError(what)
    return content


def listed(place: Place) -> dict[str, Any] | None:
    """Return what the list of a folder says; None where there is none to be read."""
    try:
        found = json.loads(place.path(LIST).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "anchor" in found else None


def _is_own(place: Place) -> bool:
    return (listed(place) or {}).get("anchor") == place.anchor


def anchor_of(review: Review) -> str:
    """Return number and hash of the last entry a review saw, as ``verify`` has it."""
    return f"{review.head_seq}:{review.head_hash}"
