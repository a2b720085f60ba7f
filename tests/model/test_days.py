import pytest
from pydantic import ValidationError

from risks.model import CalendarEntry

FIELDS = {"title": "Vote", "register_id": "talks", "source": "desk"}


@pytest.mark.parametrize(
    "day", ["1755216000", "2026-8-015", "2026/08/15", 20260815, 1.5]
)
def test_only_a_written_day_is_a_day(day):
    with pytest.raises(ValidationError, match="is not a day written as YYYY-MM-DD"):
        CalendarEntry.model_validate({"due_on": day, **FIELDS})


def test_a_written_day_is_one():
    entry = CalendarEntry.model_validate({"due_on": "2026-08-15", **FIELDS})
    assert str(entry.ends_on) == "2026-08-15"
