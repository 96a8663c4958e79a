"""Feeds that a page names, and lists of feeds."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given

from faleme.errors import ReadError
from faleme.read.discover import feeds_in, usual_feeds
from faleme.read.opml import read_opml, write_opml
from tests.fuzz import EDITS, mutated, tried

PAGE = """<html><head><title>x</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="News" href="/feed">
<link rel="alternate" hreflang="fr" href="/fr"></head>
<body><a href="/rss.xml">RSS</a><a href="/feed">again</a><a href="javascript:feed">no</a></body></html>"""
OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Desk</title></head><body>
<outline text="Mali"><outline type="rss" text="Kayes Courier" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
<outline type="rss" text="twice" xmlurl="https://a.example/feed"/></outline>
<outline text="a note"/><outline text="bad" xmlUrl="file:///etc/passwd"/><outline xmlUrl="http://[::1"/></body></opml>"""


def test_a_pages_feeds_those_of_comments_last() -> None:
    found = [(feed.url, feed.title, feed.sure) for feed in feeds_in(PAGE, url="https://a.example/news")]
    assert found == [
        ("https://a.example/feed", "News", True),
        ("https://a.example/comments/feed", "Comments", True),
        ("https://a.example/rss.xml", "RSS", False),
    ]


@pytest.mark.parametrize("before", ["", "\ufeff", "\n"])
def test_a_page_that_declares_itself_xml(before: str) -> None:
    page = f'{before}<?xml version="1.0" encoding="utf-8"?>{PAGE}'
    assert len(feeds_in(page, url="https://a.example/")) == 3


@pytest.mark.parametrize("page", ["", "   ", "words", "<html></html>", "\x00<link"])
def test_a_page_without_feeds(page: str) -> None:
    assert feeds_in(page, url="https://a.example/") == []


def test_where_feeds_often_stand() -> None:
    assert "https://a.example/feed" in usual_feeds("https://a.example/news/x?y=1")


def test_a_list_of_feeds_and_back() -> None:
    (feed,) = read_opml(OPML)
    assert (feed.url, feed.title, feed.page, feed.folders) == (
        "https://a.example/feed",
        "Kayes Courier",
        "https://a.example/",
        ("Mali",),
    )
    (again,) = read_opml(write_opml([feed], title="Desk & co"))
    assert (again.url, again.title, again.page) == (feed.url, feed.title, feed.page)


@pytest.mark.parametrize("content", [b"", b"<rss/>", b"<opml><body/></opml>", b"{}"])
def test_what_is_no_list_says_what_to_do(content: bytes) -> None:
    with pytest.raises(ReadError, match="list"):
        read_opml(content)


@tried(300)
@given(EDITS)
def test_mutated_lists_and_pages_never_break(edits: list[tuple[int, int, bytes]]) -> None:
    with suppress(ReadError):
        assert all(feed.url.startswith("http") for feed in read_opml(mutated(OPML, edits)))
    page = mutated(PAGE.encode(), edits).decode("utf-8", "replace")
    assert all(feed.url.startswith("http") for feed in feeds_in(page, url="https://a.example/"))
