"""Words by which background facts are told: agreements, memberships, borders, commitments, offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from faleme.reference.files import DATA, toml_of
from faleme.reference.inflection import Inflector


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLexicon:
    """Casefolded forms. membership: form of a verb or noun -> status; a phrase is written with its second word."""

    agreement_nouns: frozenset[str]
    agreement_status: Mapping[str, str]
    membership: Mapping[str, str]
    borders: frozenset[str]
    both: frozenset[str]
    sides: frozenset[str]
    commitments: frozenset[str]
    offices: frozenset[str]
    ranks: frozenset[str]


@cache
def load_register_lexicon(language: str = "en") -> RegisterLexicon:
    """The words of a language; raises ReferenceDataError where its file is missing or malformed."""
    folder = DATA / "lexicon" / language
    data, inflect = toml_of(folder / "registers.toml"), Inflector(folder / "forms.toml")

    def verbs(words: list[str]) -> frozenset[str]:
        parts = [word.split() for word in words]
        return frozenset(" ".join([form, *rest]) for first, *rest in parts for form in inflect.verb(first))

    def nouns(words: list[str]) -> frozenset[str]:
        return frozenset(form for word in words for form in inflect.noun(word))

    agreements, memberships = data["agreements"], data["memberships"]
    status: dict[str, str] = {}
    for name in ("left", "joined", "suspended", "readmitted", "expelled"):
        status.update(dict.fromkeys(verbs(memberships[name]), name))
        status.update(dict.fromkeys(nouns(memberships.get(name + "_nouns", [])), name))
    return RegisterLexicon(
        agreement_nouns=nouns(agreements["nouns"]),
        agreement_status=MappingProxyType(
            {form: name for name in ("signed", "denounced", "suspended") for form in verbs(agreements[name])}
        ),
        membership=MappingProxyType(status),
        borders=nouns(data["borders"]["nouns"]),
        both=frozenset(data["borders"]["both"]),
        sides=nouns(data["borders"]["sides"]),
        commitments=verbs(data["commitments"]["verbs"]),
        offices=nouns(data["offices"]["nouns"]),
        ranks=nouns(data["offices"]["ranks"]),
    )
