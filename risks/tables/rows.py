"""The rows of every table, taken from a what-if; with no settings, the baseline."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from risks.forecasts import Question, forecasts
from risks.model import Indicator, Risk
from risks.model.columns import four_posts
from risks.rates import resolves_on, status_of
from risks.scenarios import WhatIf, check_settings, settings_of, what_if
from risks.scoring import coverage, register_weights
from risks.tables.forecast_rows import Row, forecast_rows
from risks.tables.meeting_rows import action_rows, decision_rows
from risks.workspace import Recorded

MEETING = {"actions": action_rows, "decisions": decision_rows}


def rows_of(
    name: str,
    seen: WhatIf,
    questions: Iterable[Question] | None = None,
    entries: Sequence[Recorded] = (),
) -> Iterator[Row]:
    """Yield the rows of a table, each a value per column; None = unknown.

    Parameters
    ----------
    questions
        The forecasts as the log has them, for the table of that name. Unset takes
        the pack's judgements alone: without a log, every question is unanswered.
    entries
        The log, for the tables of actions and decisions.
    """
    if name in MEETING:
        return MEETING[name](entries)
    if name == "forecasts":
        pack = seen.base.pack
        asked = forecasts(pack, (), seen.base.as_of) if questions is None else questions
        return forecast_rows(pack, asked)
    return iter(_MAKERS[name](seen))


def _registers(seen: WhatIf) -> Iterable[Row]:
    known = coverage(
        seen.base.scored.reliability, register_weights(seen.base.scored.state)
    )
    for place, each in enumerate(seen.base.pack.registers):
        yield {
            "id": each.id,
            "title": each.title,
            "summary": each.summary,
            "derived_pressure": number(seen.register_pressure[place]),
            "derived_coverage": number(known[place]),
        }


def _risks(seen: WhatIf) -> Iterable[Row]:
    for place, risk in enumerate(seen.base.pack.risks):
        yield {**_stated(risk), **_impacts(risk), **_derived(seen, risk, place)}


def _stated(risk: Risk) -> Row:
    names = (
        "id register_id title cause event consequence resolution horizon_months "
        "deadline owner response why_differ"
    )
    return {
        **{name: getattr(risk, name) for name in names.split()},
        "base_rate": risk.base_rate.text,
        "base_rate_chance": risk.base_rate.chance,
        "base_rate_source": risk.base_rate.source,
        "stage_ids": " ".join(risk.stage_ids),
    }


def _impacts(risk: Risk) -> Row:
    names = ("delay_months", "cost_usd_m", "trade_loss_pct", "security")
    parts = {
        f"{name}_{end}": getattr(getattr(risk.impact, name), end)
        for name in names
        for end in ("low", "likely", "high")
    }
    kind, reason = risk.impact.delay_kind, risk.impact.reason
    return {**parts, "delay_kind": kind, "impact_reason": reason}


def _derived(seen: WhatIf, risk: Risk, place: int) -> Row:
    numbers = seen.numbers
    return {
        "derived_resolves_on": resolves_on(risk, seen.base.as_of),
        "derived_status": str(status_of(seen.base, numbers, place)),
        "derived_chance": number(numbers.chance[place]),
        "derived_chance_low": number(numbers.low[place]),
        "derived_chance_high": number(numbers.high[place]),
        "derived_factor": number(numbers.factor[place]),
        "derived_pressure": number(seen.risk_pressure[place]),
    }


def _judgements(seen: WhatIf) -> Iterable[Row]:
    for risk in seen.base.pack.risks:
        for each in risk.judgements:
            yield {"risk_id": risk.id, **each.model_dump()}


def _indicators(seen: WhatIf) -> Iterable[Row]:
    return (_indicator(each) for each in seen.base.pack.indicators)


def _indicator(each: Indicator) -> Row:
    names = (
        "id register_id title unit goalposts_reason cadence stale_after_days "
        "half_life_days no_news weight publisher"
    )
    posts = zip((0, 33, 67, 100), four_posts(each), strict=True)
    return {
        **{name: getattr(each, name) for name in names.split()},
        **{f"goalpost_{score}": post for score, post in posts},
        "kind": str(each.kind),
        "is_lever": each.lever,
        "bands": " | ".join(each.bands),
    }


def _readings(seen: WhatIf) -> Iterable[Row]:
    for each in seen.base.pack.readings:
        yield {**each.model_dump(), "event_ids": " ".join(each.event_ids)}


def _scores(seen: WhatIf) -> Iterable[Row]:
    for place, each in enumerate(seen.base.pack.indicators):
        is_assumed = each.id in seen.settings
        yield {
            "indicator_id": each.id,
            "register_id": each.register_id,
            "derived_value": number(seen.values[place]),
            "unit": each.unit,
            "derived_is_assumed": is_assumed,
            "derived_score": number(seen.raw[place]),
            "derived_reliability": number(seen.base.scored.reliability[place]),
            "derived_shrunk_score": number(seen.shrunk[place]),
            # No source vouches for a value that was only assumed.
            **({"derived_is_stale": False} if is_assumed else _origin(seen, place)),
        }


def _origin(seen: WhatIf, place: int) -> Row:
    scored, indicator_id = seen.base.scored, seen.base.pack.indicators[place].id
    reading = scored.state.reading(indicator_id)
    names = ("source", "url", "reliability", "credibility")
    return {
        **{name: getattr(reading, name, None) for name in names},
        "derived_observed_on": scored.state.observed_on(indicator_id),
        "derived_age_days": whole(scored.age_days[place]),
        "derived_is_stale": bool(scored.is_stale[place]),
    }


def _signals(seen: WhatIf) -> Iterable[Row]:
    for term, each in zip(seen.base.terms, seen.base.pack.signals, strict=True):
        row = each.model_dump()
        if each.settles_at is None:
            row["settles_to"] = None
        yield {**row, "derived_term": number(term)}


def _triggers(seen: WhatIf) -> Iterable[Row]:
    assumptions = seen.base.pack.assumptions
    for each in seen.base.pack.triggers:
        step = str(abs(each.strength))
        sets_off = each.strength > 0
        chance = assumptions.trigger_chance.value[step] if sets_off else None
        damping = None if sets_off else assumptions.damping_share.value[step]
        yield {
            **each.model_dump(),
            "derived_chance": chance,
            "derived_damping": damping,
        }


def _treatments(seen: WhatIf) -> Iterable[Row]:
    return (each.model_dump() for each in seen.base.pack.treatments)


def _scenarios(seen: WhatIf) -> Iterable[Row]:
    for each in seen.base.pack.scenarios:
        yield {
            "id": each.id,
            "title": each.title,
            "story": each.story,
            "signposts": " | ".join(each.signposts),
        }


def _scenario_settings(seen: WhatIf) -> Iterable[Row]:
    for scenario in seen.base.pack.scenarios:
        for indicator_id, value in scenario.settings.items():
            yield {
                "scenario_id": scenario.id,
                "indicator_id": indicator_id,
                "value": value,
                "unit": seen.base.pack.indicator(indicator_id).unit,
            }


def _scenario_results(seen: WhatIf) -> Iterable[Row]:
    today = what_if(seen.base, {})
    for scenario in seen.base.pack.scenarios:
        settings = check_settings(
            seen.base.pack, settings_of(seen.base.pack, scenario), scenario.id
        )
        for row in _changes(today, what_if(seen.base, settings)):
            yield {"scenario_id": scenario.id, **row}


def _changes(before: WhatIf, after: WhatIf) -> Iterator[Row]:
    pack = before.base.pack
    chances = zip(pack.risks, before.numbers.chance, after.numbers.chance, strict=True)
    for risk, old, new in chances:
        yield _change("chance", risk.id, old, new)
    pairs = zip(
        pack.registers, before.register_pressure, after.register_pressure, strict=True
    )
    for register, old, new in pairs:
        yield _change("pressure", register.id, old, new)


def _change(kind: str, which: str, old: float, new: float) -> Row:
    return {
        "kind": kind,
        "id": which,
        "derived_baseline": number(old),
        "derived_value": number(new),
        "derived_change": number(new - old),
    }


def _events(seen: WhatIf) -> Iterable[Row]:
    return (each.model_dump() for each in seen.base.pack.events)


def _settings(seen: WhatIf) -> Iterable[Row]:
    for indicator_id, value in seen.settings.items():
        yield {
            "indicator_id": indicator_id,
            "value": value,
            "unit": seen.base.pack.indicator(indicator_id).unit,
            "derived_baseline": seen.base.scored.state.value(indicator_id),
        }


def number(value: float) -> float | None:
    """Return a plain float, or None for NaN."""
    return None if np.isnan(value) else float(value)


def whole(value: float) -> int | None:
    """Return a plain integer, or None for NaN."""
    return None if np.isnan(value) else int(value)


_MAKERS: dict[str, Callable[[WhatIf], Iterable[Row]]] = {
    "registers": _registers,
    "risks": _risks,
    "judgements": _judgements,
    "indicators": _indicators,
    "readings": _readings,
    "scores": _scores,
    "signals": _signals,
    "triggers": _triggers,
    "treatments": _treatments,
    "scenarios": _scenarios,
    "scenario_settings": _scenario_settings,
    "scenario_results": _scenario_results,
    "events": _events,
    "settings": _settings,
}
