"""Time one peer in a process of its own: ``peers_probe.py pyfair < question.json``.

Runs in an environment that holds the peer and nothing of ours; prints JSON lines. Each
time is a median of several rounds in seconds, after the import and one warm-up.
"""

import json
import math
import resource
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import Any


def seconds(call: Callable[[], object], rounds: int) -> float:
    """Return the median time of one call, after one that warms up."""
    call()
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        call()
        taken.append(perf_counter() - start)
    return median(taken)


def tell(**fields: Any) -> None:
    """Print one finding at once, so that what comes later cannot lose it."""
    print(json.dumps(fields), flush=True)


def pyfair(asked: dict[str, Any]) -> None:
    """Time independent models: with two inputs each, and with a whole tree."""
    model_of = import_module("pyfair").FairModel

    small = {"Loss Event Frequency": (0.1, 0.3, 0.8), "Loss Magnitude": (1, 4, 9)}
    whole = {
        "Contact Frequency": (2, 5, 9),
        "Probability of Action": (0.1, 0.3, 0.8),
        "Control Strength": (0.3, 0.5, 0.8),
        "Threat Capability": (0.2, 0.4, 0.9),
        "Primary Loss": (1, 4, 9),
        "Secondary Loss Event Frequency": (0.1, 0.2, 0.4),
        "Secondary Loss Event Magnitude": (1, 2, 5),
    }

    def models(inputs: dict[str, tuple[float, float, float]]) -> object:
        made = []
        for seed in range(asked["models"]):
            model = model_of(str(seed), asked["paths"], random_seed=seed + 1)
            for name, (low, mode, high) in inputs.items():
                model.input_data(name, low=low, mode=mode, high=high)
            made.append(model.calculate_all().export_results())
        return made

    for what, inputs in (("two inputs", small), ("seven inputs", whole)):
        tell(what=what, seconds=seconds(partial(models, inputs), 5))


def squigglepy(asked: dict[str, Any]) -> None:
    """Time the samples of every risk: its chance, whether it happens, its delay."""
    sq: Any = import_module("squigglepy")

    paths = asked["paths"]

    def futures() -> object:
        found = []
        for risk in asked["risks"]:
            chance = sq.sample(sq.pert(*risk["chance"]), n=paths)
            happens = sq.sample(sq.uniform(0, 1), n=paths) < chance
            found.append(happens * sq.sample(sq.pert(*risk["delay"]), n=paths))
        return sum(found)

    def events() -> object:
        return [
            sq.sample(sq.bernoulli(r["chance"][1]), n=paths) for r in asked["risks"]
        ]

    tell(what="chance, event and delay", seconds=seconds(futures, 9))
    tell(what="events of one chance each", seconds=seconds(events, 3))


def pyagrum(asked: dict[str, Any]) -> None:
    """Time exact inference on ever larger nets, until memory or patience ends."""
    gum: Any = import_module("pyagrum")

    most = asked["bytes"]
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for net in asked["nets"]:
        made = unrolled(gum, net)
        try:
            taken, chances = inferred(gum, made, net)
        except (Exception, MemoryError) as error:  # a C++ bad_alloc comes as Exception
            tell(what=len(net["rates"]), failed=str(error) or "out of memory")
            return
        tell(what=len(net["rates"]), seconds=taken, chances=chances)


def unrolled(gum: Any, net: dict[str, Any]) -> Any:
    """Return a net with a yes-or-no for every risk and month: has it happened?

    A noisy-OR of what had happened the month before, itself for certain.
    """
    count, months = len(net["rates"]), net["months"]
    made = gum.BayesNet()
    for month in range(months + 1):
        for place, rate in enumerate(net["rates"]):
            node = gum.LabelizedVariable(f"{place}at{month}", "", 2)
            if month:
                made.addNoisyORNet(node, -math.expm1(-rate))
                made.addWeightedArc(f"{place}at{month - 1}", f"{place}at{month}", 1.0)
            else:
                made.add(node)
    for month in range(1, months + 1):
        for source, target, rate in net["links"]:
            arc = f"{source}at{month - 1}", f"{target}at{month}"
            made.addWeightedArc(*arc, -math.expm1(-rate))
    for place in range(count):
        made.cpt(f"{place}at0").fillWith([1, 0])
    return made


def inferred(gum: Any, made: Any, net: dict[str, Any]) -> tuple[float, list[float]]:
    """Return the time of an exact inference, and the chances by the last month."""
    last = [f"{place}at{net['months']}" for place in range(len(net["rates"]))]

    def infer() -> list[float]:
        engine = gum.LazyPropagation(made)
        engine.setTargets(set(last))
        engine.makeInference()
        return [float(engine.posterior(name)[1]) for name in last]

    start = perf_counter()
    chances = infer()
    first = perf_counter() - start
    return (first if first > 1 else seconds(infer, 5)), chances


if __name__ == "__main__":
    {"pyfair": pyfair, "squigglepy": squigglepy, "pyagrum": pyagrum}[sys.argv[1]](
        json.load(sys.stdin)
    )
