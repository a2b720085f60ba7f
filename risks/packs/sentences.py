"""What a record's validator found, in words for the analyst who wrote the file."""

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from risks.errors import Problem, nearest_hint
from risks.model.base import ID_PATTERN, URL_PATTERN
from risks.packs.draft import Loc

Sentence = tuple[str, str]
SHOWN_CHARACTERS = 60
SENTENCE_CHARACTERS = 300

NEEDED = {
    "string_type": "text in quotes is needed",
    "int_type": "a whole number is needed",
    "int_parsing": "a whole number is needed",
    "int_parsing_size": "a smaller number is needed",
    "int_from_float": "a whole number is needed",
    "float_type": "a number is needed",
    "float_parsing": "a number such as 12.5 is needed",
    "finite_number": "a finite number is needed",
    "bool_type": "true or false is needed, without quotes",
    "tuple_type": "a list in [ ] is needed",
    "dict_type": "a table of names and values is needed",
    "model_type": "a table of fields is needed",
    "date_type": "a day without quotes such as 2026-08-15 is needed",
}
# Values whose Python spelling would puzzle the reader of a TOML file.
SHOWN: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "nothing",
    bool: lambda value: "true" if value else "false",
    dict: lambda _: "a table",
    list: lambda _: "a list",
    tuple: lambda _: "a list",
    date: date.isoformat,
    time: time.isoformat,
}
BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
PATTERNS = {
    ID_PATTERN: ("an id", "an id is letters and digits, in words joined by hyphens"),
    URL_PATTERN: (
        "a web address",
        "it must start with http:// or https:// and hold no spaces",
    ),
    r"^[A-Z]{2}$": ("a country code", "two capital letters are needed"),
    r"^[A-Z]{2,3}$": ("a register code", "two or three capital letters are needed"),
}


def problems_of(
    error: ValidationError, model: type[BaseModel], where: Callable[[Loc], str]
) -> Iterator[Problem]:
    """Yield a problem for each thing wrong with a record.

    ``where`` puts the path of a field within the record into words.
    """
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # its members were refused one by one already
        what, hint = sentence(detail, model)
        yield Problem(where(detail["loc"]), what, hint)


def sentence(detail: Any, model: type[BaseModel]) -> Sentence:
    """Return what was found and what is allowed instead."""
    kind, found = detail["type"], shown(detail["input"])
    context = detail.get("ctx", {})
    if kind in NEEDED:
        return f"found {found}", NEEDED[kind]
    if kind in BOUNDS:
        key, words = BOUNDS[kind]
        return f"found {found}", f"it must be {words} {context[key]:g}"
    if kind in ("literal_error", "enum"):
        return f"found {found}", f"allowed: {context['expected']}"
    if kind == "is_instance_of":  # how a strict validator refuses a member of an enum
        members: Any = model.model_fields[detail["loc"][-1]].annotation
        return (
            f"found {found}",
            f"allowed: {', '.join(repr(str(one)) for one in members)}",
        )
    if kind == "extra_forbidden":
        return "is not a known field", _nearest_field(model, detail["loc"])
    if kind == "string_pattern_mismatch":
        noun, rule = PATTERNS.get(context["pattern"], ("allowed here", ""))
        return f"{found} is not {noun}", rule
    return _plain_sentence(detail, context)


def _plain_sentence(detail: Any, context: dict[str, Any]) -> Sentence:
    match detail["type"]:
        case "missing":
            return "is missing", ""
        case "string_too_short" | "too_short":
            return "is empty", ""
        case "string_too_long":
            found = f"has {len(detail['input'])} characters"
            return found, f"at most {context['max_length']} are allowed"
        case "value_error":
            return str(context["error"])[:SENTENCE_CHARACTERS], ""
    return f"found {shown(detail['input'])}", f"not allowed here: {detail['msg']}"


def shown(value: object) -> str:
    """Return a value as a reader of the file would write it, shortened."""
    for kind, words in SHOWN.items():
        if isinstance(value, kind):
            return words(value)
    if isinstance(value, int) and abs(value) >= 10**SHOWN_CHARACTERS:
        return f"a number of more than {SHOWN_CHARACTERS} digits"
    text = repr(value)
    if len(text) > SHOWN_CHARACTERS:
        return f"{text[: SHOWN_CHARACTERS - 2]}…{text[-1]}"
    return text


def spoken(loc: Loc) -> str:
    """Return the path of a field in words: ``judgements 1, likely``."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        elif part != "[key]":
            parts.append(shown(str(part))[1:-1])
    return ", ".join(parts)


def _nearest_field(model: type[BaseModel], loc: Loc) -> str:
    holder = _model_at(model, loc[:-1])
    if holder is None:
        return ""
    known = list(holder.model_fields)
    return nearest_hint(str(loc[-1]), known) or f"known fields: {', '.join(known)}"


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """Return the record type that a path within a record leads to."""
    for part in loc:
        if isinstance(part, int):
            continue
        inner = _inner_model(model.model_fields[part].annotation)
        if inner is None:
            return None
        model = inner
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_inner_model(each) for each in get_args(annotation))
    return next((each for each in found if each), None)
