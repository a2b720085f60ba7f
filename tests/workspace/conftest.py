"""Each rule of the log is tried on SQLite and, where a server is found, PostgreSQL."""

import os
import secrets
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from risks.workspace import Durability, Options, Workspace
from tests.workspace.drafts import record
from tests.workspace.server import server, why_not

START = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
QUICK = Durability(busy_seconds=0.2)
PATIENT = Durability(busy_seconds=60.0)  # for many at once on a busy machine


class Times:
    """A clock and a stopwatch that a test moves, together or apart."""

    def __init__(self) -> None:
        self.instant, self.elapsed = START, 0.0

    def clock(self):
        return self.instant

    def stopwatch(self):
        return self.elapsed

    def go_on(self, **span):
        self.instant += timedelta(**span)
        self.elapsed += timedelta(**span).total_seconds()

    def set_clock(self, **span):
        self.instant += timedelta(**span)


@pytest.fixture
def times():
    return Times()


@pytest.fixture(scope="session")
def postgresql():
    reason = why_not()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)  # the gate never leaves this half out in silence
    if reason:
        pytest.skip(reason)
    with server() as address:
        yield address


@pytest.fixture
def postgresql_target(postgresql):
    """Return the address of an empty schema of its own."""
    name = f"araxes_test_{secrets.token_hex(6)}"
    url = sa.make_url(postgresql).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    mine = url.update_query_dict({"options": f"-csearch_path={name}"})
    yield mine.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.schema.DropSchema(name, cascade=True))
    engine.dispose()


@pytest.fixture
def sqlite_target(tmp_path):
    return tmp_path / "data" / "workspace.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request):
    return request.getfixturevalue(f"{request.param}_target")


@pytest.fixture
def open_at(times):
    """Return a function that opens a workspace on the test's clock."""
    opened = []

    def opening(target, **options):
        given = {"stopwatch": times.stopwatch, "durability": QUICK, **options}
        opened.append(Workspace.open(target, times.clock, Options(**given)))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


@pytest.fixture
def workspace(target, open_at):
    return open_at(target)


@pytest.fixture
def sqlite_workspace(sqlite_target, open_at):
    return open_at(sqlite_target)


@pytest.fixture
def said(sqlite_workspace, times):
    """Return a function that records drafts an hour apart and returns the log."""

    def say(*drafts):
        for each in drafts:
            record(sqlite_workspace, each)
            times.go_on(hours=1)
        return sqlite_workspace.entries()

    return say
