"""Two places that a happening lies between: "between Gao and Kidal", "on the road from Gao to Kidal"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from faleme.records import ResolvedPlace
from faleme.reference.places_lexicon import DistanceWords
from faleme.resolve.globe import halfway, kilometres
from faleme.resolve.whereabouts import AT_MOST, KIND, NEAR_KM, either

_REACH = 100  # code points before the name that are looked at
_COUNTRY, _CAPITAL = "A.PCL", "P.PPLC"


def between(text: str, places: Sequence[ResolvedPlace], words: DistanceWords) -> tuple[ResolvedPlace, ...]:
    """The places; two that a happening lies between are both put halfway, with half the distance as radius.

    They keep their geonameid. Of country and divisions stays what they share. Where one is no spot or has no point,
    there is no radius. Between countries is a border or no place at all, and not told here.
    """
    found = list(places)
    patterns = _patterns(words)
    for at, (one, two) in enumerate(pairwise(places)):
        if _is_pair(text, one, two, patterns):
            found[at], found[at + 1] = _between(one, two), _between(two, one)
    return tuple(_between(place, None) if _is_half(text, place, patterns) else place for place in found)


def _is_pair(text: str, one: ResolvedPlace, two: ResolvedPlace, patterns: Mapping[str, re.Pattern[str]]) -> bool:
    if any(place.feature is not None and place.feature.startswith(_COUNTRY) for place in (one, two)):
        return False
    gap = text[one.span.end : two.span.start]
    # Accords and flights are "between London and Paris": capitals stand for their states.
    states = one.country != two.country and one.feature == two.feature == _CAPITAL
    before, after = text[max(0, one.span.start - _REACH) : one.span.start], text[two.span.end : two.span.end + 30]
    return bool(
        (patterns["dash"].fullmatch(gap) and patterns["road_after"].match(after))
        or (not states and patterns["and"].fullmatch(gap) and patterns["between"].search(before))
        or (patterns["to"].fullmatch(gap) and patterns["road"].search(before))
    )


def _is_half(text: str, place: ResolvedPlace, patterns: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether the other end is no name: "between Gao and the border", not "between NATO and Paris"."""
    if place.relation != "at" or place.feature is None or place.feature[0] not in "PS":
        return False
    before = text[max(0, place.span.start - _REACH) : place.span.start]
    after = text[place.span.end : place.span.end + 20]
    first = patterns["between"].search(before) and patterns["and_thing"].match(after)
    return bool(first or patterns["thing_and"].search(before))


def _between(one: ResolvedPlace, other: ResolvedPlace | None) -> ResolvedPlace:
    if one.feature is None:
        return one
    if other is None or other.feature is None:
        return replace(one, relation="between", admin2=None, resolution=min(one.resolution or AT_MOST, AT_MOST))
    country = one.country if one.country == other.country else None
    admin1 = one.admin1 if country is not None and one.admin1 == other.admin1 else None
    admin2 = one.admin2 if admin1 is not None and one.admin2 == other.admin2 else None
    middle = halfway(one, other) if {one.feature[0], other.feature[0]} <= set("PS") else None
    radius = kilometres(one, other) / 2
    # What a province and another thing have between them lies somewhere in the country.
    coarse = 1 if middle is None and admin1 is None else AT_MOST
    exact = middle is not None and radius <= NEAR_KM
    finest = one.resolution if exact else min(one.resolution or coarse, coarse)
    return replace(
        one,
        relation="between",
        country=country,
        admin1=admin1,
        admin2=admin2,
        lat=one.lat if middle is None else round(middle[0], 4),
        lon=one.lon if middle is None else round(middle[1], 4),
        radius_km=None if middle is None else round(radius, 1),
        resolution=finest if country is not None else None,
    )


@lru_cache(maxsize=8)
def _patterns(words: DistanceWords) -> Mapping[str, re.Pattern[str]]:
    # Between the two names: "Gao region and the town of Kidal".
    gap = rf"(?:\s+(?-i:[a-z]+))?,?\s+(?:%s){KIND}"
    found = {
        "and": gap % "and",
        "to": gap % either(words.road_to),
        "dash": r"\s?[-–—/]\s?",
        "between": rf"\b{words.between}{KIND}",
        "and_thing": r"\s+and\s+(?:the\s+)?(?!the\s)(?-i:[a-z])",
        "thing_and": rf"\b{words.between}\s+(?:(?-i:[a-z-]+)\s+){{1,4}}?and{KIND}",
        "road": rf"(?<!\ben )\b(?:{either(words.roads)})\s+(?:{either(words.road_from)}){KIND}",
        "road_after": rf"\s+(?:[\w-]+\s+)?(?:{either(words.roads)})\b",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in found.items()}
