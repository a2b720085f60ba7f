"""Every number a review shows, computed anew from what it saw, and their hash."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from risks.corridor import Outcomes
from risks.futures import Futures, outcome_value
from risks.model import Pack
from risks.rates import Baseline, resolves_on, status_of
from risks.reviews.mixing import content, seen, whole
from risks.reviews.states import Frozen
from risks.scenarios import WhatIf, what_if
from risks.simulation import DEFAULT_PATHS, DEFAULT_SEED, Setup, months_ahead
from risks.workspace import canonical, state_hash


@dataclass(frozen=True)
class Draws:
    """How futures are drawn for a review; another number of paths is another hash."""

    paths: int = DEFAULT_PATHS
    seed: int = DEFAULT_SEED

    def setup(self, base: Baseline) -> Setup:
        """Return the setup of a baseline: to the pack's horizon."""
        return Setup(self.paths, months_ahead(base.pack, base.as_of), self.seed)


@dataclass(frozen=True, eq=False)
class View:
    """The numbers of what a meeting saw, each made when first asked for."""

    frozen: Frozen
    draws: Draws = field(default_factory=Draws)

    @cached_property
    def base(self) -> Baseline:
        """Return the state, scored and rated, with the treatments under way."""
        mix = whole(self.frozen)
        return seen(mix, content(mix))

    @cached_property
    def what_if(self) -> WhatIf:
        """Return pressures and chances."""
        return what_if(self.base, {})

    @cached_property
    def outcomes(self) -> Outcomes:
        """Return the simulated futures."""
        return Futures(self.base, self.draws.setup(self.base)).outcomes({})

    def chance(self, risk_id: str) -> float | None:
        """Return a risk's dated chance; None where it has none, or is no risk here."""
        places = {each.id: at for at, each in enumerate(self.base.pack.risks)}
        if risk_id not in places:
            return None
        return plain(self.what_if.numbers.chance[places[risk_id]])


def headline_names(pack: Pack) -> tuple[str, ...]:
    """Return the numbers a review begins with, as ``risks.futures`` names them."""
    return (
        "opening-p50",
        f"p-by-{pack.header.target_opening}",
        "funding-gap-p50",
        "joint-confidence",
    )


def numbers(view: View) -> dict[str, Any]:
    """Return every number of a review as JSON-ready values; None = unknown.

    Scores and pressures run 0-100, reliability and chances 0-1; ``opening-p50`` is
    in months after as_of, money in million USD.
    """
    base, found = view.base, view.outcomes
    pack = base.pack
    return {
        "as_of": base.as_of.isoformat(),
        "settings": dict(base.under_way),
        "indicators": _by_id(_indicator_rows(base), (x.id for x in pack.indicators)),
        "registers": dict(
            zip(
                (each.id for each in pack.registers),
                map(plain, view.what_if.register_pressure),
                strict=True,
            )
        ),
        "risks": _by_id(
            (_risk(view, place) for place in range(len(pack.risks))),
            (each.id for each in pack.risks),
        ),
        "outcomes": {
            name: plain(outcome_value(found, name)) for name in headline_names(pack)
        },
        "classes": {each.kind.id: each.share.value for each in found.classes},
    }


def numbers_hash(view: View) -> str:
    """Return the SHA-256, in hex, of the canonical text of every number."""
    return _digest(numbers(view))


def seen_hash(view: View) -> str:
    """Return the SHA-256, in hex, of what a meeting saw: state, day and numbers."""
    frozen, draws = view.frozen, view.draws
    state = state_hash(frozen.pack, frozen.entries)
    drawn = [draws.paths, draws.seed]
    return _digest([state, frozen.as_of, drawn, numbers_hash(view)])


def plain(value: float | np.floating[Any]) -> float | None:
    """Return a number as JSON can hold it; None where it is not finite."""
    return float(value) if np.isfinite(value) else None


def _indicator_rows(base: Baseline) -> Iterable[dict[str, float | None]]:
    scored = base.scored
    columns = {
        "value": scored.state.values,
        "score": scored.raw,
        "reliability": scored.reliability,
        "shrunk_score": scored.shrunk,
    }
    for place in range(len(base.pack.indicators)):
        yield {name: plain(column[place]) for name, column in columns.items()}


def _risk(view: View, place: int) -> dict[str, Any]:
    base, told = view.base, view.what_if.numbers
    run = view.outcomes.simulation
    return {
        "chance": plain(told.chance[place]),
        "chance_low": plain(told.low[place]),
        "chance_high": plain(told.high[place]),
        "factor": plain(told.factor[place]),
        "status": status_of(base, told, place).value,
        "resolves_on": resolves_on(base.pack.risks[place], base.as_of).isoformat(),
        "simulated": plain(run.chance[place]),
        "p_end": plain(run.p_end[place]),
    }


def _by_id(rows: Iterable[dict[str, Any]], ids: Iterable[str]) -> dict[str, Any]:
    return dict(zip(ids, rows, strict=True))


def _digest(value: object) -> str:
    return sha256(canonical(value).encode()).hexdigest()
