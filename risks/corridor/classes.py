"""Exclusive kinds of future: every path belongs to the first class whose rule it meets.

The rules use what the model simulates. It knows on which day a paper is still
unsigned, not when it is signed, so no class is about papers.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from risks.corridor.drawn import Corridor
from risks.corridor.months import months_until
from risks.corridor.schedule import Schedule
from risks.model.columns import Floats, Ints
from risks.rates import months_after


@dataclass(frozen=True)
class OutcomeClass:
    """A kind of future; ``rule`` says which paths belong that no class before took."""

    id: str
    title: str
    rule: str


def outcome_classes(late_months: int) -> tuple[OutcomeClass, ...]:
    """Return the kinds of future, in the order in which their rules are tried."""
    late = f"at most {late_months} months after the target"
    return (
        OutcomeClass(
            "on-time-funded",
            "On time and funded",
            "Opens by the target day; no stage of published cost lacks money.",
        ),
        OutcomeClass(
            "on-time-short",
            "On time, money short",
            "Opens by the target day; a stage lacks money.",
        ),
        OutcomeClass(
            "late-funded",
            "Late but funded",
            f"Opens {late}; no stage lacks money.",
        ),
        OutcomeClass(
            "late-short",
            "Late and short of money",
            f"Opens {late}; a stage lacks money.",
        ),
        OutcomeClass(
            "one-link-missing",
            "One link missing",
            f"{late_months} months after the target every stage but one is open.",
        ),
        OutcomeClass(
            "several-links-missing",
            "Several links missing",
            "Everything else: as a rule two stages or more are not open by then.",
        ),
    )


def class_places(corridor: Corridor, plan: Schedule, gap: Floats) -> Ints:
    """Return the place in ``outcome_classes`` of every path, (paths,)."""
    as_of, header = corridor.frame.base.as_of, corridor.pack.header
    target = header.target_opening
    latest = months_until(as_of, months_after(target, header.late_months))
    is_on_time, is_open = plan.line <= months_until(as_of, target), plan.line <= latest
    is_funded = gap <= 0
    missing = (plan.stages[corridor.opening] > latest).sum(axis=0)
    rules: list[npt.NDArray[np.bool_]] = [
        is_on_time & is_funded,
        is_on_time,
        is_open & is_funded,
        is_open,
        missing == 1,
    ]
    return np.asarray(np.select(rules, list(range(len(rules))), len(rules)))
