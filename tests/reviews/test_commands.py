"""The commands of the weekly review as a user types them."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from risks.cli import araxes

GOOD = Path(__file__).parents[1] / "data" / "packs" / "good-small"


class Desk:
    """A workspace file, and a clock for the commands."""

    def __init__(self, file: Path) -> None:
        self.file, self.now = file, datetime(2026, 8, 20, 9, tzinfo=UTC)

    def run(self, command, week=None, *words, pack=GOOD):
        given = ["review", command, *([week] if week else []), *map(str, words)]
        given += ["--workspace", str(self.file)]
        given += [] if command == "list" else ["--pack", str(pack)]
        given += ["--author", "Ann"] if command in ("open", "close") else []
        return CliRunner().invoke(araxes, given)

    def hold(self, week):
        for command in ("open", "close"):
            done = self.run(command, week)
            assert done.exit_code == 0, done.output
        return done


@pytest.fixture
def desk(tmp_path, monkeypatch):
    made = Desk(tmp_path / "workspace.db")
    for module in ("risks.cli_review", "risks.cli_workspace"):
        monkeypatch.setattr(f"{module}.now", lambda: made.now)
    return made


def test_a_week_is_opened_closed_and_replayed(desk):
    done = desk.run("open", "2026-W34", "--present", "Ben", "--minute", "Short.")
    assert done.exit_code == 0, done.output
    assert "2026-W34 opened as entry 2, as of 2026-08-20" in done.output
    assert "the week ends 2026-08-24 00:00 UTC+4" in done.output
    assert "Anchor 1:" in done.output
    assert desk.run("close", "2026-W34").exit_code == 0
    replayed = desk.run("replay", "2026-W34")
    assert (replayed.exit_code, replayed.output) == (0, "identical\n")


def test_closing_twice_is_refused_in_a_sentence(desk):
    desk.hold("2026-W34")
    done = desk.run("close", "2026-W34")
    assert done.exit_code == 1
    assert "was closed by Ann on 2026-08-20 (entry 3)" in done.output
    assert desk.run("open", "2026-W34").exit_code == 1


@pytest.mark.parametrize(
    ("command", "week", "words"),
    [
        ("open", "2026-W32", "came before the pack"),
        ("open", "2026-W35", "has not begun"),
        ("open", "next", "'next' is not an ISO week"),
        ("close", "2026-W34", "is not open; open it first"),
        ("replay", "2026-W34", "there is no review of 2026-W34"),
        ("agenda", "2026-W35", "has not begun"),
    ],
)
def test_a_refusal_is_one_sentence_and_writes_nothing(desk, command, week, words):
    done = desk.run(command, week)
    assert done.exit_code == 1
    assert words in done.output
    assert "Traceback" not in done.output
    assert json.loads(desk.run("list", None, "--format", "json").stdout) == []


def test_hostile_words_are_refused_or_shown_harmlessly(desk):
    done = desk.run("open", "2026-W34", "--minute", "\x1b[2Jgone")
    assert done.exit_code == 1
    assert "control or invisible character" in done.output


def test_the_list_says_what_came_after_the_close(desk):
    desk.hold("2026-W34")
    words = ["record", "judgement", "TW1", "--low", "0.1", "--likely", "0.3"]
    words += ["--high", "0.5", "--judged-on", "2026-08-20", "--reason", "Heard late."]
    words += ["--author", "Ben", "--pack", GOOD, "--workspace", desk.file]
    done = CliRunner().invoke(araxes, list(map(str, words)))
    assert done.exit_code == 0, done.output
    (row,) = json.loads(desk.run("list", None, "--format", "json").output)
    assert (row["status"], row["cut_off"]) == ("closed", "2026-08-24 00:00 UTC+4")
    (late,) = row["recorded_after_the_close"]
    assert (late["author"], "TW1" in late["says"]) == ("Ben", True)
    table = desk.run("list").output.splitlines()
    assert table[1].split()[-1] == "1"


def test_a_replay_with_a_changed_pack_asks_for_the_old_one(desk, tmp_path):
    desk.hold("2026-W34")
    newer = tmp_path / "newer"
    shutil.copytree(GOOD, newer)
    with (newer / "pack.toml").open("a", encoding="utf-8") as file:
        file.write("\n# A later version.\n")
    done = desk.run("replay", "2026-W34", pack=newer)
    assert done.exit_code == 1
    assert "another version of the pack" in done.output
    done = desk.run("replay", "2026-W34", "--old-pack", GOOD, pack=newer)
    assert done.output == "identical\n"


def test_a_replay_that_differs_says_so_and_exits_1(desk, monkeypatch):
    desk.hold("2026-W34")
    monkeypatch.setattr("risks.reviews.frozen.seen_hash", lambda view: "0" * 64)
    done = desk.run("replay", "2026-W34")
    assert done.exit_code == 1
    assert "the numbers are not" in done.output


def test_the_agenda_of_the_second_week_says_why(desk):
    desk.hold("2026-W34")
    desk.now += timedelta(days=90)
    done = desk.run("agenda", "2026-W47", "--paths", 256, "--format", "json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    assert (report["as_of"], report["since"]) == ("2026-11-18", "2026-08-20")
    opening = report["headline"][0]
    amounts = [part["amount"] for part in opening["parts"]]
    assert sum(amounts) == pytest.approx(opening["total"], abs=1e-9)
    assert opening["before_on"] != opening["after_on"]


def test_the_agenda_is_readable_on_a_terminal(desk):
    first = desk.run("agenda", "2026-W34", "--paths", 256)
    assert "the first review: the baseline" in first.output
    desk.hold("2026-W34")
    desk.now += timedelta(days=90)
    text = desk.run("agenda", "2026-W47", "--paths", 256).output
    assert "since the review as of 2026-08-20" in text
    places = [
        text.index(f"\n{each}")
        for each in ("Actions overdue", "opening-p50", "Movers", "Stale", "The next")
    ]
    assert places == sorted(places)


def test_paths_that_fill_no_batches_are_a_usage_error(desk):
    assert desk.run("agenda", "2026-W34", "--paths", 100).exit_code == 2


def test_a_workspace_that_is_not_there_is_not_made_by_reading(desk):
    done = desk.run("list")
    assert "there is no workspace" in done.output
    assert not desk.file.exists()
