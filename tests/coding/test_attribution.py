"""Who says so."""

import pytest

from faleme.coding.attribution import speaker_of, speakers, utterances_of
from faleme.records import Utterance
from faleme.reference.lexicon import load_lexicon
from faleme.spans import Span
from tests.builders import article_of
from tests.coding.trees import tree_of, word

ENGLISH = load_lexicon("en")

SPEAKERS = [
    # sentence, a word of the clause, who says so, why it is here
    ("The governor said police arrested two men.", "arrested", ["The governor"], "said"),
    ("Police arrested two men, the governor said.", "arrested", ["the governor"], "trailing"),
    ("According to the governor, police arrested two men.", "arrested", ["the governor"], "according to"),
    ("Police arrested two men, according to the governor.", "arrested", ["the governor"], "according to, trailing"),
    ("Police arrested two men, as the governor announced.", "arrested", ["the governor"], "as X announced"),
    ("The governor told reporters that police arrested two men.", "arrested", ["The governor"], "told"),
    (
        "The doctor said the mayor claimed that soldiers killed a trader.",
        "killed",
        ["the mayor", "The doctor"],
        "innermost first",
    ),
    (
        "The army rejected the governor's claim that soldiers killed a trader.",
        "killed",
        ["the governor", "The army"],
        "claimed by one, denied by another",
    ),
    ("The army denied that soldiers killed a trader.", "killed", ["The army"], "a denial has a speaker, too"),
    ("Police arrested two men.", "arrested", [], "the outlet itself"),
    ("The governor believes police arrested two men.", "arrested", [], "a belief is no claim"),
    ("The governor spoke after police arrested two men.", "arrested", [], "not what he said"),
    ("The governor, who fled last week, said police arrested two men.", "fled", [], "about the speaker"),
    ("Citing the need for calm, the governor left.", "left", [], "no clause is cited"),
]


@pytest.mark.parametrize(("sentence", "doing", "named", "why"), SPEAKERS, ids=[why for *_, why in SPEAKERS])
def test_speakers(sentence: str, doing: str, named: list[str], why: str) -> None:
    tree = tree_of(sentence)
    found, _ = speakers(tree, word(tree, doing), lexicon=ENGLISH, utterances=())
    assert [tree.parse.mentions[mention].text for mention in found] == named


CLAUSES = [
    # sentence, the clause asked about, words of the speaker, why
    (
        "The governor believes police arrested two men.",
        "police arrested two men",
        "The governor",
        "believing counts here",
    ),
    ("Police arrested two men, the governor said.", "Police arrested two men", "the governor", "trailing"),
    ("The governor said police arrested two men.", "The governor said", None, "the speech itself is the outlet's"),
    ("Police arrested two men.", "Police arrested two men", None, "nobody"),
]


@pytest.mark.parametrize(("sentence", "clause", "speaker", "why"), CLAUSES, ids=[why for *_, why in CLAUSES])
def test_speaker_of_a_clause(sentence: str, clause: str, speaker: str | None, why: str) -> None:
    tree = tree_of(sentence)
    start = sentence.index(clause)
    found = speaker_of(tree.parse, Span(start, start + len(clause)), lexicon=ENGLISH)
    assert (found.of(sentence) if found else None) == speaker


def said(text: str) -> tuple[Utterance, ...]:
    return utterances_of(article_of(text), tree_of(text), lexicon=ENGLISH)


UTTERANCES = [
    # text, (speaker, verb class, content, quoted) of each statement, why
    (
        "The governor said police arrested two men.",
        [("The governor", "say", "police arrested two men", False)],
        "reported",
    ),
    (
        "“Police arrested two men,” the governor said.",
        [("the governor", "say", "Police arrested two men", True)],
        "quoted",
    ),
    ("He also stressed that the town was safe.", [("He", "stress", "the town was safe", False)], "a pronoun speaks"),
    (
        "The army denied that soldiers killed a trader.",
        [("The army", "deny", "soldiers killed a trader", False)],
        "denied",
    ),
    ("The governor believes police arrested two men.", [], "a belief is no statement"),
    ("The baker opened a second shop.", [], "nothing said"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), UTTERANCES, ids=[why for *_, why in UTTERANCES])
def test_statements(text: str, wanted: list[tuple[str, str, str, bool]], why: str) -> None:
    mentions = tree_of(text).parse.mentions
    assert [
        (mentions[one.speaker[0]].text if one.speaker else "", one.verb_class, one.content.of(text), one.quoted)
        for one in said(text)
    ] == wanted


def test_a_quotation_that_began_before_has_the_same_speaker() -> None:
    text = "“Nobody was arrested in Kayes. The town is safe,” the governor said."
    first, second = said(text)
    assert first.content.of(text) == "Nobody was arrested in Kayes"
    assert second.content.of(text) == "The town is safe"
    assert first.speaker == second.speaker


def test_a_quotation_that_goes_on_has_the_same_speaker() -> None:
    text = "“The town is safe,” the governor said. “Nobody was arrested in Kayes.”"
    first, second = said(text)
    assert first.speaker == second.speaker
    assert second.content.of(text) == "Nobody was arrested in Kayes"
    assert second.quoted
