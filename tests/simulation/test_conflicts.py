"""Statements that disagree are named, with the gap and the smallest repair."""

import pytest

from risks import baseline, default_as_of, default_pack_folder, read_pack
from risks.simulation import calibrate
from risks.simulation.conflicts import find_conflicts
from tests.simulation.small import AS_OF, certain, pack_of

PATHS = 4096


def _found(pack, day=AS_OF):
    base = baseline(pack, day)
    return find_conflicts(base, calibrate(base, 1, PATHS), 1, PATHS)


def test_the_shipped_pack_agrees_with_itself():
    pack = read_pack(default_pack_folder())
    assert _found(pack, default_as_of(pack)) == []


def test_a_contradiction_names_its_links_the_gap_and_a_repair():
    pack = pack_of(
        certain("TW1", 0.9),
        certain("TW2", 0.05),
        certain("BT1", 0.1),
        arrows=[("TW1", "TW2", 3), ("BT1", "TW2", 1)],
    )
    (conflict,) = _found(pack)
    assert conflict.risk_id == "TW2"
    assert conflict.stated == pytest.approx(0.05)
    assert conflict.implied > conflict.stated + 0.05
    assert [(each.from_id, each.strength) for each in conflict.links] == [
        ("TW1", 3),
        ("BT1", 1),
    ]
    assert f"state at least {conflict.implied:.3f} for TW2" in conflict.repair
    assert "take TW1 to TW2 from 3" in conflict.repair


def test_the_repair_it_names_resolves_the_contradiction():
    arrows = [("TW1", "TW2", 2)]
    risks = (certain("TW1", 0.9), certain("TW2", 0.05))
    (conflict,) = _found(pack_of(*risks, arrows=arrows))
    assert "take TW1 to TW2 from 2 to 1" in conflict.repair
    assert _found(pack_of(*risks, arrows=[("TW1", "TW2", 1)])) == []
    stated = certain("TW2", round(conflict.implied, 3) + 0.001)
    assert _found(pack_of(risks[0], stated, arrows=arrows)) == []
