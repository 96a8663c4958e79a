"""The words round toponyms in one language: ``faleme/data/lexicon/<lang>/places.toml``, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from faleme.reference.files import DATA, Faults, toml_of

_SECTIONS = {"directions": "words", "containment": "words", "locative": "words", "not_a_place": "after"}
_DISTANCE_KEYS = (
    "units",
    "bearings",
    "few",
    "of",
    "near",
    "just",
    "between",
    "border",
    "with",
    "of_border",
    "across",
    "tripoint",
)
_DISTANCE = tuple(("distance", key) for key in (*_DISTANCE_KEYS, "roads", "road_from", "road_to", "road_one"))


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DistanceWords:
    """Casefolded words that put something beside a place. units: word -> kilometres. bearings: word -> degrees from
    north, clockwise. few: words in a number's place -> least and most. joining: words between "border" and a name.
    The others are as in the file.
    """

    units: Mapping[str, float]
    bearings: Mapping[str, float]
    few: Mapping[str, tuple[float, float]]
    of: tuple[str, ...]
    near: tuple[str, ...]
    just: tuple[str, ...]
    between: str
    border: tuple[str, ...]
    joining: tuple[str, ...]
    of_border: tuple[str, ...]
    across: tuple[str, ...]
    tripoint: tuple[str, ...]
    roads: tuple[str, ...]
    road_from: tuple[str, ...]
    road_to: tuple[str, ...]
    road_one: tuple[str, ...]


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
    adjectives: Mapping[str, str]
    containment: frozenset[str]
    fillers: frozenset[str]
    lying: frozenset[str]
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
        ("containment", "lying"),
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
        adjectives=MappingProxyType(dict(raw["directions"]["adjectives"])),
        containment=words["containment"],
        fillers=frozenset(raw["containment"]["fillers"]),
        lying=frozenset(raw["containment"]["lying"]),
        locative=words["locative"],
        no_place_before=words["not_a_place"],
        distance=_distance(raw["distance"]),
        described=DescribedWords(**{key: frozenset(raw[section][key]) for section, key in _DESCRIBED}),
    )


def _distance(raw: Mapping[str, Any]) -> DistanceWords:
    lists = (
        "of",
        "near",
        "just",
        "border",
        "of_border",
        "across",
        "tripoint",
        "roads",
        "road_from",
        "road_to",
        "road_one",
    )
    return DistanceWords(
        units=MappingProxyType(dict(raw["units"])),
        bearings=MappingProxyType(dict(raw["bearings"])),
        few=MappingProxyType({words: (float(least), float(most)) for words, (least, most) in raw["few"].items()}),
        between=raw["between"],
        joining=tuple(raw["with"]),
        **{key: tuple(raw[key]) for key in lists},
    )
