"""Our futures against pyfair, squigglepy and pyagrum, each in an isolated environment.

``python -m tests.benchmarks.peers`` needs uv and a package index; a peer that cannot
be had is named in words. ``--quick`` asks for smaller networks.

What is compared is said in each table: none of the peers does the same as we do.
Ours simulates links, months and outcomes; pyfair's models are yearly losses without
time or links; squigglepy samples the risks without links; pyagrum is exact, with the
links, for risks whose chances are certain and whose links stay on.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from risks import baseline, what_if
from risks.model import Pack
from risks.model.columns import Floats
from risks.simulation import Calibration, Frame, Setup, simulate
from tests.benchmarks.measuring import (
    FULL_PATHS,
    PATHS,
    is_quick,
    print_machine,
    print_ratio,
    print_time,
    seconds,
    shipped,
)
from tests.benchmarks.simulation import draw_and_run, full_run, new_corridor
from tests.builders import PUBLISHED_ON, make_judgement, make_pack, make_risk

PROBE = Path(__file__).with_name("peers_probe.py")
NUMBERS = ("numpy==2.4.6", "scipy==1.17.1")
PEERS = {
    "pyfair": ("pyfair==0.1a13", "pandas==3.1.1", *NUMBERS),
    "squigglepy": ("squigglepy==0.30", *NUMBERS),
    "pyagrum": ("pyagrum==3.3.1", *NUMBERS),
}
MODELS = 30
NET_MONTHS = 12
NET_SIZES, QUICK_SIZES = (4, 6, 8, 10, 12, 14, 16), (4, 6, 8)
NET_BYTES = 6 * 2**30
PATIENCE = 180  # seconds a peer may take, its installation included


@dataclass(frozen=True)
class Answer:
    """What a peer's process found, and in words why it ended early, if it did."""

    found: list[dict[str, Any]]
    trouble: str


def ask(peer: str, question: dict[str, Any]) -> Answer:
    """Run the probe in an environment of its own that holds the peer."""
    uv = shutil.which("uv")
    if uv is None:
        return Answer([], "uv is not on the path")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    command = [uv, "run", "--quiet", "--isolated", "--no-project", "--python", python]
    for each in PEERS[peer]:
        command += ["--with", each]
    command += ["python", "-W", "ignore", str(PROBE), peer]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        out = late.stdout or b""
        text = out if isinstance(out, str) else out.decode()
        return Answer(_lines(text), f"stopped after {PATIENCE} s")
    words = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
    return Answer(_lines(done.stdout), words[0] if done.returncode else "")


def _lines(text: str) -> list[dict[str, Any]]:
    """Return the whole lines of what a peer told."""
    whole = text[: text.rfind("\n") + 1]
    return [json.loads(each) for each in whole.splitlines() if each.startswith("{")]


def against_pyfair(rounds: int) -> None:
    """Print ours beside independent yearly models."""
    print(
        f"\npyfair: {MODELS} independent models of {PATHS:,} draws, no time, no links"
    )
    ours = seconds(full_run(PATHS), rounds)
    answer = ask("pyfair", {"models": MODELS, "paths": PATHS})
    print_time("ours, 40 risks, links, 60 months, outcomes", ours)
    for each in answer.found:
        print_time(f"pyfair, {each['what']} a model", each["seconds"])
        print_ratio("times as fast", each["seconds"] / ours, "≥ 5")
    _print_trouble("pyfair", answer)


def against_squigglepy(rounds: int) -> None:
    """Print ours, drawn anew and on kept draws, beside samples without links."""
    print(f"\nsquigglepy: {PATHS:,} samples of the 40 risks, no time, no links")
    ours = seconds(full_run(PATHS), rounds)
    anew = seconds(partial(draw_and_run, PATHS), rounds)
    answer = ask("squigglepy", {"paths": PATHS, "risks": _ranges()})
    print_time("ours, links, 60 months, outcomes, kept draws", ours)
    print_time("ours, the same with every draw made anew", anew)
    for each in answer.found:
        print_time(f"squigglepy, {each['what']}", each["seconds"])
        print_ratio("times as fast, kept draws", each["seconds"] / ours)
        print_ratio("times as fast, draws made anew", each["seconds"] / anew)
    _print_trouble("squigglepy", answer)


def _ranges() -> list[dict[str, list[float]]]:
    """Return the judged chance and delay of every shipped risk."""
    found = []
    for risk in shipped().pack.risks:
        judged, delay = risk.judgements[-1], risk.impact.delay_months
        chance = [judged.low, judged.likely, judged.high]
        found.append({"chance": chance, "delay": [delay.low, delay.likely, delay.high]})
    return found


