"""What the markup of a page says: JSON-LD and meta elements first, what they leave open from the rest.

A date in JSON-LD or meta is right 96 times in 100; what htmldate finds beyond that about three times in four, so it is
marked as not sure (INGEST.md section 2). No clock: a page without a date has none.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import Any, Literal

from faleme.clean.dates import dates_in
from faleme.clean.metadata import PageData, canonical_address
from faleme.clean.normalise import one_line
from faleme.dates import PartialDate
from faleme.records import Published

_TAG = re.compile(
    r"<(meta|link|html|time)\b((?:[^<>\"']{1,500}+|\"[^\"]{0,2000}+\"|'[^']{0,2000}+'){0,200}+)>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([\w:.-]{1,60})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_JSON_LD = re.compile(r"<script[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,300}>([^<]{1,500})", re.IGNORECASE)
_H1 = re.compile(r"<h1\b[^<>]{0,1000}>(.{1,1500}?)</h1", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[^<>]{0,1000}>")
_UNSEEN = re.compile(r"<(script|style|template|noscript)\b.*?</\1|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_DATE_LENGTH = 40  # characters from its year to its other end: "Wednesday, 14 de septiembre de 2025"
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_ARTICLE_TYPES = ("article", "posting", "report")
_PUBLISHED = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "og:published_time", "parsely-pub-date", "pubdate", "publish-date", "sailthru.date", "article.published",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
_SITE_ENDS = re.compile(r"\s+[|–—»•:-]{1,2}\s+")
_EARLIEST = 1990  # the press went online after that


def read_markup(source: str, *, url: str | None, fetched_at: str | None) -> PageData:
    """The page's own word on title, address, outlet, byline, dates and language."""
    meta, links, lang, times = _tags(source)
    linked, types = _json_ld(source)
    types.add(meta.get("og:type", "").casefold().strip())
    notes: list[str] = []
    canonical = _address(links.get("canonical"), url) or _address(meta.get("og:url"), url)
    published = _published(meta, linked, times, canonical or url, source, fetched_at, notes)
    modified = _first_date(
        [*(_text(item.get("dateModified")) for item in linked), *(meta.get(name) for name in _MODIFIED)],
        fetched_at,
        notes,
    )
    return PageData(
        title=_title(source, meta, linked),
        canonical=canonical,
        outlet=_outlet(meta, linked),
        byline=_byline(meta, linked),
        lang=lang or meta.get("og:locale") or meta.get("content-language"),
        published=published,
        modified=modified,
        partial=any(str(item.get("isAccessibleForFree")).casefold() == "false" for item in linked),
        types=frozenset(types - {""}),
        notes=tuple(notes),
    )


def _tags(source: str) -> tuple[dict[str, str], dict[str, str], str | None, list[str]]:
    meta: dict[str, str] = {}
    links: dict[str, str] = {}
    times: list[str] = []
    named = 0  # those that say they are the publication's stand first
    lang: str | None = None
    for match in _TAG.finditer(source):
        name = match.group(1).casefold()
        given = {
            key.casefold(): html.unescape(double or single or bare)
            for key, double, single, bare in _ATTRIBUTE.findall(match.group(2))
        }
        if name == "meta":
            said = given.get("property") or given.get("name") or given.get("itemprop") or given.get("http-equiv")
            if said and given.get("content"):
                meta.setdefault(said.casefold(), given["content"])
        elif name == "link":
            if given.get("rel", "").casefold() == "canonical" and given.get("href"):
                links.setdefault("canonical", given["href"])
        elif name == "html":
            lang = lang or given.get("lang") or given.get("xml:lang")
        elif given.get("datetime"):
            if "pubdate" in match.group(2).casefold() or "publish" in str(given).casefold():
                times.insert(named, given["datetime"])
                named += 1
            else:
                times.append(given["datetime"])
    return meta, links, lang, times


def _json_ld(source: str) -> tuple[list[dict[str, Any]], set[str]]:
    """Every object about an article in the page's JSON-LD, outermost first; and the types of all that it describes."""
    articles: list[dict[str, Any]] = []
    types: set[str] = set()
    for match in _JSON_LD.finditer(source):
        end = source.find("</", match.end())
        if end < 0:
            break
        try:
            data = json.loads(source[match.end() : end], strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                named = item.get("@type", "")
                kinds = {str(name).casefold() for name in (named if isinstance(named, list) else [named])}
                types |= kinds
                if any(name in kind for name in _ARTICLE_TYPES for kind in kinds):
                    articles.append(item)
                    types.add("article")
                waiting += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]
    return articles, types


def _text(value: object) -> str | None:
    """The text of a JSON-LD value: itself, its name, or its first member's."""
    if isinstance(value, list):
        return next((text for text in map(_text, value) if text), None)
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value"))
    return value if isinstance(value, str) and value.strip() else None


def _names(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for name in map(_text, values) if name]


