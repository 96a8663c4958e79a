"""A parse in, codings out: PLOVER's rules about the future, ids, decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.coding.coder import code
from faleme.records import Anchor, Coding, Decision, Utterance
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from tests.builders import article_of
from tests.coding.trees import tree_of, word

ENGLISH = load_lexicon("en")


def coded(
    sentence: str, doing: str, kind: str, *, published: str | None = None, scheme: str | None = None
) -> tuple[tuple[Coding, ...], tuple[Utterance, ...], tuple[Decision, ...]]:
    tree = tree_of(sentence)
    at = word(tree, doing)
    anchor = Anchor(token=at, span=tree.tokens[at].span, sentence=0, types=((kind, 0.9), ("", 0.1)), core=0.9)
    parse = replace(tree.parse, anchors=(anchor,))
    return code(article_of(sentence, published=published), parse, codebook=load_codebook(scheme), lexicon=ENGLISH)


FUTURES = [
    # sentence, the doing, engine's type, coded as, auxiliary, why
    ("The two presidents are expected to meet in Lome.", "meet", "CONSULT", "AGREE", None, "a meeting to come"),
    ("The army plans to attack the camp.", "attack", "ASSAULT", "ASSAULT", "future", "an attack to come stays one"),
    ("The rebels will leave the town.", "leave", "RETREAT", "CONCEDE", None, "an announced withdrawal"),
    ("Ghana agreed to free the reporters.", "agreed", "RETREAT", "CONCEDE", None, "a release only promised"),
    ("The rebels left the town.", "left", "RETREAT", "RETREAT", None, "a withdrawal"),
    ("Ghana will not send aid to Togo.", "send", "AID", "REJECT", None, "a refusal"),
    ("Ghana did not send aid to Togo.", "send", "AID", "AID", "negation", "no refusal, it just did not happen"),
    ("The government will not meet the rebels.", "meet", "CONSULT", "REJECT", None, "a meeting refused"),
    ("The government will not meet the rebels.", "meet", "REJECT", "REJECT", None, "its negation makes the refusal"),
    ("The rebels called for a truce with the army.", "called", "REQUEST", "AGREE", None, "a party to the conflict"),
    ("The bishop called on the army for a truce.", "called", "REQUEST", "REQUEST", None, "asked of somebody"),
    ("The king offered aid to the miners.", "offered", "AID", "AGREE", None, "an offer is a promise"),
    ("The king offered his condolences to the miners.", "offered", "AGREE", "SUPPORT", None, "given by the word"),
    ("Police did not arrest the reporters.", "arrest", "COERCE", "COERCE", "negation", "denied"),
]


@pytest.mark.parametrize(
    ("sentence", "doing", "kind", "wanted", "auxiliary", "why"), FUTURES, ids=[w for *_, w in FUTURES]
)
def test_what_lies_ahead(sentence: str, doing: str, kind: str, wanted: str, auxiliary: str | None, why: str) -> None:
    ((coding,), _, _) = coded(sentence, doing, kind)
    assert (coding.event_type, coding.auxiliary) == (wanted, auxiliary)


OLDER = [
    # sentence, the doing, engine's type, scheme, coded as, why
    ("The rebels will leave the town.", "leave", "RETREAT", "cameo", "AGREE", "the intent to yield"),
    ("Ghana agreed to free the reporters.", "agreed", "CONCEDE", "cameo", "AGREE", "the promise to yield"),
    ("Ghana will impose a curfew on Friday.", "impose", "COERCE", "cameo", "THREATEN", "a measure announced"),
    ("The two presidents are expected to meet in Lome.", "meet", "CONSULT", "petrarch", "CONSULT", "tense is nothing"),
    ("The rebels left the town.", "left", "RETREAT", "cameo", "RETREAT", "what is done stays"),
]


@pytest.mark.parametrize(
    ("sentence", "doing", "kind", "scheme", "wanted", "why"), OLDER, ids=[why for *_, why in OLDER]
)
def test_what_lies_ahead_in_older_schemes(
    sentence: str, doing: str, kind: str, scheme: str, wanted: str, why: str
) -> None:
    ((coding,), _, _) = coded(sentence, doing, kind, scheme=scheme)
    assert coding.event_type == wanted


def test_every_decision_is_told() -> None:
    ((coding,), _, _) = coded("Police will arrest the reporters on Friday.", "arrest", "COERCE")
    assert {"type", "actor", "recipient", "time", "auxiliary", "salience"} <= {one.step for one in coding.decisions}
    assert all(one.why for one in coding.decisions)


def test_coding_twice_gives_the_same() -> None:
    assert coded("Police arrested five men.", "arrested", "COERCE") == coded(
        "Police arrested five men.", "arrested", "COERCE"
    )


def test_figures_go_with_their_coding() -> None:
    ((coding,), _, _) = coded("Police arrested five men.", "arrested", "COERCE")
    assert [(one.what, one.low, one.text) for one in coding.figures] == [("arrested", 5, "five")]


def test_who_condemns_is_no_speaker_of_it() -> None:
    ((coding,), _, _) = coded("The army denied that soldiers killed a trader.", "killed", "ASSAULT")
    assert [one.auxiliary for one in (coding,)] == ["negation"]
    assert len(coding.speaker) == 1


def test_background_is_less_salient_than_news() -> None:
    sentence = "In 1991 soldiers arrested the president."
    ((old,), _, _) = coded(sentence, "arrested", "COERCE", published="2024-03-05")
    ((new,), _, _) = coded(sentence, "arrested", "COERCE")
    assert old.auxiliary == "historical"
    assert old.salience < new.salience


def test_a_word_of_the_clause_gives_a_context() -> None:
    ((coding,), _, _) = coded("The ministry suspended mining along the lake.", "suspended", "COERCE")
    assert coding.contexts == ("natural_resource",)
    assert any(one.step == "context" and "mining" in one.why for one in coding.decisions)


def test_a_text_that_lost_its_paragraphs_has_a_lead_still() -> None:
    """What stands deep in one long block is no lead; a short paragraph is one, and tells its news first."""
    first = "Police arrested two reporters in Kayes."
    filler = "The baker opened a second shop. "
    last = "Police arrested five men."

    def saliences(text: str) -> tuple[float, float]:
        tree = tree_of(text)
        ats = [at for at, token in enumerate(tree.tokens) if token.text == "arrested"]
        anchors = tuple(
            Anchor(
                token=at,
                span=tree.tokens[at].span,
                sentence=tree.tokens[at].sentence,
                types=(("COERCE", 0.9), ("", 0.1)),
                core=0.9,
            )
            for at in ats
        )
        parse = replace(tree.parse, anchors=anchors)
        made, _, _ = code(article_of(text), parse, codebook=load_codebook(), lexicon=ENGLISH)
        early, late = made
        return early.salience, late.salience

    early, late = saliences(f"{first} {filler}{last}")
    assert early > late > 0.6
    early, late = saliences(f"{first} {filler * 8}{last}")
    assert early > late < 0.6

    assert early > late


MODES = [
    # sentence, anchors (word, type), the mode of the first, why
    ("The junta threatened to expel the envoy.", ("threatened", "THREATEN"), ("expel", "SANCTION"), "expel", "threat"),
    ("The president refused to resign.", ("refused", "REJECT"), ("resign", "RETREAT"), "change", "what is refused"),
    ("The president refused to resign.", ("refused", "REJECT"), None, "change", "the verb alone"),
    ("The government will not meet the rebels.", ("meet", "CONSULT"), None, "meet", "will not"),
]


@pytest.mark.parametrize(
    ("sentence", "first", "second", "wanted", "why"), MODES, ids=[f"{w} {m}" for *_, m, w in MODES]
)
def test_the_mode_is_that_of_the_matter(
    sentence: str, first: tuple[str, str], second: tuple[str, str] | None, wanted: str, why: str
) -> None:
    tree = tree_of(sentence)
    anchors = tuple(
        Anchor(token=word(tree, text), span=tree.tokens[word(tree, text)].span, sentence=0, types=((kind, 0.9),))
        for text, kind in filter(None, (first, second))
    )
    (coding,), _, _ = code(
        article_of(sentence), replace(tree.parse, anchors=anchors), codebook=load_codebook(), lexicon=ENGLISH
    )
    assert coding.mode == wanted


def test_all_who_clash_are_actors() -> None:
    sentence = "Soldiers clashed with rebels near the lake."
    ((coding,), _, _) = coded(sentence, "clashed", "ASSAULT")
    mentions = tree_of(sentence).parse.mentions
    assert [mentions[one].text for one in coding.actor] == ["Soldiers", "rebels"]
    assert coding.recipient == ()


CALLS = [
    # sentence, the engine's type, coded as, why
    ("The president called Emmanuel Macron on Friday.", "REQUEST", ("CONSULT", "phone"), "nothing is asked of him"),
    ("The president called Emmanuel Macron on Friday.", "ACCUSE", ("CONSULT", "phone"), "he is called nothing"),
    ("The ambassador called on President Lai on Friday.", "REQUEST", ("CONSULT", "visit"), "a visit"),
    ("The bishop called on the army for a truce.", "REQUEST", ("REQUEST", None), "a truce is asked of it"),
]


@pytest.mark.parametrize(("sentence", "kind", "wanted", "why"), CALLS, ids=[f"{w} ({k})" for _, k, _, w in CALLS])
def test_calls_that_ask_nothing(sentence: str, kind: str, wanted: tuple[str, str | None], why: str) -> None:
    ((coding,), _, _) = coded(sentence, "called", kind)
    assert (coding.event_type, coding.mode) == wanted
