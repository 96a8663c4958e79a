"""Adjectives and nouns of peoples in a text, and the countries they tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faleme.reference.countries import Countries
from faleme.spans import Span

_CAPITALISED = re.compile(r"(?<!\w)(?!The\b)[A-ZÀ-Þ][^\W\d_]{2,}(?!\w)")
_JOINED = (" ", "-")
_LONGEST = 3  # words: "Papua New Guinean"


def peoples(text: str, countries: Countries) -> Iterator[tuple[Span, str]]:
    """Each adjective or noun of a people with its country (iso3), in text order.

    The longest words win: "South Sudanese" is not Sudanese, "Bissau-Guinean" not Guinean; "Franco-Malian" is Malian.
    What two countries share ("Korean") is left out.
    """
    words = list(_CAPITALISED.finditer(text))
    at = 0
    while at < len(words):
        for last in range(min(len(words), at + _LONGEST) - 1, at - 1, -1):
            if any(text[words[i].end() : words[i + 1].start()] not in _JOINED for i in range(at, last)):
                continue
            country = countries.adjective(text[words[at].start() : words[last].end()])
            if country is not None:
                yield Span(words[at].start(), words[last].end()), country.iso3
                at = last
                break
        at += 1
