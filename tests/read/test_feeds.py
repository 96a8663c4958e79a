"""Feeds in every form: what they list, and what is no feed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.dates import PartialDate
from faleme.read.feeds import MOST_ITEMS, Feed, parse_feed
from faleme.records import Reason, Rejection
from tests.fuzz import EDITS, mutated, tried

URL = "https://news.example/feed"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Kayes Courier &amp; Gazette</title><link>https://news.example/</link><language>fr-FR</language>
<item><title>Army &lt;b&gt;retakes&lt;/b&gt; Ber</title><link>https://news.example/ber</link>
<guid isPermaLink="false">n1</guid><pubDate>Tue, 04 Mar 2025 23:30:00 +0000</pubDate>
<description>&lt;p&gt;Soldiers entered the town.&lt;/p&gt;</description></item>
<item><title>Market reopens</title><link>/market</link></item>
<item><title>Market reopens</title><link>/market</link></item>
<item><title>No address</title></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Gao Herald</title>
<entry><id>tag:gao,1</id><title type="html">Talks &amp;amp; truce</title>
<link rel="self" href="https://gao.example/atom/1"/><link rel="alternate" href="https://gao.example/1"/>
<published>2025-03-04T10:00:00Z</published><updated>2025-03-05T09:00:00Z</updated><summary>Both sides met.</summary>
</entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Bamako Daily",
    "language": "en",
    "items": [
        {"id": 7, "url": "https://bko.example/7", "title": "Fuel convoy arrives", "date_published": "2025-03-04"},
        {"id": "8", "content_text": "no address"},
    ],
}


def feed(content: str | bytes) -> Feed:
    read = parse_feed(content.encode() if isinstance(content, str) else content, url=URL)
    assert isinstance(read, Feed), read
    return read


def test_rss() -> None:
    read = feed(RSS)
    assert (read.title, read.refused, read.repeated) == ("Kayes Courier & Gazette", 1, 1)
    first, second = read.items
    assert (first.key, first.url, first.title) == ("n1", "https://news.example/ber", "Army retakes Ber")
    assert (first.published, first.summary) == (PartialDate(2025, 3, 4), "Soldiers entered the town.")
    assert (second.key, second.url, second.published) == ("https://news.example/market",) * 2 + (None,)


def test_atom_gives_the_page_not_the_entry_itself() -> None:
    (entry,) = feed(ATOM).items
    assert (entry.key, entry.url, entry.title) == ("tag:gao,1", "https://gao.example/1", "Talks & truce")
    assert (entry.published, entry.modified) == (PartialDate(2025, 3, 4), PartialDate(2025, 3, 5))


def test_json_feed() -> None:
    read = feed(json.dumps(JSON))
    assert (read.title, read.lang, read.refused) == ("Bamako Daily", "en", 1)
    assert (read.items[0].key, read.items[0].title) == ("7", "Fuel convoy arrives")


def test_one_id_with_two_addresses_is_two_items() -> None:
    item = "<item><guid>x</guid><title>t</title><link>https://a.example/{}</link></item>"
    read = feed(f"<rss><channel><title>t</title>{item.format(1)}{item.format(2)}{item.format(1)}</channel></rss>")
    assert [one.url for one in read.items] == ["https://a.example/1", "https://a.example/2"]
    assert read.repeated == 1


def test_an_endless_feed_is_cut() -> None:
    items = "".join(f"<item><title>{n}</title><link>https://a.example/{n}</link></item>" for n in range(MOST_ITEMS + 5))
    read = feed(f"<rss><channel><title>t</title>{items}</channel></rss>")
    assert (len(read.items), read.refused) == (MOST_ITEMS, 5)


def test_dates_that_are_none() -> None:
    dates = ("2025-02-31T00:00:00Z", "yesterday", "Tue, 99 Foo 2025 10:00:00 GMT")
    items = "".join(
        f"<item><title>t</title><link>https://a.example/{n}</link><pubDate>{day}</pubDate></item>"
        for n, day in enumerate(dates)
    )
    assert [one.published for one in feed(f"<rss><channel>{items}</channel></rss>").items] == [None] * 3


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example/x", "file:///etc/passwd", "http://[::1", ""])
def test_what_is_no_web_address_is_no_item(link: str) -> None:
    read = parse_feed(
        f"<rss><channel><title>t</title><item><link>{link}</link></item></channel></rss>".encode(), url=URL
    )
    assert isinstance(read, Feed)
    assert (read.items, read.refused) == ((), 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.NO_TEXT),
        (b"  \n", Reason.NO_TEXT),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", Reason.BAD_RECORD),
        (b"{not json", Reason.BAD_RECORD),
        (b'{"items": 3}', Reason.BAD_RECORD),
        (b"plain words", Reason.BAD_RECORD),
        (b"\x00\xff\xfe\x00", Reason.BAD_RECORD),
    ],
)
def test_what_is_no_feed_says_why(content: bytes, reason: Reason) -> None:
    read = parse_feed(content, url=URL)
    assert isinstance(read, Rejection)
    assert (read.reason, read.subject) == (reason, URL)


def test_an_entity_bomb_stays_small() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    bomb += '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>'
    read = parse_feed(bomb.encode(), url=URL)
    assert isinstance(read, Rejection) or len(read.title or "") < 10_000


@tried(1000)
@given(st.sampled_from([RSS, ATOM, json.dumps(JSON)]), EDITS)
def test_mutated_feeds_end_in_a_feed_or_a_reason(base: str, edits: list[tuple[int, int, bytes]]) -> None:
    assert isinstance(parse_feed(mutated(base.encode(), edits), url=URL), Feed | Rejection)
