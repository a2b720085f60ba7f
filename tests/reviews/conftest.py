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
from tests.workspace.conftest import said as say  # noqa: F401

AS_OF = date(2026, 8, 20)
FEW = Draws(paths=256)


@pytest.fixture
def pack():
    return small_pack()


@pytest.fixture
def saw(pack, say):  # noqa: F811
    """Return a function that records drafts and freezes what is known then."""

    def seeing(*drafts, as_of=AS_OF, of=None):
        return Frozen(of or pack, say(*drafts), as_of)

    return seeing
