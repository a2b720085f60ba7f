"""Where a workspace lives: one file, or a PostgreSQL database by its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from risks.workspace.errors import WorkspaceError

FILE_NAME = "workspace.db"
SERVER_NAMES = ("postgres", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True)
class Place:
    """Either a ``path`` or a ``url``; ``name`` is for sentences: no password in it."""

    name: str
    path: Path | None = None
    url: sa.URL | None = None


def place_of(target: str | Path) -> Place:
    """Return the place a user named: a file, ``sqlite:///FILE`` or ``postgresql://…``.

    Raises
    ------
    WorkspaceError
        If it is the address of something else.
    """
    text = str(target)
    if "://" not in text:
        return _file(Path(text))
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise WorkspaceError("the workspace's address cannot be read") from error
    if url.drivername in SERVER_NAMES:
        # Some forms of an address allow a password as an option, too.
        name = url.set(query={}).render_as_string(hide_password=True)
        return Place(name, url=url.set(drivername="postgresql+psycopg"))
    if url.drivername == "sqlite" and url.database:
        return _file(Path(url.database))
    raise WorkspaceError(
        f"a workspace cannot be kept in {url.drivername!r}; allowed: a file, or an "
        "address such as postgresql://user@host/name"
    )


def default_path(environment: Mapping[str, str], platform: str, home: Path) -> Path:
    """Return the workspace's file in the user's data folder.

    Parameters
    ----------
    environment, platform, home
        ``os.environ``, ``sys.platform`` and ``Path.home()``, read by the caller.
    """
    if platform == "win32":
        base = environment.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
    elif platform == "darwin":
        base = str(home / "Library" / "Application Support")
    else:
        base = environment.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    return Path(base) / "araxes" / FILE_NAME


def _file(path: Path) -> Place:
    whole = path.expanduser().absolute()
    if whole.is_dir():
        raise WorkspaceError(f"{path} is a folder; name a file in it: {FILE_NAME}")
    return Place(str(path), path=whole)
