"""Sitemaps of news: addresses with title and day, from a map or from an index of maps (sitemaps.org, Google News)."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from dataclasses import dataclass

from lxml import etree

from faleme.dates import PartialDate
from faleme.read.pages import refused, web_address
from faleme.records import Reason, Rejection

MOST_ADDRESSES = 50_000  # of one map: the protocol's own limit
DEEPEST_INDEX = 3  # maps of maps of maps
_LIMIT_BYTES = 50 * 1024 * 1024  # uncompressed: the protocol's own limit
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedPage:
    """A page of a sitemap. published: from the news part; modified: when the map says that it last changed."""

    url: str
    title: str | None = None
    published: PartialDate | None = None
    modified: PartialDate | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """pages: of a map. maps: addresses of further maps, of an index. refused: entries without an address."""

    url: str
    pages: tuple[MappedPage, ...] = ()
    maps: tuple[str, ...] = ()
    refused: int = 0


def parse_sitemap(content: bytes, *, url: str) -> Sitemap | Rejection:
    """The sitemap in the bytes of ``url`` (gzip too), or why they are none."""
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
                content = stream.read(_LIMIT_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            return refused(url, Reason.UNREADABLE, f"broken gzip: {error}")
    if len(content) > _LIMIT_BYTES:
        return refused(url, Reason.TOO_LARGE, f"a sitemap of more than {_LIMIT_BYTES // 1024**2} MB")
    # No entities, no network, no huge trees: a sitemap needs none of them.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return refused(url, Reason.BAD_RECORD, f"not a sitemap: {error}"[:300])
    kind = _name(root) if root is not None else ""
    if kind == "sitemapindex":
        maps = [address for entry in root if (address := web_address(_inner(entry, "loc"))) is not None]
        return Sitemap(url=url, maps=tuple(dict.fromkeys(maps)), refused=len(root) - len(maps))
    if kind != "urlset":
        return refused(url, Reason.BAD_RECORD, "neither a sitemap nor an index of sitemaps")
    pages: dict[str, MappedPage] = {}
    nameless = 0
    for entry in root[:MOST_ADDRESSES]:
        address = web_address(_inner(entry, "loc"))
        if address is None:
            nameless += 1
            continue
        news = next((child for child in entry if _name(child) == "news"), None)
        pages.setdefault(
            address,
            MappedPage(
                url=address,
                title=_inner(news, "title"),
                published=_day(_inner(news, "publication_date")),
                modified=_day(_inner(entry, "lastmod")),
                lang=_inner(news, "language"),
            ),
        )
    return Sitemap(url=url, pages=tuple(pages.values()), refused=nameless + max(0, len(root) - MOST_ADDRESSES))


def _name(element: etree._Element) -> str:
    """Name without its namespace; many maps use the prefix "news:" and never declare it."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def _inner(element: etree._Element | None, name: str) -> str | None:
    """Text of the first element of that name below, whatever its namespace."""
    if element is None:
        return None
    for child in element.iter():
        if child is not element and _name(child) == name:
            return (child.text or "").strip() or None
    return None


def _day(text: str | None) -> PartialDate | None:
    match = _DAY.match(text or "")
    if match is None:
        return None
    try:
        return PartialDate(*(int(part) for part in match.groups() if part))
    except ValueError:
        return None
