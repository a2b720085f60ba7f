"""The links of the route, and the risks that sit on them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.queries.board_risks import RiskNow, by_id
from risks.model import Stage
from risks.rates import Baseline


@dataclass(frozen=True)
class Link:
    """One link between two stations.

    ``opening`` is the date its builder has published, or nothing; ``opening_text`` is
    how the source puts it; ``judged`` says whether its remaining months are. ``half``
    is the day by which half of the futures opened it; none = after the simulated
    months. ``risks`` are the open ones on it, likeliest first; ``recorded`` counts the
    decided ones too.
    """

    id: str
    title: str
    from_title: str
    to_title: str
    on_main_line: bool
    condition: str
    condition_text: str
    condition_on: date
    length_km: float | None
    opening: date | None
    opening_text: str
    judged: bool
    half: date | None
    source: str
    url: str | None
    grade: str
    risks: tuple[RiskNow, ...]
    recorded: int

    @property
    def above_half(self) -> int:
        """Return how many of its risks are more likely than not."""
        return sum(each.is_above_half for each in self.risks)


def links(
    base: Baseline, risks: Sequence[RiskNow], half: Mapping[str, date | None]
) -> tuple[Link, ...]:
    """Return every stage of the corridor with its open risks, in pack order.

    ``half`` holds the day by which half of the futures opened each stage.
    """
    pack, known = base.pack, by_id(risks)
    titles = {each.id: each.title for each in pack.stations}
    sitting: dict[str, list[RiskNow]] = {each.id: [] for each in pack.stages}
    for risk in pack.risks:
        for stage_id in risk.stage_ids:
            if known[risk.id].is_open:
                sitting[stage_id].append(known[risk.id])
    recorded = Counter(each for risk in pack.risks for each in risk.stage_ids)
    return tuple(
        _link(each, titles, half[each.id], (sitting[each.id], recorded[each.id]))
        for each in pack.stages
    )


def _link(
    stage: Stage,
    titles: dict[str, str],
    half: date | None,
    sitting: tuple[list[RiskNow], int],
) -> Link:
    risks, recorded = sitting
    return Link(
        id=stage.id,
        title=stage.title,
        from_title=titles[stage.from_id],
        to_title=titles[stage.to_id],
        on_main_line=stage.on_main_line,
        condition=stage.condition,
        condition_text=stage.condition_text,
        condition_on=stage.condition_on,
        length_km=stage.length_km,
        opening=stage.published_opening,
        opening_text=stage.published_text,
        judged=stage.remaining_months is not None,
        half=half,
        source=stage.source,
        url=stage.url,
        grade=stage.reliability + stage.credibility,
        risks=tuple(sorted(risks, key=lambda each: -(each.chance or 0.0))),
        recorded=recorded,
    )
