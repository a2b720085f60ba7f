"""From typing the command to a painted Board, and from an address to a usable page.

``python -m tests.benchmarks.startup`` starts the server as a user would, and looks at
it with Chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.measuring import is_quick, print_machine

ROUNDS = 3
PAGES = ("/", "/registers", "/what-if")
BROWSERS = ("chromium", "google-chrome", "chromium-browser")
FIRST_PAINT = """() => new Promise(done => {
  const seen = () => performance.getEntriesByName('first-contentful-paint')[0];
  const wait = () => seen() ? done(seen().startTime) : setTimeout(wait, 5);
  wait();
})"""


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Return whether a server answers at an address."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return bool(answer.read())
    except (urllib.error.URLError, OSError):
        return False


def start_server(port: int) -> subprocess.Popen[bytes]:
    """Start the command as a user would."""
    araxes = str(Path(sys.executable).parent / "araxes")
    command = [araxes, "serve", "--port", str(port)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Return once a server answers; leave with its status if it ended instead."""
    while not answers(f"http://127.0.0.1:{port}/"):
        if server.poll() is not None:
            sys.exit(f"the server ended with {server.returncode}")
        sleep(0.02)


def cold_start(browser: Browser) -> tuple[float, float]:
    """Return seconds from the command to the first answer and to the first paint."""
    port = free_port()
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = perf_counter()
    server = start_server(port)
    try:
        wait_for(server, port)
        answered = perf_counter() - start
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
        page.wait_for_selector("h1")
        page.evaluate(FIRST_PAINT)
        return answered, perf_counter() - start
    finally:
        page.close()
        server.terminate()
        server.wait()


def page_loads(browser: Browser, rounds: int) -> dict[str, float]:
    """Return seconds from address to heading, with an empty browser cache."""
    port = free_port()
    server = start_server(port)
    try:
        wait_for(server, port)
        return {
            path: median(load(browser, port, path) for _ in range(rounds))
            for path in PAGES
        }
    finally:
        server.terminate()
        server.wait()


def load(browser: Browser, port: int, path: str) -> float:
    """Return seconds until a page opened in a fresh context shows its heading."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    start = perf_counter()
    page.goto(f"http://127.0.0.1:{port}{path}", wait_until="commit")
    page.wait_for_selector("h1")
    taken = perf_counter() - start
    context.close()
    return taken


def main() -> None:
    """Measure and print."""
    print_machine()
    rounds = 1 if is_quick() else ROUNDS
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit("needs Chromium or Chrome")
    # A workspace of its own, with nothing in it yet, is part of what is measured.
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        os.environ["XDG_DATA_HOME"] = folder
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        starts = [cold_start(browser) for _ in range(rounds)]
        print(f"command to first answer     {median(a for a, _ in starts):6.2f} s")
        print(f"command to first paint      {median(b for _, b in starts):6.2f} s")
        for path, taken in page_loads(browser, rounds).items():
            print(f"cold load of {path:<14} {taken:6.2f} s to its heading")
        browser.close()


if __name__ == "__main__":
    main()
