"""The frame every page stands in, and what happens when a page cannot be drawn."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dashboard import app as app_module
from dashboard.app import UNDRAWN, create_app, problem_text
from dashboard.browser_state import Visit
from dashboard.framing import draw_page
from dashboard.routes import Page, Route
from risks.errors import UnknownIdError
from tests.app.browsing import (
    UPDATE,
    body_for,
    client_of,
    links,
    model_of,
    opened,
    parts,
    small_app,
    words,
)
from tests.builders import make_header, make_pack


def _drawn(
    draw: Callable[[Visit], Page] | None = None, path: str = "/", search: str = ""
) -> tuple[Any, tuple[str, ...], str]:
    routes = (
        Route("/", draw or (lambda _: Page("Board", [])), label="Board"),
        Route("/registers", lambda _: Page("Registers", []), label="Registers"),
        Route("/registers/<risk_id>", lambda visit: Page(visit.parts["risk_id"], [])),
    )
    return draw_page(model_of(), routes, path, search)


def test_the_frame_says_the_date_and_the_age_of_the_evidence() -> None:
    shown, problems, title = _drawn()
    assert "As of 12 Aug 2026 · newest evidence of that day" in words(shown)
    assert problems == ()
    assert title == "Board · Araxes"


def test_ages_count_from_the_date_and_an_early_one_is_back_cast() -> None:
    shown, _, _ = _drawn(search="?as-of=2026-06-20")
    assert "As of 20 Jun 2026 · newest evidence of that day" in words(shown)
    late, _, _ = _drawn(search="?as-of=2026-11-22")
    assert "As of 22 Nov 2026 · newest evidence 102 days older" in words(late)
    assert "Back-cast with the judgements of 1 Jul 2026." in words(shown)


def test_weeks_are_stepped_through_by_links_within_what_is_known() -> None:
    steps = links(_drawn(search="?as-of=2026-08-05")[0])
    assert "/?as-of=2026-07-29" in steps
    assert "/?as-of=2026-08-12" in steps
    first = links(_drawn(search="?as-of=2026-04-01")[0])
    assert not [each for each in first if "as-of=2026-03" in each]


def test_the_date_list_holds_the_weeks_today_and_the_date_shown() -> None:
    shown, _, _ = _drawn(search="?as-of=2026-08-01")
    options = {
        words(each): each for each in parts(shown) if type(each).__name__ == "Option"
    }
    assert options["12 Aug 2026 (newest)"].value == "/"
    assert options["22 Nov 2026 (today)"].value == "/?as-of=2026-11-22"
    assert options["1 Aug 2026"].selected is True
    assert sum(bool(each.selected) for each in options.values()) == 1
    assert "5 Aug 2026" in options


def test_any_day_of_the_evidence_can_be_chosen_and_no_other() -> None:
    shown, _, _ = _drawn(search="?as-of=2026-08-01")
    field = next(each for each in parts(shown) if hasattr(each, "data-any-day"))
    given = field.to_plotly_json()["props"]
    assert given["data-any-day"] == "2026-08-01"
    assert given["data-first"] == "2026-03-31"
    assert given["data-last"] == "2026-11-22"
    assert given["data-label"] == "Any day from 31 Mar 2026 to 22 Nov 2026"


def test_the_rail_marks_the_page_and_keeps_the_date() -> None:
    shown, _, _ = _drawn(path="/registers/TW1", search="?as-of=2026-08-01")
    here = [each for each in parts(shown) if hasattr(each, "aria-current")]
    assert [each.href for each in here] == ["/registers?as-of=2026-08-01"]
    assert "/export.zip?as-of=2026-08-01" in links(shown)


def test_the_frame_has_landmarks_and_one_first_heading() -> None:
    kinds = [type(each).__name__ for each in parts(_drawn()[0])]
    for landmark in ("Nav", "Header", "Main", "H1"):
        assert kinds.count(landmark) == 1


def test_a_bad_date_is_said_and_the_page_stands() -> None:
    shown, problems, _ = _drawn(search="?as-of=2030-01-01&x=1")
    assert "As of 12 Aug 2026" in words(shown)
    assert len(problems) == 2
    assert "lies ahead" in problems[1]


def test_no_page_at_an_address_is_said_in_the_frame() -> None:
    shown, problems, title = _drawn(path="/nowhere")
    assert problems == ("There is no page at /nowhere.",)
    assert "Open the board" in words(shown)
    assert title == "No such page · Araxes"


def test_our_own_error_is_told_as_it_is() -> None:
    def draw(_: Visit) -> Page:
        raise UnknownIdError("risk", "TW9", ["TW1"])

    shown, problems, _ = _drawn(draw)
    assert problems == ("no risk is called 'TW9'; did you mean 'TW1'?",)
    assert "did you mean 'TW1'?" in words(shown)


def test_any_other_error_stays_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def draw(_: Visit) -> Page:
        raise ZeroDivisionError("secret detail")

    shown, problems, _ = _drawn(draw)
    assert "The log on the server says why." in problems[0]
    assert "secret" not in words(shown)
    assert "secret detail" in caplog.text


def test_a_failing_callback_tells_our_own_errors_only() -> None:
    assert problem_text(UnknownIdError("risk", "x", [])) == "no risk is called 'x'"
    assert problem_text(KeyError("secret")) == UNDRAWN


def test_a_callback_that_fails_answers_with_the_banner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(app_module, "draw_page", fail)
    answer = client_of(small_app()).post(UPDATE, json=body_for("/"))
    assert answer.status_code == 200
    assert UNDRAWN in words(answer.get_json()["sideUpdate"]["banner"]["children"])


def test_the_tab_and_the_banner_come_with_the_page() -> None:
    answer = opened(small_app(), "/", "?as-of=soon")
    assert answer["page-title"]["data"] == "Board · Araxes"
    assert "'soon' is not a day" in words(answer["banner"]["children"])


def test_two_apps_in_one_process_share_nothing() -> None:
    one = create_app(model_of())
    other_pack = make_pack(header=make_header(title="Another pack"))
    two = create_app(model_of(other_pack, default_as_of=date(2026, 8, 1)))
    for _ in range(2):
        first, second = opened(one, "/"), opened(two, "/")
        assert "Small pack" in words(first["page"]["children"])
        assert "As of 12 Aug 2026" in words(first["page"]["children"])
        assert "Another pack" in words(second["page"]["children"])
        assert "As of 1 Aug 2026" in words(second["page"]["children"])
    assert one.server is not two.server
    assert one.callback_map is not two.callback_map
    assert one.callback_map.keys() == two.callback_map.keys()


@pytest.mark.parametrize(
    ("cookie", "theme"),
    [("dark", "dark"), ("light", "light"), ("", "auto"), ('"><script>', "auto")],
)
def test_the_first_html_carries_the_readers_theme(cookie: str, theme: str) -> None:
    client = client_of(small_app())
    if cookie:
        client.set_cookie("theme", cookie)
    shown = client.get("/").text
    assert f'<html lang="en" data-theme="{theme}">' in shown


def test_assets_are_kept_a_year_and_nothing_is_debugged() -> None:
    app = small_app()
    answer = client_of(app).get("/assets/nav.js", buffered=True)
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert app.server.debug is False
    for path in ("/_mcp", "/mcp", "/_dash-dev-tools"):
        assert "Skip to content" not in client_of(app).get(path).text
