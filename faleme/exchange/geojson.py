"""GeoJSON (RFC 7946): one FeatureCollection, a feature for each event or report, with the fields of our flat form.

The point is longitude, then latitude, in WGS84. Without a place the geometry is null, as the standard has it. A
property ``resolution`` says how fine the place is: a point of a country is somewhere in its middle and no place where
anything happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faleme.exchange.flat import HOLDS, flat_row
from faleme.exchange.forms import Objects
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told

_IN_GEOMETRY = ("lat", "lon")


def features(told: Told, _books: Books, _loss: Loss) -> Iterator[Mapping[str, Any]]:
    """The one feature."""
    row = flat_row(told)
    lat, lon = row["lat"], row["lon"]
    yield {
        "type": "Feature",
        "id": told.id,
        "geometry": None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]},
        "properties": {field: value for field, value in row.items() if field not in (*_IN_GEOMETRY, "id")},
    }


FORM = Objects(
    name="geojson",
    objects=features,
    holds=HOLDS,
    opening='{"type": "FeatureCollection", "features": [\n',
    between=",",
    closing="]}\n",
)
