"""A verb that was read as if joined to the noun before it."""

from __future__ import annotations

import pytest

from faleme.parse.engine import SentenceAnalysis, WordRange
from faleme.parse.second_verbs import with_second_verbs

WORDS = "Militants killed a soldier and wounded six others".split()
HEADS = [1, -1, 3, 1, 5, 3, 7, 3]
RELATIONS = "nsubj root det obj cc conj nummod conj".split()
UPOS = "NOUN VERB DET NOUN CCONJ VERB NUM NOUN".split()


def analysis(xpos: str, words: list[str] = WORDS) -> SentenceAnalysis:
    size = len(words)
    return SentenceAnalysis(
        words=tuple((at, at + 1) for at in range(size)),
        lemmas=tuple(words),
        upos=tuple(UPOS[:size]),
        xpos=tuple(xpos.split()),
        heads=tuple(HEADS[:size]),
        relations=tuple(RELATIONS[:size]),
        auxiliaries=((),) * size,
        spans=tuple(WordRange(first=at, last=at) for at in range(size)),
    )


def test_a_number_after_it_makes_it_a_verb() -> None:
    found = with_second_verbs(analysis("NNS VBD DT NN CC VBN CD NNS"))
    assert (found.heads[5], found.relations[5], found.xpos[5]) == (1, "conj", "VBD")
    assert (found.heads[7], found.relations[7]) == (5, "obj")


@pytest.mark.parametrize(
    ("xpos", "why"),
    [
        ("NNS VBD DT NN CC VBN JJ NNS", "wounded old men may be whom they killed"),
        ("NNS VBD DT NN CC JJ CD NNS", "no verb"),
        ("NNS VBZ DT NN CC VBN CD NNS", "not the tense of the first"),
    ],
)
def test_else_it_stays(xpos: str, why: str) -> None:
    given = analysis(xpos)
    assert with_second_verbs(given) is given, why


def test_a_sentence_that_ends_there_stays() -> None:
    given = analysis("NNS VBD DT NN CC VBN", WORDS[:6])
    assert with_second_verbs(given) is given
