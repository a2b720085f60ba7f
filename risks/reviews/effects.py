"""What the treatments that a decision names would change, together, and their cost.

Simulated on the same futures as the review's numbers, from its day on and on top of
the treatments under way. An effect that no source states is never made up: the
treatment is named among those without one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from risks.corridor import Outcomes, paired_se
from risks.futures import Futures, Measure, measure
from risks.model import Pack, Treatment
from risks.reviews.numbers import View, plain

OPENING, GAP, BY = "opening-p50", "funding-gap-p50", "p-by-"
FEWEST_ERRORS = 2.0  # a smaller difference may be the simulation's own
NO_EFFECT = "no source states an effect; assume one in What-if"
# What a change above and below nothing is called.
HALF_SHOWN = 0.5  # million USD; less is shown as less than one
LEAST = "under 0.1"
WAYS = {OPENING: ("later", "earlier"), GAP: ("more", "less")}
LIKELIER = ("more likely", "less likely")


@dataclass(frozen=True)
class Shift:
    """How far a number would move; ``se`` is that of the paired difference.

    Months after the review's day, a share 0-1, or million USD. None where a number is
    not known, such as an opening after the simulated months.
    """

    name: str
    before: float | None
    after: float | None
    se: float | None

    @property
    def change(self) -> float | None:
        """Return after less before."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def is_distinguishable(self) -> bool:
        """Return whether it is more than the simulation's own error."""
        if not self.change:
            return False
        return self.se is None or abs(self.change) >= FEWEST_ERRORS * self.se


@dataclass(frozen=True)
class Effect:
    """What some treatments would change together.

    Attributes
    ----------
    unstated
        Those for which no source states an effect.
    unknown
        Ids that this version of the pack does not have.
    cost_usd_m
        Sum of the stated costs of what is decided on; None if none is stated.
    uncosted
        Those among them whose cost no source states.
    counted
        Those with a stated effect; ``shifts`` are theirs, empty without any.
    under_way
        Those the review's numbers hold already, so that they change nothing more.
    superseded
        Approved ones that a later judgement knows of, or a later decision took back.
    """

    unstated: tuple[str, ...]
    unknown: tuple[str, ...]
    cost_usd_m: float | None
    uncosted: tuple[str, ...]
    counted: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()


