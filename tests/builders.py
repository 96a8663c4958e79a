"""Articles and parses made by hand, so that a stage can be tested without a model.

    article = article_of("Mali's army attacked JNIM. It fled.", published="2024-03-05")
    parse = parse_of(
        article.text,
        mentions=[("Mali's army", "actor"), ("JNIM", "actor"), ("It", "actor")],
        anchors=[AnchorSpec("attacked", "ASSAULT", roles=[("actor", 0), ("recipient", 1)])],
    )

Words are found in the text in order of their naming: a phrase that is named twice means its first and its second
occurrence. Words and sentences are cut by the product's own rules; parts of speech and heads are rough guesses that a
test may correct (``tags``, ``arcs``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faleme.dates import PartialDate
from faleme.ids import ArticleId, CaptureId
from faleme.parse.sentences import split_sentences
from faleme.parse.words import split_words
from faleme.records import (
    Anchor,
    Article,
    Block,
    BlockKind,
    Chain,
    Mention,
    MentionKind,
    Name,
    NameKind,
    Parse,
    Published,
    Role,
    RoleArc,
    Saying,
    Sentence,
    Token,
)
from faleme.spans import OffsetMap, Span

ARTICLE = ArticleId("ATEST")


@dataclass(frozen=True)
class AnchorSpec:
    """An anchor by its words. roles: (role, index into ``mentions``)."""

    words: str
    event_type: str
    mode: str | None = None
    auxiliary: str | None = None
    contexts: Sequence[str] = ()
    roles: Sequence[tuple[str, int]] = ()
    hedge: str | None = None
    score: float = 0.9
    core: float = 0.9


@dataclass(frozen=True)
class SayingSpec:
    """A verb of saying by its words. speaker: index into ``mentions``."""

    verb: str
    content: str
    speaker: int | None = None
    quoted: bool = False


def article_of(
    text: str, *, title: str | None = None, published: str | None = None, outlet: str | None = None, lang: str = "en"
) -> Article:
    """An article of body paragraphs, one a line; its title, where given, must be the first line to be a block."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            kind = BlockKind.TITLE if title is not None and line == title and at == 0 else BlockKind.BODY
            blocks.append(Block(kind=kind, span=Span(at, at + len(line))))
        at += len(line) + 1
    when = None if published is None else Published(when=PartialDate.parse(published), how="carrier", sure=True)
    return Article(
        article_id=ARTICLE,
        capture_id=CaptureId("CTEST"),
        key="test",
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap.identity(len(text)),
        title=title,
        outlet=outlet,
        origin=outlet,
        published=when,
        lang=lang,
    )


def parse_of(
    text: str,
    mentions: Sequence[tuple[str | Span, str] | tuple[str | Span, str, str]] = (),
    anchors: Sequence[AnchorSpec | tuple[str, str]] = (),
    *,
    names: Sequence[tuple[str, str]] = (),
    sayings: Sequence[SayingSpec] = (),
    chains: Sequence[Sequence[int]] = (),
    members: Mapping[int, Sequence[int]] | None = None,
    tags: Mapping[str, str] | None = None,
    arcs: Sequence[tuple[str, str, str]] = (),
    scores: Mapping[int, float] | None = None,
    article_id: ArticleId = ARTICLE,
) -> Parse:
    """A parse by hand.

    mentions: (words, kind) or (words, kind, head word), words or their span; the head is else the last word before a
        comma or "of".
    anchors: specs, or (words, event type). names: (words, kind of name). chains: mention indices.
    members: chain index -> chain indices, for plurals. tags: word -> UPOS, for every occurrence.
    arcs: (word, its head, relation), first occurrence of each. scores: mention index -> score.
    """
    sentences, tokens = _tokens(text, tags or {})
    tokens = _with_arcs(tokens, arcs)
    find = _Finder(text)
    made = tuple(
        _mention(tokens, find, *spec, score=(scores or {}).get(index, 0.9)) for index, spec in enumerate(mentions)
    )
    specs = [spec if isinstance(spec, AnchorSpec) else AnchorSpec(*spec) for spec in anchors]
    return Parse(
        article_id=article_id,
        sentences=sentences,
        tokens=tokens,
        names=tuple(_name(tokens, find, *spec) for spec in names),
        mentions=made,
        chains=tuple(
            Chain(mentions=tuple(chain), members=tuple((members or {}).get(index, ())))
            for index, chain in enumerate(chains)
        ),
        anchors=tuple(sorted((_anchor(tokens, find, spec) for spec in specs), key=lambda anchor: anchor.span)),
        sayings=tuple(_saying(tokens, find, spec) for spec in sayings),
        auxiliaries=tuple(() for _ in tokens),
        engine="by hand",
    )


