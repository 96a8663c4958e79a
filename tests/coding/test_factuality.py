"""Whether the text says that it happened: PLOVER's auxiliary modes, hearsay, and any verb at all."""

import pytest

from faleme.coding.background import background
from faleme.coding.factuality import auxiliary_of, real
from faleme.coding.hedges import hedge_of
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
    ("The soldiers crossed the river to attack the camp.", "attack", "hypothetical", "purpose, without an engine"),
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

IMPLIED = [
    # clause, the doing, auxiliary, why it is here
    ("The judge is to visit the prison on Monday.", "visit", "future", "is to"),
    ("Islamabad has yet to ratify the treaty.", "ratify", "negation", "yet to, with have"),
    ("The army is yet to retake the town.", "retake", "negation", "yet to, with be"),
    ("The party has no plans to boycott the vote.", "boycott", "negation", "no plans to"),
    ("Should rebels seize the airport, flights will stop.", "seize", "hypothetical", "condition turned round"),
    (
        "Had the army attacked the village, hundreds would have died.",
        "attacked",
        "hypothetical",
        "condition turned round, past",
    ),
    ("Police prevented the men from leaving the town.", "leaving", "negation", "prevented from"),
    ("The army refrained from firing on the crowd.", "firing", "negation", "refrained from"),
    ("Ministers are thinking of sending troops.", "sending", "hypothetical", "thinking of"),
    ("The group ruled out joining the talks.", "joining", "negation", "ruled out"),
    ("The minister did not rule out sending soldiers.", "sending", "hypothetical", "not ruled out is open"),
    ("The army postponed the attack on the town.", "attack", "negation", "postponed"),
    ("The police called off the raid on the camp.", "raid", "negation", "called off"),
    ("Reports that he had been arrested were untrue.", "arrested", "negation", "untrue reports"),
    ("The army could not confirm that rebels had attacked the town.", "attacked", "hypothetical", "nobody confirms it"),
    ("Rebels will attack the town, killing civilians.", "killing", "future", "manner of what lies ahead"),
    ("When the army leaves the town, residents will return.", "leaves", "future", "time of what lies ahead"),
    ("The soldiers obeyed the order to leave the town.", "leave", None, "order obeyed"),
    ("The rebels ignored calls to release the hostages.", "release", "negation", "calls ignored"),
    ("He missed the chance to meet the president.", "meet", "negation", "chance missed"),
    ("The rebels took the opportunity to attack the camp.", "attack", None, "opportunity taken"),
    ("The rebels did not take the opportunity to attack the camp.", "attack", "negation", "opportunity not taken"),
    ("It looks as if the rebels have left the town.", "left", None, "looks as if"),
    ("The aim of the operation is to retake the town.", "retake", "hypothetical", "the aim is to"),
    ("The wall was too high for the thieves to climb.", "climb", "negation", "too high to"),
    ("Police were able to rescue the hostages.", "rescue", None, "able in the past"),
    ("Police are able to rescue the hostages.", "rescue", "hypothetical", "able in the present"),
    ("The army had to evacuate the town.", "evacuate", None, "had to"),
    ("The army has to evacuate the town.", "evacuate", "hypothetical", "has to"),
    ("The mayor forgot that he had signed the deal.", "signed", None, "forgot that"),
    ("The mayor forgot to sign the deal.", "sign", "negation", "forgot to"),
    ("The police hesitated to arrest the mayor.", "arrest", "hypothetical", "hesitated to"),
    ("The police did not hesitate to arrest the mayor.", "arrest", None, "did not hesitate to"),
    ("He was the first president to visit the town.", "visit", None, "the first to"),
    ("The rebels did not leave until the army paid them.", "paid", None, "not until, past"),
    ("They held the hostages until the army arrived.", "arrived", None, "until, past"),
    ("They will hold the hostages until the army arrives.", "arrives", "hypothetical", "until, present"),
    ("The general called the raid a crime.", "raid", None, "given a name"),
    ("The minister does not know how to end the strike.", "end", "hypothetical", "how to"),
    ("There is nothing to negotiate.", "negotiate", "negation", "nothing to"),
    ("Soldiers foiled a plot to kill the president.", "kill", "negation", "foiled a plot to"),
    ("The guards let the journalists enter the camp.", "enter", None, "let, past"),
    ("The minister was glad to leave the capital.", "leave", None, "glad to"),
    ("A planned march was banned.", "march", "negation", "banned, though planned"),
    ("An attack on the town is likely.", "attack", "hypothetical", "adjective said of the event noun"),
    ("The soldiers are going to attack the camp.", "attack", "future", "going to"),
    ("I must say that the army attacked the camp.", "say", None, "must say"),
    ("The court ruled that police had tortured the men.", "tortured", None, "ruled that"),
    ("He was tried for the killing of a priest.", "killing", None, "tried for"),
    ("The army did not manage to retake the town.", "retake", "negation", "did not manage"),
    ("The army did not bother to warn the villagers.", "warn", "negation", "did not bother"),
    ("He kept attacking the government.", "attacking", None, "kept on"),
    ("The union denied having called a strike.", "called", "negation", "denied having"),
    ("The soldiers stopped short of firing on the crowd.", "firing", "negation", "stopped short of"),
    ("Instead of attacking the camp, the rebels fled.", "attacking", "negation", "instead of"),
    ("Rather than attack the camp, the rebels fled.", "attack", "negation", "rather than"),
    ("The parties agreed to hold talks.", "hold", "future", "agreed to"),
    ("The army threatened to bomb the town.", "bomb", "future", "threatened to"),
    ("The refusal to hold elections angered the union.", "hold", "negation", "refusal to"),
    ("The attempt to seize the palace failed.", "seize", "hypothetical", "attempt to"),
    ("The government regrets that soldiers killed civilians.", "killed", None, "regrets that"),
    ("The government does not regret that soldiers killed civilians.", "killed", None, "does not regret that"),
    ("The police said they had arrested nobody.", "arrested", "negation", "nobody as object"),
    ("The talks failed to end the war.", "end", "negation", "failed to"),
    ("The army pretended that it had left the town.", "left", "hypothetical", "pretended that"),
    ("The militia dropped its plan to attack the town.", "attack", "negation", "dropped its plan"),
]


