"""Stated chances that the stated links contradict, and the smallest repair."""

from dataclasses import dataclass

from risks.model import Pack, Trigger
from risks.rates import Baseline
from risks.simulation.calibration import Calibration, chances, spans_of
from risks.simulation.model import DEFAULT_PATHS, Frame, Setup, arrows_of

TOLERANCE = 0.005  # half a point: nearer than that nobody states a chance


@dataclass(frozen=True)
class Conflict:
    """A risk whose links alone bring more than its stated chance.

    ``stated`` and ``implied`` are chances on its own span; ``links`` the triggers
    that disagree with it, strongest first; ``repair`` a sentence.
    """

    risk_id: str
    stated: float
    implied: float
    links: tuple[Trigger, ...]
    repair: str


def find_conflicts(
    base: Baseline, calibration: Calibration, seed: int, paths: int = DEFAULT_PATHS
) -> list[Conflict]:
    """Return every risk that no leak can bring down to its stated chance."""
    over = (calibration.leak == 0) & (
        calibration.simulated > calibration.stated + TOLERANCE
    )
    return [
        _conflict(base, calibration, place, (seed, paths))
        for place in range(len(over))
        if over[place]
    ]


def _conflict(
    base: Baseline, calibration: Calibration, place: int, draws: tuple[int, int]
) -> Conflict:
    risk_id = base.pack.risks[place].id
    stated = float(calibration.stated[place])
    implied = float(calibration.simulated[place])
    links = sorted(
        (
            each
            for each in base.pack.triggers
            if each.to_id == risk_id and each.strength > 0
        ),
        key=lambda each: -each.strength,
    )
    repair = f"state at least {implied:.3f} for {risk_id}"
    weaker = _weaker_link(base, calibration, place, links, draws)
    if weaker is not None:
        old, new = weaker
        step = f"to {new}" if new else "away"
        repair += f", or take {old.from_id} to {risk_id} from {old.strength} {step}"
    return Conflict(risk_id, stated, implied, tuple(links), repair)


def _weaker_link(
    base: Baseline,
    calibration: Calibration,
    place: int,
    links: list[Trigger],
    draws: tuple[int, int],
) -> tuple[Trigger, int] | None:
    """Return the smallest weakening of one link that resolves it, or nothing."""
    spans, (seed, paths) = spans_of(base), draws
    frame = Frame(base, Setup(paths, int(spans.max(initial=1)), seed))
    enough = calibration.stated[place] + TOLERANCE
    options = [
        (link.strength - new, link, new)
        for link in links
        for new in range(link.strength)
    ]
    for _, link, new in sorted(options, key=lambda each: each[0]):
        arrows = arrows_of(_with_strength(base.pack, link, new))
        if chances(frame, calibration.leak, spans, arrows)[place] <= enough:
            return link, new
    return None


def _with_strength(pack: Pack, link: Trigger, strength: int) -> Pack:
    kept = [each for each in pack.triggers if each != link]
    if strength:
        kept.append(link.model_copy(update={"strength": strength}))
    return pack.model_copy(update={"triggers": tuple(kept)})
