"""Words of harm that nobody willed: earthquakes, crashes, epidemics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from faleme.reference.files import toml_of


class Inflection(Protocol):
    """Forms of dictionary words."""

    def noun(self, lemma: str) -> frozenset[str]:
        """Singular and plural."""
        ...

    def verb(self, lemma: str) -> frozenset[str]:
        """Every form of a verb."""
        ...

    def both(self, lemma: str) -> frozenset[str]:
        """Forms as verb and as noun."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MishapWords:
    """Casefolded forms.

    nouns: happenings that do harm. verbs: what things do by themselves. bursts: what does harm by itself beside a word
    of industry. things: what does it without will. safety: what measures are about that
    are to prevent mishaps. politics: words beside which no measure is a precaution. force: words beside which nothing
    is a mishap.
    """

    nouns: frozenset[str]
    verbs: frozenset[str]
    bursts: frozenset[str]
    industry: frozenset[str]
    things: frozenset[str]
    safety: frozenset[str]
    politics: frozenset[str]
    force: frozenset[str]


def read_mishaps(path: Path, *, inflect: Inflection) -> MishapWords:
    """The lists of one language."""
    data = toml_of(path)
    return MishapWords(
        nouns=frozenset(form for word in data["nouns"] for form in inflect.noun(word)),
        verbs=frozenset(form for word in data["verbs"] for form in inflect.verb(word)),
        bursts=frozenset(form for word in data["bursts"] for form in inflect.both(word)),
        industry=frozenset(form for word in data["industry"] for form in inflect.noun(word)),
        things=frozenset(form for word in data["things"] for form in inflect.noun(word)),
        safety=frozenset(form for word in data["safety"] for form in inflect.noun(word)),
        politics=frozenset(form for word in data["politics"] for form in inflect.noun(word)),
        force=frozenset(form for word in data["force"] for form in inflect.both(word)),
    )
