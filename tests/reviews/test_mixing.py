"""A mix that takes all from one review is that review, to the last bit."""

from datetime import date, timedelta

import numpy as np
import pytest

from risks.packs import default_pack_folder, read_pack
from risks.rates import baseline
from risks.reviews.mixing import content, seen, whole
from risks.reviews.states import Frozen
from tests.reviews.conftest import AS_OF
from tests.workspace.drafts import draft

FIELDS = (
    "terms",
    "coefficients",
    "hazard_low",
    "hazard_likely",
    "hazard_high",
)
SCORES = ("raw", "reliability", "shrunk", "age_days")
STATE = ("values", "observed", "grade_weight", "rows")


def _same(one, other):
    for whose, names in (
        (lambda x: x, FIELDS),
        (lambda x: x.scored, SCORES),
        (lambda x: x.scored.state, STATE),
    ):
        for name in names:
            found = [getattr(whose(each), name) for each in (one, other)]
            np.testing.assert_array_equal(*found, err_msg=name)


def _base(frozen):
    mix = whole(frozen)
    return seen(mix, content(mix))


@pytest.mark.parametrize("back", [0, 1, 5, 12, 50, 400])
def test_the_shipped_pack_has_the_same_numbers_either_way(back):
    pack = read_pack(default_pack_folder())
    day = pack.header.published_on + timedelta(days=100 - back)
    _same(_base(Frozen(pack, (), day)), baseline(pack, day))


def test_a_log_is_mixed_in_as_it_is_read(saw):
    judged = draft(low=0.2, likely=0.3, high=0.4)
    frozen = saw(draft("reading"), judged, draft("treatment"))
    _same(_base(frozen), baseline(frozen.known, AS_OF))


def test_what_was_judged_or_observed_later_is_not_used(saw):
    late = date(2026, 8, 20)
    frozen = saw(draft("reading", observed_on="2026-08-20"), as_of=date(2026, 8, 19))
    judged = saw(draft(likely=0.3, judged_on=str(late)), as_of=late - timedelta(days=1))
    for each in (frozen, judged):
        _same(_base(each), baseline(each.pack, each.as_of))
