"""Words of statements: whether what somebody said itself, and not only its sentence, holds what is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from faleme.store.database import asked_terms, folded_words

Terms = Sequence[tuple[list[str], bool]]


def terms_of(words: str) -> Terms:
    """The words and "quoted phrases" that are asked for, folded; True for one whose last word is only begun."""
    folded = [([word for each in inner for word in folded_words(each)], begun) for inner, begun in asked_terms(words)]
    return [(inner, begun) for inner, begun in folded if inner]


def says(content: str, terms: Terms) -> bool:
    """Whether a content has every word and phrase, case and accents aside."""
    words = folded_words(content)
    return all(_stands(words, inner, begun=begun) for inner, begun in terms)


def _stands(words: list[str], inner: list[str], *, begun: bool) -> bool:
    size = len(inner)
    for at in range(len(words) - size + 1):
        last = words[at + size - 1]
        fits = last.startswith(inner[-1]) if begun else last == inner[-1]
        if fits and words[at : at + size - 1] == inner[:-1]:
            return True
    return False
