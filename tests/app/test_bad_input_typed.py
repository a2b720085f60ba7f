"""At the command line: a clock that was set back is said, and loses nothing."""

from datetime import timedelta

import pytest

from tests.cli.conftest import place, say, times  # noqa: F401  # fixtures
from tests.cli.typed import JUDGEMENT, READING, SOURCE, verified


@pytest.mark.parametrize(
    ("back", "told"),
    [
        (timedelta(hours=1, minutes=3), "clock is 60 minutes behind the last entry"),
        (timedelta(days=365), "clock is 364 days behind the last entry"),
    ],
)
def test_a_clock_that_was_set_back_is_said(say, place, times, back, told):  # noqa: F811
    assert say(*JUDGEMENT, "--judged-on", "2026-08-20").exit_code == 0
    times.now -= back
    done = say(*READING[:-1], "2025-08-01", *SOURCE)
    assert done.exit_code == 0, done.output
    assert told in " ".join(done.output.split())
    assert "the log never runs backwards" in " ".join(done.output.split())
    assert verified(place).stdout.startswith("2 entries")
