"""Every number the formulas use, each with its unit and its reason."""

from typing import Annotated, Generic, Self, TypeVar

from pydantic import Field, model_validator

from risks.model.base import Range, Record, Share, Text

Value = TypeVar("Value")
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Weights = dict[str, Share]


class Assumption(Record, Generic[Value]):
    """One number, or one small table of numbers, with its unit and its reason."""

    value: Value
    unit: Text
    reason: Text


class Assumptions(Record):
    """What the formulas take for granted; see DESIGN of the numbers in the README.

    Attributes
    ----------
    reliability_weight, credibility_weight
        Weight, 0 to 1, of each letter A-F and each digit 1-6 of the Admiralty grade;
        a reading's grade counts as their product.
    judged_weight
        Weight, 0 to 1, of a judged reading, which has no Admiralty grade.
    half_life_days
        Days past its staleness limit over which a reading loses half its weight,
        where the indicator does not state its own.
    evidence_overlap
        Correlation ``rho``, 0 to 1, of signals in one evidence group.
    factor_limit
        The factor on a risk's rate stays between 1/limit and limit.
    pressure_power
        ``p`` of the power mean that makes a pressure.
    event_half_life_days, event_window_days
        How fast an event fades, and when it is dropped, in days.
    trigger_chance, damping_share
        What strengths 1, 2 and 3 stand for: a chance within three months that the
        first risk alone sets the second off; the share of its rate taken away.
    low_coverage
        Coverage, 0 to 1, under which a score is shown greyed.
    delay_overlap
        ``omega``, 0 to 1, of delays on one stage: with 1 only the longest counts, with
        0 they add up.
    escalation_per_year
        Share by which a year of delay makes unfinished works dearer.
    cargo_mt
        Cargo of a full year without disturbance, million tonnes, as a judged range.
    cargo_ramp_months
        Months from the opening to that cargo, in a straight line.
    cargo_year
        Calendar year whose cargo is a headline number.
    """

    reliability_weight: Assumption[Weights]
    credibility_weight: Assumption[Weights]
    judged_weight: Assumption[Share]
    half_life_days: Assumption[Positive]
    evidence_overlap: Assumption[Share]
    factor_limit: Assumption[Annotated[float, Field(gt=1, le=100)]]
    pressure_power: Assumption[Annotated[float, Field(ge=-10, le=10)]]
    event_half_life_days: Assumption[Positive]
    event_window_days: Assumption[Positive]
    trigger_chance: Assumption[dict[str, Share]]
    damping_share: Assumption[dict[str, Share]]
    low_coverage: Assumption[Share]
    delay_overlap: Assumption[Share]
    escalation_per_year: Assumption[Share]
    cargo_mt: Assumption[Range]
    cargo_ramp_months: Assumption[Positive]
    cargo_year: Assumption[Annotated[int, Field(ge=1900, le=2200)]]

    @model_validator(mode="after")
    def _tables_are_whole(self) -> Self:
        for name, keys in (
            ("reliability_weight", "ABCDEF"),
            ("credibility_weight", "123456"),
            ("trigger_chance", "123"),
            ("damping_share", "123"),
        ):
            found = "".join(sorted(getattr(self, name).value))
            if found != keys:
                msg = f"{name} needs a value for each of {', '.join(keys)}"
                raise ValueError(msg)
        return self
