"""Sitemaps and their indexes."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.dates import PartialDate
from faleme.read.sitemaps import Sitemap, parse_sitemap
from faleme.records import Reason, Rejection
from tests.fuzz import EDITS, mutated, tried

URL = "https://news.example/sitemap.xml"
NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/ber</loc><lastmod>2025-03-05T10:00:00+00:00</lastmod>
<news:news><news:publication><news:name>Kayes Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-03-04</news:publication_date><news:title>Army retakes Ber</news:title></news:news></url>
<url><loc>https://news.example/ber</loc></url><url><loc>javascript:1</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/a.xml</loc></sitemap><sitemap><loc> </loc></sitemap></sitemapindex>"""


@pytest.mark.parametrize("content", [NEWS, gzip.compress(NEWS)], ids=["plain", "gzip"])
def test_a_news_sitemap(content: bytes) -> None:
    read = parse_sitemap(content, url=URL)
    assert isinstance(read, Sitemap)
    (page,) = read.pages
    assert (page.url, page.title, page.lang) == ("https://news.example/ber", "Army retakes Ber", "en")
    assert (page.published, page.modified) == (PartialDate(2025, 3, 4), PartialDate(2025, 3, 5))
    assert read.refused == 1


def test_a_prefix_that_is_not_declared() -> None:
    bare = NEWS.replace(b' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', b"")
    assert parse_sitemap(bare, url=URL) == parse_sitemap(NEWS, url=URL)


def test_an_index_names_further_maps() -> None:
    read = parse_sitemap(INDEX, url=URL)
    assert isinstance(read, Sitemap)
    assert (read.maps, read.pages, read.refused) == (("https://news.example/a.xml",), (), 1)


@pytest.mark.parametrize(
    "content", [b"", b"<rss/>", b"words", gzip.compress(NEWS)[:40]], ids=["empty", "a feed", "words", "cut short"]
)
def test_what_is_no_sitemap_says_why(content: bytes) -> None:
    read = parse_sitemap(content, url=URL)
    assert isinstance(read, Rejection)
    assert read.reason in (Reason.BAD_RECORD, Reason.UNREADABLE)


def test_a_gzip_bomb_is_stopped() -> None:
    read = parse_sitemap(gzip.compress(b" " * (60 * 1024 * 1024)), url=URL)
    assert isinstance(read, Rejection)
    assert read.reason is Reason.TOO_LARGE


@tried(500)
@given(st.sampled_from([NEWS, INDEX, gzip.compress(NEWS)]), EDITS)
def test_mutated_sitemaps_end_in_a_sitemap_or_a_reason(base: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    assert isinstance(parse_sitemap(mutated(base, edits), url=URL), Sitemap | Rejection)
