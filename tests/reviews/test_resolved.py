"""A risk that is resolved "yes" between two reviews is a cause of its own."""

from datetime import timedelta

import pytest

from risks.reviews.behind import behind
from risks.reviews.change import explain_changes
from risks.reviews.numbers import View
from risks.reviews.worths import Asked
from tests.reviews.conftest import AS_OF, FEW
from tests.workspace.drafts import draft

DAY = AS_OF + timedelta(days=5)
LATER = AS_OF + timedelta(days=7)
NAMES = ("opening-p50", "TW1")
YES = draft("resolution", outcome="yes", resolved_on=str(DAY))


def _why(old, new):
    found = explain_changes(Asked(old, new, FEW), NAMES)
    return {each.name: each for each in found}


def test_what_happened_is_told_apart_from_the_time_that_passed(saw, times):
    old = saw()
    times.go_on(hours=24 * 6)
    new = saw(YES, as_of=LATER)
    found = _why(old, new)
    parts = {each.cause: each.amount for each in found["TW1"].parts}
    assert found["TW1"].after == View(new, FEW).chance("TW1") == 1.0
    assert parts["judgements"] > 0.9 * found["TW1"].total
    assert sum(parts.values()) == pytest.approx(found["TW1"].total, abs=1e-9)
    opening = found["opening-p50"]
    amounts = [each.amount for each in opening.parts]
    assert sum(amounts) == pytest.approx(opening.total, abs=1e-9)


def test_the_entry_that_says_so_stands_behind_it(saw, times):
    old = saw()
    times.go_on(hours=24 * 6)
    new = saw(YES, as_of=LATER)
    (said,) = behind(old, new)["judgements"]
    assert (said.id, said.what, said.entry) == ("TW1", f"resolved yes, {DAY}", 1)


def test_a_no_moves_nothing(saw, times):
    old = saw()
    times.go_on(hours=24 * 6)
    new = saw(draft("resolution", outcome="no", resolved_on=str(DAY)))
    assert behind(old, new)["judgements"] == ()
