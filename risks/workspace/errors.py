"""Everything that can be wrong with a workspace, in words.

WorkspaceError(RisksError)
    EntryError               what was typed cannot be recorded; names every problem
    VersionConflictError     someone else changed the same subject first
    EditIdError              one edit id for two different texts
    ReadOnlyError            the edit failed; reading goes on
    ClockError               this machine's clock jumped ahead
    NewerWorkspaceError      written by a newer program
    BrokenLogError           the log does not hold together
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from risks.errors import ProblemsError, RisksError

if TYPE_CHECKING:
    from risks.workspace.entries import Draft, Recorded


class WorkspaceError(RisksError):
    """Base of everything that stops an edit or the opening of a workspace."""


class EntryError(ProblemsError, WorkspaceError):
    """What was typed cannot be recorded until its ``problems`` are repaired."""

    subject = "entry"


class VersionConflictError(WorkspaceError):
    """Someone else changed the same subject first; nothing was overwritten.

    Attributes
    ----------
    yours
        The draft that was not recorded.
    theirs
        The entry that stands now.
    since
        Every entry about the subject after the version the draft started from.
    """

    def __init__(self, yours: Draft, since: tuple[Recorded, ...]) -> None:
        self.yours, self.theirs, self.since = yours, since[-1], since
        super().__init__(
            f"{yours.payload.subject} has changed since you opened it, and your edit "
            f"was not recorded. Now (entry {self.theirs.seq}): "
            f"{self.theirs.draft.in_words()} Yours: {yours.in_words()}"
        )


class EditIdError(WorkspaceError):
    """An edit id came a second time with another text; only the first stands."""

    def __init__(self, yours: Draft, theirs: Recorded) -> None:
        self.yours, self.theirs = yours, theirs
        super().__init__(
            f"this edit was already saved as entry {theirs.seq} with another text, and "
            f"yours was not recorded; save it as a new edit. Saved: "
            f"{theirs.draft.in_words()} Yours: {yours.in_words()}"
        )


class ReadOnlyError(WorkspaceError):
    """The edit was not recorded; everything can still be read."""


class ClockError(WorkspaceError):
    """The clock of the machine jumped ahead while the program ran."""


class NewerWorkspaceError(WorkspaceError):
    """The workspace was written by a newer program, and is left untouched."""


class BrokenLogError(WorkspaceError):
    """The log was damaged or rewritten; the text names the first broken place."""
