"""The files of a closed week: its brief, its minutes, a letter and its tables.

All of them are functions of what the week saw, so they can be written again at any
time, with the same bytes. They stand in a folder of the week's own with a list that
names the week's anchor and the hash of each: so a folder that belongs to another
workspace is never written over, and a file that somebody changed is never handed out.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from risks.brief import (
    BriefError,
    Matter,
    as_file,
    brief_of,
    letter,
    matter_of,
    minutes_of,
    write_whole,
)
from risks.brief.folder import LIST, Place, anchor_of, listed
from risks.exports import View, export_files, zipped
from risks.forecasts import forecasts
from risks.reviews import Draws, Frozen, Meeting, Packs, Week, closed
from risks.reviews.treated import treated_baseline
from risks.reviews.worths import Progress, unheard
from risks.scenarios import what_if
from risks.workspace import Recorded, Review


def closed_matter(
    packs: Packs,
    entries: Sequence[Recorded],
    week: Week,
    draws: Draws | None = None,
    progress: Progress = unheard,
) -> Matter:
    """Return what the files of a closed week are made from.

    Raises
    ------
    ReviewError
        If the week is not closed, or saw a pack that is not at hand.
    """
    held = closed(entries, week)
    asked = Meeting(week, "", held.stands.recorded_at, draws=draws or Draws())
    return matter_of(packs, entries, asked, progress)


def files_of(matter: Matter) -> dict[str, bytes]:
    """Return the files of a closed week by kind, such as ``brief.pdf``.

    Raises
    ------
    BriefError
        If a sheet cannot be set, or the week is not closed.
    """
    if matter.review is None:
        raise BriefError(f"{matter.week} is not closed, so its files are not made yet")
    brief = brief_of(matter)
    name = f"{matter.week}-brief.pdf"
    return {
        "brief.pdf": as_file(brief, ".pdf", is_short=True),
        "brief.html": as_file(brief, ".html", is_short=True),
        "minutes.pdf": as_file(minutes_of(matter), ".pdf"),
        "brief.eml": letter(brief, matter.review.known_at, name),
        "tables.zip": zipped(_tables(matter.frozen, matter.week, matter.review)),
    }


def write_week(home: Path, matter: Matter) -> tuple[Path, ...]:
    """Write the files of a closed week, each whole or not at all; returns the paths.

    Raises
    ------
    BriefError
        If they cannot be made or written, or the folder belongs to another workspace.
        Files that were there before are then as they were, or new and whole.
    """
    made = files_of(matter)
    if matter.review is None:  # which ``files_of`` has refused
        return ()
    place = Place(home, matter.week, anchor_of(matter.review))
    if (listed(place) or {"anchor": place.anchor})["anchor"] != place.anchor:
        raise BriefError(
            f"{place.folder} holds the files of another workspace's {place.week}, "
            "which are left as they are; name another folder"
        )
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder {place.folder} cannot be made: {error.strerror or error}"
        raise BriefError(what) from error
    for kind, content in made.items():
        write_whole(place.path(kind), content)
    write_whole(place.path(LIST), _list(place, matter.review, made))
    return tuple(place.path(kind) for kind in (*made, LIST))


def _tables(frozen: Frozen, week: Week, review: Review) -> dict[str, bytes]:
    """Return the CSV tables of what a week saw, every judgement included."""
    base = treated_baseline(frozen.known, frozen.entries, frozen.as_of)
    asked = tuple(forecasts(frozen.pack, frozen.entries, frozen.as_of))
    files = export_files(View(what_if(base, {}), None, asked, frozen.entries))
    package = json.loads(files["datapackage.json"])
    said = {
        "araxes:week": str(week),
        "araxes:anchor": anchor_of(review),
        "araxes:state_hash": review.state_hash,
    }
    resources = package.pop("resources")
    whole = {**package, **said, "resources": resources}
    return {**files, "datapackage.json": _json(whole)}


def _list(place: Place, review: Review, made: Mapping[str, bytes]) -> bytes:
    files = {
        place.path(kind).name: {
            "bytes": len(content),
            "sha256": sha256(content).hexdigest(),
        }
        for kind, content in made.items()
    }
    said = {
        "week": str(place.week),
        "as_of": review.as_of.isoformat(),
        "anchor": place.anchor,
        "state_hash": review.state_hash,
        "files": files,
    }
    return _json(said)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
