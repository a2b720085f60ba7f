"""The workspace: an append-only log of what the team has said, never lost.

The state of a meeting is the pack and the log up to an instant: ``pack_with`` puts the
two together, and everything else works on the pack that comes out.

What is said is here at once. What opens a file is looked up when first named, since
SQLAlchemy takes 0.4 seconds to import and most commands open none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from risks.workspace.chain import GENESIS, Anchor, Break, Row, canonical, verify
from risks.workspace.clocks import WatchedClock
from risks.workspace.entries import Draft, Edit, Recorded, make_draft
from risks.workspace.errors import (
    BrokenLogError,
    ClockError,
    EditIdError,
    EntryError,
    NewerWorkspaceError,
    ReadOnlyError,
    VersionConflictError,
    WorkspaceError,
)
from risks.workspace.events import NewEvent, event_id_of
from risks.workspace.kinds import EntryKind, Payload
from risks.workspace.known import (
    Unplaced,
    check_place,
    known_by,
    latest,
    pack_with,
    placing_problems,
    state_hash,
    unplaced,
)
from risks.workspace.payloads import (
    PAYLOADS,
    Action,
    Correction,
    Decision,
    Import,
    NewJudgement,
    NewReading,
    NewTreatment,
    PackChange,
    PackReading,
    Resolution,
    Review,
    SavedScenario,
)
from risks.workspace.stances import Appetite, Position

if TYPE_CHECKING:
    from risks.workspace.backup import Restored, check_file
    from risks.workspace.engines import Durability
    from risks.workspace.places import default_path
    from risks.workspace.store import Options, Workspace

__all__ = [
    "GENESIS",
    "PAYLOADS",
    "Action",
    "Anchor",
    "Appetite",
    "Break",
    "BrokenLogError",
    "ClockError",
    "Correction",
    "Decision",
    "Draft",
    "Durability",
    "Edit",
    "EditIdError",
    "EntryError",
    "EntryKind",
    "Import",
    "NewEvent",
    "NewJudgement",
    "NewReading",
    "NewTreatment",
    "NewerWorkspaceError",
    "Options",
    "PackChange",
    "PackReading",
    "Payload",
    "Position",
    "ReadOnlyError",
    "Recorded",
    "Resolution",
    "Restored",
    "Review",
    "Row",
    "SavedScenario",
    "Unplaced",
    "VersionConflictError",
    "WatchedClock",
    "Workspace",
    "WorkspaceError",
    "canonical",
    "check_file",
    "check_place",
    "default_path",
    "event_id_of",
    "known_by",
    "latest",
    "make_draft",
    "pack_with",
    "placing_problems",
    "state_hash",
    "unplaced",
    "verify",
]

OPENS_FILES = {
    "Durability": "engines",
    "Options": "store",
    "Restored": "backup",
    "Workspace": "store",
    "check_file": "backup",
    "default_path": "places",
}


def __getattr__(name: str) -> Any:
    """Return what opens a file, from the module that does."""
    if name not in OPENS_FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{OPENS_FILES[name]}"), name)
