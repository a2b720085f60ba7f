"""A workspace of its own for every test, on a clock that stands apart from today's."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.typed import GOOD, run

START = datetime(2026, 8, 20, 9, tzinfo=UTC)


@pytest.fixture
def times(monkeypatch):
    """A clock that goes on for a minute whenever it is read."""

    class Times:
        now = START

        def __call__(self):
            self.now += timedelta(minutes=1)
            return self.now

    clock = Times()
    for module in ("cli_workspace", "cli_record", "cli_meeting"):
        monkeypatch.setattr(f"risks.{module}.now", clock)
    return clock


@pytest.fixture
def place(tmp_path):
    return tmp_path / "data" / "workspace.db"


@pytest.fixture
def say(place, times):
    """Return a function that records something in the small pack's workspace."""

    def record(*words, author="Ann", **environment):
        who = ("--author", author) if author is not None else ()
        where = ("--workspace", place, "--pack", GOOD)
        return run("record", *words, *who, *where, **environment)

    return record
