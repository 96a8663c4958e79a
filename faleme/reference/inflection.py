"""Forms of dictionary words, so that lists are looked up by the words that stand in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from faleme.reference.files import DATA, toml_of


@cache
def load_inflector(language: str = "en") -> Inflector:
    """The forms of a language's words."""
    return Inflector(DATA / "lexicon" / language / "forms.toml")


class Inflector:
    """Forms of dictionary words by the regular rules of English spelling, and the irregular ones from a file."""

    def __init__(self, path: Path) -> None:
        data = toml_of(path)
        self._verbs: Mapping[str, list[str]] = data["verbs"]
        self._nouns: Mapping[str, list[str]] = data["nouns"]

    def verb(self, lemma: str) -> frozenset[str]:
        """Every form of a verb: "stop" -> stop stops stopped stopping."""
        lemma = lemma.casefold()
        forms = {lemma, _with_s(lemma), *self._verbs.get(lemma, ())}
        stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")) else lemma
        own = self._verbs.get(lemma, ())
        if not any(form.endswith("ing") for form in own):
            forms.add(stem + "ing")
        if not own or all(form.endswith("ing") for form in own):
            forms.add(lemma[:-1] + "ied" if re.search(r"[^aeiou]y$", lemma) else stem + "ed")
        return frozenset(forms)

    def noun(self, lemma: str) -> frozenset[str]:
        """Singular and plural of a noun."""
        lemma = lemma.casefold()
        return frozenset({lemma, *self._nouns.get(lemma, (_with_s(lemma),))})

    def both(self, lemma: str) -> frozenset[str]:
        """Forms of a word as verb and as noun."""
        return self.verb(lemma) | self.noun(lemma)

    def phrase(self, text: str, pos: str | None) -> tuple[frozenset[str], ...]:
        """Forms of each word: of a verb phrase the first word inflects, of a noun phrase the last."""
        words = text.casefold().split()
        forms = [frozenset({word}) for word in words]
        if pos == "NOUN":
            forms[-1] = self.noun(words[-1])
        elif pos == "VERB":
            forms[0] = self.verb(words[0])
        return tuple(forms)


def _with_s(lemma: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", lemma):
        return lemma + "es"
    return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + "s"
