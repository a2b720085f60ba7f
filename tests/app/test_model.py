"""The pack behind an app: its dates, and what it keeps of the days asked for."""

from datetime import date, timedelta

from dashboard.queries import model as module
from tests.app.browsing import TODAY, model_of
from tests.builders import make_pack


def test_a_page_can_be_about_any_day_from_the_first_evidence_to_today() -> None:
    model = model_of()
    assert model.first_day == date(2026, 3, 31)
    assert model.last_day == TODAY
    assert model.judged_since == date(2026, 7, 1)


def test_a_slow_clock_does_not_hide_the_newest_evidence() -> None:
    model = model_of(today=lambda: date(2020, 1, 1))
    assert model.last_day == model.default_as_of == date(2026, 8, 12)
    assert model.evidence_age_days(model.default_as_of) == 0


def test_the_clock_is_asked_anew_every_time() -> None:
    days = [date(2026, 9, 1), date(2026, 9, 2)]
    model = model_of(today=lambda: days.pop(0))
    assert [model.last_day for _ in range(2)] == [date(2026, 9, 1), date(2026, 9, 2)]


def test_the_age_of_the_evidence_counts_from_the_date_asked_about() -> None:
    days = [date(2026, 8, 12), date(2026, 8, 19), date(2026, 11, 22)]
    assert [model_of().evidence_age_days(each) for each in days] == [0, 7, 102]


def test_a_pack_without_evidence_begins_when_it_was_published() -> None:
    empty = make_pack(readings=(), events=(), risks=(), signals=(), triggers=())
    model = model_of(empty)
    assert model.first_day == date(2026, 8, 15)
    assert model.judged_since is None


def test_a_day_is_scored_once_and_old_days_are_let_go(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    model, day = model_of(), date(2026, 8, 12)
    first = model.base(day)
    assert model.base(day) is first
    for back in range(1, 3):
        model.base(day - timedelta(weeks=back))
    assert model.base(day) is first
    model.base(day - timedelta(weeks=5))
    assert model.base(day) is first
    for back in range(6, 9):
        model.base(day - timedelta(weeks=back))
    assert model.base(day) is not first


def test_two_names_of_one_day_are_two_things() -> None:
    model, day = model_of(), date(2026, 8, 12)
    assert model.once("one", day, lambda: 1) == 1
    assert model.once("two", day, lambda: 2) == 2
    assert model.once("one", day, lambda: 3) == 1


def test_only_a_few_days_of_futures_are_kept(monkeypatch):
    monkeypatch.setattr(module, "MOST_LARGE", 2)
    model, made = model_of(), []
    for place in (0, 1, 2, 2, 0):
        day = date(2026, 8, 1 + place)
        model.once_large("futures", day, lambda place=place: made.append(place))
    assert made == [0, 1, 2, 0]
