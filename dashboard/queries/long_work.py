"""What takes seconds: why a number of the futures moved, and what could move it.

Each is a task for a process of its own (``dashboard.jobs``): it sets itself up from
the pack's folder, and answers with JSON values. A question is checked before it is
handed in, and the same one has the same answer to the bit.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import wraps
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import risks
from dashboard.jobs.records import Progress, Task, Work
from dashboard.jobs.runner import JobRunner
from dashboard.queries.figures import told
from dashboard.queries.model import Model
from dashboard.queries.simulated import futures_of
from risks.errors import RisksError
from risks.explanation import rounded
from risks.futures import measure, outcome_value
from risks.futures_why import explain_outcome, tornado_of_outcome

DIGITS = {"opening-p50": 1, "funding-gap-p50": 0}  # as shown; chances in points
POINT_DIGITS = 1
FILES = "files"


class LongQuestion(BaseModel):
    """What a job is about: a day, settings, and the outcome asked about."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    as_of: date
    settings: dict[str, float] = Field(max_length=400)
    outcome: str = Field(max_length=60)


class EffectQuestion(BaseModel):
    """Which treatments a decision of a week names."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    week: str = Field(max_length=20)
    treatment_ids: tuple[str, ...] = Field(max_length=100)


class LongQuestionError(RisksError):
    """A question for a job that cannot be understood."""


def runner_for(
    folder: Path,
    cache_folder: Path | None,
    workspace: str | None = None,
    old_folders: tuple[Path, ...] = (),
) -> JobRunner:
    """Return a runner whose processes read the pack in a folder.

    With the address of a workspace they follow its log too, and never write into it;
    the old folders hold versions of the pack that closed weeks saw.
    """
    given = (folder, cache_folder, workspace, old_folders)
    return JobRunner(Work(set_up, given, TASKS))


def set_up(
    folder: Path,
    cache_folder: Path | None,
    workspace: str | None = None,
    old_folders: tuple[Path, ...] = (),
) -> Model:
    """Return the model a process works with; a question names its day, not today."""
    pack = risks.read_pack(folder)
    published_on = pack.header.published_on
    model = Model(pack, lambda: published_on, cache_folder=cache_folder)
    return model if workspace is None else _following(model, workspace, old_folders)


def checked_question(
    model: Model, kind: str, question: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a question of any kind as JSON values that can be worked on.

    Raises
    ------
    RisksError
        In words: an unknown outcome, a setting that cannot be assumed, another day.
    """
    if kind == "agenda":
        return _checked_week(model, question)
    if kind == "effect":
        return _checked_effect(model, question)
    if kind == FILES:  # its question names a folder, which no browser may choose
        raise LongQuestionError("A week's files are written at /api/review-files.")
    try:
        asked = LongQuestion.model_validate_json(_as_json(question))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(each) for each in first["loc"])[:80]
        msg = f"The question cannot be read at {place}: {first['msg']}."
        raise LongQuestionError(msg) from None
    if not model.first_day <= asked.as_of <= model.last_day:
        msg = f"Nothing can be said as of {asked.as_of}."
        raise LongQuestionError(msg)
    measure(model.pack, asked.outcome)
    settings = risks.check_settings(model.pack, asked.settings)
    day = asked.as_of.isoformat()
    return {"as_of": day, "settings": settings, "outcome": asked.outcome}


def _on_one_state(task: Task) -> Task:
    """Return a task that sees one state of the log from its start to its end."""

    @wraps(task)
    def steady(model: Model, question: Mapping[str, Any], progress: Progress) -> Any:
        with model.steady():
            return task(model, question, progress)

    return steady


