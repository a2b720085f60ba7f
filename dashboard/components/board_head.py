"""The board's first row: how good the evidence is, when it opens, what is open."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.board_futures import (
    detail,
    figure,
    futures_cards,
    futures_notes,
)
from dashboard.components.board_limits import ANCHOR, SIGN
from dashboard.components.links import Linker
from dashboard.components.parts import risk_links, source_link
from dashboard.components.risk_treatments import under_way_note
from dashboard.queries.board import BoardNow, Evidence, EvidenceCount
from dashboard.queries.board_risks import Status

WELL_BEHIND = 14  # days; nearer dates need no word about which day counts


def headline(now: BoardNow, link: Linker) -> Component:
    """Return the headline cards, evidence first, and what the numbers rest on."""
    cards = [_evidence(now), *futures_cards(now), _risks(now, link)]
    return html.Section(
        [
            html.H2("At a glance", className="visually-hidden"),
            *_behind(now, link),
            html.Div(cards, className="grid headline"),
            *futures_notes(now, link),
            *under_way_note(now.treatments, link),
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


def _evidence(now: BoardNow) -> Component:
    count = now.evidence
    of_them = f", {count.missing} of them without any reading" if count.missing else ""
    details = [detail(f"{count.stale} stale{of_them}")]
    details.append(_newest(count))
    if count.oldest:
        details.append(detail("Oldest: ", *_reading(count.oldest)))
    current = f"{count.current} of {text.count(count.total, 'indicator')} current"
    return figure(f"Evidence on {text.day(now.as_of)}", current, *details)


def _newest(count: EvidenceCount) -> Component:
    shown = _reading(count.newest) if count.newest else ["no reading yet"]
    return detail("Newest measured reading: ", *shown)


def _risks(now: BoardNow, link: Linker) -> Component:
    standing = now.standing
    above = len(standing.above_half)
    details = [detail(f"{above} of them more likely than not (above 50\u202f%)")]
    if now.limits.appetites:
        count = len(now.limits.above)
        said = f"{SIGN} {count} above appetite" if count else "none above appetite"
        details.append(detail(html.A(said, href=f"#{ANCHOR}")))
    for status, said in (
        (Status.AWAITING, "awaiting resolution"),
        (Status.DECIDED_YES, "decided yes"),
        (Status.DECIDED_NO, "decided no"),
    ):
        ids = [each.id for each in standing.risks if each.status is status]
        if ids:
            details.append(detail(f"{len(ids)} {said}: ", *risk_links(ids, link)))
    open_risks = text.count(len(standing.open), "open risk")
    return figure("Risks", open_risks, *details, _deadline(now, link))


def _deadline(now: BoardNow, link: Linker) -> Component:
    nearest = now.standing.next_deadline
    if not nearest:
        return detail("Nearest deadline: none set")
    days = (nearest[0].by - now.as_of).days
    said = f"Nearest deadline {text.day(nearest[0].by)}, {text.count(days, 'day')} on: "
    return detail(said, *risk_links([each.id for each in nearest], link))


def _reading(reading: Evidence) -> list[Component | str]:
    return [
        f"{reading.title}, {words.stale_age(reading.age_days, is_stale=False)} (",
        source_link(reading.source, reading.url),
        f", {reading.grade})",
    ]
