"""What sliders do not move: the stages that count, who sits on what, and the draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
import numpy.typing as npt

from risks.corridor.months import months_until
from risks.model import Pack, Range, Stage
from risks.model.columns import Floats, Ints
from risks.simulation import Frame
from risks.simulation.draws import pert

FOR_GOOD = 2**14  # longer than any simulation, and still a month that int16 can add


@dataclass(frozen=True)
class Corridor:
    """The corridor of a frame; make one and keep it as long as the frame.

    Draws are keyed by name alone, so a stage or risk that is added changes no other's.
    """

    frame: Frame

    @property
    def pack(self) -> Pack:
        """Return the pack it was made from."""
        return self.frame.base.pack

    @cached_property
    def stage_places(self) -> dict[str, int]:
        """Return the place of every stage in the pack."""
        return {each.id: place for place, each in enumerate(self.pack.stages)}

    @cached_property
    def needs(self) -> dict[int, list[int]]:
        """Return what each stage needs; keys in an order in which needs come first."""
        places = self.stage_places
        needs = {
            places[each.id]: [places[need] for need in each.needs]
            for each in self.pack.stages
        }
        return {
            place: needs[place] for place in TopologicalSorter(needs).static_order()
        }

    @cached_property
    def opening(self) -> Ints:
        """Return the places of the stages with which the corridor opens.

        Those the pack names, else its main line, and all that these need.
        """
        named = self.pack.header.opening_stages or [
            each.id for each in self.pack.stages if each.on_main_line
        ]
        found = {self.stage_places[each] for each in named}
        for place in reversed(self.needs):
            if place in found:
                found.update(self.needs[place])
        return _whole(sorted(found))

    @cached_property
    def costed(self) -> Ints:
        """Return the places of the unfinished stages whose cost is published."""
        return _whole(
            place
            for place, each in enumerate(self.pack.stages)
            if each.cost_usd_m and each.condition != "open"
        )

    @cached_property
    def touches(self) -> npt.NDArray[np.bool_]:
        """Return which risk holds up which stage itself, shape (stages, risks).

        What acts on works only by making other risks likelier counts with those.
        """
        found = np.zeros((len(self.pack.stages), len(self.pack.risks)), dtype=bool)
        for column, risk in enumerate(self.pack.risks):
            if risk.impact.delay_kind != "indirect":
                places = [self.stage_places[each] for each in risk.stage_ids]
                found[places, column] = True
        return found

    @cached_property
    def lengthens(self) -> npt.NDArray[np.bool_]:
        """Return which risk adds months to which stage, shape (stages, risks).

        What had happened by the day a stage was judged is in its months already, as
        news of that day is in a chance.
        """
        found = self.touches.copy()
        for column, happened in enumerate(self.frame.base.happened_on):
            for place, stage in enumerate(self.pack.stages if happened else ()):
                if happened and stage.judged_on and happened <= stage.judged_on:
                    found[place, column] = False
        return found

    @cached_property
    def is_waited(self) -> npt.NDArray[np.bool_]:
        """Return, per risk, whether its delay runs in parallel to others."""
        kinds = [each.impact.delay_kind for each in self.pack.risks]
        return np.array([each == "in-parallel" for each in kinds], dtype=bool)

    @cached_property
    def active(self) -> Ints:
        """Return for how many months each risk disturbs once it has happened.

        What was left undone by its deadline stays undone, as in the simulation.
        """
        risks = self.pack.risks
        return _whole(
            FOR_GOOD if each.deadline else each.active_months for each in risks
        )

    @cached_property
    def remaining(self) -> Floats:
        """Return the months each stage still takes by itself, (stages, paths).

        Counted from as_of: the months since the stage was judged are used up. 0 for
        an open stage, infinite where nobody has judged it.
        """
        return self._table(self._remaining(each) for each in self.pack.stages)

    @cached_property
    def delay(self) -> Floats:
        """Return the months each risk delays works if it happens, (risks, paths)."""
        risks = self.pack.risks
        return self._table(
            self._pert("delay", r.id, r.impact.delay_months) for r in risks
        )

    @cached_property
    def hit_cost(self) -> Floats:
        """Return what each risk costs if it happens, million USD, (risks, paths)."""
        risks = self.pack.risks
        return self._table(
            self._pert("cost-of", r.id, r.impact.cost_usd_m) for r in risks
        )

    @cached_property
    def trade_loss(self) -> Floats:
        """Return the share of trade each active risk takes, 0 to 1, (risks, paths)."""
        found = self._table(
            self._pert("trade-loss", each.id, each.impact.trade_loss_pct)
            for each in self.pack.risks
        )
        return np.clip(found / 100, 0.0, 1.0)

    @cached_property
    def stage_cost(self) -> Floats:
        """Return the cost of the ``costed`` stages, million USD, (costed, paths)."""
        stages = [self.pack.stages[place] for place in self.costed]
        return self._table(
            self._pert("cost", each.id, each.cost_usd_m)
            for each in stages
            if each.cost_usd_m
        )

    @cached_property
    def cargo_mt(self) -> Floats:
        """Return the cargo of a full undisturbed year, million tonnes, (paths,)."""
        return self._pert("cargo", "full-year", self.pack.assumptions.cargo_mt.value)

    def _remaining(self, stage: Stage) -> Floats:
        if stage.condition == "open":
            return np.zeros(self.frame.setup.paths)
        if stage.remaining_months is None or stage.judged_on is None:
            return np.full(self.frame.setup.paths, np.inf)
        used_up = -months_until(self.frame.base.as_of, stage.judged_on)
        drawn = self._pert("stage", stage.id, stage.remaining_months)
        return np.maximum(drawn - used_up, 0.0)

    def _pert(self, kind: str, name: str, judged: Range) -> Floats:
        setup = self.frame.setup
        return pert(setup.seed, f"{kind}/{name}", setup.paths, judged)

    def _table(self, rows: Iterable[Floats]) -> Floats:
        return np.array(list(rows), dtype=float).reshape(-1, self.frame.setup.paths)


def _whole(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
