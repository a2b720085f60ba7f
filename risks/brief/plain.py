"""A sheet as plain text, for the part of a letter that every program can show."""

from collections.abc import Iterator
from textwrap import wrap

from risks.brief.sheets import Row, Section, Sheet

WIDTH = 76
INDENT = "  "


def plain_text(sheet: Sheet) -> str:
    """Return a sheet as lines of text; a row is its cells under their column's name."""
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield from (sheet.title, sheet.subtitle)
    if sheet.notice:
        yield from ("", *_wrapped(sheet.notice))
    if sheet.tiles:
        yield ""
    for tile in sheet.tiles:
        yield from _wrapped(f"{tile.label}: {tile.value} ({tile.change})")
    if sheet.chart:
        yield from ("", *_wrapped(f"{sheet.chart.title} {sheet.chart.words}"))
    for each in sheet.paragraphs:
        yield from ("", *_wrapped(each))
    for section in sheet.sections:
        yield from ("", section.title.upper(), *_rows(section))
    for each in sheet.closing:
        yield from ("", *_wrapped(each))
    yield from ("", *_wrapped("; ".join(sheet.stamp)), sheet.anchor)


def _rows(section: Section) -> Iterator[str]:
    if not (section.rows or section.more):
        yield from _wrapped(section.empty)
    for row in section.rows:
        yield from _wrapped(f"- {_cells(section, row)}", INDENT)
        if row.link:
            yield f"{INDENT}{row.link}"
    if section.more_words:
        yield section.more_words


def _cells(section: Section, row: Row) -> str:
    """Return a row's first cell, then the others, each after its column's name."""
    first, *others = zip(section.columns, row.cells, strict=True)
    named = (f"{column}: {cell}" for column, cell in others if cell)
    return "; ".join([first[1], *named])


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Return a text as lines; a longer word, such as a hash, is never broken."""
    return wrap(
        text,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
