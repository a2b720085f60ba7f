"""Simulated futures of a day, ready to be asked what if: one calibration, one draw.

Everything here is a function of the pack, the day and the setup; the same question
gets the same answer to the last bit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from risks.corridor import Corridor, Outcomes, outcomes, p_by
from risks.errors import UnknownIdError
from risks.explanation import Explanation, explain
from risks.model.columns import Floats
from risks.rates import Baseline
from risks.scenarios import Settings, what_if
from risks.simulation import Calibration, Frame, Setup, calibrate, simulate
from risks.simulation.conflicts import Conflict, find_conflicts

BY = "p-by-"


@dataclass(frozen=True)
class Futures:
    """A baseline with what its simulation needs, made when first asked for.

    ``known`` are leaks found before for the same baseline and seed.
    """

    base: Baseline
    setup: Setup
    known: Calibration | None = None

    @cached_property
    def calibration(self) -> Calibration:
        """Return the leaks; they do not depend on how many paths are simulated."""
        return self.known or calibrate(self.base, self.setup.seed)

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Return the stated chances that the stated links contradict."""
        return find_conflicts(self.base, self.calibration, self.setup.seed)

    @cached_property
    def frame(self) -> Frame:
        """Return the draws of the risks."""
        return Frame(self.base, self.setup)

    @cached_property
    def corridor(self) -> Corridor:
        """Return the draws of the corridor."""
        return Corridor(self.frame)

    def outcomes(self, settings: Settings) -> Outcomes:
        """Return the outcomes under settings that ``check_settings`` has passed."""
        seen = what_if(self.base, settings)
        return outcomes(simulate(seen, self.frame, self.calibration), self.corridor)


def outcome_value(found: Outcomes, name: str) -> float:
    """Return a named number of the futures; NaN where it has none.

    ``p-by-target``, ``p-by-2030-12-31`` (any day) and ``joint-confidence`` are shares
    0-1, ``opening-p50`` months after as_of, ``funding-gap-p50`` million USD; a risk's
    id names its chance 0-1.

    Raises
    ------
    UnknownIdError
        If nothing is called that.
    """
    if name in NUMBERS:
        value = NUMBERS[name](found)
        return float("nan") if value is None else float(value)
    if (day := _day_in(name)) is not None:
        return p_by(found, day).value
    ids = [each.id for each in found.simulation.frame.base.pack.risks]
    if name not in ids:
        raise UnknownIdError("outcome or risk", name, [*NUMBERS, *ids])
    return float(found.simulation.chance[ids.index(name)])


def explain_outcome(futures: Futures, settings: Settings, name: str) -> Explanation:
    """Split the change of a named number from the baseline among the settings.

    Exact Shapley values on the same futures (grouped above six settings): the parts
    sum to the change.
    """

    def worth(sets: Sequence[tuple[str, ...]]) -> Floats:
        return np.array([value_of(ids) for ids in sets])

    def value_of(ids: tuple[str, ...]) -> float:
        chosen = {each: settings[each] for each in ids}
        return outcome_value(futures.outcomes(chosen), name)

    return explain(list(settings), worth)


def _day_in(name: str) -> date | None:
    """Return the day of ``p-by-YYYY-MM-DD``, or None if the name is another."""
    start, stated = name[: len(BY)], name[len(BY) :]
    try:
        return date.fromisoformat(stated) if start == BY else None
    except ValueError:
        return None


def _p50_months(found: Outcomes) -> float | None:
    middle = next(each for each in found.opening if each.share == 0.5)
    return middle.months


NUMBERS: dict[str, Callable[[Outcomes], float | None]] = {
    "p-by-target": lambda found: found.p_by_target.value,
    "opening-p50": _p50_months,
    "funding-gap-p50": lambda found: found.gap.p50.value if found.gap else None,
    "joint-confidence": lambda found: found.joint.value if found.joint else None,
}
