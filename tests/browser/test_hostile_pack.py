"""A pack that attacks its readers: every text is markup, a script or a formula."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboard.app import create_app
from dashboard.queries.model import Model
from risks.model import Pack
from tests.app.browsing import TODAY, shipped_pack
from tests.app.serving import served

pytestmark = pytest.mark.browser

# Short enough for every field, and in each another way in.
SHORT = "<img src=x onerror=window.pwned=1>"
LONG = (
    f"=1+1 {SHORT}<script>window.pwned=1</script><svg onload=window.pwned=1>"
    '<a href="javascript:window.pwned=1">x</a><iframe srcdoc="<script>top.pwned=1'
    '</script>"></iframe>"\'></textarea>${window.pwned=1}{{window.pwned=1}}'
    '<a href="http://elsewhere.example/">x</a>\u202egnp.exe'
)
URL = "https://elsewhere.example/'onclick='window.pwned=1'//javascript:window.pwned=1"
SHORT_FIELDS = {"title", "unit"}
LONG_FIELDS = (
    "summary evidence_note reason goalposts_reason cadence publisher feed bands cause "
    "event consequence resolution text source why_differ owner author note group "
    "condition_text published_text judged_reason cost_text amount_text lost_reason "
    "story signposts"
)
PATHS = (
    "/",
    "/registers",
    "/registers?find=<img src=x onerror=window.pwned=1>",
    "/registers?register=border-demarcation",
    "/registers/BD1",
    "/registers/IN4",
    "/registers/<img src=x onerror=window.pwned=1>",
    "/evidence",
    "/evidence?saved=<img src=x onerror=window.pwned=1>",
    "/what-if",
    "/what-if?scenario=<script>window.pwned=1</script>&set=<svg onload=pwned=1>:1",
    "/what-if?target=javascript:window.pwned=1",
    "/?as-of=<script>window.pwned=1</script>",
    '/"><script>window.pwned=1</script>',
    "//elsewhere.example/",
    "/javascript:window.pwned=1//",
)


APPEND = "document.head.append(Object.assign(document.createElement('script'), "
SCRIPTS = (
    "eval('window.pwned = 1')",
    "new Function('window.pwned = 1')()",
    "setTimeout('window.pwned = 1', 0)",
    "location.href = 'javascript:window.pwned=1'",
    APPEND + "{textContent: 'window.pwned = 1'}))",
    APPEND + "{src: 'data:text/javascript,window.pwned=1'}))",
    "document.body.insertAdjacentHTML('beforeend', '" + SHORT + "')",
)


def hostile(value: Any, name: str = "") -> Any:
    """Return values with every text of a pack turned against its readers."""
    if isinstance(value, dict):
        return {key: hostile(each, str(key)) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [hostile(each, name) for each in value]
    if not isinstance(value, str):
        return value
    return next((new for names, new in CHANGED if name in names), value)


CHANGED = (
    (SHORT_FIELDS, SHORT),
    (set(LONG_FIELDS.split()), LONG),
    ({"url", "source_urls"}, URL),
)


def hostile_pack() -> Pack:
    """Return the shipped pack with its texts exchanged, still a valid pack."""
    return Pack.model_validate(hostile(shipped_pack().model_dump()))


@pytest.fixture(scope="module", name="address")
def serve() -> Iterator[str]:
    with served(create_app(Model(hostile_pack(), lambda: TODAY))) as address:
        yield address


class Watched:
    """A page, and what it should never do."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.faults = page, address, list[str]()
        page.on("dialog", lambda each: self.faults.append(each.message))
        page.on("pageerror", lambda each: self.faults.append(str(each)))
        page.on("request", lambda each: self._asked(each.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked another host: {url}")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.page.wait_for_selector("h1")
        self.page.wait_for_timeout(150)

    def unfold(self) -> None:
        """Open everything that opens, and touch what reacts to touch."""
        self.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=1)")
        for each in self.page.query_selector_all(".ag-row, .lever, .history, tr")[:30]:
            each.dispatch_event("mouseover")
        self.page.wait_for_timeout(200)

    def check(self) -> None:
        assert self.faults == []
        assert self.page.evaluate("window.pwned === undefined")
        assert self.page.evaluate(INJECTED) == []


INJECTED = """[...document.querySelectorAll(
  'img[src=x], iframe, body script:not([src]):not([id^=_dash]), [onerror], [onload], '
  + '[onclick]')].map(each => each.outerHTML).concat(
  [...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href'))
    .filter(href => !/^(https?:\\/\\/|\\/(?![\\/\\\\])|#|\\?)/.test(href)))"""


@pytest.fixture(name="watched")
def watch(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context.new_page(), address)
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_no_text_of_a_pack_or_an_address_runs(watched: Watched, path: str) -> None:
    watched.open(path)
    watched.unfold()
    watched.check()


def test_a_what_if_about_hostile_names_runs_nothing(watched: Watched) -> None:
    watched.open("/what-if")
    slider = watched.page.locator(".lever input[type=range]").first
    slider.press("End")
    watched.page.wait_for_timeout(500)
    watched.page.locator(".scenario-list").select_option(index=1)
    watched.page.wait_for_timeout(500)
    watched.unfold()
    watched.check()


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_browser_runs_no_script_that_came_as_text(
    watched: Watched, script: str
) -> None:
    watched.open("/")
    # A moment later: what a browser's tool evaluates itself may do more than a page.
    watched.page.evaluate(
        f"() => {{ setTimeout(() => {{ try {{ {script} }} catch (e) {{}} }}, 0) }}"
    )
    watched.page.wait_for_timeout(200)
    assert watched.page.evaluate("window.pwned === undefined")
