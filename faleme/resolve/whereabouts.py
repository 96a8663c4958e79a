"""Words that put a happening beside one place, not in it: "30 km north of Gao", "near Gao", "on the road to Gao"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from faleme.records import ResolvedPlace
from faleme.reference.lexicon import load_lexicon
from faleme.reference.places_lexicon import DistanceWords
from faleme.reference.quantities import quantities
from faleme.resolve.globe import along

_REACH = 120  # code points before the name that are looked at
_WORDS = 9  # words before the unit that may be the number
# A bearing is one of eight, so true to 22.5 degrees: to the side that is four tenths of the distance.
_SPREAD = 0.4
# UCDP's second step of where_prec: within 25 km of the known place (UCDP GED codebook). Beyond, nobody knows the
# district.
NEAR_KM = 25.0
_OTHER_PROVINCE_KM = 50.0  # beyond this even the province is a guess
AT_MOST = 3  # PLOVER resolution of what lies so far from a town: its district
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[-–—]")


def whereabouts(text: str, place: ResolvedPlace, words: DistanceWords) -> ResolvedPlace:
    """The town or spot with its ``relation`` by the words before it; NIL comes back as it is, and so does what is no
    spot, but for "the road to Mali".

    With a distance and a bearing, lat and lon are moved along the great circle; with a distance alone they stay and
    radius_km is the distance. "North of Gao" and "on the road to Gao" have no radius: it may be far. geonameid stays
    the place that is named.
    """
    if place.lat is None or place.lon is None or place.feature is None:
        return place
    before = text[max(0, place.span.start - _REACH) : place.span.start]
    patterns = _patterns(words)
    if place.feature[0] not in "PS":
        on_the_way = place.feature[0] == "A" and patterns["road"].search(before)
        return outside(place) if on_the_way else place
    if (found := patterns["offset"].search(before)) and (reach := _distance(before[: found.start()], words)):
        unit = words.units[found["unit"].casefold()]
        return _moved(place, (place.lat, place.lon), (reach[0] * unit, reach[1] * unit), found["bearing"], words)
    if patterns["near"].search(before):
        return replace(place, relation="near", radius_km=NEAR_KM)
    if patterns["side"].search(before) or patterns["road"].search(before):
        return somewhere_near(place)
    return place


def outside(place: ResolvedPlace) -> ResolvedPlace:
    """ "The road to Mali" may run anywhere."""
    return replace(place, relation="near", country=None, admin1=None, admin2=None, resolution=None)


def somewhere_near(place: ResolvedPlace) -> ResolvedPlace:
    """Beside the place, nobody says how far: its district or province at best."""
    coarse = min(place.resolution or AT_MOST, AT_MOST)
    return replace(place, relation="near", radius_km=None, admin2=None, resolution=coarse)


def _distance(before: str, words: DistanceWords) -> tuple[float, float] | None:
    """Least and most of the number at the end of the words; a number with one open end may be as much again, or
    nothing. None where no number stands there."""
    tokens = [token.casefold() for token in _TOKEN.findall(before)][-_WORDS:]
    while tokens and tokens[-1] in "-–—":  # "a 30-km stretch"
        tokens.pop()
    for phrase, ends in words.few.items():
        if tokens[-len(phrase.split()) :] == phrase.split():
            return ends
    last = next((one for one in quantities(tokens, load_lexicon("en")) if one.last == len(tokens)), None)
    if last is None:
        return None
    if last.low is None or last.high is None:
        known = last.low or last.high or 0.0
        return (known, 2 * known) if last.high is None else (0.0, known)
    return last.low, last.high


def _moved(
    place: ResolvedPlace,
    point: tuple[float, float],
    reach_km: tuple[float, float],
    bearing: str | None,
    words: DistanceWords,
) -> ResolvedPlace:
    lat, lon = point
    least, most = reach_km
    km = (least + most) / 2
    radius = most
    if bearing is not None:
        lat, lon = along(lat, lon, km, words.bearings[bearing.casefold()])
        radius = _SPREAD * km + (most - least) / 2
    return replace(
        place,
        relation="offset",
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(radius, 1),
        admin1=place.admin1 if most <= _OTHER_PROVINCE_KM else None,
        admin2=place.admin2 if most <= NEAR_KM else None,
        resolution=place.resolution if most <= NEAR_KM else min(place.resolution or AT_MOST, AT_MOST),
    )


def either(options: Iterable[str]) -> str:
    """A regular expression for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(options, key=len, reverse=True))


# Between such words and the name may stand "the town of" and the like.
KIND = r"\s+(?:the\s+(?:[\w-]+\s+){0,2}?[\w-]+\s+of\s+)?(?:the\s+)?$"


@lru_cache(maxsize=8)
def _patterns(words: DistanceWords) -> Mapping[str, re.Pattern[str]]:
    bearings = either(words.bearings)
    offset = (
        rf"(?<![^\W\d_])(?P<unit>{either(words.units)})\b\s*(?:\([^()]*\)\s*)?"
        rf"(?:to\s+the\s+|due\s+)?(?P<bearing>{bearings})?\s*(?:{either(words.of)}){KIND}"
    )
    side = rf"(?:{bearings})\s+of{KIND}"
    road = rf"(?<!\ben )\b(?:{either(words.roads)})\s+(?:{either(words.road_one)}){KIND}"
    found = {
        "offset": offset,
        "near": rf"\b(?:{either(words.near)}|(?:{either(words.just)})\s+(?:to\s+the\s+)?{side[: -len(KIND)]}){KIND}",
        "side": rf"\b{side}",
        "road": road,
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in found.items()}
