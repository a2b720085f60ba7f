"""A sheet as PDF, by typst and a fixed template.

The template gets the sheet as JSON. Its texts are values there and never source, so no
text of a user can be markup, code or the name of a file. Only the fonts that come with
typst are used, so that the same sheet gives the same bytes on every machine; they hold
Latin, Cyrillic, Greek, Armenian, Georgian and Arabic letters.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from risks.brief.files import BriefError
from risks.brief.sheets import Sheet, cut

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATE = Path(__file__).with_name("brief.typ")
# Rows a table and letters a text, from what reads best to what always fits.
STEPS = ((8, 160), (7, 140), (6, 130), (5, 120), (4, 110), (3, 100), (2, 90), (1, 80))
LAST_STEP = (0, 40)
LONGEST_RUN = 22  # letters without a break before one is allowed
BREAK = "\u200b"
KEPT = ("anchor", "svg", "url", "name")  # texts in which a break would do harm
PAGES = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")


def typeset(sheet: Sheet) -> bytes:
    """Return a sheet as a tagged PDF of as many pages as it needs.

    Raises
    ------
    BriefError
        If typst cannot set it.
    """
    from typst import Compiler, TypstError

    compiler = Compiler(TEMPLATE.read_bytes(), TEMPLATE.parent, _fonts())
    moment = datetime.combine(sheet.day, time.min, UTC)
    given = {"sheet": source(sheet)}
    try:
        made = compiler.compile(format="pdf", sys_inputs=given, timestamp=moment)
    except TypstError as error:
        raise BriefError(f"the sheet cannot be set: {error.message}") from error
    if not isinstance(made, bytes):
        raise BriefError("typst gave something that is no PDF")
    return made


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=False)


def on_one_page(sheet: Sheet) -> Sheet:
    """Return a sheet cut so far that its PDF has one page.

    As many rows as fit; each table says how many it leaves to the minutes.

    Raises
    ------
    BriefError
        If it does not fit even without rows.
    """
    for each in _shorter(sheet):
        if pages(typeset(each)) == 1:
            return each
    raise BriefError("the brief does not fit on one page, even without its tables")


def pages(content: bytes) -> int:
    """Return how many pages a PDF of ``typeset`` says it has."""
    found = PAGES.search(content)
    if found is None:
        raise BriefError("the PDF does not say how many pages it has")
    return int(found[1])


def _shorter(sheet: Sheet) -> Iterator[Sheet]:
    for rows, letters in (*STEPS, LAST_STEP):
        yield cut(sheet, rows, letters)


def source(sheet: Sheet) -> str:
    """Return a sheet as the JSON that the template reads."""
    said: dict[str, Any] = asdict(sheet)
    said["date"] = [sheet.day.year, sheet.day.month, sheet.day.day]
    said["name"] = said["title"]
    said.pop("day")
    for section, each in zip(said["sections"], sheet.sections, strict=True):
        section["more_words"] = each.more_words
        for row, given in zip(section["rows"], each.rows, strict=True):
            row["url"] = given.link
    return json.dumps(_breakable(said), ensure_ascii=True)


def _breakable(value: Any) -> Any:
    """Return values whose texts can be broken where they have no spaces."""
    if isinstance(value, dict):
        return {
            name: each if name in KEPT else _breakable(each)
            for name, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_breakable(each) for each in value]
    return broken(value) if isinstance(value, str) else value


def broken(text: str) -> str:
    """Return a text with a place to break after every so many letters of a word."""
    return " ".join(map(_broken_word, text.split(" ")))


def _broken_word(word: str) -> str:
    if len(word) <= LONGEST_RUN:
        return word
    starts = range(0, len(word), LONGEST_RUN // 2)
    return BREAK.join(word[at : at + LONGEST_RUN // 2] for at in starts)
