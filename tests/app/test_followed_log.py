"""A model follows the log: whoever writes, the next look sees it, and no half of it."""

import threading
from datetime import date
from pathlib import Path

import pytest

from dashboard.queries.long_work import set_up
from dashboard.queries.model import Model
from dashboard.queries.record import Asked, NoWorkspaceError, record
from risks.workspace import make_draft
from tests.app.browsing import client_of, model_of, small_app
from tests.app.logbooks import following, judgement, locked, opened_log, reading
from tests.builders import small_pack
from tests.pack_files import copy_good


@pytest.fixture(name="file")
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "log" / "workspace.db"


def say(file: Path, said: dict, number: int = 1) -> None:
    """Write as another process does."""
    log = opened_log(file)
    draft = make_draft(said["kind"], said["fields"], "Bo", said["reason"])
    log.append(draft, f"other-{number:08d}", log.version(draft.subject))
    log.close()


def test_without_a_log_the_pack_is_the_very_same_object() -> None:
    pack = small_pack()
    model = model_of(pack)
    assert model.pack is pack
    assert model.entries == ()


def test_an_empty_log_leaves_the_pack_the_very_same_object(file: Path) -> None:
    pack = small_pack()
    assert following(file, pack).pack is pack


def test_what_another_process_writes_moves_the_numbers(file: Path) -> None:
    model = following(file)
    before = model.base(date(2026, 8, 15))
    say(file, reading(fields={"observed_on": "2026-08-13"}))
    after = model.base(date(2026, 8, 15))
    assert after is not before
    assert after.scored.state.value("works-delay") == 25.0
    assert model.base(date(2026, 8, 15)) is after
    assert [each.author for each in model.entries] == ["Bo"]


def test_the_default_date_and_the_reach_move_with_the_evidence(file: Path) -> None:
    model = following(file)
    assert model.default_as_of == date(2026, 8, 12)
    say(file, reading(fields={"observed_on": "2026-11-20"}))
    assert model.default_as_of == date(2026, 11, 20)
    say(file, reading(fields={"observed_on": "2026-01-05"}), 2)
    assert model.first_day == date(2026, 1, 5)


def test_what_is_held_steady_does_not_move_under_a_page(file: Path) -> None:
    model = following(file)
    with model.steady():
        held = model.pack
        say(file, judgement())
        with model.steady():
            assert model.pack is held
        assert model.pack is held
        seen: list[object] = []
        other = threading.Thread(target=lambda: seen.append(model.pack))
        other.start()
        other.join()
        assert seen != [held]
    assert model.pack is not held


def test_an_entry_that_changes_no_number_drops_no_baseline(file: Path) -> None:
    model = following(file)
    base = model.base(date(2026, 8, 12))
    action = {"id": "act-1", "title": "Ring the bank", "owner": "Bo"}
    log = opened_log(file)
    draft = make_draft("action", {**action, "due_on": "2026-12-01"}, "Bo")
    log.append(draft, "other-00000001", 0)
    assert model.base(date(2026, 8, 12)) is base
    assert len(model.entries) == 1


def test_a_log_that_cannot_be_read_leaves_what_was_read_and_says_so(
    file: Path,
) -> None:
    model = following(file)
    say(file, judgement())
    known = model.pack
    with locked(file):
        assert model.pack is known
        assert model.log is not None
        assert "What is shown is as of entry 1" in model.log.trouble
    assert model.pack is known
    assert model.log.trouble == ""


def test_processes_of_long_work_see_the_same_entries(
    file: Path, tmp_path: Path
) -> None:
    say(file, judgement())
    pack = tmp_path / "pack"
    copy_good(pack)
    worker = set_up(pack, None, str(file))
    assert worker.pack.risk("TW1").judgements[-1].likely == 0.5
    say(file, judgement(fields={"likely": 0.6}), 2)
    assert worker.pack.risk("TW1").judgements[-1].likely == 0.6
    assert isinstance(set_up(pack, None), Model)


def test_an_app_without_a_log_takes_nothing_in() -> None:
    answer = client_of(small_app()).post("/api/record", json=reading())
    assert answer.status_code == 405
    with pytest.raises(NoWorkspaceError, match="araxes serve --workspace"):
        record(model_of(), Asked.model_validate(reading()))
