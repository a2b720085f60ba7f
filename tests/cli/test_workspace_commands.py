"""Verify, back up, restore and look back, as a user types them."""

import json
import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError

from tests.cli.typed import (
    GOOD,
    JUDGEMENT,
    anchor_of,
    history_of,
    refused,
    run,
    verified,
)


@pytest.mark.parametrize(
    "command", ["record", "verify", "backup", "restore", "history"]
)
def test_every_command_has_help(command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert len(done.output.splitlines()) > 5


def test_verify_prints_the_anchor_that_it_later_checks(say, place):
    say(*JUDGEMENT)
    first = verified(place)
    anchor = anchor_of(first)
    assert anchor.startswith("1:")
    say(*JUDGEMENT[:-1], "Again.")
    both = verified(place, anchor, f"2:{anchor_of(verified(place))[2:]}")
    assert both.stdout.startswith("2 entries hold together; 2 anchors match.")


def test_verify_names_the_first_break_and_exits_1(say, place):
    for number in range(3):
        say(*JUDGEMENT[:-1], f"Reason {number}.")
    refused(verified(place, "9:" + "a" * 64), "the log ends with entry 3")
    refused(verified(place, "2:" + "a" * 64), "entry 2 is not the one its anchor")
    with sqlite3.connect(place) as forged:
        forged.execute("DROP TRIGGER araxes_log_no_update")
        forged.execute("UPDATE araxes_log SET reason = 'Better.' WHERE seq = 2")
    forged.close()
    refused(verified(place), "entry 2 was changed after it was recorded")


@pytest.mark.parametrize(
    "anchor", ["", "1", "x:" + "a" * 64, "1:abc", "1:" + "A" * 64, "-1:" + "a" * 64]
)
def test_an_anchor_that_is_none_is_a_wrong_use(place, anchor):
    refused(verified(place, anchor), "64 digits of a hash", exit_code=2)


def test_what_only_looks_creates_nothing(place, tmp_path, times):
    for words in (("verify",), ("backup", "--to", tmp_path / "copy.db")):
        refused(run(*words, "--workspace", place), "there is no workspace at")
    assert '"author": "desk"' in history_of(place, "--format", "json")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_workspace_is_said_in_one_line(tmp_path, say):
    (tmp_path / "notes.txt").write_text("Not a database. " * 100)
    refused(verified(tmp_path / "notes.txt"), "notes.txt")
    refused(verified(tmp_path), "is a folder; name a file in it")
    refused(verified("ftp://host/name"), "a workspace cannot be kept in")


def test_the_default_place_is_the_user_s_data_folder(tmp_path, times):
    words = ("record", *JUDGEMENT, "--pack", GOOD, "--author", "Ann")
    folders = ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME")
    done = run(*words, **dict.fromkeys(folders, str(tmp_path)))
    assert done.exit_code == 0, done.output
    assert len(list(tmp_path.rglob("workspace.db"))) == 1


def test_a_backup_is_whole_and_never_replaces_a_file(say, place, tmp_path):
    say(*JUDGEMENT)
    copy = tmp_path / "copies" / "copy.db"
    done = run("backup", "--workspace", place, "--to", copy)
    assert done.exit_code == 0, done.output
    assert verified(copy, anchor_of(done)).exit_code == 0
    again = run("backup", "--workspace", place, "--to", copy)
    refused(again, "exists already; name a new file")


@pytest.fixture
def behind(say, place, tmp_path):
    """A backup that lacks the workspace's last entry."""
    say(*JUDGEMENT)
    copy = tmp_path / "copy.db"
    assert run("backup", "--workspace", place, "--to", copy).exit_code == 0
    say(*JUDGEMENT[:-1], "Said since.")
    return copy


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_restore_shows_what_would_be_lost_and_asks(place, behind, typed):
    done = run("restore", behind, "--workspace", place, typed=typed)
    assert done.exit_code == 1
    assert "that are not in" in done.stdout
    assert "entry 2, " in done.stdout
    assert "Said since." in done.stdout
    assert done.stderr.strip().endswith("nothing was changed")
    assert verified(place).stdout.startswith("2 entries")


@pytest.mark.parametrize(("words", "typed"), [((), "y\n"), (("--yes",), None)])
def test_restore_moves_the_old_file_aside(place, behind, words, typed):
    done = run("restore", behind, "--workspace", place, *words, typed=typed)
    assert done.exit_code == 0, done.output
    assert verified(place).stdout.startswith("1 entries")
    (aside,) = place.parent.glob("*-replaced-*.db")
    assert f"The old file is now {aside}." in done.stdout
    assert verified(aside).stdout.startswith("2 entries")


def test_restore_puts_a_workspace_where_there_is_none(behind, tmp_path):
    new = tmp_path / "new" / "workspace.db"
    done = run("restore", behind, "--workspace", new, "--yes")
    assert done.exit_code == 0, done.output
    assert "nothing would be lost" in done.stdout
    assert verified(new).stdout.startswith("1 entries")


def test_restore_replaces_even_a_file_that_can_no_longer_be_opened(place, behind):
    place.write_bytes(b"Ruined. " * 1_000)
    done = run("restore", behind, "--workspace", place, "--yes")
    assert done.exit_code == 0, done.output
    assert "cannot be told" in done.stdout
    assert verified(place).stdout.startswith("1 entries")
    (aside,) = place.parent.glob("*-replaced-*.db")
    assert aside.read_bytes().startswith(b"Ruined.")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (
            PermissionError(13, "Permission denied", "folder"),
            "this user has no right to that file or its folder",
        ),
        (DBAPIError("", {}, sqlite3.OperationalError("disk full")), "disk full"),
    ],
)
def test_it_is_said_why_no_backup_was_written_or_restored(
    place, behind, monkeypatch, fault, told, tmp_path
):
    def fail(*_):
        raise fault

    monkeypatch.setattr("risks.workspace.backup._vacuum_into", fail)
    done = run("restore", behind, "--workspace", place, "--yes")
    assert done.exit_code == 1
    assert f"workspace.db: the database says: {told}" in done.stderr or (
        f"workspace.db: {told}" in done.stderr
    )
    assert done.stderr.rstrip().endswith("; the backup was not restored")
    assert verified(place).stdout.startswith("2 entries")
    copied = run("backup", "--workspace", place, "--to", tmp_path / "new.db")
    refused(copied, "new.db: ", told, "; no backup was written")
    assert not (tmp_path / "new.db").exists()


