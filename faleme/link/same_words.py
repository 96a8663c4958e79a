"""Are two quotations one utterance, printed twice? By their words alone: who speaks and when is asked before."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

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
    if one == other:
        return "same" if _read(one).words else None
    shorter, longer = sorted((_read(one), _read(other)), key=lambda read: len(read.words))
    if not shorter.words:
        return None
    if len(shorter.words) < _LEAST:
        return "same" if shorter.words == longer.words else None
    shared = len(shorter.shingles & longer.shingles)
    if shared < _SHARED * len(shorter.shingles) or shorter.telling - longer.telling:
        return None
    excerpt = shared < _SHARED * len(longer.shingles)
    if not excerpt and longer.telling - shorter.telling:
        return None
    return "part" if excerpt else "same"


def words_of(text: str) -> list[str]:
    """The words of a text in order, without case and accents."""
    plain = normalise(text.replace("n't", " not").replace("n’t", " not"))
    return _WORD.findall(plain)


class _Words(NamedTuple):
    """telling: words that turn a sentence into another: numbers, and what denies."""

    words: list[str]
    shingles: frozenset[tuple[str, ...]]
    telling: frozenset[str]


@lru_cache(maxsize=4096)  # one quotation is held against many: all that an event's reports print, or a speaker's year
def _read(text: str) -> _Words:
    words = words_of(text)
    return _Words(
        words=words,
        shingles=frozenset(tuple(words[at : at + _SIZE]) for at in range(len(words) - _SIZE + 1)),
        telling=frozenset(word for word in words if word in _TURNS or any(letter.isdigit() for letter in word)),
    )
