"""Copies among news stories: how many of their edits are found, and what is found among the stories themselves.

    GOLD=../shared/gold python -m benchmarks.quality.copies

Stories of at least 80 words from ``story_clusters``; each is edited in six ways (new headline, first 40 %, foreign
paragraphs inserted, 6 % of the words changed, cut and padded, menus added) and looked up among the untouched ones.
Reports of the same stories are the hard negatives.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from faleme.dedup import find_copy, signature
from faleme.ids import ArticleId, CaptureId
from faleme.records import Article, Block, BlockKind
from faleme.spans import OffsetMap, Span


class Shelf:
    """Signatures in memory."""

    def __init__(self) -> None:
        self._samples: dict[ArticleId, tuple[int, ...]] = {}
        self._holding: dict[int, list[ArticleId]] = defaultdict(list)

    def add(self, article: Article) -> None:
        """Keep an article's signature."""
        self._samples[article.article_id] = signature(article)
        for number in self._samples[article.article_id]:
            self._holding[number].append(article.article_id)

    def articles_sharing(self, shingles: tuple[int, ...], *, at_least: int) -> list[tuple[ArticleId, int]]:
        """See `records.Lookup`."""
        counts = Counter(other for number in shingles for other in self._holding.get(number, ()))
        return [(other, shared) for other, shared in counts.most_common() if shared >= at_least]

    def shingles_of(self, article_id: ArticleId) -> tuple[int, ...]:
        """See `records.Lookup`."""
        return self._samples[article_id]

    def origin_of(self, article_id: ArticleId) -> str | None:
        """None: the gold names no origins."""
        return None


def article_of(name: str, paragraphs: list[str]) -> Article:
    """An article of body paragraphs."""
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(kind=BlockKind.BODY, span=Span(at, at + len(paragraph))))
        at += len(paragraph) + 1
    text = "\n".join(paragraphs)
    return Article(
        article_id=ArticleId(name),
        capture_id=CaptureId("C"),
        key=name,
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap.identity(len(text)),
    )


def edits(own: list[str], foreign: list[str], chosen: random.Random) -> Iterator[tuple[str, list[str]]]:
    """(name, paragraphs) of each edit."""
    words = " ".join(own).split()
    stock = " ".join(foreign).split()
    yield "headline", ["A headline of another outlet", *own]
    yield "cut", [" ".join(words[: max(40, 2 * len(words) // 5)])]
    yield "inserted", [*own[:1], *foreign[:3], *own[1:]]
    yield "mended", [" ".join(chosen.choice(stock) if chosen.random() < 0.06 else w for w in p.split()) for p in own]
    yield "cut and padded", [" ".join(words[: max(40, 3 * len(words) // 5)]), *foreign[:1]]
    yield "menus", ["Home News Sport", *own, "Related Articles", "Two more headlines"]


def main() -> int:
    """Print the figures."""
    path = Path(os.environ.get("GOLD", "../shared/gold")) / "story_clusters.dev.jsonl"
    if not path.exists():
        print(f"skipped: {path} is not there")
        return 0
    with path.open(encoding="utf-8") as lines:
        stories = [record for record in map(json.loads, lines) if len(record["text"].split()) >= 80]
    bodies = {story["id"]: [p for p in story["text"].split("\n") if p.strip()] for story in stories}
    shelf, among = Shelf(), 0
    for name, body in bodies.items():
        article = article_of(name, body)
        among += find_copy(article, signature(article), shelf) is not None
        shelf.add(article)
    chosen = random.Random(1)  # noqa: S311 - a repeatable choice of words, nothing secret
    found: Counter[str] = Counter()
    for body in bodies.values():
        for edit, paragraphs in edits(body, chosen.choice(list(bodies.values())), chosen):
            article = article_of("edited", paragraphs)
            found[edit] += find_copy(article, signature(article), shelf) is not None
    for edit, count in found.items():
        print(f"{edit:16} {count} of {len(bodies)} found")
    print(f"{sum(found.values())} of {len(bodies) * len(found)} edits found")
    print(f"{among} copies among the {len(bodies)} stories themselves")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
