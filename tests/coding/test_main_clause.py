"""Doings under a main clause, where a scheme codes main clauses alone; our own code book codes them all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.coding.coder import code
from faleme.records import Anchor
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from tests.builders import article_of
from tests.coding.trees import tree_of, word

ENGLISH = load_lexicon("en")

CASES: list[tuple[str, list[tuple[str, str]], list[str], str]] = [
    # sentence, doings with the engine's types, types by the scheme, why
    ("Police arrested five men after gunmen killed eight traders.", [("arrested", "COERCE"), ("killed", "ASSAULT")],
     ["COERCE"], "a clause of time"),
    ("The army remained on alert after the riots.", [("remained", "MOBILIZE"), ("riots", "PROTEST")],
     ["MOBILIZE"], "a noun with a preposition"),
    ("The bishop urged calm and announced a march.", [("urged", "REQUEST"), ("announced", "AGREE")],
     ["STATEMENT", "AGREE"], "two main clauses, one of them an appeal"),
    ("The army remained on alert after the riots.", [("riots", "PROTEST")], ["PROTEST"], "nothing above it"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "doings", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_main_clauses(sentence: str, doings: list[tuple[str, str]], wanted: list[str], why: str) -> None:
    tree = tree_of(sentence)
    anchors = tuple(
        Anchor(token=at, span=tree.tokens[at].span, sentence=0, types=((kind, 0.9), ("", 0.1)), core=0.9)
        for at, kind in ((word(tree, text), kind) for text, kind in doings)
    )
    parse = replace(tree.parse, anchors=anchors)
    bare = replace(ENGLISH, by_first_word={})
    found, _, _ = code(article_of(sentence), parse, codebook=load_codebook("cameo"), lexicon=bare)
    assert [one.event_type for one in found] == wanted
    ours, _, _ = code(article_of(sentence), parse, codebook=load_codebook(), lexicon=bare)
    assert [one.event_type for one in ours] == [kind for _, kind in doings]
