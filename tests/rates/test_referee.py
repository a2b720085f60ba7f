"""Every chance, pressure and share against the plain referee, random settings."""

from datetime import date
from random import Random

import numpy as np
import pytest

from risks import (
    baseline,
    default_pack_folder,
    find_target,
    movers,
    read_pack,
    tornado,
    what_if,
    why,
)
from risks.rates import Status, evaluate, status_of
from risks.scenarios import outcome
from tests.builders import make_assumptions, make_pack, make_signal, small_pack
from tests.referee import Day, points, shares_by_order

SMALL = small_pack()
PACKS = {
    "shipped": read_pack(default_pack_folder()),
    "small": SMALL,
    "both-ways": make_pack(  # one reading can say no, another yes, a third eases
        assumptions=make_assumptions(factor_limit=1.5),
        signals=(
            *SMALL.signals,
            make_signal(
                indicator_id="neighbour-stance",
                times=9.0,
                settles_at=3.0,
                settles_to="yes",
            ),
            make_signal(
                indicator_id="works-funding",
                risk_id="TW2",
                times=0.2,
                settles_at=60.0,
                settles_to="yes",
            ),
        ),
    ),
}
DAYS = [
    date(2025, 3, 2),
    date(2026, 5, 28),
    date(2026, 7, 1),
    date(2026, 8, 11),
    date(2026, 8, 15),
    date(2026, 12, 30),
    date(2026, 12, 31),  # the first deadlines
    date(2028, 6, 1),  # every deadline is over
]
ROUNDS = 30
close = {"abs": 1e-9, "rel": 0, "nan_ok": True}
each_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
each_day = pytest.mark.parametrize("as_of", DAYS, ids=str)


def _value(indicator, rng):
    """Return an end, a goalpost or any value between."""
    between = rng.uniform(indicator.lowest, indicator.highest)
    return rng.choice([*indicator.goalposts, between, between])


def _settings(pack, as_of, most=20):
    rng, found = Random(str(as_of)), []  # noqa: S311  # not a secret
    for _ in range(ROUNDS):
        count = rng.randint(1, min(most, len(pack.adjustable)))
        chosen = rng.sample(pack.adjustable, count)
        found.append({each.id: _value(each, rng) for each in chosen})
    return found


def _agree(seen, day):
    pack = day.pack
    for place, each in enumerate(pack.indicators):
        assert seen.raw[place] == pytest.approx(day.score(each), **close)
        assert seen.shrunk[place] == pytest.approx(day.shrunk(each), **close)
    for place, each in enumerate(pack.risks):
        found = [column[place] for column in _columns(seen.numbers)]
        assert found == pytest.approx([*day.numbers(each.id)], **close)
        pressure = day.risk_pressure(each.id)
        assert seen.risk_pressure[place] == pytest.approx(pressure, **close)
    for place, each in enumerate(pack.registers):
        pressure = day.register_pressure(each.id)
        assert seen.register_pressure[place] == pytest.approx(pressure, **close)


def _columns(numbers):
    return numbers.factor, numbers.chance, numbers.low, numbers.high


@each_pack
@each_day
def test_the_baseline_agrees(pack, as_of):
    base, day = baseline(pack, as_of), Day(pack, as_of)
    _agree(what_if(base, {}), day)
    for term, signal in zip(base.terms, pack.signals, strict=True):
        assert term == pytest.approx(day.news(signal), **close)


@each_pack
@each_day
def test_random_settings_agree(pack, as_of):
    base, day = baseline(pack, as_of), Day(pack, as_of)
    for chosen in _settings(pack, as_of):
        _agree(what_if(base, chosen), day.assuming(chosen))


@each_pack
@each_day
def test_many_states_at_once_are_what_each_is_alone(pack, as_of):
    base = baseline(pack, as_of)
    alone = [what_if(base, chosen) for chosen in _settings(pack, as_of)]
    raw, values = (
        np.array([getattr(each, name) for each in alone]) for name in ("raw", "values")
    )
    together = _columns(evaluate(base, raw, values))
    for at, each in enumerate(alone):
        for one, many in zip(_columns(each.numbers), together, strict=True):
            np.testing.assert_allclose(many[at], one, rtol=0, atol=1e-14)
    for place, register in enumerate(pack.registers):
        many = outcome(base, find_target(pack, register.id), raw, values)
        one = [each.register_pressure[place] for each in alone]
        np.testing.assert_allclose(many, one, rtol=0, atol=1e-12)


@each_pack
@each_day
def test_a_status_says_what_decided(pack, as_of):
    base, day = baseline(pack, as_of), Day(pack, as_of)
    for chosen in _settings(pack, as_of):
        numbers = what_if(base, chosen).numbers
        for place, risk in enumerate(pack.risks):
            chance = day.assuming(chosen).numbers(risk.id).chance
            told = {0.0: Status.DECIDED_NO, 1.0: Status.DECIDED_YES}
            expected = told.get(chance, Status.OPEN)
            if risk.deadline and as_of >= risk.deadline:
                expected = Status.AWAITING
            assert status_of(base, numbers, place) is expected


@each_pack
@pytest.mark.parametrize("as_of", [date(2026, 5, 28), date(2026, 8, 11)], ids=str)
def test_shares_are_the_mean_over_all_orders(pack, as_of):
    base, day = baseline(pack, as_of), Day(pack, as_of)
    chosen = _settings(pack, as_of, most=4)[:12]
    for settings, risk in zip(chosen, pack.risks, strict=False):
        for wanted in (risk.id, risk.register_id):
            told = why(what_if(base, settings), find_target(pack, wanted))
            found = {each.id: each.points for each in told.shares}
            for name, share in shares_by_order(day, settings, wanted).items():
                assert found.get(name, 0.0) == pytest.approx(share, **close)


@each_pack
@pytest.mark.parametrize("as_of", [date(2026, 5, 28), date(2027, 2, 1)], ids=str)
def test_tornado_bars_agree_and_none_is_left_out(pack, as_of):
    base, day = baseline(pack, as_of), Day(pack, as_of)
    for settings, risk in zip(_settings(pack, as_of), pack.risks[:10], strict=False):
        for wanted in (risk.id, risk.register_id):
            told = tornado(what_if(base, settings), find_target(pack, wanted))
            found = {one.indicator_id: (one.at_calm, one.at_extreme) for one in told}
            for lever in pack.levers:
                ends = [
                    points(day.assuming({**settings, lever.id: post}), wanted)
                    for post in (lever.goalposts[0], lever.goalposts[-1])
                ]
                if abs(ends[1] - ends[0]) > 1e-9:
                    assert found.pop(lever.id) == pytest.approx(ends, **close)
            assert not found


@each_pack
def test_movers_agree(pack):
    since, as_of = date(2026, 7, 30), date(2026, 8, 14)
    then, now = Day(pack, since), Day(pack, as_of)
    moved = {each.risk_id: each.points for each in movers(pack, as_of, since)}
    for each in pack.risks:
        change = points(now, each.id) - points(then, each.id)
        assert moved.get(each.id, 0.0) == pytest.approx(change, **close)