@pytest.mark.parametrize(
    ("clause", "doing", "auxiliary", "why"), AUXILIARIES + IMPLIED, ids=[why for *_, why in AUXILIARIES + IMPLIED]
)
def test_auxiliary(clause: str, doing: str, auxiliary: str | None, why: str) -> None:
    tree = tree_of(clause)
    assert auxiliary_of(tree, word(tree, doing), lexicon=ENGLISH).auxiliary == auxiliary


def test_the_engine_is_heard_where_no_word_decides() -> None:
    tree = tree_of("The men who attacked the camp fled.")
    reading = auxiliary_of(tree, word(tree, "attacked"), lexicon=ENGLISH, scores=(("hypothetical", 0.8), ("", 0.2)))
    assert reading.auxiliary == "hypothetical"
    assert reading.score == 0.8


def test_of_a_purpose_the_engine_knows_whether_it_came_true() -> None:
    tree = tree_of("Crowds gathered to protest against the mayor.")
    protest = word(tree, "protest")
    assert auxiliary_of(tree, protest, lexicon=ENGLISH, scores=(("", 0.6), ("future", 0.4))).auxiliary is None
    assert auxiliary_of(tree, protest, lexicon=ENGLISH, scores=(("future", 0.5),)).auxiliary == "hypothetical"


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
    ("Why did the police arrest the mayor?", "arrest", True, "a question that takes it for granted"),
    ("Come and see the market.", "see", False, "the second of two orders"),
    ("Crowds gathered to protest against the mayor.", "protest", True, "a purpose of what is done"),
    ("The government sent troops to attack the rebels.", "attack", False, "a purpose that others were sent for"),
    ("I would argue that the army lost the war.", "argue", True, "the speaker does argue it"),
]


@pytest.mark.parametrize(("sentence", "verb", "happened", "why"), REAL, ids=[why for *_, why in REAL])
def test_real(sentence: str, verb: str, happened: bool, why: str) -> None:
    tree: Tree = tree_of(sentence)
    assert real(tree.parse, word(tree, verb), lexicon=ENGLISH) is happened