def _title(source: str, meta: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    """The headline: what the page prints (its only h1) where the markup agrees with it, else the markup's.

    Titles of the window end in the outlet's name, and so do many for sharing.
    """
    said = [meta.get("og:title"), *(_text(item.get("headline")) for item in linked), meta.get("twitter:title")]
    window = _TITLE.search(source)
    if window is not None:
        said.append(window.group(1))
    clean = [text for text in (_untagged(text) for text in said if text) if text]
    printed = [text for text in (_untagged(match.group(1)) for match in _H1.finditer(source)) if text]
    for heading in printed:
        if any(_bare(heading) in _bare(text) or _bare(text) in _bare(heading) for text in clean) and len(heading) >= 12:
            return heading
    if not clean:
        return printed[0] if printed else None
    site = meta.get("og:site_name", "")
    parts = _SITE_ENDS.split(clean[0])
    while len(parts) > 1 and (
        _bare(parts[-1]) in _bare(site) or (len(parts[-1].split()) <= 3 and len(parts[0].split()) > 3)
    ):
        parts.pop()
    return clean[0][: clean[0].rfind(parts[-1]) + len(parts[-1])] if parts else clean[0]


def _untagged(text: str) -> str:
    """Entities decoded once, tags cut out, one line."""
    return one_line(_MARKUP.sub("", html.unescape(_MARKUP.sub("", text))))


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _address(found: str | None, url: str | None) -> str | None:
    """A canonical address counts if it names a page; sites that put their front page there say nothing."""
    address = canonical_address(found)
    return address if address and address.count("/") > 2 else None


def _outlet(meta: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    name = meta.get("og:site_name") or next((name for item in linked for name in _names(item.get("publisher"))), None)
    return one_line(name) or None if name else None


def _byline(meta: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    names = [name for item in linked[:1] for name in _names(item.get("author"))]
    if not names:
        names = [meta[key] for key in _AUTHORS if key in meta and "://" not in meta[key]][:1]
    written = ", ".join(dict.fromkeys(one_line(name) for name in names))
    return re.sub(r"^(?i:by)\s+", "", written)[:200] or None


def _published(
    meta: dict[str, str],
    linked: list[dict[str, Any]],
    times: list[str],
    url: str | None,
    source: str,
    fetched_at: str | None,
    notes: list[str],
) -> Published | None:
    match = _URL_DAY.search(url or "")
    in_url = _first_date(["-".join(match.groups())], fetched_at, notes) if match else None
    said = _first_date([_text(item.get("datePublished")) for item in linked], fetched_at, notes)
    if said is not None:
        return _witnessed(said, "jsonld", source, times, in_url)
    said = _first_date([meta.get(name) for name in _PUBLISHED], fetched_at, notes)
    if said is not None:
        return _witnessed(said, "meta", source, times, in_url)
    said = _first_date(times[:1], fetched_at, notes)
    if said is not None:
        # A time element may belong to a teaser; one that the address confirms is the article's.
        return Published(when=said, how="time_tag", sure=said == in_url)
    if in_url is not None:
        return Published(when=in_url, how="url", sure=False)
    return _guessed(source, url, fetched_at, notes)


def _witnessed(
    said: PartialDate, how: Literal["jsonld", "meta"], source: str, times: Sequence[str], in_url: PartialDate | None
) -> Published:
    """The markup's date, sure where a second witness has it: the address, a time element, or the text that is read.

    Alone, it is wrong one time in eight on pages of all kinds: it tells when a page was made that has been written
    anew since, or was filled in by a program. A stamp in another time zone is a day off; then the address counts.
    """
    if in_url is not None and abs((said.first_day - in_url.first_day).days) <= 1:
        return Published(when=in_url, how=how, sure=True)
    sure = said in map(_day, times) or _is_read(said, source)
    return Published(when=said, how=how, sure=sure)


def _is_read(said: PartialDate, source: str) -> bool:
    """True where the text that a reader sees has the date; it is looked for around its year."""
    text = " ".join(_MARKUP.sub(" ", _UNSEEN.sub(" ", source)).split())
    years = re.finditer(str(said.year), text)
    around = (text[max(0, year.start() - _DATE_LENGTH) : year.end() + _DATE_LENGTH] for year in years)
    return any(when == said for window in around for _, when in dates_in(window))


def _guessed(source: str, url: str | None, fetched_at: str | None, notes: list[str]) -> Published | None:
    from htmldate import find_date  # noqa: PLC0415 - flat text must not wait for it

    try:
        found = find_date(source, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        notes.append(f"no date: htmldate failed ({type(error).__name__})")
        return None
    when = _first_date([found], fetched_at, notes)
    if when is not None and when.day == 1 and not _is_read(when, source):
        # It fills up what a page leaves open: "February 2025" comes back as its first day.
        when = PartialDate(when.year, when.month if when.month > 1 else 0)
    return Published(when=when, how="htmldate", sure=False) if when is not None else None


def _first_date(texts: Sequence[str | None], fetched_at: str | None, notes: list[str]) -> PartialDate | None:
    for text in texts:
        when = _day(text)
        if when is None:
            continue
        if cannot_be(when, fetched_at, notes):
            continue
        return when
    return None


def cannot_be(when: PartialDate, fetched_at: str | None, notes: list[str]) -> bool:
    """Whether a page of the web was not published then: before there was one, or after it was fetched; notes say so."""
    wrong = when.year < _EARLIEST or (fetched_at is not None and when.first_day.isoformat() > _latest(fetched_at))
    if wrong:
        notes.append(f"date dropped, it cannot be: {when}")
    return wrong


def _day(text: str | None) -> PartialDate | None:
    if not text:
        return None
    match = re.match(r"\s*((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})", text)
    if match is not None:
        try:
            return PartialDate(*(int(part) for part in match.groups()))
        except ValueError:
            return None
    compact = re.match(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T|\s|$)", text)
    if compact is not None:
        return _day("-".join(compact.groups()))
    return next((when for _, when in dates_in(text[:100]) if when.day), None)


def _latest(fetched_at: str) -> str:
    """The day after fetching: clocks and time zones differ by less than 36 hours."""
    fetched = PartialDate.parse(fetched_at[:10]).first_day
    return fetched.fromordinal(fetched.toordinal() + 1).isoformat()
