"""Simulate the futures of a what-if: which risks happen, and when."""

from dataclasses import dataclass

import numpy as np

from risks.model.columns import Floats
from risks.rates import span_months
from risks.scenarios import WhatIf
from risks.simulation.calibration import Calibration, share_by
from risks.simulation.clock import Hits, run_clock
from risks.simulation.draws import BATCHES
from risks.simulation.model import Frame, months_since, timing_of


@dataclass(frozen=True)
class Simulation:
    """The simulated futures of a what-if.

    Attributes
    ----------
    hits
        Month in which each risk happens on each path, shape (risks, paths); 0 = it
        had happened before, -3 = three months before the first by its resolution,
        ``months + 1`` = not within the months.
    chance, chance_se
        Share of paths on which each risk happens on its own span (its horizon from
        as_of, or by its deadline), with its standard error; NaN where that span
        ends after the months, and for a risk past its deadline whose answer is out.
    p_end
        The same by the end of the months.
    """

    seen: WhatIf
    frame: Frame
    calibration: Calibration
    hits: Hits
    chance: Floats
    chance_se: Floats
    p_end: Floats


def simulate(seen: WhatIf, frame: Frame, calibration: Calibration) -> Simulation:
    """Run the clock for a what-if on the draws of its frame.

    A factor divides the number a risk's rate must reach. With the same frame the
    same settings give the same futures to the last bit.
    """
    base = seen.base
    hits = run_clock(
        calibration.leak[:, None] * frame.drawn.rate,
        frame.drawn.need / seen.numbers.factor[:, None],
        frame.arrows,
        timing_of(seen, frame.setup.months),
    )
    # As a month before the first, so that what it does ends when it should.
    hits[base.has_happened] = -months_since(base)[base.has_happened, None]
    spans = np.array([span_months(each, base.as_of) for each in base.pack.risks])
    is_known = (spans <= frame.setup.months) & ~base.is_awaiting
    return Simulation(
        seen=seen,
        frame=frame,
        calibration=calibration,
        hits=hits,
        chance=np.where(is_known, share_by(hits, spans), np.nan),
        chance_se=np.where(is_known, standard_error(hits <= spans[:, None]), np.nan),
        p_end=np.where(
            base.is_awaiting, np.nan, (hits <= frame.setup.months).mean(axis=-1)
        ),
    )


def standard_error(of_paths: np.ndarray) -> Floats:
    """Return the standard error of a mean over paths, the last axis.

    The spread of the means of the 16 independent batches, over the root of 16.
    """
    size = of_paths.shape[-1] // BATCHES
    batches = of_paths.reshape(*of_paths.shape[:-1], BATCHES, size).mean(axis=-1)
    return np.asarray(batches.std(axis=-1, ddof=1) / np.sqrt(BATCHES))
