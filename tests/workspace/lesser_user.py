"""Run a function as a user whom permissions bind; root they do not."""

import os
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def folder_of_nobody() -> Iterator[Path]:
    """Yield a folder that belongs to nobody, or to us if we are not root."""
    folder = Path(tempfile.mkdtemp(prefix="araxes-"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def run_as_nobody(work: Callable[[], object]) -> None:
    """Do some work in a process of its own and repeat its assertion errors here."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, said


def _work(work: Callable[[], object], writing: int) -> None:  # pragma: no cover
    code = 1
    try:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()
        code = 0
    except BaseException:  # told to the parent
        os.write(writing, traceback.format_exc().encode())
    finally:
        os._exit(code)
