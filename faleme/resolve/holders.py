"""Words between two toponyms that say that the second holds the first: "Gao, Mali", "Ber in the Timbuktu region"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from faleme.records import ResolvedPlace
from faleme.reference.lexicon import load_lexicon
from faleme.reference.places_lexicon import PlacesLexicon

_LONGEST = 40  # code points between the two
# "Dara, a village in the Gao region", "Dara, in northern Mali"; "Cameroon's Far North".
_APPOSED = re.compile(r",? (?:(?:an?|the) (?:[a-z-]+ ){0,3}?)?(?:in|of) (?:the )?(?:[a-z-]+ )?")
_WORD = re.compile(r"[a-z][a-z-]*|\d[\d.,]*")
_OWNED = re.compile(r"['’]s? (?:[a-z-]+ )?")


def written_inside(between: str, lexicon: PlacesLexicon) -> bool:
    """Whether the words between two toponyms say so."""
    if between in (", ", ",", " (", "-"):
        return True
    if len(between) > _LONGEST:
        return False
    words = between.casefold().split()
    rest = [word for word in words if word not in lexicon.fillers and word not in lexicon.directions]
    return (
        any(word in lexicon.containment for word in words)
        and "," not in between
        and all(word in lexicon.kinds for word in rest)
    )


def owns(between: str) -> bool:
    """Whether the first of two toponyms holds the second: "Nigeria's Borno state", "Mali's northern Gao region"."""
    return _OWNED.fullmatch(between) is not None


def in_what_holds_them(text: str, places: Sequence[ResolvedPlace], lexicon: PlacesLexicon) -> tuple[ResolvedPlace, ...]:
    """The places; one that nobody knows gets country, divisions, point and resolution of the place that the words put
    it in ("Dara in the Gao region"). It stays without geonameid and feature, so that it is known to be a guess at Dara.
    """
    found = list(places)
    for at in range(len(found) - 2, -1, -1):
        one = found[at]
        if one.feature is None and one.lat is None and (holder := _holder(text, found, at, lexicon)) is not None:
            found[at] = _put_at(one, holder, f"said to lie in {holder.text}")
    return tuple(found)


def _put_at(one: ResolvedPlace, other: ResolvedPlace, why: str) -> ResolvedPlace:
    return replace(
        one,
        country=other.country,
        admin1=other.admin1,
        admin2=other.admin2,
        lat=other.lat,
        lon=other.lon,
        resolution=other.resolution,
        why=f"{one.why}; {why}",
    )


def _holder(text: str, places: Sequence[ResolvedPlace], at: int, lexicon: PlacesLexicon) -> ResolvedPlace | None:
    one, two = places[at], places[at + 1]
    between = text[one.span.end : two.span.start]
    said = between == ", " or _APPOSED.fullmatch(between) or written_inside(between, lexicon)
    if not said or two.country is None or two.resolution is None:
        return None
    if between == ", " and two.feature is not None and two.feature[0] != "A":
        return None  # "Dara, Gao and Kidal": a list
    inner = places[at + 2] if at + 2 < len(places) else None
    if (
        inner is not None
        and inner.country == two.country
        and two.resolution < (inner.resolution or 0)
        and owns(text[two.span.end : inner.span.start])
    ):
        return inner
    return two


def beside_a_known_place(
    text: str, places: Sequence[ResolvedPlace], lexicon: PlacesLexicon
) -> tuple[ResolvedPlace, ...]:
    """The places, after ``whereabouts``; one that nobody knows is where the words after it put it ("Dara, a village
    30 km north of Gao"), still without geonameid and feature."""
    found = list(places)
    for at, (one, two) in enumerate(pairwise(places)):
        if one.feature is None and two.relation in ("near", "offset") and _only_says_where(text, one, two, lexicon):
            found[at] = replace(
                _put_at(one, two, f"put beside {two.text}"), radius_km=two.radius_km, relation=two.relation
            )
    return tuple(found)


def _only_says_where(text: str, one: ResolvedPlace, two: ResolvedPlace, lexicon: PlacesLexicon) -> bool:
    """Whether nothing but kinds, distances and bearings stands between: no other happening."""
    between = text[one.span.end : two.span.start]
    words = lexicon.distance
    known = {word for phrase in (*words.near, *words.few, *words.of, *words.just) for word in phrase.split()}
    known |= words.units.keys() | words.bearings.keys() | lexicon.kinds.keys() | lexicon.fillers | lexicon.lying
    numbers = load_lexicon("en").number_words.keys()
    inside = [word for word in _WORD.findall(between.casefold()) if not word[0].isdigit()]
    return len(between) <= 2 * _LONGEST and all(word in known or word in numbers for word in inside)
