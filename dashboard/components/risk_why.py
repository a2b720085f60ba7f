"""What moves a risk away from its stated chance: rows that add up exactly."""

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.attributes import HIDDEN
from dashboard.components.board_readings import reading_words
from dashboard.components.folding import folded
from dashboard.components.risk_signals import anchor
from dashboard.components.stacked_table import Cell, Head, stacked_table
from dashboard.queries.risk import RiskSeen, TermSeen, Why
from dashboard.queries.risk_signals import SignalSeen

HEADS = (
    Head("Because of"),
    Head("Running total"),
    Head("Rate", is_number=True),
    Head("Its logarithm", is_number=True),
)


def why_card(seen: RiskSeen) -> Component:
    """Return the rows of the log rate with the sentences that make them."""
    judged = text.day(seen.judgement.judged_on)
    table = waterfall(seen)
    if seen.why.has_news:
        body = [table]
    else:
        body = [html.P(_nothing(seen, judged)), folded("The rows, all zero", [table])]
    return html.Section(
        [
            html.H2("What moves it away from the stated chance?"),
            html.P(formula(seen), className="how"),
            *body,
            *_result(seen),
            *_since(seen),
        ],
        className="card",
    )


def _nothing(seen: RiskSeen, judged: str) -> str:
    """Return that no signal moves a risk, and whether treatments do."""
    same = f"no signal reads differently from the day of the judgement, {judged}"
    if seen.why.left != 1:
        return f"Only the treatments under way: {same}."
    return f"Nothing: {same}, so the stated chance stands."


def _since(seen: RiskSeen) -> list[Component]:
    """Return what came since the comparison day, which is not that of the judgement."""
    points = seen.now.points
    if not seen.now.is_open or points is None:
        return []
    since = words.since(seen.since)
    moved = words.change(points)
    said = f"{moved[0].upper()}{moved[1:]} {since}"
    shown = [html.H3(f"What has come since {words.reference(seen.since)}?")]
    if not seen.moved:
        return [*shown, html.P(f"{said}; no signal has a new reading.{_begun(seen)}")]
    readings = [
        html.Li(reading_words(each), className="event-line") for each in seen.moved
    ]
    with_these = html.P(f"{said}, with these readings:")
    begun = [html.P(each) for each in [_begun(seen).strip()] if each]
    return [*shown, with_these, html.Ul(readings), *begun]


def _begun(seen: RiskSeen) -> str:
    """Return which treatments have come under way since, if any is counted."""
    found = [x for x in seen.under_way if x.counts and x.since > seen.since.day]
    ids = ", ".join(each.treatment.id for each in found)
    return f" Under way since then: {ids}." if found else ""


def formula(seen: RiskSeen) -> str:
    """Return the sentence that says how a row is made."""
    limit = text.quantity(seen.why.limit)
    return (
        "Each signal adds weight × ln(times) × trust × change of score ÷ 100 since the "
        f"judgement of {text.day(seen.judgement.judged_on)} to the logarithm of the "
        f"rate. The last column adds up; the rate stays between ÷{limit} and ×{limit}."
    )


def waterfall(seen: RiskSeen) -> Component:
    """Return the table of terms, each bar beginning where the one above ended."""
    signals = {each.indicator.id: each for each in seen.signals}
    scale = _scale(seen.why)
    rows, start = [], 0.0
    for term in seen.why.terms:
        rows.append(_row(term, signals.get(term.indicator_id), start, scale))
        start += term.log_rate
    foot: list[Cell] = [
        "Together",
        "",
        words.times(seen.why.factor),
        words.signed(seen.why.total),
    ]
    caption = "What each signal adds to the logarithm of the risk's rate"
    return stacked_table(caption, HEADS, rows, foot)


def _row(
    term: TermSeen, signal: SignalSeen | None, start: float, scale: float
) -> list[Cell]:
    bar = waterfall_bar(start, start + term.log_rate, scale)
    numbers = (words.times(term.times), words.signed(term.shown))
    if signal is None:
        return ["What the limit takes", bar, *numbers]
    name = html.A(term.title, href=f"#{anchor(term.indicator_id)}")
    made_of = html.Small(_made_of(signal), className="mute")
    return [[name, html.Br(), made_of], bar, *numbers]


def _made_of(signal: SignalSeen) -> str:
    weight = "" if signal.weight == 1 else f"weight {text.number(signal.weight, 2)} · "
    return (
        f"{weight}{words.ratio(signal.times)} from calm to extreme · "
        f"trusted {text.percent(signal.indicator.trust)} · score "
        f"{text.whole(signal.judged_score)} → {text.whole(signal.indicator.score)}"
    )


def waterfall_bar(start: float, end: float, scale: float) -> Component:
    """Return a bar between two values on an axis from -scale to scale."""
    left, width = (50 + 50 * min(start, end) / scale, 50 * abs(end - start) / scale)
    way = "is-up" if end > start else "is-down"
    return html.Div(
        [
            html.Span(className="fall-zero"),
            html.Span(
                className=f"fall-bar {way}",
                style={"left": f"{left:.2f}%", "width": f"{width:.2f}%"},
            ),
        ],
        className="fall",
        **HIDDEN,
    )


def _scale(why: Why) -> float:
    """Return the farthest any bar reaches, and never 0."""
    reach, at = 0.0, 0.0
    for term in why.terms:
        at += term.log_rate
        reach = max(reach, abs(at))
    return reach or 1.0


def _result(seen: RiskSeen) -> list[Component]:
    """Return how the factor turns the stated chance into today's."""
    is_moved = seen.why.has_news or seen.why.left != 1
    if not seen.now.is_open or seen.now.chance is None or not is_moved:
        return []
    stated = text.number(100 * seen.judgement.likely, 0)
    today = text.number(100 * seen.now.chance, 1)
    factor = text.number(seen.why.factor, 3)
    left, note = "", ""
    if seen.why.left != 1:
        left = f" × {text.number(seen.why.left, 3)}"
        note = f" The {left[3:]} is what treatments under way leave of its rate."
    said = (
        f"Chance {text.by(seen.now.by)}: 1 − (1 − {stated} %) to the power of "
        f"{factor}{left} = {today} %.{note}"
    )
    return [html.P(said, className="formula")]