class Effects:
    """Tells the effect of any treatments on one review; the draws are made once."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def _futures(self) -> Futures:
        return Futures(self.view.base, self.view.draws.setup(self.view.base))

    def of(self, treatment_ids: Iterable[str]) -> Effect:
        """Return what some treatments would change, together."""
        ids, base = sorted(set(treatment_ids)), self.view.base
        new = [x for x in _named(base.pack, ids) if x.id not in base.under_way]
        settings = {x.id: x.effect for x in new if x.effect is not None}
        return replace(
            _costed(base.pack, ids, new),
            counted=tuple(settings),
            under_way=tuple(x for x in ids if x in base.under_way),
            shifts=self._shifts({}, settings) if settings else (),
        )

    def of_taken(self, treatment_ids: Iterable[str]) -> Effect:
        """Return what approved treatments change in the numbers that hold them."""
        ids, base = sorted(set(treatment_ids)), self.view.base
        named = _named(base.pack, ids)
        without = {x.id: 0.0 for x in named if x.id in base.under_way}
        stated = [x.id for x in named if x.effect is not None]
        return replace(
            _costed(base.pack, ids, named),
            counted=tuple(without),
            superseded=tuple(x for x in stated if x not in without),
            shifts=self._shifts(without, {}) if without else (),
        )

    def _shifts(
        self, old: Mapping[str, float], new: Mapping[str, float]
    ) -> tuple[Shift, ...]:
        before, after = (
            self._futures.outcomes(each) if each else self.view.outcomes
            for each in (old, new)
        )
        pack = self.view.base.pack
        names = (OPENING, f"{BY}{pack.header.target_opening}", GAP)
        return tuple(_shift(x, measure(pack, x), before, after) for x in names)


def in_words(effect: Effect, stated_cost_usd_m: float | None = None) -> tuple[str, ...]:
    """Return an effect and its cost as phrases.

    Parameters
    ----------
    stated_cost_usd_m
        What the decision itself says it costs, which then counts.
    """
    said = list(_shift_phrases([x for x in effect.shifts if _is_told(x)]))
    notes = (
        (effect.unstated, NO_EFFECT),
        (effect.under_way, "under way already, and in the numbers"),
        (
            effect.superseded,
            "not in the numbers, since a later judgement or decision counts",
        ),
        (effect.unknown, "not in this version of the pack"),
    )
    said += [f"{', '.join(ids)}: {note}" for ids, note in notes if ids]
    if stated_cost_usd_m is not None:
        return (*said, f"cost {_money(stated_cost_usd_m)}, as the decision says")
    return (*said, *_cost_words(effect))


def _shift_phrases(shifts: Sequence[Shift]) -> Iterator[str]:
    """Yield a phrase for each number that moves, then one for all that do not."""
    still = [x for x in shifts if x.change is not None and not x.is_distinguishable]
    yield from (_shift_words(each) for each in shifts if each not in still)
    if still:
        names = ", ".join(_short(each.name) for each in still)
        yield f"{names}: not distinguishable from no change"


def _named(pack: Pack, ids: Iterable[str]) -> list[Treatment]:
    known = {each.id: each for each in pack.treatments}
    return [known[each] for each in ids if each in known]


def _costed(pack: Pack, ids: Iterable[str], new: Sequence[Treatment]) -> Effect:
    """Return an effect of which only what is stated is known, and the costs."""
    costs = [x.cost_usd_m for x in new if x.cost_usd_m is not None]
    return Effect(
        unstated=tuple(x.id for x in new if x.effect is None),
        unknown=tuple(x for x in ids if x not in pack.treatment_places),
        cost_usd_m=sum(costs) if costs else None,
        uncosted=tuple(x.id for x in new if x.cost_usd_m is None),
    )


def _shift(name: str, named: Measure, before: Outcomes, after: Outcomes) -> Shift:
    was, now = named.of(before), named.of(after)
    if was is None or now is None:
        return Shift(name, None, None, None)
    ends = plain(named.value(before)), plain(named.value(after))
    return Shift(name, ends[0], ends[1], paired_se(was, now, named.statistic))


def _is_told(each: Shift) -> bool:
    """Return whether there is anything to say of a number: a pack may lack money."""
    return each.before is not None or each.after is not None


def _shift_words(each: Shift) -> str:
    """Return ``half of the futures open about 0.4 months earlier (±0.1)``."""
    subject = _subject(each.name)
    if each.change is None:
        end = "earlier" if each.before is None else "later"
        return f"{subject} {end}, by more than the simulated months can tell"
    way = WAYS.get(each.name, LIKELIER)[each.change < 0]
    return f"{subject} {_amount(each)} {way}{_doubt(each)}"


def _subject(name: str) -> str:
    return {OPENING: "half of the futures open", GAP: "funding gap"}.get(
        name, "open by the target"
    )


def _short(name: str) -> str:
    return {OPENING: "opening", GAP: "funding gap"}.get(name, "chance by the target")


def _amount(each: Shift) -> str:
    size = abs(each.change or 0.0)
    if each.name == GAP:
        return f"about {_money(size)}" if size >= HALF_SHOWN else "under USD 1m"
    shown, unit = (size, "months") if each.name == OPENING else (100 * size, "points")
    told = _tenths(shown)
    return f"{told} {unit}" if told == LEAST else f"about {told} {unit}"


def _tenths(size: float) -> str:
    """Return a size with one digit; nothing that is there is shown as nothing."""
    return f"{size:.1f}" if round(size, 1) else LEAST


def _doubt(each: Shift) -> str:
    """Return two standard errors in the unit of what they doubt."""
    if each.se is None:
        return ""
    error = FEWEST_ERRORS * each.se
    if each.name == GAP:
        return f" (±{error:,.0f})" if error >= HALF_SHOWN else " (±under 1)"
    return f" (±{_tenths(error if each.name == OPENING else 100 * error)})"


def _money(usd_m: float) -> str:
    return f"USD {usd_m:,.0f}m"


def _cost_words(effect: Effect) -> list[str]:
    if not (effect.counted or effect.unstated or effect.superseded):
        return []
    if effect.cost_usd_m is None:
        return ["cost unknown"]
    known = f"cost {_money(effect.cost_usd_m)}"
    if not effect.uncosted:
        return [known]
    return [f"{known}, unknown for {', '.join(effect.uncosted)}"]
