"""What screens count, from event lines in memory (`columns`): the same numbers as `sql_desk` gives from tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from faleme.ids import EventId
from faleme.store.columns import EPOCH, FACTS, UNKNOWN_FIRST, Columns, Mask
from faleme.store.database import Database, Row
from faleme.store.desk import EventQuery, Facet, Marks, PlaceMark
from faleme.store.sql_desk_query import conditions
from faleme.store.sql_dyads import is_country

Places = npt.NDArray[np.int64]
_PINNED = 4  # PLOVER's town


def fitting(columns: Columns, database: Database, wanted: EventQuery) -> Places:
    """Where the events stand that fit. What arrays do not hold (words, pairs of sides, ids, time of reading) the tables
    are asked."""
    fits: Mask = columns["alive"].copy()
    asked = _asked_of_tables(wanted)
    if asked != EventQuery():
        where, values = conditions(database, asked)
        rows = database.rows(f"SELECT e.n FROM events e WHERE {where}", values)  # noqa: S608 - our own names
        here = np.zeros(len(fits), np.bool_)
        here[columns.positions(row["n"] for row in rows)] = True
        fits &= here
    doings = _doings(columns, wanted)
    if doings is not None:
        fits &= doings[columns["doing"]]
    if wanted.facts:
        fits &= np.isin(np.array(FACTS), list(wanted.facts))[columns["fact"]]
    placed = _placed(columns, wanted)
    if placed is not None:
        fits &= placed[columns["place"]]
    if wanted.min_origins > 0:
        fits &= columns["origins"] >= wanted.min_origins
    for day, column, is_end in (
        (wanted.since, "last", False),
        (wanted.until, "first", True),
        (wanted.told_since, "told", False),
        (wanted.told_until, "told", True),
    ):
        if day is not None:
            at = day.toordinal() - EPOCH
            fits &= columns[column] <= at if is_end else columns[column] >= at
    if wanted.actors:
        fits &= _with_party(columns, wanted.actors, None)
    if bool(wanted.doers) != bool(wanted.recipients):
        fits &= _with_party(columns, wanted.doers or wanted.recipients, 0 if wanted.doers else 1)
    return np.flatnonzero(fits)


def _asked_of_tables(wanted: EventQuery) -> EventQuery:
    asked = EventQuery(words=wanted.words, reported_since=wanted.reported_since, ids=wanted.ids)
    if wanted.doers and wanted.recipients:
        asked = replace(asked, doers=wanted.doers, recipients=wanted.recipients)
    return asked


def _doings(columns: Columns, wanted: EventQuery) -> Mask | None:
    if not wanted.types and not wanted.quads:
        return None
    types, quads = set(wanted.types), set(wanted.quads)

    def fits(doing: tuple[str, str | None, int]) -> bool:
        code, mode, quad = doing
        return (not types or code in types or f"{code}-{mode}" in types) and (not quads or quad in quads)

    return columns.doings.those(fits)


def _placed(columns: Columns, wanted: EventQuery) -> Mask | None:
    countries, regions, places = set(wanted.countries), set(wanted.regions), set(wanted.places)
    if not countries and not regions and not places and wanted.precision is None:
        return None
    least = wanted.precision

    def fits(row: Row | None) -> bool:
        return (
            row is not None
            and (not countries or row["country"] in countries)
            and (not regions or row["admin1"] in regions)
            and (not places or row["geonameid"] in places)
            and (least is None or (row["resolution"] is not None and row["resolution"] >= least))
        )

    return np.fromiter(map(fits, columns.place_rows), np.bool_, len(columns.place_rows))


def _with_party(columns: Columns, whom: Iterable[str], role: int | None) -> Mask:
    """Events with anybody of these, by country or key, in a role or in any."""
    asked = set(whom)
    named = {each for each in asked if is_country(each)}
    who = np.append(columns.whos.those(lambda each: each in asked), False)  # the last for those that were dropped
    fits = who[columns["party_who"]]
    if named:
        country = columns.countries.those(lambda each: each in named)
        fits |= country[columns["party_country"]] & (columns["party_who"] >= 0)
    if role is not None:
        fits &= columns["party_role"] == role
    found = np.zeros(len(columns["n"]), np.bool_)
    found[columns["party_event"][fits]] = True
    return found


def facet(columns: Columns, at: Places, field: Facet) -> list[tuple[str, int]]:
    """How many of the events have each value, in no order."""
    match field:
        case "type":
            return _by(np.bincount(columns["doing"][at]), lambda n: columns.doings.values[n][0])
        case "fact":
            return _by(np.bincount(columns["fact"][at]), lambda n: FACTS[n])
        case "origins":
            counts = np.bincount(np.minimum(columns["origins"][at], 5))
            return _by(counts, lambda n: ("", "1", "2", "3", "4", "5+")[n])
        case "month":
            days = columns["first"][at]
            known = days != UNKNOWN_FIRST
            found = _by_day(days[known])
            months = _summed((str(date.fromordinal(day + EPOCH))[:7], many) for day, many in found)
            return months + ([("", int((~known).sum()))] if not known.all() else [])
        case "actor" | "recipient":
            return _sides(columns, at, field)
    return _by(np.bincount(columns["place"][at]), lambda n: place_value(columns.place_rows[n], field))


def place_value(row: Row | None, field: str) -> str:
    """The value of a place as facets have it, "" where it has none."""
    if row is None:
        return ""
    value = row[{"country": "country", "region": "admin1", "place": "geonameid", "precision": "resolution"}[field]]
    return "" if value is None else str(value)


def by_day(columns: Columns, at: Places, field: str) -> list[tuple[int, str, int]]:
    """How many of the events begin on each day, since 1970, by a field: day, value, events; no undated ones."""
    days = columns["first"][at]
    known = days != UNKNOWN_FIRST
    at, days = at[known], days[known]
    if not len(at):
        return []
    name: Callable[[int], str]
    match field:
        case "type" | "quad":
            codes = columns["doing"][at]
            place = 0 if field == "type" else 2

            def name(n: int) -> str:
                return str(columns.doings.values[n][place])
        case "fact":
            codes, name = columns["fact"][at], FACTS.__getitem__
        case _:
            codes = columns["place"][at]

            def name(n: int) -> str:
                return place_value(columns.place_rows[n], field)

    values = sorted({name(n) for n in np.flatnonzero(np.bincount(codes)).tolist()})
    number = {value: n for n, value in enumerate(values)}
    lookup = np.zeros(int(codes.max()) + 1, np.int64)
    for n in np.flatnonzero(np.bincount(codes)).tolist():
        lookup[n] = number[name(n)]
    first, many = int(days.min()), len(values)
    both = (days.astype(np.int64) - first) * many + lookup[codes]
    span = (int(days.max()) - first + 1) * many
    if span <= max(len(at) * 8, 1 << 20):
        counts = np.bincount(both, minlength=span)
        found = np.flatnonzero(counts)
        numbers = counts[found]
    else:
        found, numbers = np.unique(both, return_counts=True)
    return [
        (first + pair // many, values[pair % many], events)
        for pair, events in zip(found.tolist(), numbers.tolist(), strict=True)
    ]


def marks(columns: Columns, at: Places, limit: int) -> Marks:
    """See `DeskStore.marks`."""
    pins = np.fromiter(map(_is_pinned, columns.place_rows), np.bool_, len(columns.place_rows))
    pinned = at[pins[columns["place"][at]]]
    days = columns["first"][pinned].astype(np.int64)
    days[days == UNKNOWN_FIRST] = np.iinfo(np.int32).min  # what has no day stands last
    if len(pinned) > limit:
        least = np.partition(days, len(days) - limit)[len(days) - limit]
        newest = days >= least
        shown, days = pinned[newest], days[newest]
    else:
        shown = pinned
    shown = shown[np.lexsort((columns["n"][shown], days))[::-1]][:limit]
    numbers, inverse = np.unique(columns["place"][shown], return_inverse=True)
    places: list[PlaceMark] = []
    seen: dict[int, int] = {}
    index = np.zeros(len(numbers), np.int64)
    for n, number in enumerate(numbers.tolist()):
        row = columns.place_rows[number]
        assert row is not None
        if row["geonameid"] not in seen:
            seen[row["geonameid"]] = len(places)
            places.append(place_mark(row))
        index[n] = seen[row["geonameid"]]
    doings = [columns.doings.values[n] for n in columns["doing"][shown].tolist()]
    return Marks(
        places=tuple(places),
        events=tuple(EventId(each.decode()) for each in columns["id"][shown].tolist()),
        place=tuple(index[inverse].tolist()),
        day=tuple(None if day == UNKNOWN_FIRST else day for day in columns["first"][shown].tolist()),
        event_type=tuple(doing[0] for doing in doings),
        quad=tuple(doing[2] for doing in doings),
        factuality=tuple(FACTS[n] for n in columns["fact"][shown].tolist()),
        origins=tuple(columns["origins"][shown].tolist()),
        not_pinned=len(at) - len(pinned),
        truncated=len(pinned) > limit,
    )


def place_mark(row: Row) -> PlaceMark:
    """A place of a row on the map."""
    return PlaceMark(
        geonameid=row["geonameid"],
        name=row["name"],
        admin1=row["admin1"],
        country=row["country"],
        lat=row["lat"],
        lon=row["lon"],
        precision=row["resolution"],
    )


def _is_pinned(row: Row | None) -> bool:
    return (
        row is not None
        and row["resolution"] is not None
        and row["resolution"] >= _PINNED
        and None not in (row["geonameid"], row["lat"], row["lon"])
    )


def _sides(columns: Columns, at: Places, field: str) -> list[tuple[str, int]]:
    fits = np.zeros(len(columns["n"]), np.bool_)
    fits[at] = True
    role = 0 if field == "actor" else 1
    these = fits[columns["party_event"]] & (columns["party_role"] == role) & (columns["party_who"] >= 0)
    counts = _by(np.bincount(columns["party_who"][these]), lambda n: str(columns.whos.values[n]))
    nobody = int((~columns[field][at]).sum())
    return counts + ([("", nobody)] if nobody else [])


def _by_day(days: npt.NDArray[Any]) -> list[tuple[int, int]]:
    if not len(days):
        return []
    first = int(days.min())
    counts = np.bincount(days - first)
    found = np.flatnonzero(counts)
    return list(zip((found + first).tolist(), counts[found].tolist(), strict=True))


def _by(counts: npt.NDArray[np.int64], name: Callable[[int], str]) -> list[tuple[str, int]]:
    """Counts by code as counts by value."""
    found = np.flatnonzero(counts)
    return _summed((name(n), many) for n, many in zip(found.tolist(), counts[found].tolist(), strict=True))


def _summed(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for value, many in counts:
        found[value] = found.get(value, 0) + many
    return list(found.items())
