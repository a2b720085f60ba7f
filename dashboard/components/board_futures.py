"""The simulated futures in words: when the corridor opens, by when, what is missing."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import text
from dashboard.components import words
from dashboard.components.evidence import judgement_chip
from dashboard.components.folding import folded
from dashboard.components.links import Linker
from dashboard.components.parts import risk_link
from dashboard.queries.board import BoardNow
from dashboard.queries.board_futures import BoardFutures, OpenBy, OpeningDay
from dashboard.queries.figures import Figure

HELD_SHOWN = 3
SURE_ERRORS = 2  # standard errors behind every ±
UNSURE = "change not distinguishable"
SAME = "no change"
UNKNOWN = "not comparable"
METHOD = """\
Each future draws one chance for every risk from its judged range, one number of \
months for every link and one cost for every link that has a published one. Month by \
month a risk happens or not; once it has, it makes others likelier or less likely for \
a while.
A link takes its own remaining months and those by which risks hold it up: of waits \
side by side the longest counts, stops of works add up with some overlap, and what \
acts only through other risks counts there. The corridor opens with the last link it \
needs.
The same draws are used for every day and every what-if, so that a difference is one \
of evidence and not of luck. The README lists the formulas, their sources and the \
code behind each under “Where every number comes from”."""


def month(when: date) -> str:
    """Return ``May 2032``: a day would promise more than the judgements know."""
    return f"{text.MONTHS[when.month - 1]} {when.year}"


def opening_month(day: date | None, end: date) -> str:
    """Return the month of an opening, or that it lies after the simulated months."""
    return f"after {text.day(end)}" if day is None else month(day)


def figure(label: str, value: str, *details: Component) -> Component:
    """Return a headline card: what it is, its number, and what belongs to it."""
    shown = [html.P(label, className="figure-label"), html.P(value, className="figure")]
    return html.Div([*shown, *details], className="card")


def detail(*shown: Component | str) -> Component:
    """Return a line under a headline number."""
    return html.P(list(shown), className="figure-detail")


def futures_cards(now: BoardNow) -> list[Component]:
    """Return the cards of the simulation: opening, chances by a day, money."""
    if not now.futures.needed:
        said = "No link of the main line is recorded, so nothing can open."
        return [figure("Opens", "nothing to open", detail(said))]
    return [_opens(now), _open_by(now), _gap(now)]


def _opens(now: BoardNow) -> Component:
    found = now.futures
    most = opening_month(found.most.day, found.end)
    shown = f"80\u202f% {'by ' if found.most.day else ''}{most}"
    if found.unjudged:
        shown = f"No remaining months judged: {', '.join(found.unjudged)}."
    return figure(
        "Opens (half of the futures)",
        opening_month(found.half.day, found.end),
        detail(shown),
        _changed(_later(found.half), now),
    )


def _later(opening: OpeningDay) -> str:
    """Return how many days later or earlier half of the futures open."""
    if opening.told == "same":
        return SAME
    if opening.days is None:
        return UNKNOWN
    if opening.told != "moved":
        return UNSURE
    way = "later" if opening.days > 0 else "earlier"
    error = "" if opening.days_se is None else f" ({plus_minus(opening.days_se, 0)})"
    return f"{text.count(abs(opening.days), 'day')} {way}{error}"


def _open_by(now: BoardNow) -> Component:
    target, *others = now.futures.by
    return figure(
        f"Open by {text.day(target.day)}",
        _chance(target, now.as_of),
        _changed(_better(target.chance), now, "the target: "),
        *(detail(f"by {text.day(e.day)}: {_chance(e, now.as_of)}") for e in others),
    )


def _chance(by: OpenBy, as_of: date) -> str:
    if by.chance is None or by.chance.value is None:
        return "that day has passed" if by.day <= as_of else "not simulated that far"
    return text.share(by.chance.value)


def _better(chance: Figure | None) -> str:
    """Return by how many points a chance of opening is better or worse."""
    if chance is None:
        return UNKNOWN
    points = 0.0 if chance.change is None else -100 * chance.change
    error = plus_minus(100 * (chance.change_se or 0.0), 1)
    return _told(chance, f"{text.change(points)} ({error})")


def _gap(now: BoardNow) -> Component:
    found, label = now.futures.gap, "Funding gap"
    if found is None or found.p50.value is None or found.p80.value is None:
        return figure(label, "not known", detail("No cost of a link is published."))
    return figure(
        label,
        money(found.p50.value),
        detail(
            f"half stay under it, 80\u202f% under {money(found.p80.value)}; "
            "published costs only"
        ),
        _changed(_more(found.p50), now),
    )


def money(usd_m: float) -> str:
    """Return ``USD 612m``, or that nothing is missing."""
    return f"USD {text.whole(usd_m)}m" if round(usd_m) else "none"


def _more(gap: Figure) -> str:
    """Return by how many million USD the gap is larger or smaller."""
    change = gap.change or 0.0
    way = "larger" if change > 0 else "smaller"
    error = plus_minus(gap.change_se or 0.0, 0)
    return _told(gap, f"USD {text.whole(abs(change))}m {way} ({error})")


def _told(number: Figure, moved: str) -> str:
    """Return a change in words, unless there is none or it is not distinguishable."""
    if number.told == "same":
        return SAME
    if number.change is None:
        return UNKNOWN
    return moved if number.told == "moved" else UNSURE


def _changed(said: str, now: BoardNow, first: str = "") -> Component:
    """Return a change with what it is counted from, after some first words."""
    return detail(first, html.B(said), f" {words.since(now.since)}")


def plus_minus(se: float, digits: int) -> str:
    """Return ``±0.1``: two standard errors, never rounded to nothing."""
    return f"±{text.number(max(SURE_ERRORS * se, 10**-digits), digits)}"


def futures_notes(now: BoardNow, link: Linker) -> list[Component]:
    """Return what the numbers rest on, and what sets late futures apart."""
    found = now.futures
    se = found.half.se_months
    known = "" if se is None else f"; simulation {plus_minus(se, 1)} months"
    count = f"{text.whole(found.paths)} simulated futures{known} (± is two standard "
    said = html.P(
        [
            f"{count}errors). How sure the judgements are is another matter: see ",
            html.A("each risk’s range", href=link("/registers")),
            ". ",
            html.A("What if…?", href=link("/what-if")),
        ],
        className="simulated",
    )
    method = folded(
        "How is this simulated?", [html.P(each) for each in METHOD.splitlines()]
    )
    return [said, *_held_up(now, link), method]


def _held_up(now: BoardNow, link: Linker) -> list[Component]:
    """Return what set the late futures apart from the others."""
    found = now.futures
    if not found.held_up:
        return []
    titles = {each.id: each.title for each in now.standing.risks}
    shown: list[Component | str] = []
    for place, each in enumerate(found.held_up[:HELD_SHOWN]):
        others = (
            "" if each.early is None else f", of the others {text.share(each.early)}"
        )
        link_to = risk_link(each.risk_id, link, titles[each.risk_id])
        verb = " had seen works held up by " if place == 0 else " by "
        shown += ["; " if shown else "", text.share(each.late), verb, link_to, others]
    late = f"Of the futures that {_late(found)} ({text.share(found.late_share)}), "
    return [html.P([late, *shown, ". ", judgement_chip()], className="heaviest")]


def _late(found: BoardFutures) -> str:
    return f"open after {text.day(found.late_after)}"
