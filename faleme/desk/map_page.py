"""What the map shows: places with their events, what cannot be pinned, the filters with counts, the best backed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from faleme.desk.asking import Asked
from faleme.records import FACTUALITY
from faleme.reference.codebook import Codebook
from faleme.store.desk import (
    Count,
    DeskStore,
    EventLine,
    EventPageOf,
    EventQuery,
    Facet,
    Marks,
    Pinned,
    PlaceMark,
    Sort,
)

MOST_MARKS = 20_000  # events with a place that one answer has
_LISTED = 30
_A_PAGE = 50
_PINNED = 4  # resolution of a town: what is known to a district or less closely is no point (`DeskStore.marks`)
_FACETS: tuple[Facet, ...] = ("type", "fact", "country", "precision", "origins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that a filter may have: how many events have it, by all other filters; whether it is asked for."""

    value: str
    events: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """What the screen shows beside the map. events: that fit; choices: by facet, of types in the order of quad classes.
    series: by week and quad class. first, last: days of the whole record that fits but for
    the time asked."""

    asked: Asked
    events: int
    corroborated: int
    not_pinned: int
    truncated: bool
    choices: Mapping[Facet, tuple[Choice, ...]]
    lines: tuple[EventLine, ...]
    places: tuple[PlaceLine, ...]
    series: tuple[Count, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place with its events by quad class 1 to 4 and in all (statements and types without a class among them)."""

    place: PlaceMark
    events: int
    quads: tuple[int, int, int, int]


def map_page(desk: DeskStore, asked: Asked, *, codebook: Codebook, sort: Sort = "origins") -> MapPage:
    """The screen for a query."""
    pinned = desk.pinned(asked.query)
    events = desk.count(asked.query)
    whole = replace(asked.query, since=None, until=None)
    series = desk.series(whole, by="week", group="quad")
    return MapPage(
        asked=asked,
        events=events,
        corroborated=desk.count(replace(asked.query, min_origins=max(2, asked.query.min_origins))),
        not_pinned=pinned.not_pinned,
        truncated=events - pinned.not_pinned > MOST_MARKS,
        choices=_choices(desk, asked.query, codebook),
        lines=desk.event_lines(asked.query, limit=_LISTED, sort=sort).lines,
        places=tuple(place_lines(pinned)),
        series=tuple(series),
        first=series[0].start if series else None,
        last=series[-1].start if series else None,
    )


def place_lines(pinned: Pinned) -> list[PlaceLine]:
    """The table twin of the map: places, most events first."""
    found = [
        PlaceLine(place=place, events=sum(counts), quads=(counts[1], counts[2], counts[3], counts[4]))
        for place, counts in pinned.places
    ]
    return sorted(found, key=lambda line: (-line.events, line.place.name, line.place.geonameid))


def place_events(desk: DeskStore, asked: Asked, geonameid: int) -> EventPageOf:
    """The events of one place that fit the query, those with the most origins first."""
    return desk.event_lines(replace(asked.query, places=(geonameid,)), limit=_A_PAGE, sort="origins")


def not_pinned(desk: DeskStore, asked: Asked, *, after: str | None = None) -> EventPageOf:
    """The events that fit and are known only to a region or country, or to no place at all.

    A store asks for places that are known well enough; those that are not are found in the list by what is missing, so
    that pages of it may be short, and ``after`` leads on.
    """
    page = desk.event_lines(asked.query, limit=_A_PAGE, sort=asked.sort, after=after)
    return EventPageOf(lines=tuple(line for line in page.lines if not is_pinned(line)), after=page.after)


def is_pinned(line: EventLine) -> bool:
    """Whether an event has a mark on the map."""
    return line.geonameid is not None and line.lat is not None and (line.precision or 0) >= _PINNED


def columns(marks: Marks, *, href: str) -> dict[str, Any]:
    """The map's data: places as objects, events in columns, whose ``place`` is an index into places, ``fact`` one into
    facts, ``type`` one into types. day: since 1970-01-01, null where unknown. href: where the events are listed that
    have no mark."""
    types = sorted(set(zip(marks.event_type, marks.quad, strict=True)))
    type_at = {code: at for at, (code, _) in enumerate(types)}
    facts = list(FACTUALITY.values())
    fact_at = {word: at for at, word in enumerate(facts)}
    return {
        "places": [
            {
                "id": place.geonameid,
                "name": place.name,
                "country": place.country,
                "lat": round(place.lat, 5),
                "lon": round(place.lon, 5),
                "precision": place.precision,
            }
            for place in marks.places
        ],
        "events": {
            "id": list(marks.events),
            "day": list(marks.day),
            "place": list(marks.place),
            "type": [type_at[code] for code in marks.event_type],
            "fact": [fact_at[word] for word in marks.factuality],
            "origins": list(marks.origins),
        },
        "types": [{"code": code, "quad": quad} for code, quad in types],
        "facts": facts,
        "not_pinned": {"count": marks.not_pinned, "href": href},
        "truncated": marks.truncated,
    }


def geojson(lines: Sequence[PlaceLine]) -> dict[str, Any]:
    """Places as GeoJSON points (RFC 7946: longitude first), with their counts."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": line.place.geonameid,
                "geometry": {"type": "Point", "coordinates": [line.place.lon, line.place.lat]},
                "properties": place_view(line),
            }
            for line in lines
        ],
    }


def place_view(line: PlaceLine) -> dict[str, Any]:
    """A place of the map as a plain object."""
    place = line.place
    return {
        "geonameid": place.geonameid,
        "name": place.name,
        "admin1": place.admin1,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "events": line.events,
        "verbal_cooperation": line.quads[0],
        "material_cooperation": line.quads[1],
        "verbal_conflict": line.quads[2],
        "material_conflict": line.quads[3],
    }


def _choices(desk: DeskStore, query: EventQuery, codebook: Codebook) -> Mapping[Facet, tuple[Choice, ...]]:
    """Of each facet the counts by all other filters, so that a value that is switched off says what it would add."""
    chosen: dict[Facet, tuple[str, ...]] = {
        "type": tuple(code.partition("-")[0] for code in query.types),
        "fact": query.facts,
        "country": query.countries,
    }
    found: dict[Facet, tuple[Choice, ...]] = {}
    for facet in _FACETS:
        others = replace(query, **{_FIELD[facet]: ()}) if chosen.get(facet) else query  # type: ignore[arg-type]
        counted = desk.facets(others, (facet,), top=40)[facet]
        found[facet] = tuple(
            Choice(value=value, events=events, chosen=not chosen.get(facet) or value in chosen[facet])
            for value, events in counted
        )
    order = {code: at for at, code in enumerate(sorted(codebook.types, key=lambda code: (codebook.quad(code), code)))}
    found["type"] = tuple(sorted(found["type"], key=lambda choice: order.get(choice.value, 99)))
    return found


_FIELD: Mapping[Facet, str] = {"type": "types", "fact": "facts", "country": "countries"}
