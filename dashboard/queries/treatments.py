"""What could be done: the pack's treatments by register and risk.

What no source states stays empty; for an effect the reader then assumes a share, of
which the pack's own words for weak, medium and strong give three.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.queries.model import Model
from risks.corridor import day_after
from risks.model import Pack, Register, Risk, Treatment
from risks.reviews.treated import Applied, applied
from risks.workspace import Decision, Recorded

STRENGTHS = {"1": "weak", "2": "medium", "3": "strong"}


@dataclass(frozen=True)
class UnderWay:
    """A treatment that a decision has approved, or an action has carried out.

    Attributes
    ----------
    share
        What it takes with nothing assumed, 0 to 1; 0 while it is not counted.
    since
        The day it was approved, or the day it was done.
    decision, decided_by, decided_on
        The decision behind it; empty and none for an action without one.
    counts_from
        The day from which it takes its share: done, or its lead time over.
    judged_on
        The day of the judgement of its risk that knows it already; none where it is
        news, or where no effect is stated.
    """

    share: float
    since: date
    decision: str
    decided_by: str
    decided_on: date | None
    counts_from: date
    judged_on: date | None


@dataclass(frozen=True)
class TreatmentChoice:
    """One treatment; ``effect`` is the share of its risk's monthly rate, 0 to 1.

    ``under_way`` is none for what nobody has approved or done.
    """

    id: str
    title: str
    response: str
    owner: str
    cost_usd_m: float | None
    lead_time_months: float | None
    effect: float | None
    under_way: UnderWay | None = None


@dataclass(frozen=True)
class TreatedRisk:
    """A risk and what could be done about it."""

    id: str
    title: str
    treatments: tuple[TreatmentChoice, ...]


@dataclass(frozen=True)
class TreatedRegister:
    """The risks of a register about which something could be done."""

    id: str
    title: str
    risks: tuple[TreatedRisk, ...]


@dataclass(frozen=True)
class ShareChoice:
    """A share, 0 to 1, that can be assumed where none is stated."""

    word: str
    share: float


@dataclass(frozen=True)
class TreatmentChoices:
    """Every treatment of the pack, and the shares that may be assumed with reason."""

    registers: tuple[TreatedRegister, ...]
    shares: tuple[ShareChoice, ...]
    reason: str

    @property
    def count(self) -> int:
        """Return how many treatments there are."""
        return len(self._all)

    @property
    def under_way(self) -> int:
        """Return how many of them count with nothing assumed."""
        found = (each.under_way for each in self._all)
        return sum(each is not None and each.share > 0 for each in found)

    @property
    def _all(self) -> list[TreatmentChoice]:
        risks = [risk for each in self.registers for risk in each.risks]
        return [each for risk in risks for each in risk.treatments]


def treatment_choices(model: Model, as_of: date) -> TreatmentChoices:
    """Return the treatments in the order of the pack, seen from a day."""
    with model.steady():
        pack, under_way = model.pack, treatments_under_way(model, as_of)
    found = (_register(each, pack, under_way) for each in pack.registers)
    brakes = pack.assumptions.damping_share
    return TreatmentChoices(
        registers=tuple(each for each in found if each.risks),
        shares=tuple(
            ShareChoice(STRENGTHS[step], brakes.value[step]) for step in STRENGTHS
        ),
        reason=brakes.reason,
    )


def treatments_under_way(model: Model, as_of: date) -> dict[str, UnderWay]:
    """Return what the log has under way on a day, by treatment id; none without one."""
    if model.log is None:
        return {}
    with model.steady():
        entries, base, pack = model.entries, model.base(as_of), model.pack
    found = {}
    for treatment_id, how in applied(entries, as_of).items():
        if treatment_id not in pack.treatment_places:
            continue  # said about another version of the pack
        treatment = pack.treatment(treatment_id)
        share = base.under_way.get(treatment_id, 0.0)
        judged = pack.risk(treatment.risk_id).judgement_on(as_of).judged_on
        is_known = treatment.effect is not None and not share
        found[treatment_id] = _under_way(
            how, entries, treatment, share, judged if is_known else None
        )
    return found


def _under_way(
    how: Applied,
    entries: tuple[Recorded, ...],
    treatment: Treatment,
    share: float,
    judged_on: date | None,
) -> UnderWay:
    said = [each.payload for each in entries if each.seq in how.entries]
    decision = next((each for each in said if isinstance(each, Decision)), None)
    starts = how.done_on or day_after(how.known_on, treatment.lead_time_months or 0.0)
    return UnderWay(
        share=share,
        since=how.done_on or how.known_on,
        decision=decision.id if decision else "",
        decided_by=decision.decided_by if decision else "",
        decided_on=decision.decided_on if decision else None,
        counts_from=starts,
        judged_on=judged_on,
    )


def _register(
    register: Register, pack: Pack, under_way: Mapping[str, UnderWay]
) -> TreatedRegister:
    own = [each for each in pack.risks if each.register_id == register.id]
    treated = [_risk(each, pack, under_way) for each in own]
    return TreatedRegister(
        register.id, register.title, tuple(each for each in treated if each.treatments)
    )


def _risk(risk: Risk, pack: Pack, under_way: Mapping[str, UnderWay]) -> TreatedRisk:
    own = tuple(
        _choice(each, under_way.get(each.id))
        for each in pack.treatments
        if each.risk_id == risk.id
    )
    return TreatedRisk(risk.id, risk.title, own)


def _choice(treatment: Treatment, under_way: UnderWay | None) -> TreatmentChoice:
    return TreatmentChoice(
        id=treatment.id,
        title=treatment.title,
        response=treatment.response,
        owner=treatment.owner,
        cost_usd_m=treatment.cost_usd_m,
        lead_time_months=treatment.lead_time_months,
        effect=treatment.effect,
        under_way=under_way,
    )
