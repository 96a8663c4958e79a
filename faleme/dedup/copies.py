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
_LOOSE = 0.3  # by the stored numbers, among which the hash of the whole text may be
_WHOLE = 0.8
_LIKE_LENGTH = 0.7  # of two texts that hold each other, the shorter to the longer


class Samples(Protocol):
    """What copies ask of the store."""

    def articles_sharing(self, shingles: tuple[int, ...], *, at_least: int) -> list[tuple[ArticleId, int]]: ...
    def shingles_of(self, article_id: ArticleId) -> tuple[int, ...]: ...
    def article(self, article_id: ArticleId) -> Article | None: ...


def find_copy(article: Article, signature: tuple[int, ...], lookup: Samples) -> Copy | None:
    """The stored article that this one copies, or None.

    exact: the same words. near: at least 0.8 of the shorter in the other, and of like length. update: the same outlet
    prints it again, changed. excerpt: one holds a good part of the other; `Copy.longer` says which. Of several, the
    one with most in common; then the one that the store names first.

    Quotations alone make no copy: what is shared has to reach the same threshold without what stands in quotation
    marks here, and without what does there.
    """
    sample = sample_of(article)
    # The number of the whole is asked as often as makes a candidate: the same words are one, whatever else is shared.
    asked = (sample.whole,) * AT_LEAST + tuple(sample.shingles)
    best: tuple[float, Article, Sample] | None = None
    for other, _ in lookup.articles_sharing(asked, at_least=AT_LEAST)[:_CANDIDATES]:
        if other == article.article_id:
            continue
        numbers = lookup.shingles_of(other)
        if sample.whole in numbers:  # they share most, so they come first
            return Copy(article_id=article.article_id, copy_of=other, kind="exact", containment=1.0)
        # The stored numbers rule most out; only then the text itself is fetched, for its quotation marks.
        shared = _share(sample.shingles, shingles_in(numbers))
        if shared < _LOOSE or (original := lookup.article(other)) is None:
            continue
        theirs = sample_of(original)
        exactly = containment(sample, theirs)
        if exactly is not None and (best is None or exactly > best[0]):
            best = (exactly, original, theirs)
    if best is None:
        return None
    shared, original, theirs = best
    same_outlet = printed_by(article) is not None and printed_by(article) == printed_by(original)
    lengths = (len(sample.shingles), len(theirs.shingles))
    return copy_of(article.article_id, original.article_id, shared, lengths=lengths, same_outlet=same_outlet)


def printed_by(article: Article) -> str | None:
    """The outlet that may print an article of its own again, changed; None where the page credits another."""
    return None if article.credit is not None else article.outlet


def containment(mine: Sample, theirs: Sample) -> float | None:
    """Share of the shorter one's samples that the other holds; None where the two are no copies."""
    shared = _share(mine.shingles, theirs.shingles)
    if len(mine.shingles & theirs.shingles) < AT_LEAST or shared < _COPY:
        return None
    beyond = _beyond_quotes(mine.free, theirs.shingles, shared) and _beyond_quotes(theirs.free, mine.shingles, shared)
    return shared if beyond else None


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
