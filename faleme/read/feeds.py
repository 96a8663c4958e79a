"""Feeds: what RSS, Atom and JSON Feed list, newest first as the feed has it.

feedparser reads RSS and Atom, broken ones too; the quicker fastfeedparser is passed over because it makes dates up
("yesterday" as the day before it runs). JSON Feed is plain JSON (jsonfeed.org, version 1.1). Bytes come in, never
addresses: nothing here fetches.
"""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import urljoin

from faleme.dates import PartialDate
from faleme.read.pages import refused, web_address
from faleme.records import Reason, Rejection

MOST_ITEMS = 1_000  # an endless feed is cut there; INGEST.md section 9
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_SUMMARY = 2_000  # characters kept of a teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry. key: its id in the feed, else its address; one key with another address is another item.

    published, modified: days as the feed gives them. summary: the teaser as text, never coded as the article.
    """

    key: str
    url: str
    title: str | None = None
    published: PartialDate | None = None
    modified: PartialDate | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's title, language and items. refused: entries that name no page, and those beyond the first thousand.

    repeated: entries whose id and address stood before in the same feed.
    """

    url: str
    title: str | None
    lang: str | None
    items: tuple[FeedItem, ...]
    refused: int = 0
    repeated: int = 0


def parse_feed(content: bytes, *, url: str) -> Feed | Rejection:
    """The feed in the bytes of ``url``, or why they are none."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return refused(url, Reason.NO_TEXT, "the feed is empty")
    try:
        if head.startswith(b"{"):
            return _json_feed(content, url)
        if re.match(rb"<(!doctype html|html)\b", head, re.IGNORECASE):
            return refused(url, Reason.BAD_RECORD, "a web page, not a feed; `faleme feeds find` lists a page's feeds")
        return _xml_feed(content, url)
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError, LookupError) as error:
        return refused(url, Reason.BAD_RECORD, f"not a feed: {error}"[:300])


def _xml_feed(content: bytes, url: str) -> Feed | Rejection:
    import feedparser  # noqa: PLC0415 - only feeds need it

    # A stream, not a string: a string that looks like an address would be fetched.
    read = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False)
    about, entries = dict(read.get("feed", {})), [dict(entry) for entry in read.get("entries", [])]
    if not entries and not about.get("title"):
        return refused(url, Reason.BAD_RECORD, "neither RSS nor Atom nor JSON Feed")
    return _feed(url, about.get("title"), about.get("language"), [_entry(entry) for entry in entries])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What an entry says, before it is checked."""

    key: object
    link: object
    title: object = None
    published: object = None
    modified: object = None
    summary: object = None


def _entry(entry: dict[str, Any]) -> _Entry:
    return _Entry(
        key=entry.get("id"),
        link=entry.get("link") or _alternate(entry.get("links")),
        title=entry.get("title"),
        published=entry.get("published") or entry.get("created"),
        modified=entry.get("updated"),
        summary=entry.get("summary") or entry.get("description"),
    )


def _alternate(links: object) -> object:
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel", "alternate") == "alternate" and link.get("href"):
            return cast("object", link["href"])
    return None


def _json_feed(content: bytes, url: str) -> Feed | Rejection:
    read = json.loads(content)
    if not isinstance(read, dict) or not isinstance(read.get("items"), list):
        return refused(url, Reason.BAD_RECORD, "JSON, but no JSON Feed: it has no list of items")
    entries = [
        _Entry(
            key=item.get("id"),
            link=item.get("url") or item.get("external_url"),
            title=item.get("title"),
            published=item.get("date_published"),
            modified=item.get("date_modified"),
            summary=item.get("summary") or item.get("content_text"),
        )
        for item in read["items"]
        if isinstance(item, dict)
    ]
    return _feed(url, read.get("title"), read.get("language"), entries)


def _feed(url: str, title: object, lang: object, entries: list[_Entry]) -> Feed:
    items: dict[tuple[str, str], FeedItem] = {}
    nameless, repeated = max(0, len(entries) - MOST_ITEMS), 0
    for entry in entries[:MOST_ITEMS]:
        address = _address(entry.link, url) or _address(entry.key, None)  # a permanent link
        if address is None:
            nameless += 1
            continue
        key = _text(entry.key) or address
        key = address if key == _text(entry.link) else key
        if (key, address) in items:
            repeated += 1
            continue
        items[key, address] = FeedItem(
            key=key[:1_000],
            url=address,
            title=_text(entry.title),
            published=_day(entry.published),
            modified=_day(entry.modified),
            summary=(_text(entry.summary) or "")[:_SUMMARY] or None,
        )
    spoken = _text(lang)
    return Feed(
        url=url,
        title=_text(title),
        lang=spoken.casefold().replace("_", "-").partition("-")[0] if spoken else None,
        items=tuple(items.values()),
        refused=nameless,
        repeated=repeated,
    )


def _address(link: object, base: str | None) -> str | None:
    """A web address, made absolute; None for anything else."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        return web_address(urljoin(base, link.strip()) if base else link.strip())
    except ValueError:
        return None


def _text(value: object) -> str | None:
    """Plain text of a field that may hold markup or entities, once decoded, on one line."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    bare = _TAG.sub(" ", html.unescape(_TAG.sub(" ", value)))
    bare = bare.encode("utf-8", "replace").decode()  # lone surrogates
    return _SPACE.sub(" ", _CONTROL.sub("", bare)).strip() or None


def _day(value: object) -> PartialDate | None:
    """The day of a date in ISO form, or as RFC 2822 has it; None for what is no date."""
    if not isinstance(value, str):
        return None
    match = _DAY.match(value.strip())
    if match is None:
        try:
            return PartialDate.of(parsedate_to_datetime(value).date())
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        return PartialDate(*(int(part) for part in match.groups()))
    except ValueError:
        return None
