"""Append entries and note each in a file once it is recorded: what a cut must keep.

``python -m tests.workspace.faults.writing FILE JOURNAL SYNCHRONOUS COUNT``
"""

import os
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from risks.workspace import Durability
from tests.workspace.drafts import draft
from tests.workspace.faults.conftest import open_patiently

ACKNOWLEDGED = "acknowledged"
LENGTHS = (20, 300, 2_000)


def main(file: str, journal: str, synchronous: str, count: str) -> None:
    """Write; another connection stays open, as another program's would."""
    path, chance = Path(file), random.Random(3)  # noqa: S311 (no secret)
    workspace = open_patiently(path, Durability(journal, synchronous))
    told = os.open(path.with_name(ACKNOWLEDGED), os.O_CREAT | os.O_WRONLY, 0o600)
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT count(*) FROM araxes_log").fetchone()
        for number in range(int(count)):
            name = f"edit-{number:05}"
            reason = "x" * chance.choice(LENGTHS)
            long = draft("action", id=f"A{number % 20}", reason=reason)
            workspace.append(long, name, workspace.version(long.subject))
            os.write(told, f"{name}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
