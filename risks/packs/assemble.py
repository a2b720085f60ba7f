"""From the files of a pack to one checked record, or to everything wrong with it."""

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from risks.errors import PackError, Problem
from risks.model import Pack
from risks.packs.consistency import consistency_problems
from risks.packs.days import day_problems
from risks.packs.draft import Draft, records
from risks.packs.evidence import evidence_problems
from risks.packs.files import LIMITS, Limits, hash_files, read_files
from risks.packs.reader import PackReader
from risks.packs.references import duplicate_problems, reference_problems

CHECKS = (
    duplicate_problems,
    reference_problems,
    day_problems,
    evidence_problems,
    consistency_problems,
)


def read_pack(folder: Path | str, limits: Limits = LIMITS) -> Pack:
    """Read a pack from a folder and check that it hangs together.

    Rules between records are checked for the records that are valid by themselves;
    everything found is reported at once, in order of files and lines.

    Parameters
    ----------
    folder
        A folder with a ``pack.toml``; see the README for the other files.
    limits
        How much is read before a file is refused.

    Returns
    -------
    Pack
        In the order of the files; registers in the order of ``pack.toml``.

    Raises
    ------
    PackError
        With every problem; a pack is never half-loaded.
    """
    with _paused_collector():
        reader = PackReader(Path(folder), limits)
        draft = reader.read()
        _refuse(chain(reader.problems, *(check(draft) for check in CHECKS)))
        return Pack(hash=hash_files(reader.contents), **_fields(draft))


def pack_hash(folder: Path, limits: Limits = LIMITS) -> str:
    """Return the hash of a pack, without checking what its files say.

    Raises
    ------
    PackError
        If a file cannot be read.
    """
    problems: list[Problem] = []
    contents = read_files(folder, limits, problems)
    _refuse(problems)
    return hash_files(contents)


def _fields(draft: Draft) -> dict[str, Any]:
    """Return the fields of the pack: every table's records, in order."""
    return {
        "header": draft.header,
        "assumptions": next(iter(records(draft.assumptions))),
        "registers": records(draft.registers),
        "indicators": records(draft.indicators),
        "risks": records(draft.risks),
        "signals": records(draft.signals),
        "triggers": records(draft.triggers),
        "treatments": records(draft.treatments),
        "readings": records(draft.readings),
        "events": records(draft.events),
        "calendar": records(draft.calendar),
        "stations": records(draft.stations),
        "stages": records(draft.stages),
        "funding_sources": records(draft.funding_sources),
        "scenarios": records(draft.scenarios),
        "geometry": draft.geometry,
    }


def _refuse(problems: Iterable[Problem]) -> None:
    """Raise the problems, if any, each once and in order of files and lines."""
    found = sorted(dict.fromkeys(problems), key=_natural)
    if found:
        raise PackError(found)


def _natural(problem: Problem) -> list[tuple[int, str]]:
    """Return a key by which line 9 comes before line 10."""
    parts = re.split(r"([0-9]+)", problem.where)
    return [(int(part) if part.isdecimal() else -1, part) for part in parts]


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Keep the cycle collector from walking a million new records over and over.

    Seen: 300,000 readings are validated in 0.7 s instead of 2.7 s. Records hold no
    cycles, so nothing is left behind.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
