"""Sections of a page that are about one country or one hour each: a roundup's "MALI - …", a live blog's "18:55 …".

A section has nothing to do with the one before it: "the army" of the item on Mali is no army of the item on Niger.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from faleme.records import Article, BlockKind
from faleme.reference.phrases import CountryNames

# One paragraph that opens so may be anything; two make sections.
LEAST = 2
_HOUR = r"\[?\d{1,2}[:.h]\d{2}\]?(?:\s?[ap]\.?m\.?)?(?:\s(?:GMT|UTC|[A-Z]{2,3}T))?\s*[-–—:|]?"
_NAMES = r"(?P<names>[^\W\d_a-z][^\d\n:;–—]{1,60}?)(?:\s+[-–—]{1,2}|\s*(?:—|--|:))"
_OPENS = re.compile(rf"\s*[-–•*·▪]?\s*(?:{_HOUR}|{_NAMES})(?:\s+(?=[“\"‘'«(\[]?[^\W_a-z])|\s*$)")
_SCENE = re.compile(r"[“\"]?In (?:[a-z]+ing )?(?:the )?(?P<name>[^\W\d_a-z][^,.;:“\"]{1,40}),")
_JOINED = re.compile(r"\s*[/,&]\s*|\s+and\s+")


def opening_of(text: str, countries: CountryNames) -> tuple[int, str | None] | None:
    """Length of the country or hour that opens a paragraph, and the country (alpha-3); None where none opens it.

    The country is None for an hour, for several ("MALI/NIGER -") and for a name of two ("Congo:").
    """
    match = _OPENS.match(text)
    if match is None:
        return None
    names = match.group("names")
    if names is None:
        return match.end(), None
    parts = [names] if countries.candidates(names) else _JOINED.split(names)
    if not all(part and countries.candidates(part) for part in parts):
        return None
    country = countries.named(names) if len(parts) == 1 else None
    return match.end(), country.iso3 if country is not None else None


def opens_sections(paragraphs: Sequence[str], countries: CountryNames) -> bool:
    """Whether so many paragraphs open with a country or an hour that the page is one of sections."""
    return sum(opening_of(text, countries) is not None for text in paragraphs) >= LEAST


def scene_of(text: str, countries: CountryNames) -> str | None:
    """The country (alpha-3) where a sentence says at its start that it plays ("In neighbouring Guinea, the …"); None
    where it says none. text: the sentence, or its front."""
    match = _SCENE.match(text)
    country = countries.named(match.group("name")) if match is not None else None
    return country.iso3 if country is not None else None


class Sections:
    """The sections of an article; one without any is a single section of no country."""

    def __init__(self, article: Article, countries: CountryNames) -> None:
        found = [
            (block.span.start, opened[1])
            for block in article.blocks
            if block.kind is not BlockKind.TITLE
            and (opened := opening_of(block.span.of(article.text), countries)) is not None
            and (block.kind is BlockKind.DATELINE or opened[0] == len(block.span))
        ]
        self._starts = [start for start, _ in found] if len(found) >= LEAST else []
        self._countries = [country for _, country in found] if self._starts else []
        titles = [block.span.of(article.text) for block in article.blocks if block.kind is BlockKind.TITLE]
        opened = opening_of(titles[0], countries) if titles else None
        self.home: str | None = opened[1] if opened is not None else None
        """The country (alpha-3) that opens the headline: "Chad: refugees from Sudan"."""

    def __bool__(self) -> bool:
        return bool(self._starts)

    def number(self, at: int) -> int:
        """Number of the section that a code point of the text stands in; 0 is what comes before the first opening."""
        return bisect_right(self._starts, at)

    def country(self, number: int) -> str | None:
        """The country (alpha-3) that a section opens with."""
        return self._countries[number - 1] if number else None

    def numbers(self) -> range:
        return range(len(self._starts) + 1)
