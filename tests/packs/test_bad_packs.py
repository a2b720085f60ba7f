from pathlib import Path

import pytest

from risks.errors import PackError
from risks.packs import read_pack
from tests.pack_files import DATA, copy_bad

BAD = sorted(folder.name for folder in DATA.glob("bad-*"))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pack_says_everything_that_is_to_be_repaired(
    name: str, tmp_path: Path
) -> None:
    expected = (DATA / name / "expected.txt").read_text(encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_pack(copy_bad(name, tmp_path / "pack"))
    assert f"{caught.value}\n" == expected


def test_problems_of_different_files_are_reported_together(tmp_path: Path) -> None:
    pack = copy_bad("bad-future-event", tmp_path / "pack")
    for name in ("bad-bad-url", "bad-scenario-settings", "bad-geometry-half"):
        alone = _problems(copy_bad(name, tmp_path / name))
        copy_bad_over(name, pack)
        assert alone <= _problems(pack)


def copy_bad_over(name: str, pack: Path) -> None:
    for path in (DATA / name).rglob("*.*"):
        if path.name != "expected.txt":
            (pack / path.relative_to(DATA / name)).write_bytes(path.read_bytes())


def _problems(pack: Path) -> set[str]:
    with pytest.raises(PackError) as caught:
        read_pack(pack)
    return {str(problem) for problem in caught.value.problems}
