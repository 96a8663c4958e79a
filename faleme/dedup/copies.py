"""Which stored article a new one copies: wire copy under another headline, cut, padded or mended.

The look for candidates is a plain join on the stored samples of shingles (`shingles`). Copies share runs of words;
reports of one happening share only names and quotations. Figures: `python -m benchmarks.quality.copies`.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal, Protocol

from faleme.dedup.shingles import Sample, sample_of, shingles_in
from faleme.ids import ArticleId
from faleme.records import Article, Copy

AT_LEAST = 3  # shared samples that make a candidate: fewer are a quotation or a name
_CANDIDATES = 20
_COPY = 0.33  # containment; below it articles share a passage, not a text
_WHOLE = 0.8
_LIKE_LENGTH = 0.7  # of two texts that hold each other, the shorter to the longer


class Samples(Protocol):
    """The part of `records.Lookup` that copies ask for."""

    def articles_sharing(self, shingles: tuple[int, ...], *, at_least: int) -> list[tuple[ArticleId, int]]: ...
    def shingles_of(self, article_id: ArticleId) -> tuple[int, ...]: ...
    def outlet_of(self, article_id: ArticleId) -> str | None: ...


def find_copy(article: Article, signature: tuple[int, ...], lookup: Samples) -> Copy | None:
    """The stored article that this one copies, or None.

    exact: the same words. near: at least 0.8 of the shorter in the other, and of like length. update: the same outlet
    prints it again, changed. excerpt: one holds a good part of the other; `Copy.longer` says which. Of several, the
    one with most in common; then the one that the store names first.

    Quotations alone make no copy: shingles that lie inside quotation marks here are left out of a second count, which
    has to reach the same threshold. (Of the stored article only the sample is known, so its own marks cannot be asked.)
    """
    sample = sample_of(article)
    for other, _ in lookup.articles_sharing((sample.whole,), at_least=1):
        if other != article.article_id:
            return Copy(article_id=article.article_id, copy_of=other, kind="exact", containment=1.0)
    mine = sample.shingles
    if len(mine) < AT_LEAST:
        return None
    best: tuple[float, ArticleId, int] | None = None
    for other, _ in lookup.articles_sharing(tuple(sorted(mine)), at_least=AT_LEAST)[:_CANDIDATES]:
        if other == article.article_id:
            continue
        theirs = shingles_in(lookup.shingles_of(other))
        shared = containment(sample, theirs)
        if shared is not None and (best is None or shared > best[0]):
            best = (shared, other, len(theirs))
    if best is None:
        return None
    shared, other, length = best
    same_outlet = printed_by(article) is not None and printed_by(article) == lookup.outlet_of(other)
    return copy_of(article.article_id, other, shared, lengths=(len(mine), length), same_outlet=same_outlet)


def printed_by(article: Article) -> str | None:
    """The outlet that may print an article of its own again, changed; None where the page credits another."""
    return None if article.credit is not None else article.outlet


def containment(mine: Sample, theirs: AbstractSet[int]) -> float | None:
    """Share of the shorter one's samples that the other holds; None where the two are no copies."""
    shared = _share(mine.shingles, theirs)
    return shared if shared >= _COPY and _beyond_quotes(mine.free, theirs, shared) else None


def copy_of(
    article_id: ArticleId, other: ArticleId, shared: float, *, lengths: tuple[int, int], same_outlet: bool
) -> Copy:
    """What kind of copy the first is of the second, from their containment and how many samples each has."""
    kind: Literal["near", "excerpt", "update"]
    if same_outlet:
        kind = "update"
    else:
        kind = "near" if shared >= _WHOLE and min(lengths) >= _LIKE_LENGTH * max(lengths) else "excerpt"
    longer: Literal["copy", "original"] = "copy" if lengths[0] > lengths[1] else "original"
    return Copy(
        article_id=article_id,
        copy_of=other,
        kind=kind,
        containment=round(shared, 3),
        longer=longer if kind == "excerpt" else None,
    )


def _share(mine: AbstractSet[int], theirs: AbstractSet[int]) -> float:
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _beyond_quotes(free: AbstractSet[int], theirs: AbstractSet[int], shared: float) -> bool:
    """True where the words outside quotation marks are shared too; what is one long quotation is compared whole."""
    if len(free) < AT_LEAST:
        return shared >= _WHOLE
    return len(free & theirs) >= AT_LEAST and _share(free, theirs) >= _COPY
