"""Read a pack from disk, and say everything that is wrong with it at once.

The packs that come with this package are the folders beside this file.
"""

from pathlib import Path

from risks.packs.assemble import pack_hash, read_pack
from risks.packs.files import LIMITS, Limits

__all__ = ["LIMITS", "Limits", "default_pack_folder", "pack_hash", "read_pack"]


def default_pack_folder() -> Path:
    """Return the folder of the pack that comes with this package."""
    return Path(__file__).parent / "south-caucasus"
