"""Risks, what is judged about them, and the links that move them."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from risks.model.base import (
    Chance,
    Day,
    Finite,
    Id,
    Range,
    Record,
    Share,
    Text,
    Url,
    check_rising,
)

Response = Literal["avoid", "mitigate", "share", "accept"]
DelayKind = Literal["in-series", "in-parallel", "indirect"]


class Judgement(Record):
    """A stated chance with its range; never changed, only superseded by a later one.

    Attributes
    ----------
    low, likely, high
        Chance, between 0 and 1, that the risk happens: within ``horizon_months`` of
        ``judged_on`` for an event, by the deadline for something left undone.
    author, judged_on, reason
        Who judged it, on which day, and why.
    """

    low: Chance
    likely: Chance
    high: Chance
    author: Text
    judged_on: Day
    reason: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_rising(self.low, self.likely, self.high)
        return self


class Answered(Record):
    """That a risk was resolved, and for which day; ``void`` says nothing about it."""

    outcome: Literal["yes", "no", "void"]
    resolved_on: Day


class BaseRate(Record):
    """How often such things happen at all: the chance before anything is known.

    ``chance`` is over the risk's own horizon, and empty where no count was found.
    """

    text: Text
    chance: Chance | None = None
    source: Text
    url: Url | None = None


class Impact(Record):
    """What it costs if the risk happens, each as a judged range.

    ``delay_months`` on the stages it touches, ``cost_usd_m`` in million USD,
    ``trade_loss_pct`` of corridor trade in percent, ``security`` on a 1-5 scale.

    Attributes
    ----------
    delay_kind
        How the months meet others on the same works (the risk-driver method, AACE
        recommended practice 57R-09): ``in-series`` stops works, and stops add up;
        ``in-parallel`` is waited for beside other things, and the longest wait
        counts; ``indirect`` reaches the works only by making other risks likelier,
        so its months and its money count with those.
    """

    delay_months: Range
    delay_kind: DelayKind = "in-series"
    cost_usd_m: Range
    trade_loss_pct: Range
    security: Range
    reason: Text


class Risk(Record):
    """A dated event that can be resolved yes or no.

    Attributes
    ----------
    cause, event, consequence
        The statement "if <event> because <cause>, then <consequence>".
    resolution
        The test by which a stranger decides yes or no.
    horizon_months, deadline
        Exactly one: an event may happen within so many months of a day; something
        still undone is decided on its deadline.
    base_rate, why_differ
        The base rate and why the judgement departs from it.
    judgements
        The stated chances, oldest first; the latest one counts.
    stage_ids
        The stages of the corridor it sits on.
    active_months
        How long it keeps setting off other risks once it has happened.
    answers
        How the team has resolved it, in the order in which that was recorded.
    """

    id: Id
    register_id: Id
    title: Annotated[str, Field(min_length=1, max_length=90)]
    cause: Text
    event: Text
    consequence: Text
    resolution: Text
    horizon_months: Annotated[int, Field(gt=0, le=120)] | None = None
    deadline: Day | None = None
    base_rate: BaseRate
    why_differ: Text
    owner: Text
    response: Response
    judgements: Annotated[tuple[Judgement, ...], Field(min_length=1)]
    impact: Impact
    stage_ids: tuple[Id, ...] = ()
    active_months: Annotated[int, Field(gt=0, le=120)] = 6
    source_urls: tuple[Url, ...] = ()
    answers: tuple[Answered, ...] = ()

    @model_validator(mode="after")
    def _dated_one_way(self) -> Self:
        if (self.horizon_months is None) == (self.deadline is None):
            found = "both" if self.deadline else "neither"
            msg = f"needs either horizon_months or deadline, found {found}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _judgements_in_order(self) -> Self:
        days = [judgement.judged_on for judgement in self.judgements]
        if days != sorted(set(days)):
            raise ValueError("judgements must have rising judged_on, one a day")
        if self.deadline and days and days[-1] >= self.deadline:
            msg = f"judged on {days[-1]}, on or after its deadline {self.deadline}"
            raise ValueError(msg)
        return self

    def judgement_on(self, as_of: date) -> Judgement:
        """Return the latest judgement by a day; before the first, the first."""
        known = [each for each in self.judgements if each.judged_on <= as_of]
        return known[-1] if known else self.judgements[0]

    def happened_on(self, as_of: date, judged_on: date) -> date | None:
        """Return the day it happened, if it was resolved "yes" and stands so.

        Parameters
        ----------
        as_of
            Answers about later days are not used.
        judged_on
            Day of the judgement in force. One made after the answer's day is about
            the next time, so that the risk is open again.
        """
        said = [each for each in self.answers if judged_on <= each.resolved_on <= as_of]
        is_yes = bool(said) and said[-1].outcome == "yes"
        return said[-1].resolved_on if is_yes else None


class Signal(Record):
    """A link from an indicator to a risk.

    Attributes
    ----------
    times
        How many times as likely, as a ratio of monthly rates, the risk is when the
        indicator goes from score 0 to score 100; below 1 if it becomes less likely.
    group
        Signals of one risk in one group share evidence and are down-weighted
        together; empty means the signal stands alone.
    settles_at, settles_to
        A reading at ``settles_at`` or further decides the risk: further towards calm
        for ``no``, further towards extreme for ``yes``.
    """

    indicator_id: Id
    risk_id: Id
    times: Annotated[float, Field(ge=1 / 36, le=36, allow_inf_nan=False)]
    reason: Text
    group: str = ""
    settles_at: Finite | None = None
    settles_to: Literal["no", "yes"] = "no"

    @model_validator(mode="after")
    def _times_moves_something(self) -> Self:
        if self.times == 1:
            raise ValueError("times is 1, which moves nothing")
        return self


class Trigger(Record):
    """A link from one risk to another.

    ``strength`` +1, +2 or +3 sets the second off, -1, -2 or -3 holds it down; the
    assumptions say which chance or share each stands for.
    """

    from_id: Id
    to_id: Id
    strength: Literal[-3, -2, -1, 1, 2, 3]

    @model_validator(mode="after")
    def _not_to_itself(self) -> Self:
        if self.from_id == self.to_id:
            msg = f"{self.from_id} cannot trigger itself"
            raise ValueError(msg)
        return self


class Treatment(Record):
    """What can be done about a risk; what no source states stays empty.

    ``effect`` is the share of the risk's rate it takes away, 0 to 1.
    """

    id: Id
    risk_id: Id
    title: Text
    response: Response
    owner: Text
    cost_usd_m: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    lead_time_months: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    effect: Share | None = None


class Register(Record):
    """The risks of one theme; ``summary`` says in a sentence what it watches."""

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=60)]
    code: Annotated[str, Field(pattern=r"^[A-Z]{2,3}$")]
    summary: Text
