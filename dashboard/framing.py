"""From an address to a framed page: finds the route, asks it, puts the frame around.

The one place that turns a failing page into words, so that the rail and the date
selector stay usable whatever a page does.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.browser_state import Visit, read_visit
from dashboard.components import words
from dashboard.components.frame import AsOf, Choice, Frame, RailLink, Reach, frame
from dashboard.queries.compared import FOUR_WEEKS, WEEKS_AGO, Since, closed_days
from dashboard.queries.model import Model
from dashboard.routes import Page, Route, find_route
from risks.errors import RisksError

log = logging.getLogger(__name__)

WEEK = timedelta(weeks=1)
WEEKS_TO_CHOOSE = 26
LONGEST_PATH = 200  # characters; the path stands in some thirty links of a page
UNDRAWN = "This page could not be drawn. The log on the server says why."


def draw_page(
    model: Model, routes: tuple[Route, ...], path: str, search: str
) -> tuple[Component, tuple[str, ...], str]:
    """Return the framed page of an address, its problems, and the tab's title.

    Never raises: a page that fails is replaced by the sentence that says so.
    """
    found = find_route(routes, path) if len(path) <= LONGEST_PATH else None
    # Links never repeat an address that is none of ours: //else.where is another host.
    ours = path if found else "/"
    visit = read_visit(model, ours, search, found[0].fields if found else ())
    if found:
        visit = visit.with_parts(found[1])
    page = _draw(found[0], visit) if found else _not_found(visit, path)
    around = Frame(
        title=page.title,
        brand=model.pack.header.title,
        rail=tuple(_rail(routes, visit, path)),
        as_of=_as_of(model, visit),
        since=tuple(_since(model, visit)) if found and found[0].compares else (),
        export_href=visit.counting("").link("/export.zip", page.download),
    )
    return (
        frame(around, page.body),
        (*visit.problems, *page.problems),
        f"{page.title} · Araxes",
    )


def _draw(route: Route, visit: Visit) -> Page:
    try:
        return route.draw(visit)
    except RisksError as error:
        return _failed(str(error), visit)
    except Exception:
        log.exception("a page could not be drawn")
        return _failed(UNDRAWN, visit)


def _not_found(visit: Visit, path: str) -> Page:
    return _failed(f"There is no page at {path[:80]}.", visit, "No such page")


def _failed(sentence: str, visit: Visit, title: str = "Not drawn") -> Page:
    way_out = html.P(html.A("Open the board", href=visit.link("/")))
    return Page(title, [html.P(sentence), way_out], (sentence,))


def _rail(routes: tuple[Route, ...], visit: Visit, path: str) -> list[RailLink]:
    return [
        RailLink(
            each.label, visit.link(each.path), _is_here(each.path, path), each.count
        )
        for each in routes
        if each.label
    ]


def _is_here(page: str, path: str) -> bool:
    return path == page or (page != "/" and path.startswith(page + "/"))


def _as_of(model: Model, visit: Visit) -> AsOf:
    before, after = visit.as_of - WEEK, visit.as_of + WEEK
    at = _mover(model, visit)
    return AsOf(
        shown=f"As of {text.day(visit.as_of)}",
        age=_age(model.evidence_age_days(visit.as_of)),
        backcast=_backcast(model, visit.as_of),
        previous_href=at(before) if before >= model.first_day else "",
        next_href=at(after) if after <= model.last_day else "",
        latest_href="" if visit.is_latest else at(None),
        choices=tuple(_choices(model, visit, at)),
        reach=Reach(model.first_day, visit.as_of, model.last_day),
    )


def _age(days: int) -> str:
    """Return the age of the newest evidence on the as-of date, the page's one clock."""
    if not days:
        return "newest evidence of that day"
    return f"newest evidence {text.count(days, 'day')} older"


def _backcast(model: Model, as_of: date) -> str:
    since = model.judged_since
    if since is None or as_of >= since:
        return ""
    return f"Back-cast with the judgements of {text.day(since)}."


def _mover(model: Model, visit: Visit) -> Callable[[date | None], str]:
    """Return what makes the address about another date.

    It leaves out a closed week that is not before that date.
    """
    chosen = closed_days(model).get(visit.since)

    def at(as_of: date | None) -> str:
        is_before = chosen is None or chosen < (as_of or model.default_as_of)
        return (visit if is_before else visit.counting("")).at(as_of)

    return at


def _since(model: Model, visit: Visit) -> Iterator[Choice]:
    """Yield what changes can be counted from; nothing but the default is nothing."""
    weeks = {week: day for week, day in closed_days(model).items() if day < visit.as_of}
    if not weeks:
        return
    default = next(iter(weeks))
    for week, day in [*weeks.items(), (WEEKS_AGO, visit.as_of - FOUR_WEEKS)]:
        since = Since(day, "" if week == WEEKS_AGO else week)
        wanted = "" if week == default else week
        href = visit.counting(wanted).but()
        yield Choice(href, words.reference(since), visit.since == wanted)


def _choices(
    model: Model, visit: Visit, at: Callable[[date | None], str]
) -> list[Choice]:
    """Return the last 26 weeks, today, and the date of this page, newest first."""
    default = model.default_as_of
    days = {default - WEEK * back for back in range(WEEKS_TO_CHOOSE)}
    days = {each for each in days if each >= model.first_day}
    days |= {visit.as_of, model.last_day}
    return [
        Choice(
            at(None if each == default else each),
            _choice_label(each, default, model.today()),
            each == visit.as_of,
        )
        for each in sorted(days, reverse=True)
    ]


def _choice_label(each: date, default: date, today: date) -> str:
    note = {default: " (newest)", today: " (today)"}.get(each, "")
    return text.day(each) + note
