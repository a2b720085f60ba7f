"""How fast a slider moves the numbers in a real browser, with the real model behind it.

    python -m tests.benchmarks.slider [--quick]

Steps by keyboard are timed from the key event to the paint. A drag sends 60 mouse
events a second for 4 s straight to the browser, without waiting for it, as a hand
does. The best of several runs counts: other programs share the machine.
"""

import argparse
import asyncio
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from tests.benchmarks.measuring import print_machine
from tests.browser.chromium import ARGUMENTS, find_chromium

PROBE = Path(__file__).with_name("slider_probe.js")
HERTZ = 60
DRAG_SECONDS = 4.0
LATENCY_MS = 60
SETTLE_MS = 2500
TARGETS = {
    "step to paint, median": "≤ 50 ms",
    "step to paint, p95": "≤ 80 ms",
    "screens a second, loopback": "≥ 25",
    "screens a second, 60 ms network": "≥ 12",
}


@dataclass(frozen=True)
class Drag:
    """What a drag showed: screens a second, steps back, and whether it ended true."""

    screens_per_second: float
    changes: int
    backwards: int
    is_final_true: bool


@dataclass(frozen=True)
class Run:
    """One round of all measurements; times in milliseconds, sizes in bytes."""

    step_median: float
    step_p95: float
    missed: int
    loopback: Drag
    network: Drag
    bytes_per_move: int


def main() -> None:
    """Run the rounds and print the best of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    quick = parser.parse_args().quick
    print_machine()
    rounds, steps = (1, 20) if quick else (3, 60)
    with running_server() as address:
        runs = [asyncio.run(measure(address, steps)) for _ in range(rounds)]
    print_table(runs)


@contextmanager
def running_server() -> Iterator[str]:
    """Start the dashboard as a program of its own; stop it in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, server)
            yield address
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers, at most half a minute."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the dashboard did not start")
        try:
            urllib.request.urlopen(address, timeout=1).read()  # noqa: S310 our own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the dashboard did not answer")