def against_pyagrum(rounds: int) -> None:
    """Print ours beside exact inference, as the number of risks grows."""
    sizes = QUICK_SIZES if is_quick() else NET_SIZES
    print(
        f"\npyagrum: exact inference (LazyPropagation), {NET_MONTHS} months unrolled;"
        f"\nours at {FULL_PATHS:,} paths; shipped risks with most triggers among them"
    )
    print(
        f"{'risks':>6}{'links':>7}{'exact ms':>12}{'ours ms':>9}{'rms difference':>16}"
    )
    packs = [linked_pack(size) for size in sizes]
    answer = ask(
        "pyagrum", {"bytes": NET_BYTES, "nets": [_net(pack) for pack in packs]}
    )
    for pack, each in zip(packs, answer.found, strict=False):
        row = f"{len(pack.risks):>6}{len(pack.triggers):>7}"
        if "failed" in each:
            print(f"{row}   not within {NET_BYTES / 2**30:.0f} GB ({each['failed']})")
            continue
        ours, chance = _ours(pack, rounds)
        apart = np.sqrt(np.mean((chance - np.array(each["chances"])) ** 2))
        print(f"{row}{1000 * each['seconds']:>12.1f}{1000 * ours:>9.1f}{apart:>16.5f}")
    _print_trouble("pyagrum", answer)


def linked_pack(size: int) -> Pack:
    """Return the shipped risks with most triggers, their chances taken as certain.

    All are events within a year whose links stay on: what a net of yes and no can say.
    """
    pack = shipped().pack
    ups = [each for each in pack.triggers if each.strength > 0]
    kept = [each.id for each in pack.risks]
    while len(kept) > size:
        inside = [x for x in ups if x.from_id in kept and x.to_id in kept]
        ends = [end for each in inside for end in (each.from_id, each.to_id)]
        kept.remove(min(kept, key=ends.count))
    risks = tuple(_certain(pack, each) for each in kept)
    among = tuple(x for x in ups if x.from_id in kept and x.to_id in kept)
    nothing = ("signals", "treatments", "readings", "events", "calendar", "scenarios")
    bare: dict[str, Any] = dict.fromkeys(nothing, ())
    fields = {"assumptions": pack.assumptions, "risks": risks, "triggers": among}
    return make_pack(**bare, funding_sources=(), **fields)


def _certain(pack: Pack, risk_id: str) -> Any:
    likely = pack.risks[pack.risk_place(risk_id)].judgements[-1].likely
    judged = make_judgement(low=likely, likely=likely, high=likely)
    return make_risk(id=risk_id, judgements=[judged], active_months=NET_MONTHS)


def _net(pack: Pack) -> dict[str, Any]:
    frame = Frame(baseline(pack, PUBLISHED_ON), Setup(16, NET_MONTHS, 1))
    arrows = frame.arrows
    links = zip(
        arrows.source.tolist(),
        arrows.target.tolist(),
        arrows.rate.tolist(),
        strict=True,
    )
    rates = frame.drawn.rate[:, 0].tolist()
    return {"rates": rates, "links": list(links), "months": NET_MONTHS}


def _ours(pack: Pack, rounds: int) -> tuple[float, Floats]:
    """Return the time of our simulation of a net, and its chances by the end."""
    base = baseline(pack, PUBLISHED_ON)
    frame, seen = Frame(base, Setup(FULL_PATHS, NET_MONTHS, 1)), what_if(base, {})
    one = np.ones(len(pack.risks))
    leaks = Calibration(one, one, one)
    taken = seconds(lambda: simulate(seen, frame, leaks), rounds)
    return taken, simulate(seen, frame, leaks).p_end


def _print_trouble(peer: str, answer: Answer) -> None:
    if answer.trouble:
        print(f"{peer} gave no more figures here: {answer.trouble}")


def main() -> None:
    """Ask each peer in turn, and print."""
    print_machine()
    rounds = 3 if is_quick() else 9
    full = new_corridor(PATHS)
    print(f"{len(full.pack.risks)} risks; peers pinned: {', '.join(map(_pin, PEERS))}")
    against_pyfair(rounds)
    against_squigglepy(rounds)
    against_pyagrum(rounds)


def _pin(peer: str) -> str:
    return PEERS[peer][0]


if __name__ == "__main__":
    main()
