"""Who did it to whom, from the tree alone where the engine is silent, and what the constraints take away."""

import pytest

from faleme.coding.anchors import Chosen, Thresholds
from faleme.coding.roles import roles_of
from faleme.records import Anchor, Role, RoleArc
from faleme.reference.lexicon import load_lexicon
from tests.coding.trees import tree_of, word

CASES = [
    # sentence, the doing, type, actors, recipients, why
    ("Police arrested two reporters in Kayes.", "arrested", "COERCE", ["Police"], ["two reporters"], "plain"),
    ("Two reporters were arrested in Kayes.", "arrested", "COERCE", [], ["Two reporters"], "passive without an agent"),
    ("Two reporters were arrested by soldiers.", "arrested", "COERCE",
     ["soldiers"], ["Two reporters"], "passive with an agent"),
    ("The rebels failed to seize the airport.", "seize", "ASSAULT",
     ["The rebels"], ["the airport"], "shared subject of an infinitive"),
    ("The men who attacked the camp fled.", "attacked", "ASSAULT",
     ["The men"], ["the camp"], "antecedent of a relative clause"),
    ("Gunmen stormed the camp and killed a guard.", "killed", "ASSAULT",
     ["Gunmen"], ["a guard"], "shared subject of a second verb"),
    ("The army's attack on the camp failed.", "attack", "ASSAULT",
     ["The army"], ["the camp"], "event noun, owner and on"),
    ("The killing of a guard by gunmen shocked the town.", "killing", "ASSAULT",
     ["gunmen"], ["a guard"], "event noun, by and of"),
    ("Rebels launched an attack on the camp.", "attack", "ASSAULT",
     ["Rebels"], ["the camp"], "event noun under a light verb"),
    ("The union condemned the attack on the camp.", "attack", "ASSAULT",
     [], ["the camp"], "who condemns a deed did not do it"),
    ("Ghana and Togo held talks.", "talks", "CONSULT", ["Ghana", "Togo"], [], "both subjects"),
    ("The minister met with the envoy.", "met", "CONSULT", ["The minister", "the envoy"], [], "mutual: with"),
]  # fmt: skip


def chosen(sentence: str, doing: str, kind: str, *arcs: RoleArc) -> Chosen:
    tree = tree_of(sentence)
    at = word(tree, doing)
    anchor = Anchor(token=at, span=tree.tokens[at].span, sentence=0, types=((kind, 0.9),), roles=arcs)
    return Chosen(anchor=anchor, event_type=kind, mode=None, contexts=(), score=0.9, words=(at,))


def names(sentence: str, mentions: tuple[int, ...]) -> list[str]:
    return [tree_of(sentence).parse.mentions[mention].text for mention in mentions]


def mention(sentence: str, text: str) -> int:
    return next(index for index, one in enumerate(tree_of(sentence).parse.mentions) if one.text == text)


@pytest.mark.parametrize(
    ("sentence", "doing", "kind", "actor", "recipient", "why"), CASES, ids=[why for *_, why in CASES]
)
def test_roles_from_the_tree(
    sentence: str, doing: str, kind: str, actor: list[str], recipient: list[str], why: str
) -> None:
    roles = roles_of(
        tree_of(sentence), chosen(sentence, doing, kind), lexicon=load_lexicon("en"), thresholds=Thresholds()
    )
    assert (names(sentence, roles.actor), names(sentence, roles.recipient)) == (actor, recipient)


def test_the_engine_comes_before_the_tree() -> None:
    sentence = "Police arrested two reporters in Kayes."
    reporters = mention(sentence, "two reporters")
    made = chosen(sentence, "arrested", "COERCE", RoleArc(role=Role.ACTOR, mention=reporters, score=0.9))
    roles = roles_of(tree_of(sentence), made, lexicon=load_lexicon("en"), thresholds=Thresholds())
    assert names(sentence, roles.actor) == ["two reporters"]


def test_nobody_is_actor_and_recipient() -> None:
    sentence = "Police arrested two reporters in Kayes."
    police = mention(sentence, "Police")
    arcs = (
        RoleArc(role=Role.ACTOR, mention=police, score=0.9),
        RoleArc(role=Role.RECIPIENT, mention=police, score=0.6),
    )
    roles = roles_of(
        tree_of(sentence),
        chosen(sentence, "arrested", "COERCE", *arcs),
        lexicon=load_lexicon("en"),
        thresholds=Thresholds(),
    )
    assert (names(sentence, roles.actor), names(sentence, roles.recipient)) == (["Police"], [])
    assert any("nobody is actor and recipient" in decision.why for decision in roles.decisions)


def test_another_name_of_who_suffers_did_nothing() -> None:
    sentence = "Five traders, the mayors, were arrested."
    made = chosen(
        sentence, "arrested", "COERCE", RoleArc(role=Role.ACTOR, mention=mention(sentence, "the mayors"), score=0.7)
    )
    roles = roles_of(tree_of(sentence), made, lexicon=load_lexicon("en"), thresholds=Thresholds())
    assert names(sentence, roles.actor) == []


def test_a_date_is_nobody() -> None:
    sentence = "Police will arrest the reporters on Friday."
    friday = mention(sentence, "Friday")
    made = chosen(sentence, "arrest", "COERCE", RoleArc(role=Role.ACTOR, mention=friday, score=0.9))
    roles = roles_of(tree_of(sentence), made, lexicon=load_lexicon("en"), thresholds=Thresholds())
    assert names(sentence, roles.actor) == ["Police"]
    assert names(sentence, roles.time) == ["Friday"]


@pytest.mark.parametrize(
    ("sentence", "doing", "kind", "places", "why"),
    [
        ("Police arrested two reporters in Kayes.", "arrested", "COERCE", ["Kayes"], "where it happened"),
        ("Togo invited the envoy to Kayes.", "invited", "AGREE", [], "where somebody is to go"),
    ],
)
def test_place_beside_the_verb(sentence: str, doing: str, kind: str, places: list[str], why: str) -> None:
    roles = roles_of(
        tree_of(sentence), chosen(sentence, doing, kind), lexicon=load_lexicon("en"), thresholds=Thresholds()
    )
    assert names(sentence, roles.place) == places, why


def test_where_somebody_was_taken_is_not_where_they_were_freed() -> None:
    sentence = "Soldiers freed two pupils taken in Kayes."
    kayes = RoleArc(role=Role.PLACE, mention=mention(sentence, "Kayes"), score=0.9)
    roles = roles_of(
        tree_of(sentence), chosen(sentence, "freed", "AID", kayes), lexicon=load_lexicon("en"), thresholds=Thresholds()
    )
    assert names(sentence, roles.place) == []


def test_who_acts_in_the_clause_above_does_something_else() -> None:
    sentence = "Ghana left the pact after soldiers seized the airport."
    arcs = [
        RoleArc(role=Role.ACTOR, mention=mention(sentence, who), score=score)
        for who, score in (("Ghana", 0.8), ("soldiers", 0.9))
    ]
    made = chosen(sentence, "seized", "COERCE", *arcs)
    roles = roles_of(tree_of(sentence), made, lexicon=load_lexicon("en"), thresholds=Thresholds())
    assert names(sentence, roles.actor) == ["soldiers"]
