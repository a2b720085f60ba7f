"""From a judgement and the news since then to a dated chance."""

from datetime import date, timedelta
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import baseline, chance_of, rate_of, what_if
from risks.explanation import rate_terms
from risks.model import Judgement
from risks.rates import (
    Status,
    group_weight,
    is_backcast,
    months_after,
    resolves_on,
    status_of,
)
from tests.builders import (
    make_indicator,
    make_judgement,
    make_pack,
    make_reading,
    make_risk,
    make_signal,
)

JUDGED = date(2026, 6, 1)
chances = st.floats(1e-6, 1 - 1e-6)
months = st.integers(1, 120)


def _pack(*, times=4.0, horizon=12, likely=0.3, readings=(), signals=None, **risk):
    """Return one risk with one indicator 0-100 that scores as it reads."""
    dated = {"deadline": risk.pop("deadline", None)}
    dated["horizon_months"] = None if dated["deadline"] else horizon
    judgement = make_judgement(low=0.1, likely=likely, high=0.6, judged_on=JUDGED)
    return make_pack(
        indicators=(
            make_indicator(
                id="heat",
                goalposts=(0, 100),
                stale_after_days=30,
                half_life_days=30,
                no_news=50,
            ),
        ),
        risks=(
            make_risk(id="R1", stage_ids=(), judgements=(judgement,), **dated, **risk),
        ),
        signals=signals
        if signals is not None
        else (make_signal(indicator_id="heat", risk_id="R1", times=times, group=""),),
        readings=readings,
        triggers=(),
        treatments=(),
        events=(),
        calendar=(),
        funding_sources=(),
        scenarios=(),
    )


def _heat(day, value):
    return make_reading(
        indicator_id="heat",
        observed_on=day,
        value=value,
        reliability="A",
        credibility="1",
    )


def _chance(pack, as_of, settings=None):
    return float(what_if(baseline(pack, as_of), settings or {}).numbers.chance[0])


@given(chances, months)
def test_a_rate_gives_its_chance_back(chance, horizon):
    assert chance_of(rate_of(chance, horizon), horizon) == pytest.approx(chance)


@given(chances, months, months, months)
def test_a_longer_horizon_is_never_less_likely(chance, horizon, one, other):
    rate = rate_of(chance, horizon)
    shorter, longer = sorted([one, other])
    assert chance_of(rate, shorter) <= chance_of(rate, longer)


def test_rate_by_hand():
    assert rate_of(0.5, 12) == pytest.approx(log(2) / 12)


@pytest.mark.parametrize("chance", [0, 1, -0.1, 1.1, float("nan")])
def test_a_rate_refuses_certainty(chance):
    with pytest.raises(ValueError, match="above 0 and below 1"):
        rate_of(chance, 12)


@pytest.mark.parametrize("horizon", [0, -1, float("inf"), float("nan")])
def test_a_rate_refuses_a_horizon_that_is_none(horizon):
    with pytest.raises(ValueError, match="above 0 months"):
        rate_of(0.5, horizon)


def test_on_its_day_a_judgement_stands_unmoved():
    pack = _pack(readings=(_heat(date(2026, 5, 20), 80),))
    assert _chance(pack, JUDGED) == pytest.approx(0.3, abs=1e-15)


def test_the_same_value_reported_again_changes_nothing():
    pack = _pack(readings=(_heat(date(2026, 5, 20), 80), _heat(date(2026, 7, 1), 80)))
    assert _chance(pack, date(2026, 7, 2)) == pytest.approx(0.3, abs=1e-15)


def test_news_multiplies_the_rate_by_the_formula():
    pack = _pack(readings=(_heat(date(2026, 5, 20), 20), _heat(date(2026, 7, 1), 70)))
    trust = pack.assumptions.reliability_weight.value["A"]
    trust *= pack.assumptions.credibility_weight.value["1"]
    factor = exp(log(4) * trust * 0.5)
    expected = 1 - exp(factor * log(1 - 0.3))
    assert _chance(pack, date(2026, 7, 2)) == pytest.approx(expected)


def test_news_fades_as_it_ages():
    pack = _pack(readings=(_heat(date(2026, 5, 20), 20), _heat(date(2026, 7, 1), 70)))
    fresh, old = _chance(pack, date(2026, 7, 2)), _chance(pack, date(2026, 12, 31))
    assert 0.3 < old < fresh


