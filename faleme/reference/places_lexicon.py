"""The words round toponyms in one language: ``faleme/data/lexicon/<lang>/places.toml``, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from faleme.reference.files import DATA, Faults, toml_of

_SECTIONS = {"directions": "words", "containment": "words", "locative": "words", "not_a_place": "after"}
_DISTANCE = tuple(("distance", key) for key in ("of", "units", "bearings", "near", "between", "border", "with"))


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DistanceWords:
    """Casefolded words that put something beside a place. units: word -> kilometres. bearings: word -> degrees from
    north, clockwise. joining: words between "border" and a name.
    """

    units: Mapping[str, float]
    bearings: Mapping[str, float]
    of: tuple[str, ...]
    near: tuple[str, ...]
    between: str
    border: tuple[str, ...]
    joining: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DescribedWords:
    """Casefolded words of nouns that stand for a place the text knows; the fields are as in the file."""

    determiners: frozenset[str]
    possessives: frozenset[str]
    same: frozenset[str]
    capital: frozenset[str]
    national: frozenset[str]
    divisional: frozenset[str]
    country: frozenset[str]
    sides: frozenset[str]
    far: frozenset[str]
    inside: frozenset[str]
    never: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class PlacesLexicon:
    """Casefolded words. kinds: word -> GeoNames class, or class and code, of the places that it names."""

    kinds: Mapping[str, str]
    of: str
    directions: frozenset[str]
    containment: frozenset[str]
    fillers: frozenset[str]
    locative: frozenset[str]
    no_place_before: frozenset[str]
    distance: DistanceWords
    described: DescribedWords


_DESCRIBED = tuple(("described", field.name) for field in fields(DescribedWords))


@cache
def load_places_lexicon(language: str) -> PlacesLexicon:
    """The words round toponyms in a language ("en"); raises ReferenceDataError with all faults of the file at once."""
    path = DATA / "lexicon" / language / "places.toml"
    raw, faults = toml_of(path), Faults(path)
    needed = (
        *_SECTIONS.items(),
        ("containment", "fillers"),
        ("linking", "of"),
        ("kinds", "P"),
        *_DISTANCE,
        *_DESCRIBED,
    )
    for section, key in needed:
        if key not in raw.get(section, {}):
            faults.add(section, f"needs {key!r}")
    kinds: dict[str, str] = {}
    for feature, words in raw.get("kinds", {}).items():
        if feature[:1] not in "AHLPRSTUV":
            faults.add("kinds", f"{feature!r} is no GeoNames class")
        for word in words:
            if kinds.setdefault(word, feature) != feature or word != word.casefold():
                faults.add(f"kinds, {word!r}", "stands under two features, or not casefolded")
    faults.check()
    words = {section: frozenset(raw[section][key]) for section, key in _SECTIONS.items()}
    return PlacesLexicon(
        kinds=MappingProxyType(kinds),
        of=raw["linking"]["of"],
        directions=words["directions"],
        containment=words["containment"],
        fillers=frozenset(raw["containment"]["fillers"]),
        locative=words["locative"],
        no_place_before=words["not_a_place"],
        distance=_distance(raw["distance"]),
        described=DescribedWords(**{key: frozenset(raw[section][key]) for section, key in _DESCRIBED}),
    )


def _distance(raw: Mapping[str, Any]) -> DistanceWords:
    return DistanceWords(
        units=MappingProxyType(dict(raw["units"])),
        bearings=MappingProxyType(dict(raw["bearings"])),
        of=tuple(raw["of"]),
        near=tuple(raw["near"]),
        between=raw["between"],
        border=tuple(raw["border"]),
        joining=tuple(raw["with"]),
    )
