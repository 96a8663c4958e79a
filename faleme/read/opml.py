"""Lists of feeds as feed readers exchange them (OPML 2.0, opml.org/spec2.opml)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from faleme.errors import ReadError
from faleme.read.pages import web_address

_LIMIT_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed of a list. page: the site's own address. folders: the outlines above it, outermost first."""

    url: str
    title: str | None = None
    page: str | None = None
    folders: tuple[str, ...] = ()


def read_opml(content: bytes) -> list[ListedFeed]:
    """The feeds of a list, each once, in its order. Raises ReadError for what is no OPML, and for one without feeds."""
    if len(content) > _LIMIT_BYTES:
        raise ReadError(f"the list is larger than {_LIMIT_BYTES // 1024**2} MB; export fewer feeds at a time.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"the list is not OPML: {error}. Export it from your feed reader as OPML.") from error
    if root is None or root.tag != "opml":
        raise ReadError("the list is not OPML: its outermost element is not <opml>.")
    found: dict[str, ListedFeed] = {}
    for outline in root.iter("outline"):
        address = _given(outline, "xmlUrl")
        if address is None or web_address(address) is None:
            continue
        above = list(outline.iterancestors("outline"))[::-1]
        folders = [title for parent in above if (title := _given(parent, "text") or _given(parent, "title"))]
        title = _given(outline, "title") or _given(outline, "text")
        page = _given(outline, "htmlUrl")
        found.setdefault(address, ListedFeed(url=address, title=title, page=page, folders=tuple(folders)))
    if not found:
        raise ReadError("the list names no feed (no outline has an xmlUrl).")
    return list(found.values())


def write_opml(feeds: list[ListedFeed], *, title: str) -> bytes:
    """The feeds as OPML 2.0, for another feed reader; folders are left out."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        attributes = {"type": "rss", "text": feed.title or feed.url, "xmlUrl": feed.url}
        etree.SubElement(body, "outline", attributes | ({"htmlUrl": feed.page} if feed.page else {}))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _given(outline: etree._Element, name: str) -> str | None:
    """An attribute, whatever the case of its name: readers write xmlurl and xmlUrl."""
    for known, value in outline.attrib.items():
        if str(known).casefold() == name.casefold():
            return " ".join(str(value).split()) or None
    return None
