"""The board's first row: how good the evidence is, and how many risks are open."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components.parts import Linker, risk_links, source_link
from dashboard.queries.board import BoardNow, Evidence, EvidenceCount
from dashboard.queries.board_risks import Standing, Status


def headline(now: BoardNow, link: Linker) -> Component:
    """Return the four headline cards, evidence first."""
    return html.Section(
        [
            html.H2("At a glance", className="visually-hidden"),
            _evidence(now.evidence),
            _risks(now.standing, link),
            _deadline(now, link),
            _newest(now.evidence.newest),
        ],
        className="grid headline",
    )


def _figure(label: str, value: str, *details: Component) -> Component:
    shown = [html.P(label, className="figure-label"), html.P(value, className="figure")]
    return html.Div([*shown, *details], className="card")


def _detail(*shown: Component | str) -> Component:
    return html.P(list(shown), className="figure-detail")


def _evidence(count: EvidenceCount) -> Component:
    of_them = f", {count.missing} of them without any reading" if count.missing else ""
    details = [_detail(f"{count.stale} stale{of_them}")]
    if count.oldest:
        details.append(_detail("Oldest: ", *_reading(count.oldest)))
    current = f"{count.current} of {text.count(count.total, 'indicator')} current"
    return _figure("Evidence", current, *details)


def _risks(standing: Standing, link: Linker) -> Component:
    above = len(standing.above_half)
    details = [_detail(f"{above} of them more likely than not (above 50\u202f%)")]
    for status, words in (
        (Status.AWAITING, "awaiting resolution"),
        (Status.DECIDED_YES, "decided yes"),
        (Status.DECIDED_NO, "decided no"),
    ):
        ids = [each.id for each in standing.risks if each.status is status]
        if ids:
            details.append(_detail(f"{len(ids)} {words}: ", *risk_links(ids, link)))
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
            f"in {text.count(days, 'day')}: ",
            *risk_links([each.id for each in nearest], link),
        ),
    )


def _newest(newest: Evidence | None) -> Component:
    label = "Newest measured reading"
    if newest is None:
        return _figure(label, "no reading yet")
    return _figure(label, text.day(newest.observed_on), _detail(*_reading(newest)))


def _reading(reading: Evidence) -> list[Component | str]:
    return [
        f"{reading.title}, {text.age(reading.age_days)} (",
        source_link(reading.source, reading.url),
        f", {reading.grade})",
    ]
