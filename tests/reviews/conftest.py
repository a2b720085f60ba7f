"""Reviews on small logs: drafts recorded an hour apart on a clock the test moves."""

from datetime import date

import pytest

from risks.reviews.numbers import Draws
from risks.reviews.states import Frozen
from tests.builders import small_pack
from tests.workspace.conftest import (  # noqa: F401  # fixtures
    open_at,
    sqlite_target,
    sqlite_workspace,
    times,
)
from tests.workspace.drafts import record

AS_OF = date(2026, 8, 20)
FEW = Draws(paths=256)


@pytest.fixture
def pack():
    return small_pack()


@pytest.fixture
def say(sqlite_workspace, times):  # noqa: F811
    """Return a function that records drafts an hour apart and returns the log."""

    def saying(*drafts):
        for each in drafts:
            record(sqlite_workspace, each)
            times.go_on(hours=1)
        return sqlite_workspace.entries()

    return saying


@pytest.fixture
def saw(pack, say):
    """Return a function that records drafts and freezes what is known then."""

    def seeing(*drafts, as_of=AS_OF, of=None):
        return Frozen(of or pack, say(*drafts), as_of)

    return seeing
