"""Inflected forms that the treebanks do not hold, for the lemma list: "abducted", "fled", "waived".

From the table of lemminflect (MIT), which was made from the SPECIALIST Lexicon of the US National Library of Medicine
(https://lhncbc.nlm.nih.gov/LSG/Projects/lexicon/current/web/, free with acknowledgement).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from importlib import resources

_UPOS = {"verb": "VERB", "noun": "NOUN", "adj": "ADJ"}
_MOST_PIECES = 2
"""Of a lemma. Rarer words are mostly medical, and the edit scripts do the regular ones."""


def inflections(pieces: Callable[[str], list[int]]) -> Iterator[tuple[str, str, str]]:
    """(form, UPOS, lemma) of every form that differs from its lemma and has one only in its part of speech.

    pieces: the word pieces of a word.
    """
    table = resources.files("lemminflect") / "resources" / "lemma_lu.csv.gz"
    for line in gzip.decompress(table.read_bytes()).decode().splitlines():
        form, kind, lemma = line.split(",", 2)
        # Two lemmas are written "find/found", which isalpha() refuses; names ("Aarons") are no nouns here.
        plain = form.isalpha() and lemma.isalpha() and lemma.islower()
        if kind in _UPOS and form != lemma and plain and len(pieces(lemma)) <= _MOST_PIECES:
            yield form, _UPOS[kind], lemma
