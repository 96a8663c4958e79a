"""Saved pages: the article, its places in the source, and what the markup says of it."""

from __future__ import annotations

import pytest

from faleme.clean.align import Aligner
from faleme.clean.extract import extract_article
from faleme.clean.markup import read_markup
from faleme.clean.normalise import decoded_text
from faleme.records import Article, BlockKind, Capture, Reason, Rejection
from faleme.reference.outlets import load_boilerplate, load_outlets
from tests.clean.builders import saved_page

BODY = [
    "Police in Kayes arrested two reporters on Monday after they filmed a march by teachers, their union said.",
    "They were held for six hours at the &eacute;tat-major of the gendarmerie before a judge ordered their release.",
    "The <b>ministry</b> of security did not say who had given the order, and the governor&rsquo;s office was silent.",
    "The union said that it was the third arrest of reporters in the region this year, and that it would complain.",
]
PAGE = f"""<!doctype html><html lang="en"><head><title>Two reporters held in Kayes - The Kayes Post</title>
<meta property="og:title" content="Two reporters held in Kayes"><meta property="og:site_name" content="The Kayes Post">
<link rel="canonical" href="https://www.kayespost.example/2025/03/04/reporters?utm_source=x">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "datePublished": "2025-03-04T22:10:00Z",
"author": {{"name": "By Awa Sow"}}, "dateModified": "2025-03-05"}}]}}</script></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Two reporters held in Kayes</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in BODY)}</article>
<aside><h2>Related</h2><a href="/x">Cotton prices fall</a></aside><footer>© The Kayes Post</footer></body></html>"""


def cleaned(capture: Capture) -> Article | Rejection:
    return extract_article(capture, outlets=load_outlets(), boilerplate=load_boilerplate())


def test_a_page() -> None:
    capture = saved_page(PAGE)
    found = cleaned(capture)
    assert isinstance(found, Article), found
    assert [block.kind for block in found.blocks] == [BlockKind.TITLE] + [BlockKind.BODY] * 4
    assert (found.title, found.outlet, found.byline) == ("Two reporters held in Kayes", "The Kayes Post", "Awa Sow")
    assert found.url == "https://kayespost.example/2025/03/04/reporters"
    assert found.published is not None
    assert (str(found.published.when), found.published.how, found.published.sure) == ("2025-03-04", "jsonld", True)
    assert str(found.modified) == "2025-03-05"
    source = decoded_text(capture)
    for words in ("Police in Kayes", "ministry", "tat-major"):
        at = found.text.index(words)
        place = found.offsets.point(at)
        assert place is not None
        assert source[place : place + len(words)] == words
    assert found.offsets.point(found.text.index("état-major")) is None, "a decoded entity has no place"
    assert "Cotton" not in found.text


DATES = [
    ('<meta property="article:published_time" content="2024-05-06T01:00Z">', None, ("2024-05-06", "meta", False)),
    ('<meta name="date" content="2024-05-06"><p>Monday, May 6, 2024</p>', None, ("2024-05-06", "meta", True)),
    ('<meta name="date" content="2024-05-06"><p>Publié le 6 mai 2024</p>', None, ("2024-05-06", "meta", True)),
    ('<meta name="date" content="2024-05-06"><p>الاثنين 6 مايو 2024</p>', None, ("2024-05-06", "meta", True)),
    ('<meta name="date" content="2024-05-06"><script>"6 May 2024"</script>', None, ("2024-05-06", "meta", False)),
    (
        '<meta name="date" content="2024-05-06T03:00:00Z">',
        "https://x.example/2024/05/05/a",
        ("2024-05-05", "meta", True),
    ),
    ('<time datetime="2024-05-06">6 May</time>', "https://x.example/2024/05/06/a", ("2024-05-06", "time_tag", True)),
    ('<time datetime="2024-05-06">6 May</time>', None, ("2024-05-06", "time_tag", False)),
    ("<p>No date.</p>", "https://x.example/2024/05/06/a", ("2024-05-06", "url", False)),
    ("<p>No date.</p>", None, None),
    ('<meta name="date" content="2031-01-01">', None, None),
    ('<meta name="date" content="1969-12-31">', None, None),
]


@pytest.mark.parametrize(("markup", "url", "wanted"), DATES, ids=[f"{markup[:40]} {url}" for markup, url, _ in DATES])
def test_dates(markup: str, url: str | None, wanted: tuple[str, str, bool] | None) -> None:
    page = read_markup(f"<html><head>{markup}</head></html>", url=url, fetched_at="2025-01-01T00:00:00Z")
    found = page.published
    assert (None if found is None else (str(found.when), found.how, found.sure)) == wanted


TITLES = [
    ("<title>Strike ends in Zinder | Sahel Post</title>", "Strike ends in Zinder"),
    ('<meta property="og:title" content="T &amp;amp; <b>x</b> in Kidal">', "T & x in Kidal"),
    (
        "<title>Cotton prices fall for a third week - Sahel Post</title><h1>Sections</h1>",
        "Cotton prices fall for a third week",
    ),
    ("<h1>Strike ends in Zinder</h1>", "Strike ends in Zinder"),
    ("<p>nothing</p>", None),
]


@pytest.mark.parametrize(("markup", "title"), TITLES, ids=[markup[:40] for markup, _ in TITLES])
def test_titles(markup: str, title: str | None) -> None:
    assert read_markup(markup, url=None, fetched_at=None).title == title


def test_a_line_that_is_not_there_has_no_place() -> None:
    line = Aligner("<p>Police arrested two.</p>").line("Police arrested three.")
    assert line is not None
    assert (line.where, [piece.there for piece in line.pieces]) == (None, [None])


def test_the_second_of_two_same_lines_stands_behind_the_first() -> None:
    aligner = Aligner("<p>Yes.</p><p>No.</p><p>Yes.</p>")
    first, middle, second = (aligner.line(text) for text in ("Yes.", "No.", "Yes."))
    assert first is not None
    assert middle is not None
    assert second is not None
    assert [line.where.start if line.where else None for line in (first, middle, second)] == [3, 14, 24]


HOSTILE = [
    ("<div>" * 5000 + "x", Reason.UNREADABLE, "nested without end"),
    ("<a" * 100_000, Reason.UNREADABLE, "tags that never close"),
    ("<html></html>", Reason.NO_TEXT, "no text"),
    ("<title>403 Forbidden</title><h1>403 Forbidden</h1><p>Access denied</p>", Reason.SOFT_ERROR, "error page"),
]


@pytest.mark.parametrize(("source", "reason", "why"), HOSTILE, ids=[why for *_, why in HOSTILE])
def test_refused(source: str, reason: Reason, why: str) -> None:
    found = cleaned(saved_page(source))
    assert isinstance(found, Rejection), found
    assert found.reason is reason
