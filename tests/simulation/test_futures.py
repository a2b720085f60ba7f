"""Promises about simulated futures: the same again, in order, and at every edge."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks import baseline, default_as_of, default_pack_folder, read_pack, what_if
from risks.rates import due_month, span_months
from risks.simulation import (
    Calibration,
    Frame,
    Setup,
    calibrate,
    clock,
    simulate,
    standard_error,
)
from tests.builders import make_reading, make_risk, make_signal, small_pack
from tests.simulation import bernoulli
from tests.simulation.small import AS_OF, by_month, certain, changed, pack_of, run

SHIPPED = read_pack(default_pack_folder())
DAY = default_as_of(SHIPPED)
BASE = baseline(SHIPPED, DAY)
FEW = Setup(paths=256)
FRAME = Frame(BASE, FEW)
LEAKS = calibrate(BASE, FEW.seed, FEW.paths)
SHOCK = SHIPPED.scenario("shock-from-the-south").settings
ENDS = {each.id: (each.goalposts[0], each.goalposts[-1]) for each in SHIPPED.adjustable}


def hits_of(settings):
    return simulate(what_if(BASE, settings), FRAME, LEAKS).hits


# The same again


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from(sorted(ENDS)), st.floats(0, 1), max_size=8))
def test_put_back_is_identical_to_the_last_bit(shares):
    before = hits_of({})
    moved = {
        each: ENDS[each][0] + share * (ENDS[each][1] - ENDS[each][0])
        for each, share in shares.items()
    }
    once = hits_of(moved)
    assert hits_of({}).tobytes() == before.tobytes()
    assert hits_of(moved).tobytes() == once.tobytes()


def test_the_same_seed_gives_the_same_futures_in_another_frame():
    again = Frame(baseline(SHIPPED, DAY), FEW)
    leaks = calibrate(again.base, FEW.seed, FEW.paths)
    assert leaks.leak.tobytes() == LEAKS.leak.tobytes()
    found = simulate(what_if(again.base, SHOCK), again, leaks)
    assert found.hits.tobytes() == hits_of(SHOCK).tobytes()
    other = Frame(BASE, replace(FEW, seed=2))
    assert (simulate(what_if(BASE, SHOCK), other, LEAKS).hits != found.hits).any()


def test_todays_values_move_nothing():
    known = {each.id: BASE.scored.state.value(each.id) for each in SHIPPED.levers}
    today = {each: value for each, value in known.items() if value is not None}
    assert len(today) > 3
    assert hits_of(today).tobytes() == hits_of({}).tobytes()


@pytest.mark.parametrize("block", [1, 100, 255, 256, 5000])
def test_how_many_paths_are_run_at_a_time_does_not_matter(monkeypatch, block):
    whole = hits_of(SHOCK)
    monkeypatch.setattr(clock, "BLOCK", block)
    assert hits_of(SHOCK).tobytes() == whole.tobytes()


@pytest.mark.parametrize("months", [6, 36])
@pytest.mark.parametrize("place", [0, 17, len(SHIPPED.risks)])
def test_an_added_risk_changes_no_other(place, months):
    others = list(SHIPPED.risks)
    new = make_risk(id="ZZ1", likely=0.37, horizon_months=months, stage_ids=())
    mixed = changed(SHIPPED, risks=(*others[:place], new, *others[place:]))
    base = baseline(mixed, DAY)
    frame, leaks = Frame(base, FEW), calibrate(base, FEW.seed, FEW.paths)
    found = simulate(what_if(base, SHOCK), frame, leaks)
    pairs = [
        (frame.drawn.need, FRAME.drawn.need),
        (frame.drawn.rate, FRAME.drawn.rate),
        (leaks.leak, LEAKS.leak),
        (found.hits, hits_of(SHOCK)),
    ]
    for one, other in pairs:
        assert np.delete(one, place, axis=0).tobytes() == other.tobytes()


# In order


UPWARDS = changed(
    SHIPPED, triggers=[each for each in SHIPPED.triggers if each.strength > 0]
)
UP_BASE = baseline(UPWARDS, DAY)
UP_FRAME = Frame(UP_BASE, FEW)
UP_SEEN = what_if(UP_BASE, {})
COUNT = len(SHIPPED.risks)
factors = st.lists(st.floats(1 / 6, 6), min_size=COUNT, max_size=COUNT).map(np.array)
rises = st.lists(
    st.one_of(st.just(1.0), st.floats(1, 1.001), st.floats(1, 6)),
    min_size=COUNT,
    max_size=COUNT,
).map(np.array)


def hits_at(factor, leak):
    seen = replace(UP_SEEN, numbers=replace(UP_SEEN.numbers, factor=factor))
    return simulate(seen, UP_FRAME, Calibration(leak, leak, leak)).hits


@settings(max_examples=40)
@given(factors, rises, rises)
def test_without_dampers_a_raised_rate_delays_no_event(factor, rise, leak_rise):
    lower = hits_at(factor, LEAKS.leak)
    assert np.all(hits_at(factor * rise, LEAKS.leak) <= lower)
    assert np.all(hits_at(factor, LEAKS.leak * leak_rise) <= lower)


def test_raising_one_rate_brings_others_forward_too():
    sources = Counter(each.from_id for each in UPWARDS.triggers)
    place = SHIPPED.risk_place(sources.most_common(1)[0][0])
    ones = np.ones(COUNT)
    raised = np.where(np.arange(COUNT) == place, 6.0, ones)
    moved = (hits_at(raised, LEAKS.leak) < hits_at(ones, LEAKS.leak)).any(axis=1)
    assert moved[place]
    assert moved.sum() > 1


def test_a_longer_horizon_is_never_less_likely_and_changes_no_month():
    long = simulate(what_if(BASE, SHOCK), FRAME, LEAKS)
    assert np.all(np.diff(by_month(long), axis=0) >= 0)
    for months in (1, 5, 24):
        frame = Frame(BASE, replace(FEW, months=months))
        short = simulate(what_if(BASE, SHOCK), frame, LEAKS)
        np.testing.assert_array_equal(short.hits, np.minimum(long.hits, months + 1))
        np.testing.assert_array_equal(short.p_end, by_month(long)[months - 1])


# How links act


def decided(arrow, **changes):
    """Return a pack whose TW1 has happened already and acts on TW2."""
    return pack_of(
        certain("TW1", 0.2, **changes),
        certain("TW2", 0.2),
        arrows=[("TW1", "TW2", arrow)],
        signals=(make_signal(settles_at=5.0, settles_to="yes"),),
        readings=(make_reading(),),
    )


def test_an_activation_of_six_months_is_eighteen_then_thirty_three_percent():
    found = run(decided(3), leak=(1.0, 0.0))
    by = by_month(found)[:, 1]
    tolerance = {"abs": 16 / 4096}
    assert (found.hits[0] == 0).all()
    assert by[2] == pytest.approx(0.18, **tolerance)
    assert by[5] == pytest.approx(1 - 0.82**2, **tolerance)
    assert by[0] == pytest.approx(1 - 0.82 ** (1 / 3), **tolerance)
    assert by[59] == by[5]


@pytest.mark.parametrize("active", [1, 2, 7])
def test_links_go_off_after_the_active_months(active):
    by = by_month(run(decided(3, active_months=active), leak=(1.0, 0.0)))[:, 1]
    assert by[active - 1] == pytest.approx(1 - 0.82 ** (active / 3), abs=16 / 4096)
    assert by[-1] == by[active - 1]


def test_a_missed_deadline_stays_active():
    due = {"horizon_months": None, "deadline": date(2027, 1, 1), "active_months": 2}
    by = by_month(run(decided(3, **due), leak=(1.0, 0.0)))[:, 1]
    assert by[59] == pytest.approx(1 - 0.82**20, abs=16 / 4096)


def test_a_damper_takes_its_share_while_it_is_active():
    months = np.arange(1, 61)
    weight = np.where(months <= 6, 0.5, 1.0).cumsum()
    by = by_month(run(decided(-3)))[:, 1]
    np.testing.assert_allclose(by, 1 - 0.8 ** (weight / 12), atol=16 / 4096)


def test_what_is_decided_no_does_not_happen():
    pack = pack_of(
        certain("TW1", 0.9),
        signals=(make_signal(settles_at=9.0, settles_to="no"),),
        readings=(make_reading(),),
    )
    found = run(pack)
    assert (found.hits == 61).all()
    assert found.chance.tolist() == found.p_end.tolist() == [0]


def test_a_factor_multiplies_the_hazard():
    pack = pack_of(certain("TW1", 0.2), signals=(make_signal(),))
    calm, extreme = run(pack), run(pack, settings={"works-delay": 30.0})
    factor = extreme.seen.numbers.factor[0]
    assert factor > 1.5
    assert calm.seen.numbers.factor[0] == 1
    wanted = 1 - 0.8**factor
    assert extreme.chance[0] == pytest.approx(wanted, abs=16 / 4096)


# Dates


@given(st.dates(date(2026, 7, 1), date(2032, 3, 1)), st.integers(1, 2500))
def test_a_deadline_falls_in_the_first_month_that_reaches_it(as_of, days):
    deadline = date.fromordinal(as_of.toordinal() + days)
    risk = make_risk(deadline=deadline)
    wanted = bernoulli.due_month(risk, as_of)
    assert due_month(risk, as_of) == span_months(risk, as_of) == wanted


@pytest.mark.parametrize(
    ("as_of", "deadline", "month"),
    [
        (date(2027, 1, 31), date(2027, 2, 28), 1),
        (date(2027, 1, 31), date(2027, 3, 1), 2),
        (date(2028, 2, 29), date(2029, 2, 28), 12),
        (date(2026, 8, 15), date(2026, 8, 16), 1),
        (date(2026, 8, 15), date(2026, 9, 15), 1),
        (date(2026, 8, 15), date(2026, 9, 16), 2),
        (date(2026, 8, 15), date(2026, 12, 31), 5),
    ],
)
def test_deadlines_at_the_ends_of_months(as_of, deadline, month):
    assert due_month(make_risk(deadline=deadline), as_of) == month


def test_something_undone_is_missed_in_its_month_or_never():
    due = {"horizon_months": None, "deadline": date(2028, 2, 1)}
    found = run(pack_of(certain("TW1", 0.4, **due)), months=24)
    assert sorted(set(found.hits.ravel().tolist())) == [18, 25]
    assert found.chance[0] == pytest.approx(0.4, abs=16 / 4096)
    assert found.p_end[0] == found.chance[0]


def test_a_span_beyond_the_months_has_no_chance_yet():
    due = {"horizon_months": None, "deadline": date(2028, 2, 1)}
    risks = certain("TW1", 0.4, **due), certain("TW2", 0.4), certain("TW3", 0.4, **due)
    found = run(pack_of(*risks), months=17)
    np.testing.assert_array_equal(np.isnan(found.chance), [True, False, True])
    np.testing.assert_array_equal(np.isnan(found.chance_se), [True, False, True])
    assert found.p_end[0] == 0
    assert (found.hits[0] == 18).all()
    assert not np.isnan(run(pack_of(*risks), months=18).chance).any()


# Edges


@pytest.mark.parametrize("paths", [0, 1, 100, 1000])
def test_paths_must_fill_the_batches(paths):
    base = baseline(small_pack(), AS_OF)
    with pytest.raises(ValueError, match=f"multiple of 16: {paths}"):
        calibrate(base, 1, paths)
    with pytest.raises(ValueError, match=f"multiple of 16: {paths}"):
        run(small_pack(), paths=paths)


@pytest.mark.parametrize("months", [1, 60])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_packs_with_hardly_anything_in_them(count, months):
    risks = [certain(f"TW{at}", 0.3, horizon_months=1) for at in range(count)]
    base = baseline(pack_of(*risks), AS_OF)
    leaks = calibrate(base, 1, 64)
    found = simulate(what_if(base, {}), Frame(base, Setup(64, months)), leaks)
    assert found.hits.shape == (count, 64)
    for each in (found.chance, found.chance_se, found.p_end, leaks.leak):
        assert each.shape == (count,)
    np.testing.assert_allclose(leaks.simulated, 0.3, atol=0.02)
    np.testing.assert_array_equal(found.chance, leaks.simulated)


def test_one_month_is_enough_for_a_future():
    found = simulate(what_if(BASE, SHOCK), Frame(BASE, Setup(256, months=1)), LEAKS)
    assert set(np.unique(found.hits)) == {1, 2}
    np.testing.assert_array_equal(found.p_end, (found.hits == 1).mean(axis=1))


def test_rare_and_nearly_certain_risks_keep_their_place():
    pack = pack_of(certain("TW1", 1e-9), certain("TW2", 1 - 1e-9))
    found = run(pack, months=12)
    assert (found.hits[0] == 13).all()
    assert (found.hits[1] <= 12).all()


def test_the_standard_error_is_the_spread_of_sixteen_batches():
    rng = np.random.default_rng(1)
    of_paths = rng.random((2, 3, 160)) < 0.3
    means = of_paths.reshape(2, 3, 16, 10).mean(axis=-1)
    wanted = np.sqrt(((means - means.mean(-1, keepdims=True)) ** 2).sum(-1) / 15 / 16)
    np.testing.assert_allclose(standard_error(of_paths), wanted)
    assert standard_error(np.ones((1, 16), dtype=bool)).tolist() == [0]
    assert standard_error(np.ones((0, 32), dtype=bool)).shape == (0,)
