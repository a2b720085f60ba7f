"""Rules between the days in a pack and the day it was published."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from risks.errors import Problem
from risks.packs.draft import Draft, each

HINT_PUBLISHED = "see published_on in pack.toml"
# Further away, a day is a slip of the hand: 0206 or 2206 for 2026.
FURTHEST_YEARS = 100


def day_problems(draft: Draft) -> Iterator[Problem]:
    """Yield days that cannot have been known, and days beyond reason."""
    if not draft.header:
        return
    published = draft.header.published_on
    for header, where in each(draft.headers):
        if header.horizon <= published:
            what = f"{header.horizon} does not lie after {published}"
            yield Problem(where("horizon"), what, HINT_PUBLISHED)
    for day, place in _known_days(draft):
        if day > published:
            what = f"{day} lies after the pack was published, {published}"
            yield Problem(place, what, HINT_PUBLISHED)
    for day, place in _all_days(draft):
        if abs((day - published).days) > FURTHEST_YEARS * 366:
            what = f"{day} lies more than {FURTHEST_YEARS} years from {published}"
            yield Problem(place, what, HINT_PUBLISHED)


def _known_days(draft: Draft) -> Iterator[tuple[date, str]]:
    """Yield the days on which something happened or was judged."""
    yield from _days(draft.events, "happened_on")
    yield from _days(draft.stages, "condition_on", "judged_on")
    for risk, where in each(draft.risks):
        for number, judgement in enumerate(risk.judgements):
            yield judgement.judged_on, where("judgements", number, "judged_on")


def _all_days(draft: Draft) -> Iterator[tuple[date, str]]:
    yield from _known_days(draft)
    yield from _days(draft.headers, "horizon", "target_opening")
    yield from _days(draft.readings, "observed_on")
    yield from _days(draft.calendar, "due_on", "latest_on")
    yield from _days(draft.risks, "deadline")
    yield from _days(draft.stages, "published_opening")


def _days(tables: list[Any], *names: str) -> Iterator[tuple[date, str]]:
    for record, where in each(tables):
        for name in names:
            if day := getattr(record, name):
                yield day, where(name)
