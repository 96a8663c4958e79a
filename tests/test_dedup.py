"""Copies among articles: which kind each edit of a page is, and what is no copy."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from faleme.dedup import find_copy, signature
from faleme.ids import ArticleId, CaptureId
from faleme.records import Article, Block, BlockKind
from faleme.spans import OffsetMap, Span


class Shelf:
    """A store in memory, as far as copies ask."""

    def __init__(self, *articles: Article) -> None:
        self.samples = {article.article_id: signature(article) for article in articles}
        self.origins = {article.article_id: article.origin for article in articles}

    def articles_sharing(self, shingles: tuple[int, ...], *, at_least: int) -> list[tuple[ArticleId, int]]:
        counts = Counter({other: len(set(shingles) & set(sample)) for other, sample in self.samples.items()})
        return [(other, shared) for other, shared in counts.most_common() if shared >= at_least]

    def shingles_of(self, article_id: ArticleId) -> tuple[int, ...]:
        return self.samples[article_id]

    def origin_of(self, article_id: ArticleId) -> str | None:
        return self.origins[article_id]


def article(name: str, *paragraphs: str, origin: str | None = None, title: str | None = None) -> Article:
    blocks, parts, at = [], [*([title] if title else []), *paragraphs], 0
    for number, part in enumerate(parts):
        kind = BlockKind.TITLE if title and not number else BlockKind.BODY
        blocks.append(Block(kind=kind, span=Span(at, at + len(part))))
        at += len(part) + 1
    text = "\n".join(parts)
    return Article(
        article_id=ArticleId(name),
        capture_id=CaptureId("C"),
        key=name,
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap.identity(len(text)),
        origin=origin,
    )


def prose(seed: int, words: int = 60) -> str:
    """Words in an order that no other seed gives."""
    chosen = random.Random(seed)
    stock = (
        "army border talks village market road minister police teachers river bridge convoy union judge harvest".split()
    )
    return " ".join(chosen.choice(stock) for _ in range(words)).capitalize() + "."


A, B, C, D = (prose(seed) for seed in range(4))
FIRST = article("first", A, B, C, origin="Sahel Post")
QUOTE = "“" + prose(77, 90) + "”"
QUOTING = article("quoting", A, QUOTE)

CASES = [
    (article("x", A, B, C, title="Another headline"), "exact", "same body under another headline"),
    (article("x", A, B, C.replace("army", "troops")), "near", "a word changed throughout a paragraph"),
    (article("x", A, B, C, origin="Sahel Post"), "exact", "the same outlet prints it again"),
    (article("x", A, B, C, D, origin="Sahel Post"), "update", "the same outlet adds a paragraph"),
    (article("x", A), "excerpt", "cut after the first paragraph"),
    (article("x", A, B, C, *(prose(seed) for seed in range(20, 26))), "excerpt", "padded to thrice its length"),
    (article("x", *(prose(seed) for seed in range(30, 33))), None, "another text"),
    (article("x", "Yes."), None, "too short to say"),
    (article("first", A, B, C), None, "itself"),
]


@pytest.mark.parametrize(("new", "kind", "why"), CASES, ids=[why for *_, why in CASES])
def test_kind(new: Article, kind: str | None, why: str) -> None:
    found = find_copy(new, signature(new), Shelf(FIRST))
    assert (found.kind if found else None) == kind
    if found:
        assert found.copy_of == "first"
        assert 0.33 <= found.containment <= 1


def test_a_shared_quotation_is_no_copy() -> None:
    new = article("x", B, QUOTE)
    assert find_copy(new, signature(new), Shelf(QUOTING)) is None
    unmarked = article("x", B, QUOTE.strip("“”"))
    found = find_copy(unmarked, signature(unmarked), Shelf(QUOTING))
    assert found is not None, "without the marks the same words are a shared passage"


def test_the_fuller_one_of_two_originals_wins() -> None:
    new = article("x", A, B, C.replace("army", "troops"))
    found = find_copy(new, signature(new), Shelf(article("part", A, *(prose(seed) for seed in range(40, 44))), FIRST))
    assert found is not None
    assert found.copy_of == "first"


# Of the sentence below, as the first release stored it.
PINNED = (969223290838146738, 5131402629694920162)


def test_signatures_are_for_ever() -> None:
    text = "Police arrested two reporters in Kayes on Monday after they filmed a march by teachers in the town."
    numbers = signature(article("x", text))
    assert numbers == signature(article("y", text.upper(), title="T")), "case and title do not count"
    assert numbers == PINNED, "stored signatures would no longer match"
    assert all(-(2**63) <= number < 2**63 for number in numbers)
