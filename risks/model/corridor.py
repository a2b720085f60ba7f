"""What the corridor still has to finish, and who pays."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from risks.model.base import Day, Finite, Id, Range, Record, Text, Url
from risks.model.indicators import Credibility, Reliability

Condition = Literal["open", "works", "planned", "idea"]
Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Station(Record):
    """A named place on the route; ``lon`` and ``lat`` in degrees, WGS 84."""

    id: Id
    title: Text
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]


class Stage(Record):
    """A link of the corridor: what state it is in and what it still needs.

    Attributes
    ----------
    from_id, to_id
        Stations at its eastern and western end.
    on_main_line
        Whether it belongs to the strip drawn east to west; the others feed it.
    needs
        Ids of stages that must be finished before this one can be.
    condition, condition_text, condition_on
        State of the link, in a word, in a sentence, and on which day.
    published_opening
        The opening date its builder has published, or empty; ``published_text`` is
        how the source puts it (``end-2026``).
    remaining_months
        Judged months still needed, counted from ``judged_on``.
    cost_usd_m
        Cost estimate in million USD, or empty where none was published.
    """

    id: Id
    title: Text
    countries: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...]
    from_id: Id
    to_id: Id
    on_main_line: bool
    needs: tuple[Id, ...] = ()
    condition: Condition
    condition_text: Text
    condition_on: Day
    length_km: Annotated[float, Field(gt=0)] | None = None
    published_opening: Day | None = None
    published_text: str = ""
    remaining_months: Range | None = None
    judged_on: Day | None = None
    judged_reason: str = ""
    cost_usd_m: Range | None = None
    cost_text: str = ""
    geometry_id: Id | None = None
    source: Text
    url: Url | None = None
    reliability: Reliability
    credibility: Credibility
    note: str = ""

    @model_validator(mode="after")
    def _judgement_is_dated(self) -> Self:
        if self.remaining_months and not (self.judged_on and self.judged_reason):
            raise ValueError("remaining_months needs judged_on and judged_reason")
        return self


class FundingSource(Record):
    """Who pays for which stages, how much, and which risks take the money away.

    Attributes
    ----------
    amount_usd_m
        Money in million USD; empty where no source states it.
    status
        ``committed`` (signed or appropriated), ``announced`` or ``hoped``.
    lost_share
        Share of the money lost if one of ``lost_to`` happens, 0 to 1.
    """

    id: Id
    title: Text
    stage_ids: tuple[Id, ...]
    amount_usd_m: Money | None = None
    amount_text: Text
    status: Literal["committed", "announced", "hoped"]
    lost_to: tuple[Id, ...] = ()
    lost_share: Annotated[float, Field(ge=0, le=1)] | None = None
    lost_reason: str = ""
    source: Text
    url: Url | None = None
    reliability: Reliability
    credibility: Credibility

    @model_validator(mode="after")
    def _loss_is_whole(self) -> Self:
        if bool(self.lost_to) != (self.lost_share is not None):
            raise ValueError("lost_to and lost_share go together")
        return self


class Scenario(Record):
    """Named settings of some indicators; everything else stays at baseline.

    ``signposts`` say what an analyst would see if this future were coming.
    """

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=60)]
    story: Text
    settings: dict[Id, Finite]
    treatment_ids: tuple[Id, ...] = ()
    signposts: tuple[Text, ...] = ()
