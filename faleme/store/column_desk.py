"""What screens list and count, from event lines in memory (`columns`): the same as `sql_desk` gives from tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from faleme.ids import EventId
from faleme.store.columns import EPOCH, FACTS, ROLES, UNKNOWN_FIRST, Codes, Columns, Mask
from faleme.store.database import Database, Row
from faleme.store.desk import EventQuery, Facet, Head, Marks, Period, Pinned, PlaceMark, Sort, WeeksOf
from faleme.store.persons import is_country
from faleme.store.sql_desk_query import conditions, with_words

Places = npt.NDArray[np.intp]
Quads = tuple[int, int, int, int, int]
Field = Literal["type", "quad", "fact", "country", "region", "place", "precision"]
_PLACED = {"country": "country", "region": "admin1", "place": "geonameid", "precision": "resolution"}
_SORTED: dict[Sort, str] = {
    "newest": "first",
    "oldest": "first",
    "told": "told",
    "origins": "origins",
    "severity": "severity",
}
_DAYS = ("first", "told")
_MONDAY = date(1969, 12, 29).toordinal() - EPOCH


def fitting(columns: Columns, database: Database, wanted: EventQuery) -> Places:
    """Where the events stand that fit, in order. What arrays do not hold (words, pairs of sides, ids, time of reading)
    the tables are asked."""
    return columns.kept(wanted, lambda: _fitting(columns, database, wanted))


def _fitting(columns: Columns, database: Database, wanted: EventQuery) -> Places:
    fits: Mask = columns["alive"].copy()
    for places in _asked_of_tables(columns, database, wanted):
        here = np.zeros(len(fits), np.bool_)
        here[places] = True
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
        fits &= _with_party(columns, wanted.actors, (0, 1))
    if bool(wanted.doers) != bool(wanted.recipients):
        fits &= _with_party(columns, wanted.doers or wanted.recipients, (0,) if wanted.doers else (1,))
    return np.flatnonzero(fits)


def _asked_of_tables(columns: Columns, database: Database, wanted: EventQuery) -> Iterator[Places]:
    """Where events stand that fit what arrays do not hold, by what is asked."""
    if wanted.words.strip():
        # One text of all numbers: a row for each would take three times as long.
        sql, values = with_words(database, wanted.words, database.listed("report_words.rowid"))
        yield columns.reports.events_of(np.fromstring(database.value(sql, values) or "", np.int64, sep=","))
    asked = EventQuery(reported_since=wanted.reported_since, ids=wanted.ids)
    if wanted.doers and wanted.recipients:
        asked = replace(asked, doers=wanted.doers, recipients=wanted.recipients)
    if asked != EventQuery():
        where, values = conditions(database, asked)
        rows = database.rows(f"SELECT e.n FROM events e WHERE {where}", values)  # noqa: S608 - our own names
        yield columns.positions(row["n"] for row in rows)


def _doings(columns: Columns, wanted: EventQuery) -> Mask | None:
    if not wanted.types and not wanted.quads:
        return None
    types, quads = set(wanted.types), set(wanted.quads)

    def fits(doing: tuple[str, str | None, int]) -> bool:
        code, mode, quad = doing
        return (not types or code in types or f"{code}-{mode}" in types) and (not quads or quad in quads)

    return columns.doings.those(fits)


def _placed(columns: Columns, wanted: EventQuery) -> Mask | None:
    """By internal number of a place, whether it fits; None where no place is asked."""
    values, least = columns.place_values, wanted.precision
    asked: dict[str, Mask] = {}
    if wanted.countries:
        asked["country"] = values["country"].among(wanted.countries)
    if wanted.regions:
        asked["admin1"] = values["admin1"].among(wanted.regions)
    if wanted.places:
        asked["geonameid"] = values["geonameid"].among(wanted.places)
    if least is not None:
        asked["resolution"] = values["resolution"].those(lambda known: known is not None and known >= least)
    if not asked:
        return None
    fits: list[Mask] = [fitting_values[columns.place_codes[name].now] for name, fitting_values in asked.items()]
    found: Mask = np.logical_and.reduce(fits)
    return found


def _with_party(columns: Columns, whom: Iterable[str], roles: Iterable[int]) -> Mask:
    """Events with anybody of these, by country or key, in one of the roles."""
    asked = set(whom)
    named = {each for each in asked if is_country(each)}
    who = np.append(columns.whos.among(asked), False)  # the last for rows that count no more
    country = columns.countries.among(named)
    found = np.zeros(len(columns["n"]), np.bool_)
    for role in roles:
        side = columns.parties[role]
        fits = who[side.who]
        if named:
            fits |= country[side.country] & (side.who >= 0)
        found[side.event[fits]] = True
    return found


def page(
    columns: Columns, at: Places, sort: Sort, start: tuple[Any, int] | None, limit: int
) -> list[tuple[str | float | None, int]]:
    """Sort keys, as tables have them, and internal numbers of those of the events that come next."""
    name = _SORTED[sort]
    sign = 1 if sort == "oldest" else -1
    # By key and number, both with the sign of the order; who has no key comes last whichever way it goes.
    keys, numbers = _signed(columns, at, name, sign), sign * columns["n"][at]
    if start is not None:
        key, number = start
        if key is None:
            first = np.inf
        else:
            first = sign * float(date.fromisoformat(key).toordinal() - EPOCH if name in _DAYS else key)
        behind = (keys > first) | ((keys == first) & (numbers > sign * number))
        keys, numbers = keys[behind], numbers[behind]
    if len(keys) > limit:
        near = keys <= np.partition(keys, limit - 1)[limit - 1]
        keys, numbers = keys[near], numbers[near]
    order = np.lexsort((numbers, keys))[:limit]
    return [
        (None if key == np.inf else _key(sign * key, name), sign * number)
        for key, number in zip(keys[order].tolist(), numbers[order].tolist(), strict=True)
    ]


def _signed(columns: Columns, at: Places, name: str, sign: int) -> npt.NDArray[np.float64]:
    keys = sign * columns[name][at].astype(np.float64)
    if name == "first":
        keys[columns["first"][at] == UNKNOWN_FIRST] = np.inf
    return keys


def _key(key: float, name: str) -> str | float:
    if name in _DAYS:
        return date.fromordinal(int(key) + EPOCH).isoformat()
    return int(key) if name == "origins" else key


def heads(columns: Columns, at: Places, limit: int) -> list[Head]:
    """See `DeskStore.severest`."""
    at = columns.positions(number for _, number in page(columns, at, "severity", None, limit))
    region = columns.place_codes["admin1"].now[columns["place"][at]].tolist()
    return [
        Head(
            event_id=EventId(of.decode()),
            event_type=columns.doings.values[doing][0],
            admin1=columns.place_values["admin1"].values[admin1],
            severity=severity,
            origins=origins,
        )
        for of, doing, admin1, severity, origins in zip(
            columns["id"][at].tolist(),
            columns["doing"][at].tolist(),
            region,
            columns["severity"][at].tolist(),
            columns["origins"][at].tolist(),
            strict=True,
        )
    ]


def facet(columns: Columns, at: Places, field: Facet, top: int) -> tuple[list[tuple[str, int]], int]:
    """How many of the events have each value, in no order, the most frequent ones at least; and how many events the
    values left out have."""
    match field:
        case "type":
            return _by(np.bincount(columns["doing"][at]), lambda n: columns.doings.values[n][0]), 0
        case "fact":
            return _by(np.bincount(columns["fact"][at]), lambda n: FACTS[n]), 0
        case "origins":
            counts = np.bincount(np.minimum(columns["origins"][at], 5))
            return _by(counts, lambda n: ("", "1", "2", "3", "4", "5+")[n]), 0
        case "month":
            days = columns["first"][at]
            known = days != UNKNOWN_FIRST
            found = _by_day(days[known])
            months = _summed((str(date.fromordinal(day + EPOCH))[:7], many) for day, many in found)
            return months + ([("", int((~known).sum()))] if not known.all() else []), 0
        case "actor" | "recipient":
            return _sides(columns, at, ROLES.index(field), top)
    codes, values = columns.place_codes[_PLACED[field]].now, columns.place_values[_PLACED[field]]
    return _most(np.bincount(codes[columns["place"][at]]), lambda n: _said(values, n), top)


def _said(values: Codes, n: int) -> str:
    value = values.values[n]
    return "" if value is None else str(value)


def _sides(columns: Columns, at: Places, role: int, top: int) -> tuple[list[tuple[str, int]], int]:
    fits = np.zeros(len(columns["n"]), np.bool_)
    fits[at] = True
    side = columns.parties[role]
    counts = np.bincount(side.who[fits[side.event]] + 1)[1:]  # the first are rows that count no more
    found, rest = _most(counts, lambda n: str(columns.whos.values[n]), top)
    nobody = int(columns[f"nobody{role}"][at].sum())
    return found + ([("", nobody)] if nobody else []), rest


def by_period(columns: Columns, at: Places, field: Field, by: Period) -> list[tuple[int, str, int]]:
    """How many of the events begin in each period, by a field: its first day, since 1970, value, events; no undated
    ones."""
    days = columns["first"][at]
    known = days != UNKNOWN_FIRST
    at, days = at[known], days[known].astype(np.int64)
    if not len(at):
        return []
    codes, values = _coded(columns, at, field)
    first, many = int(days.min()), len(values)
    both = (days - first) * many + codes
    span = (int(days.max()) - first + 1) * many
    if span <= max(len(at) * 8, 1 << 20):
        counts = np.bincount(both, minlength=span)
        found = np.flatnonzero(counts)
        numbers = counts[found]
    else:
        found, numbers = np.unique(both, return_counts=True)
    pairs, at_pair = np.unique(_starts(found // many + first, by) * many + found % many, return_inverse=True)
    summed = np.bincount(at_pair, weights=numbers).astype(np.int64)
    return [
        (pair // many, values[pair % many], events)
        for pair, events in zip(pairs.tolist(), summed.tolist(), strict=True)
    ]


def weeks(
    columns: Columns, at: Places, first: date, many: int, group: WeeksOf, least: int
) -> dict[tuple[str, str], list[int]]:
    """See `DeskStore.weeks`."""
    start = first.toordinal() - EPOCH
    days = columns["first"][at]
    within = (days >= start) & (days < start + 7 * many)
    at, week = at[within], (days[within] - start) // 7
    codes = np.zeros(len(at), np.int64)
    types, regions = [""], [""]
    if group != "total":
        codes, types = _coded(columns, at, "type")
    if group == "type_admin1":
        of_regions, regions = _coded(columns, at, "region")
        codes = codes * len(regions) + of_regions
    if not len(at):
        return {}
    counts = np.bincount(codes * many + week, minlength=len(types) * len(regions) * many).reshape(-1, many)
    found = np.flatnonzero((counts[:, -1] >= least) & counts.any(axis=1))
    return {
        (types[n // len(regions)], regions[n % len(regions)]): row
        for n, row in zip(found.tolist(), counts[found].tolist(), strict=True)
    }


def _coded(columns: Columns, at: Places, field: Field) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The value of a field of each event as a number, and values by that number, in order."""
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
            codes = columns.place_codes[_PLACED[field]].now[columns["place"][at]]

            def name(n: int) -> str:
                return _said(columns.place_values[_PLACED[field]], n)

    if not len(at):
        return np.zeros(0, np.int64), [""]
    here = {n: name(n) for n in np.flatnonzero(np.bincount(codes)).tolist()}
    values = sorted(set(here.values()))
    number = {value: n for n, value in enumerate(values)}
    lookup = np.zeros(int(codes.max()) + 1, np.int64)
    for n, value in here.items():
        lookup[n] = number[value]
    return lookup[codes], values


