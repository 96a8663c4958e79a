"""What two pages have in common as wholes, beside the clauses that are compared: names, and words that few pages have.

A clause names a village or "the attack on the convoy"; its page says whose convoy, and where. Two short clauses of one
affair may share no word, and each page still holds what the other's sentence tells.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from faleme.reference.happenings_weights import load_common_words
from faleme.spans import Span

_NAME = re.compile(r"\b[A-Z][\w'’-]{2,}")
_LOWER = re.compile(r"\b[a-z][\w'’-]{2,}")
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_END = re.compile(r"[.!?]['\"”’)]*\s|\n")
_LONGEST = 20_000  # letters of a page that are looked at
_FARTHEST = 600  # letters between a clause and an end of its sentence
_PAGES = 2048  # kept at hand: a page is compared with many


def stems(text: str) -> frozenset[str]:
    """First five letters of each word of four or more, and numbers; fewer letters say nothing ("the", "with")."""
    return frozenset(word[:5] for word in _WORD.findall(text.casefold()))


@lru_cache(maxsize=_PAGES)
def rare_words(text: str) -> frozenset[str]:
    """Word beginnings that few pages of the press have."""
    return stems(text[:_LONGEST]) - load_common_words()


@lru_cache(maxsize=_PAGES)
def names_of(text: str) -> frozenset[str]:
    """Words of a page that are names: written with a capital wherever they stand, and on few pages of the press."""
    text = text[:_LONGEST]
    lower = set(_LOWER.findall(text))
    common = load_common_words()
    return frozenset(
        word for word in _NAME.findall(text) if (folded := word.casefold()) not in lower and folded[:5] not in common
    )


def most_named(text: str) -> list[str]:
    """Those names, the most frequent first."""
    text = text[:_LONGEST]
    counts = Counter(_NAME.findall(text))
    return sorted(names_of(text), key=lambda name: (-counts[name], name))


def sentence_round(text: str, clause: Span) -> str:
    """The sentence in which a clause stands, by its marks."""
    before = text[max(0, clause.start - _FARTHEST) : clause.start]
    start = clause.start - len(before) + max((end.end() for end in _END.finditer(before)), default=0)
    end = _END.search(text, max(clause.start, clause.end - 1), clause.end + _FARTHEST)
    return text[start : clause.end if end is None else max(end.start(), clause.end)]


def alike(ours: Collection[str], theirs: Collection[str]) -> float:
    """Cosine of two sets, 0..1."""
    if not ours or not theirs:
        return 0.0
    return len(set(ours) & set(theirs)) / math.sqrt(len(ours) * len(theirs))


def held(words: frozenset[str], page: frozenset[str]) -> float:
    """Share of words that a page holds."""
    return len(words & page) / len(words) if words else 0.0
