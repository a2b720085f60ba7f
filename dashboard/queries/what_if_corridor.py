"""What the what-if page can ask about the corridor: outcomes, links, treatments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard import text
from dashboard.queries.futures import milestones
from dashboard.queries.model import Model
from risks.futures import BY
from risks.model import Pack, Stage
from risks.rates import Baseline, months_after
from risks.simulation import months_ahead

FOLLOWS = "moves-most"  # not one number, but whichever moves most


@dataclass(frozen=True)
class OutcomeChoice:
    """A number of the futures that can be asked about; ``by`` is a chance's day."""

    id: str
    title: str
    by: date | None = None


@dataclass(frozen=True)
class LinkChoice:
    """A link of the main line, and what its builder has published about it.

    ``is_judged`` says whether remaining months are judged; without them no opening
    can be simulated.
    """

    id: str
    title: str
    condition: str
    is_judged: bool
    published: date | None


@dataclass(frozen=True)
class TreatmentTitle:
    """A treatment, named where it is switched on.

    ``under_way`` is the share, 0 to 1, that it takes with nothing assumed.
    """

    id: str
    title: str
    under_way: float = 0.0


@dataclass(frozen=True)
class CorridorChoices:
    """The corridor of a pack as the page needs to know it; empty lists without one."""

    target: date
    end: date
    outcomes: tuple[OutcomeChoice, ...]
    links: tuple[LinkChoice, ...]
    treatments: tuple[TreatmentTitle, ...]


def corridor_choices(model: Model, as_of: date) -> CorridorChoices:
    """Return what of the corridor can be asked about, seen from a day."""
    pack = model.pack
    target = pack.header.target_opening
    end = months_after(as_of, months_ahead(pack, as_of))
    return CorridorChoices(
        target=target,
        end=end,
        outcomes=_outcomes(pack, milestones(target, end)),
        links=tuple(_link(each) for each in pack.stages if each.on_main_line),
        treatments=tuple(_treatments(model.base(as_of))),
    )


def _treatments(base: Baseline) -> Iterator[TreatmentTitle]:
    for each in base.pack.treatments:
        yield TreatmentTitle(each.id, each.title, base.under_way.get(each.id, 0.0))


def _outcomes(pack: Pack, days: tuple[date, ...]) -> tuple[OutcomeChoice, ...]:
    if not pack.stages:
        return ()
    chances = [OutcomeChoice(f"{BY}{e}", f"Open by {text.day(e)}", e) for e in days]
    opening = OutcomeChoice("opening-p50", "Opening: half of the futures by")
    gap = OutcomeChoice("funding-gap-p50", "Funding gap: half of the futures under")
    return (opening, *chances, *([gap] if _has_costs(pack) else []))


def _has_costs(pack: Pack) -> bool:
    return any(each.cost_usd_m and each.condition != "open" for each in pack.stages)


def _link(stage: Stage) -> LinkChoice:
    is_judged = stage.remaining_months is not None
    return LinkChoice(
        stage.id, stage.title, stage.condition, is_judged, stage.published_opening
    )
