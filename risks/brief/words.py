"""Numbers, days and texts as the brief prints them."""

from datetime import date
from unicodedata import category

OPENING, GAP, JOINT = "opening-p50", "funding-gap-p50", "joint-confidence"
BY, BY_TARGET = "p-by-", "p-by-target"
UNSEEN = ("Cc", "Cf", "Co", "Cs")
KEPT = "\u200c\u200d"  # Persian is not written without these
LEAST_SHARE = 0.0005  # what would be rounded to 0.0 %
MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


def clean(text: str) -> str:
    """Return a text on one line, with nothing in it that a reader cannot see."""
    shown = (
        "\ufffd" if category(each) in UNSEEN and each not in KEPT else each
        for each in " ".join(text.split())
    )
    return "".join(shown)


def shortened(text: str, letters: int) -> str:
    """Return a text of some letters at most; what was cut off ends in an ellipsis."""
    if len(text) <= letters:
        return text
    return text[: max(letters - 1, 0)].rstrip() + "…"


def day_words(day: date) -> str:
    """Return a day as ``18 Nov 2026``, whatever the language of the machine."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def share_words(share: float) -> str:
    """Return a chance 0-1 in percent; one that is not sure is never rounded to sure."""
    if share < LEAST_SHARE:
        return "under 0.1 %"
    if share > 1 - LEAST_SHARE:
        return "over 99.9 %"
    return f"{100 * share:.1f} %"


def signed(value: float, digits: int) -> str:
    """Return a change with its sign; ``0`` for one that rounds to nothing."""
    if round(value, digits) == 0:
        return "0"
    return f"{value:+.{digits}f}".replace("-", "\u2212")


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def label(name: str) -> str:
    """Return what a headline number is, in words."""
    if name.startswith(BY) and name != BY_TARGET:
        return f"Chance open by {day_words(date.fromisoformat(name[len(BY) :]))}"
    words = {
        OPENING: "Half of the futures are open by",
        GAP: "Funding gap, half lie below",
        JOINT: "On time and within budget",
        BY_TARGET: "Chance open by the target",
    }
    return words.get(name, name)
