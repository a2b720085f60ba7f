"""Packs with almost nothing in them, ends of every scale, and the last bit."""

import warnings
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from risks import (
    baseline,
    default_as_of,
    default_pack_folder,
    find_target,
    movers,
    read_pack,
    tornado,
    weekly_pressure,
    what_if,
    why,
)
from risks.exports import View, export_files
from risks.rates import UNDECIDED, Status, evaluate, log_factors, status_of
from risks.report import score_report
from risks.scenarios import assumed_shrunk, outcome
from risks.scoring import score_values
from tests.builders import (
    make_indicator,
    make_judgement,
    make_pack,
    make_reading,
    make_risk,
    make_signal,
    small_pack,
)

AS_OF = date(2026, 8, 10)
SMALL = small_pack()
SHIPPED = read_pack(default_pack_folder())
ALONE = {
    "signals": (),
    "readings": (),
    "events": (),
    "triggers": (),
    "treatments": (),
    "scenarios": (),
    "calendar": (),
    "funding_sources": (),
}


def _each(records, **changes):
    return tuple(each.model_copy(update=changes) for each in records)


POOR = {
    "no signals": {"signals": ()},
    "no readings": {"readings": ()},
    "no events": {"events": ()},
    "no evidence": {"readings": (), "events": ()},
    "no weights": {"indicators": _each(SMALL.indicators, weight=0.0)},
    "no levers": {"indicators": _each(SMALL.indicators, lever=False)},
    "no risks": {**ALONE, "risks": ()},
    "one risk": {**ALONE, "risks": SMALL.risks[:1]},
    "no indicators": {**ALONE, "indicators": ()},
    "no indicators or risks": {**ALONE, "indicators": (), "risks": ()},
    "nothing": {**ALONE, "indicators": (), "risks": (), "registers": ()},
}


@pytest.mark.parametrize("changes", POOR.values(), ids=POOR)
@pytest.mark.parametrize("as_of", [AS_OF, date(2020, 1, 1), date(2030, 1, 1)], ids=str)
def test_a_pack_without_much_is_told_in_full(changes, as_of):
    pack = make_pack(**changes)
    ends = {each.id: each.goalposts[-1] for each in pack.adjustable}
    for settings in ({}, ends):
        seen = what_if(baseline(pack, as_of), settings)
        for each in (*pack.risks, *pack.registers):
            target = find_target(pack, each.id)
            told = why(seen, target)
            points = sum(share.points for share in told.shares)
            assert np.isnan(told.total) or points == pytest.approx(told.total, abs=1e-9)
            assert len(tornado(seen, target)) <= len(pack.levers)
        score_report(seen)
        export_files(View(seen))
    movers(pack, as_of, as_of - timedelta(weeks=1))
    assert weekly_pressure(pack, as_of, 3).pressure.shape == (3, len(pack.registers))
    assert default_as_of(pack) <= AS_OF + timedelta(weeks=1)


@pytest.mark.parametrize("changes", POOR.values(), ids=POOR)
def test_a_poor_pack_keeps_what_was_stated(changes):
    pack = make_pack(**changes)
    seen = what_if(baseline(pack, AS_OF), {})
    if not pack.readings:
        stated = [each.judgement_on(AS_OF).likely for each in pack.risks]
        assert seen.numbers.chance.tolist() == pytest.approx(stated, abs=1e-12)
        assert seen.numbers.factor.tolist() == [1.0] * len(pack.risks)
    weighing = {each.register_id for each in pack.indicators if each.weight > 0}
    for place, each in enumerate(pack.registers):
        assert np.isnan(seen.register_pressure[place]) == (each.id not in weighing)


def test_a_lever_at_its_end_keeps_every_score_on_the_scale():
    # On this day 100 - score of an oil price at its extreme once fell below zero.
    base = baseline(SHIPPED, date(2026, 5, 28))
    for each in SHIPPED.adjustable:
        for end in (each.goalposts[0], each.goalposts[-1]):
            assert what_if(base, {each.id: end}).shrunk.min() >= 0
            assert what_if(base, {each.id: end}).shrunk.max() <= 100


def _many_scores():
    """Return a baseline of 3,000 indicators, 0-100, of every score and trust."""
    rng = Random(13)  # noqa: S311  # not a secret
    ids = [f"heat-{number}" for number in range(3000)]
    pack = make_pack(
        indicators=[
            make_indicator(
                id=each, goalposts=(0, 100), no_news=rng.choice([0, 50, 90, 100])
            )
            for each in ids
        ],
        readings=[
            make_reading(
                indicator_id=each,
                value=rng.choice([0.0, 100.0, *(rng.uniform(0, 100),) * 8]),
                observed_on=AS_OF - timedelta(days=rng.randint(0, 400)),
                reliability=rng.choice("ABCDEF"),
            )
            for each in ids
        ],
        **{name: () for name in ALONE if name != "readings"},
    )
    return baseline(pack, AS_OF)


def test_the_what_if_map_rises_from_0_to_100_through_today():
    base = _many_scores()
    today, shrunk = base.scored.raw, base.scored.shrunk
    steps = np.repeat(np.linspace(0, 100, 41)[:, None], len(today), axis=1)
    grid = np.sort(np.vstack([steps, today]), axis=0)
    found = assumed_shrunk(base, grid)
    assert (np.diff(found, axis=0) >= -1e-12).all()
    assert found.min() >= 0
    assert found.max() <= 100
    assert (found[0] == np.where(today > 0, 0.0, shrunk)).all()
    assert (found[-1] == np.where(today < 100, 100.0, shrunk)).all()
    assert assumed_shrunk(base, today).tobytes() == shrunk.tobytes()


