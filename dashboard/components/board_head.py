"""The board's first row: how good the evidence is, and how many risks are open."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.evidence import judgement_chip
from dashboard.components.links import Linker
from dashboard.components.parts import (
    by_once,
    months,
    risk_link,
    risk_links,
    source_link,
)
from dashboard.queries.board import BoardNow, Evidence
from dashboard.queries.board_risks import Standing, Status

WELL_BEHIND = 14  # days; nearer dates need no word about which day counts
HEAVIEST = 3


def headline(now: BoardNow, link: Linker) -> Component:
    """Return the four headline cards, evidence first."""
    cards = [
        _evidence(now),
        _risks(now.standing, link),
        _deadline(now, link),
        _newest(now),
    ]
    return html.Section(
        [
            html.H2("At a glance", className="visually-hidden"),
            *_behind(now, link),
            html.Div(cards, className="grid headline"),
            *_heaviest(now.standing, link),
        ],
        className="band",
    )


def _behind(now: BoardNow, link: Linker) -> list[Component]:
    """Say that the page is about a day well before this one, and lead to this one."""
    behind = (now.today - now.as_of).days
    if behind <= WELL_BEHIND:
        return []
    today = text.day(now.today)
    said = (
        f"Ages and days left on this page count from {text.day(now.as_of)}, "
        f"{text.count(behind, 'day')} before {today}. "
    )
    ask = f"Open the board as of {today}"
    way = html.A(ask, href=link("/", {"as-of": now.today.isoformat()}))
    return [html.P([said, way], className="note behind")]


def _heaviest(standing: Standing, link: Linker) -> list[Component]:
    """Return what stands in for a chance of opening: the heaviest risks."""
    heaviest = sorted(standing.open, key=lambda each: -each.expected_months)
    known = [each for each in heaviest if each.expected_months][:HEAVIEST]
    if not known:
        return []
    shown: list[Component | str] = []
    for each in known:
        weighed = (
            f" ({text.percent(each.chance or 0.0)}{by_once(each.title, each.by)} × "
            f"{months(each.delay_months)})"
        )
        shown += ["; " if shown else "", risk_link(each.id, link, each.title), weighed]
    said = (
        "No chance of opening is computed yet. The heaviest risks by chance × likely "
        "delay: "
    )
    return [html.P([said, *shown, ". ", judgement_chip()], className="heaviest")]


def _figure(label: str, value: str, *details: Component) -> Component:
    shown = [html.P(label, className="figure-label"), html.P(value, className="figure")]
    return html.Div([*shown, *details], className="card")


def _detail(*shown: Component | str) -> Component:
    return html.P(list(shown), className="figure-detail")


def _evidence(now: BoardNow) -> Component:
    count = now.evidence
    of_them = f", {count.missing} of them without any reading" if count.missing else ""
    details = [_detail(f"{count.stale} stale{of_them}")]
    if count.oldest:
        details.append(_detail("Oldest: ", *_reading(count.oldest)))
    current = f"{count.current} of {text.count(count.total, 'indicator')} current"
    return _figure(f"Evidence on {text.day(now.as_of)}", current, *details)


def _risks(standing: Standing, link: Linker) -> Component:
    above = len(standing.above_half)
    details = [_detail(f"{above} of them more likely than not (above 50\u202f%)")]
    for status, said in (
        (Status.AWAITING, "awaiting resolution"),
        (Status.DECIDED_YES, "decided yes"),
        (Status.DECIDED_NO, "decided no"),
    ):
        ids = [each.id for each in standing.risks if each.status is status]
        if ids:
            details.append(_detail(f"{len(ids)} {said}: ", *risk_links(ids, link)))
    return _figure("Risks", f"{text.count(len(standing.open), 'open risk')}", *details)


def _deadline(now: BoardNow, link: Linker) -> Component:
    nearest = now.standing.next_deadline
    if not nearest:
        return _figure("Nearest deadline", "none set")
    days = (nearest[0].by - now.as_of).days
    return _figure(
        "Nearest deadline",
        text.day(nearest[0].by),
        _detail(
            f"{text.count(days, 'day')} after {text.day(now.as_of)}: ",
            *risk_links([each.id for each in nearest], link),
        ),
    )


def _newest(now: BoardNow) -> Component:
    newest = now.evidence.newest
    label = "Newest measured reading"
    if newest is None:
        return _figure(label, "no reading yet")
    return _figure(label, text.day(newest.observed_on), _detail(*_reading(newest)))


def _reading(reading: Evidence) -> list[Component | str]:
    return [
        f"{reading.title}, {words.stale_age(reading.age_days, is_stale=False)} (",
        source_link(reading.source, reading.url),
        f", {reading.grade})",
    ]
