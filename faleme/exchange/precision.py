"""How well a place is known, in the steps of ACLED and UCDP. PLOVER's step is ``ResolvedPlace.resolution``."""

from __future__ import annotations

from faleme.records import ResolvedPlace

_WITHIN_KM = 25.0  # UCDP's where_prec 2
_OPEN_WATER = ("H.OCN", "H.SEA", "H.GULF", "H.STRT")
_LANDSCAPE = ("H", "R", "L", "V")  # rivers, roads, regions, forests: no points, whatever their size
_BY_RESOLUTION = {1: 6, 2: 4, 3: 3, 4: 1, 5: 1}


def ucdp_where_prec(place: ResolvedPlace) -> int | None:
    """UCDP GED's where_prec: 1 exact, 2 within 25 km, 3 second-order division, 4 first-order division, 5 a line or a
    loose region, 6 country, 7 international waters. None where nothing is known or only a continent.
    """
    feature = place.feature or ""
    if place.lat is None or feature == "L.CONT":
        return None
    if place.relation == "border" and place.radius_km is None:
        return 6 if place.country is not None else 5
    if place.relation != "at":
        return 2 if place.radius_km is not None and _reach_km(place) <= _WITHIN_KM else 5
    if feature in _OPEN_WATER and place.country is None:
        return 7
    if feature[:1] in _LANDSCAPE or place.resolution is None:
        return 5
    return _BY_RESOLUTION[place.resolution]


def _reach_km(place: ResolvedPlace) -> float:
    """How far from the named place it may lie: a resolution below a town's says that it is more than 25 km."""
    far = place.relation == "offset" and place.resolution is not None and place.resolution < 4
    return float("inf") if far else place.radius_km or 0.0


def acled_geo_precision(place: ResolvedPlace) -> int | None:
    """ACLED's geo_precision: 1 a town, 2 part of a region or near a town, 3 a larger region. None for what ACLED does
    not code: a whole country, open water, nothing known.
    """
    steps = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
    step = ucdp_where_prec(place)
    return steps.get(step) if step is not None else None