@_on_one_state
def why_task(
    model: Model, question: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Return the parts of an outcome's change; the shown ones add up as shown."""
    name = question["outcome"]
    futures = futures_of(model, date.fromisoformat(question["as_of"]))
    found = explain_outcome(futures, question["settings"], name, progress)
    scale = shown_scale(name)
    known = isfinite(found.total)
    amounts = [scale * each.points for each in found.shares] if known else []
    digits = DIGITS.get(name, POINT_DIGITS)
    shown = rounded(amounts, scale * found.total, digits) if known else []
    return {
        "outcome": name,
        "before": _number(found.before),
        "after": _number(found.after),
        "total": _number(found.total),
        "shown_change": round(sum(shown), digits),
        "parts": [
            {"ids": list(share.ids), "amount": share.points, "shown": each}
            for share, each in zip(found.shares if known else (), shown, strict=True)
        ],
    }


@_on_one_state
def tornado_task(
    model: Model, question: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Return how far each lever alone can move an outcome from the settings."""
    name, settings = question["outcome"], question["settings"]
    futures = futures_of(model, date.fromisoformat(question["as_of"]))
    here = outcome_value(futures.outcomes(settings), name)
    swings = tornado_of_outcome(futures, settings, name, progress)
    return {
        "outcome": name,
        "value": _number(here),
        "swings": [
            {
                **{key: _number_or_text(at) for key, at in asdict(each).items()},
                "told_calm": told(each.at_calm - here, each.se_calm),
                "told_extreme": told(each.at_extreme - here, each.se_extreme),
            }
            for each in swings
        ],
    }


@_on_one_state
def agenda_task(
    model: Model, question: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Return the whole agenda of a week, simulated parts included."""
    from dashboard.queries.review import whole_agenda  # noqa: PLC0415  # SQLAlchemy

    return whole_agenda(model, question, progress)


@_on_one_state
def files_task(
    model: Model, question: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Write the files of a closed week; returns their names."""
    from dashboard.queries import review_files  # noqa: PLC0415  # SQLAlchemy

    return review_files.files_task(model, question, progress)


def _checked_week(model: Model, question: Mapping[str, Any]) -> dict[str, Any]:
    if model.log is None:
        raise LongQuestionError("There is no workspace, so there is no review.")
    if set(question) != {"week"} or not isinstance(question["week"], str):
        raise LongQuestionError("An agenda is asked for by its week alone.")
    from dashboard.queries.review import checked_week  # noqa: PLC0415  # SQLAlchemy

    return checked_week(model, question["week"])


@_on_one_state
def effect_task(
    model: Model, question: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Return what the treatments of a decision would change, as phrases."""
    from dashboard.queries.review import decision_effect  # noqa: PLC0415  # SQLAlchemy

    progress(0, 1)
    return decision_effect(model, question)


def _checked_effect(model: Model, question: Mapping[str, Any]) -> dict[str, Any]:
    if model.log is None:
        raise LongQuestionError("There is no workspace, so there is no review.")
    try:
        asked = EffectQuestion.model_validate_json(_as_json(question))
    except ValidationError:
        msg = "An effect is asked for by its week and the ids of treatments."
        raise LongQuestionError(msg) from None
    from dashboard.queries.review import checked_effect  # noqa: PLC0415  # SQLAlchemy

    return checked_effect(model, asked.model_dump())


def _following(model: Model, workspace: str, old_folders: tuple[Path, ...]) -> Model:
    """Return a model that follows a log; nothing is recorded, so no clock is asked."""
    from dashboard.queries.log import Log  # noqa: PLC0415
    from risks.workspace import Workspace  # noqa: PLC0415

    start = datetime.combine(model.today(), time(), tzinfo=UTC)
    opened = Workspace.open(workspace, lambda: start)
    return model.follow(Log(model.pack, opened, [*map(risks.read_pack, old_folders)]))


def shown_scale(outcome: str) -> float:
    """Return what an outcome is multiplied by to be shown: shares as points."""
    return 1.0 if outcome in DIGITS else 100.0


TASKS = {
    "why": why_task,
    "tornado": tornado_task,
    "agenda": agenda_task,
    "effect": effect_task,
    FILES: files_task,
}


def _as_json(question: Mapping[str, Any]) -> bytes:
    return json.dumps(question).encode()


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


def _number_or_text(value: Any) -> Any:
    return _number(value) if isinstance(value, float) else value
