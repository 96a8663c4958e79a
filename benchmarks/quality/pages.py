"""The annotated pages of ``corpora/events`` as articles and parses, with their gold mentions and chains.

FALEME_CORPORA names the folder that holds ``events`` (default ../shared/corpora). Words come from the product's own
rules; parts of speech and heads are left open, as the coreference has to live with poor ones.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faleme.dates import PartialDate
from faleme.ids import ArticleId, CaptureId
from faleme.parse.sentences import split_sentences
from faleme.parse.words import split_words
from faleme.records import (
    Article,
    Block,
    BlockKind,
    Mention,
    MentionKind,
    Parse,
    Published,
    Saying,
    Sentence,
    Token,
)
from faleme.spans import OffsetMap, Span

CORPORA = Path(os.environ.get("FALEME_CORPORA", "../shared/corpora"))


@dataclass(frozen=True)
class GoldPage:
    """A page with gold mentions; chain_of: mention index -> chain id; chains: chain id -> its record."""

    article: Article
    parse: Parse
    chain_of: dict[int, str]
    chains: dict[str, dict[str, Any]]
    bank: bool


def pages(part: str, *, sayings: bool = True) -> Iterator[GoldPage]:
    """Pages and bank items of a part (train, dev, test) of ``events/split.csv``, in file order."""
    folder = CORPORA / "events"
    with (folder / "split.csv").open(encoding="utf-8", newline="") as stream:
        split = {row["id"]: row["split"] for row in csv.DictReader(stream)}
    for name in ("africa", "eurasia", "bank"):
        with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if split[record["id"]] == part:
                    yield _page(record, bank=name == "bank", sayings=sayings)


def _page(record: dict[str, Any], *, bank: bool, sayings: bool) -> GoldPage:
    text = record["text"]
    furniture = [Span(*span) for span in record.get("furniture", ()) if span[1] > span[0]]
    sentences, tokens = _words(text, furniture)
    mentions, chain_of, by_id = _mentions(record, tokens)
    said = _sayings(record, tokens, by_id) if sayings else ()
    article_id = ArticleId(record["id"])
    when = record.get("published")
    article = Article(
        article_id=article_id,
        capture_id=CaptureId(record["id"]),
        key=record["id"],
        text=text,
        blocks=(Block(kind=BlockKind.BODY, span=Span(0, len(text))),),
        offsets=OffsetMap.identity(len(text)),
        title=record.get("title"),
        outlet=record.get("outlet"),
        published=Published(when=PartialDate.parse(when), how="carrier", sure=True) if when else None,
    )
    parse = Parse(
        article_id=article_id,
        sentences=tuple(sentences),
        tokens=tuple(tokens),
        mentions=tuple(mentions),
        sayings=tuple(said),
        auxiliaries=tuple(() for _ in tokens),
        engine="gold",
    )
    chains = {chain["id"]: chain for chain in record["chains"]}
    return GoldPage(article=article, parse=parse, chain_of=chain_of, chains=chains, bank=bank)


def _words(text: str, furniture: list[Span]) -> tuple[list[Sentence], list[Token]]:
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for start, end in split_sentences(text):
        if any(span.start <= start and end <= span.end for span in furniture):
            continue
        first = len(tokens)
        for a, b in split_words(text[start:end]):
            word = text[start + a : start + b]
            tokens.append(
                Token(
                    span=Span(start + a, start + b),
                    text=word,
                    lemma=word.lower(),
                    upos="X",
                    xpos="",
                    head=-1,
                    deprel="dep",
                    sentence=len(sentences),
                )
            )
        sentences.append(Sentence(span=Span(start, end), first=first, last=len(tokens), block=0))
    return sentences, tokens


def _mentions(record: dict[str, Any], tokens: list[Token]) -> tuple[list[Mention], dict[int, str], dict[str, int]]:
    found = []
    for mention in record["mentions"]:
        head = [i for i, token in enumerate(tokens) if token.span.overlaps(Span(*mention["head"]))]
        if head:
            found.append((Span(*mention["span"]), head[-1], mention))
    found.sort(key=lambda item: (item[0], item[2]["kind"]))
    mentions, chain_of, by_id = [], {}, {}
    for index, (span, last, mention) in enumerate(found):
        mentions.append(
            Mention(
                kind=MentionKind(mention["kind"]),
                span=span,
                head=last,
                text=span.of(record["text"]),
                sentence=tokens[last].sentence,
                score=1.0,
            )
        )
        chain_of[index] = mention["chain"]
        by_id[mention["id"]] = index
    return mentions, chain_of, by_id


def _sayings(record: dict[str, Any], tokens: list[Token], by_id: dict[str, int]) -> list[Saying]:
    said = []
    for statement in record.get("statements", ()):
        verb = Span(*statement["verb"])
        at = next((i for i, token in enumerate(tokens) if token.span.overlaps(verb)), None)
        if at is None:
            continue
        speakers = [by_id[mention] for mention in statement["speaker"] if mention in by_id]
        said.append(
            Saying(
                verb=verb,
                token=at,
                sentence=tokens[at].sentence,
                content=Span(*statement["content"]),
                speaker=speakers[0] if speakers else None,
                quoted=bool(statement.get("quoted")),
                score=1.0,
            )
        )
    return said
