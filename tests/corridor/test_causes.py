from datetime import date

import numpy as np
import pytest

from risks.corridor import held_up, outcomes, set_off
from risks.simulation.model import DEFAULT_MONTHS
from tests.builders import make_trigger, small_pack
from tests.corridor.futures import (
    framed,
    risk_on,
    route,
    simulated,
    stage_of,
    with_hits,
)

RATE = -np.log(1 - 0.08) / 3  # a trigger of strength 2

TARGET = date(2028, 12, 31)


def shares(simulation, place):
    return {each.source_id: each.share for each in set_off(simulation, place)}


def leak_of(simulation, place=0):
    return simulation.frame.drawn.rate[place]


def linked(*triggers):
    risks = (risk_on("TW1"), risk_on("BT1", active_months=6), risk_on("BT2"))
    return framed(route(risks=risks, triggers=triggers))


def test_a_risk_without_triggers_is_set_off_by_itself():
    simulation = with_hits(linked(), {"TW1": 7})
    assert shares(simulation, 0) == {None: 1.0}


@pytest.mark.parametrize(
    ("hit", "source", "months"),
    [(10, 4, 6), (10, 7, 3), (20, 4, 6), (10, 10, 0), (10, 0, 6), (10, 61, 0)],
)
def test_a_source_counts_for_the_months_it_was_active_before(hit, source, months):
    simulation = with_hits(
        linked(make_trigger("BT1", "TW1", 2)), {"TW1": hit, "BT1": source}
    )
    by_source = RATE * months
    wanted = np.mean(by_source / (by_source + leak_of(simulation) * hit))
    assert shares(simulation, 0)["BT1"] == pytest.approx(wanted, abs=1e-12)


def test_a_missed_deadline_stays_active():
    risks = (risk_on("TW1"), risk_on("BT1", deadline=date(2026, 10, 15)))
    pack = route(risks=risks, triggers=(make_trigger("BT1", "TW1", 2),))
    simulation = with_hits(framed(pack), {"TW1": 50, "BT1": 2})
    wanted = np.mean(RATE * 48 / (RATE * 48 + leak_of(simulation) * 50))
    assert shares(simulation, 0)["BT1"] == pytest.approx(wanted, abs=1e-12)


def test_a_month_held_down_weighs_less_for_all_sources():
    arrows = make_trigger("BT1", "TW1", 2), make_trigger("BT2", "TW1", -2)
    simulation = with_hits(linked(*arrows), {"TW1": 10, "BT1": 4, "BT2": 5})
    # BT1 acts in months 5 to 10, BT2 holds a quarter down in months 6 to 10.
    by_source = RATE * (1 + 5 * 0.75)
    own = leak_of(simulation) * (5 + 5 * 0.75)
    wanted = np.mean(by_source / (by_source + own))
    assert shares(simulation, 0)["BT1"] == pytest.approx(wanted, abs=1e-12)


def test_only_paths_on_which_it_happens_within_the_months_count():
    simulation = with_hits(linked(make_trigger("BT1", "TW1", 2)), {"TW1": 61})
    assert set_off(simulation, 0) == []
    assert set_off(with_hits(linked(), {"TW1": 0}), 0) == []


def test_a_risk_whose_number_was_nothing_set_itself_off():
    simulation = with_hits(linked(make_trigger("BT1", "TW1", 2)), {"TW1": 1})
    simulation.calibration.leak[0] = 0.0
    assert shares(simulation, 0) == {None: 1.0, "BT1": 0.0}


@pytest.fixture(scope="module")
def small():
    return simulated(framed(small_pack(), paths=1024))


@pytest.mark.parametrize("place", range(3))
def test_shares_sum_to_one(small, place):
    found = set_off(small, place)
    assert sum(each.share for each in found) == pytest.approx(1, abs=1e-9)
    assert [each.share for each in found] == sorted(
        (each.share for each in found), reverse=True
    )


@pytest.mark.parametrize("place", range(3))
def test_the_split_hazard_is_the_one_the_clock_ran_on(small, place):
    from risks.corridor.causes import _parts

    month = small.hits[place]
    is_event = small.frame.base.pack.risks[place].deadline is None
    fired = np.flatnonzero((month >= 1) & (month <= DEFAULT_MONTHS))
    triggers = np.flatnonzero(small.frame.arrows.target == place)
    built_up = _parts(small, place, triggers, fired).sum(axis=0)
    need = (small.frame.drawn.need / small.seen.numbers.factor[:, None])[place, fired]
    assert (built_up >= need - 1e-9).all()
    highest = built_up / month[fired] * 20  # a month cannot bring more than this
    assert not is_event or (built_up - need <= highest).all()


def test_who_hit_unfinished_works_held_up_the_opening():
    risks = (
        risk_on("EA1", "east", delay=40),
        risk_on("EA2", "east", delay=0),
        risk_on("FA1", "far", delay=40),
        risk_on("BT1"),
    )
    stages = (stage_of("east", 12), stage_of("far", 12, on_main_line=False))
    hits = {
        "EA1": [1] * 8 + [61] * 8,
        "EA2": [30] * 4 + [61] * 12,
        "FA1": 1,
        "BT1": 1,
    }
    found = outcomes(with_hits(framed(route(risks=risks, stages=stages)), hits))
    shares = {e.risk_id: (e.late, e.early) for e in held_up(found, TARGET)}
    assert shares == {"EA1": (1.0, 0.0), "EA2": (0.5, 0.0)}


def test_those_that_set_late_futures_apart_come_first():
    risks = (risk_on("EA1", "east", delay=1), risk_on("EA2", "east", delay=40))
    pack = route(risks=risks, stages=(stage_of("east", 12),))
    hits = {"EA1": 1, "EA2": [1] * 8 + [61] * 8}
    found = held_up(outcomes(with_hits(framed(pack), hits)), TARGET)
    assert [(e.risk_id, e.late, e.early) for e in found] == [
        ("EA2", 1.0, 0.0),
        ("EA1", 1.0, 1.0),
    ]


def test_where_all_are_late_there_are_no_others_to_compare_with():
    pack = route(
        risks=(risk_on("EA1", "east", delay=40),), stages=(stage_of("east", 12),)
    )
    (found,) = held_up(outcomes(with_hits(framed(pack), {"EA1": 1})), TARGET)
    assert (found.late, found.early) == (1.0, None)


def test_nobody_holds_up_what_is_on_time():
    pack = route(risks=(risk_on("EA1", "east"),), stages=(stage_of("east", 12),))
    assert held_up(outcomes(with_hits(framed(pack), {"EA1": 1})), TARGET) == []
