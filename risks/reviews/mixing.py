"""The state of one review with some causes of change taken from another.

Each of the six causes is switched alone: the readings in force, the day they are aged
to, the judgements in force, the treatments under way, the pack on disk, and the day
that months are counted from. All six from one review give that review's own numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np

from risks.model import Answered, Event, Pack, Risk
from risks.model.columns import Floats
from risks.rates import Baseline, baseline
from risks.reviews.states import Frozen
from risks.reviews.treated import applied, treated
from risks.scoring import Scores, scores
from risks.state import State, event_pressure, state
from risks.workspace import (
    Correction,
    NewEvent,
    NewJudgement,
    NewReading,
    NewTreatment,
    Payload,
    Recorded,
    Resolution,
    SavedScenario,
    pack_with,
)

READINGS = (NewReading, Correction, NewEvent)
JUDGEMENTS = (NewJudgement, Resolution)
# A treatment that a scenario holds cannot be taken away, so the two go together.
TREATMENTS = (NewTreatment, SavedScenario)


@dataclass(frozen=True)
class Mix:
    """From which review each cause is taken.

    Attributes
    ----------
    readings
        The readings and events in force: recorded by its last entry, observed by its
        day.
    ageing
        The day on which the reliability of those readings, and the fading of those
        events, is taken.
    judgements
        The judgement in force of every risk, and whether it was resolved to have
        happened: recorded by its last entry, judged and resolved by its day.
    treatments
        The treatments as recorded, and which of them are under way.
    pack
        The pack on disk. An entry that has no place in it, such as a judgement of a
        risk it lacks, acts only together with the pack that has the place.
    time
        The day months are counted from: to deadlines, over horizons, to the works'
        end.
    """

    readings: Frozen
    ageing: Frozen
    judgements: Frozen
    treatments: Frozen
    pack: Frozen
    time: Frozen


CAUSES = tuple(each.name for each in fields(Mix))


def whole(frozen: Frozen) -> Mix:
    """Return the mix that takes everything from one review."""
    return Mix(**dict.fromkeys(CAUSES, frozen))


def content(mix: Mix) -> Pack:
    """Return the mix's pack with its part of the log, one judgement a risk."""
    entries = [
        *_said(mix.readings.entries, READINGS),
        *_said(mix.judgements.entries, JUDGEMENTS),
        *_said(mix.treatments.entries, TREATMENTS),
    ]
    known = pack_with(mix.pack.pack, sorted(entries, key=lambda each: each.seq))
    day = mix.judgements.as_of
    # What the pack has looked up already does not depend on its judgements.
    return known.model_copy(
        update={"risks": tuple(_judged_by(each, day) for each in known.risks)}
    )


def seen(mix: Mix, known: Pack) -> Baseline:
    """Return the scored and rated state of a mix, with its treatments under way.

    Parameters
    ----------
    known
        ``content(mix)``, or that of another mix which differs in ageing and time only.
    """
    under_way = applied(mix.treatments.entries, mix.treatments.as_of)
    pack, effects = treated(_by_then(known, mix), under_way, mix.time.as_of)
    rated = baseline(pack, mix.time.as_of)
    scored = _scored(mix, pack)
    news = _news(rated, scored, _judged_raw(mix, pack))
    return replace(rated, scored=scored, terms=news, under_way=effects)


def _judged_by(risk: Risk, day: date) -> Risk:
    """Return a risk with its judgement in force, and the answer it stands by if any."""
    judged = risk.judgement_on(day)
    happened = risk.happened_on(day, judged.judged_on)
    answers = (Answered(outcome="yes", resolved_on=happened),) if happened else ()
    return risk.model_copy(update={"judgements": (judged,), "answers": answers})


def _by_then(known: Pack, mix: Mix) -> Pack:
    """Return a pack whose risks, if they happened, had by the mix's time.

    That a risk happened is one cause and that time passed another.
    """
    day = mix.time.as_of
    if day >= mix.judgements.as_of or not any(each.answers for each in known.risks):
        return known
    risks = tuple(
        each.model_copy(
            update={"answers": tuple(_no_later(x, day) for x in each.answers)}
        )
        for each in known.risks
    )
    return known.model_copy(update={"risks": risks})


def _no_later(answer: Answered, day: date) -> Answered:
    return answer.model_copy(update={"resolved_on": min(answer.resolved_on, day)})


def _said(
    entries: Sequence[Recorded], kinds: tuple[type[Payload], ...]
) -> list[Recorded]:
    return [each for each in entries if isinstance(each.payload, kinds)]


def _scored(mix: Mix, pack: Pack) -> Scores:
    in_force = _with_events_aged(mix, state(pack, mix.readings.as_of))
    aged = scores(replace(in_force, as_of=mix.ageing.as_of))
    return replace(aged, state=replace(in_force, as_of=mix.time.as_of))


def _with_events_aged(mix: Mix, in_force: State) -> State:
    """Return a state whose events have faded to the mix's day of ageing."""
    by, aged_to = mix.readings.as_of, mix.ageing.as_of
    if by == aged_to:
        return in_force
    events = tuple(
        _no_newer(each, aged_to)
        for each in in_force.pack.events
        if each.happened_on <= by
    )
    pressure, day, weight = event_pressure(_only_events(in_force.pack, events), aged_to)
    derived = in_force.pack.indicator_columns.is_derived
    places = in_force.pack.indicator_columns.register_place[derived]
    values, observed = in_force.values.copy(), in_force.observed.copy()
    grades = in_force.grade_weight.copy()
    values[derived], observed[derived] = pressure[places], day[places]
    grades[derived] = weight[places]
    return replace(in_force, values=values, observed=observed, grade_weight=grades)


def _no_newer(event: Event, day: date) -> Event:
    """Return an event that has not happened yet as one that has just happened."""
    if event.happened_on <= day:
        return event
    return event.model_copy(update={"happened_on": day})


def _only_events(pack: Pack, events: tuple[Event, ...]) -> Pack:
    """Return a pack of its own, with no columns of the other events kept."""
    kept = {name: getattr(pack, name) for name in Pack.model_fields}
    return Pack.model_validate({**kept, "events": events, "readings": ()})


def _judged_raw(mix: Mix, pack: Pack) -> Floats:
    """Return raw scores when each risk was judged, shape (risks, indicators)."""
    days = [_judged_day(mix, each.judgements[-1].judged_on) for each in pack.risks]
    by_day = {day: scores(state(pack, day)).raw for day in set(days)}
    shape = len(pack.risks), len(pack.indicators)
    return np.array([by_day[day] for day in days]).reshape(shape)


def _judged_day(mix: Mix, judged_on: date) -> date:
    """Return the day whose readings a judgement knows.

    Its own, but none later than the readings in force: what was judged since knows
    all of them. A day before the first judgement is back-cast with that one.
    """
    if judged_on > mix.judgements.as_of:
        return judged_on
    return min(judged_on, mix.readings.as_of)


def _news(rated: Baseline, scored: Scores, judged: Floats) -> Floats:
    """Return each signal's term, as ``risks.rates`` does where all days are one."""
    columns = rated.signals
    change = scored.raw[columns.indicator] - judged[columns.risk, columns.indicator]
    trust = scored.reliability[columns.indicator]
    return np.asarray(columns.coefficient * trust * change / 100.0)
