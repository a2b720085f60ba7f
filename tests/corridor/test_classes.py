import pytest

from risks.corridor import outcome_classes, outcomes
from tests.builders import make_funding_source
from tests.corridor.futures import framed, risk_on, route, stage_of, with_hits

KINDS = outcome_classes(24)

# The target, 31 December 2028, lies 28.5 months ahead; late ends at 52.5.
RISKS = (
    risk_on("EA1", "east", delay=30, cost=0),
    risk_on("EA2", "east", delay=50, cost=0),
    risk_on("WE2", "west", delay=50, cost=0),
    risk_on("BT1"),
)
PACK = route(
    risks=RISKS,
    stages=(stage_of("east", 12), stage_of("west", 12, cost_usd_m=None)),
    funding_sources=(
        make_funding_source(
            stage_ids=("east",), amount_usd_m=200, lost_to=("BT1",), lost_share=1.0
        ),
    ),
)


def kind(hits, pack=PACK):
    found = outcomes(with_hits(framed(pack, months=70), hits))
    (only,) = [each.kind.id for each in found.classes if each.count]
    return only


@pytest.mark.parametrize(
    ("hits", "wanted"),
    [
        ({}, "on-time-funded"),
        ({"BT1": 1}, "on-time-short"),
        ({"EA1": 1}, "late-funded"),
        ({"EA1": 1, "BT1": 1}, "late-short"),
        ({"EA2": 1}, "one-link-missing"),
        ({"EA2": 1, "BT1": 1}, "one-link-missing"),
        ({"EA2": 1, "WE2": 1}, "several-links-missing"),
    ],
)
def test_every_path_belongs_to_the_first_class_whose_rule_it_meets(hits, wanted):
    assert kind(hits) == wanted


def test_shares_sum_to_one_and_keep_the_order_of_the_rules():
    hits = {"BT1": [1] * 5 + [61] * 11, "EA1": [1] * 9 + [61] * 7}
    classes = outcomes(with_hits(framed(PACK), hits)).classes
    assert [each.kind for each in classes] == list(KINDS)
    assert [each.count for each in classes] == [7, 0, 4, 5, 0, 0]
    assert sum(each.share.value for each in classes) == 1


def test_titles_and_rules_tell_the_classes_apart():
    for field in ("id", "title", "rule"):
        assert len({getattr(each, field) for each in KINDS}) == len(KINDS)


def test_the_pack_says_for_how_long_a_late_opening_is_late():
    hits = {"EA2": 1}
    assert kind(hits) == "one-link-missing"
    header = PACK.header.model_copy(update={"late_months": 36})
    longer = PACK.model_copy(update={"header": header})
    assert kind(hits, longer) == "late-funded"
