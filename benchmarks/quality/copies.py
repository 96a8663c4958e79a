"""Copies among news stories: how many pairs are found, and what is found that is no copy.

    GOLD=../shared/gold python -m benchmarks.quality.copies [--save]

Stories of at least 80 words from ``story_clusters``; each is edited in six ways (new headline, first 40 %, foreign
paragraphs inserted, 6 % of the words changed, cut and padded, menus added). All pairs of a story and its edits are
copies; pairs of two stories of one cluster, with their edits, are reports of the same happening and none. Where two
stories copy each other (``copies_judged.csv``, read by us pair by pair), their pairs are left out of that count and
stand in a count of their own, the only one whose copies nobody made for the purpose.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.results import Figure, machine, save
from faleme.dedup import find_copy, sample_of, signature
from faleme.dedup.bulk import all_copies, signed
from faleme.dedup.copies import AT_LEAST
from faleme.ids import ArticleId, CaptureId
from faleme.records import Article, Block, BlockKind
from faleme.spans import OffsetMap, Span

JUDGED = Path(__file__).with_name("copies_judged.csv")
COMMAND = "python -m benchmarks.quality.copies"
_POSTINGS = 200  # as in the store and in bulk
Pair = tuple[str, str]


class Shelf:
    """Signatures in memory."""

    def __init__(self) -> None:
        self._articles: dict[ArticleId, Article] = {}
        self._samples: dict[ArticleId, tuple[int, ...]] = {}
        self._holding: dict[int, list[ArticleId]] = defaultdict(list)

    def add(self, article: Article) -> None:
        """Keep an article's signature."""
        self._articles[article.article_id] = article
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

    def article(self, article_id: ArticleId) -> Article | None:
        """See `faleme.dedup.copies.Samples`."""
        return self._articles.get(article_id)


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
    edited = _edited(bodies)
    _one_by_one(bodies, edited)
    judged = _judged(bodies)
    figures = _pairs({story["id"]: story["cluster"] for story in stories}, bodies, edited, judged)
    figures |= _stories_themselves(bodies, judged)
    for name, value in figures.items():
        print(f"{name:36} {value:.4f}")
    if "--save" in sys.argv[1:]:
        here = machine()
        save(
            Figure(name=f"copies.{name}", value=round(value, 4), unit="share", command=COMMAND, machine=here)
            for name, value in figures.items()
        )
    return 0


def _edited(bodies: Mapping[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    chosen = random.Random(1)  # noqa: S311 - a repeatable choice of words, nothing secret
    return {name: dict(edits(body, chosen.choice(list(bodies.values())), chosen)) for name, body in bodies.items()}


def _one_by_one(bodies: Mapping[str, list[str]], edited: Mapping[str, Mapping[str, list[str]]]) -> None:
    """Each edit looked up among the untouched stories, as a new page is in the store."""
    shelf = Shelf()
    for name, body in bodies.items():
        shelf.add(article_of(name, body))
    found: Counter[str] = Counter()
    for versions in edited.values():
        for edit, paragraphs in versions.items():
            article = article_of("edited", paragraphs)
            found[edit] += find_copy(article, signature(article), shelf) is not None
    for edit, count in found.items():
        print(f"{edit:16} {count} of {len(bodies)} found")


def _judged(bodies: Mapping[str, list[str]]) -> dict[Pair, bool]:
    with JUDGED.open(encoding="utf-8") as file:
        rows = {_pair(row["first"], row["second"]): row["copy"] == "yes" for row in csv.DictReader(file)}
    return {pair: copy for pair, copy in rows.items() if set(pair) <= set(bodies)}


def _pairs(
    cluster: Mapping[str, str],
    bodies: Mapping[str, list[str]],
    edited: Mapping[str, Mapping[str, list[str]]],
    judged: Mapping[Pair, bool],
) -> dict[str, float]:
    """All pairs of stories and edits, by the join in bulk."""
    articles = [
        article_of(f"{name} {edit}", paragraphs)
        for name, body in bodies.items()
        for edit, paragraphs in {"untouched": body, **edited[name]}.items()
    ]
    found = {_pair(copy.article_id, copy.copy_of): copy for copy in all_copies(map(signed, articles))}
    right, wrong, positives, longer, cut = 0, 0, set(), 0, 0
    for pair in combinations((article.article_id for article in articles), 2):
        first, second = (name.split(" ", 1)[0] for name in pair)
        hit = found.get(_pair(*pair))
        if first == second:
            positives.add(_pair(*pair))
            right += hit is not None
            if hit is not None and pair[1] == f"{first} cut" and pair[0] == f"{first} untouched":
                cut += 1
                longer += hit.longer == "original"
        elif cluster[first] == cluster[second] and not judged.get(_pair(first, second), False):
            wrong += hit is not None
    precision, recall = right / (right + wrong), right / len(positives)
    print(f"{len(positives)} pairs of a story and its edits; {wrong} pairs found that are reports of the same")
    return {
        "pairs.precision": precision,
        "pairs.recall": recall,
        "pairs.f1": 2 * precision * recall / (precision + recall),
        "candidates.recall": len(_candidates(articles) & positives) / len(positives),
        "excerpt.direction": longer / cut,
    }


def _candidates(articles: Sequence[Article]) -> set[Pair]:
    holding: dict[int, list[str]] = defaultdict(list)
    for article in articles:
        for number in sample_of(article).shingles:
            holding[number].append(article.article_id)
    shared: Counter[Pair] = Counter()
    for names in holding.values():
        if len(names) <= _POSTINGS:
            shared.update(_pair(*pair) for pair in combinations(names, 2))
    return {pair for pair, count in shared.items() if count >= AT_LEAST}


def _stories_themselves(bodies: Mapping[str, list[str]], judged: Mapping[Pair, bool]) -> dict[str, float]:
    """What is found among the untouched stories against what we read there."""
    copies = all_copies(signed(article_of(name, body)) for name, body in bodies.items())
    found = {_pair(copy.article_id, copy.copy_of) for copy in copies}
    real = {pair for pair, copy in judged.items() if copy}
    print(f"{len(found)} pairs found among the {len(bodies)} stories; {len(found & real)} of the {len(real)} real ones")
    for pair in sorted(found - set(judged)):
        print("nobody has judged", *pair)
    return {"stories.precision": len(found & real) / len(found), "stories.recall": len(found & real) / len(real)}


def _pair(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)


if __name__ == "__main__":
    raise SystemExit(main())
