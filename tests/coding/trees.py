"""Dependency trees for tests, from ``trees.conllu``: made by the core, corrected by hand where it was wrong.

Mentions are made of every noun phrase, so that a table needs nothing but the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from faleme.ids import ArticleId
from faleme.records import Mention, MentionKind, Parse, Sentence, Token
from faleme.spans import Span, cover
from faleme.trees import Tree

_FILE = Path(__file__).parent / "trees.conllu"
_NO_ACTORS = {"Friday", "Kayes", "Lome"}


@cache
def _stored() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    text = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
            found[text] = []
        elif line:
            found[text].append(tuple(line.split("\t")))
    return found


@cache
def tree_of(text: str) -> Tree:
    """The tree of a text whose sentences stand in the file. KeyError names the sentence that does not."""
    tokens: list[Token] = []
    sentences = []
    at = 0
    for number, sentence in enumerate(_sentences(text)):
        base, start = len(tokens), text.index(sentence, at)
        for _, form, lemma, upos, xpos, head, relation in _stored()[sentence]:
            begin = text.index(form, at)
            at = begin + len(form)
            tokens.append(
                Token(
                    span=Span(begin, at),
                    text=form,
                    lemma=lemma,
                    upos=upos,
                    xpos=xpos,
                    head=base + int(head) - 1 if head != "0" else -1,
                    deprel=relation,
                    sentence=number,
                )
            )
        sentences.append(
            Sentence(
                span=Span(start, start + len(sentence)), first=base, last=len(tokens), block=text.count("\n", 0, start)
            )
        )
    bare = Parse(article_id=ArticleId("ATEST"), sentences=tuple(sentences), tokens=tuple(tokens))
    mentions = tuple(_mentions(Tree(bare), text))
    return Tree(
        Parse(
            article_id=bare.article_id,
            sentences=bare.sentences,
            tokens=bare.tokens,
            mentions=mentions,
            auxiliaries=tuple(() for _ in tokens),
        )
    )


def word(tree: Tree, text: str) -> int:
    """Index of the first token with that text."""
    return next(at for at, token in enumerate(tree.tokens) if token.text == text)


def _sentences(text: str) -> Iterator[str]:
    """The stored sentences that the text is made of, in order."""
    rest = text
    while rest:
        sentence = max((one for one in _stored() if rest.startswith(one)), key=len, default="")
        if not sentence:
            raise KeyError(f"not in {_FILE.name}: {rest!r}")
        yield sentence
        rest = rest[len(sentence) :].lstrip()


def _mentions(tree: Tree, text: str) -> Iterator[Mention]:
    for at, token in enumerate(tree.tokens):
        inside = tree.is_a(at, "compound", "flat") or (token.upos == "PRON" and tree.is_a(at, "nmod:poss"))
        if token.upos not in {"NOUN", "PROPN", "PRON"} or inside:
            continue
        out = {
            t
            for child in tree.children(at, "acl", "case", "punct", "cc", "conj", "parataxis")
            for t in tree.subtree(child)
        }
        span = cover(tree.tokens[t].span for t in tree.subtree(at) if t not in out)
        kind = (
            MentionKind.PLACE
            if token.text in {"Kayes", "Lome"}
            else MentionKind.TIME
            if token.text == "Friday"
            else MentionKind.ACTOR
        )
        yield Mention(kind=kind, span=span, head=at, text=span.of(text), sentence=token.sentence, score=0.9)
