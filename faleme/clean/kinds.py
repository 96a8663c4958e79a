"""Saved pages that are no article, told by what they are: error, consent wall, login, listing, gallery, live ticker.

Words alone decide nothing: an article may be headed "Page not found: how the web forgets". Each kind needs two signs,
of words, of what the markup calls the page, and of how its text is built.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from faleme.clean.furniture import fold
from faleme.clean.lines import is_prose
from faleme.clean.metadata import PageData
from faleme.records import Reason
from faleme.reference.page_kinds import load_page_kinds

_CLOCK = re.compile(r"\W*\d{1,2}\s?[:.hH]\s?\d\d(?:\s?[ap]\.?m\.?)?\b.{0,25}", re.IGNORECASE)
_HEADING = re.compile(r"<h[2-5]\b[^<>]{0,500}>(.{1,1500}?)</h[2-5]", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a\b[^<>]{0,1000}>(.{1,1500}?)</a\b", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}type\s?=\s?[\"']?password", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b|<figure\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|template|nav|header|footer|aside)\b.*?</\1", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title[^<>]{0,300}>([^<]{1,500})", re.IGNORECASE)
_HEADLINE = 25  # characters; entries of menus are shorter
_FEW = 150  # words of an article that says something; a wall, a form or a caption list has fewer


def other_kind(source: str, page: PageData, kept: Sequence[str]) -> tuple[Reason, str] | None:
    """Why an HTML page is no article and what shows it, or None for one that may be.

    kept: the lines of body that the cleaner would keep, in page order.
    """
    title = fold(page.title or "")
    window = _TITLE.search(source)
    words = sum(len(line.split()) for line in kept)
    prose = sum(is_prose(line) for line in kept)
    shown = [title, fold(window.group(1)) if window else ""]
    if "article" not in page.types and any(map(_is_error, shown)):
        return Reason.SOFT_ERROR, f"the title is that of an error page: {page.title or ''}"
    if _is_consent(title, kept):
        return Reason.CONSENT_WALL, "most of the text asks for consent"
    if words < _FEW and prose < 4 and _PASSWORD.search(source) and any(_has("login", text) for text in shown):
        return Reason.LOGIN, "a form that asks for a password, and no article"
    clocks = sum(_CLOCK.fullmatch(line) is not None or _opens_with_clock(line) for line in kept)
    if "liveblogposting" in page.types or (clocks >= 4 and any(_has("live", text) for text in shown)):
        return Reason.LIVE_TICKER, f"{clocks} entries with a time of the day"
    pictures = len(_PICTURE.findall(source))
    named = bool({"imagegallery", "mediagallery"} & page.types)
    if words < 2 * _FEW and prose < 12 and (named or (_has("gallery", title) and pictures >= 5)):
        return Reason.GALLERY, f"{pictures} pictures and {words} words"
    teasers = _teasers(source, kept)
    inside = sum(teaser in kept_line for teaser in teasers for kept_line in map(fold, kept))
    if "article" in page.types:
        return None
    in_text = inside >= 5 and inside >= 0.25 * len(kept) and prose <= 2 * inside
    beside = len(teasers) >= 8 and (prose <= 1 or (_is_section(page) and prose <= 2 * len(teasers)))
    if in_text or beside:
        return Reason.LISTING, f"{len(teasers)} headlines that lead elsewhere, {prose} paragraphs"
    return None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    phrases: Mapping[str, tuple[str, ...]] = load_page_kinds()
    longest_first = sorted(phrases[kind], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _has(kind: str, text: str) -> bool:
    """True where the title opens with such words, ends with them, or sets them apart: "Live: …", "… - in pictures"."""
    for match in _pattern(kind).finditer(text):
        before, after = text[: match.start()].strip(), text[match.end() :].strip()
        if not before or not after or before[-1] in ":|-–—[(/»" or after[0] in ":|-–—])/«":
            return True
    return False


def _is_error(title: str) -> bool:
    """True where the title is an error and little else; the outlet's name may stand behind a mark."""
    if not title or _pattern("error").search(title) is None:
        return False
    parts = [part for part in re.split(r"\s*[|–—·»]\s*|\s+-\s+", title) if part]
    if len(parts) > 1 and _pattern("error").search(parts[-1]) is None:
        parts.pop()
    return len(re.findall(r"\w+", _pattern("error").sub(" ", " ".join(parts)))) <= 2


def _is_consent(title: str, kept: Sequence[str]) -> bool:
    text = " ".join(map(fold, kept))
    if _pattern("consent").search(f"{title} {text[:1500]}") is None:
        return False
    about = sum(len(line.split()) for line in kept if len(set(_pattern("consent word").findall(fold(line)))) >= 2)
    asked = len(set(_pattern("consent").findall(text)))
    return asked >= 2 and 2 * about >= len(text.split())


def _opens_with_clock(line: str) -> bool:
    """An entry of a ticker: "14:05 - The convoy has left.", "14h05. Le convoi est parti"."""
    match = re.match(
        r"\W*\d{1,2}\s?[:.hH]\s?\d\d(?:\s?(?:[ap]\.?m\.?|gmt|utc|uhr))?\s*(?:[-–—|:.]|$)", line, re.IGNORECASE
    )
    return match is not None


def _teasers(source: str, kept: Sequence[str]) -> list[str]:
    """Texts of headings that are links, head, foot and margins of the page aside; each once."""
    main = _UNSEEN.sub(" ", source)
    found: dict[str, None] = {}
    for match in _HEADING.finditer(main):
        inner = match.group(1)
        if "<a" in inner.casefold():
            found[_plain(inner)] = None
    for match in _LINK.finditer(main):
        if re.search(r"<h[2-5]\b", match.group(1), re.IGNORECASE):
            found[_plain(match.group(1))] = None
    return [text for text in found if len(text) >= _HEADLINE]


def _plain(markup: str) -> str:
    return fold(_MARKUP.sub(" ", markup))


def _is_section(page: PageData) -> bool:
    return bool({"collectionpage", "itemlist", "searchresultspage", "profilepage"} & page.types)
