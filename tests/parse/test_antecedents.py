"""The linker with the shipped core: who is meant again, over all noun phrases."""

import numpy as np
import pytest

from faleme.parse.antecedents import groups
from faleme.parse.encoder import load_engine
from faleme.parse.parse import parse
from faleme.records import NounPhrase, Parse
from tests.builders import article_of

CASES = [
    # text, words that are one referent, words that are not it
    ("Awa Diallo runs a bank. She founded it in Gao.", ["Awa Diallo", "She"], ["it"]),
    ("The minister thanked his staff. He then left for Oslo.", ["The minister", "his", "He"], ["Oslo"]),
    ("Kofi Mensah opened a road in Gao. Mensah paid for it.", ["Kofi Mensah", "Mensah"], ["Gao"]),
    ("Togo closed its border. The country has no coast to the north.", ["Togo", "its"], ["the north"]),
    ("The strikers met in Lagos. They will march on Monday.", ["The strikers", "They"], ["Lagos"]),
    ("Residents of Lomé fear floods. Lomé lies on the coast.", ["Lomé", "Lomé"], ["Residents of Lomé"]),
]  # fmt: skip


def read(text: str) -> Parse:
    return parse(article_of(text), load_engine())


def words(parsed: Parse, phrase: NounPhrase) -> str:
    return " ".join(token.text for token in parsed.tokens[phrase.first : phrase.last + 1])


@pytest.mark.parametrize(("text", "one", "other"), CASES, ids=[text for text, *_ in CASES])
def test_who_is_meant_again(text: str, one: list[str], other: list[str]) -> None:
    parsed = read(text)
    found = [[words(parsed, parsed.phrases[at]) for at in group] for group in groups(parsed.phrases)]
    (group,) = [group for group in found if one[0] in group]
    assert set(one) <= set(group)
    assert not set(other) & set(group)


def test_antecedents_stand_before_and_scores_are_probabilities() -> None:
    parsed = read("The mayor of Gao met Awa Sow and Per Holm. They praised her town. The mayor thanked them.")
    for at, phrase in enumerate(parsed.phrases):
        assert phrase.antecedent is None or phrase.antecedent < at
        assert 0 <= phrase.score < 1
        assert phrase.first <= phrase.head <= phrase.last


def test_groups_of_sure_links_are_parts_of_the_others() -> None:
    phrases = [
        NounPhrase(head=0, first=0, last=0),
        NounPhrase(head=1, first=1, last=1, antecedent=0, score=0.95),
        NounPhrase(head=2, first=2, last=2),
        NounPhrase(head=3, first=3, last=3, antecedent=1, score=0.5),
    ]
    assert groups(phrases) == [[0, 1, 3]]
    assert groups(phrases, least=0.9) == [[0, 1]]


def test_the_weights_are_of_the_core_beside_them() -> None:
    """New weights of the core ask for `python -m training.antecedents`."""
    assert read("The mayor left. She resigned.").phrases, "antecedents.npz names another run than core.json"


def test_no_words_no_phrases() -> None:
    assert read("1 2 3").phrases == ()


def test_the_same_text_gives_the_same_links() -> None:
    text = "The union called a strike. It wants more pay, and its members back it."
    assert read(text).phrases == read(text).phrases


def test_a_long_text_is_read_in_bounded_pieces() -> None:
    parsed = read("The mayor spoke. She left. " * 150)
    assert len(parsed.phrases) > 200
    assert all(
        at - phrase.antecedent <= 250 for at, phrase in enumerate(parsed.phrases) if phrase.antecedent is not None
    )
    assert np.isfinite([phrase.score for phrase in parsed.phrases]).all()
