"""A PostgreSQL server for the tests: the one that is named, or one of our own.

``ARAXES_TEST_POSTGRESQL`` holds the address of a database in which the tests may make
schemas; without it a small cluster is started in a temporary folder, reachable by a
socket in that folder alone, and ended when the tests end.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

VARIABLE = "ARAXES_TEST_POSTGRESQL"


def why_not() -> str:
    """Return why no test can run on PostgreSQL here, or nothing."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed: pip install 'araxes[postgresql]'"
    if not os.environ.get(VARIABLE) and _programs() is None:
        return f"no PostgreSQL found: install one, or name one in {VARIABLE}"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a database."""
    named = os.environ.get(VARIABLE)
    if named:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="araxes-pg-"))
    user = _owner()
    if user:
        shutil.chown(folder, user)
    try:
        _run(
            user,
            "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            "araxes",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        )
        settings = (
            f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        )
        _run(
            user,
            "pg_ctl",
            "-D",
            folder / "data",
            "-w",
            "-l",
            folder / "log",
            "-o",
            settings,
            "start",
        )
        try:
            yield f"postgresql://araxes@/postgres?host={folder}"
        finally:
            _run(user, "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


def _owner() -> str | None:
    """Return whose the server is to be: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(user: str | None, program: str, *words: object) -> None:
    done = subprocess.run(
        [str(_programs() / program), *map(str, words)],
        user=user,
        cwd=tempfile.gettempdir(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
