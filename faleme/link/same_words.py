"""Are two quotations one utterance, printed twice? By their words alone: who speaks and when is asked before."""

from __future__ import annotations

import re
from typing import Literal

from faleme.reference.names import normalise

_SIZE = 3  # words of a shingle: contents are a sentence long, so that the five of whole pages would be too many
_LEAST = 5  # words; shorter ones ("we will win") are said again and again, so that they have to be the same
_SHARED = 0.7  # of the shorter one's shingles; two translations of one quotation share less and are two here
_WORD = re.compile(r"[^\W_]+")
_TURNS = frozenset({"not", "no", "never", "none", "nobody", "nor", "cannot", "without"})


def same_words(one: str, other: str) -> Literal["same", "part"] | None:
    """same: nearly all words are; part: one is an excerpt of the other; None where they are two.

    A number or a "not" that only one of them has makes two of them, but in the part that an excerpt leaves out.
    """
    a, b = words_of(one), words_of(other)
    if not a or not b:
        return None
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < _LEAST:
        return "same" if a == b else None
    ours, theirs = _shingles(shorter), _shingles(longer)
    if len(ours & theirs) < _SHARED * len(ours) or _telling(shorter) - _telling(longer):
        return None
    excerpt = len(ours & theirs) < _SHARED * len(theirs)
    if not excerpt and _telling(longer) - _telling(shorter):
        return None
    return "part" if excerpt else "same"


def words_of(text: str) -> list[str]:
    """The words of a text in order, without case and accents."""
    plain = normalise(text.replace("n't", " not").replace("n’t", " not"))
    return _WORD.findall(plain)


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _SIZE]) for at in range(len(words) - _SIZE + 1)}


def _telling(words: list[str]) -> set[str]:
    """Words that turn a sentence into another: numbers, and what denies."""
    return {word for word in words if word in _TURNS or any(letter.isdigit() for letter in word)}
