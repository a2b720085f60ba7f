"""What if some indicators stood elsewhere: levers, what they move, and why.

The page is complete as it is laid out, but for the simulated futures: the answer to
its address is in it. The script in assets paints it, asks ``/api/what-if`` for every
later one, and ``/api/futures`` for what the futures say about the same settings.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from dash import Dash, html
from dash.development.base_component import Component
from pydantic import TypeAdapter

from dashboard import ids, text, what_if_api
from dashboard.browser_state import SINCE, Visit
from dashboard.components import what_if_cards as cards
from dashboard.components.attributes import data, named
from dashboard.components.levers import Look, lever_group, look_of
from dashboard.components.what_if_treatments import treatments_card
from dashboard.queries.compared import WEEKS_AGO
from dashboard.queries.model import Model
from dashboard.queries.treatments import treatment_choices
from dashboard.queries.what_if import Answer, answer
from dashboard.queries.what_if_beside import ClosedChoice, closed_choices
from dashboard.queries.what_if_corridor import (
    FOLLOWS,
    CorridorChoices,
    corridor_choices,
)
from dashboard.queries.what_if_levers import (
    Lever,
    LeverGroup,
    ScenarioChoice,
    TargetChoice,
    all_levers,
    lever_groups,
    scenario_choices,
    target_choices,
    usable_settings,
)
from dashboard.routes import Page, Route
from dashboard.what_if_settings import read_settings, write_settings
from risks.errors import nearest_hint

PATH = "/what-if"
SET, SCENARIO, TARGET = "set", "scenario", "target"


@dataclass(frozen=True)
class Opening:
    """What an address asks for: settings off the baseline, scenario, target.

    ``since`` is the closed week that the futures stand beside; empty for the baseline.
    """

    settings: dict[str, float]
    scenario: str
    target: str
    since: str = ""


@dataclass(frozen=True)
class Island:
    """What the script needs to know about the page; nothing it could compute itself."""

    api: str
    futures_api: str
    as_of: date
    as_of_shown: str
    is_latest: bool
    levers: tuple[Lever, ...]
    looks: dict[str, Look]
    scenarios: tuple[ScenarioChoice, ...]
    targets: tuple[TargetChoice, ...]
    corridor: CorridorChoices
    closed: tuple[ClosedChoice, ...]
    links: dict[str, str]
    level_words: tuple[str, ...]
    level_bounds: tuple[float, ...]
    opening: Opening
    answer: Answer


ISLAND: TypeAdapter[Island] = TypeAdapter(Island)


def register(app: Dash, model: Model) -> list[Route]:
    """Return the page's route; its numbers come from an endpoint of its own."""
    what_if_api.add_routes(app.server, model)
    fields = (SET, SCENARIO, TARGET, SINCE)
    return [Route(PATH, partial(layout, model), fields=fields, label="What-if")]


def layout(model: Model, visit: Visit) -> Page:
    """Build the page at the state its address holds."""
    scenarios = scenario_choices(model, visit.as_of)
    targets = target_choices(model, visit.as_of)
    corridor = corridor_choices(model, visit.as_of)
    outcomes = {FOLLOWS, *(each.id for each in corridor.outcomes)}
    opening, problems = read_opening(model, visit, scenarios, targets, outcomes)
    closed = closed_choices(model, visit.as_of)
    since, doubts = read_review(visit, closed)
    opening = replace(opening, since=since)
    target = "" if opening.target in outcomes else opening.target
    groups = lever_groups(model, visit.as_of)
    levers = all_levers(model, visit.as_of)
    island = Island(
        api=what_if_api.PATH,
        futures_api=what_if_api.FUTURES_PATH,
        as_of=visit.as_of,
        as_of_shown=text.day(visit.as_of),
        is_latest=visit.is_latest,
        levers=levers,
        looks={each.id: look_of(each) for each in levers},
        scenarios=scenarios,
        targets=targets,
        corridor=corridor,
        closed=closed,
        links={
            each.id: visit.link(f"/registers/{each.id}") for each in model.pack.risks
        },
        level_words=text.LEVELS,
        level_bounds=text.LEVEL_BOUNDS,
        opening=opening,
        answer=answer(model, visit.as_of, opening.settings, target),
    )
    settings = island.opening.settings
    download = {SET: write_settings(settings)} if settings else {}
    treatments = treatments_card(treatment_choices(model, visit.as_of))
    body = _body(island, groups, visit, treatments)
    return Page("What if…", [body], (*problems, *doubts), download)


