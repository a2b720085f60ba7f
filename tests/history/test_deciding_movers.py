"""A risk that a reading decided was moved by that reading."""

from datetime import date

import pytest

from risks import movers
from tests.builders import make_judged_reading, make_pack, make_reading

BEFORE, AFTER = date(2026, 7, 20), date(2026, 8, 10)


def _pack(delay):
    """Return a pack whose works go from 1 week late, and a stance from 0 to 4."""
    return make_pack(
        readings=(
            make_reading(observed_on=date(2026, 6, 1), value=1.0),
            make_reading(observed_on=date(2026, 8, 1), value=delay),
            make_judged_reading(observed_on=date(2026, 6, 1), value=0.0),
            make_judged_reading(observed_on=date(2026, 8, 1), value=4.0),
        ),
        events=(),
    )


def _main_signals(pack, as_of, since):
    return {each.risk_id: each.indicator_id for each in movers(pack, as_of, since)}


@pytest.mark.parametrize(("as_of", "since"), [(AFTER, BEFORE), (BEFORE, AFTER)])
def test_the_mover_names_the_reading_that_decides_not_the_larger_news(as_of, since):
    assert _main_signals(_pack(2.0), as_of, since)["TW2"] == "neighbour-stance"
    assert _main_signals(_pack(0.0), as_of, since)["TW2"] == "works-delay"


def test_the_largest_change_comes_first_whatever_its_sign():
    moved = movers(_pack(2.0), AFTER, BEFORE)  # TW2 falls, the others rise
    sizes = [abs(each.points) for each in moved]
    assert sizes == sorted(sizes, reverse=True)
    fallen = movers(_pack(2.0), BEFORE, AFTER)
    assert [each.risk_id for each in fallen] == [each.risk_id for each in moved]
    assert min(each.points for each in moved) < 0 < max(each.points for each in moved)
