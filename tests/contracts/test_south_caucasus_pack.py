"""What the shipped pack promises: its size, its levers, its words."""

import re
from collections import Counter
from functools import cache

import numpy as np
import pytest

from risks import (
    baseline,
    default_as_of,
    default_pack_folder,
    read_pack,
    what_if,
)
from risks.model import POSTURE_MAX, Kind
from risks.rates import Status, status_of
from risks.scenarios import check_settings

PACK = read_pack(default_pack_folder())
LEVERS = [each.id for each in PACK.levers]
SLIDERS = [each.id for each in PACK.adjustable]
POSTURES = [each for each in PACK.indicators if each.kind is Kind.JUDGED]
MARKUP = re.compile(r"<[a-z/]|\*\*|&[a-z]+;|\{\{", re.IGNORECASE)
LOADED = re.compile(
    r"\b(liberated|occupied|occupation|aggress\w+|regime|puppet|terrorist\w*|"
    r"separatist\w*|so-called|artsakh|invad\w+|brutal\w*|cynical\w*)\b",
    re.IGNORECASE,
)


@cache
def _today():
    return what_if(baseline(PACK, default_as_of(PACK)), {})


def test_it_holds_what_the_dossier_held():
    assert len(PACK.registers) == 6
    assert len(PACK.risks) == 40
    assert len(PACK.triggers) == 130
    assert len(PACK.events) == 266
    assert len(PACK.treatments) == 104
    assert len(PACK.scenarios) == 6
    assert len(PACK.indicators) >= 45
    measured = [each for each in PACK.readings if not each.author]
    assert len(measured) == 457


def test_the_default_day_is_the_judgements():
    assert str(default_as_of(PACK)) == "2026-08-15"


def test_fourteen_to_eighteen_levers_of_both_kinds():
    kinds = Counter(each.kind for each in PACK.levers)
    assert 14 <= len(LEVERS) <= 18
    assert kinds[Kind.MEASURED] >= 8
    assert kinds[Kind.JUDGED] == 8


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_moves_a_risk_by_a_point_between_its_ends(lever):
    indicator, base = PACK.indicator(lever), _today().base
    ends = (indicator.lowest, indicator.highest)
    low, high = (what_if(base, {lever: end}).numbers.chance for end in ends)
    assert np.nanmax(np.abs(high - low)) >= 0.01


@pytest.mark.parametrize("slider", SLIDERS)
def test_every_slider_moves_in_its_stated_direction(slider):
    indicator, base = PACK.indicator(slider), _today().base
    calm = what_if(base, {slider: indicator.goalposts[0]})
    extreme = what_if(base, {slider: indicator.goalposts[-1]})
    place = PACK.indicator_place(slider)
    assert (calm.raw[place], extreme.raw[place]) == (0, 100)
    assert (extreme.register_pressure >= calm.register_pressure - 1e-9).all()
    moved = base.coefficients[place]
    change = extreme.numbers.factor - calm.numbers.factor
    assert (np.sign(change) == np.sign(moved)).all()


@pytest.mark.parametrize("risk", [each.id for each in PACK.risks])
def test_every_risk_is_open_and_watched_by_a_signal(risk):
    today = _today()
    assert status_of(today.base, today.numbers, PACK.risk_place(risk)) is Status.OPEN
    assert risk in {each.risk_id for each in PACK.signals}


@pytest.mark.parametrize("scenario", PACK.scenarios, ids=lambda each: each.id)
def test_every_scenario_can_be_assumed_and_moves_something(scenario):
    settings = check_settings(PACK, scenario.settings)
    assert 4 <= len(settings) <= 9
    after = what_if(_today().base, settings)
    assert np.nanmax(np.abs(after.numbers.chance - _today().numbers.chance)) > 0.05
    assert scenario.signposts


@pytest.mark.parametrize("posture", POSTURES, ids=lambda each: each.id)
def test_every_posture_has_five_bands_and_readings_that_cite_events(posture):
    assert len(posture.bands) == POSTURE_MAX + 1
    readings = [each for each in PACK.readings if each.indicator_id == posture.id]
    assert readings
    assert all(each.event_ids and each.author for each in readings)


def test_the_capitals_that_press_share_the_same_bands():
    pressing = (
        "russian-coercion",
        "iranian-strip-pressure",
        "turkish-border",
        "azerbaijani-stance",
    )
    assert len({PACK.indicator(each).bands for each in pressing}) == 1


def test_every_measured_reading_can_be_traced():
    for each in PACK.readings:
        if not each.author:
            assert each.url
            assert re.fullmatch(r"[A-F][1-6]", each.grade)


def test_at_the_judged_day_every_stated_chance_stands():
    today = _today()
    stated = [each.judgements[-1].likely for each in PACK.risks]
    assert today.numbers.chance == pytest.approx(stated, abs=1e-12)


def _texts():
    for risk in PACK.risks:
        yield from (
            risk.title,
            risk.cause,
            risk.event,
            risk.consequence,
            risk.resolution,
        )
        yield from (risk.why_differ, risk.base_rate.text, risk.impact.reason)
    for indicator in PACK.indicators:
        yield from (indicator.title, indicator.goalposts_reason)
    for event in PACK.events:
        yield from (event.title, event.note)
    for scenario in PACK.scenarios:
        yield from (scenario.title, scenario.story, *scenario.signposts)
    for each in (*PACK.treatments, *PACK.registers, *PACK.stages, *PACK.calendar):
        yield each.title
    yield from (each.reason for each in PACK.signals)


def test_the_words_are_plain_and_take_no_side():
    loaded = [text for text in _texts() if LOADED.search(text)]
    assert loaded == []
    assert [text for text in _texts() if MARKUP.search(text)] == []


@pytest.mark.parametrize("risk", PACK.risks, ids=lambda each: each.id)
def test_a_statement_reads_as_one_sentence(risk):
    for clause in (risk.event, risk.cause, risk.consequence):
        assert not clause.endswith(".")
        assert clause[0].islower() or not clause.startswith(
            ("The ", "A ", "An ", "No ")
        )
