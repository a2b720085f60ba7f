"""A brief as a letter that a mail program opens as a draft: no sender, no recipients.

The same sheet gives the same bytes: the date is the one handed in, and the marks
between the parts come from what is in them.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from risks.brief.filing import as_file
from risks.brief.plain import plain_text
from risks.brief.sheets import Sheet
from risks.brief.typeset import on_one_page

MARK_LENGTH = 40


def letter(sheet: Sheet, sent_on: datetime, name: str) -> bytes:
    """Return a brief as ``.eml``: text, HTML, and the PDF as a file of some name.

    Parameters
    ----------
    sent_on
        With a time zone; the instant of the close.
    name
        Of the attached file, plain letters only.

    Raises
    ------
    BriefError
        If the sheet cannot be set.
    """
    short = on_one_page(sheet)
    pdf = as_file(sheet, ".pdf", is_short=True)
    made = EmailMessage(policy=SMTP)
    made["Subject"] = f"{sheet.title}, {sheet.subtitle}"
    made["Date"] = format_datetime(sent_on)
    made["X-Unsent"] = "1"  # mail programs then open it to be written on and sent
    made.set_content(plain_text(short), cte="quoted-printable")
    html = as_file(sheet, ".html", is_short=True).decode()
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    made.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    for place, part in enumerate(made.walk()):
        if part.is_multipart():
            part.set_boundary(_mark(place, pdf, html))
    return made.as_bytes()


def _mark(place: int, pdf: bytes, html: str) -> str:
    digest = sha256(pdf + html.encode()).hexdigest()
    return f"araxes-{place}-{digest[:MARK_LENGTH]}"
