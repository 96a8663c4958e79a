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
    """Casefolded forms. membership, agreement_status, promise_status: form of a verb or noun -> status; a phrase is
    written with the words after its verb. one_kind: nouns of agreement -> what they may all name. office_moves: verbs
    -> appointed or dismissed.
    """

    agreement_nouns: frozenset[str]
    agreement_status: Mapping[str, str]
    membership: Mapping[str, str]
    standing: frozenset[str]
    standing_moves: Mapping[str, str]
    borders: frozenset[str]
    both: frozenset[str]
    sides: frozenset[str]
    commitments: frozenset[str]
    offices: frozenset[str]
    ranks: frozenset[str]
    one_kind: Mapping[str, str]
    idle: frozenset[str]
    promises: frozenset[str]
    promise_status: Mapping[str, str]
    due: frozenset[str]
    due_first: frozenset[str]
    due_lengths: frozenset[str]
    partly: frozenset[str]
    promise_idle: frozenset[str]
    no_deeds: frozenset[str]
    threats: frozenset[str]
    refusals: frozenset[str]
    promise_types: frozenset[str]
    future: frozenset[str]
    reported: frozenset[str]
    former: frozenset[str]
    manner: frozenset[str]
    office_moves: Mapping[str, str]


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
    promised, offices = data["commitments"], data["offices"]
    status: dict[str, str] = {}
    for name in ("left", "joined", "suspended", "readmitted", "expelled"):
        status.update(dict.fromkeys(verbs(memberships[name]), name))
        status.update(dict.fromkeys(nouns(memberships.get(name + "_nouns", [])), name))
    return RegisterLexicon(
        agreement_nouns=nouns(agreements["nouns"]),
        agreement_status=MappingProxyType(
            {
                form: name.replace("_", " ")
                for name in ("signed", "ratified", "denounced", "suspended", "in_force", "ended")
                for form in verbs(agreements[name])
            }
        ),
        membership=MappingProxyType(status),
        standing=nouns(memberships["standing"]),
        standing_moves=MappingProxyType(
            {
                form: name
                for name in ("suspended", "left", "readmitted")
                for form in verbs(memberships[f"standing_{name}"])
            }
        ),
        borders=nouns(data["borders"]["nouns"]),
        both=frozenset(data["borders"]["both"]),
        sides=nouns(data["borders"]["sides"]),
        commitments=verbs(promised["verbs"]),
        offices=nouns(offices["nouns"]),
        ranks=nouns(offices["ranks"]),
        one_kind=MappingProxyType(
            {form: group for group in ("one_kind", "one_ceasefire") for form in nouns(agreements[group])}
        ),
        idle=frozenset(agreements["idle"]),
        promises=nouns(promised["nouns"]),
        promise_status=MappingProxyType(
            {
                form: name
                for name in ("kept", "broken", "withdrawn", "lapsed", "unmet")
                for form in verbs(promised[name])
            }
        ),
        due=frozenset(promised["due"]),
        due_first=frozenset(promised["due_first"]),
        due_lengths=frozenset(promised["due_lengths"]),
        partly=frozenset(promised["partly"]),
        promise_idle=frozenset(promised["idle"]),
        no_deeds=frozenset(promised["no_deeds"]),
        threats=frozenset(promised["threats"]),
        refusals=frozenset(promised["refusals"]),
        promise_types=frozenset(promised["types"]),
        future=frozenset(promised["future"]),
        reported=frozenset(promised["reported"]),
        former=frozenset(offices["former"]),
        manner=frozenset(offices["manner"]),
        office_moves=MappingProxyType(
            {form: name for name in ("appointed", "dismissed") for form in verbs(offices[name])}
        ),
    )
