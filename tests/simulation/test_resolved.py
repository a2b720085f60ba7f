"""A risk resolved "yes" is a fact: it has happened, and what it sets off acts."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from risks.rates import Status, baseline, evaluate, months_after, status_of
from risks.scenarios import what_if
from risks.simulation import Frame, Setup, calibrate, simulate
from risks.simulation.model import timing_of
from risks.workspace import pack_with
from tests.builders import make_pack, make_trigger
from tests.forecasts.made import (
    DEADLINE,
    JUDGED_ON,
    entries,
    event,
    judged,
    resolved,
    undone,
)

HAPPENED = JUDGED_ON + timedelta(days=40)
OTHER = event(0.3, id="BT1", register_id="border-talks", active_months=2)
STRONG = make_trigger(from_id="TW1", to_id="BT1", strength=3)
PACK = make_pack(
    risks=(event(active_months=2), undone(), OTHER), triggers=(STRONG,), signals=()
)
PATHS = 1024


def _known(*said):
    return pack_with(PACK, entries(*said))


def _run(pack, as_of, months=24):
    base = baseline(pack, as_of)
    frame = Frame(base, Setup(PATHS, months, 1))
    return simulate(what_if(base, {}), frame, calibrate(base, 1, PATHS))


def _status(pack, as_of, place=0):
    base = baseline(pack, as_of)
    return status_of(base, what_if(base, {}).numbers, place)


def test_a_yes_is_a_chance_of_one_and_acts_from_the_first_month():
    said = _known(resolved(HAPPENED, "yes"))
    before, after = _run(PACK, HAPPENED), _run(said, HAPPENED)
    assert _status(said, HAPPENED) is Status.DECIDED_YES
    assert after.seen.numbers.chance[0] == after.chance[0] == after.p_end[0] == 1.0
    assert (after.hits[0] == 0).all()
    place = PACK.risk_place("BT1")
    first = [(found.hits[place] <= 2).mean() for found in (before, after)]
    assert first[1] > first[0] + 0.05
    assert (after.hits[place] <= before.hits[place]).all()


def test_it_acts_for_what_is_left_of_its_months_and_then_no_longer():
    said = _known(resolved(HAPPENED, "yes"))
    place = PACK.risk_place("BT1")
    met = []
    for months in (0, 1, 2, 9):
        as_of = months_after(HAPPENED, months)
        timing = timing_of(what_if(baseline(said, as_of), {}), 12)
        met.append((int(timing.active[0]), bool(timing.starts_active[0])))
        assert (_run(said, as_of).hits[0] == -months).all()
    assert met[:2] == [(2, True), (1, True)]
    assert [is_active for _, is_active in met] == [True, True, False, False]
    late = months_after(HAPPENED, 2)
    without = make_pack(risks=PACK.risks, triggers=(), signals=())
    silent = pack_with(without, entries(resolved(HAPPENED, "yes")))
    calibrated = calibrate(baseline(said, late), 1, PATHS)
    runs = [
        simulate(what_if(base, {}), Frame(base, Setup(PATHS, 24, 1)), calibrated)
        for base in (baseline(said, late), baseline(silent, late))
    ]
    assert np.array_equal(runs[0].hits[place], runs[1].hits[place])


def test_before_its_day_nothing_has_changed():
    said = _known(resolved(HAPPENED, "yes"))
    day = HAPPENED - timedelta(days=1)
    before, after = _run(PACK, day), _run(said, day)
    assert _status(said, day) is Status.OPEN
    assert np.array_equal(before.hits, after.hits)
    assert np.array_equal(before.seen.numbers.chance, after.seen.numbers.chance)


@pytest.mark.parametrize("outcome", ["no", "void"])
def test_what_did_not_happen_is_no_fact(outcome):
    said = _known(resolved(HAPPENED, outcome))
    before, after = _run(PACK, HAPPENED), _run(said, HAPPENED)
    assert _status(said, HAPPENED) is Status.OPEN
    assert np.array_equal(before.hits, after.hits)
    assert np.array_equal(before.seen.numbers.chance, after.seen.numbers.chance)


@pytest.mark.parametrize("outcome", ["no", "void"])
def test_the_last_recorded_answer_stands(outcome):
    said = _known(resolved(HAPPENED, "yes"), resolved(HAPPENED, outcome))
    assert _status(said, HAPPENED) is Status.OPEN
    turned = _known(resolved(HAPPENED, outcome), resolved(HAPPENED, "yes"))
    assert _status(turned, HAPPENED) is Status.DECIDED_YES


def test_a_risk_judged_after_it_happened_is_open_again():
    on = HAPPENED + timedelta(days=10)
    said = _known(resolved(HAPPENED, "yes"), judged(on, 0.25))
    assert _status(said, on - timedelta(days=1)) is Status.DECIDED_YES
    assert _status(said, on) is Status.OPEN
    base = baseline(said, on)
    numbers = evaluate(base, base.scored.raw, base.scored.state.values)
    assert numbers.chance[0] == pytest.approx(0.25)


def test_a_missed_deadline_awaits_its_answer_and_then_stays_active():
    on = DEADLINE + timedelta(days=70)
    place = PACK.risk_place("TW2")
    assert _status(PACK, on, place) is Status.AWAITING
    assert np.isnan(_run(PACK, on).chance[place])
    said = _known(resolved(on, "yes", day=DEADLINE, risk_id="TW2"))
    found = _run(said, on)
    assert _status(said, on, place) is Status.DECIDED_YES
    assert found.chance[place] == found.seen.numbers.chance[place] == 1.0
    assert (found.hits[place] == 0).all()
    assert timing_of(found.seen, 12).active[place] == 0  # for good


def test_only_what_was_recorded_by_an_instant_is_a_fact():
    said = entries(resolved(date(2026, 10, 1), "yes", day=HAPPENED))
    then = pack_with(PACK, said, datetime(2026, 9, 30, tzinfo=UTC))
    assert then is PACK
    assert pack_with(PACK, said).hash != PACK.hash
