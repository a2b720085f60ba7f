"""The cards of the what-if page: everything the script paints has its place here.

Long lists, the rows of levers and risks, are put together by the script, since Dash
is slow with many components.
"""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import ids, text
from dashboard.components import words
from dashboard.components.attributes import HIDDEN, data, named
from dashboard.queries.what_if_beside import ClosedChoice
from dashboard.queries.what_if_levers import ScenarioChoice, TargetChoice

EVIDENCE_ONLY = (
    "Settings act as evidence: they shift the stated chances. A chance does not become "
    "100 % because a story tells of the event. Simulated, so knock-on from other risks "
    "is in these chances."
)


def toolbar(
    scenarios: Sequence[ScenarioChoice],
    shown_day: str,
    closed: Sequence[ClosedChoice],
) -> Component:
    """Return the scenario list, what stands beside, ways back and ways to share."""
    return html.Section(
        [
            html.Label(["Scenario ", _scenario_list(scenarios)], className="pick"),
            *_beside(shown_day, closed),
            _button("Undo", "undo", title="Ctrl+Z"),
            _button("Redo", "redo", title="Ctrl+Shift+Z"),
            _button(_shortened("", "Back to ", "baseline"), "baseline"),
            _button(
                _shortened("", "Back to ", "the scenario"), "scenario", hidden=True
            ),
            _button("Copy link", "copy-link"),
            _button(_shortened("Copy ", "settings as ", "text"), "copy-text"),
        ],
        className="what-if-tools",
        **named("What-if"),
    )


def story_card() -> Component:
    """Return the place of the open scenario's story and signposts.

    Folded by the script on a phone, where it would fill the screen.
    """
    summary = html.Summary(html.H2("", className="story-title"))
    body = html.Div(
        [
            html.Div(
                [
                    html.P("", className="story-text"),
                    html.Div(className="story-changes"),
                ]
            ),
            html.Div(className="story-notes"),
        ],
        className="story-body",
    )
    return html.Section(
        html.Details([summary, body], open=True),
        className="card story",
        hidden=True,
        **named("The open scenario"),
    )


def levers_card(groups: Sequence[Component], shown_day: str) -> Component:
    """Return the card of levers with its filter."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2("What do you assume?"),
                    _button(
                        "Changed only", "changed-only", **{"aria-pressed": "false"}
                    ),
                ],
                className="card-head",
            ),
            html.P(
                "The mark under a track is the reading in force on "
                f"{shown_day}, hollow if it is stale. Drag, type, or use the "
                "arrow keys (? lists them); a lever on its mark assumes nothing.",
                className="how",
            ),
            html.P("No lever is changed.", className="note none-changed", hidden=True),
            *groups,
        ],
        className="card levers-card",
    )


def headline_card() -> Component:
    """Return the place of the headline numbers, and of how sure they are."""
    return html.Section(
        [
            html.P("", className="beside-words", hidden=True),
            html.Div(className="headline-cards"),
            html.P("Simulating the futures…", className="note headline-note"),
        ],
        className="headline-row",
        **named("Headline numbers of the simulated futures"),
    )


def curve_card() -> Component:
    """Return the place of the opening curve with its fifty single futures."""
    return _place(
        "wi-curve",
        "When would the corridor open?",
        "The line: share of futures open by each month; dashed: ",
        _standing("the"),
        ". Each dot is 1 in 50 futures, in the month it opens.",
        name="curve-card",
        body="curve-body",
    )


def links_card() -> Component:
    """Return the place of the links' openings, one line each."""
    return _place(
        "wi-links",
        "When would each link open?",
        "The day by which half of the futures have opened it: ",
        _standing("name"),
        " → as assumed.",
        name="links-card",
        body="links-body",
    )


def futures_left() -> list[Component]:
    """Return the places of what the futures say about money."""
    return [
        _place(
            "wi-cloud",
            "How do opening and money go together?",
            "Each mark is one future: further right opens later, further up lacks more "
            "money. Grey is ",
            _standing("the"),
            ".",
        ),
        _place(
            "wi-losses",
            "What could all hits together cost?",
            "The chance that they cost more than a sum; dashed: ",
            _standing("the"),
            ".",
        ),
    ]


def futures_right() -> list[Component]:
    """Return the places of the kinds of future, and of what held the late ones up."""
    return [
        _place(
            "wi-classes",
            "What kind of future?",
            "Every future is of exactly one kind; the shares sum to 100 %.",
        ),
        _place(
            "wi-heldup",
            "What held the late futures up?",
            "Risks that held up works, in the futures that open late and in others.",
        ),
    ]


def _place(
    place_id: str, title: str, *how: str | Component, name: str = "", body: str = ""
) -> Component:
    """Return a card that a script of its own fills."""
    return html.Section(
        [
            html.H2(title),
            html.P(list(how), className="how"),
            html.Div(className=body or "wi-body"),
        ],
        id=place_id,
        className=f"card {name}".strip(),
    )


def summary_card(registers: Sequence[TargetChoice], shown_day: str) -> Component:
    """Return the pressures of all registers, each with its change from baseline."""
    return html.Section(
        [
            html.H2("How much pressure does that make?"),
            html.P(
                "Pressure of each register, 0 calm to 100 extreme. The mark on a bar "
                f"is the baseline: the evidence as of {shown_day}, nothing assumed.",
                className="how",
            ),
            html.Ul([_pressure(each) for each in registers], className="pressures"),
        ],
        className="card summary-card",
    )


