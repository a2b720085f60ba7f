"""A sheet as plain text: tiles, tables and a chart, before any layout."""

from dataclasses import dataclass, replace
from datetime import date

from risks.brief.words import shortened


@dataclass(frozen=True)
class Tile:
    """A headline number: what it is, its value, and how it moved."""

    label: str
    value: str
    change: str


@dataclass(frozen=True)
class Row:
    """A row of a table; ``url`` is where its wide cell leads, if anywhere."""

    cells: tuple[str, ...]
    url: str = ""

    @property
    def link(self) -> str:
        """Return where it leads if that is http or https; nothing otherwise."""
        return self.url if self.url.startswith(("http://", "https://")) else ""


@dataclass(frozen=True)
class Section:
    """A table under a title.

    Attributes
    ----------
    wide
        Place of the column that takes the space the others leave.
    empty
        What to say where there are no rows.
    more
        How many rows were left out, which are said to be in the minutes.
    is_whole
        Whether its rows belong together, so that none is ever left out.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    wide: int
    empty: str
    more: int = 0
    is_whole: bool = False

    @property
    def more_words(self) -> str:
        """Return what is said of the rows left out; nothing if none were."""
        if not self.more:
            return ""
        return f"and {self.more} more in the minutes" if self.rows else self._none

    @property
    def _none(self) -> str:
        return f"{self.more} in the minutes"


@dataclass(frozen=True)
class Chart:
    """A picture as SVG, and the same in words."""

    title: str
    svg: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """A brief, or minutes.

    Attributes
    ----------
    notice
        What a reader must know first, such as that the week is not closed.
    day
        The review's day, which is the document's date too.
    paragraphs
        Text that stands as it was said.
    closing
        Sentences after the tables.
    stamp, anchor
        What it was made from, and number and hash of the log's last entry.
    """

    title: str
    subtitle: str
    day: date
    notice: str = ""
    tiles: tuple[Tile, ...] = ()
    chart: Chart | None = None
    paragraphs: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    stamp: tuple[str, ...] = ()
    anchor: str = ""


def cut(sheet: Sheet, rows: int, letters: int) -> Sheet:
    """Return a sheet with so many rows a table, and so many letters a text, at most."""
    return replace(
        sheet,
        title=shortened(sheet.title, letters),
        tiles=tuple(
            Tile(
                *(shortened(x, letters) for x in (each.label, each.value, each.change))
            )
            for each in sheet.tiles
        ),
        sections=tuple(_cut(each, rows, letters) for each in sheet.sections),
        closing=tuple(shortened(each, 2 * letters) for each in sheet.closing),
        stamp=tuple(shortened(each, 2 * letters) for each in sheet.stamp),
    )


def _cut(section: Section, rows: int, letters: int) -> Section:
    kept = section.rows if section.is_whole else section.rows[:rows]
    return replace(
        section,
        rows=tuple(_short(section, each, letters) for each in kept),
        more=section.more + len(section.rows) - len(kept),
    )


def _short(section: Section, row: Row, letters: int) -> Row:
    """Return a row with its wide cell cut to some letters, the others to half."""
    return replace(
        row,
        cells=tuple(
            shortened(cell, letters if place == section.wide else letters // 2)
            for place, cell in enumerate(row.cells)
        ),
    )
