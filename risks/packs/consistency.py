"""Rules between registers, risks, levers, stages and scenarios."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from risks.errors import Problem
from risks.model import POSTURE_MAX, Indicator, Kind
from risks.packs.draft import Draft, Where, each


def consistency_problems(draft: Draft) -> Iterator[Problem]:
    """Yield what contradicts itself between records that are each valid alone."""
    indicators = {one.id: one for one, _ in each(draft.indicators)}
    yield from _header_problems(draft)
    yield from _indicator_problems(draft)
    yield from _signal_problems(draft, indicators)
    yield from _setting_problems(draft, indicators)
    yield from _stage_problems(draft)


def _header_problems(draft: Draft) -> Iterator[Problem]:
    for header, where in each(draft.headers):
        if header.budget_usd_m is not None and header.budget_usd_m <= 0:
            what = f"found {header.budget_usd_m:g}"
            yield Problem(where("budget_usd_m"), what, "it must be more than 0")
    for table in draft.registers:
        for register, where in table:
            if register.id != table.register_id:
                what = f"found {register.id!r} in the folder {table.register_id!r}"
                yield Problem(where("id"), what, "the two must be the same")


def _indicator_problems(draft: Draft) -> Iterator[Problem]:
    moving = {one.indicator_id for one, _ in each(draft.signals)}
    all_known = all(table.whole and not table.refused for table in draft.signals)
    for table in draft.indicators:
        derived = ""
        for indicator, where in table:
            yield from _lever_problems(indicator, where)
            is_derived = indicator.kind is Kind.EVENT_PRESSURE
            idle = all_known and not is_derived and indicator.id not in moving
            if indicator.lever and idle:
                yield Problem(where("lever"), "is a lever, but no signal starts here")
            if is_derived and derived:
                what = f"the register's events are counted by {derived} already"
                yield Problem(where("kind"), what, "keep one of the two")
            if is_derived:
                derived = indicator.id


def _lever_problems(indicator: Indicator, where: Where) -> Iterator[Problem]:
    if indicator.kind is Kind.EVENT_PRESSURE and indicator.lever:
        yield Problem(where("lever"), "is derived from events and cannot be a lever")
    if indicator.kind is Kind.JUDGED and not (
        indicator.lowest >= 0 and indicator.highest <= POSTURE_MAX
    ):
        hint = f"a posture is 0 to {POSTURE_MAX}"
        yield Problem(where("goalposts"), "reach beyond the scale of a posture", hint)
    span = indicator.highest - indicator.lowest
    if indicator.step and indicator.step > span:
        what = f"a step of {indicator.step:g} is longer than the goalposts are apart"
        yield Problem(where("step"), what, f"they are {span:g} apart")


def _signal_problems(
    draft: Draft, indicators: dict[str, Indicator]
) -> Iterator[Problem]:
    for signal, where in each(draft.signals):
        indicator = indicators.get(signal.indicator_id)
        if indicator is None:
            continue
        if indicator.kind is Kind.EVENT_PRESSURE:
            what = f"{indicator.id} is derived from events and cannot move a risk"
            yield Problem(where("indicator_id"), what)
        if signal.settles_at is not None:
            yield from _outside(indicator, signal.settles_at, where("settles_at"))


def _setting_problems(
    draft: Draft, indicators: dict[str, Indicator]
) -> Iterator[Problem]:
    for scenario, where in each(draft.scenarios):
        for indicator_id, value in scenario.settings.items():
            indicator = indicators.get(indicator_id)
            if indicator is None:
                continue
            place = where("settings", indicator_id)
            if indicator.kind is Kind.EVENT_PRESSURE:
                what = "is derived from events and cannot be set"
                yield Problem(place, what)
            else:
                yield from _outside(indicator, value, place)


def _outside(indicator: Indicator, value: float, where: str) -> Iterator[Problem]:
    if not indicator.lowest <= value <= indicator.highest:
        what = f"{value:g} lies outside the goalposts of {indicator.id}"
        hint = f"{indicator.lowest:g} to {indicator.highest:g} {indicator.unit}"
        yield Problem(where, what, hint)


def _stage_problems(draft: Draft) -> Iterator[Problem]:
    places: dict[str, Where] = {}
    needs: dict[str, list[str]] = {}
    for stage, where in each(draft.stages):
        places.setdefault(stage.id, where)
        needs.setdefault(stage.id, list(stage.needs))
        if stage.from_id == stage.to_id:
            yield Problem(where("to_id"), f"begins and ends at {stage.to_id}")
    for cycle in _cycles(needs):
        what = f"stages wait for each other: {' needs '.join(cycle)}"
        hint = "each must be finished before the next, so one need has to go"
        yield Problem(places[cycle[0]]("needs"), what, hint)


def _cycles(needs: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield cycles, each closed, until cutting a need of each leaves none."""
    order = list(needs)
    needs = {
        one: [other for other in others if other in needs]
        for one, others in needs.items()
    }
    while True:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            found = error.args[1][:0:-1]  # each needs the next; the closing one is off
            start = found.index(min(found, key=order.index))
            cycle = [*found[start:], *found[:start]]
            yield [*cycle, cycle[0]]
            needs[cycle[0]].remove(cycle[1 % len(cycle)])
        else:
            return
