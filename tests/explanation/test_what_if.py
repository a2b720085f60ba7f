"""Settings move what they should, explain it exactly, and leave no trace."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import baseline, check_settings, find_target, tornado, what_if, why
from risks.errors import SettingError, UnknownIdError
from risks.explanation import rounded, shapley
from risks.scenarios import outcome
from tests.builders import small_pack

PACK = small_pack()
BASE = baseline(PACK, date(2026, 8, 10))
ADJUSTABLE = [each.id for each in PACK.adjustable]
TARGETS = [*(each.id for each in PACK.risks), *(each.id for each in PACK.registers)]


@st.composite
def settings(draw: st.DrawFn) -> dict[str, float]:
    chosen = draw(st.lists(st.sampled_from(ADJUSTABLE), unique=True))
    return {
        each: draw(st.floats(PACK.indicator(each).lowest, PACK.indicator(each).highest))
        for each in chosen
    }


def _numbers(seen):
    return (
        seen.numbers.chance,
        seen.numbers.factor,
        seen.register_pressure,
        seen.risk_pressure,
    )


@given(settings())
def test_put_back_is_identical_to_the_last_bit(chosen):
    before = what_if(BASE, {})
    what_if(BASE, chosen)
    again = what_if(BASE, {})
    for one, other in zip(_numbers(before), _numbers(again), strict=True):
        assert one.tobytes() == other.tobytes()


def test_setting_todays_value_moves_nothing():
    today = {
        each: BASE.scored.state.value(each)
        for each in ADJUSTABLE
        if BASE.scored.state.value(each) is not None
    }
    inside = {
        each: value
        for each, value in today.items()
        if PACK.indicator(each).lowest <= value <= PACK.indicator(each).highest
    }
    assert inside
    for one, other in zip(
        _numbers(what_if(BASE, {})), _numbers(what_if(BASE, inside)), strict=True
    ):
        assert one.tobytes() == other.tobytes()


@given(settings(), st.sampled_from(TARGETS))
def test_shares_add_up_to_the_change(chosen, wanted):
    seen, target = what_if(BASE, chosen), find_target(PACK, wanted)
    told = why(seen, target)
    found = sum(share.points for share in told.shares)
    assert found == pytest.approx(told.total, abs=1e-9, nan_ok=True)
    assert told.after == pytest.approx(
        outcome(BASE, target, seen.raw[None], seen.values[None])[0],
        abs=1e-9,
        nan_ok=True,
    )


@given(settings(), st.sampled_from([each.id for each in PACK.risks]))
def test_only_settings_that_touch_the_target_get_a_share(chosen, wanted):
    told = why(what_if(BASE, chosen), find_target(PACK, wanted))
    touching = {each.indicator_id for each in PACK.signals if each.risk_id == wanted}
    named = {each for share in told.shares for each in share.ids}
    assert named == touching & set(chosen)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6))
def test_shapley_of_a_sum_is_each_part(parts):
    found = shapley(lambda members: members @ np.array(parts), len(parts))
    assert found == pytest.approx(parts, abs=1e-9)


def test_shapley_by_hand():
    worth = {
        (0, 0, 0): 0,
        (1, 0, 0): 10,
        (0, 1, 0): 20,
        (0, 0, 1): 0,
        (1, 1, 0): 60,
        (1, 0, 1): 10,
        (0, 1, 1): 20,
        (1, 1, 1): 60,
    }
    found = shapley(
        lambda members: np.array(
            [float(worth[tuple(map(int, row))]) for row in members]
        ),
        3,
    )
    assert found.tolist() == [25, 35, 0]


def test_more_than_six_settings_are_grouped_and_still_add_up():
    from risks.explanation import OTHERS
    from tests.builders import make_indicator, make_pack, make_signal

    many = tuple(make_indicator(id=f"heat-{n}", goalposts=(0, 100)) for n in range(9))
    risk = PACK.risks[0].id
    signals = tuple(
        make_signal(indicator_id=each.id, risk_id=risk, times=1 + n / 4, group="")
        for n, each in enumerate(many, start=1)
    )
    pack = make_pack(
        indicators=many, signals=signals, readings=(), scenarios=(), events=()
    )
    base = baseline(pack, date(2026, 8, 10))
    chosen = {each.id: 90.0 - 3 * n for n, each in enumerate(many)}
    told = why(what_if(base, chosen), find_target(pack, risk))
    assert len(told.shares) == 6
    others = next(share for share in told.shares if share.id == OTHERS)
    assert len(others.ids) == 4
    assert sum(share.points for share in told.shares) == pytest.approx(
        told.total, abs=1e-9
    )


@given(
    st.lists(st.floats(-100, 100), max_size=8),
    st.integers(0, 3),
)
def test_rounded_parts_add_up_to_the_rounded_total(parts, digits):
    total = sum(parts)
    shown = rounded(parts, total, digits)
    assert sum(shown) == pytest.approx(round(total, digits), abs=1e-9)
    assert all(
        abs(a - b) <= 10**-digits + 1e-9 for a, b in zip(shown, parts, strict=True)
    )


@given(settings(), st.sampled_from(TARGETS))
def test_a_tornado_bar_is_what_setting_the_lever_gives(chosen, wanted):
    target = find_target(PACK, wanted)
    for swing in tornado(what_if(BASE, chosen), target):
        for value, points in (
            (swing.calm_value, swing.at_calm),
            (swing.extreme_value, swing.at_extreme),
        ):
            end = what_if(BASE, {**chosen, swing.indicator_id: value})
            found = outcome(BASE, target, end.raw[None], end.values[None])[0]
            assert points == pytest.approx(found, abs=1e-9)


def test_every_wrong_setting_is_named_at_once():
    with pytest.raises(SettingError) as caught:
        check_settings(
            PACK,
            {"works-dely": 1.0, ADJUSTABLE[0]: 1e12, ADJUSTABLE[1]: float("nan")},
            "here",
        )
    told = [str(each) for each in caught.value.problems]
    assert len(told) == 3
    assert "did you mean 'works-delay'?" in told[0]
    assert "allowed:" in told[1]
    assert "is not a number" in told[2]
    assert all(each.startswith("here, ") for each in told)


def test_a_derived_indicator_cannot_be_set():
    derived = next(each for each in PACK.indicators if each.id not in ADJUSTABLE)
    with pytest.raises(SettingError, match="no indicator that can be set"):
        check_settings(PACK, {derived.id: 1.0})


def test_a_target_must_exist():
    with pytest.raises(
        UnknownIdError, match="no risk or register is called 'TW9'; did you mean"
    ):
        find_target(PACK, "TW9")


def test_the_beginning_of_a_name_is_enough_for_a_hint():
    with pytest.raises(SettingError, match="did you mean 'neighbour-stance'"):
        check_settings(PACK, {"neigh": 1.0})
