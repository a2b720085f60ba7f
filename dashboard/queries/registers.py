"""What the registers page shows: every risk in a row, and what a register watches."""

from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np

from dashboard.queries.board_limits import appetites_now
from dashboard.queries.board_risks import RiskNow, standing
from dashboard.queries.compared import Since, Then
from dashboard.queries.indicators import IndicatorNow, indicator_now
from dashboard.queries.model import Model
from risks.explanation import rounded
from risks.model import Register
from risks.model.columns import Floats
from risks.rates import Baseline, Bools
from risks.scenarios import WhatIf, what_if
from risks.scoring import coverage, power_mean_shares, register_weights


@dataclass(frozen=True)
class RegisterNow:
    """A register on a day.

    ``pressure`` is 0-100, none where nothing weighs; ``coverage`` the share of the
    weight, 0-1, that rests on trusted readings, and ``is_thin`` says it is below the
    pack's limit. ``current`` of ``indicators`` have a reading within their limit.
    """

    id: str
    title: str
    code: str
    summary: str
    pressure: float | None
    coverage: float | None
    is_thin: bool
    current: int
    indicators: int
    risks: int


@dataclass(frozen=True)
class RiskRow:
    """A row of the grid: a risk, its judged range today, and its evidence.

    ``now`` has its chance, its date and its change; ``low`` and ``high`` are 0-1.
    ``is_thin`` says that less of its pressure than the pack's limit rests on trusted
    readings, ``is_above`` that it is above the team's appetite.
    """

    now: RiskNow
    register_title: str
    low: float | None
    high: float | None
    pressure: float | None
    is_thin: bool
    current: int
    signals: int
    owner: str
    is_above: bool = False


@dataclass(frozen=True)
class Watched:
    """An indicator of a register, and the points it adds to the register's pressure.

    ``adds`` is rounded to 0.1 so that all rows add up to the rounded pressure; none
    for an indicator that is kept as context only.
    """

    indicator: IndicatorNow
    adds: float | None


@dataclass(frozen=True)
class RegisterDetail:
    """What one register watches; ``pressure`` is what the rows add up to."""

    register: RegisterNow
    watched: tuple[Watched, ...]
    pressure: float | None


@dataclass(frozen=True)
class Registers:
    """Everything on the page; ``chosen`` is set when one register is looked at.

    Rows come open risks first, the most chance × likely months of delay on top.

    ``since`` is what changes are counted from.
    """

    as_of: date
    since: Since
    registers: tuple[RegisterNow, ...]
    rows: tuple[RiskRow, ...]
    chosen: RegisterDetail | None

    @property
    def risk_count(self) -> int:
        """Return how many risks all registers hold together."""
        return sum(each.risks for each in self.registers)


def registers(
    model: Model, as_of: date, then: Then, register_id: str = ""
) -> Registers:
    """Return the registers and their risks on a day; an id keeps one register's rows.

    Raises
    ------
    UnknownIdError
        If no register is called that.
    """
    base = model.base(as_of)
    seen = what_if(base, {})
    tiles = tuple(
        _register(seen, place, each) for place, each in enumerate(base.pack.registers)
    )
    chosen = model.pack.register(register_id) if register_id else None
    above = {x for x, each in appetites_now(model, as_of).items() if each.above}
    rows = sorted(_rows(seen, then.base, above), key=_heaviest_first)
    return Registers(
        as_of=as_of,
        since=then.since,
        registers=tiles,
        rows=tuple(r for r in rows if not chosen or r.now.register_id == chosen.id),
        chosen=_detail(seen, tiles, chosen) if chosen else None,
    )


def current_signals(base: Baseline, risk_id: str) -> tuple[int, int]:
    """Return how many of a risk's signals have a current reading, and how many are."""
    stale = base.scored.is_stale
    places = [
        base.pack.indicator_place(each.indicator_id)
        for each in base.pack.signals
        if each.risk_id == risk_id
    ]
    return sum(not stale[place] for place in places), len(places)


def _register(seen: WhatIf, place: int, register: Register) -> RegisterNow:
    base, pack = seen.base, seen.base.pack
    own = np.flatnonzero(pack.indicator_columns.register_place == place)
    weights = register_weights(base.scored.state)[place]
    known = float(coverage(base.scored.reliability, weights))
    return RegisterNow(
        id=register.id,
        title=register.title,
        code=register.code,
        summary=register.summary,
        pressure=_known(seen.register_pressure[place]),
        coverage=_known(known),
        is_thin=bool(_is_thin(base, weights)),
        current=int((~base.scored.is_stale[own]).sum()),
        indicators=len(own),
        risks=sum(each.register_id == register.id for each in pack.risks),
    )


def _is_thin(base: Baseline, weights: Floats) -> Bools:
    """Return where too little of some weights rests on trusted readings."""
    known = coverage(base.scored.reliability, weights)
    return np.asarray(~(known >= base.pack.assumptions.low_coverage.value))


def _rows(seen: WhatIf, earlier: Baseline, above: set[str]) -> list[RiskRow]:
    base, pack = seen.base, seen.base.pack
    titles = {each.id: each.title for each in pack.registers}
    is_thin = _is_thin(base, base.pressure_weights)
    return [
        RiskRow(
            now,
            titles[now.register_id],
            _known(seen.numbers.low[place]),
            _known(seen.numbers.high[place]),
            _known(seen.risk_pressure[place]),
            bool(is_thin[place]),
            *current_signals(base, now.id),
            pack.risks[place].owner,
            now.id in above,
        )
        for place, now in enumerate(standing(base, earlier).risks)
    ]


def _heaviest_first(row: RiskRow) -> tuple[bool, float]:
    """Return what puts open risks first, by chance × likely months of delay."""
    return not row.now.is_open, -row.now.expected_months


def _detail(
    seen: WhatIf, tiles: tuple[RegisterNow, ...], register: Register
) -> RegisterDetail:
    base, pack = seen.base, seen.base.pack
    place = pack.registers.index(register)
    own = np.flatnonzero(pack.indicator_columns.register_place == place).tolist()
    shares = _shares(seen, place)
    total = _known(seen.register_pressure[place])
    return RegisterDetail(
        tiles[place],
        tuple(
            Watched(indicator_now(base, pack.indicators[at]), shares.get(at))
            for at in own
        ),
        None if total is None else round(total, 1),
    )


def _shares(seen: WhatIf, place: int) -> dict[int, float]:
    """Return the points each weighted indicator adds, rounded so that they add up."""
    weights = register_weights(seen.base.scored.state)[place]
    counted = np.flatnonzero(weights).tolist()
    if not counted:
        return {}
    power = seen.base.pack.assumptions.pressure_power.value
    points = power_mean_shares(seen.shrunk[counted], weights[counted], power)
    shown = rounded(points.tolist(), float(seen.register_pressure[place]))
    return dict(zip(counted, shown, strict=True))


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
