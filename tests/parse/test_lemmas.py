"""lemmas: a script that was made from a word and its lemma gives that lemma."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.parse.lemmas import apply_script, lemma_script

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("word", "lemma", "script"),
    [
        ("Studies", "study", "l3:y"),
        ("Mali", "Mali", "k0:"),
        ("attacked", "attack", "l2:"),
        ("went", "go", "l4:go"),
        ("2,000", "2000", "k4:000"),
    ],
)
def test_scripts(word: str, lemma: str, script: str) -> None:
    assert lemma_script(word, lemma)[1:] == script[1:]
    assert apply_script(script, word) == lemma


@given(WORDS, WORDS)
def test_a_script_leads_from_the_word_to_the_lemma(word: str, lemma: str) -> None:
    assert apply_script(lemma_script(word, lemma), word) == lemma


@given(st.text(max_size=8), WORDS)
def test_no_script_makes_nothing_of_a_word(script: str, word: str) -> None:
    assert apply_script(script, word)
