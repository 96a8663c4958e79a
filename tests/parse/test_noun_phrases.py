"""noun_phrases: which words head a phrase, and how far it reaches; trees of the shipped core."""

from faleme.parse.encoder import load_engine
from faleme.parse.noun_phrases import noun_phrases
from faleme.parse.parse import parse
from tests.builders import article_of


def phrases_of(text: str) -> list[str]:
    read = parse(article_of(text), load_engine())
    words = [token.text for token in read.tokens]
    found = noun_phrases(read.tokens, places=frozenset())
    return [" ".join(words[phrase.first : phrase.last + 1]) for phrase in found]


def test_what_stands_beside_a_noun_is_no_part_of_it() -> None:
    found = phrases_of("The mayor of Gao, Awa Sow, left with her son.")
    assert {"The mayor of Gao", "Gao", "Awa Sow", "her son", "her"} <= set(found)


def test_what_and_joins_stands_beside_its_parts() -> None:
    assert {"Togo and Benin", "Togo", "Benin"} <= set(phrases_of("Togo and Benin signed a treaty."))


def test_nothing_in_nothing() -> None:
    assert noun_phrases((), places=frozenset()) == ()
