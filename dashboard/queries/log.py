"""The team's log over a pack, read again whenever its head has moved.

Another process or tab may write into it at any time. Imported only where there is a
workspace: SQLAlchemy alone costs a server without one 0.4 seconds at its start.
"""

import logging
from dataclasses import dataclass
from threading import Lock

from risks.model import Pack
from risks.workspace import Anchor, Recorded, Workspace, WorkspaceError, pack_with

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """The pack with the log so far, and the entries of that log, oldest first."""

    pack: Pack
    entries: tuple[Recorded, ...]


class Log:
    """A workspace followed over one pack; may be shared by threads.

    Parameters
    ----------
    pack
        As read from disk, without the log.
    workspace
        An open one.

    Attributes
    ----------
    workspace, pack
        As given.
    trouble
        Why the log cannot be read just now, in a sentence; empty while it can.

    Raises
    ------
    WorkspaceError
        If it cannot be read now; later on ``trouble`` says so instead, and what was
        last read stands.
    """

    def __init__(self, pack: Pack, workspace: Workspace) -> None:
        self.workspace = workspace
        self.trouble = ""
        self.pack = pack
        self._lock = Lock()
        self._head, self._standing = self._read()

    def standing(self) -> Standing:
        """Return what stands now; the same object until the head moves."""
        try:
            if self.workspace.head() != self._head:
                with self._lock:
                    self._head, self._standing = self._read()
            self.trouble = ""
        except WorkspaceError as error:
            if not self.trouble:
                log.warning("the workspace cannot be read", exc_info=True)
            last = self._standing.entries[-1].seq if self._standing.entries else 0
            self.trouble = f"{error}. What is shown is as of entry {last}."
        return self._standing

    def _read(self) -> tuple[Anchor, Standing]:
        # The head first: an entry that comes in between is read twice, never missed.
        head = self.workspace.head()
        entries = self.workspace.entries()
        return head, Standing(pack_with(self.pack, entries), entries)
