"""The simulated futures of a day, drawn once and kept for every question about it."""

from datetime import date
from typing import Any

import numpy as np

from dashboard.cache import key_of, remember
from dashboard.queries.history import code_hash
from dashboard.queries.model import Model
from risks.corridor import Outcomes
from risks.futures import Futures
from risks.rates import Baseline
from risks.simulation import Calibration, Setup, calibrate, months_ahead
from risks.simulation.model import DEFAULT_PATHS, DEFAULT_SEED


def futures_of(model: Model, as_of: date, paths: int = DEFAULT_PATHS) -> Futures:
    """Return the futures of a day; few paths while a slider moves, many at rest."""
    return futures_over(model, model.base(as_of), paths)


def futures_over(model: Model, base: Baseline, paths: int = DEFAULT_PATHS) -> Futures:
    """Return the futures of a state, which may be what a closed review saw."""

    def make() -> Futures:
        setup = Setup(paths, months_ahead(base.pack, base.as_of), DEFAULT_SEED)
        return Futures(base, setup, _calibration(model, base))

    return model.once_large(f"futures-{paths}-{base.pack.hash}", base.as_of, make)


def baseline_outcomes(
    model: Model, as_of: date, paths: int = DEFAULT_PATHS
) -> Outcomes:
    """Return the outcomes of a day with nothing assumed."""
    return outcomes_over(model, model.base(as_of), paths)


def outcomes_over(model: Model, base: Baseline, paths: int = DEFAULT_PATHS) -> Outcomes:
    """Return the outcomes of a state with nothing assumed."""
    futures = futures_over(model, base, paths)
    name = f"baseline-{paths}-{base.pack.hash}"
    return model.once_large(name, base.as_of, lambda: futures.outcomes({}))


def _calibration(model: Model, base: Baseline) -> Calibration:
    pack_hash, as_of = base.pack.hash, base.as_of

    def make() -> Calibration:
        return remember(
            model.cache_folder,
            key_of("leaks", code_hash(), pack_hash, as_of, DEFAULT_SEED),
            lambda: calibrate(base, DEFAULT_SEED),
            write=to_json,
            read=lambda kept: from_json(kept, len(base.pack.risks)),
        )

    return model.once(f"calibration-{pack_hash}", as_of, make)


def to_json(found: Calibration) -> dict[str, list[float]]:
    """Return leaks as JSON."""
    return {
        "leak": found.leak.tolist(),
        "stated": found.stated.tolist(),
        "simulated": found.simulated.tolist(),
    }


def from_json(kept: Any, count: int) -> Calibration:
    """Read leaks back; raises on anything ``to_json`` does not write."""
    columns = [np.array(kept[name], float) for name in ("leak", "stated", "simulated")]
    for each in columns:
        if each.shape != (count,) or not np.isfinite(each).all() or (each < 0).any():
            raise ValueError("the kept leaks are not those of the pack's risks")
    return Calibration(*columns)