def moved_card(scenarios: Sequence[ScenarioChoice]) -> Component:
    """Return the risks by change, a ring for the baseline and a dot as assumed."""
    axis = [html.Span("0 %"), html.Span("50 %"), html.Span("100 %")]
    head = _head(
        ["Risk", html.Div(axis, className="axis", **HIDDEN)], "Chance, and its change"
    )
    caption: list[str | Component] = [
        "Chance by its date, ",
        _standing("name"),
        " ○ to what-if ●; the largest change first.",
    ]
    return html.Section(
        [
            html.H2("Which risks moved?"),
            html.P(EVIDENCE_ONLY, className="how"),
            html.P("", className="note moved-note"),
            html.Ul([_beginning(each) for each in scenarios], className="begin"),
            _table(caption, head, "moved"),
            _button("Show all", "show-all", **{"aria-expanded": "false"}),
        ],
        className="card moved-card",
    )


def question_card() -> Component:
    """Return the choice of the number that the two cards below are about."""
    targets = html.Select([], className="button target-list")
    return html.Section(
        [
            html.Label(["About ", targets], className="pick"),
            html.P("", className="target-name"),
            html.P("", className="target-now"),
        ],
        className="card question-card",
        **named("The number asked about"),
    )


def swings_card() -> Component:
    """Return the table of levers by how far each alone can move the number."""
    head = _head("Lever", "Calm end", "Extreme end")
    caption = (
        "Each lever alone, from its calm end (light) to its extreme end (dark), the "
        "rest as assumed; the line is where the number stands now."
    )
    return html.Section(
        [
            html.H2("What moves it most from here?"),
            _beside_note(),
            html.Div(
                [
                    _table(caption, head, "swings"),
                    html.P("", className="note swings-note"),
                ],
                className="target-body",
            ),
            html.Div(className="wi-body"),
        ],
        id="wi-tornado",
        className="card swings-card",
    )


def why_card() -> Component:
    """Return the table of settings whose points add up to the change."""
    head = _head("Because of", "Points")
    caption = "Shares of the change from the baseline; the rows add up exactly."
    return html.Section(
        [
            html.H2("Why?", className="why-title"),
            _beside_note(),
            html.Div(
                [_table(caption, head, "why"), html.P("", className="note why-note")],
                className="target-body",
            ),
            html.Div(className="wi-body"),
        ],
        id="wi-why",
        className="card why-card",
    )


def compact_result() -> Component:
    """Return the one line of results that stays in sight on a phone."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span("", className="compact-title"),
                    html.Span("", className="compact-words"),
                ]
            ),
            html.A("Results", href=f"#{ids.WHAT_IF_RESULTS}", className="button"),
        ],
        className="compact",
    )


def _scenario_list(scenarios: Sequence[ScenarioChoice]) -> Component:
    options = [html.Option(each.title, value=each.id) for each in scenarios]
    return html.Select(
        [html.Option("None opened", value=""), *options],
        className="button scenario-list",
    )


def _beside(shown_day: str, closed: Sequence[ClosedChoice]) -> list[Component]:
    """Return the choice of what the futures stand beside; none without a review."""
    if not closed:
        return []
    options = [html.Option(f"the baseline of {shown_day}", value="")]
    options += [html.Option(_review(each), value=each.id) for each in closed]
    listed = html.Select(options, className="button beside-list")
    return [html.Label(["Beside ", listed], className="pick")]


def _review(closed: ClosedChoice) -> str:
    return f"review of {words.week(closed.id)} ({text.day(closed.day)})"


def _standing(form: str) -> Component:
    """Return what the numbers stand beside; the script names a review instead."""
    said = {"the": "the baseline", "name": "baseline"}[form]
    return html.Span(said, **data(beside=form))


def _beside_note() -> Component:
    return html.P("", className="note beside-note", hidden=True)


def _pressure(register: TargetChoice) -> Component:
    thin = [html.Span("mostly assumed", className="chip is-assumed")]
    value = html.Span("", className="pressure-value")
    return html.Li(
        [
            html.Button(register.title, type="button", className="link-button"),
            html.Span(
                [value, *(thin if register.is_thin else [])], className="pressure-line"
            ),
            html.Span(className="pressure-bar", **HIDDEN),
            html.Span("", className="pressure-change"),
        ],
        **data(register=register.id),
    )


def _beginning(scenario: ScenarioChoice) -> Component:
    button = html.Button(
        scenario.title, type="button", className="button", **data(open=scenario.id)
    )
    first_sentence = scenario.story.partition(". ")[0].rstrip(".") + "."
    return html.Li([button, html.P(first_sentence)])


def _head(first: str | list[str | Component], *others: str) -> Component:
    """Return the head of a table whose further columns hold numbers."""
    columns = [html.Th(each, scope="col", className="number") for each in others]
    return html.Tr([html.Th(first, scope="col"), *columns])


def _table(
    caption: str | list[str | Component], head: Component, name: str
) -> Component:
    return html.Table(
        [html.Caption(caption), html.Thead(head), html.Tbody([])],
        className=f"{name}-table",
    )


def _shortened(first: str, dropped: str, last: str) -> list[Component]:
    """Return a label, some words of which only screen readers get on a phone."""
    begin = [html.Span(first)] if first else []
    return [*begin, html.Span(dropped, className="wide-words"), html.Span(last)]


def _button(label: str | list[Component], action: str, **others: Any) -> Component:
    return html.Button(
        label, type="button", className="button", **data(do=action), **others
    )
