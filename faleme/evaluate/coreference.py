"""Coreference of found mentions on GUM: persons, organisations and places in chains of two or more.

The text is put together from the words of the corpus and read as any article: sentences, words, trees and mentions are
ours. A found phrase is a gold mention where both have the same head word, as CorefUD matches; of several of one head
those are paired whose spans agree best. The gold head is read from the gold tree.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faleme.errors import ReadError
from faleme.evaluate.chain_scores import ChainScores
from faleme.evaluate.corpora import TreeSentence, read_conllu
from faleme.evaluate.scores import Score
from faleme.ids import ArticleId, CaptureId
from faleme.parse.antecedents import groups
from faleme.parse.engine import Engine
from faleme.parse.parse import parse
from faleme.records import Article, Block, BlockKind, NounPhrase, Parse
from faleme.spans import OffsetMap, Span

KINDS = ("person", "organization", "place")
_ENDS = frozenset(".!?:;,”\"’')]…—–-")  # what a line of running text may end with; a heading has none


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """A mention of the corpus, as offsets of its text. kind: one of KINDS, or "" for other things."""

    head: Span
    span: Span
    chain: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with all its gold mentions."""

    name: str
    genre: str
    part: str
    article: Article
    mentions: tuple[GoldMention, ...]

    def chains(self) -> list[list[GoldMention]]:
        """Chains of persons, organisations and places with two mentions or more."""
        found: dict[str, list[GoldMention]] = defaultdict(list)
        for mention in self.mentions:
            if mention.kind:
                found[mention.chain].append(mention)
        return [chain for chain in found.values() if len(chain) > 1]


def read_documents(path: Path, part: str) -> Iterator[Document]:
    """GUM's documents of one part: mentions from ``NAME.coref.jsonl.gz``, trees from ``NAME.PART.conllu.gz`` beside it.

    Raises ReadError where there are no trees.
    """
    beside = path.with_name(f"{path.name.partition('.coref')[0]}.{part}.conllu.gz")
    if not beside.is_file():
        raise ReadError(f"{path} needs its trees in {beside}")
    trees: dict[str, list[TreeSentence]] = defaultdict(list)
    for sentence in read_conllu(beside):
        trees[sentence.name.rpartition("-")[0]].append(sentence)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["split"] == part:
                yield _document(record, trees[record["document"]])


def _document(record: dict[str, Any], sentences: Sequence[TreeSentence]) -> Document:
    text, places = _text(sentences)
    mentions = []
    for mention in record["mentions"]:
        words, heads = places[mention["sent"]], sentences[mention["sent"]].heads
        inside = range(mention["start"], mention["end"])
        head = next(at for at in inside if heads[at] not in inside)
        mentions.append(
            GoldMention(
                head=words[head],
                span=Span(words[inside[0]].start, words[inside[-1]].end),
                chain=str(mention["chain"]),
                kind=mention["etype"] if mention["etype"] in KINDS else "",
            )
        )
    return Document(
        name=record["document"],
        genre=record["genre"],
        part=record["split"],
        article=_article(record["document"], text),
        mentions=tuple(mentions),
    )


def _text(sentences: Sequence[TreeSentence]) -> tuple[str, list[list[Span]]]:
    """The running text and the place of each word. The corpus has lost the line breaks: a sentence without a mark at
    its end was a heading or a caption, and ends its line."""
    text = ""
    places: list[list[Span]] = []
    for sentence in sentences:
        if text and text.rstrip()[-1] not in _ENDS:
            text = text.rstrip() + "\n"
        spans: list[Span] = []
        for form, words, blank in sentence.surface:
            at = len(text)
            for word in words:
                whole = "".join(words) == form
                spans.append(Span(at, at + len(word)) if whole else Span(len(text), len(text) + len(form)))
                at += len(word)
            text += form + (" " if blank else "")
        places.append(spans)
    return text.rstrip(), places


def _article(name: str, text: str) -> Article:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind=BlockKind.BODY, span=Span(at, at + len(line))))
        at += len(line) + 1
    return Article(
        article_id=ArticleId(name),
        capture_id=CaptureId(name),
        key=name,
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap.identity(len(text)),
        lang="en",
    )


def scores(documents: Iterable[Document], engine: Engine) -> list[Score]:
    """MUC, B-cubed, CEAFe and their mean, of the engine's links."""
    counted = ChainScores()
    for document in documents:
        read = parse(document.article, engine)
        counted.add(*named_alike(document, read, groups(read.phrases)))
    return list(counted.scores())


# --- gold mentions and ours -----------------------------------------------------------------------------------


def matched(gold: Sequence[GoldMention], phrases: Sequence[NounPhrase], parse: Parse) -> dict[int, int]:
    """Index of a phrase -> index of the gold mention that it is, by head; exact spans first, then the most alike."""
    starts = [token.span.start for token in parse.tokens]
    by_head: dict[int, list[int]] = defaultdict(list)
    for at, phrase in enumerate(phrases):
        by_head[phrase.head].append(at)
    wanted: dict[int, list[int]] = defaultdict(list)
    for number, mention in enumerate(gold):
        wanted[bisect_right(starts, mention.head.start) - 1].append(number)
    found: dict[int, int] = {}
    for word, numbers in wanted.items():
        pairs = sorted(
            (-_likeness(gold[number].span, span_of(phrases[at], parse)), number, at)
            for number in numbers
            for at in by_head.get(word, ())
        )
        taken: set[int] = set()
        for _, number, at in pairs:
            if number not in taken and at not in found:
                found[at] = number
                taken.add(number)
    return found


def span_of(phrase: NounPhrase, parse: Parse) -> Span:
    """Where the phrase stands in the text."""
    return Span(parse.tokens[phrase.first].span.start, parse.tokens[phrase.last].span.end)


def _likeness(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def named_alike(
    document: Document, parse: Parse, groups: Iterable[Iterable[int]], *, exact: bool = False
) -> tuple[list[list[Hashable]], list[list[Hashable]]]:
    """Gold chains and found ones with one name for each mention that is on both sides. exact: only where the spans are
    the same, too."""
    gold = [mention for chain in document.chains() for mention in chain]
    pairs = matched(gold, parse.phrases, parse)
    if exact:
        pairs = {at: number for at, number in pairs.items() if gold[number].span == span_of(parse.phrases[at], parse)}
    names: dict[int, Hashable] = {at: ("gold", number) for at, number in pairs.items()}
    number_of = {id(mention): number for number, mention in enumerate(gold)}
    return (
        [[("gold", number_of[id(mention)]) for mention in chain] for chain in document.chains()],
        [[names.get(at, ("ours", at)) for at in group] for group in groups],
    )
