"""Distances and directions on the globe, taken as a sphere."""

from __future__ import annotations

import math

from faleme.records import ResolvedPlace
from faleme.reference.gazetteer import Place

_DEGREE_KM = 111.195


def kilometres(one: Place | ResolvedPlace, two: Place | ResolvedPlace) -> float:
    """Great-circle distance; infinite where one has no point."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return math.inf
    lat1, lat2 = math.radians(one.lat), math.radians(two.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(two.lon - one.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def along(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """Where one comes out going km along a great circle that leaves at a bearing, in degrees from north."""
    far, phi, theta = math.radians(km / _DEGREE_KM), math.radians(lat), math.radians(bearing)
    end = math.asin(math.sin(phi) * math.cos(far) + math.cos(phi) * math.sin(far) * math.cos(theta))
    east = math.atan2(math.sin(theta) * math.sin(far) * math.cos(phi), math.cos(far) - math.sin(phi) * math.sin(end))
    return math.degrees(end), (lon + math.degrees(east) + 180) % 360 - 180


def halfway(one: ResolvedPlace, two: ResolvedPlace) -> tuple[float, float] | None:
    """The middle of the great circle between two places; None where one has no point."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    phi, theta = (math.radians(value) for value in (one.lat, two.lat))
    step = math.radians(two.lon - one.lon)
    east, north = math.cos(theta) * math.cos(step), math.cos(theta) * math.sin(step)
    lat = math.atan2(math.sin(phi) + math.sin(theta), math.hypot(math.cos(phi) + east, north))
    lon = one.lon + math.degrees(math.atan2(north, math.cos(phi) + east))
    return math.degrees(lat), (lon + 180) % 360 - 180
