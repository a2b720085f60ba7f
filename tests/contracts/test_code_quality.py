"""One command for all checks: the tools run as tests, and our own limits with them."""

import ast
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "risks").rglob("*.py")) + sorted(
    (ROOT / "dashboard").rglob("*.py")
)
MOST_LINES_A_FILE = 400
MOST_LINES_A_FUNCTION = 50
MEDIAN_LINES_A_FUNCTION = 8
FORBIDDEN_CALLS = {"eval", "exec", "__import__"}
FORBIDDEN_WORDS = (
    "import pickle",
    "yaml.load",
    "srcDoc",
    "dangerously_allow_html",
    ".query(",
)


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    folder = Path(sys.executable).parent
    return subprocess.run(
        [folder / words[0], *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
    ],
    ids=" ".join,
)
def test_the_tool_has_nothing_to_say(command):
    done = _run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def _functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    ]


def test_files_are_short():
    everything = [*CODE, *sorted((ROOT / "tests").rglob("*.py"))]
    texts = {str(path): path.read_text(encoding="utf-8") for path in everything}
    lines = {path: text.count("\n") for path, text in texts.items()}
    assert {path: n for path, n in lines.items() if n > MOST_LINES_A_FILE} == {}


def test_functions_are_short():
    sizes = [size for path in CODE for size in _functions(path)]
    assert [each for each in sizes if each[1] > MOST_LINES_A_FUNCTION] == []
    assert median(size for _, size in sizes) <= MEDIAN_LINES_A_FUNCTION


def test_nothing_dangerous_is_called():
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in FORBIDDEN_WORDS if word in text], path
        calls = [
            node.func
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Call)
        ]
        names = {func.id for func in calls if isinstance(func, ast.Name)}
        assert not names & FORBIDDEN_CALLS, path


def test_only_the_edges_read_the_clock_or_print():
    edges = {
        ROOT / "risks" / "cli.py",
        ROOT / "risks" / "cli_workspace.py",
        ROOT / "dashboard" / "__main__.py",
    }
    for path in set(CODE) - edges:
        text = path.read_text(encoding="utf-8")
        for word in ("date.today", "datetime.now", "time.time(", "print("):
            assert word not in text, f"{path}: {word}"
