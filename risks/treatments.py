"""Treatments that are switched on: what they leave of a risk's rate, and from when.

A treatment takes a share of its risk's rate away from the first month that begins
after its lead time. Two on one risk leave the product of what each leaves: they act
on what the other has left, so that no sum of shares takes more than everything.
"""

from collections.abc import Mapping

import numpy as np

from risks.model import Pack
from risks.model.columns import Floats
from risks.rates import Baseline, span_months


def effects_in(base: Baseline, settings: Mapping[str, float]) -> dict[str, float]:
    """Return the share 0-1 each treatment takes: as set, else as it is under way."""
    known = base.pack.treatment_places
    assumed = {each: share for each, share in settings.items() if each in known}
    return {**base.under_way, **assumed}


def left_by_month(pack: Pack, effects: Mapping[str, float], months: int) -> Floats:
    """Return the share of each risk's rate that is left, shape (months, risks)."""
    left = np.ones((months, len(pack.risks)))
    for treatment_id, share in effects.items():
        treatment = pack.treatment(treatment_id)
        first = int(np.ceil(treatment.lead_time_months or 0.0))
        left[first:, pack.risk_place(treatment.risk_id)] *= 1.0 - share
    return left


def left_over_span(base: Baseline, effects: Mapping[str, float]) -> Floats:
    """Return what is left of each risk's hazard over its own span, (risks,)."""
    if not effects:
        return np.ones(len(base.pack.risks))
    spans = [span_months(each, base.as_of) for each in base.pack.risks]
    left = left_by_month(base.pack, effects, max(spans, default=0))
    means = [left[:span, place].mean() for place, span in enumerate(spans)]
    return np.array(means, dtype=float)
