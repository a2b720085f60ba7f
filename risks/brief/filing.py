"""A sheet as the bytes of a file of some ending."""

from risks.brief.files import BriefError
from risks.brief.page import page
from risks.brief.sheets import Sheet, cut
from risks.brief.typeset import STEPS, on_one_page, typeset


def as_file(sheet: Sheet, ending: str, *, is_short: bool = False) -> bytes:
    """Return a sheet as ``.pdf`` or ``.html``; a short one cut to a page.

    HTML has no page to fill, so it is cut to as much as a page could hold.

    Raises
    ------
    BriefError
        For another ending, and where the sheet cannot be set.
    """
    if ending.lower() == ".pdf":
        return typeset(on_one_page(sheet) if is_short else sheet)
    if ending.lower() == ".html":
        return page(cut(sheet, *STEPS[0]) if is_short else sheet).encode()
    raise BriefError(f"a brief is a .pdf or a .html file, not {ending!r}")
