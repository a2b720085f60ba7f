"""Which texts may be recorded: how long, and made of which characters."""

from collections.abc import Iterator
from typing import Any
from unicodedata import category

from risks.errors import Problem

AUTHOR_CHARACTERS = 80
REASON_CHARACTERS = 2_000
TEXT_CHARACTERS = 2_000
PAYLOAD_BYTES = 64 * 1024
# Control characters, halves of surrogate pairs, line and paragraph separators.
REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
# These turn the order of what is read around, or cannot be seen at all. The joiners
# U+200C and U+200D stay: Persian is not written without them.
REFUSED_CHARACTERS = frozenset(
    "\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def author_problem(author: str) -> Problem | None:
    """Return why an author's name cannot stand, if so: 1 to 80 visible characters."""
    allowed = f"a name of 1 to {AUTHOR_CHARACTERS} visible characters is needed"
    if not any(category(each)[0] in "LNPS" for each in author):
        return Problem("author", "found no name", allowed)
    if len(author) > AUTHOR_CHARACTERS:
        return Problem("author", f"found {len(author):,} characters", allowed)
    return _refused_character("author", author, lines=False)


def text_problem(where: str, text: str, most: int = TEXT_CHARACTERS) -> Problem | None:
    """Return why a text cannot stand, if so; line breaks are allowed."""
    if len(text) > most:
        found = f"found {len(text):,} characters"
        return Problem(where, found, f"at most {most:,} are allowed")
    return _refused_character(where, text, lines=True)


def nested_text_problems(value: Any, where: str = "") -> Iterator[Problem]:
    """Yield what is wrong with each text in nested lists and tables."""
    if isinstance(value, str):
        problem = text_problem(where or "text", value)
        if problem:
            yield problem
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from nested_text_problems(str(key), where or "name")
            yield from nested_text_problems(inner, _within(where, str(key)))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value, start=1):
            yield from nested_text_problems(inner, f"{where} {place}".strip())


def _within(where: str, name: str) -> str:
    return f"{where}, {name}" if where else name


def _refused_character(where: str, text: str, *, lines: bool) -> Problem | None:
    for each in text:
        if each == "\n" and lines:
            continue
        if category(each) in REFUSED_CATEGORIES or each in REFUSED_CHARACTERS:
            found = f"found U+{ord(each):04X}, a control or invisible character"
            allowed = "letters, digits, signs and spaces"
            return Problem(
                where, found, f"allowed: {allowed}{' and line breaks' * lines}"
            )
    return None
