"""The export of the small pack, read like prose: a change of format shows as a diff.

To renew it on purpose:
``araxes export --pack tests/data/packs/good-small --as-of 2026-08-10``
``--to tests/golden/small``
"""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from risks import baseline, read_pack, what_if
from risks.exports import View, export_files

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden" / "small"
NAMES = sorted(path.name for path in GOLDEN.iterdir())
TABLES = [name for name in NAMES if name.endswith(".csv")]
LAST_DIGIT = 1e-12  # exp and log may differ by a last digit from processor to processor


@pytest.fixture(scope="module")
def exported() -> dict[str, str]:
    pack = read_pack(TESTS / "data" / "packs" / "good-small")
    files = export_files(View(what_if(baseline(pack, date(2026, 8, 10)), {})))
    return {name: content.decode() for name, content in files.items()}


def _golden(name: str) -> str:
    return (GOLDEN / name).read_bytes().decode()


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def _agree(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return float(one) == pytest.approx(float(other), rel=LAST_DIGIT)
    except ValueError:
        return False


def _without_sums(package: dict[str, Any]) -> dict[str, Any]:
    sums = ("bytes", "hash")
    kept = [
        {name: value for name, value in each.items() if name not in sums}
        for each in package["resources"]
    ]
    return {**package, "resources": kept}


def test_no_file_came_or_went(exported):
    assert sorted(exported) == NAMES


@pytest.mark.parametrize("name", TABLES)
def test_the_table_is_as_it_was(exported, name):
    found, expected = _rows(exported[name]), _rows(_golden(name))
    assert len(found) == len(expected)
    for row, golden in zip(found, expected, strict=True):
        differing = [
            pair for pair in zip(row, golden, strict=True) if not _agree(*pair)
        ]
        assert differing == []


def test_the_package_is_as_it_was(exported):
    name = "datapackage.json"
    found, expected = (json.loads(each) for each in (exported[name], _golden(name)))
    assert _without_sums(found) == _without_sums(expected)
