"""Build ``faleme/data/countries/borders.csv``: for two neighbours the middle of their border, and how far it reaches.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m scripts.build_borders package/countries-50m.json

The file holds Natural Earth's countries at 1:50 million as lines that neighbours share. Of the points of a border the
one is kept whose farthest other point is nearest; that distance, rounded up to 5 km, is the radius.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faleme.reference.countries import load_countries
from scripts.tables import DATA, write_table

Floats = npt.NDArray[np.float64]

_COLUMNS = ["one", "two", "lat", "lon", "radius_km"]
_STEP_KM = 5.0
_EARTH_KM = 6371.0
# What Natural Earth draws by itself and ISO 3166 does not number.
_UNNUMBERED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}


def borders(topology: Mapping[str, Any]) -> dict[tuple[str, str], Floats]:
    """The points of each border, as rows of latitude and longitude in degrees, by the two countries in order."""
    by_number = {country.isonum: country.iso3 for country in load_countries().by_iso3.values()}
    holders: dict[int, set[str]] = defaultdict(set)
    for geometry in topology["objects"]["countries"]["geometries"]:
        iso3 = _UNNUMBERED.get(geometry["properties"]["name"]) or by_number.get(geometry.get("id", ""))
        for arc in _flat(geometry["arcs"]) if iso3 else ():
            holders[arc if arc >= 0 else ~arc].add(iso3 or "")
    found: dict[tuple[str, str], list[Floats]] = defaultdict(list)
    for arc, who in holders.items():
        if len(who) == 2:
            one, two = sorted(who)
            found[one, two].append(_points(topology, arc))
    return {pair: np.concatenate(parts) for pair, parts in sorted(found.items())}


def middle(points: Floats) -> tuple[float, float, float]:
    """Latitude and longitude of the point from which the farthest is nearest, and that distance in kilometres."""
    lat, lon = np.radians(points).T
    on_globe = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    farthest = np.arccos(np.clip(on_globe @ on_globe.T, -1.0, 1.0)).max(axis=1) * _EARTH_KM
    best = int(farthest.argmin())
    return float(points[best, 0]), float(points[best, 1]), float(farthest[best])


def _flat(arcs: Any) -> Iterator[int]:
    for part in arcs:
        if isinstance(part, int):
            yield part
        else:
            yield from _flat(part)


def _points(topology: Mapping[str, Any], arc: int) -> Floats:
    """The vertices of an arc, which are given as steps from one to the next."""
    steps = np.cumsum(np.array(topology["arcs"][arc], dtype=np.float64), axis=0)
    scale, start = (np.array(topology["transform"][key], dtype=np.float64) for key in ("scale", "translate"))
    return (steps * scale + start)[:, ::-1]


def main(arguments: list[str]) -> int:
    """Write the table, sorted. Exit code: 0 done, 2 asked wrongly."""
    if len(arguments) != 1:
        print("usage: python -m scripts.build_borders countries-50m.json", file=sys.stderr)
        return 2
    topology = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    rows = []
    for (one, two), points in borders(topology).items():
        lat, lon, radius = middle(points)
        reach = max(_STEP_KM, math.ceil(radius / _STEP_KM) * _STEP_KM)
        rows.append({"one": one, "two": two, "lat": f"{lat:.2f}", "lon": f"{lon:.2f}", "radius_km": f"{reach:.0f}"})
    write_table(DATA / "countries" / "borders.csv", _COLUMNS, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
