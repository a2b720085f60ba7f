"""The real compiler: hostile text stays text, one page stays one page."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from risks.brief import BriefError, as_file, on_one_page, typeset
from risks.brief.typeset import pages, source
from risks.brief.words import clean
from tests.brief.conftest import long_minutes, sheet

HOSTILE = (
    '#read("brief.typ")',
    '"); #panic("out") //',
    "\\u{41} \\ ` $x^2$ *bold* _under_ = Heading",
    "#import sys: inputs; #sys.inputs.sheet",
    "@label <label> ~ --- ... // /* [ ] { }",
    '@preview/cetz:0.3.0 #image("/etc/passwd")',
    "</style><script>alert(1)</script>&amp;",
    "Մեղրի ქართული تبریز Нахичевань Naxçıvan",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_set_as_text(text):
    content = typeset(sheet(clean(text)))
    assert content.startswith(b"%PDF-")
    assert clean(text).replace(" ", "") in _said(source(sheet(clean(text))))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_text_can_be_set_on_one_page(text):
    content = as_file(sheet(clean(text) or "-", rows=4), ".pdf", is_short=True)
    assert pages(content) == 1


@pytest.mark.parametrize("text", ["W" * 400, "many words " * 36, "漢" * 400, "x"])
def test_the_brief_has_one_page_and_says_what_is_missing(text):
    short = on_one_page(sheet(text, rows=40))
    assert pages(typeset(short)) == 1
    tables = [each for each in short.sections if not each.is_whole]
    assert all(len(each.rows) + each.more == 40 for each in tables)
    assert all("in the minutes" in each.more_words for each in tables)


def test_the_minutes_take_the_pages_they_need():
    assert pages(typeset(long_minutes("many words " * 36, 40))) > 1


def test_pages_are_counted_as_the_pdf_lists_them():
    content = typeset(long_minutes("many words " * 36, 40))
    assert pages(content) == len(re.findall(rb"/Type\s*/Page\b(?!s)", content))


def test_what_is_no_pdf_has_no_pages():
    with pytest.raises(BriefError, match="how many pages"):
        pages(b"nothing")


def test_the_same_sheet_gives_the_same_bytes():
    assert typeset(sheet()) == typeset(sheet())


def test_the_pdf_is_tagged_and_dated_by_the_review():
    content = typeset(sheet())
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert b"D:20261118" in content
    assert b"/JavaScript" not in content


def test_a_link_leads_where_the_row_says_and_nothing_else_is_linked():
    content = typeset(sheet("https://other.example/"))
    assert set(re.findall(rb"/URI\s*\((.*?)\)", content)) == {
        b"https://example.org/notes"
    }
    assert b"/URI" not in typeset(sheet(url="javascript:alert(1)"))


def test_an_ending_that_is_none_of_ours_is_refused():
    with pytest.raises(BriefError, match=r"a \.pdf or a \.html"):
        as_file(sheet(), ".docx")


def _said(told):
    """Return every text of a source without the places where it can be broken."""
    return (
        json.dumps(json.loads(told), ensure_ascii=False)
        .replace("\\u200b", "")
        .replace("\u200b", "")
        .replace(" ", "")
        .replace("\\\\", "\\")
        .replace('\\"', '"')
    )
