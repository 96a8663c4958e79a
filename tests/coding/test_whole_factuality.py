"""What the shipped core and the rules make of whole sentences: whether they say that it happened."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from faleme.records import Coding
from tests.builders import article_of

NEGATIONS = [
    # sentence, the doing, auxiliary, why
    ("The governor did not deny that guards had beaten the prisoners.", "beaten", None, "did not deny"),
    ("The governor denied that guards had beaten the prisoners.", "beaten", "negation", "denied"),
    ("The navy neither confirmed nor denied that it had sunk the trawler.", "sunk", "hypothetical", "neither nor"),
    ("Not only did the raiders burn the mill, they also killed the miller.", "burn", None, "not only did"),
    ("The raiders did not burn the mill.", "burn", "negation", "did not"),
    ("The sergeant was found guilty of murdering two recruits.", "murdering", None, "found guilty"),
    ("The sergeant was acquitted of murdering two recruits.", "murdering", "negation", "acquitted"),
]  # fmt: skip

WITHIN = [
    ("Libya intends to recall its envoy from Rome.", "intends to recall", "future", "intends"),
    ("Raiders tried to kidnap the headmaster on Monday.", "tried to kidnap", "hypothetical", "tried"),
    ("Guards came close to arresting the smuggler.", "arresting", "negation", "came close"),
    ("Guards came within a whisker of arresting the smuggler.", "arresting", "negation", "within a whisker"),
    ("The prefect narrowly escaped being abducted by raiders.", "abducted", "negation", "escaped being"),
    ("The raiders all but destroyed the village.", "destroyed", "negation", "all but"),
    ("Guards managed to arrest the smuggler.", "managed to arrest", None, "managed"),
    ("Two nuns escaped after being abducted by raiders.", "abducted", None, "escaped after being"),
]  # fmt: skip

QUESTIONS = [
    ("Did Chadian soldiers shoot the herders?", "shoot", "hypothetical", "yes or no"),
    ("Army kills 20 rebels near Bangui?", "kills", "hypothetical", "a headline asks"),
    ("Why did Chadian soldiers shoot the herders?", "shoot", None, "why"),
    ("Soldiers shot the herders, but who will try them?", "shot", None, "another clause asks"),
    ("Did the emir order the killing?", "killing", "hypothetical", "whether it was ordered"),
]

NEWS = [
    ("Reports that raiders had killed the abbot proved unfounded.", "killed", "negation", "proved unfounded"),
    ("Reports that raiders had killed the abbot proved accurate.", "killed", None, "proved accurate"),
    ("The governor debunked a story that guards had beaten prisoners.", "beaten", "negation", "debunked"),
    ("The governor did not retract the claim that guards had beaten prisoners.", "beaten", None, "did not retract"),
    ("The station had falsely reported that raiders killed the abbot.", "killed", "negation", "falsely reported"),
    ("It is a lie that Chad bombed the village, its ruler said.", "bombed", "negation", "it is a lie"),
    ("It is no lie that Chad bombed the village, its ruler said.", "bombed", None, "it is no lie"),
    ("The abbot spread false rumours before raiders killed him.", "killed", None, "other news is false"),
]  # fmt: skip

FORETOLD = [
    ("Oxfam warned that raiders could attack the camp.", "attack", "hypothetical", "another may"),
    ("Oxfam warned that raiders would attack the camp.", "attack", "hypothetical", "another would"),
    ("Oxfam warned that raiders had attacked the camp.", "attacked", None, "another did"),
    ("The rebels warned that their fighters would attack the camp.", "warned", None, "one's own fighters"),
    ("Iran warned that Iranian jets would strike the camp.", "warned", None, "one's own state"),
    ("The prefect warned that police would arrest anyone who marched.", "warned", None, "one's own police"),
    ("Poland warned that Belarus would pay a heavy price for the raid.", "warned", None, "a price to pay"),
]


def told(sentence: str, doing: str, kit: Kit) -> Coding:
    codings = process_article(article_of(sentence), kit).codings
    return next(one for one in codings if one.anchor.of(sentence) == doing)


@pytest.mark.parametrize(
    ("sentence", "doing", "auxiliary", "why"),
    NEGATIONS + WITHIN + QUESTIONS + NEWS + FORETOLD,
    ids=[why for *_, why in NEGATIONS + WITHIN + QUESTIONS + NEWS + FORETOLD],
)
def test_did_it_happen(sentence: str, doing: str, auxiliary: str | None, why: str, kit: Kit) -> None:
    assert told(sentence, doing, kit).auxiliary == auxiliary, why


def test_who_foresees_what_another_does_threatens_nobody(kit: Kit) -> None:
    codings = process_article(article_of("Oxfam warned that raiders could attack the camp."), kit).codings
    assert [one.event_type for one in codings] == ["ASSAULT"]


PLANNED = [
    ("The march was banned by the prefect.", "march", "negation", "banned"),
    ("The raid was called off by the colonel.", "raid", "negation", "called off"),
    ("The release of the sailors was delayed.", "release", "negation", "delayed"),
    ("The release of the sailors is being considered by the court.", "release", "hypothetical", "considered"),
    ("The march scheduled for Friday in Kara will go ahead.", "march", "future", "will go ahead"),
    ("A strike planned by miners for Monday will paralyse the port.", "strike", "future", "planned by"),
    ("The strike was planned for weeks and began on Monday.", "strike", None, "planned and done"),
    ("Talks between the two armies failed to start.", "Talks", "negation", "failed to start"),
    ("The raid was ordered by the colonel.", "raid", None, "ordered"),
    ("The colonel ordered the shooting of two deserters.", "shooting", None, "ordered such a deed"),
]


@pytest.mark.parametrize(("sentence", "doing", "auxiliary", "why"), PLANNED, ids=[why for *_, why in PLANNED])
def test_did_the_thing_come_about(sentence: str, doing: str, auxiliary: str | None, why: str, kit: Kit) -> None:
    assert told(sentence, doing, kit).auxiliary == auxiliary, why


CONDITIONS = [
    ("The truce will hold as long as Chad does not bomb Kara.", "bomb", "hypothetical", "as long as"),
    ("The raiders will leave Kara provided that Chad frees 40 prisoners.", "frees", "hypothetical", "provided that"),
    ("Chad did not bomb Kara as long as the truce held.", "bomb", "negation", "the main clause denies"),
    ("Pilgrims marked the tenth anniversary of the massacre of monks.", "massacre", "historical", "years back"),
]


@pytest.mark.parametrize(("sentence", "doing", "auxiliary", "why"), CONDITIONS, ids=[why for *_, why in CONDITIONS])
def test_conditions_and_memories(sentence: str, doing: str, auxiliary: str | None, why: str, kit: Kit) -> None:
    assert told(sentence, doing, kit).auxiliary == auxiliary, why


@pytest.mark.parametrize(
    "sentence",
    [
        "In the film, guards kidnap the daughter of a consul.",
        "In a simulated attack on Kara, Chadian jets bombed dummy targets.",
        "During an exercise near Kara, guards stormed a mock village.",
        "Anyone who insults the emir is arrested.",
        "Kidnapping is punishable by death in Kara.",
        "His arrest had killed the peace deal.",
    ],
)
def test_what_is_played_or_ruled_is_no_happening(sentence: str, kit: Kit) -> None:
    told_there = {one.event_type for one in process_article(article_of(sentence), kit).codings}
    assert not told_there & {"ASSAULT"}
    assert "COERCE" not in told_there or "His arrest" in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "In a series of raids, bandits kill 30 villagers.",
        "Raiders attacked the base during an exercise of the army.",
        "Bandits kill an actor of the film in Kara.",
    ],
)
def test_films_and_drills_beside_a_deed_take_nothing_from_it(sentence: str, kit: Kit) -> None:
    assert "ASSAULT" in {one.event_type for one in process_article(article_of(sentence), kit).codings}


HINDERED = [
    # sentence, the doing, auxiliary, its doers
    ("Guards prevented an attack by raiders on the mill.", "attack", "negation", ["raiders"]),
    ("Guards failed to prevent an attack by raiders on the mill.", "attack", None, ["raiders"]),
    ("The army beat back a raid by cattle thieves near Isiolo.", "raid", None, ["cattle thieves"]),
    ("A bomb attack on the mill was foiled by guards.", "bomb attack", "negation", []),
    ("Guards foiled a plot to kill the abbot.", "kill", "negation", []),
    ("Detectives uncovered a plot to assassinate the abbot.", "assassinate", "hypothetical", []),
]


@pytest.mark.parametrize(("sentence", "doing", "auxiliary", "doers"), HINDERED)
def test_who_hinders_a_deed_did_not_do_it(
    sentence: str, doing: str, auxiliary: str | None, doers: list[str], kit: Kit
) -> None:
    record = process_article(article_of(sentence), kit)
    (coding,) = (one for one in record.codings if one.event_type == "ASSAULT")
    assert coding.anchor.of(sentence) == doing
    assert coding.auxiliary == auxiliary
    assert [record.parse.mentions[one].text for one in coding.actor] == doers


@pytest.mark.parametrize("sentence", ["Guards hope to prevent an attack.", "A wall could prevent attacks on the mill."])
def test_what_may_be_hindered_is_no_deed_yet(sentence: str, kit: Kit) -> None:
    assert not process_article(article_of(sentence), kit).codings
