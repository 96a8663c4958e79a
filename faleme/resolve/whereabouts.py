"""Words that put a happening beside a place, not in it: "30 km north of Gao", "near Gao", "the border with Niger"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from faleme.records import ResolvedPlace
from faleme.reference.places_lexicon import DistanceWords

_REACH = 100  # code points before the name that are looked at
# A bearing is one of eight, so true to 22.5 degrees: to the side that is four tenths of the distance.
_SPREAD = 0.4
# UCDP's second step of where_prec: within 25 km of the known place (UCDP GED codebook). Beyond, nobody knows the
# district.
NEAR_KM = 25.0
_OTHER_PROVINCE_KM = 50.0  # beyond this even the province is a guess
_DEGREE_KM = 111.195
_AT_MOST = 3  # PLOVER resolution of what lies so far from a town: its district


def whereabouts(text: str, place: ResolvedPlace, words: DistanceWords) -> ResolvedPlace:
    """The place with its ``relation`` by the words before and after it; NIL comes back as it is.

    With a distance and a bearing, lat and lon are moved along the great circle; with a distance alone they stay and
    radius_km is the distance. geonameid stays the place that is named. Countries know only borders.
    """
    if place.lat is None or place.lon is None or place.feature is None:
        return place
    before = text[max(0, place.span.start - _REACH) : place.span.start]
    after = text[place.span.end : place.span.end + 20]
    patterns = _patterns(words)
    if patterns["border_before"].search(before) or patterns["border_after"].match(after):
        return replace(place, relation="border")
    if place.feature[0] not in "PS":
        return place
    if found := patterns["offset"].search(before):
        km = _number(found["number"]) * words.units[found["unit"].casefold()]
        return _moved(place, (place.lat, place.lon), km, found["bearing"], words)
    if patterns["near"].search(before):
        return replace(place, relation="near", radius_km=NEAR_KM)
    return replace(place, relation="between") if patterns["between"].search(before) else place


def _moved(
    place: ResolvedPlace, point: tuple[float, float], km: float, bearing: str | None, words: DistanceWords
) -> ResolvedPlace:
    lat, lon = point
    if bearing is not None:
        lat, lon = along(lat, lon, km, words.bearings[bearing.casefold()])
    return replace(
        place,
        relation="offset",
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(km * (_SPREAD if bearing is not None else 1.0), 1),
        admin1=place.admin1 if km <= _OTHER_PROVINCE_KM else None,
        admin2=place.admin2 if km <= NEAR_KM else None,
        resolution=place.resolution if km <= NEAR_KM else min(place.resolution or _AT_MOST, _AT_MOST),
    )


def along(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """Where one comes out going km along a great circle that leaves at a bearing, in degrees from north."""
    far, phi, theta = math.radians(km / _DEGREE_KM), math.radians(lat), math.radians(bearing)
    end = math.asin(math.sin(phi) * math.cos(far) + math.cos(phi) * math.sin(far) * math.cos(theta))
    east = math.atan2(math.sin(theta) * math.sin(far) * math.cos(phi), math.cos(far) - math.sin(phi) * math.sin(end))
    return math.degrees(end), (lon + math.degrees(east) + 180) % 360 - 180


def _number(written: str) -> float:
    """The middle of "30-40"; a comma parts thousands."""
    numbers = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", written.replace(",", ""))]
    return sum(numbers) / len(numbers)


@lru_cache(maxsize=8)
def _patterns(words: DistanceWords) -> Mapping[str, re.Pattern[str]]:
    def either(options: Sequence[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(options, key=len, reverse=True))

    # Between these words and the name may stand "the town of" and the like.
    kind = r"\s+(?:the\s+(?:[\w-]+\s+){0,2}?[\w-]+\s+of\s+)?(?:the\s+)?$"
    number = r"(?P<number>\d[\d,]*(?:\.\d+)?(?:\s*(?:-|–|to)\s*\d+(?:\.\d+)?)?)"
    offset = (
        rf"{number}[\s-]*(?P<unit>{either([*words.units])})\b\s*(?:\([^()]*\)\s*)?"
        rf"(?:to\s+the\s+|due\s+)?(?P<bearing>{either([*words.bearings])})?\s*(?:{either(words.of)}){kind}"
    )
    border = either(words.border)
    joined = either(words.joining)
    flags = re.IGNORECASE
    return {
        "offset": re.compile(offset, flags),
        "near": re.compile(rf"\b(?:{either(words.near)}|(?:{either([*words.bearings])})\s+of){kind}", flags),
        "between": re.compile(rf"\b{words.between}{kind}|\b{words.between}\s+[A-Z]\S*\s+and\s+$"),
        "border_before": re.compile(rf"\b(?:{border})\s+(?:{joined})\s+(?:[A-Z]\S*\s+and\s+)?(?:the\s+)?$"),
        "border_after": re.compile(rf"(?:['’]s)?\s+(?:{border})\b"),
    }
