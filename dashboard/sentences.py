"""Errors in words for whoever asked: one line, not too long, ended like a sentence."""

from pydantic import ValidationError

from risks.errors import ProblemsError, RisksError

LONGEST = 400


def sentence(error: RisksError, longest: int = LONGEST) -> str:
    """Return an error's words, every problem it holds among them."""
    shown = str(error)
    if isinstance(error, ProblemsError):
        shown = "; ".join(str(each) for each in error.problems)
    shown = " ".join(shown.split())[:longest]
    return shown if shown.endswith((".", "?", "!")) else f"{shown}."


def unreadable(what: str, error: ValidationError) -> str:
    """Return the first problem of a body that is no ``what``, and how many follow."""
    found = error.errors(include_url=False, include_input=False)
    place = ".".join(str(each) for each in found[0]["loc"])
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    where = f" at {place[:80]}" if place else ""
    return f"The {what} cannot be read{where}: {found[0]['msg']}{more}."
