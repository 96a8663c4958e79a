"""Whether the text says that it happened: PLOVER's auxiliary modes, hearsay, and any verb at all."""

import pytest

from faleme.coding.factuality import auxiliary_of, background, hedge_of, real
from faleme.dates import PartialDate
from faleme.reference.lexicon import load_lexicon
from faleme.trees import Tree
from tests.coding.trees import tree_of, word

ENGLISH = load_lexicon("en")

AUXILIARIES = [
    # clause, the doing, auxiliary, why it is here
    ("Police arrested two reporters in Kayes.", "arrested", None, "plain"),
    ("Two reporters were arrested in Kayes.", "arrested", None, "passive, no actor named"),
    ("Police did not arrest the reporters.", "arrest", "negation", "auxiliary verb"),
    ("No reporter was arrested in Kayes.", "arrested", "negation", "determiner of the subject"),
    ("Nobody was arrested in Kayes.", "arrested", "negation", "negative subject"),
    ("The army never attacked the village.", "attacked", "negation", "adverb"),
    ("The rebels left the town without attacking the garrison.", "attacking", "negation", "preposition"),
    ("The army denied that soldiers had killed civilians.", "killed", "negation", "verb of denial"),
    ("The army denied killing civilians.", "killing", "negation", "denial, participle"),
    ("The rebels failed to seize the airport.", "seize", "negation", "failure"),
    ("Guards foiled an attack on the palace.", "attack", "negation", "event noun under a verb of preventing"),
    ("The army not only shelled the town but also burned the market.", "shelled", None, "not only"),
    ("Police may arrest the reporters.", "arrest", "hypothetical", "modal"),
    ("If the army attacks the town, people will flee.", "attacks", "hypothetical", "condition"),
    ("The union wants to boycott the vote.", "boycott", "hypothetical", "wish"),
    ("The bishop asked the army to leave the town.", "leave", "hypothetical", "what is asked"),
    ("The soldiers crossed the river to attack the camp.", "attack", "hypothetical", "purpose"),
    ("An attack on the town is likely.", "attack", None, "an adjective on the noun is left to the engine"),
    ("Police will arrest the reporters on Friday.", "arrest", "future", "future verb"),
    ("The army plans to attack the camp.", "attack", "future", "plan"),
    ("The minister said the army would attack the camp.", "attack", "future", "future of the past"),
    ("The two presidents are expected to meet in Lome.", "meet", "future", "expectation"),
    ("The army will not attack the camp.", "attack", "negation", "negation before future"),
    ("The soldiers began to shell the town.", "shell", None, "a verb of beginning says that it happened"),
    ("The rebels managed to seize the airport.", "seize", None, "success"),
    ("The governor said police arrested two men.", "arrested", None, "said, so the speaker vouches for it"),
    ("The men who attacked the camp fled.", "attacked", None, "relative clause"),
    ("The army did not say who attacked the camp.", "attacked", None, "the saying is denied, not the attack"),
]


@pytest.mark.parametrize(("clause", "doing", "auxiliary", "why"), AUXILIARIES, ids=[why for *_, why in AUXILIARIES])
def test_auxiliary(clause: str, doing: str, auxiliary: str | None, why: str) -> None:
    tree = tree_of(clause)
    assert auxiliary_of(tree, word(tree, doing), lexicon=ENGLISH).auxiliary == auxiliary


def test_the_engine_is_heard_where_no_word_decides() -> None:
    tree = tree_of("An attack on the town is likely.")
    reading = auxiliary_of(tree, word(tree, "attack"), lexicon=ENGLISH, scores=(("hypothetical", 0.8), ("", 0.2)))
    assert reading.auxiliary == "hypothetical"
    assert reading.score == 0.8


BACKGROUND = [
    # clause, the doing, published, the words that say so, why
    ("In 1991 soldiers arrested the president.", "arrested", "2024-03-05", "In 1991", "a year far before the page"),
    ("In 2023 soldiers arrested the president.", "arrested", "2024-03-05", None, "last year is news"),
    (
        "In 1991 soldiers arrested the president.",
        "arrested",
        None,
        None,
        "no date of publication, nothing to count from",
    ),
    ("Since 2012 raiders have attacked the region.", "attacked", None, "Since 2012", "since, even without a date"),
    ("Raiders attacked the region ten years ago.", "attacked", None, "ten years ago", "years ago"),
    ("Raiders attacked the region two days ago.", "attacked", None, None, "days ago"),
]


@pytest.mark.parametrize(
    ("clause", "doing", "published", "words", "why"), BACKGROUND, ids=[why for *_, why in BACKGROUND]
)
def test_background(clause: str, doing: str, published: str | None, words: str | None, why: str) -> None:
    tree = tree_of(clause)
    when = None if published is None else PartialDate.parse(published)
    found = background(tree, word(tree, doing), published=when, lexicon=ENGLISH)
    assert (found.casefold() if found else None) == (words.casefold() if words else None)


HEDGES = [
    # clause, the doing, cue, why
    ("The group reportedly attacked a convoy.", "attacked", "reportedly", "adverb"),
    ("The group is reported to have attacked a convoy.", "attacked", "is reported to have", "passive of report"),
    ("The rebels are said to have fled.", "fled", "are said to have", "passive of saying"),
    ("The alleged attack shook the town.", "attack", "alleged", "adjective on the event noun"),
    ("The rebels appear to have fled.", "fled", "appear to have", "semblance"),
    ("Rumours that the army fled spread in the town.", "fled", "Rumours", "noun"),
    ("The group attacked a convoy, it is said.", "attacked", "it is said", "by the way"),
    ("The group attacked a convoy.", "attacked", None, "plain"),
    ("The minister said the group attacked a convoy.", "attacked", None, "a speaker is no hearsay"),
]


@pytest.mark.parametrize(("clause", "doing", "cue", "why"), HEDGES, ids=[why for *_, why in HEDGES])
def test_hedge(clause: str, doing: str, cue: str | None, why: str) -> None:
    tree = tree_of(clause)
    found = hedge_of(tree, word(tree, doing), lexicon=ENGLISH)
    assert (found[0].of(clause) if found else None) == cue


REAL = [
    # sentence, verb, did it happen, why
    ("The baker opened a second shop.", "opened", True, "plain"),
    ("The baker could open a second shop.", "open", False, "modal"),
    ("Read the whole page.", "Read", False, "order"),
    ("Did the baker open a second shop?", "open", False, "question"),
    ("The baker hopes to open a second shop.", "hopes", True, "the hoping is real"),
    ("The baker hopes to open a second shop.", "open", False, "what is hoped for"),
    ("The baker said he opened a second shop.", "opened", True, "said"),
]


@pytest.mark.parametrize(("sentence", "verb", "happened", "why"), REAL, ids=[why for *_, why in REAL])
def test_real(sentence: str, verb: str, happened: bool, why: str) -> None:
    tree: Tree = tree_of(sentence)
    assert real(tree.parse, word(tree, verb), lexicon=ENGLISH) is happened
