"""Words that tell no news of their own at the head of a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from faleme.reference.files import DATA, toml_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MainEventLexicon:
    """Casefolded words; of verbs and nouns their lemmas. See ``main_event.toml`` for what each list is."""

    hardly: frozenset[str]
    ahead: frozenset[str]
    standing: frozenset[str]
    founding: frozenset[str]
    heard: frozenset[str]
    papers: frozenset[str]
    made: frozenset[str]


@cache
def load_main_event_lexicon(language: str = "en") -> MainEventLexicon:
    """The words of a language; raises ReferenceDataError where its file is missing or malformed."""
    data = toml_of(DATA / "lexicon" / language / "main_event.toml")
    return MainEventLexicon(**{name: frozenset(word.casefold() for word in words) for name, words in data.items()})