def _random_settings(rng, count):
    chosen = rng.sample(SHIPPED.adjustable, count)
    return {each.id: rng.uniform(each.lowest, each.highest) for each in chosen}


def _bits(seen):
    numbers = seen.numbers
    return b"".join(
        each.tobytes()
        for each in (
            seen.raw,
            seen.shrunk,
            numbers.factor,
            numbers.chance,
            numbers.low,
            numbers.high,
            seen.register_pressure,
            seen.risk_pressure,
        )
    )


@pytest.mark.parametrize("as_of", [date(2025, 9, 1), date(2026, 8, 15)], ids=str)
def test_levers_put_back_one_by_one_leave_no_trace(as_of):
    base, rng = baseline(SHIPPED, as_of), Random(7)  # noqa: S311  # not a secret
    untouched = _bits(what_if(base, {}))
    settings = _random_settings(rng, 20)
    steps = [_bits(what_if(base, settings))]
    removed = []
    while settings:
        removed.append(settings.popitem())
        steps.append(_bits(what_if(base, settings)))
    assert steps[-1] == untouched
    for name, value in reversed(removed):
        assert _bits(what_if(base, settings)) == steps.pop()
        settings[name] = value


@pytest.mark.parametrize("back", range(0, 700, 50))
def test_todays_value_typed_in_moves_no_bit(back):
    base = baseline(SHIPPED, date(2026, 8, 15) - timedelta(days=back))
    untouched = _bits(what_if(base, {}))
    for each in SHIPPED.adjustable:
        today = base.scored.state.value(each.id)
        if today is not None and each.lowest <= today <= each.highest:
            assert _bits(what_if(base, {each.id: today})) == untouched


def test_a_score_has_the_same_bits_alone_and_among_others():
    rng = np.random.default_rng(3)
    posts = np.sort(rng.uniform(-50, 50, (3000, 4)), axis=1)
    posts[::2] = posts[::2, ::-1]
    values = rng.uniform(-60, 60, 3000)
    together = score_values(values, posts)
    alone = [score_values(values[[at]], posts[[at]])[0] for at in range(3000)]
    assert together.tolist() == alone


def test_a_log_factor_has_the_same_bits_alone_and_among_others():
    base, rng = baseline(SHIPPED, date(2026, 5, 28)), Random(11)  # noqa: S311
    seen = [what_if(base, _random_settings(rng, rng.randint(0, 30))) for _ in range(64)]
    together = log_factors(base, np.array([each.raw for each in seen]))
    alone = np.array([log_factors(base, each.raw) for each in seen])
    assert together.tobytes() == alone.tobytes()


def test_a_lever_that_does_not_touch_a_target_has_no_bar():
    base, rng = baseline(SHIPPED, date(2026, 5, 28)), Random(5)  # noqa: S311
    for risk in SHIPPED.risks:
        touching = {
            each.indicator_id for each in SHIPPED.signals if each.risk_id == risk.id
        }
        seen = what_if(base, _random_settings(rng, 10))
        swings = tornado(seen, find_target(SHIPPED, risk.id))
        assert {each.indicator_id for each in swings} <= touching


def test_bars_come_widest_first():
    base = baseline(SHIPPED, date(2026, 5, 28))
    for each in (*SHIPPED.risks, *SHIPPED.registers):
        swings = tornado(what_if(base, {}), find_target(SHIPPED, each.id))
        spans = [abs(swing.at_extreme - swing.at_calm) for swing in swings]
        assert spans == sorted(spans, reverse=True)


def _almost_sure():
    """Return a risk so likely that its chance is stored as 1, with no reading."""
    stated = make_judgement(low=0.5, likely=0.9999, high=0.9999)
    return make_pack(
        indicators=(make_indicator(id="heat", goalposts=(0, 100), no_news=0),),
        risks=(make_risk(judgements=[stated], stage_ids=()),),
        signals=(make_signal(indicator_id="heat", times=36.0, settles_at=0.0),),
        **{name: () for name in ALONE if name != "signals"},
    )


def test_almost_sure_is_not_decided():
    base = baseline(_almost_sure(), AS_OF)
    sure = what_if(base, {"heat": 100.0}).numbers
    assert sure.chance[0] == 1
    assert sure.decided_by[0] == UNDECIDED
    assert status_of(base, sure, 0) is Status.OPEN
    calm = what_if(base, {"heat": 0.0}).numbers
    assert (calm.chance[0], calm.low[0], calm.high[0]) == (0, 0, 0)
    assert status_of(base, calm, 0) is Status.DECIDED_NO


def test_a_decided_risk_still_awaits_resolution_once_its_deadline_has_come():
    pack = make_pack(readings=(make_reading(value=0.0),))  # settles TW2 to no
    place = pack.risk_place("TW2")
    before, after = (
        baseline(pack, day) for day in (date(2027, 12, 30), date(2027, 12, 31))
    )
    numbers = what_if(before, {}).numbers
    assert status_of(before, numbers, place) is Status.DECIDED_NO
    assert status_of(after, what_if(after, {}).numbers, place) is Status.AWAITING


def test_no_states_at_all_have_no_numbers():
    base = baseline(SMALL, AS_OF)
    nothing = np.empty((0, len(SMALL.indicators)))
    numbers = evaluate(base, nothing, nothing)
    assert numbers.chance.shape == numbers.decided_by.shape == (0, len(SMALL.risks))
    for each in (*SMALL.risks, *SMALL.registers):
        assert outcome(base, find_target(SMALL, each.id), nothing, nothing).size == 0


def test_nothing_warns_on_the_way_through_every_day():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for back in range(0, 900, 75):
            seen = what_if(baseline(SMALL, AS_OF + timedelta(days=400 - back)), {})
            assert np.nanmin(seen.numbers.chance) > 0
