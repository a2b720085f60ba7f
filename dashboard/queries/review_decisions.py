"""The section of an agenda about decisions: those to take, and those taken."""

from collections.abc import Mapping
from typing import Any

from dashboard.queries import review_parts as lay
from dashboard.queries import review_words as say
from dashboard.queries.review_parts import Row, Section

EFFECT_HOW = (
    "What the treatments a decision names change together, simulated on the same "
    "futures as the headline; ± is two standard errors of the paired difference."
)
TOGETHER = "Its treatments"


def decisions(
    report: Mapping[str, Any], risks: Mapping[str, str], *, is_whole: bool
) -> Section:
    """Return what is to be decided, and what was since the last review.

    Parameters
    ----------
    risks
        Titles by id.
    is_whole
        Whether the effects have been worked out.
    """
    found = lay.section(
        "decisions",
        "What is to be decided?",
        ["Question", "Why now", TOGETHER, "Due", ""],
        [_asked(each, risks, is_whole=is_whole) for each in report["decisions"]],
        empty="Nothing was put off and no line is reached.",
    )
    said = [*report["decisions"], *report["decisions_taken"]]
    found["how"] = EFFECT_HOW if any(each["treatment_ids"] for each in said) else ""
    rows = [
        _taken(each, risks, is_whole=is_whole) for each in report["decisions_taken"]
    ]
    heads = ["Question", "Decision", TOGETHER, "Dissent", "Why"]
    if rows:
        found["tables"].append({"title": "Decided", "heads": heads, "rows": rows})
    return found


def _asked(each: Mapping[str, Any], risks: Mapping[str, str], *, is_whole: bool) -> Row:
    entry = each["entry"]
    return [
        _question(each, risks),
        f"put off in entry {entry}" if entry else "line reached",
        _effect(each, is_whole=is_whole),
        say.day(each["due_on"]),
        lay.act("decide", "Decide", each["id"]),
    ]


def _taken(each: Mapping[str, Any], risks: Mapping[str, str], *, is_whole: bool) -> Row:
    said = f"by {each['decided_by']}: {each['choice']}"
    return [
        _question(each, risks),
        f"decided on {say.day(each['decided_on'])} {said}",
        _effect(each, is_whole=is_whole),
        each["dissent"] or "none",
        each["reason"],
    ]


def _question(each: Mapping[str, Any], risks: Mapping[str, str]) -> str:
    """Return what is asked; of a position, with its number's name in words."""
    outcome, title = each["outcome"], str(each["title"])
    if not outcome:
        return title
    risk = risks.get(outcome)
    named = f"Chance of {outcome} {risk}" if risk else say.name(outcome)
    return f"{named}{title.removeprefix(outcome)}"


def _effect(each: Mapping[str, Any], *, is_whole: bool) -> Any:
    """Return what a decision's treatments change, a phrase a line."""
    if not each["treatment_ids"]:
        return "none named"
    return lay.phrases(each["effect_words"]) if is_whole else "being worked out"
