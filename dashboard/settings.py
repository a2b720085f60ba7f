"""What the environment may say, read in one place."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class Settings:
    """How an app is set up.

    Attributes
    ----------
    hosts
        Host names, without port, under which a browser may ask.
    cache_folder
        Where recomputable results are kept; unset keeps none between runs.
    """

    hosts: frozenset[str] = field(default=LOCAL_HOSTS)
    cache_folder: Path | None = None


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings behind ``ARAXES_CACHE``, or the user's cache folder.

    An empty ``ARAXES_CACHE`` keeps nothing between runs.
    """
    stated = environment.get("ARAXES_CACHE")
    if stated is not None:
        return Settings(cache_folder=Path(stated) if stated else None)
    caches = environment.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Settings(cache_folder=Path(caches) / "araxes")


def own_data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the user's workspace stands unless another is named."""
    from risks.workspace import default_path  # noqa: PLC0415  # SQLAlchemy is slow

    return default_path(environment, sys.platform, Path.home()).parent
