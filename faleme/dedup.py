"""Which stored article a new one copies: wire copy under another headline, cut, padded or mended.

Five-word shingles of the body, one in eight kept (the same one in eight in every article, by its hash), so that the
look for candidates is a plain join on the stored samples. Copies share runs of words; reports of one happening share
only names and quotations. Figures: `python -m benchmarks.quality.copies`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from faleme.ids import ArticleId
from faleme.records import Article, BlockKind, Copy

_SIZE = 5
_SAMPLE_BITS = 3  # one shingle in eight
_AT_LEAST = 3  # shared samples that make a candidate: fewer are a quotation or a name
_CANDIDATES = 20
_COPY = 0.33  # containment; below it articles share a passage, not a text
_WHOLE = 0.8
_LIKE_LENGTH = 0.7  # of two texts that hold each other, the shorter to the longer
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^“”]{1,2000}”|«[^«»]{1,2000}»|\"[^\"\n]{1,2000}\"|„[^„“”]{1,2000}[“”]")
# Odd constants of 64 bits, one for each place in the shingle, so that word order counts.
_PLACES = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)


class Samples(Protocol):
    """The part of `records.Lookup` that copies ask for."""

    def articles_sharing(self, shingles: tuple[int, ...], *, at_least: int) -> list[tuple[ArticleId, int]]: ...
    def shingles_of(self, article_id: ArticleId) -> tuple[int, ...]: ...
    def origin_of(self, article_id: ArticleId) -> str | None: ...


def signature(article: Article) -> tuple[int, ...]:
    """The sampled shingles, as signed 64-bit numbers, sorted; the hash of the whole body is one of them.

    The same text gives the same numbers on every machine. Titles and datelines do not count: they change from outlet
    to outlet. An article of fewer than five words has the whole alone.
    """
    body = _body(article)
    return tuple(sorted({_whole(body), *(number for number, _ in _sample(body))}))


def find_copy(article: Article, signature: tuple[int, ...], lookup: Samples) -> Copy | None:
    """The stored article that this one copies, or None.

    exact: the same words. near: at least 0.8 of the shorter in the other, and of like length. update: the same outlet
    prints it again, changed. excerpt: one holds a good part of the other. Of several, the one with most in common;
    then the one that the store names first.

    Quotations alone make no copy: shingles that lie inside quotation marks here are left out of a second count, which
    has to reach the same threshold. (Of the stored article only the sample is known, so its own marks cannot be asked.)
    """
    body = _body(article)
    whole = _whole(body)
    for other, _ in lookup.articles_sharing((whole,), at_least=1):
        if other != article.article_id:
            return Copy(article_id=article.article_id, copy_of=other, kind="exact", containment=1.0)
    mine = set(signature) - {whole}
    if len(mine) < _AT_LEAST:
        return None
    sampled = _sample(body)
    free = {number for number, quoted in sampled if not quoted}
    best: tuple[float, ArticleId, float] | None = None
    for other, _ in lookup.articles_sharing(tuple(sorted(mine)), at_least=_AT_LEAST)[:_CANDIDATES]:
        if other == article.article_id:
            continue
        # Its hash of the whole cannot be told from its shingles; one among dozens does not move a share.
        theirs = set(lookup.shingles_of(other))
        shared = _containment(mine, theirs)
        if shared < _COPY or not _beyond_quotes(free, theirs, shared):
            continue
        if best is None or shared > best[0]:
            best = (shared, other, min(len(mine), len(theirs)) / max(len(mine), len(theirs)))
    if best is None:
        return None
    shared, other, likeness = best
    return Copy(
        article_id=article.article_id,
        copy_of=other,
        kind=_kind(article, shared, likeness, lookup.origin_of(other)),
        containment=round(shared, 3),
    )


def _kind(article: Article, shared: float, likeness: float, origin: str | None) -> Literal["near", "excerpt", "update"]:
    if article.credit is None and article.origin is not None and article.origin == origin:
        return "update"
    return "near" if shared >= _WHOLE and likeness >= _LIKE_LENGTH else "excerpt"


def _containment(mine: set[int], theirs: set[int]) -> float:
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _beyond_quotes(free: set[int], theirs: set[int], shared: float) -> bool:
    """True where the words outside quotation marks are shared too; what is one long quotation is compared whole."""
    if len(free) < _AT_LEAST:
        return shared >= _WHOLE
    return len(free & theirs) >= _AT_LEAST and _containment(free, theirs) >= _COPY


def _body(article: Article) -> str:
    return "\n".join(block.span.of(article.text) for block in article.blocks if block.kind is BlockKind.BODY)


def _whole(body: str) -> int:
    return _number(" ".join(_words(body)))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


@lru_cache(maxsize=1 << 16)
def _word_number(word: str) -> int:
    return _number(word)


def _sample(body: str) -> list[tuple[int, bool]]:
    """(shingle, whether it lies inside quotation marks) of the sample, in text order."""
    matches = list(_WORD.finditer(body))
    if len(matches) < _SIZE:
        return []
    shingles = _shingles(match.group().casefold() for match in matches)
    kept = np.flatnonzero(shingles >> np.uint64(64 - _SAMPLE_BITS) == 0)
    if not len(kept):
        return []
    quoted = np.zeros(len(body) + 1, dtype=bool)
    for match in _QUOTED.finditer(body):
        quoted[match.start() : match.end()] = True
    numbers = shingles[kept].view(np.int64)
    return [
        (int(number), bool(quoted[matches[at].start()] and quoted[matches[at + _SIZE - 1].start()]))
        for number, at in zip(numbers, kept, strict=True)
    ]


def _shingles(words: Iterable[str]) -> npt.NDArray[np.uint64]:
    hashed = np.array([_word_number(word) for word in words], dtype=np.int64).view(np.uint64)
    count = len(hashed) - _SIZE + 1
    total = np.zeros(count, dtype=np.uint64)
    for place in range(_SIZE):
        total += hashed[place : place + count] * _PLACES[place]
    # Mixed, so that the top bits, which choose the sample, hang on all words (finaliser of splitmix64).
    total = (total ^ (total >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    total = (total ^ (total >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: npt.NDArray[np.uint64] = total ^ (total >> np.uint64(31))
    return mixed
