"""Who stands beside a deed that a noun tells, whom it struck, and what it was done with."""

import pytest

from faleme.coding.anchors import Thresholds
from faleme.coding.roles import roles_of
from faleme.records import Role, RoleArc
from faleme.reference.lexicon import load_lexicon
from tests.coding.test_roles import chosen, mention, names
from tests.coding.trees import tree_of

CASES = [
    # sentence, the doing, whom the core takes for its doer, actors, recipients, why
    ("Police are investigating the killing.", "killing", "Police", [], [], "who investigates it"),
    ("The army has not confirmed the attack.", "attack", "The army", [], [], "who does not confirm it"),
    ("Soldiers responded to the attack.", "attack", "Soldiers", [], [], "who answers it"),
    ("The army repelled the attack.", "attack", "The army", [], ["The army"], "who repels it was struck"),
    ("The army lost 12 soldiers in the attack.", "attack", "The army", [], ["The army"], "who loses men in it"),
    ("The militia claimed the attack.", "attack", "The militia", ["The militia"], [], "who claims it"),
    ("Two pupils died in custody.", "died", "Two pupils", [], ["Two pupils"], "who dies"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "doing", "taken", "actor", "recipient", "why"), CASES, ids=[why for *_, why in CASES]
)
def test_bystanders(sentence: str, doing: str, taken: str, actor: list[str], recipient: list[str], why: str) -> None:
    arc = RoleArc(role=Role.ACTOR, mention=mention(sentence, taken), score=0.9)
    roles = roles_of(
        tree_of(sentence), chosen(sentence, doing, "ASSAULT", arc), lexicon=load_lexicon("en"), thresholds=Thresholds()
    )
    assert (names(sentence, roles.actor), names(sentence, roles.recipient)) == (actor, recipient)


@pytest.mark.parametrize(
    ("sentence", "doing", "actor", "recipient"),
    [
        ("Twelve people were killed by live ammunition.", "killed", [], ["Twelve people"]),
        ("Fighters detonated two bombs.", "detonated", ["Fighters"], []),
    ],
)
def test_a_thing_is_neither_doer_nor_victim(sentence: str, doing: str, actor: list[str], recipient: list[str]) -> None:
    roles = roles_of(
        tree_of(sentence), chosen(sentence, doing, "ASSAULT"), lexicon=load_lexicon("en"), thresholds=Thresholds()
    )
    assert (names(sentence, roles.actor), names(sentence, roles.recipient)) == (actor, recipient)
