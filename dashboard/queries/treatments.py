"""What could be done: the pack's treatments by register and risk.

What no source states stays empty; for an effect the reader then assumes a share, of
which the pack's own words for weak, medium and strong give three.
"""

from dataclasses import dataclass

from dashboard.queries.model import Model
from risks.model import Register, Risk, Treatment

STRENGTHS = {"1": "weak", "2": "medium", "3": "strong"}


@dataclass(frozen=True)
class TreatmentChoice:
    """One treatment; ``effect`` is the share of its risk's monthly rate, 0 to 1."""

    id: str
    title: str
    response: str
    owner: str
    cost_usd_m: float | None
    lead_time_months: float | None
    effect: float | None


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
        risks = [risk for each in self.registers for risk in each.risks]
        return sum(len(each.treatments) for each in risks)


def treatment_choices(model: Model) -> TreatmentChoices:
    """Return the treatments in the order of the pack."""
    pack = model.pack
    found = (_register(each, pack.risks, pack.treatments) for each in pack.registers)
    brakes = pack.assumptions.damping_share
    return TreatmentChoices(
        registers=tuple(each for each in found if each.risks),
        shares=tuple(
            ShareChoice(STRENGTHS[step], brakes.value[step]) for step in STRENGTHS
        ),
        reason=brakes.reason,
    )


def _register(
    register: Register, risks: tuple[Risk, ...], treatments: tuple[Treatment, ...]
) -> TreatedRegister:
    own = [each for each in risks if each.register_id == register.id]
    treated = [_risk(each, treatments) for each in own]
    return TreatedRegister(
        register.id, register.title, tuple(each for each in treated if each.treatments)
    )


def _risk(risk: Risk, treatments: tuple[Treatment, ...]) -> TreatedRisk:
    own = tuple(_choice(each) for each in treatments if each.risk_id == risk.id)
    return TreatedRisk(risk.id, risk.title, own)


def _choice(treatment: Treatment) -> TreatmentChoice:
    return TreatmentChoice(
        id=treatment.id,
        title=treatment.title,
        response=treatment.response,
        owner=treatment.owner,
        cost_usd_m=treatment.cost_usd_m,
        lead_time_months=treatment.lead_time_months,
        effect=treatment.effect,
    )
