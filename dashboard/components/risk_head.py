"""The top of a risk's page: what it says, how likely it is, who judged that."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.attributes import HIDDEN, named
from dashboard.components.evidence import judgement_chip, range_bar
from dashboard.components.links import Linker
from dashboard.components.parts import source_link
from dashboard.components.risk_futures import simulated_chance
from dashboard.components.stacked_table import Head, stacked_table
from dashboard.queries.risk import JudgementSeen, RiskSeen, Statement
from risks.likelihood import likelihood

Shown = Component | str


def path_bar(seen: RiskSeen, link: Linker) -> Component:
    """Return where the page stands: its register, the risk before and the one after."""
    register = link("/registers", {"register": seen.now.register_id})
    trail = html.Ol(
        [
            html.Li(html.A("Registers", href=link("/registers"))),
            html.Li(html.A(seen.register_title, href=register)),
        ],
        className="trail",
    )
    steps = [
        _step(each, link, sign, word)
        for each, sign, word in (
            (seen.neighbours.previous, "◀", "Previous risk"),
            (seen.neighbours.next, "▶", "Next risk"),
        )
        if each
    ]
    return html.Nav(
        [trail, html.Div(steps, className="as-of-steps")],
        className="path-bar",
        **named("Risks"),
    )


def _step(risk: tuple[str, str], link: Linker, sign: str, word: str) -> Component:
    risk_id, title = risk
    return html.A(
        [html.Span(sign, **HIDDEN), f" {risk_id}"],
        href=link(f"/registers/{risk_id}"),
        className="button",
        title=title,
        **named(f"{word}: {risk_id} {title}"),
    )


def statement_card(seen: RiskSeen) -> Component:
    """Return the statement, the test that decides it, and who answers for it."""
    said = seen.statement
    return html.Section(
        [
            html.H2("What does it say?"),
            html.P(sentence(said), className="statement"),
            html.H3("How is yes or no decided?"),
            html.P(said.resolution),
            html.Dl(
                [
                    *_fact("When", _when(seen)),
                    *_fact("Owner", said.owner),
                    *_fact("Response", said.response),
                    *_fact("Public sources", _sources(said)),
                ],
                className="facts",
            ),
        ],
        className="card",
    )


def sentence(said: Statement) -> str:
    """Return the statement: if <event> because <cause>, then <consequence>."""
    event, cause, outcome = (
        each.rstrip(".") for each in (said.event, said.cause, said.consequence)
    )
    return f"If {event} because {cause}, then {outcome}."


def _when(seen: RiskSeen) -> str:
    if seen.now.deadline is not None:
        return f"decided on {text.day(seen.now.deadline)}"
    months = text.count(seen.statement.horizon_months or 0, "month")
    return f"within {months} of the day looked at: {text.by(seen.now.by)}"


def _sources(said: Statement) -> list[Shown]:
    if not said.source_urls:
        return ["none stated"]
    links: list[Shown] = []
    for number, url in enumerate(said.source_urls, 1):
        links += [", "] if links else []
        links.append(source_link(f"{number}: {words.host(url)}", url))
    return links


def _fact(name: str, shown: Shown | list[Shown]) -> tuple[Component, Component]:
    return html.Dt(name), html.Dd(shown)


def chance_card(seen: RiskSeen, link: Linker) -> Component:
    """Return today's chance with its date, range, words and change."""
    status = seen.now.status.value
    target = link("/what-if", {"target": seen.now.id})
    return html.Section(
        [
            html.H2("How likely is it?"),
            html.P(words.chance(seen.now.chance, status), className="big"),
            html.P(_dated(seen), className="how"),
            *_range(seen),
            html.P(_carried(seen)),
            *simulated_chance(seen),
            html.P(_changed(seen), className="note"),
            html.P(_evidence(seen), className="note"),
            html.P(html.A("What if…?", href=target, className="button")),
        ],
        className="card chance-card",
    )


def _dated(seen: RiskSeen) -> str:
    if not seen.now.is_open or seen.now.chance is None:
        decider = f", by {seen.decided_by}" if seen.decided_by else ""
        return f"as of {text.day(seen.as_of)}{decider}"
    said = likelihood(seen.now.chance)
    return f"{text.by(seen.now.by)}, as of {text.day(seen.as_of)}: {said}"


def _range(seen: RiskSeen) -> list[Component]:
    chance, low, high = seen.now.chance, seen.low, seen.high
    if not seen.now.is_open or chance is None or low is None or high is None:
        return []
    shown = f"Judged range {words.chance_range(low, high)}"
    return [
        range_bar(low, chance, high),
        html.P([shown, " ", judgement_chip()], className="range-words"),
    ]


def _carried(seen: RiskSeen) -> str:
    author = "the desk" if seen.judgement.author == "desk" else seen.judgement.author
    stated = f"Stated as {text.percent(seen.judgement.likely)} by "
    stated += f"{author} on {text.day(seen.judgement.judged_on)}"
    left = text.percent(seen.why.left)
    treated = f"treatments under way leave {left} of its rate"
    if not seen.why.has_news:
        if seen.why.left != 1:
            return f"{stated}; {treated}."
        return f"{stated}; nothing that came after that day has moved it."
    moved = f"its rate counts {words.times(seen.why.factor)}"
    also = f"; {treated}" if seen.why.left != 1 else ""
    return f"{stated}; with what the evidence says differently {moved}{also}."


def _changed(seen: RiskSeen) -> str:
    since = words.since(seen.since)
    came = "; the readings stand below" if seen.moved and seen.now.points else ""
    return f"{words.change(seen.now.points)} {since}{came}"


def _evidence(seen: RiskSeen) -> str:
    current = sum(not each.indicator.is_stale for each in seen.signals)
    signals = text.count(len(seen.signals), "signal")
    return f"{current} of {signals} with a current reading"


def backcast_note(seen: RiskSeen) -> list[Component]:
    """Return the label of a day before the first judgement; nothing on others."""
    if not seen.is_backcast:
        return []
    judged = text.day(seen.judgement.judged_on)
    said = (
        f"Back-cast: on {text.day(seen.as_of)} nobody had judged this risk. The "
        f"judgement of {judged} is laid over the evidence of that day."
    )
    return [html.P(said, className="backcast")]


def judgement_card(seen: RiskSeen) -> Component:
    """Return who stated what when, the base rate, and why the two differ."""
    outside = seen.outside
    rate = "" if outside.chance is None else f"{text.percent(outside.chance)}: "
    return html.Section(
        [
            html.H2(["Who judged it, and from where? ", judgement_chip()]),
            html.P(
                "A judgement is never changed, only followed by a later one.",
                className="how",
            ),
            html.H3("Base rate"),
            html.P([rate, outside.text]),
            html.P(
                ["Source: ", source_link(outside.source, outside.url)],
                className="note",
            ),
            html.H3("Why we differ"),
            html.P(outside.why_differ),
            stacked_table(
                "Judgements, newest first",
                (
                    Head("Day"),
                    Head("By"),
                    Head("Low", is_number=True),
                    Head("Likely", is_number=True),
                    Head("High", is_number=True),
                    Head("Reason"),
                ),
                [_judgement_row(each) for each in seen.judgements],
                is_captioned=True,
            ),
        ],
        className="card",
    )


def _judgement_row(each: JudgementSeen) -> list[Component | str]:
    shares = (each.low, each.likely, each.high)
    return [
        html.Span(text.day(each.judged_on), className="whole"),
        each.author,
        *(text.percent(share) for share in shares),
        each.reason,
    ]
