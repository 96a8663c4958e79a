"""Which anchors stand: thresholds, word lists, one doing named twice, what is asked or refused."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from faleme.coding.anchors import Thresholds, choose
from faleme.records import Anchor, Decision, Role
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from faleme.spans import cover
from faleme.trees import Tree
from tests.coding.trees import tree_of, word

BOOK, ENGLISH = load_codebook(), load_lexicon("en")
BARE = replace(ENGLISH, triggers=(), by_first_word={}, no_events={}, refusals={}, musts=frozenset())

Spec = tuple[str, str, float]


def anchored(sentence: str, specs: Sequence[Spec]) -> Tree:
    tree = tree_of(sentence)
    anchors = []
    for text, kind, score in specs:
        at = word(tree, text.split()[0])
        span = cover((tree.tokens[at].span, tree.tokens[at + len(text.split()) - 1].span))
        anchors.append(Anchor(token=at, span=span, sentence=0, types=((kind, score), ("", round(1 - score, 2)))))
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
    ("The army sent in tanks and shelled the town.", [("sent", "MOBILIZE", 0.9), ("shelled", "ASSAULT", 0.9)],
     [("shelled", "ASSAULT")], "a move that leads to an attack"),
    ("The army sent in tanks and shelled the town.", [("sent", "MOBILIZE", 0.9), ("shelled", "ACCUSE", 0.9)],
     [("sent", "MOBILIZE"), ("shelled", "ACCUSE")], "a move beside something else"),
    ("A rally in Tunis demanded the release of the mayor.", [("rally", "PROTEST", 0.9), ("demanded", "REQUEST", 0.9)],
     [("rally", "PROTEST")], "the demand of a protest"),
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


LISTED: list[tuple[str, list[Spec], list[tuple[str, str]], str]] = [
    ("Ghana lifted the curfew in May.", [], [("lifted", "CONCEDE")], "what the verb acts on decides"),
    ("Ghana cut its military aid to Togo.", [], [("cut", "SANCTION")], "an object with an adjective"),
    ("The ministry declined to comment.", [("declined", "REJECT", 0.9)], [], "a word that tells no event"),
    ("The mayor rejected the accusations of fraud.", [("rejected", "REJECT", 0.9), ("accusations", "ACCUSE", 0.9)],
     [], "a claim denied, nobody's claim"),
    ("The mayor rejected the accusations by Togo.", [("rejected", "REJECT", 0.9), ("accusations", "ACCUSE", 0.9)],
     [("accusations", "ACCUSE")], "a claim denied, but somebody's"),
    ("Togo will not lift the ban on the party.", [], [("lift", "REJECT")], "“will not” refuses"),
    ("Togo said it will not lift the ban.", [("said", "AGREE", 0.9)], [("lift", "REJECT")],
     "what is announced is hostile, so the announcement is no promise"),
    ("Togo made it clear that it will not lift the ban.", [("made it clear", "CONCEDE", 0.5), ("lift", "CONCEDE", 0.6)],
     [("lift", "REJECT")], "what is made clear is announced"),
    ("Ghana announced a suspension of air links with Togo.", [("announced", "CONCEDE", 0.9)],
     [("suspension", "SANCTION")], "links cut are no concession"),
    ("The army remained on alert after the riots.", [("remained on alert", "RETREAT", 0.6)],
     [("remained on alert", "MOBILIZE")], "an entry inside the anchor of a verb that says little"),
    ("Togo said it would free the reporters.", [("said", "CONCEDE", 0.9)], [("said", "CONCEDE")],
     "what one says that one will do oneself is promised"),
    ("Ghana announced that it had sent aid to Togo.", [("announced", "AGREE", 0.9), ("sent", "AID", 0.9)],
     [("sent", "AID")], "what is announced is done"),
    ("The army continued its attacks on the camp.", [("continued", "ASSAULT", 0.6)], [("continued", "ASSAULT")],
     "who continues something is not quoted"),
    ("Freeing the reporters is out of the question.", [("Freeing", "RETREAT", 0.9)],
     [("out of the question", "REJECT")], "what is refused as the subject of its refusal"),
    ("The court rejected a request to hear the charge.", [("rejected", "REJECT", 0.9)], [("rejected", "REJECT")],
     "a request is rejected, whatever it is about"),
    ("Ghana announced that it will extend the curfew.", [("announced", "CONCEDE", 0.9)], [("extend", "COERCE")],
     "the announcement of a measure is no concession"),
    ("Ghana said that Togo must free the reporters.", [("said", "AGREE", 0.9)], [("said", "REQUEST")],
     "what another must do is asked"),
    ("Students marched in Kayes to demand reforms.", [("marched", "PROTEST", 0.9), ("demand", "REQUEST", 0.9)],
     [("marched", "PROTEST")], "the demand of a protest"),
    ("The outlawed party met in Lome.", [], [], "a participle describes"),
    ("Ghana renewed its demand that Togo lift the ban.", [], [("renewed", "REQUEST")], "what a demand is for"),
    ("Togo waits unless Ghana breaks the truce.", [], [], "what is supposed"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "specs", "wanted", "why"), LISTED, ids=[why for *_, why in LISTED])
def test_anchors_by_the_word_lists(sentence: str, specs: list[Spec], wanted: list[tuple[str, str]], why: str) -> None:
    assert standing(sentence, specs, words=True)[0] == wanted


def test_an_entry_alone_needs_somebody() -> None:
    def found(sentence: str) -> list[str]:
        tree = Tree(replace(anchored(sentence, []).parse, mentions=()))
        return [one.event_type for one in choose(tree, codebook=BOOK, lexicon=ENGLISH, thresholds=Thresholds())[0]]

    assert found("Ghana lifted the curfew in May.") == ["CONCEDE"]
    assert found("The heat broke the truce.") == []
    # … or a thing of the entry's that suffers it without a doer.
    assert found("A bomb exploded at the gate.") == ["ASSAULT"]
    assert found("A bomb that exploded at the gate was small.") == ["ASSAULT"]
    assert found("A cache of rifles was discovered near Kayes.") == ["COERCE"]
    assert found("The kettle exploded.") == []
    assert found("The treaty lifting the ban was signed.") == ["SUPPORT"]  # of the signing alone


def test_what_a_verb_acts_on_stands_behind_a_number_noun() -> None:
    found, _ = standing("Sappers destroyed dozens of rifles and mines.", [], words=True)
    assert found == [("destroyed", "COERCE")]


def test_a_word_with_a_hyphen_is_one_word_of_the_lists() -> None:
    found, _ = standing("The dockers ended their sit-in.", [], words=True)
    assert found == [("ended", "RETREAT")]


def test_what_a_crowd_throws_is_its_riot() -> None:
    found, _ = standing("Protesters threw stones at the town hall.", [], words=True)
    assert found == [("threw", "PROTEST")]


def test_a_participle_acts_where_it_says_who_does_it() -> None:
    found, _ = standing("Tear gas fired by guards filled the yard.", [], words=True)
    assert found == [("fired", "ASSAULT")]


ROLES = [
    # sentence                                         actor    recipient      why it is here
    ("Ghana said that Togo must free the reporters.", "Ghana", "Togo", "who says it asks, who must is asked"),
    ("Togo said it will not lift the ban.", "Togo", None, "the pronoun is whoever says so"),
    ("Ghana cut its military aid to Togo.", None, "Togo", "whom the thing is meant for"),
]


@pytest.mark.parametrize(("sentence", "actor", "recipient", "why"), ROLES, ids=[why for *_, why in ROLES])
def test_roles_that_the_grammar_shows(sentence: str, actor: str | None, recipient: str | None, why: str) -> None:
    parse = anchored(sentence, []).parse
    # Where no anchor needs it, the engine marks no pronoun.
    tree = Tree(replace(parse, mentions=tuple(one for one in parse.mentions if one.text != "it")))
    (made,), _ = choose(tree, codebook=BOOK, lexicon=ENGLISH, thresholds=Thresholds())
    found = {arc.role: tree.parse.mentions[arc.mention].text for arc in made.anchor.roles}
    assert (found.get(Role.ACTOR), found.get(Role.RECIPIENT)) == (actor, recipient)


def test_small_words_lead_to_the_word_that_is_read() -> None:
    sentence = "The army is under investigation."
    tree = tree_of(sentence)
    under, investigation = word(tree, "under"), word(tree, "investigation")
    span = cover((tree.tokens[under].span, tree.tokens[investigation].span))
    anchor = Anchor(token=under, span=span, sentence=0, types=(("ACCUSE", 0.9), ("", 0.1)))
    (made,), _ = choose(
        Tree(replace(tree.parse, anchors=(anchor,))), codebook=BOOK, lexicon=BARE, thresholds=Thresholds()
    )
    assert (made.anchor.token, made.anchor.span) == (investigation, span)


SIDES = [
    # sentence, second anchor (word, type), what stands of it, why
    ("The court convicted the editor and jailed him.", "convicted", ("jailed", "SANCTION"), "COERCE", "and jailed"),
    ("The court sentenced the activist, accused of spying.", "sentenced", ("accused", "ACCUSE"), None, "the charge"),
]


@pytest.mark.parametrize(("sentence", "verdict", "other", "wanted", "why"), SIDES, ids=[why for *_, why in SIDES])
def test_beside_a_verdict(sentence: str, verdict: str, other: tuple[str, str], wanted: str | None, why: str) -> None:
    tree = tree_of(sentence)
    anchors = tuple(
        Anchor(
            token=word(tree, text),
            span=tree.tokens[word(tree, text)].span,
            sentence=0,
            types=((kind, 0.9), ("", 0.1)),
            modes=(("convict", 0.9),) if kind == "SANCTION" else (),
        )
        for text, kind in ((verdict, "SANCTION"), other)
    )
    found, _ = choose(
        Tree(replace(tree.parse, anchors=anchors)), codebook=BOOK, lexicon=ENGLISH, thresholds=Thresholds()
    )
    assert {one.event_type: one.mode for one in found} == {
        "SANCTION": "convict",
        **({} if wanted is None else {wanted: "arrest"}),
    }


def test_a_relative_clause_acts_on_what_stands_before_it() -> None:
    sentence = "The accusation, which the minister rejected, came from a rival."
    found, refused = standing(sentence, [("rejected", "REJECT", 0.9)], words=True)
    assert "rejected" not in [text for text, _ in found]
    assert any("en.reject.accusation" in one.why for one in refused)


IDLE = [
    # sentence, the word, part of the reason, why
    ("A motion to outlaw the party failed.", "outlaw", "named or supposed", "only named"),
]


@pytest.mark.parametrize(("sentence", "at", "reason", "why"), IDLE, ids=[why for *_, why in IDLE])
def test_an_entry_that_sets_no_anchor_is_told_with_its_reason(sentence: str, at: str, reason: str, why: str) -> None:
    entry = next(one for one in ENGLISH.triggers if one.sure and len(one.words) == 1 and at in one.words[0])
    _, refused = standing(sentence, [], words=True)
    assert any(entry.id in one.why and reason in one.why for one in refused)
