"""Who says so."""

from dataclasses import replace

import pytest

from faleme.coding.attribution import speaker_of, speakers
from faleme.coding.utterances import utterances_of
from faleme.records import Name, NameKind, Utterance
from faleme.reference.lexicon import load_lexicon
from faleme.spans import Span
from faleme.trees import Tree
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
    ("The army denied the attack that killed a trader.", "killed", [], "told of the attack, not denied"),
    (
        "According to the radio, quoting a doctor, soldiers killed a trader.",
        "killed",
        ["a doctor", "the radio"],
        "according to one who quotes another",
    ),
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
    ("Residents are worried that the army will leave.", "the army will leave", "Residents", "an adjective of a view"),
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
    (
        "The bishop urged the army to leave the town.",
        [("The bishop", "demand", "the army to leave the town", False)],
        "whom and what one asks",
    ),
    (
        "The union promised to return to work.",
        [("The union", "promise", "to return to work", False)],
        "what one promises",
    ),
    (
        "The governor accused the rebels of attacking the town.",
        [("The governor", "accuse", "the rebels of attacking the town", False)],
        "whom one accuses of what",
    ),
    (
        "The governor condemned the attack on the town.",
        [("The governor", "accuse", "the attack on the town", False)],
        "a thing that is judged",
    ),
    (
        "The union called for talks with the army.",
        [("The union", "demand", "talks with the army", False)],
        "a thing that is asked for",
    ),
    ("The governor called the raid a crime.", [("The governor", "say", "a crime", False)], "a name that is given"),
    (
        "The claims, she said, were spread by the rebels.",
        [("she", "say", "The claims, she said, were spread by the rebels", False)],
        "amid a clause",
    ),
    ("The army did not say who attacked the camp.", [], "not said"),
    ("The mayor will announce that the town is safe.", [], "not said yet"),
    (
        "Asked whether the town was safe, the mayor replied that it was.",
        [("the mayor", "answer", "it was", False)],
        "who is asked does not ask",
    ),
    (
        "“We urge the army to leave,” the bishop said.",
        [("the bishop", "say", "We urge the army to leave", True)],
        "a quotation is one statement",
    ),
    ("The mayor expressed regret.", [("The mayor", "say", "regret", False)], "what is expressed"),
    (
        "The governor said it was “a crime”.",
        [("The governor", "say", "it was “a crime”", True)],
        "a mark that closes a word inside stays",
    ),
    (
        "The governor said police arrested two men, a claim that the army rejected.",
        [("The governor", "say", "police arrested two men", False)],
        "the outlet's remark left out",
    ),
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


CHAINS = [
    # text, the verb, speakers innermost first, why
    (
        "The mayor said the army was gone, the radio reported.",
        "reported",
        ["the radio"],
        "who tells what another said is not told by him",
    ),
    (
        "The mayor said that a doctor had told him the army would leave.",
        "told",
        ["a doctor", "The mayor"],
        "told by one",
    ),
    (
        "A doctor was quoted by the radio as saying that soldiers had killed a trader.",
        "saying",
        ["A doctor", "the radio"],
        "quoted by one",
    ),
    (
        "The radio, citing a doctor, reported that soldiers had killed a trader.",
        "reported",
        ["a doctor", "The radio"],
        "one who cites another",
    ),
]


@pytest.mark.parametrize(("text", "verb", "speakers", "why"), CHAINS, ids=[why for *_, why in CHAINS])
def test_speakers_nest(text: str, verb: str, speakers: list[str], why: str) -> None:
    mentions = tree_of(text).parse.mentions
    (one,) = [one for one in said(text) if one.verb.of(text) == verb]
    assert [mentions[mention].text for mention in one.speaker] == speakers


def test_a_paragraph_that_is_a_quotation_is_the_last_speakers() -> None:
    text = "“The town is safe,” the governor said.\n“Nobody was arrested in Kayes.”"
    first, second = said(text)
    assert first.speaker == second.speaker
    assert second.content.of(text) == "Nobody was arrested in Kayes"


INTRODUCED = [
    # text, the predicate, what is quoted, why
    (
        "Bishop Ali Kone addressed the crowd.\n“The army must leave the town.”",
        "addressed",
        "The army must leave the town",
        "in the next paragraph",
    ),
    ("Bishop Ali Kone defended the strike: “We had no choice.”", "defended", "We had no choice", "behind a colon"),
]


@pytest.mark.parametrize(("text", "predicate", "content", "why"), INTRODUCED, ids=[why for *_, why in INTRODUCED])
def test_a_quotation_without_a_verb_of_saying(text: str, predicate: str, content: str, why: str) -> None:
    parse = tree_of(text).parse
    start = text.index("Ali Kone")
    name = Name(kind=NameKind.PERSON, span=Span(start, start + len("Ali Kone")), sentence=0, score=0.9)
    (one,) = utterances_of(article_of(text), Tree(replace(parse, names=(name,))), lexicon=ENGLISH)
    assert one.verb.of(text) == predicate
    assert one.content.of(text) == content
    assert parse.mentions[one.speaker[0]].text.startswith("Bishop")
    assert one.quoted
    assert one.score < 0.8, "less sure than a verb of saying"
