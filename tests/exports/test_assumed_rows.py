"""No source vouches for an assumed value; no instant loses its fraction."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from risks import baseline, what_if
from risks.explanation import rounded
from risks.exports import View, export_files, rows_as_csv
from tests.builders import make_pack, make_reading, small_pack

AS_OF = date(2026, 8, 10)


def _rows(pack, name, settings=None):
    files = export_files(View(what_if(baseline(pack, AS_OF), settings or {})))
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline="")))


def test_an_assumed_value_carries_no_source_grade_or_age():
    names = ("source", "url", "reliability", "credibility")
    names += ("derived_observed_on", "derived_age_days")
    today = _rows(small_pack(), "scores")
    assumed = _rows(small_pack(), "scores", {"works-delay": 20.0})
    for before, after in zip(today, assumed, strict=True):
        if after["indicator_id"] == "works-delay":
            assert all(before[name] for name in names)
            assert not any(after[name] for name in names)
            assert after["derived_is_stale"] == "false"
        else:
            assert after == before


@pytest.mark.parametrize(
    ("second", "written"),
    [(0, "2026-08-14T09:30:00Z"), (250_000, "2026-08-14T09:30:00.250000Z")],
)
def test_an_instant_is_written_whole(second, written):
    instant = datetime(2026, 8, 14, 9, 30, 0, second, tzinfo=UTC)
    pack = make_pack(readings=(make_reading(recorded_at=instant),))
    assert _rows(pack, "readings")[0]["recorded_at"] == written


def test_whole_numbers_stay_whole_beside_a_missing_one():
    written = rows_as_csv([{"name": "=a", "age": 5}, {"name": "b", "age": None}])
    assert written == "name,age\r\n'=a,5\r\nb,\r\n"


@pytest.mark.parametrize("total", [0.35, 0.45, 2.675, -0.15, 1.005])
def test_parts_add_up_to_the_total_as_it_is_printed(total):
    for digits in (1, 2):
        shown = rounded([total / 4, total / 4, total / 2], total, digits)
        assert f"{sum(shown):.{digits}f}" == f"{total:.{digits}f}"
