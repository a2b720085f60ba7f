"""Everything that can be wrong, in words an analyst can act on.

RisksError
    ProblemsError        several problems at once, not only the first
        PackError        a pack does not load
        SettingError     what-if settings that cannot be assumed
    UnknownIdError       a name that no record has; suggests the nearest one
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to repair.

    Attributes
    ----------
    where
        File, and line or table and id: ``readings.csv, line 7, value``.
    what
        What was found and why it cannot stand.
    hint
        What is allowed, or the nearest known id; may be empty.
    """

    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the problem as one line."""
        return f"{self.where}: {self.what}" + (f"; {self.hint}" if self.hint else "")


class RisksError(Exception):
    """Base of every error this package raises on purpose; its text is for a reader."""


class ProblemsError(RisksError):
    """Several problems reported at once, in ``problems``."""

    subject = "input"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{self.subject}: {len(self.problems)} to repair:\n{lines}")


class PackError(ProblemsError):
    """A pack cannot be used until its problems are repaired."""

    subject = "pack"


class SettingError(ProblemsError):
    """What-if settings name an unknown indicator or an impossible value."""

    subject = "settings"


class UnknownIdError(RisksError):
    """Nothing is called that."""

    def __init__(self, kind: str, wanted: str, known: Iterable[str]) -> None:
        self.hint = nearest_hint(wanted, known)
        super().__init__(
            f"no {kind} is called {wanted!r}" + (f"; {self.hint}" if self.hint else "")
        )


def nearest_hint(wanted: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the nearest known name, or nothing.

    Nearest is the most alike in letters, else the first that begins the same way.
    """
    names = list(known)
    near = get_close_matches(wanted, names, n=1, cutoff=0.5)
    near += [name for name in names if wanted and name.startswith(wanted)]
    return f"did you mean {near[0]!r}?" if near else ""
