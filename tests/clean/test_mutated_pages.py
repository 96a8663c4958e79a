"""A thousand pages broken at random: each ends as an article or is refused with a reason."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from faleme.clean.extract import extract_article
from faleme.clean.normalise import decoded_text
from faleme.records import Article, Rejection
from faleme.reference.outlets import load_boilerplate, load_outlets
from tests.clean.builders import saved_page
from tests.clean.test_html import PAGE
from tests.fuzz import tried

SCRAPS = [
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "<script>",
    "</script>",
    "<div>" * 60,
    "</p></div>",
    "<table><tr><td>",
    "&",
    "&#0;",
    "&#xD800;",
    "&#99999999;",
    "&nbsp;",
    "\0",
    "\x1b[31m",
    "\u202e",
    "\u200f",
    "\ufeff",
    "\ud7ff",
    "\U0010ffff",
    "é" * 300,
    "مرحبا ",
    '"',
    "'",
    "=",
    "<meta charset=utf-16>",
    "<base href=//x>",
    "<p " + "a=b " * 50,
    "{",
    "}",
    '"datePublished":"9999-99-99"',
    "0001-01-01",
    "<time datetime=2999-12-31>",
    "<template>",
    "<noscript>",
    "<svg><title>",
    "<plaintext>",
    "<textarea>",
    "<frameset>",
    "<html lang=>",
    "\r",
    "\u2028",
    "<h1></h1>",
    "<a href=javascript:>",
    "\t" * 90,
]
cuts = st.tuples(st.integers(0, len(PAGE)), st.integers(0, 400), st.sampled_from(SCRAPS))


@tried(1000)
@given(st.lists(cuts, min_size=1, max_size=6))
def test_article_or_rejection(changes: list[tuple[int, int, str]]) -> None:
    source = PAGE
    for at, length, scrap in changes:
        source = source[:at] + scrap + source[at + length :]
    capture = saved_page(source, fetched_at="2025-06-01T00:00:00Z")
    found = extract_article(capture, outlets=load_outlets(), boilerplate=load_boilerplate())
    if isinstance(found, Rejection):
        assert found.detail
        return
    assert isinstance(found, Article)
    text = decoded_text(capture)
    for run in found.offsets.runs:
        assert found.text[run.here : run.here + run.length] == text[run.there : run.there + run.length]
    assert "\0" not in found.text
    assert "\0" not in (found.title or "")
    assert found.published is None or 1990 <= found.published.when.year <= 2025
