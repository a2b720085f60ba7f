"""The levers of the what-if page: their scales, marks and scenarios.

A lever that stands within half a step of its mark is unset: it means the reading of
the baseline, whatever that is, and not an assumed value that happens to be near it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import floor, isnan, log10

import risks
from dashboard import text
from dashboard.queries.model import Model
from risks.errors import ProblemsError
from risks.model import Indicator, Kind, Risk, Scenario
from risks.model.columns import four_posts
from risks.rates import Baseline, resolves_on
from risks.scenarios import in_pack_order, settings_of
from risks.scoring import coverage, register_weights, value_at_score

Settings = Mapping[str, float]
STEPS_OF_A_SCALE = 100  # at least, where the pack states no step


@dataclass(frozen=True)
class Lever:
    """An indicator that can be set, in its own unit.

    Attributes
    ----------
    lowest, highest, step
        The scale of its slider; the ends are the outer goalposts.
    posts
        The values that score 0, 33, 67 and 100; falling where less is worse.
    bounds
        The values from which it is watch, alarm and extreme: the posts but the first.
    bands
        For a judged posture: the names of 0 to 4; else empty.
    baseline, observed_on, is_stale, age_days
        The reading in force on the as-of date; nothing where there is none.
    resting
        Where the slider stands while it is unset: that reading brought onto the
        scale, or the value of the score assumed without news.
    """

    id: str
    title: str
    unit: str
    register_id: str
    is_headline: bool
    lowest: float
    highest: float
    step: float
    posts: tuple[float, ...]
    bounds: tuple[float, ...]
    bands: tuple[str, ...]
    baseline: float | None
    observed_on: date | None
    is_stale: bool
    age_days: int | None
    resting: float


@dataclass(frozen=True)
class LeverGroup:
    """The levers of one register: the headline ones and the others."""

    register_id: str
    title: str
    headline: tuple[Lever, ...]
    others: tuple[Lever, ...]


@dataclass(frozen=True)
class ScenarioChoice:
    """A scenario of the pack; ``settings`` are those that differ from baseline.

    Among them the treatments whose effect is stated; ``treatments`` names the others,
    which nothing can be counted for.
    """

    id: str
    title: str
    story: str
    signposts: tuple[str, ...]
    treatments: tuple[str, ...]
    settings: dict[str, float]


@dataclass(frozen=True)
class TargetChoice:
    """A register or risk that can be asked about.

    Attributes
    ----------
    by
        The date of a risk's chance.
    is_dated
        Whether the title names that date itself.
    is_thin
        Whether too little of a register's pressure rests on evidence to name a level.
    """

    id: str
    title: str
    register_id: str
    by: date | None
    is_dated: bool = False
    is_thin: bool = False


def all_levers(model: Model, as_of: date) -> tuple[Lever, ...]:
    """Return what can be set, in the order of the pack, which settings keep too."""
    base = model.base(as_of)
    return tuple(_lever(base, each) for each in model.pack.adjustable)


def lever_groups(model: Model, as_of: date) -> tuple[LeverGroup, ...]:
    """Return what can be set, by register."""
    levers = all_levers(model, as_of)
    groups = []
    for register in model.pack.registers:
        own = [each for each in levers if each.register_id == register.id]
        headline = tuple(each for each in own if each.is_headline)
        others = tuple(each for each in own if not each.is_headline)
        groups.append(LeverGroup(register.id, register.title, headline, others))
    return tuple(each for each in groups if each.headline or each.others)


def scenario_choices(model: Model, as_of: date) -> tuple[ScenarioChoice, ...]:
    """Return the scenarios of the pack as seen from a day."""
    base = model.base(as_of)
    return tuple(_choice(base, each) for each in model.pack.scenarios)


def target_choices(model: Model, as_of: date) -> tuple[TargetChoice, ...]:
    """Return the registers, then the risks, in the order of the pack."""
    base, pack = model.base(as_of), model.pack
    weights = register_weights(base.scored.state)
    known = coverage(base.scored.reliability, weights).tolist()
    limit = pack.assumptions.low_coverage.value
    registers = [
        TargetChoice(each.id, each.title, each.id, None, is_thin=not share >= limit)
        for each, share in zip(pack.registers, known, strict=True)
    ]
    return (*registers, *(_risk_choice(each, as_of) for each in pack.risks))


def _risk_choice(risk: Risk, as_of: date) -> TargetChoice:
    by = resolves_on(risk, as_of)
    is_dated = text.names_day(risk.title, by)
    return TargetChoice(risk.id, risk.title, risk.register_id, by, is_dated)


def usable_settings(
    model: Model, as_of: date, settings: Settings
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the settings that differ from baseline, or none and what is wrong.

    One that cannot be assumed discards them all, so that no half of a scenario
    passes for the whole.
    """
    try:
        checked = risks.check_settings(model.pack, settings, "what-if")
    except ProblemsError as error:
        return {}, tuple(f"{each}".rstrip("?.") + "." for each in error.problems)
    return changed_settings(model.base(as_of), checked), ()