def read_opening(
    model: Model,
    visit: Visit,
    scenarios: tuple[ScenarioChoice, ...],
    targets: tuple[TargetChoice, ...],
    outcomes: Iterable[str] = (),
) -> tuple[Opening, tuple[str, ...]]:
    """Return what an address asks for, and what of it cannot be had.

    Without settings of its own an address takes those of its scenario; with one that
    is wrong the page opens at the baseline.
    """
    known = {each.id: each for each in scenarios}
    scenario, doubts = _known(visit.query.get(SCENARIO, ""), set(known), "scenario")
    asked = {*outcomes, *(each.id for each in targets)}
    target, more = _known(visit.query.get(TARGET, ""), asked, "risk or register")
    if SET not in visit.query:
        settings = known[scenario].settings if scenario else {}
        return Opening(settings, scenario, target), (*doubts, *more)
    settings, wrong = read_settings(visit.query[SET])
    settings, unusable = usable_settings(model, visit.as_of, settings)
    problems = (*doubts, *more, *wrong, *unusable)
    if wrong or unusable:
        problems += ("The page opens at the baseline: nothing is assumed.",)
        scenario = ""
    return Opening(settings, scenario, target), problems


def read_review(
    visit: Visit, closed: tuple[ClosedChoice, ...]
) -> tuple[str, tuple[str, ...]]:
    """Return the closed week that an address asks to stand beside, and what is wrong.

    Four weeks before, which other pages know, is no review: the baseline stays.
    """
    wanted = visit.query.get(SINCE, "")
    if wanted == WEEKS_AGO:
        return "", ()
    week, wrong = _known(wanted, {each.id for each in closed}, "earlier closed week")
    if not wrong:
        return week, ()
    stands = f"The numbers stand beside the baseline of {text.day(visit.as_of)}."
    return "", (*wrong, stands)


def _known(wanted: str, known: set[str], kind: str) -> tuple[str, tuple[str, ...]]:
    if not wanted or wanted in known:
        return wanted, ()
    hint = nearest_hint(wanted, sorted(known))
    said = f"No {kind} is called {wanted[:60]!r}" + (f"; {hint}" if hint else ".")
    return "", (said,)


def _body(
    island: Island,
    groups: tuple[LeverGroup, ...],
    visit: Visit,
    treatments: Component,
) -> Component:
    """Return the page; a new address draws it anew, since the script changes it."""
    opening, shown = island.opening, island.as_of_shown
    changed = frozenset(opening.settings)
    registers = [each for each in island.targets if each.by is None]
    levers = cards.levers_card([lever_group(g, changed) for g in groups], shown)
    return html.Div(
        [
            cards.toolbar(island.scenarios, shown, island.closed),
            html.P("", role="status", className="note what-if-status"),
            cards.story_card(),
            cards.compact_result(),
            html.Div(
                [
                    html.Div([levers, treatments], className="assumed"),
                    _results(island, registers),
                ],
                className="what-if-columns",
            ),
        ],
        id=ids.WHAT_IF,
        key=visit.at(visit.as_of),
        className="what-if",
        **data(page=ISLAND.dump_json(island).decode()),
    )


def _results(island: Island, registers: list[TargetChoice]) -> Component:
    moved = cards.moved_card(island.scenarios)
    left = [moved, cards.links_card(), *cards.futures_left()]
    question = [cards.question_card(), cards.swings_card(), cards.why_card()]
    return html.Div(
        [
            cards.headline_card(),
            cards.curve_card(),
            html.Div(
                [
                    html.Div(left, className="results-left"),
                    html.Div(
                        [*question, *cards.futures_right()], className="results-right"
                    ),
                ],
                className="results-columns",
            ),
            cards.summary_card(registers, island.as_of_shown),
        ],
        id=ids.WHAT_IF_RESULTS,
        className="results",
        tabIndex=-1,
        role="region",
        **named("Results"),
    )