def test_the_factor_stops_at_its_limits_and_the_clamp_is_its_own_row():
    signals = tuple(
        make_signal(indicator_id="heat", risk_id="R1", times=36, group="")
        for _ in range(2)
    )
    pack = _pack(
        signals=signals,
        readings=(_heat(date(2026, 5, 20), 0), _heat(date(2026, 7, 1), 100)),
    )
    base = baseline(pack, date(2026, 7, 2))
    limit = pack.assumptions.factor_limit.value
    assert what_if(base, {}).numbers.factor[0] == pytest.approx(limit)
    rows = rate_terms(base, 0)
    assert rows[-1].log_rate < 0
    assert sum(row.log_rate for row in rows) == pytest.approx(log(limit), abs=1e-9)


def test_signals_of_one_group_share_their_weight():
    assert group_weight(1, 0.5) == 1
    assert group_weight(3, 0.5) == pytest.approx(0.5)
    alone = _pack(times=4)
    twice = _pack(
        signals=tuple(
            make_signal(indicator_id="heat", risk_id="R1", times=4, group="same")
            for _ in range(2)
        )
    )
    by_one = _chance(alone, JUDGED, {"heat": 100})
    by_two = _chance(twice, JUDGED, {"heat": 100})
    factor = exp(2 * log(4) / 1.5 * 0.5)
    assert by_one < by_two == pytest.approx(1 - (1 - 0.3) ** factor)


def test_a_what_if_acts_at_full_strength_however_stale_the_reading():
    pack = _pack(readings=(_heat(date(2024, 1, 1), 20),))
    moved = _chance(pack, JUDGED, {"heat": 70})
    assert moved == pytest.approx(1 - (1 - 0.3) ** exp(log(4) * 0.5))


def test_a_deadline_risk_keeps_its_chance_until_the_day_and_then_waits():
    pack = _pack(deadline=date(2026, 12, 31))
    assert _chance(pack, date(2026, 12, 30)) == pytest.approx(0.3)
    base = baseline(pack, date(2026, 12, 31))
    assert np.isnan(what_if(base, {}).numbers.chance[0])
    assert status_of(base, what_if(base, {}).numbers, 0) is Status.AWAITING


def test_an_event_rolls_on_and_a_deadline_does_not():
    event, undone = _pack().risks[0], _pack(deadline=date(2026, 12, 31)).risks[0]
    assert resolves_on(event, date(2026, 8, 31)) == date(2027, 8, 31)
    assert resolves_on(undone, date(2026, 8, 31)) == date(2026, 12, 31)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), months)
def test_months_after_keeps_the_day_or_takes_the_last(day, count):
    later = months_after(day, count)
    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_before_the_first_judgement_it_is_a_backcast():
    pack = _pack(readings=(_heat(date(2026, 1, 10), 0), _heat(date(2026, 5, 20), 80)))
    assert is_backcast(pack.risks[0], date(2026, 1, 15))
    assert not is_backcast(pack.risks[0], JUDGED)
    assert _chance(pack, date(2026, 1, 15)) < 0.3


def test_a_later_judgement_supersedes_the_earlier():
    later = make_judgement(low=0.4, likely=0.5, high=0.6, judged_on=date(2026, 7, 1))
    pack = _pack()
    both = (*pack.risks[0].judgements, Judgement(**later))
    risk = pack.risks[0].model_copy(update={"judgements": both})
    pack = pack.model_copy(update={"risks": (risk,)})
    assert _chance(pack, date(2026, 6, 30)) == pytest.approx(0.3)
    assert _chance(pack, date(2026, 7, 1)) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("goalposts", "settles_at", "to", "value", "chance"),
    [
        ((0, 100), 30, "no", 30, 0),
        ((0, 100), 30, "no", 31, None),
        ((0, 100), 90, "yes", 95, 1),
        ((0, 100), 90, "yes", 89, None),
        ((100, 0), 70, "no", 70, 0),
        ((100, 0), 70, "no", 69, None),
        ((100, 0), 10, "yes", 5, 1),
    ],
)
def test_a_reading_past_settles_at_decides(goalposts, settles_at, to, value, chance):
    signal = make_signal(
        indicator_id="heat", risk_id="R1", times=2, settles_at=settles_at, settles_to=to
    )
    pack = _pack(signals=(signal,))
    heat = pack.indicators[0].model_copy(update={"goalposts": goalposts})
    pack = pack.model_copy(update={"indicators": (heat,)})
    found = _chance(pack, JUDGED, {"heat": value})
    assert 0 < found < 1 if chance is None else found == chance


def test_a_pack_without_signals_or_readings_still_has_chances():
    pack = _pack(signals=())
    seen = what_if(baseline(pack, JUDGED), {})
    assert seen.numbers.chance[0] == pytest.approx(0.3)
    assert np.isnan(seen.risk_pressure[0])
