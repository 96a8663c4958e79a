"""The feeds that a page names in its head or links to, likeliest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html as markup
from lxml.etree import LxmlError

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_WORDS = ("/feed", "/rss", "/atom", "feed.xml", "rss.xml", "atom.xml", "index.xml", ".rss", "feed.json")
# Where feeds stand that no page names; asked for in this order.
USUAL_PATHS = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/feeds/posts/default",
)
_LIMIT = 2_000_000
_DECLARED = re.compile(r"^[\s\ufeff]*<\?xml[^>]*>")  # lxml takes no text that names a charset


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFeed:
    """A feed that a page names. sure: in its head, as a feed; else a link that looks like one."""

    url: str
    title: str | None
    sure: bool


def feeds_in(page: str, *, url: str) -> list[NamedFeed]:
    """Feeds of a page, those of its head first, each once; comment feeds last. Empty for a page that names none."""
    if not page.strip():
        return []
    try:
        root = markup.document_fromstring(_DECLARED.sub("", page[:_LIMIT], count=1))
    except (LxmlError, ValueError):
        return []
    found: dict[str, NamedFeed] = {}
    for link in root.iter("link"):
        kinds = (link.get("rel") or "").casefold().split()
        if "alternate" in kinds and (link.get("type") or "").casefold().split(";")[0].strip() in _TYPES:
            _add(found, link.get("href"), url, title=link.get("title"), sure=True)
    for link in root.iter("a"):
        address = (link.get("href") or "").casefold().split("?")[0].rstrip("/")
        if address.endswith(_WORDS):
            _add(found, link.get("href"), url, title=link.text_content().strip() or None, sure=False)
    return sorted(found.values(), key=lambda feed: (not feed.sure, "comment" in feed.url.casefold()))


def usual_feeds(url: str) -> list[str]:
    """Addresses where a site's feed often stands."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}{path}" for path in USUAL_PATHS]


def _add(found: dict[str, NamedFeed], link: str | None, base: str, *, title: str | None, sure: bool) -> None:
    if not link:
        return
    try:
        address = urljoin(base, link.strip())
        known = urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).hostname)
    except ValueError:
        return
    if known and len(address) <= 2_000:
        found.setdefault(address, NamedFeed(url=address, title=title, sure=sure))
