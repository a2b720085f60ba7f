"""A sheet as one HTML file that needs nothing else: no script, no outside host."""

from collections.abc import Iterator
from html import escape

from risks.brief.sheets import Row, Section, Sheet, Tile

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
STYLE = """
@page { size: A4; margin: 14mm }
body { font: 15px/1.4 system-ui, sans-serif; color: #1c2126; background: #fff;
  max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.1rem; margin: 1.4rem 0 .3rem }
.notice { border: 2px solid; padding: .4rem .6rem; font-weight: bold }
.tiles { display: grid; gap: .6rem; padding: 0; list-style: none;
  grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)) }
.tiles li { border: 1px solid #8d9299; padding: .5rem .6rem }
.tiles b { display: block; font-size: 1.4rem }
.mute, footer { color: #4d565e } footer { font-size: .8rem; margin-top: 1.5rem }
.wide { overflow-x: auto; overflow-wrap: normal }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem .25rem 0;
  border-bottom: 1px solid #c9c6bd; overflow-wrap: anywhere; min-width: 4.5rem }
th { border-bottom: 2px solid #1c2126; overflow-wrap: normal }
th.main { min-width: 13rem }
svg { max-width: 44rem; width: 100%; height: auto; display: block }
"""


def page(sheet: Sheet) -> str:
    """Return a sheet as a standalone HTML document, every text of it escaped.

    A row's address becomes a link only if it is http or https.
    """
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escape(sheet.title)}</title>"
    yield f"<style>{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{escape(sheet.title)}</h1>\n<p>{escape(sheet.subtitle)}</p>"
    if sheet.notice:
        yield f'<p class="notice">{escape(sheet.notice)}</p>'
    yield from _tiles(sheet.tiles)
    yield from (f"<p>{escape(each)}</p>" for each in sheet.paragraphs)
    if sheet.chart:
        yield f"<h2>{escape(sheet.chart.title)}</h2>\n{sheet.chart.svg}"
        yield f'<p class="mute">{escape(sheet.chart.words)}</p>'
    for each in sheet.sections:
        yield from _section(each)
    if sheet.closing:
        yield "<h2>Also</h2>"
    yield from (f"<p>{escape(each)}</p>" for each in sheet.closing)
    made_from = " · ".join((*sheet.stamp, sheet.anchor))
    yield f"</main>\n<footer>{escape(made_from)}</footer>"
    yield "</body>\n</html>"


def _tiles(tiles: tuple[Tile, ...]) -> Iterator[str]:
    if not tiles:
        return
    yield '<ul class="tiles">'
    for each in tiles:
        label, value, change = map(escape, (each.label, each.value, each.change))
        yield f"<li>{label} <b>{value}</b> {change}</li>"
    yield "</ul>"


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    if section.rows:
        yield '<div class="wide"><table>\n<thead><tr>'
        for place, name in enumerate(section.columns):
            main = ' class="main"' if place == section.wide else ""
            yield f'<th scope="col"{main}>{escape(name)}</th>'
        yield "</tr></thead>\n<tbody>"
        yield from (_row(section, each) for each in section.rows)
        yield "</tbody></table></div>"
    elif not section.more:
        yield f'<p class="mute">{escape(section.empty)}</p>'
    if section.more:
        yield f'<p class="mute">{escape(section.more_words)}</p>'


def _row(section: Section, row: Row) -> str:
    cells = [escape(each) for each in row.cells]
    if row.link:
        address = escape(row.link)
        text = cells[section.wide]
        cells[section.wide] = f'<a href="{address}" rel="noreferrer">{text}</a>'
    return "<tr>" + "".join(f"<td>{each}</td>" for each in cells) + "</tr>"
