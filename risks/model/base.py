"""What every record shares: frozen, strict about its fields, plain about its ids."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

ID_PATTERN = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
URL_PATTERN = r"^https?://[^\s<>\"]+$"


def _day(value: object) -> object:
    """Refuse an instant or a number where a calendar day is meant."""
    if isinstance(value, date) and type(value) is date:
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        return value
    msg = f"{value!s} is not a day written as YYYY-MM-DD"
    raise ValueError(msg)


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Url = Annotated[str, Field(pattern=URL_PATTERN, max_length=500)]
Day = Annotated[date, BeforeValidator(_day)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Chance = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Record(BaseModel):
    """A record that never changes once read and that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def check_rising(low: float, likely: float, high: float) -> None:
    """Raise ``ValueError`` unless a judged range is in rising order."""
    if not low <= likely <= high:
        msg = f"low {low:g}, likely {likely:g}, high {high:g} are not in rising order"
        raise ValueError(msg)


class Range(Record):
    """A judged range, never below 0, in the unit of the field that holds it."""

    low: NotNegative
    likely: NotNegative
    high: NotNegative

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_rising(self.low, self.likely, self.high)
        return self
