"""The files of closed weeks: written after the close, offered on the week's page.

Imported only where there is a workspace. They are made in a process of their own, so
that nobody waits; what makes them brings pandas and typst, which a page does not need.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from dashboard.jobs.records import Job, Progress, UnknownJobError
from dashboard.jobs.runner import JobRunner
from dashboard.queries.long_work import FILES
from dashboard.queries.model import Model
from dashboard.queries.record import NoWorkspaceError
from dashboard.sentences import sentence
from risks.brief.folder import (
    KINDS,
    Place,
    home_of,
    is_written,
    place_in,
    read_written,
)
from risks.errors import RisksError
from risks.reviews import closed, week_of

ACTIVE = ("waiting", "running")
MEANINGS = {
    "brief.pdf": "Brief, one page (PDF)",
    "brief.html": "Brief (HTML)",
    "minutes.pdf": "Minutes (PDF)",
    "brief.eml": "Brief as a letter to send (.eml)",
    "tables.zip": "Tables of what the week saw (CSV, zip)",
}
NO_RUNNER = "this server takes no long work"
log = logging.getLogger(__name__)


class FilesError(RisksError):
    """The files of a week cannot be written here."""


class WeekFiles:
    """Has the files of closed weeks written, one job a week; may be shared by threads.

    Parameters
    ----------
    runner
        Unset writes nothing.
    home
        The folder in which every week has one of its own.
    """

    def __init__(self, model: Model, runner: JobRunner | None, home: Path) -> None:
        self.home = home
        self._model = model
        self._runner = runner
        self._jobs: dict[str, str] = {}
        self._lock = Lock()

    def after_close(self, week: str) -> None:
        """Have a week's files written; what stops that only goes to the log."""
        try:
            self.begin(week)
        except RisksError as error:
            log.warning("files of %s not begun: %s", week, sentence(error))

    def begin(self, week: str) -> Job:
        """Have a week's files written, unless that is under way already.

        Raises
        ------
        RisksError
            In words: the week is not closed, or no more work is taken in just now.
        """
        place = self.place(week)
        if self._runner is None:
            raise FilesError(NO_RUNNER)
        with self._lock:
            job = self._job(str(place.week))
            if job is not None and job.state in ACTIVE:
                return job
            question = {"week": str(place.week), "folder": str(self.home)}
            job = self._runner.submit(f"close-{place.week}", FILES, question)
            self._jobs[str(place.week)] = job.id
            return job

    def place(self, week: str) -> Place:
        """Return where a closed week's files stand; raises ``ReviewError``."""
        if self._model.log is None:
            raise NoWorkspaceError
        return place_in(self.home, closed(self._model.entries, week_of(week)))

    def state(self, week: str) -> dict[str, Any]:
        """Return what a page shows of a week's files, as JSON values."""
        place = self.place(week)
        with self._lock:
            job = self._job(str(place.week))
        is_active = job is not None and job.state in ACTIVE
        return {
            "is_written": is_written(place) and not is_active,
            "is_active": is_active,
            "can_write": self._runner is not None,
            "done": job.done if job else 0,
            "total": job.total if job else 0,
            "message": job.message if job and not is_active else "",
            "folder": str(place.folder),
            "files": [
                {"name": place.path(kind).name, "meaning": MEANINGS[kind]}
                for kind in KINDS
            ],
        }

    def read(self, week: str, name: str) -> tuple[bytes, str]:
        """Return a file's bytes and media type.

        Raises
        ------
        RisksError
            In words: no such file, or not as it was written.
        """
        place = self.place(week)
        for kind, media_type in KINDS.items():
            if place.path(kind).name == name:
                return read_written(place, kind), media_type
        raise FilesError(f"{place.week} has no file of that name")

    def _job(self, week: str) -> Job | None:
        known = self._jobs.get(week)
        if known is None or self._runner is None:
            return None
        try:
            return self._runner.get(known)
        except UnknownJobError:
            self._jobs.pop(week, None)
            return None


def files_of_weeks(
    model: Model, runner: JobRunner | None, data_folder: Path
) -> WeekFiles:
    """Return the files of a model's weeks, beside its workspace or in a data folder."""
    file = model.log.workspace.place.path if model.log else None
    return WeekFiles(model, runner, home_of(file, data_folder))


def files_task(
    model: Model, question: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Write the files of a closed week; returns their names."""
    from risks.week_files import closed_matter, write_week  # noqa: PLC0415  # slow

    if model.log is None:
        raise NoWorkspaceError
    week, packs = week_of(question["week"]), model.log.packs
    matter = closed_matter(packs, model.entries, week, progress=progress)
    written = write_week(Path(question["folder"]), matter)
    return {"files": [each.name for each in written]}
