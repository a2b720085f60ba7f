"""What the simulated futures say on the board, beside those of an earlier day.

The same draws stand behind both days, so that most of the chance in a change cancels
out. The numbers are kept between runs: the board is the first page a server draws, and
two days of futures take longer to simulate than to read back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from dashboard.cache import key_of, remember
from dashboard.queries.compared import Then
from dashboard.queries.figures import MONTH_DAYS, ROUNDING, Figure, Pair, told
from dashboard.queries.future_details import HeldUpAnswer, late_after
from dashboard.queries.futures import milestones
from dashboard.queries.history import code_hash
from dashboard.queries.model import Model
from dashboard.queries.simulated import baseline_outcomes, outcomes_over
from risks.corridor import (
    Outcomes,
    held_up,
    p_by,
    percentile,
)
from risks.model.columns import Floats
from risks.simulation.model import DEFAULT_PATHS, DEFAULT_SEED

SEEN = 0.01  # the chance from which on a year end is worth naming
SURE = 0.99  # nothing new is said by a year end after one as sure as this


@dataclass(frozen=True)
class OpeningDay:
    """The day by which a share of the futures has opened; none = after the end.

    ``was`` is what the earlier day said. ``days`` counts how much later that is now:
    days, since the months of each start from its own as_of. ``days_se`` is the standard
    error of that difference, and ``told`` says whether it is more than chance.
    """

    share: float
    day: date | None
    was: date | None
    se_months: float | None
    days: int | None
    days_se: float | None
    told: str


@dataclass(frozen=True)
class OpenBy:
    """The chance, 0-1, that the corridor is open by a day, on both days.

    ``chance`` is none where the day lies after the simulated months or before as_of.
    """

    day: date
    is_target: bool
    chance: Figure | None


@dataclass(frozen=True)
class Missing:
    """The funding gap in million USD: half of the futures stay under ``p50``."""

    p50: Figure
    p80: Figure


@dataclass(frozen=True)
class BoardFutures:
    """The futures of a day with nothing assumed, beside those of an earlier day.

    Attributes
    ----------
    end
        The last simulated day.
    half, most
        When half and when four fifths of the futures have opened.
    by
        The chance by the target, then by the first year ends that have one.
    gap
        None where no cost is published.
    needed, unjudged
        How many links the opening waits for, and the titles of those among them that
        nobody has judged: with one of these it never opens.
    stages
        The day by which half of the futures opened each link; none = after the end.
    late_after, late_share, held_up
        The day that parts late futures from the others, how many are late, and what
        set them apart, the largest difference first.
    """

    paths: int
    as_of: date
    end: date
    half: OpeningDay
    most: OpeningDay
    by: tuple[OpenBy, ...]
    gap: Missing | None
    needed: int
    unjudged: tuple[str, ...]
    stages: dict[str, date | None]
    late_after: date
    late_share: float
    held_up: tuple[HeldUpAnswer, ...]


KEPT: TypeAdapter[BoardFutures] = TypeAdapter(BoardFutures)


def board_futures(model: Model, as_of: date, then: Then) -> BoardFutures:
    """Return what the futures of a day say, from the cache where it has them."""
    # A treatment under way gives a pack a hash of its own, on each of the days.
    hashes = model.base(as_of).pack.hash, then.base.pack.hash
    made = (*hashes, as_of, then.day, DEFAULT_PATHS, DEFAULT_SEED)

    def make() -> BoardFutures:
        return remember(
            model.cache_folder,
            key_of("board-futures", code_hash(), *made),
            lambda: simulated(model, as_of, then),
            write=to_json,
            read=from_json,
        )

    return model.once(f"board-futures-{then.day}-{hashes}", as_of, make)


def simulated(model: Model, as_of: date, then: Then) -> BoardFutures:
    """Simulate both days and compare them."""
    now = baseline_outcomes(model, as_of)
    pair = Pair(outcomes_over(model, then.base), now)
    parted = late_after(now)
    return BoardFutures(
        paths=now.corridor.frame.setup.paths,
        as_of=as_of,
        end=now.end,
        half=_opening(pair, 0.5),
        most=_opening(pair, 0.8),
        by=tuple(_by(pair)),
        gap=_gap(pair),
        needed=len(now.corridor.opening),
        unjudged=tuple(_unjudged(now)),
        stages={name: each.day for name, each in now.stages.items()},
        late_after=parted,
        late_share=1.0 - p_by(now, parted).value,
        held_up=tuple(late_ones(now, parted)),
    )


def late_ones(found: Outcomes, parted: date) -> Iterator[HeldUpAnswer]:
    """Return the risks that held up more of the late futures than of the others."""
    for each in held_up(found, parted):
        if each.late > (each.early or 0.0):
            yield HeldUpAnswer(each.risk_id, each.late, each.early)


def to_json(found: BoardFutures) -> Any:
    """Return futures as JSON."""
    return KEPT.dump_python(found, mode="json")


def from_json(kept: Any) -> BoardFutures:
    """Read futures back; raises on anything ``to_json`` does not write."""
    return KEPT.validate_python(kept)


def _unjudged(found: Outcomes) -> Iterator[str]:
    for place in found.corridor.opening:
        stage = found.corridor.pack.stages[place]
        if stage.condition != "open" and stage.remaining_months is None:
            yield stage.title


def _opening(pair: Pair, share: float) -> OpeningDay:
    months = pair.figure(lambda found: found.plan.line, percentile(share))
    was, day = (_day(each, share) for each in (pair.before, pair.after))
    days = (day - was).days if day and was else None
    se = None if months.change_se is None else months.change_se * MONTH_DAYS
    return OpeningDay(
        share=share,
        day=day,
        was=was,
        se_months=months.se,
        days=days,
        days_se=se,
        told="moved" if days is None else told(days, max(se or 0.0, ROUNDING)),
    )


def _day(found: Outcomes, share: float) -> date | None:
    return next(each.day for each in found.opening if each.share == share)


def _by(pair: Pair) -> Iterator[OpenBy]:
    """Return the chance by the target, and by the first two year ends that have one."""
    target, *year_ends = milestones(
        pair.after.corridor.pack.header.target_opening, pair.after.end
    )
    yield OpenBy(target, is_target=True, chance=_chance_by(pair, target))
    seen = ((each, _chance_by(pair, each)) for each in year_ends)
    worth = [(day, each) for day, each in seen if each and (each.value or 0) >= SEEN]
    for place, (day, chance) in enumerate(worth[:2]):
        if place == 0 or (worth[0][1].value or 0) < SURE:
            yield OpenBy(day, is_target=False, chance=chance)


def _chance_by(pair: Pair, day: date) -> Figure | None:
    if not pair.as_of < day <= pair.after.end:
        return None
    return pair.named(f"p-by-{day}")


def _gap(pair: Pair) -> Missing | None:
    before, after = pair.before.money, pair.after.money
    if before is None or after is None:
        return None
    found = [pair.figure(_missing, percentile(each)) for each in (0.5, 0.8)]
    return Missing(*found)


def _missing(found: Outcomes) -> Floats:
    if found.money is None:
        raise ValueError("no cost is published")
    return found.money.gap
