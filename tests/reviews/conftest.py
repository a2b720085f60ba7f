"""Reviews on small logs: drafts recorded an hour apart on a clock the test moves."""

from datetime import date

import pytest

from risks.reviews.numbers import Draws
from risks.reviews.states import Frozen
from tests.builders import small_pack
from tests.workspace.conftest import (  # noqa: F401  # fixtures
    open_at,
    said,
    sqlite_target,
    sqlite_workspace,
    times,
)

AS_OF = date(2026, 8, 20)
FEW = Draws(paths=256)


@pytest.fixture
def pack():
    return small_pack()


@pytest.fixture
def say(said):  # noqa: F811
    """Return the function that records drafts an hour apart and returns the log."""
    return said


@pytest.fixture
def saw(pack, say):
    """Return a function that records drafts and freezes what is known then."""

    def seeing(*drafts, as_of=AS_OF, of=None):
        return Frozen(of or pack, say(*drafts), as_of)

    return seeing
