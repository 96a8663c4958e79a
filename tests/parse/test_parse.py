"""parse: what an engine says of sentences becomes spans of the article, and nothing else does."""

from collections.abc import Container, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from faleme.ids import ArticleId, CaptureId
from faleme.parse.engine import (
    FoundAnchor,
    FoundMention,
    FoundName,
    FoundRole,
    SentenceAnalysis,
    WordRange,
)
from faleme.parse.pairs import Paired
from faleme.parse.parse import is_prose, parse
from faleme.parse.words import split_words
from faleme.records import Article, Block, BlockKind, MentionKind, NameKind, NounPhrase, Parse, Role
from faleme.spans import OffsetMap, Span


class CapitalEngine:
    """Finds a person in every capitalised word, an anchor in every "struck", and no more."""

    name = "capitals 1"

    def analyse(self, sentence: str, *, also: Container[str] = ()) -> SentenceAnalysis:
        words = split_words(sentence)
        forms = [sentence[a:b] for a, b in words]
        names = [at for at, form in enumerate(forms) if form[0].isupper()]
        one = [WordRange(first=at, last=at) for at in range(len(forms))]
        return SentenceAnalysis(
            words=tuple(words),
            lemmas=tuple(form.lower() for form in forms),
            upos=("X",) * len(forms),
            xpos=("FW",) * len(forms),
            heads=tuple(at - 1 for at in range(len(forms))),
            relations=("dep",) * len(forms),
            auxiliaries=((),) * len(forms),
            spans=tuple(one),
            names=tuple(FoundName(kind=NameKind.PERSON, words=one[at], score=0.9) for at in names),
            mentions=tuple(FoundMention(kind=MentionKind.ACTOR, words=one[at], head=at, score=0.8) for at in names[:1]),
            anchors=tuple(
                FoundAnchor(
                    words=one[at],
                    types=(("ASSAULT", 0.7), ("", 0.3)),
                    modes=(("", 1.0),),
                    contexts=(),
                    auxiliaries=(("", 1.0),),
                    core=0.5,
                    roles=tuple(FoundRole(role=Role.ACTOR, mention=m, score=0.6) for m in range(len(names[:1]))),
                    hedge=None,
                    vector=(1.0,),
                )
                for at, form in enumerate(forms)
                if form == "struck"
            ),
        )

    def same(self, anchors: Sequence[Paired], vectors: Sequence[Sequence[float]]) -> NDArray[np.float32]:
        assert len(anchors) == len(vectors)
        return np.full((len(anchors), len(anchors)), 0.7, dtype=np.float32)

    def link(self, text: str, parse: Parse, vectors: NDArray[np.float32]) -> tuple[NounPhrase, ...]:
        raise AssertionError("no vectors, nothing to link")


def article(*blocks: tuple[BlockKind, str]) -> Article:
    text = "\n".join(words for _, words in blocks)
    spans, at = [], 0
    for kind, words in blocks:
        spans.append(Block(kind=kind, span=Span(at, at + len(words))))
        at += len(words) + 1
    return Article(
        article_id=ArticleId("A1"),
        capture_id=CaptureId("C1"),
        key="a.txt",
        text=text,
        blocks=tuple(spans),
        offsets=OffsetMap.identity(len(text)),
    )


def test_spans_count_in_the_article_and_roles_follow_their_mentions() -> None:
    page = article(
        (BlockKind.TITLE, "Raiders return"),
        (BlockKind.DATELINE, "KAYES —"),
        (BlockKind.BODY, "Nothing moved. Boubacar struck Diarra at dawn."),
    )
    read = parse(page, CapitalEngine())
    (anchor,) = read.anchors
    assert anchor.span.of(page.text) == "struck"
    assert read.tokens[anchor.token].text == "struck"
    assert [read.mentions[arc.mention].text for arc in anchor.roles] == ["Boubacar"]
    assert "KAYES" not in [token.text for token in read.tokens], "a dateline is not read"
    assert [sentence.block for sentence in read.sentences] == [0, 2, 2]
    assert {mention.text for mention in read.mentions} >= {"Diarra"}, "names without a role are mentions too"
    for mention in read.mentions:
        assert mention.text == mention.span.of(page.text)


PROSE = [
    # text                                             prose?   why it is here
    ("Soldiers left Gao.", True, "plain"),
    ("12 345 678 90 11 %", False, "a row of figures"),
    ("قال الرئيس إن الجيش انسحب", False, "Arabic"),
    ("aGVsbG8gd29ybGQ5ODc2NTQzMjE= 0x9f 1234 5678 90", False, "code and figures"),
    ("", False, "nothing"),
    ("1.2k", False, "a counter"),
    ("Le général a quitté Gao.", True, "accents are letters"),
]


@pytest.mark.parametrize(("text", "prose", "why"), PROSE, ids=[why for *_, why in PROSE])
def test_is_prose(text: str, prose: bool, why: str) -> None:
    assert is_prose(text) is prose


@given(st.text(min_size=1, max_size=300))
def test_any_text_gives_mentions_that_quote_it(text: str) -> None:
    page = article((BlockKind.BODY, text))
    read = parse(page, CapitalEngine())
    for token in read.tokens:
        assert token.text == token.span.of(page.text)
    for mention in read.mentions:
        assert mention.text == mention.span.of(page.text)


def test_an_engine_cannot_name_words_that_are_not_there() -> None:
    with pytest.raises(ValueError, match="words 0 to 3 of 1"):
        SentenceAnalysis(
            words=((0, 2),),
            lemmas=("at",),
            upos=("X",),
            xpos=("FW",),
            heads=(-1,),
            relations=("root",),
            auxiliaries=((),),
            spans=(WordRange(first=0, last=3),),
        )


def test_anchors_know_which_earlier_ones_may_tell_the_same() -> None:
    page = article((BlockKind.BODY, "Boubacar struck Diarra. Nothing moved. Then Awa struck."))
    first, second = parse(page, CapitalEngine()).anchors
    assert first.same == ()
    assert second.same == ((0, 0.7),)


class SpeechEngine(CapitalEngine):
    """As above, without mentions: of "the elder said …" only the tree."""

    name = "speech 1"

    def analyse(self, sentence: str, *, also: Container[str] = ()) -> SentenceAnalysis:
        made = super().analyse(sentence, also=also)
        return replace(
            made,
            upos=("DET", "NOUN", "VERB", "PRON", "VERB", "PUNCT"),
            heads=(1, 2, -1, 4, 2, 2),
            relations=("det", "nsubj", "root", "nsubj", "ccomp", "punct"),
            names=(),
            mentions=(),
        )


def test_who_says_something_is_a_mention() -> None:
    page = article((BlockKind.BODY, "the elder said it rained."))
    assert parse(page, SpeechEngine()).mentions == ()
    (mention,) = parse(page, SpeechEngine(), sayers={"said"}).mentions
    assert (mention.text, mention.kind, mention.score) == ("the elder", MentionKind.ACTOR, 0.0)
