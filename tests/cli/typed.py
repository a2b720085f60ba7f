"""The workspace's commands as a user types them, and what they print."""

from pathlib import Path

from click.testing import CliRunner

from risks.cli import araxes

GOOD = Path(__file__).parents[1] / "data" / "packs" / "good-small"
READING = ("reading", "works-funding", "--value", 90, "--observed-on", "2026-08-18")
SOURCE = ("--source", "Bulletin", "--url", "https://example.org/b", "--grade", "B2")
CHANCES = ("--low", 0.1, "--likely", 0.25, "--high", 0.5)
JUDGEMENT = ("judgement", "TW1", *CHANCES, "--reason", "As seen.")


def run(*words, typed=None, **environment):
    environment = {"ARAXES_AUTHOR": None, **environment}
    done = CliRunner().invoke(araxes, [str(w) for w in words], typed, environment)
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def refused(done, *told, exit_code=1):
    """Assert that a command was refused in one clear sentence."""
    assert done.exit_code == exit_code, done.output
    assert done.stdout == ""
    last = done.stderr.splitlines()[-1]
    for words in told:
        assert words in last
    if exit_code == 1:
        assert len(done.stderr.splitlines()) == 1


def history_of(place, *words):
    done = run("history", "TW1", "--pack", GOOD, "--workspace", place, *words)
    assert done.exit_code == 0, done.output
    return done.stdout


def verified(place, *anchors):
    words = [word for each in anchors for word in ("--anchor", each)]
    return run("verify", "--workspace", place, *words)


def anchor_of(done):
    return done.stdout.splitlines()[-1].split()[0]
