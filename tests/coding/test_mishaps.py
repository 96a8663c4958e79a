"""Harm that nobody willed is no event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.coding.coder import code
from faleme.records import Anchor
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from tests.builders import article_of
from tests.coding.trees import tree_of, word

BOOK, ENGLISH = load_codebook(), load_lexicon("en")

CASES = [
    # sentence, the word that the engine takes for an attack, whether it is one, why
    ("A bus crash killed nine people in Kayes.", "killed", False, "a crash is the subject"),
    ("Nine people were killed when a ferry capsized.", "killed", False, "nobody does it, a ferry capsizes"),
    ("An earthquake hit the town, killing nine people.", "killing", False, "the subject is the verb's above"),
    ("An earthquake hit the town, killing nine people.", "hit", False, "an earthquake is the subject"),
    ("A truck collided with a train near Kayes.", "collided", False, "the word itself"),
    ("Six people were killed when a chemical factory exploded.", "killed", False, "what bursts in a factory"),
    ("Six people were killed when a bomb exploded in a factory.", "killed", True, "a word of force"),
    ("Hippos killed nine fishermen on the lake.", "killed", False, "an animal does it"),
    ("Soldiers killed nine people after the flood.", "killed", True, "soldiers have a will"),
    ("A suicide bomber crashed a truck into the camp.", "crashed", True, "somebody crashes something"),
    ("The blast killed at least 12 people.", "killed", True, "a blast alone may be a bomb"),
    ("The warehouse held chemicals. The blast killed six people.", "killed", False, "a works in the sentence before"),
    ("The guards held rifles. The blast killed six people.", "killed", True, "no works"),
]


@pytest.mark.parametrize(("sentence", "doing", "is_attack", "why"), CASES, ids=[why for *_, why in CASES])
def test_killed_by_nobody(sentence: str, doing: str, is_attack: bool, why: str) -> None:
    tree = tree_of(sentence)
    at = word(tree, doing)
    token = tree.tokens[at]
    anchor = Anchor(token=at, span=token.span, sentence=token.sentence, types=(("ASSAULT", 0.98), ("", 0.02)), core=0.9)
    made, _, refused = code(
        article_of(sentence), replace(tree.parse, anchors=(anchor,)), codebook=BOOK, lexicon=ENGLISH
    )
    assert bool([one for one in made if one.event_type == "ASSAULT"]) is is_attack
    assert is_attack or any("nobody's will" in one.why for one in refused)


MEASURES = [
    # sentence, the measure, the engine's mode, whether it is one of coercion, why
    ("The prefect closed the schools because of the flood.", "closed", "restrict", False, "a flood"),
    ("The prefect closed the schools because of the protest.", "closed", "restrict", True, "politics"),
    ("The governor banned lorries from the bridge after the flood.", "banned", "restrict", False, "hung deeper"),
    ("The prefect closed the road after a wall collapsed.", "closed", "restrict", False, "what a thing did"),
    ("The prefect closed the schools because of the flood.", "closed", "arrest", True, "an arrest is none"),
]


@pytest.mark.parametrize(
    ("sentence", "doing", "mode", "is_coercion", "why"), MEASURES, ids=[why for *_, why in MEASURES]
)
def test_measures_against_mishaps(sentence: str, doing: str, mode: str, is_coercion: bool, why: str) -> None:
    tree = tree_of(sentence)
    at = word(tree, doing)
    anchor = Anchor(
        token=at, span=tree.tokens[at].span, sentence=0, types=(("COERCE", 0.98), ("", 0.02)), modes=((mode, 0.9),)
    )
    made, _, refused = code(
        article_of(sentence), replace(tree.parse, anchors=(anchor,)), codebook=BOOK, lexicon=ENGLISH
    )
    assert [one.event_type for one in made] == (["COERCE"] if is_coercion else [])
    assert is_coercion or any("a measure against" in one.why for one in refused)