def test_a_backup_to_where_none_can_be_is_refused_in_a_sentence(place, behind):
    taken = run("backup", "--workspace", place, "--to", behind)
    refused(taken, "exists already; name a new file")
    inside = run("backup", "--workspace", place, "--to", behind / "new.db")
    refused(inside, "new.db: there is a file where its folder should be; no backup")
    long = run("backup", "--workspace", place, "--to", behind.with_name("x" * 300))
    refused(long, "its name is too long; no backup was written")


def test_restore_refuses_what_is_no_backup(place, behind, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("Not a database.")
    done = run("restore", notes, "--workspace", place, "--yes")
    refused(done, "notes.txt is no whole workspace")
    refused(run("restore", place, "--workspace", place), "is the workspace itself")
    server = ("--workspace", "postgresql://user@host/name")
    refused(run("restore", behind, *server), "cannot be put over a PostgreSQL")
    missing = run("restore", tmp_path / "none.db", "--workspace", place)
    assert missing.exit_code == 2
    assert verified(place).stdout.startswith("2 entries")


def test_history_shows_pack_and_log_with_reasons_and_standing(say, place):
    say(*JUDGEMENT)
    text = history_of(place, "--as-of", "2026-09-01")
    assert text.startswith("TW1: Works stop for three months, as of 2026-09-01\n")
    assert "2026-07-01  desk  10 / 20 / 40 %  (the pack)" in text
    assert "scored as 20 % from 2026-07-01 to 2026-08-20; question: open" in text
    assert "2026-08-20  Ann  10 / 25 / 50 %  (entry 1)\n  As seen.\n" in text
    late = history_of(place, "--as-of", "2028-01-01")
    assert "awaiting resolution (2026-07-01 to 2027-07-01)" in late
    early = json.loads(history_of(place, "--as-of", "2026-08-01", "--format", "json"))
    assert [each["entry"] for each in early] == [None]
    assert early[0]["standing"] == "open"


def test_history_of_an_unknown_risk_suggests_one(place, times):
    done = run("history", "TW11", "--pack", GOOD, "--workspace", place)
    refused(done, "no risk is called 'TW11'; did you mean 'TW1'?")


def test_a_log_from_elsewhere_cannot_steer_the_terminal():
    from risks.cli_workspace import plain

    assert plain("a\x1b[2Jb\u202ec\nd\u200ce") == "a\ufffd[2Jb\ufffdc\nd\u200ce"


def test_other_commands_do_not_wait_for_the_database():
    import subprocess
    import sys

    code = "import risks.cli, sys; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