def changed_settings(base: Baseline, settings: Settings) -> dict[str, float]:
    """Leave out what lies within half a step of its mark: that is its reading.

    A treatment that takes what it takes anyhow is left out too: its share while it is
    under way, nothing otherwise. In the order of the pack.
    """
    names = in_pack_order(base.pack, settings)
    return {each: settings[each] for each in names if _moves(base, each, settings)}


def _moves(base: Baseline, name: str, settings: Settings) -> bool:
    if name in base.pack.treatment_places:
        return settings[name] != base.under_way.get(name, 0.0)
    indicator = base.pack.indicator(name)
    distance = abs(settings[name] - resting_value(base, indicator))
    has_mark = base.scored.state.value(name) is not None
    return not has_mark or distance > slider_step(indicator) / 2


def slider_step(indicator: Indicator) -> float:
    """Return the stated step, or 1, 2 or 5 times a power of ten in 100 to 250 steps."""
    if indicator.step is not None:
        return indicator.step
    finest = (indicator.highest - indicator.lowest) / STEPS_OF_A_SCALE
    power = floor(log10(finest))
    digit = max(each for each in (1, 2, 5) if each <= finest / 10**power * 1.000001)
    return float(f"{digit}e{power}")


def _lever(base: Baseline, indicator: Indicator) -> Lever:
    place = base.pack.indicator_place(indicator.id)
    age = float(base.scored.age_days[place])
    posts = four_posts(indicator)
    return Lever(
        id=indicator.id,
        title=indicator.title,
        unit=indicator.unit,
        register_id=indicator.register_id,
        is_headline=indicator.lever,
        lowest=indicator.lowest,
        highest=indicator.highest,
        step=slider_step(indicator),
        posts=posts,
        bounds=posts[1:],
        bands=indicator.bands if indicator.kind is Kind.JUDGED else (),
        baseline=base.scored.state.value(indicator.id),
        observed_on=base.scored.state.observed_on(indicator.id),
        is_stale=bool(base.scored.is_stale[place]),
        age_days=None if isnan(age) else int(age),
        resting=resting_value(base, indicator),
    )


def resting_value(base: Baseline, indicator: Indicator) -> float:
    """Return where an unset slider stands, on its scale."""
    reading = base.scored.state.value(indicator.id)
    if reading is None:
        return value_at_score(indicator.no_news, indicator)
    return min(max(reading, indicator.lowest), indicator.highest)


def _choice(base: Baseline, scenario: Scenario) -> ScenarioChoice:
    settings = settings_of(base.pack, scenario)
    named = (base.pack.treatment(each) for each in scenario.treatment_ids)
    return ScenarioChoice(
        id=scenario.id,
        title=scenario.title,
        story=scenario.story,
        signposts=scenario.signposts,
        treatments=tuple(each.title for each in named if each.id not in settings),
        settings=changed_settings(base, settings),
    )