def _starts(days: npt.NDArray[np.int64], by: Period) -> npt.NDArray[np.int64]:
    """First days of the periods that hold days."""
    match by:
        case "day":
            return days
        case "week":
            return days - (days - _MONDAY) % 7
    unit = "datetime64[M]" if by == "month" else "datetime64[Y]"
    return days.astype("datetime64[D]").astype(unit).astype("datetime64[D]").astype(np.int64)


def marks(columns: Columns, at: Places, limit: int) -> Marks:
    """See `DeskStore.marks`."""
    pinned = at[columns.pinned.now[columns["place"][at]]]
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


def pinned(columns: Columns, at: Places) -> Pinned:
    """See `DeskStore.pinned`."""
    on_map = at[columns.pinned.now[columns["place"][at]]]
    quads = np.array([doing[2] for doing in columns.doings.values], np.int64)
    counts = np.bincount(columns["place"][on_map].astype(np.int64) * 5 + quads[columns["doing"][on_map]])
    counts = np.pad(counts, (0, -len(counts) % 5)).reshape(-1, 5)
    found = np.flatnonzero(counts.any(axis=1))
    return Pinned(
        places=summed_places(
            (columns.place_rows[n], row) for n, row in zip(found.tolist(), counts[found].tolist(), strict=True)
        ),
        not_pinned=len(at) - len(on_map),
    )


