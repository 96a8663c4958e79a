"""Sentences with character offsets: a line break ends one, and inside a line a small learned model decides.

Wire copy is full of stops that end nothing ("Lt. Gen. J. B. Smith", "U.S. forces", "No. 2"); quotations that close
after the stop belong to the sentence before. What may end a sentence and what is looked at there: `boundaries.py`.
"""

from __future__ import annotations

import re

from faleme.parse.boundaries import candidates, load_decider

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open code-point offsets of the sentences of a text, in order, without the white space round them.

    A line break always ends a sentence. Nothing but white space lies outside the sentences.
    """
    sentences: list[tuple[int, int]] = []
    lines = [line.span() for line in _LINE.finditer(text)]
    found = [list(candidates(text, start, end)) for start, end in lines]
    cuts = iter(load_decider().cuts([candidate.rows for line in found for candidate in line]))
    for (begin, end), line in zip(lines, found, strict=True):
        start = begin
        for candidate in line:
            if next(cuts):
                _add(sentences, text, start, candidate.end)
                start = candidate.end
        _add(sentences, text, start, end)
    return sentences


def _add(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append((start, end))
