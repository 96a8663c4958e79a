"""Where the words of a search stand in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from faleme.store.content_words import Terms, terms_of

Pieces = tuple[tuple[str, bool], ...]

SHOWN = 420  # letters of a sentence in a list
_BEFORE = 120  # letters kept before the first word found, where a sentence is cut


def found_words(text: str, words: str, *, shown: int = SHOWN) -> Pieces:
    """A text in pieces, True for those that a search asked for; case and accents aside, as the store compares.

    What is longer than ``shown`` letters is cut round the first word found, with "…" where something is left out.
    """
    return _marked(text, terms_of(words), shown)


def _marked(text: str, terms: Terms, shown: int) -> Pieces:
    spans = _spans(text, terms) if terms else []
    start = max(0, spans[0][0] - _BEFORE) if spans and len(text) > shown else 0
    end = min(len(text), start + shown)
    start = max(0, min(start, end - shown))
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for first, last in spans:
        if first < at or first >= end:
            continue
        pieces += [(text[at:first], False)] if first > at else []
        pieces.append((text[first : min(last, end)], True))
        at = min(last, end)
    pieces += [(text[at:end], False)] if at < end else []
    return tuple(pieces) + ((("…", False),) if end < len(text) else ())


def _spans(text: str, terms: Terms) -> list[tuple[int, int]]:
    """Where each term stands, in order, none inside another."""
    words = _words(text)
    found: list[tuple[int, int]] = []
    for inner, begun in terms:
        for at in range(len(words) - len(inner) + 1):
            if _fits([word for word, _, _ in words[at : at + len(inner)]], inner, begun=begun):
                found.append((words[at][1], words[at + len(inner) - 1][2]))
    return sorted(set(found), key=lambda span: (span[0], -span[1]))


def _fits(words: Sequence[str], inner: Sequence[str], *, begun: bool) -> bool:
    last = words[-1].startswith(inner[-1]) if begun else words[-1] == inner[-1]
    return last and list(words[:-1]) == list(inner[:-1])


def _words(text: str) -> list[tuple[str, int, int]]:
    """Folded words with where they stand in the text as it is: folding may change how long a text is."""
    found: list[tuple[str, int, int]] = []
    word, start = "", 0
    for at, char in enumerate(text):
        plain = _folded(char)
        if plain and plain.isalnum():
            if not word:
                start = at
            word += plain
        elif word and plain:  # a combining mark alone belongs to the word that it stands in
            found.append((word, start, at))
            word = ""
    return [*found, (word, start, len(text))] if word else found


@lru_cache(maxsize=4_096)
def _folded(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", char.lower()) if not unicodedata.combining(c))
