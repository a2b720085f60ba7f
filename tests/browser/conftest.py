"""A running app and a real browser for the tests marked ``browser``."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

import risks
from dashboard.app import create_app
from dashboard.queries.long_work import runner_for
from dashboard.queries.model import Model
from tests.app.browsing import TODAY, shipped_pack
from tests.app.serving import served
from tests.browser.chromium import ARGUMENTS, find_chromium

OpenPage = Callable[..., Page]
# What a busy machine shows late is still right; nothing here measures speed.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def model() -> Model:
    return Model(shipped_pack(), lambda: TODAY)


@pytest.fixture(scope="session")
def server(model: Model) -> Iterator[str]:
    """Serve the app on a free port of this machine; gives its address."""
    runner = runner_for(risks.default_pack_folder(), None)
    with served(create_app(model, runner=runner)) as address:
        yield address
    runner.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; without one the tests are skipped, in CI failed."""
    try:
        executable = find_chromium()
    except FileNotFoundError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(f"NOT TESTED IN A BROWSER: {error}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """Return a function that opens an address of the app in a window of its own.

    A script error, or a request to another host, fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_(path: str, width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=width < 640,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: watch(request.url))
        page.goto(server + path)
        return page

    def watch(url: str) -> None:
        if not url.startswith((server, "data:", "blob:")):
            faults.append(f"asked another host: {url}")

    yield open_
    for each in contexts:
        each.close()
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return the board in a wide, light window."""
    return open_page("/")
