"""What CAMEO counts as a statement or an appeal, where a scheme keeps these apart; our own code book codes them all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.coding.coder import code
from faleme.records import Anchor, Coding
from faleme.reference.codebook import Codebook, load_codebook
from faleme.reference.lexicon import load_lexicon
from tests.builders import article_of
from tests.coding.trees import tree_of, word

ENGLISH = load_lexicon("en")

CASES = [
    # sentence, the doing, engine's type, CAMEO code of the statement that it is ("" where it is an event), why
    ("The rebels claimed that they had shelled the harbour.", "shelled", "ASSAULT", "015", "their own deed"),
    ("The rebels claimed responsibility for the raid on the harbour.", "raid", "ASSAULT", "015", "responsibility"),
    ("The mayor claimed that soldiers had shelled the harbour.", "shelled", "ASSAULT", "", "the deed of others"),
    ("The minister denied charges that he tortured the reporters.", "tortured", "ASSAULT", "016", "denied"),
    ("The ministry is considering sending tents to Togo.", "sending", "AID", "014", "only weighed"),
    ("The king sent his condolences to the miners.", "sent", "SUPPORT", "018", "empathy"),
    ("The envoys attended a ceremony in Lome.", "attended", "CONSULT", "017", "a symbolic act"),
    ("The bishops voiced concern over the shelling of the harbour.", "shelling", "ASSAULT", "012", "a worry"),
    ("The envoys agreed with the mayor.", "agreed", "AGREE", "019", "a view shared"),
    ("The envoys agreed with the mayor to free the reporters.", "agreed", "AGREE", "", "an accord with somebody"),
    ("The bishops urged the government to reform the courts.", "urged", "REQUEST", "02", "an appeal"),
    ("The bishops demanded reform from the government.", "demanded", "REQUEST", "", "a demand"),
    ("The bishops called for sanctions against the junta.", "called", "REQUEST", "", "against somebody"),
    ("The envoys said that Togo must free the reporters.", "said", "REQUEST", "", "what another must do"),
    ("Many families sought refuge in Togo.", "sought", "REQUEST", "", "shelter is asked as of right"),
]


@pytest.mark.parametrize(("sentence", "doing", "kind", "statement", "why"), CASES, ids=[why for *_, why in CASES])
def test_what_is_only_said(sentence: str, doing: str, kind: str, statement: str, why: str) -> None:
    tree = tree_of(sentence)
    at = word(tree, doing)
    anchor = Anchor(token=at, span=tree.tokens[at].span, sentence=0, types=((kind, 0.9), ("", 0.1)), core=0.9)
    parse = replace(tree.parse, anchors=(anchor,))
    page = article_of(sentence)

    book = load_codebook("cameo")
    assert book.scheme is not None
    cameo = replace(book, scheme=replace(book.scheme, main_clauses=False))  # also what stands under a main clause

    def coded(book: Codebook) -> Coding:
        found, _, _ = code(page, parse, codebook=book, lexicon=ENGLISH)
        return next(one for one in found if one.anchor.contains(tree.tokens[at].span))

    assert coded(cameo).event_type == ("STATEMENT" if statement else kind)
    assert not statement or f"(CAMEO {statement})" in coded(cameo).decisions[0].why
    assert coded(load_codebook()).event_type == kind
