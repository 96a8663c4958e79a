"""Words by which something is only said, claimed, denied or asked, as CAMEO tells statements and appeals apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faleme.reference.files import Faults, toml_of
from faleme.reference.mishaps import Inflection


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidContent:
    """Verbs whose content is no event. Casefolded forms.

    nouns: where there are any, one of them has to be the object. of_self: the content has to be told of the speaker.
    """

    code: str
    label: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    of_self: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDeed:
    """Nouns with which a coding of one of the types is a statement, or verbs, where somebody stands beside them by the
    preposition and nothing is to be done ("agreed with him"). Casefolded forms."""

    code: str
    label: str
    types: frozenset[str]
    nouns: frozenset[str]
    verbs: frozenset[str]
    preposition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlySaidWords:
    """The lists of one language. demands, shelter, against: what makes a request more than an appeal."""

    contents: tuple[SaidContent, ...]
    deeds: tuple[SaidDeed, ...]
    demands: frozenset[str]
    shelter: frozenset[str]
    against: frozenset[str]


def read_only_said(path: Path, *, types: frozenset[str], inflect: Inflection) -> OnlySaidWords:
    """The lists of one language. types: those of the code book. Raises ReferenceDataError with all faults."""
    data, faults = toml_of(path), Faults(path)
    for raw in data["deed"]:
        for kind in raw["types"]:
            faults.one_of(raw["code"], kind, types)
    faults.check()

    def nouns(words: list[str]) -> frozenset[str]:
        return frozenset(form for word in words for form in inflect.noun(word))

    def both(words: list[str]) -> frozenset[str]:
        return frozenset(form for word in words for form in inflect.both(word))

    def content(raw: dict[str, Any]) -> SaidContent:
        return SaidContent(
            code=raw["code"],
            label=raw["label"],
            verbs=frozenset(form for verb in raw["verbs"] for form in inflect.verb(verb)),
            nouns=nouns(raw.get("nouns", [])),
            of_self=raw.get("of_self", False),
        )

    return OnlySaidWords(
        contents=tuple(content(raw) for raw in data["content"]),
        deeds=tuple(
            SaidDeed(
                code=raw["code"],
                label=raw["label"],
                types=frozenset(raw["types"]),
                nouns=nouns(raw.get("nouns", [])),
                verbs=frozenset(form for verb in raw.get("verbs", []) for form in inflect.verb(verb)),
                preposition=raw.get("with", ""),
            )
            for raw in data["deed"]
        ),
        demands=both(data["demand"]["words"]),
        shelter=nouns(data["demand"]["shelter"]),
        against=both(data["demand"]["against"]),
    )
