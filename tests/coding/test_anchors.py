"""Which anchors stand: thresholds, word lists, one doing named twice, what is asked or refused."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from faleme.coding.anchors import Thresholds, choose
from faleme.records import Anchor, Decision
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from faleme.trees import Tree
from tests.coding.trees import tree_of, word

BOOK, ENGLISH = load_codebook(), load_lexicon("en")
BARE = replace(ENGLISH, triggers=(), by_first_word={})

Spec = tuple[str, str, float]


def anchored(sentence: str, specs: Sequence[Spec]) -> Tree:
    tree = tree_of(sentence)
    anchors = []
    for text, kind, score in specs:
        at = word(tree, text)
        anchors.append(
            Anchor(token=at, span=tree.tokens[at].span, sentence=0, types=((kind, score), ("", round(1 - score, 2))))
        )
    return Tree(replace(tree.parse, anchors=tuple(anchors)))


def standing(
    sentence: str, specs: Sequence[Spec], *, words: bool = False
) -> tuple[list[tuple[str, str]], list[Decision]]:
    tree = anchored(sentence, specs)
    found, refused = choose(tree, codebook=BOOK, lexicon=ENGLISH if words else BARE, thresholds=Thresholds(event=0.4))
    return [(one.anchor.span.of(sentence), one.event_type) for one in found], refused


CASES: list[tuple[str, list[Spec], list[tuple[str, str]], str]] = [
    ("Police arrested two men.", [("arrested", "COERCE", 0.9)], [("arrested", "COERCE")], "over the threshold"),
    ("Police arrested two men.", [("arrested", "COERCE", 0.2)], [], "below the threshold"),
    ("Police arrested two men.", [("arrested", "MARCH", 0.9)], [], "no type of the codebook"),
    ("Rebels launched an attack on the camp.", [("launched", "ASSAULT", 0.6), ("attack", "ASSAULT", 0.9)],
     [("launched an attack", "ASSAULT")], "light verb and event noun are one doing"),
    ("Gunmen killed eight and wounded 20.", [("killed", "ASSAULT", 0.9), ("wounded", "ASSAULT", 0.8)],
     [("killed", "ASSAULT")], "one attack, two figures"),
    ("The bishop asked the army to leave the town.", [("asked", "REQUEST", 0.9), ("leave", "RETREAT", 0.9)],
     [("asked", "REQUEST")], "what is asked is no second happening"),
    ("The bishop urged calm and announced a march.", [("urged", "REQUEST", 0.9), ("announced", "AGREE", 0.9)],
     [("urged", "REQUEST"), ("announced", "AGREE")], "two doings of one man"),
    ("Police arrested five men after gunmen killed eight traders.",
     [("arrested", "COERCE", 0.9), ("killed", "ASSAULT", 0.9)],
     [("arrested", "COERCE"), ("killed", "ASSAULT")], "two doings"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "specs", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_anchors(sentence: str, specs: list[Spec], wanted: list[tuple[str, str]], why: str) -> None:
    assert standing(sentence, specs)[0] == wanted


def test_what_is_refused_is_told_with_its_reason() -> None:
    _, refused = standing(
        "The bishop asked the army to leave the town.", [("asked", "REQUEST", 0.9), ("leave", "RETREAT", 0.9)]
    )
    assert [(one.decided, "no second happening" in one.why) for one in refused] == [("RETREAT at “leave”", True)]


def test_an_entry_raises_what_the_engine_half_sees() -> None:
    specs: list[Spec] = [("arrested", "COERCE", 0.3)]
    assert standing("Police arrested two men.", specs)[0] == []
    assert standing("Police arrested two men.", specs, words=True)[0] == [("arrested", "COERCE")]


def test_a_sure_entry_stands_alone() -> None:
    found, _ = standing("Ghana and Togo held talks.", [], words=True)
    assert found == [("held talks", "CONSULT")]


def test_the_entry_is_kept_with_the_coding() -> None:
    tree = anchored("Ghana and Togo held talks.", [])
    (made,), _ = choose(tree, codebook=BOOK, lexicon=ENGLISH, thresholds=Thresholds())
    assert made.anchor.entry == "en.hold.talks"
    assert "en.hold.talks" in made.decisions[0].why