class _Finder:
    """Spans of phrases: the n-th asking for the same words under the same heading finds the n-th occurrence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: dict[tuple[str, str], int] = {}

    def __call__(self, words: str | Span, heading: str) -> Span:
        if isinstance(words, Span):
            return words
        start = self.asked.get((words, heading), 0)
        match = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(self.text, start)
        if match is None:
            raise ValueError(f"{words!r} does not stand (again) in {self.text!r}")
        self.asked[words, heading] = match.end()
        return Span(*match.span())


def _tokens(text: str, tags: Mapping[str, str]) -> tuple[tuple[Sentence, ...], tuple[Token, ...]]:
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for number, (start, end) in enumerate(split_sentences(text)):
        words = [(start + a, start + b) for a, b in split_words(text[start:end])]
        first = len(tokens)
        root = first + next((i for i, (a, b) in enumerate(words) if _guess(text[a:b], i) == "VERB"), 0)
        for offset, (a, b) in enumerate(words):
            word = text[a:b]
            index = first + offset
            tokens.append(
                Token(
                    span=Span(a, b),
                    text=word,
                    lemma=word.lower(),
                    upos=tags.get(word) or _guess(word, offset),
                    xpos="",
                    head=-1 if index == root else root,
                    deprel="root" if index == root else "dep",
                    sentence=number,
                )
            )
        block = text.count("\n", 0, start)
        sentences.append(Sentence(span=Span(start, end), first=first, last=len(tokens), block=block))
    return tuple(sentences), tuple(tokens)


def _guess(word: str, position: int) -> str:
    """A part of speech from the look of a word alone."""
    if not any(letter.isalnum() for letter in word):
        return "PUNCT"
    if word[0].isdigit():
        return "NUM"
    if word[0].isupper() and position > 0:
        return "PROPN"
    return "VERB" if word.endswith("ed") else "NOUN"


def _with_arcs(tokens: tuple[Token, ...], arcs: Sequence[tuple[str, str, str]]) -> tuple[Token, ...]:
    place = {token.text: index for index, token in reversed(list(enumerate(tokens)))}
    changed = list(tokens)
    for word, head, relation in arcs:
        token = changed[place[word]]
        changed[place[word]] = Token(
            span=token.span,
            text=token.text,
            lemma=token.lemma,
            upos=token.upos,
            xpos=token.xpos,
            head=-1 if head == "" else place[head],
            deprel=relation,
            sentence=token.sentence,
        )
    return tuple(changed)


def _covered(tokens: Sequence[Token], span: Span) -> list[int]:
    return [index for index, token in enumerate(tokens) if token.span.overlaps(span)]


def _mention(
    tokens: Sequence[Token], find: _Finder, words: str | Span, kind: str, head: str | None = None, *, score: float
) -> Mention:
    span = find(words, f"mention {kind}")
    inside = _covered(tokens, span)
    if head is not None:
        key = next(index for index in inside if tokens[index].text == head)
    else:
        key = inside[0]
        for index in inside:
            if tokens[index].text in {",", "of", "in", "at", "from", "who"} and index > inside[0]:
                break
            if tokens[index].text not in {"'s", "’s"} and tokens[index].upos != "PUNCT":
                key = index
    return Mention(
        kind=MentionKind(kind), span=span, head=key, text=span.of(find.text), sentence=tokens[key].sentence, score=score
    )


def _name(tokens: Sequence[Token], find: _Finder, words: str, kind: str) -> Name:
    span = find(words, "name")
    return Name(kind=NameKind(kind), span=span, sentence=tokens[_covered(tokens, span)[0]].sentence, score=0.9)


def _anchor(tokens: Sequence[Token], find: _Finder, spec: AnchorSpec) -> Anchor:
    span = find(spec.words, "anchor")
    first = _covered(tokens, span)[0]
    return Anchor(
        token=first,
        span=span,
        sentence=tokens[first].sentence,
        types=((spec.event_type, spec.score), ("", 1 - spec.score)),
        modes=((spec.mode or "", 0.9),),
        contexts=tuple((context, 0.8) for context in spec.contexts),
        auxiliaries=((spec.auxiliary or "", 0.9),),
        core=spec.core,
        roles=tuple(RoleArc(role=Role(role), mention=mention, score=0.9) for role, mention in spec.roles),
        hedge=None if spec.hedge is None else find(spec.hedge, "hedge"),
    )


def _saying(tokens: Sequence[Token], find: _Finder, spec: SayingSpec) -> Saying:
    verb, content = find(spec.verb, "verb"), find(spec.content, "content")
    token = _covered(tokens, verb)[0]
    return Saying(
        verb=verb,
        token=token,
        sentence=tokens[token].sentence,
        content=content,
        speaker=spec.speaker,
        quoted=spec.quoted,
        score=0.9,
    )
