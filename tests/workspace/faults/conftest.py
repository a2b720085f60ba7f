"""Ways to break the workspace on purpose; run with ``pytest -m faults``.

``ARAXES_FAULTS=short`` takes a twentieth of the rounds.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from risks.workspace import Durability, Options, Workspace

START = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
PATIENT = Durability(busy_seconds=30.0)


def rounds(full: int) -> int:
    """Return how often to try: all the way, or a twentieth of it in the short form."""
    return max(1, full // 20) if os.environ.get("ARAXES_FAULTS") == "short" else full


def open_patiently(
    target: str | Path, durability: Durability = PATIENT, **options
) -> Workspace:
    """Open a workspace whose clock stands still."""
    given = Options(durability=durability, stopwatch=lambda: 0.0, **options)
    return Workspace.open(target, lambda: START, given)


@pytest.fixture
def path(tmp_path):
    """Return the file of a workspace without entries."""
    open_patiently(tmp_path / "workspace.db")
    return tmp_path / "workspace.db"
