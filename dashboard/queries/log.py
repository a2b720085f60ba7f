"""The team's log over a pack, read again whenever its head has moved.

Another process or tab may write into it at any time. Imported only where there is a
workspace: SQLAlchemy alone costs a server without one 0.4 seconds at its start.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from risks.model import Pack
from risks.rates import Baseline
from risks.reviews import Packs
from risks.reviews.treated import newest_day, treated_baseline, treats_from
from risks.workspace import (
    Anchor,
    Recorded,
    Workspace,
    WorkspaceError,
    pack_with,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """The pack with the log so far, and the entries of that log, oldest first."""

    pack: Pack
    entries: tuple[Recorded, ...]

    @property
    def treating(self) -> tuple[int, ...]:
        """Return the numbers of the entries that put treatments under way, or not.

        Those about a decision or action that ever named one: a later entry about it
        may name none.
        """
        subjects = {each.subject for each in self.entries if treats_from(each)}
        return tuple(each.seq for each in self.entries if each.subject in subjects)

    @property
    def newest_day(self) -> date:
        """Return the last day anything was read, judged, answered or treated."""
        return newest_day(self.pack, self.entries)

    def base(self, as_of: date) -> Baseline:
        """Return the state of a day, with the treatments under way on it."""
        return treated_baseline(self.pack, self.entries, as_of)


class Log:
    """A workspace followed over one pack; may be shared by threads.

    Parameters
    ----------
    pack
        As read from disk, without the log.
    workspace
        An open one.
    earlier
        Versions of the pack that closed weeks saw.

    Attributes
    ----------
    workspace, pack
        As given.
    packs
        The pack and its earlier versions.
    trouble
        Why the log cannot be read just now, in a sentence; empty while it can.

    Raises
    ------
    WorkspaceError
        If it cannot be read now; later on ``trouble`` says so instead, and what was
        last read stands.
    """

    def __init__(
        self, pack: Pack, workspace: Workspace, earlier: Sequence[Pack] = ()
    ) -> None:
        self.workspace = workspace
        self.packs = Packs(pack, {each.hash: each for each in earlier})
        self.trouble = ""
        self.pack = pack
        self._lock = Lock()
        self._head, self._standing = self._read()

    def standing(self) -> Standing:
        """Return what stands now; the same object until the head moves."""
        try:
            # Every question looks first, and none waits for whoever holds the file.
            if self.workspace.head(at_a_glance=True) != self._head:
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
