"""What a meeting saw: a pack, the log up to some entry, and a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from risks.model import Pack
from risks.workspace import Recorded, pack_with


@dataclass(frozen=True, eq=False)
class Frozen:
    """The state of one day, which later entries cannot change.

    Attributes
    ----------
    pack
        As read from disk, without the log.
    entries
        The log up to the last entry that was known, in order.
    as_of
        The day it is about; what was observed, judged or decided later is not used.
    """

    pack: Pack
    entries: Sequence[Recorded]
    as_of: date

    @property
    def head(self) -> int:
        """Return the number of the last entry that was known; 0 for none."""
        return self.entries[-1].seq if self.entries else 0

    @cached_property
    def known(self) -> Pack:
        """Return the pack with the log."""
        return pack_with(self.pack, self.entries)
