"""Which settings keep a row of their own, in what order, and what may be set."""

from datetime import date
from math import log

import pytest

from risks import baseline, check_settings, find_target, what_if, why
from risks.explanation import MOST_PLAYERS, OTHERS, rate_terms
from risks.scenarios import outcome
from tests.builders import make_indicator, make_pack, make_reading, make_signal

AS_OF = date(2026, 8, 10)
STEPS = (3, 9, 1, 7, 5, 8, 2, 6, 4)  # how far each setting goes, in no order


def _base(count):
    """Return a baseline in which ``count`` indicators, all at 50, move one risk."""
    many = tuple(
        make_indicator(id=f"heat-{n}", goalposts=(0, 100)) for n in range(count)
    )
    pack = make_pack(
        indicators=many,
        signals=tuple(make_signal(indicator_id=each.id, times=2.0) for each in many),
        readings=(),
        events=(),
        scenarios=(),
    )
    return baseline(pack, AS_OF)


def _why(count):
    base = _base(count)
    settings = {f"heat-{n}": 50.0 + 5 * STEPS[n] for n in range(count)}
    target = find_target(base.pack, "TW1")
    return base, settings, target, why(what_if(base, settings), target)


@pytest.mark.parametrize("count", [1, 5, MOST_PLAYERS])
def test_up_to_six_settings_each_keep_their_row(count):
    told = _why(count)[3]
    assert sorted(each.id for each in told.shares) == [
        f"heat-{n}" for n in range(count)
    ]
    assert all(each.ids == (each.id,) for each in told.shares)


def test_beyond_six_the_five_that_move_most_alone_keep_their_row():
    base, settings, target, told = _why(9)

    def alone(name):
        seen = what_if(base, {name: settings[name]})
        return outcome(base, target, seen.raw[None], seen.values[None])[0]

    ranked = sorted(settings, key=alone, reverse=True)
    rows = {each.id: set(each.ids) for each in told.shares}
    assert rows.pop(OTHERS) == set(ranked[5:])
    assert set(rows) == set(ranked[:5])


def test_shares_come_largest_first_whatever_their_sign():
    base = _base(3)
    settings = {"heat-0": 55.0, "heat-1": 0.0, "heat-2": 80.0}
    told = why(what_if(base, settings), find_target(base.pack, "TW1"))
    assert [each.id for each in told.shares] == ["heat-1", "heat-2", "heat-0"]
    assert told.shares[0].points < 0 < told.shares[1].points


@pytest.mark.parametrize(("first", "then", "sign"), [(0.0, 30.0, 1), (30.0, 0.0, -1)])
def test_the_clamp_row_takes_off_both_ends(first, then, sign):
    readings = (
        make_reading(observed_on=date(2026, 6, 1), value=first, reliability="A"),
        make_reading(observed_on=date(2026, 8, 1), value=then, reliability="A"),
    )
    pack = make_pack(readings=readings, signals=(make_signal(times=36.0),), events=())
    base = baseline(pack, AS_OF)
    *terms, clamp = rate_terms(base, pack.risk_place("TW1"))
    limit = log(pack.assumptions.factor_limit.value)
    assert sum(each.log_rate for each in terms) * sign > limit
    assert (clamp.indicator_id, clamp.log_rate * sign < 0) == ("", True)
    total = sum(each.log_rate for each in (*terms, clamp))
    assert total == pytest.approx(sign * limit, abs=1e-9)
    factor = what_if(base, {}).numbers.factor[pack.risk_place("TW1")]
    assert log(factor) == pytest.approx(total, abs=1e-9)


def test_both_ends_of_a_scale_can_be_set_and_come_in_pack_order():
    pack = make_pack()
    for at in ("lowest", "highest"):
        wanted = {each.id: getattr(each, at) for each in reversed(pack.adjustable)}
        found = check_settings(pack, wanted)
        assert found == wanted
        assert list(found) == [each.id for each in pack.adjustable]


def test_a_register_is_explained_by_its_own_indicators_alone():
    pack = make_pack()
    base = baseline(pack, AS_OF)
    settings = {each.id: each.goalposts[-1] for each in pack.adjustable}
    for register in pack.registers:
        told = why(what_if(base, settings), find_target(pack, register.id))
        own = {e.id for e in pack.adjustable if e.register_id == register.id}
        assert {each.id for each in told.shares} == own
