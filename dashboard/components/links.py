"""How a component asks for an address without knowing how addresses are made."""

from collections.abc import Mapping
from typing import Protocol


class Linker(Protocol):
    """Makes the address of a page about the same date, with some fields in it."""

    def __call__(self, path: str, fields: Mapping[str, str] | None = None) -> str:
        """Return the address."""
