"""The weekly brief: one page of a review for those who were not there, and its minutes.

A sheet is plain text in tables (``Sheet``). It is set as PDF by a fixed template that
is handed the sheet as JSON, so that no text of a user ever becomes markup, or written
as HTML with every text escaped. Both are functions of the review alone: the same
review gives the same bytes on any day.

The minutes are a sheet of their own. The brief leaves the room; who was there, what was
said and who dissented need not.
"""

from risks.brief.content import Matter, brief_of, matter_of, minutes_of
from risks.brief.files import BriefError, write_whole
from risks.brief.filing import as_file
from risks.brief.letter import letter
from risks.brief.page import page
from risks.brief.plain import plain_text
from risks.brief.sheets import Chart, Row, Section, Sheet, Tile
from risks.brief.typeset import on_one_page, typeset

__all__ = [
    "BriefError",
    "Chart",
    "Matter",
    "Row",
    "Section",
    "Sheet",
    "Tile",
    "as_file",
    "brief_of",
    "letter",
    "matter_of",
    "minutes_of",
    "on_one_page",
    "page",
    "plain_text",
    "typeset",
    "write_whole",
]
