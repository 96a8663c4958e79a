"""What a page says of itself: address, outlet, title, dates; and the ids that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from faleme.dates import PartialDate
from faleme.ids import ArticleId, digest, sha256
from faleme.records import Capture, Credit, Published

# Parameters that say how a reader came, not what the page is.
_TRACKING = ("utm_", "fbclid", "gclid", "mc_", "ref", "igshid", "cmpid", "ocid", "share", "amp")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """What the markup of a saved page tells; empty for flat text."""

    title: str | None = None
    canonical: str | None = None
    outlet: str | None = None
    byline: str | None = None
    lang: str | None = None
    published: Published | None = None
    modified: PartialDate | None = None
    origin: Credit | None = None
    partial: bool = False
    types: frozenset[str] = frozenset()  # what JSON-LD and og:type call it, in lower case; "article" for any kind of it
    notes: tuple[str, ...] = ()


def canonical_address(url: str | None) -> str | None:
    """The address without what differs between two ways to one page; None for what is no web address.

    Scheme and host in lower case, no "www.", no fragment, no tracking parameters, no slash at the end.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:  # a bracket or port that no address has
        return None
    if parts.scheme.casefold() not in ("http", "https") or not host:
        return None
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not name.casefold().startswith(_TRACKING)]
    return urlunsplit(("https", host + port, parts.path.rstrip("/"), urlencode(kept), ""))


def host_of(address: str | None) -> str | None:
    """Host of a canonical address."""
    return urlsplit(address).hostname if address else None


def article_id_of(capture: Capture, *, url: str | None, outlet: str | None) -> ArticleId:
    """The id that later captures of the same page share.

    From address and outlet where the address names a page of its own. Without one, from the key and what was read:
    two files called ``page.txt`` in two folders, or line "1" of two corpora, are two articles; the same file read
    twice is one. (Edited in place it becomes another: nothing else ties the two.)
    """
    parts = urlsplit(url) if url else None
    if url and parts is not None and (parts.path or parts.query):
        return ArticleId(digest("A", url, outlet or ""))
    content = capture.text.encode("utf-8", "surrogatepass") if capture.text is not None else capture.content
    return ArticleId(digest("A", capture.key, sha256(content)))
