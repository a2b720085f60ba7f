"""Every command as a user types it: what it prints, and how it fails."""

import csv
import io
import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.__main__ import araxes, bound
from risks import baseline, default_as_of, read_pack, what_if
from tests.pack_files import copy_bad

PACKS = Path(__file__).parents[1] / "data" / "packs"
GOOD = PACKS / "good-small"


def _run(*words: object):
    return CliRunner().invoke(araxes, [str(word) for word in words])


def _json(*words: object):
    done = _run("score", "--pack", GOOD, "--format", "json", *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@pytest.mark.parametrize("command", ["check", "score", "export", "serve"])
def test_every_command_has_help(command):
    done = _run(command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output
    assert len(done.output.splitlines()) > 5


def test_check_counts_what_a_good_pack_holds():
    done = _run("check", "--pack", GOOD)
    assert done.exit_code == 0
    assert "2 registers, 3 risks" in done.output
    assert "nothing to repair" in done.output


def test_check_without_a_pack_checks_the_shipped_one():
    done = _run("check")
    assert done.exit_code == 0, done.output
    assert "6 registers, 40 risks" in done.output


def test_check_prints_one_problem_a_line_and_exits_1(tmp_path):
    copy_bad("bad-unknown-risk", tmp_path)
    done = _run("check", "--pack", tmp_path)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert len(lines) > 1
    assert all(": " in line for line in lines)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("command", ["check", "score", "export", "serve"])
def test_a_folder_that_is_no_pack_is_said_in_one_line(command, tmp_path):
    words = ("--to", tmp_path / "out") if command == "export" else ()
    done = _run(command, "--pack", tmp_path / "nowhere", *words)
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1
    assert "nowhere" in done.output


def test_score_prints_the_promised_json():
    report = _json()
    pack = read_pack(GOOD)
    assert report["as_of"] == str(default_as_of(pack))
    assert report["pack_hash"] == pack.hash
    assert set(report["registers"][0]) == {"id", "pressure", "coverage"}
    assert set(report["risks"][0]) == {
        "id",
        "register",
        "pressure",
        "chance",
        "chance_low",
        "chance_high",
        "resolves_on",
        "factor",
    }
    assert set(report["indicators"][0]) == {
        "id",
        "value",
        "observed_on",
        "score",
        "reliability",
        "age_days",
        "stale",
    }


def test_score_agrees_with_the_model():
    pack = read_pack(GOOD)
    lever = pack.levers[0]
    seen = what_if(baseline(pack, default_as_of(pack)), {lever.id: lever.highest})
    report = _json("--set", f"{lever.id}={lever.highest}")
    assert [each["chance"] for each in report["risks"]] == seen.numbers.chance.tolist()
    assert report["settings"] == {lever.id: lever.highest}


def test_score_as_csv_and_as_a_table_hold_the_same_risks():
    ids = [each["id"] for each in _json()["risks"]]
    done = _run("score", "--pack", GOOD, "--format", "csv")
    assert [row["id"] for row in csv.DictReader(io.StringIO(done.output))] == ids
    table = _run("score", "--pack", GOOD).output
    assert all(f"\n{each} " in table for each in ids)


def test_as_of_travels_in_time():
    early, late = _json("--as-of", "2026-01-01"), _json()
    assert early["as_of"] == "2026-01-01"
    assert early["indicators"] != late["indicators"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--set", "nonsense"), "--set nonsense: is not indicator=value"),
        (("--set", "works-dely=3"), "did you mean 'works-delay'?"),
        (("--set", "works-delay=1e9"), "allowed:"),
        (("--set", "works-delay=nan"), "is not a number"),
        (("--as-of", "2026-02-30"), "is not a day written as YYYY-MM-DD"),
        (("--as-of", "soon"), "is not a day written as YYYY-MM-DD"),
        (("--as-of", "9999-12-31"), "9999-12-31 lies outside 1900 to 2200"),
    ],
)
def test_wrong_words_get_a_sentence(words, told):
    done = _run("score", "--pack", GOOD, *words)
    assert done.exit_code != 0
    assert told in done.stderr
    assert "Traceback" not in done.output


def test_two_wrong_settings_are_told_at_once():
    done = _run("score", "--pack", GOOD, "--set", "a=1", "--set", "b=2")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 2


def test_export_writes_and_counts(tmp_path):
    done = _run("export", "--pack", GOOD, "--to", tmp_path / "out")
    assert done.exit_code == 0
    written = list((tmp_path / "out").iterdir())
    assert f"{len(written)} files written" in done.output
    assert (tmp_path / "out" / "datapackage.json").is_file()


def test_an_export_with_a_workspace_holds_its_answers(tmp_path):
    log = tmp_path / "workspace.db"
    said = ("TW1", "yes", "--on", "2026-08-05", "--source", "Bulletin")
    who = ("--author", "Ana", "--reason", "As seen.", "--workspace", log)
    assert _run("record", "resolution", *said, "--pack", GOOD, *who).exit_code == 0
    for name, words in (("alone", ()), ("with", ("--workspace", log))):
        done = _run("export", "--pack", GOOD, "--to", tmp_path / name, *words)
        assert done.exit_code == 0, done.output
    alone, answered = (
        (tmp_path / name / "forecasts.csv").read_text() for name in ("alone", "with")
    )
    assert "Bulletin" not in alone
    assert ",yes,yes,2026-08-05,Ana,As seen.,Bulletin,,0.64" in answered
    assert ",decided yes,1.0," in (tmp_path / "with" / "risks.csv").read_text()


def test_export_into_a_place_that_cannot_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = _run("export", "--pack", GOOD, "--to", blocked / "inside")
    assert done.exit_code != 0
    assert "cannot write into" in done.stderr
    assert "Traceback" not in done.output


def test_a_port_in_use_is_said_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _run("serve", "--pack", GOOD, "--port", port)
    assert done.exit_code != 0
    assert f"port {port} is in use; choose another with --port" in done.stderr


def test_it_listens_to_this_machine_only():
    with bound(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
