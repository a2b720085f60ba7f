"""The weekly review around its agenda: its week, its state, its minutes, its forms."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import ids, text
from dashboard.components.attributes import data, named
from dashboard.components.parts import card
from dashboard.components.words_of_log import said
from dashboard.queries.review import ReviewNow
from risks.model import Pack
from risks.reviews import Week
from risks.reviews.weeks import ZONE, ZONE_WORDS
from risks.workspace import Decision, EntryKind, Position, latest

API = "/api/record"
MOST_AFTER = 30
KEEP_ANCHOR = "Keep it outside the workspace; araxes verify --anchor checks against it."


def body(now: ReviewNow, pack: Pack, wanted: str, path: str) -> Component:
    """Return the whole page; review.js lays the agenda out in its middle."""
    saved = [
        html.P(
            f"Saved as entry {each.seq}: {said(each)}.",
            role="status",
            className="saved",
            tabIndex=-1,
        )
        for each in now.entries
        if str(each.seq) == wanted
    ]
    agenda = html.Div(
        id=ids.REVIEW,
        className="review-agenda",
        **data(
            sections=json.dumps(now.sections, ensure_ascii=False),
            week=str(now.week),
            closed=now.closed,
            head=str(now.entries[-1].seq if now.entries else 0),
        ),
    )
    head = now.entries[-1].row.hash if now.entries else ""
    return html.Div(
        [
            _top(now, path),
            *saved,
            html.Div([agenda, html.Div(_side(now), className="review-side")],
                     className="review-columns"),
            _island(now, pack, path),
        ],
        className="grid review",
        key=f"{now.week} {now.as_of} {head}",
    )  # fmt: skip


def _top(now: ReviewNow, path: str) -> Component:
    since = f"since {text.day(now.since)}" if now.since else "the first review"
    words = f"{now.week}: numbers as of {text.day(now.as_of)}, {since}."
    closed = [html.P(now.closed, className="closed", role="note")] if now.closed else []
    return html.Section(
        [
            html.P([html.B(_status(now)), f" {words}"], className="evidence-lead"),
            *closed,
            html.Div([_choose(now, path), *_buttons(now, path)], className="acts"),
        ],
        className="card review-top",
    )


def _status(now: ReviewNow) -> str:
    if now.is_shut:
        return "Closed."
    return "Open." if now.stands else "Not opened yet."


def _choose(now: ReviewNow, path: str) -> Component:
    weeks = [
        html.Option(_week(each), value=f"{path}/{each}", selected=each == now.week)
        for each in now.weeks
    ]
    return html.Select(
        weeks, className="button", **named("Week of the review", navigates="true")
    )


def _week(week: Week) -> str:
    return f"{week}, to {text.day(week.last_day)}"


def _buttons(now: ReviewNow, path: str) -> list[Component]:
    present = _button("Present", "is-plain", review_present="true")
    acts = [("decide", "Decide (D)"), ("act", "Action (A)")]
    if now.stands:
        acts += [("minute", "Minute (M)")]
    acts += [("appetite", "Appetite"), ("position", "Position")]
    last = ("close", "Close the week") if now.stands else ("open", "Open the week")
    second = html.A(
        "Second window",
        href=f"{path}/{now.week}#follow",
        target="_blank",
        className="button is-plain",
        title="Opens a window that follows the one that presents",
    )
    if now.is_shut:
        return [present, second]
    buttons = [_act(label, now, do) for do, label in acts]
    return [present, second, *buttons, _act(last[1], now, last[0], "is-main")]


def _act(label: str, now: ReviewNow, do: str, kind: str = "") -> Component:
    shut = {"disabled": "disabled"} if now.closed else {}
    return _button(label, f"review-act {kind}".strip(), shut, review_do=do)


def _button(
    label: str, kind: str, more: dict[str, Any] | None = None, **acts: str
) -> Component:
    return html.Button(
        label,
        type="button",
        className=f"button {kind}",
        **(more or {}),
        **data(**acts),
    )


def _side(now: ReviewNow) -> list[Component]:
    return [_minutes(now), *([_closed(now)] if now.is_shut else [])]


def _minutes(now: ReviewNow) -> Component:
    report = now.report
    shown: list[Component] = [html.P(each) for each in report.get("minutes", ())]
    present = report.get("present", ())
    who = [html.P(["Present: ", ", ".join(present), "."], className="mute")]
    how = "Kept with the week; a closed week’s never change."
    empty = [html.P("None yet.", className="mute")]
    parts = [*(who if present else []), *(shown or empty)]
    return card("Minutes", how, parts, "review-minutes")


def _closed(now: ReviewNow) -> Component:
    report = now.report
    number = report["anchor"].partition(":")[0]
    stands = now.stands.stands if now.stands else None
    when = _instant(stands.recorded_at) if stands else ""
    entry = stands.seq if stands else 0
    return card(
        "The closed week",
        f"Closed by {report['by']} at {when}, in entry {entry}; it ended "
        f"{report['cut_off']}.",
        [
            html.P(
                [
                    "Computed again, to the last bit, by ",
                    html.Code(f"araxes review replay {now.week}"),
                    ".",
                ]
            ),
            html.P(f"Anchor: entry {number} and its hash. {KEEP_ANCHOR}"),
            html.P(html.Code(report["anchor"]), className="anchor"),
            html.P(_button("Copy the anchor", "", copies=report["anchor"])),
            html.Div(className="review-files", **data(week=str(now.week))),
            html.H3("Recorded after the close, about days it covers"),
            *_later(report["recorded_after_the_close"]),
        ],
        "review-closed",
    )


def _instant(when: datetime) -> str:
    """Return ``22 Nov 2026, 16:05 UTC+4``."""
    local = when.astimezone(ZONE)
    return f"{text.day(local.date())}, {local:%H:%M} {ZONE_WORDS}"


def _later(later: Sequence[Mapping[str, Any]]) -> list[Component]:
    rows = [
        html.Li([html.B(f"{each['entry']} "), f"{each['author']}: {each['says']}"])
        for each in later[:MOST_AFTER]
    ]
    more = len(later) - len(rows)
    rows += [html.Li(f"and {more} more, on the Evidence page")] if more > 0 else []
    return [html.Ul(rows) if rows else html.P("Nothing.", className="mute")]


def _island(now: ReviewNow, pack: Pack, path: str) -> Component:
    """Return what the forms need to know; evidence-dialog.js opens them."""
    known = {
        "api": API,
        "path": f"{path}/{now.week}",
        "closed": now.closed,
        "today": now.today.isoformat(),
        "week": str(now.week),
        "version": now.version,
        "risks": [[each.id, each.title] for each in pack.risks],
        "treatments": [[each.id, each.title] for each in pack.treatments],
        "actions": _said(now, EntryKind.ACTION),
        "decisions": [*_said(now, EntryKind.DECISION), *_reached(now)],
        "appetites": _said(now, EntryKind.APPETITE),
        "positions": _said(now, EntryKind.POSITION),
        "questions": now.questions,
        "outcomes": [
            ["opening-p50", "Months to the median opening"],
            ["p-by-target", "Chance of opening by the target, 0 to 1"],
            ["funding-gap-p50", "Funding gap in million USD"],
            ["joint-confidence", "Chance of target and money, 0 to 1"],
        ],
    }
    written = json.dumps(known, ensure_ascii=False)
    return html.Div(id=ids.EVIDENCE, hidden=True, **data(known=written))


def _said(now: ReviewNow, kind: EntryKind) -> list[dict[str, Any]]:
    """Return what stands of a kind, each with the entry that says it."""
    return [
        {"version": each.seq, **each.payload.model_dump(mode="json")}
        for each in latest(now.entries, kind).values()
    ]


def _reached(now: ReviewNow) -> Iterable[dict[str, Any]]:
    """Yield a decision to be taken for each position that nobody decided on yet."""
    decided = {
        each.payload.id
        for each in latest(now.entries, EntryKind.DECISION).values()
        if isinstance(each.payload, Decision)
    }
    for each in latest(now.entries, EntryKind.POSITION).values():
        if isinstance(each.payload, Position) and each.payload.id not in decided:
            yield {
                "version": 0,
                "id": each.payload.id,
                "title": each.payload.then[:200],
            }
