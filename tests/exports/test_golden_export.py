"""The export of the small pack, read like prose: a change of format shows as a diff.

To renew it on purpose:
``araxes export --pack tests/data/packs/good-small --as-of 2026-08-10``
``--to tests/golden/small``
"""

from datetime import date
from pathlib import Path

import pytest

from risks import baseline, read_pack, what_if
from risks.exports import View, export_files

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden" / "small"
NAMES = sorted(path.name for path in GOLDEN.iterdir())


@pytest.fixture(scope="module")
def exported():
    pack = read_pack(TESTS / "data" / "packs" / "good-small")
    return export_files(View(what_if(baseline(pack, date(2026, 8, 10)), {})))


def test_no_file_came_or_went(exported):
    assert sorted(exported) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_as_it_was(exported, name):
    expected = (GOLDEN / name).read_bytes().decode()
    assert exported[name].decode() == expected
