"""The clock gives what a plain Bernoulli loop gives, on the shipped pack."""

import numpy as np
import pytest

from risks import baseline, default_as_of, default_pack_folder, read_pack, what_if
from risks.simulation import (
    Calibration,
    Frame,
    Setup,
    calibrate,
    simulate,
    standard_error,
)
from tests.simulation.bernoulli import World, futures, span
from tests.simulation.small import changed

MONTHS = 60
PATHS = 16_384
TRIALS = 50_000
BY = (3, 6, 12, 24, 36, MONTHS)

PACK = read_pack(default_pack_folder())
AS_OF = default_as_of(PACK)
WORST = {each.id: each.goalposts[-1] for each in PACK.levers}
SETTLED = {
    each.indicator_id: each.settles_at
    for each in PACK.signals
    if each.settles_at is not None
}


def with_arrows(trigger_chance, damping_share):
    """Return the pack with stronger arrows than its desk would sign."""
    known = PACK.assumptions
    values = {"trigger_chance": trigger_chance, "damping_share": damping_share}
    update = {
        name: getattr(known, name).model_copy(update={"value": value})
        for name, value in values.items()
    }
    return changed(PACK, assumptions=known.model_copy(update=update))


STRONG = with_arrows({"1": 0.1, "2": 0.3, "3": 0.6}, {"1": 0.5, "2": 0.8, "3": 1.0})


def shipped(settings):
    base = baseline(PACK, AS_OF)
    return what_if(base, settings), calibrate(base, 1, PATHS)


def strong(settings):
    """Return a position in which most of what happens is set off, not calibrated."""
    seen = what_if(baseline(STRONG, AS_OF), settings)
    quarter = np.full(len(STRONG.risks), 0.25)
    return seen, Calibration(quarter, quarter, quarter)


def treated(settings):
    """Return a position with treatments that begin at once, soon and late."""
    leads = (None, 2, 7.5)
    timed = [
        each.model_copy(update={"lead_time_months": leads[place % 3]})
        for place, each in enumerate(PACK.treatments)
    ]
    base = baseline(changed(PACK, treatments=tuple(timed)), AS_OF)
    return what_if(base, settings), calibrate(base, 1, PATHS)


POSITIONS = {
    "as judged": (shipped, {}),
    "shock from the south": (
        shipped,
        PACK.scenario("shock-from-the-south").settings,
    ),
    "decided": (shipped, SETTLED),
    "every lever at its worst": (shipped, WORST),
    "treated": (treated, {each.id: 0.4 for each in PACK.treatments[::2]}),
    "strong arrows": (strong, {}),
    "strong arrows, decided": (strong, SETTLED),
}


def world_of(seen, calibration):
    pack, numbers = seen.base.pack, seen.numbers
    ids = [each.id for each in pack.risks]
    decided = {
        risk_id: pack.signals[at].settles_to == "yes"
        for risk_id, at in zip(ids, numbers.decided_by, strict=True)
        if at >= 0
    }
    decided |= {
        risk_id: False
        for risk_id, chance in zip(ids, numbers.chance, strict=True)
        if np.isnan(chance)
    }
    leak = dict(zip(ids, calibration.leak.tolist(), strict=True))
    factor = dict(zip(ids, numbers.factor.tolist(), strict=True))
    treated = {each.id for each in pack.treatments} & set(seen.settings)
    shares = {each: seen.settings[each] for each in treated}
    return World(pack, seen.base.as_of, leak, factor, decided, shares)


def compared(seen, found, plain):
    """Return what is compared, (risks or links, paths) on both sides.

    Whether a risk happens on its own span and by several months, and whether both
    ends of an arrow happen by several months.
    """
    places = {each.id: at for at, each in enumerate(seen.base.pack.risks)}
    spans = np.array([span(each, AS_OF) for each in seen.base.pack.risks])[:, None]
    first = [places[each.from_id] for each in seen.base.pack.triggers]
    second = [places[each.to_id] for each in seen.base.pack.triggers]
    for by in (spans, *BY):
        yield found <= by, plain <= by
    for by in (12, 36):
        yield (
            (found[first] <= by) & (found[second] <= by),
            (plain[first] <= by) & (plain[second] <= by),
        )


def apart(found, plain):
    """Return z of the shares of the clock and of the loop; 0 if both never differ.

    The clock's error is the spread of its batches, the loop's that of plain draws.
    """
    one, other = found.mean(axis=1), plain.mean(axis=1)
    pooled = (found.sum(axis=1) + plain.sum(axis=1)) / (PATHS + TRIALS)
    error = np.hypot(standard_error(found), np.sqrt(pooled * (1 - pooled) / TRIALS))
    return (one - other) / np.where(error > 0, error, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", POSITIONS)
def test_the_clock_agrees_with_a_plain_loop(name):
    make, settings = POSITIONS[name]
    seen, calibration = make(settings)
    found = simulate(seen, Frame(seen.base, Setup(PATHS, MONTHS, 1)), calibration)
    rng = np.random.default_rng([2, list(POSITIONS).index(name)])
    plain = futures(world_of(seen, calibration), rng, TRIALS, MONTHS)
    sides = compared(seen, found.hits, np.array(list(plain.values())))
    z = np.concatenate([apart(*each) for each in sides])
    assert z.size >= 500
    assert np.abs(z).max() <= 4
    assert np.sqrt((z**2).mean()) <= 1.25
    # The shares a page shows are the ones compared here.
    np.testing.assert_array_equal(found.p_end, (found.hits <= MONTHS).mean(axis=1))
    own = [span(each, AS_OF) for each in seen.base.pack.risks]
    shown = [(hits <= by).mean() for hits, by in zip(found.hits, own, strict=True)]
    np.testing.assert_array_equal(found.chance, shown)
