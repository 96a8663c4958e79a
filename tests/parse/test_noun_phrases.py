"""noun_phrases: which words head a phrase, and how far it reaches."""

from faleme.parse.noun_phrases import noun_phrases
from tests.builders import parse_of


def test_apposition_and_preposition_stay_outside() -> None:
    parse = parse_of(
        "The mayor of Gao, Awa Sow, left with her son.",
        tags={"mayor": "NOUN", "Gao": "PROPN", "Awa": "PROPN", "Sow": "PROPN", "her": "PRON", "son": "NOUN"},
        arcs=[
            ("The", "mayor", "det"),
            ("mayor", "left", "nsubj"),
            ("of", "Gao", "case"),
            ("Gao", "mayor", "nmod"),
            ("Awa", "mayor", "appos"),
            ("Sow", "Awa", "flat"),
            ("with", "son", "case"),
            ("her", "son", "nmod:poss"),
            ("son", "left", "obl"),
        ],
    )
    words = [token.text for token in parse.tokens]
    phrases = noun_phrases(parse.tokens, places=frozenset())
    found = [" ".join(words[phrase.first : phrase.last + 1]) for phrase in phrases]
    assert [one for one in found if one != ","] == ["The mayor of Gao", "Gao", "Awa Sow", "her son", "her"]
    assert [words[phrase.head] for phrase in phrases][:2] == ["mayor", "Gao"]


def test_nothing_in_nothing() -> None:
    assert noun_phrases((), places=frozenset()) == ()
