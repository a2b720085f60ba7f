"""The HTML file: everything escaped, nothing fetched, and the chart in it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risks.brief import page
from risks.brief.curve import chart
from risks.brief.words import clean
from tests.brief.conftest import FIRST, SOON, TARGET, curve, seen_in, sheet
from tests.brief.test_typeset import HOSTILE

TAGS = {tag for tag, _ in seen_in(page(sheet())).tags}


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=80)))
def test_text_is_never_markup(text):
    said = clean(text) or "-"
    seen = seen_in(page(sheet(said)))
    assert {tag for tag, _ in seen.tags} == TAGS
    assert said in "".join(seen.texts)
    assert not [name for _, given in seen.tags for name in given if name[:2] == "on"]


def test_nothing_is_fetched_or_run():
    text = page(sheet())
    assert "<script" not in text
    assert "default-src 'none'" in text
    for tag, given_ in seen_in(text).tags:
        assert not {"src", "srcset", "xlink:href"} & given_.keys(), tag
        assert tag == "a" or "href" not in given_


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//other", ""]
)
def test_only_web_addresses_become_links(url):
    assert "<a " not in page(sheet(url=url))
    assert f'href="{SOON}"' in page(sheet())


def test_the_chart_names_half_and_the_aim_and_dashes_the_last_review():
    drawn = chart(curve(), curve(date(2026, 11, 11), date(2031, 1, 1)), TARGET)
    assert "P50: 1 Mar 2031" in drawn.svg
    assert "aim 31 Dec 2028" in drawn.svg
    assert drawn.svg.count("<polyline") == 2
    assert drawn.svg.count('stroke-dasharray="5 4"') == 2
    assert "at the review of 11 Nov 2026, half by 1 Jan 2031" in drawn.words


def test_a_first_review_has_one_line_and_no_day_it_does_not_know():
    drawn = chart(curve(half=None), None, date(2099, 1, 1))
    assert drawn.svg.count("<polyline") == 1
    assert "P50" not in drawn.svg
    assert "aim" not in drawn.svg + drawn.words
    assert "half after " in drawn.words
    assert str(FIRST.year) in drawn.svg
