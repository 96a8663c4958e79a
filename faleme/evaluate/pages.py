"""Annotated pages read whole: as articles, and who is who over a page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from faleme.dates import PartialDate
from faleme.evaluate.scores import Score, b_cubed
from faleme.evaluate.tellings import Page
from faleme.ids import ArticleId, CaptureId
from faleme.parse.coreference import chains
from faleme.parse.engine import Engine
from faleme.parse.parse import parse
from faleme.records import Article, Block, BlockKind, Published
from faleme.reference.actors import load_actors
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon
from faleme.spans import OffsetMap, Span


def article_of(page: Page) -> Article:
    """An annotated page as an article: its lines without the furniture, offsets kept."""
    text: str = page["text"]
    blocks, at = [], 0
    furniture = [Span(start, end) for start, end in page.get("furniture") or () if start < end]
    for line in text.split("\n"):
        span = Span(at, at + len(line)) if line.strip() else None
        if span and not any(piece.overlaps(span) for piece in furniture):
            title = bool(page.get("title")) and line.strip() == page["title"]
            blocks.append(Block(kind=BlockKind.TITLE if title else BlockKind.BODY, span=span))
        at += len(line) + 1
    when = page.get("published")
    return Article(
        article_id=ArticleId(page["id"]),
        capture_id=CaptureId(page["id"]),
        key=page["id"],
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap.identity(len(text)),
        title=page.get("title"),
        published=None if not when else Published(when=PartialDate.parse(when), how="carrier", sure=True),
        lang="en",
    )


def coreference(pages: Iterable[Page], engine: Engine) -> Iterator[Score]:
    """B-cubed over the annotated actor mentions; one that we do not find stands alone on our side."""
    lexicon, countries, actors = load_mention_lexicon("en"), load_countries(), load_actors()
    precision = recall = 0.0
    mentions = 0
    for page in pages:
        article = article_of(page)
        read = parse(article, engine)
        heads = {
            read.tokens[mention.head].span: number
            for number, chain in enumerate(chains(article, read, lexicon=lexicon, countries=countries, actors=actors))
            for mention in (read.mentions[at] for at in chain.mentions)
        }
        gold: dict[Hashable, Hashable] = {}
        ours: dict[Hashable, Hashable] = {}
        for mention in page["mentions"]:
            if mention["kind"] == "actor":
                head = Span(*mention["head"])
                gold[mention["id"]] = mention["chain"]
                ours[mention["id"]] = next((n for span, n in heads.items() if span.overlaps(head)), mention["id"])
        right, whole = b_cubed(gold, ours)
        precision, recall, mentions = precision + right, recall + whole, mentions + len(gold)
    if mentions:
        precision, recall = precision / mentions, recall / mentions
        yield Score(
            name="coreference B-cubed",
            value=2 * precision * recall / (precision + recall),
            wanted=mentions,
            precision=precision,
            recall=recall,
        )
