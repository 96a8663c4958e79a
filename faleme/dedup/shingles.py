"""An article's words as a few numbers: five-word shingles of the body, the same one in eight kept in every article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from faleme.records import Article, BlockKind

_SIZE = 5
_SAMPLED = 1 << 61  # numbers below are kept: one shingle in eight
_MARK = re.compile(r"[^\w\s]")
_QUOTED = re.compile(r"“[^“”]{1,2000}”|«[^«»]{1,2000}»|\"[^\"\n]{1,2000}\"|„[^„“”]{1,2000}[“”]")
# Odd constants of 64 bits, one for each place in the shingle, so that word order counts.
_PLACES = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
# Words met before, each in the place that Python's own hash of it names: that hash, and the number of the word. A word
# takes the place of another. 16 bytes a word, of which a dictionary needs ten times as many: it did not fit the cache.
_KNOWN = np.zeros((1 << 19, 2), np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is compared of an article's body; signed 64-bit numbers.

    whole: of all its words. shingles: the sampled ones. free: those of them that do not lie inside quotation marks.
    """

    whole: int
    shingles: frozenset[int]
    free: frozenset[int]


def signature(article: Article) -> tuple[int, ...]:
    """The sampled shingles, as signed 64-bit numbers, sorted; the hash of the whole body is one of them.

    The same text gives the same numbers on every machine. Titles and datelines do not count: they change from outlet
    to outlet. An article of fewer than five words has the whole alone.
    """
    sample = sample_of(article)
    return tuple(sorted({sample.whole, *sample.shingles}))


def shingles_in(signature: Iterable[int]) -> frozenset[int]:
    """A signature without the number of the whole, which mostly (7 in 8) falls outside the sample, and then can be
    told from shingles."""
    return frozenset(number for number in signature if 0 <= number < _SAMPLED)


def sample_of(article: Article) -> Sample:
    """The same numbers, with those apart that stand in quotations."""
    return _sample("\n".join(b.span.of(article.text) for b in article.blocks if b.kind is BlockKind.BODY))


@lru_cache(maxsize=8)  # signing an article and looking for what it copies follow each other
def _sample(body: str) -> Sample:
    words: list[str] = []
    counts: list[int] = []
    quoted: list[bool] = []
    for text, inside in _parts(body):
        found = _MARK.sub(" ", text).split()  # the runs of \w; to look for those takes a third longer
        words += found
        counts.append(len(found))
        quoted.append(inside)
    # Folded after the split: "İ" becomes two characters, of which one is no letter.
    whole = _number(" ".join(words).casefold())
    if len(words) < _SIZE:
        return Sample(whole=whole, shingles=frozenset(), free=frozenset())
    shingles = _shingles(_hashes(words))
    kept = np.flatnonzero(shingles < _SAMPLED)
    numbers = shingles[kept].view(np.int64)
    marks = np.repeat(quoted, counts)
    free = numbers[~(marks[kept] & marks[kept + _SIZE - 1])]
    return Sample(whole=whole, shingles=frozenset(numbers.tolist()), free=frozenset(free.tolist()))


def _parts(body: str) -> Iterator[tuple[str, bool]]:
    """The body in pieces, and whether each is a quotation. A mark is no letter, so no word is cut."""
    at = 0
    for match in _QUOTED.finditer(body):
        yield body[at : match.start()], False
        yield match.group(), True
        at = match.end()
    yield body[at:], False


def _hashes(words: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Of each word, in any letter case."""
    keys = np.fromiter(map(hash, words), np.int64, len(words))
    slots = keys & (len(_KNOWN) - 1)
    held = _KNOWN[slots]
    if len(new := np.flatnonzero(held[:, 0] != keys)):
        held[new, 0] = keys[new]
        held[new, 1] = [_number(words[at].casefold()) for at in new.tolist()]
        _KNOWN[slots[new]] = held[new]
    hashes: npt.NDArray[np.uint64] = held[:, 1].view(np.uint64)
    return hashes


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


def _shingles(hashed: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    total = np.correlate(hashed, _PLACES, "valid")
    # Mixed, so that the top bits, which choose the sample, hang on all words (finaliser of splitmix64).
    total = (total ^ (total >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    total = (total ^ (total >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: npt.NDArray[np.uint64] = total ^ (total >> np.uint64(31))
    return mixed
