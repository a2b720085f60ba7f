"""What hangs on a risk: impacts, stages, other risks, what can be done, what is due."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.board_route import state_day
from dashboard.components.evidence import judgement_chip
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import card, months, risk_link, source_link
from dashboard.components.risk_futures import delay_words, held_up_words
from dashboard.components.risk_treatments import said_of, under_way_words
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.queries.board_treatments import UnderWay
from dashboard.queries.risk import RiskSeen
from dashboard.queries.risk_links import Arrow
from risks.model import CalendarEntry, Range, Treatment

STATED_ALREADY = (
    "The chance that the first risk alone sets the second off, while it lasts. The "
    "stated chances already count this; the simulated futures pass on what changes."
)
ARROWS_SHOWN = 8
ARROW_HEADS = (
    Head("Risk"),
    Head("Within three months"),
    Head("While it lasts"),
    Head("Its chance"),
)
IMPACT_HEADS = (
    Head("What"),
    Head("Low", is_number=True),
    Head("Likely", is_number=True),
    Head("High", is_number=True),
)
TREATMENT_HEADS = (
    Head("What we can do"),
    Head("Response"),
    Head("Owner"),
    Head("Cost"),
    Head("Lead time"),
    Head("Effect"),
)


def impact_card(seen: RiskSeen) -> Component:
    """Return what it costs if it happens, as judged ranges."""
    impact = seen.impact
    rows = [
        _range_row(
            ["Delay, months on the stages it sits on", _counts(seen)],
            impact.delay_months,
        ),
        _range_row("Cost, million USD", impact.cost_usd_m),
        _range_row("Corridor trade lost, %", impact.trade_loss_pct),
        _range_row("Security, 1 to 5", impact.security),
    ]
    return html.Section(
        [
            html.H2(["What would it cost? ", judgement_chip()]),
            html.P("Judged ranges, if it happens.", className="how"),
            stacked_table("Impact if the risk happens", IMPACT_HEADS, rows),
            html.P(impact.reason, className="note after"),
        ],
        className="card",
    )


def _counts(seen: RiskSeen) -> Component:
    return html.Span(delay_words(seen), className="reading")


def _range_row(name: Cell, judged: Range) -> list[Cell]:
    shown = (judged.low, judged.likely, judged.high)
    return [name, *(text.quantity(each) for each in shown)]


def arrows_card(
    title: str, none: str, arrows: Sequence[Arrow], link: Linker
) -> Component:
    """Return the risks at the other end of the arrows, strongest first."""
    if not arrows:
        return card(title, STATED_ALREADY, [html.P(none)])
    rows = [_arrow_row(each, link) for each in arrows]
    body = [stacked_table(title, ARROW_HEADS, rows[:ARROWS_SHOWN])]
    if len(rows) > ARROWS_SHOWN:
        said = f"Show {text.count(len(rows) - ARROWS_SHOWN, 'weaker link')}"
        more = stacked_table(f"{title} More", ARROW_HEADS, rows[ARROWS_SHOWN:])
        body.append(folded(said, [more]))
    return card(title, STATED_ALREADY, body)


def _arrow_row(arrow: Arrow, link: Linker) -> list[Cell]:
    other = arrow.other
    chance = words.chance(other.chance, other.status.value)
    dated = f"{chance} {text.by(other.by)}" if other.is_open else chance
    name = risk_link(other.id, link, other.title)
    return [name, *strength(arrow), dated]


def strength(arrow: Arrow) -> tuple[str, str]:
    """Return what an arrow does in three months, and while its risk is active."""
    span = text.count(arrow.months, "month")
    if arrow.chance is None or arrow.whole_chance is None:
        taken = text.percent(arrow.damping or 0.0)
        return f"holds down: {taken} of the rate", f"for {span}"
    whole = text.percent(arrow.whole_chance)
    return f"sets off: {text.percent(arrow.chance)}", f"{whole} in {span}"


def treatments_card(
    treatments: Sequence[Treatment], under_way: Sequence[UnderWay] = ()
) -> Component:
    """Return what can be done; what no source states is said to be missing."""
    title, how = "What can we do about it?", "What no source states is not filled in."
    if not treatments:
        return card(title, how, [html.P("No treatment is listed.")])
    begun = {each.treatment.id: each for each in under_way}
    rows = [_treatment_row(each, begun.get(each.id)) for each in treatments]
    return card(title, how, [stacked_table("Treatments", TREATMENT_HEADS, rows)])


def _treatment_row(each: Treatment, begun: UnderWay | None) -> list[Cell]:
    cost, lead, effect = each.cost_usd_m, each.lead_time_months, each.effect
    return [
        [html.B(each.id), f" {each.title}", *_begun(begun)],
        each.response,
        each.owner,
        "cost not stated" if cost is None else f"{text.quantity(cost)} million USD",
        "not stated" if lead is None else months(lead),
        "not stated" if effect is None else f"takes {text.percent(effect)} of the rate",
    ]


def _begun(each: UnderWay | None) -> list[Component]:
    """Return since when a treatment is under way, if it is."""
    if each is None:
        return []
    said = under_way_words(each)
    return [
        html.Span([html.B(f"{said[0].upper()}{said[1:]}.")], className="reading"),
        html.Span(f"{said_of(each)}.", className="reading"),
    ]


def stages_card(seen: RiskSeen) -> Component:
    """Return the links of the corridor the risk sits on, in their source's words."""
    title = "Which links of the corridor does it sit on?"
    how = "The state of each link as its source puts it."
    late = html.P(held_up_words(seen), className="after")
    if not seen.stages:
        return card(title, how, [html.P("It sits on no single link."), late])
    rows: list[list[Cell]] = [
        [
            each.title,
            f"{each.condition_text} ({state_day(each.condition_on, seen.as_of)})",
            each.opening or "no date published",
            [source_link(each.source, each.url), f" {each.grade}"],
        ]
        for each in seen.stages
    ]
    heads = (Head("Link"), Head("State"), Head("Published opening"), Head("Source"))
    return card(title, how, [stacked_table("Links of the corridor", heads, rows), late])


def ahead_card(entries: Sequence[CalendarEntry]) -> Component:
    """Return the dated things ahead that bear on the risk."""
    title = "What is due that bears on it?"
    how = "Dated things ahead of the as-of date."
    if not entries:
        return card(title, how, [html.P("Nothing on the calendar names this risk.")])
    rows: list[list[Cell]] = [
        [
            text.span(each.due_on, each.ends_on),
            each.title,
            source_link(each.source, each.url),
        ]
        for each in entries
    ]
    heads = (Head("When"), Head("What"), Head("Source"))
    return card(title, how, [stacked_table("Dates ahead", heads, rows)])