def summed_places(counted: Iterable[tuple[Row | None, list[int]]]) -> tuple[tuple[PlaceMark, Quads], ...]:
    """Each place once: rows of places that have an id in common are one. With its events by quad class."""
    rows: dict[int, tuple[Row, list[int]]] = {}
    for place, counts in counted:
        assert place is not None
        known = rows.setdefault(place["geonameid"], (place, [0] * 5))[1]
        for quad, events in enumerate(counts):
            known[quad] += events
    return tuple((place_mark(place), (c[0], c[1], c[2], c[3], c[4])) for place, c in rows.values())


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


def _by_day(days: npt.NDArray[Any]) -> list[tuple[int, int]]:
    if not len(days):
        return []
    first = int(days.min())
    counts = np.bincount(days - first)
    found = np.flatnonzero(counts)
    return list(zip((found + first).tolist(), counts[found].tolist(), strict=True))


def _by(counts: npt.NDArray[np.intp], name: Callable[[int], str]) -> list[tuple[str, int]]:
    """Counts by code as counts by value."""
    found = np.flatnonzero(counts)
    return _summed((name(n), many) for n, many in zip(found.tolist(), counts[found].tolist(), strict=True))


def _most(counts: npt.NDArray[np.intp], name: Callable[[int], str], top: int) -> tuple[list[tuple[str, int]], int]:
    """Counts by code, each with a value of its own, as counts by value: the highest, and what the others add up to."""
    least = int(np.partition(counts, len(counts) - top)[len(counts) - top]) if len(counts) > top else 1
    found = np.flatnonzero(counts >= max(least, 1))
    return (
        [(name(n), many) for n, many in zip(found.tolist(), counts[found].tolist(), strict=True)],
        int(counts.sum() - counts[found].sum()),
    )


def _summed(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for value, many in counts:
        found[value] = found.get(value, 0) + many
    return list(found.items())
