"""A sheet made by hand, and what a reader of a PDF or a page would see."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from risks.brief import Chart, Row, Section, Sheet, Tile
from risks.brief.curve import Curve, chart

TARGET = date(2028, 12, 31)
FIRST = date(2026, 11, 18)
SOON = "https://example.org/notes"


def curve(as_of=FIRST, half=date(2031, 3, 1), months=96):
    days = [as_of.toordinal() + 30.4 * each for each in range(months + 1)]
    shares = [min(1.0, (each / months) ** 2) for each in range(months + 1)]
    return Curve(as_of, tuple(days), tuple(shares), half)


def sheet(text="A text", rows=3, url=SOON):
    """Return a brief that says a text wherever a user's words can stand."""
    tables = [
        Section("Movers", ("Risk", "How", "By"), (Row((text,) * 3, url),) * rows, n, "")
        for n in (1, 0, 1, 1, 0)
    ]
    causes = (Row(("New judgements", "+19", "0", "+29", "0", text)),) * 6
    heads = ("Cause", "Opening, days", "Points", "Gap, USD m", "Joint", "Behind it")
    whole = Section("Why", heads, causes, wide=5, empty="", is_whole=True)
    drawn = chart(curve(), curve(date(2026, 11, 11)), TARGET)
    return Sheet(
        title=text,
        subtitle="Week 2026-W47",
        day=FIRST,
        notice="Draft",
        tiles=(Tile("Half are open by", "18 Nov 2031", text),) * 4,
        chart=Chart(drawn.title, drawn.svg, text),
        sections=(tables[0], whole, *tables[1:]),
        closing=(text, text),
        stamp=(text, "pack 0123"),
        anchor="log up to entry 7:" + "a" * 64,
    )


def long_minutes(text, rows):
    """Return minutes of several pages."""
    made = sheet(text, rows)
    return replace(made, chart=None, tiles=(), paragraphs=(text,) * rows)


class _Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.texts, self.tags = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def seen_in(page):
    """Return the texts and the tags a browser would find."""
    seen = _Seen()
    seen.feed(page)
    return seen