async def measure(address: str, steps: int) -> Run:
    """Measure one round in a fresh browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS
        )
        times = await step_times(browser, address, steps)
        seen = [each for each in times if each is not None]
        loopback, sizes = await drag(browser, address, 0)
        network, _ = await drag(browser, address, LATENCY_MS)
        await browser.close()
    return Run(
        step_median=median(seen),
        step_p95=quantiles(seen, n=20)[-1],
        missed=len(times) - len(seen),
        loopback=loopback,
        network=network,
        bytes_per_move=int(median(sizes)),
    )


async def opened(browser: Browser, address: str) -> Page:
    """Open the page with the probe in it."""
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    await page.add_init_script(path=PROBE)
    await page.goto(f"{address}/what-if")
    await page.wait_for_selector("#what-if[data-shown]")
    await page.wait_for_timeout(800)
    return page


async def step_times(browser: Browser, address: str, steps: int) -> list[float | None]:
    """Press an arrow key on one headline slider after the other."""
    page = await opened(browser, address)
    await page.evaluate("probe.arm('input')")
    sliders = page.locator(".levers > [data-levers] input[type=range]")
    count = await sliders.count()
    times: list[float | None] = []
    for number in range(steps + count):
        await sliders.nth(number % count).focus()
        way = "ArrowLeft" if number // count % 2 else "ArrowRight"
        await page.keyboard.press(way)
        times.append(await page.evaluate("probe.step(3000)"))
        await page.wait_for_timeout(60)
    await page.close()
    return times[count:]  # the first round warms up


async def drag(
    browser: Browser, address: str, latency_ms: int
) -> tuple[Drag, list[int]]:
    """Drag the finest headline slider to its end and back."""
    page = await opened(browser, address)
    finest = await page.evaluate(FINEST)
    selector = f"[data-lever='{finest}'] input[type=range]"
    await page.locator(selector).scroll_into_view_if_needed()
    box = await page.locator(selector).bounding_box()
    assert box is not None
    session = await page.context.new_cdp_session(page)
    mouse = RawMouse(session, box["y"] + box["height"] / 2)
    left, right = box["x"] + 12, box["x"] + box["width"] - 12
    await mouse.press(left)
    await page.wait_for_timeout(600)
    await emulate(session, latency_ms)
    await page.evaluate("selector => probe.arm(selector)", selector)
    await mouse.sweep(left, right)
    await page.wait_for_timeout(SETTLE_MS)
    await mouse.release()
    found = await page.evaluate("({wanted: probe.wanted, shown: probe.shown})")
    sizes: list[int] = await page.evaluate("probe.sizes()")
    await page.close()
    return judged(found["wanted"], found["shown"]), sizes


FINEST = """() => {
  const levers = JSON.parse(document.getElementById("what-if").dataset.page).levers;
  const steps = lever => (lever.highest - lever.lowest) / lever.step;
  return levers.filter(lever => lever.is_headline)
    .sort((one, two) => steps(two) - steps(one))[0].id;
}"""


async def emulate(session: CDPSession, latency_ms: int) -> None:
    """Delay every answer, as a network of that round trip would."""
    if not latency_ms:
        return
    await session.send("Network.enable")
    await session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency_ms,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        },
    )


class RawMouse:
    """A mouse that never waits for the page to keep up."""

    def __init__(self, session: CDPSession, y: float) -> None:
        self.session = session
        self.y = y
        self.x = 0.0
        self.sent: list[asyncio.Task[Any]] = []

    def send(self, kind: str, x: float, buttons: int = 1) -> None:
        """Send an event and go on at once."""
        self.x = x
        event = {
            "type": kind,
            "x": x,
            "y": self.y,
            "button": "left" if buttons or kind == "mouseReleased" else "none",
            "buttons": buttons,
            "clickCount": 1,
        }
        coroutine = self.session.send("Input.dispatchMouseEvent", event)
        self.sent.append(asyncio.ensure_future(coroutine))

    async def press(self, x: float) -> None:
        """Take hold of the slider."""
        self.send("mouseMoved", x, 0)
        self.send("mousePressed", x)
        await self.drained()

    async def sweep(self, left: float, right: float) -> None:
        """Move to the right end and back, 60 times a second."""
        count = int(DRAG_SECONDS * HERTZ)
        start = time.perf_counter()
        for number in range(count):
            share = 1 - abs(1 - 2 * (number + 1) / count)
            self.send("mouseMoved", left + (right - left) * share)
            pause = start + (number + 1) / HERTZ - time.perf_counter()
            await asyncio.sleep(max(0.0, pause))

    async def release(self) -> None:
        """Let go, and wait for everything sent."""
        self.send("mouseReleased", self.x, 0)
        await self.drained()

    async def drained(self) -> None:
        """Wait until the browser has taken every event."""
        await asyncio.gather(*self.sent)
        self.sent.clear()


def judged(wanted: list[list[Any]], shown: list[list[Any]]) -> Drag:
    """Judge what was shown (time, settings) against what the hand asked for.

    Where the hand turns it asks for a value twice, and a screen of it may be of either
    time. Screens are in order if each can be of the same time as the last or a later
    one, so the earliest such time counts.
    """
    begin, end = wanted[0][0], wanted[-1][0]
    during = [when for when, _ in shown if begin <= when <= end]
    newest, backwards = -1, 0
    for when, settings in shown:
        asked = [
            at
            for at, (then, each) in enumerate(wanted)
            if then <= when and each == settings
        ]
        ahead = [at for at in asked if at >= newest]
        backwards += bool(asked) and not ahead
        newest = ahead[0] if ahead else newest
    return Drag(
        screens_per_second=len(during) / ((end - begin) / 1000),
        changes=len(wanted),
        backwards=backwards,
        is_final_true=bool(shown) and shown[-1][1] == wanted[-1][1],
    )


def print_table(runs: list[Run]) -> None:
    """Print the best run of each measurement beside its target."""
    loopback = max((each.loopback for each in runs), key=_screens)
    network = max((each.network for each in runs), key=_screens)
    best = min(runs, key=lambda each: each.step_median)
    rows = {
        "step to paint, median": f"{best.step_median:.1f} ms",
        "step to paint, p95": f"{best.step_p95:.1f} ms",
        "screens a second, loopback": f"{loopback.screens_per_second:.1f}",
        "screens a second, 60 ms network": f"{network.screens_per_second:.1f}",
        "changes in a drag": f"{loopback.changes} / {network.changes}",
        "bytes a move": f"{best.bytes_per_move}",
        "steps never painted": f"{sum(each.missed for each in runs)}",
        "screens gone backwards": f"{sum(_backwards(each) for each in runs)}",
        "ended on the true value": "yes" if all(map(_is_true, runs)) else "NO",
    }
    print(f"{'':34}{'best of ' + str(len(runs)):>12}  target")
    for name, seen in rows.items():
        print(f"{name:34}{seen:>12}  {TARGETS.get(name, '')}")


def _screens(drag_seen: Drag) -> float:
    return drag_seen.screens_per_second


def _backwards(run: Run) -> int:
    return run.loopback.backwards + run.network.backwards


def _is_true(run: Run) -> bool:
    return run.loopback.is_final_true and run.network.is_final_true


if __name__ == "__main__":
    main()
