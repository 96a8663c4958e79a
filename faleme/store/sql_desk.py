# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""`DeskStore` in a database: lists a page at a time, what they add up to, and marks for the map."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from faleme.errors import StoreError
from faleme.ids import ArticleId, EventId, digest
from faleme.store import sql_changes
from faleme.store.database import Database, Row
from faleme.store.desk import (
    Change,
    ChangeKind,
    Count,
    EventLine,
    EventPageOf,
    EventQuery,
    Facet,
    Grouped,
    Head,
    Marks,
    Party,
    Period,
    Pinned,
    PlaceMark,
    Sort,
    Source,
    WeeksOf,
)
from faleme.store.sql_desk_fill import OF_EVENTS, OF_PLACES
from faleme.store.sql_desk_query import conditions
from faleme.store.sql_desk_write import DAILY, PLACED, factuality, figures_in
from faleme.store.told import words_told

_PINNED = "p.resolution >= 4 AND p.geonameid IS NOT NULL AND p.lat IS NOT NULL AND p.lon IS NOT NULL"
_EPOCH = date(1970, 1, 1)
_GROUPS: dict[Grouped, str] = {
    "type": "type",
    "quad": "quad",
    "fact": "fact",
    "country": "country",
    "admin1": "region",
    "place": "place",
    "total": "fact",
}


@dataclass(frozen=True, slots=True)
class _Order:
    """column: of ``events``. Those without a value come last whichever way it goes."""

    column: str
    down: bool = True
    blank: bool = False  # True where it may be NULL


_ORDERS: dict[Sort, _Order] = {
    "newest": _Order("first_day", blank=True),
    "oldest": _Order("first_day", down=False, blank=True),
    "told": _Order("told_day"),
    "origins": _Order("origins_n"),
    "severity": _Order("severity"),
}


class SqlDesk:
    """See `DeskStore` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self) -> int:
        return sql_changes.revision(self._database)

    def changes(
        self, since: int, *, limit: int, kinds: Collection[ChangeKind] = (), from_day: date | None = None
    ) -> list[Change]:
        return sql_changes.changes(self._database, since, limit, kinds, from_day)

    def marked(self, name: str) -> str | None:
        found: str | None = self._database.value("SELECT value FROM store_marks WHERE name = ?", (name,))
        return found

    def mark(self, name: str, value: str | None) -> None:
        with self._database.transaction():
            self._database.run("DELETE FROM store_marks WHERE name = ?", (name,))
            if value is not None:
                self._database.run("INSERT INTO store_marks VALUES (?, ?)", (name, value))

    def event_lines(
        self, wanted: EventQuery, *, limit: int, sort: Sort = "newest", after: str | None = None
    ) -> EventPageOf:
        order, asked = _ORDERS[sort], digest("Q", repr(wanted), sort)
        start = None if after is None else _position(after, asked)
        columns = self._database.lines
        if columns is not None and wanted != EventQuery():
            with columns.held(self._database) as held:
                at = _columns().fitting(held, self._database, wanted)
                found = _columns().page(held, at, sort, start, limit + 1)
        else:
            found = self._page(wanted, order, start, limit + 1)
        page = found[:limit]
        lines = self._lines([n for _, n in page])
        return EventPageOf(lines=tuple(lines), after=_cursor(asked, *page[-1]) if len(found) > limit else None)

    def _page(
        self, wanted: EventQuery, order: _Order, start: tuple[Any, int] | None, limit: int
    ) -> list[tuple[Any, int]]:
        """Sort keys and internal numbers of the events that come next."""
        where, values = conditions(self._database, wanted)
        way, sign = ("DESC", "<") if order.down else ("ASC", ">")
        key = f"e.{order.column}"
        found: list[tuple[Any, int]] = []
        if start is None or start[0] is not None:
            known = f" AND {key} IS NOT NULL" if order.blank else ""
            further = f" AND ({key}, e.n) {sign} (?, ?)" if start is not None else ""
            rows = self._database.rows(
                f"SELECT {key} AS k, e.n FROM events e WHERE {where}{known}{further} "
                f"ORDER BY {key} {way}, e.n {way} LIMIT ?",
                (*values, *(start or ()), limit),
            )
            found += [(row["k"], row["n"]) for row in rows]
        if order.blank and len(found) < limit:
            further = f" AND e.n {sign} ?" if start is not None and start[0] is None else ""
            rows = self._database.rows(
                f"SELECT e.n FROM events e WHERE {where} AND {key} IS NULL{further} ORDER BY e.n {way} LIMIT ?",
                (*values, *((start[1],) if start is not None and further else ()), limit - len(found)),
            )
            found += [(None, row["n"]) for row in rows]
        return found

    def _lines(self, numbers: Sequence[int]) -> list[EventLine]:
        """Lines of events by internal number, in that order."""
        these = (json.dumps(numbers),)
        within = f"IN (SELECT value FROM {self._database.numbers('?')} asked)"
        rows = self._database.rows(
            "SELECT e.*, r.told, a.text, a.title, a.outlet, a.published, a.url, "
            f"{PLACED} LEFT JOIN reports r ON r.n = coalesce(e.spoke_n, e.headline_n) "
            f"LEFT JOIN articles a ON a.n = r.article_n WHERE e.n {within}",
            these,
        )
        parties: dict[tuple[int, str], list[Party]] = {}
        for one in self._database.rows(
            f"SELECT * FROM event_parties WHERE event_n {within} ORDER BY event_n, role, position", these
        ):
            party = Party(who=one["who"], name=one["name"], country=one["country"])
            parties.setdefault((one["event_n"], one["role"]), []).append(party)
        by_number = {row["n"]: _line(row, parties) for row in rows}
        return [by_number[n] for n in numbers if n in by_number]

    def severest(self, wanted: EventQuery, *, limit: int) -> list[Head]:
        if (columns := self._database.lines) is not None:
            with columns.held(self._database) as held:
                found: list[Head] = _columns().heads(held, _columns().fitting(held, self._database, wanted), limit)
                return found
        where, values = conditions(self._database, wanted)
        rows = self._database.rows(
            "SELECT e.id, e.event_type, e.severity, e.origins_n, p.admin1 FROM events e "
            f"LEFT JOIN places p ON p.n = e.place_n WHERE {where} ORDER BY e.severity DESC, e.n DESC LIMIT ?",
            (*values, limit),
        )
        return [
            Head(
                event_id=EventId(row["id"]),
                event_type=row["event_type"],
                admin1=row["admin1"],
                severity=row["severity"],
                origins=row["origins_n"],
            )
            for row in rows
        ]

    def sources(self, events: Collection[EventId]) -> dict[EventId, tuple[Source, ...]]:
        found: dict[EventId, dict[Source, None]] = {}
        for row in self._database.rows(
            "SELECT e.id AS event, a.id, a.outlet, a.title, a.url, a.published, a.withdrawn_at FROM events e "
            "CROSS JOIN links l CROSS JOIN reports r CROSS JOIN articles a WHERE "
            f"e.id IN {self._database.texts('?')} AND l.event_n = e.n AND r.n = l.report_n AND a.n = r.article_n "
            "ORDER BY r.n",
            (json.dumps(sorted(set(events))),),
        ):
            source = Source(
                article_id=ArticleId(row["id"]),
                outlet=row["outlet"],
                title=row["title"],
                url=row["url"],
                published=row["published"],
                withdrawn_at=row["withdrawn_at"],
            )
            found.setdefault(EventId(row["event"]), {})[source] = None
        return {event_id: tuple(sources) for event_id, sources in found.items()}

    def count(self, wanted: EventQuery) -> int:
        columns = self._database.lines
        if columns is not None:
            with columns.held(self._database) as held:
                return len(_columns().fitting(held, self._database, wanted))
        if wanted == EventQuery():
            return int(
                self._database.value(
                    "SELECT coalesce(sum(events), 0) FROM event_counts WHERE field = 'fact' AND day = ''"
                )
            )
        where, values = conditions(self._database, wanted)
        return int(self._database.value(f"SELECT count(*) FROM events e WHERE {where}", values))

    def facets(
        self, wanted: EventQuery, fields: Sequence[Facet], *, top: int = 12
    ) -> dict[Facet, list[tuple[str, int]]]:
        columns = self._database.lines
        if columns is not None:
            with columns.held(self._database) as held:
                at = _columns().fitting(held, self._database, wanted)
                return {field: _topmost(_columns().facet(held, at, field, top), top) for field in fields}
        return {field: _topmost((self._facet(wanted, field), 0), top) for field in fields}

    def _facet(self, wanted: EventQuery, field: Facet) -> Iterable[tuple[str, int]]:
        """How many events have each value, in no order."""
        if wanted == EventQuery():
            rows = self._database.rows("SELECT value, events FROM event_counts WHERE field = ? AND day = ''", (field,))
            return [(row["value"], row["events"]) for row in rows]
        where, values = conditions(self._database, wanted)
        if field in OF_EVENTS:
            sql = f"SELECT {OF_EVENTS[field]} AS value, count(*) AS events FROM events e WHERE {where} GROUP BY 1"
        elif field in OF_PLACES:
            sql = (
                f"SELECT {OF_PLACES[field]} AS value, sum(g.events) AS events FROM (SELECT e.place_n, "
                f"count(*) AS events FROM events e WHERE {where} GROUP BY 1) g LEFT JOIN places p ON p.n = g.place_n "
                "GROUP BY 1"
            )
        else:
            sql = (
                "SELECT coalesce(w.who, '') AS value, count(DISTINCT e.n) AS events FROM events e "
                f"LEFT JOIN event_parties w ON w.event_n = e.n AND w.role = '{field}' WHERE {where} GROUP BY 1"
            )
        return [(row["value"], int(row["events"])) for row in self._database.rows(sql, values)]

    def marks(self, wanted: EventQuery, *, limit: int = 20_000) -> Marks:
        if (columns := self._database.lines) is not None:
            with columns.held(self._database) as held:
                found: Marks = _columns().marks(held, _columns().fitting(held, self._database, wanted), limit)
                return found
        where, values = conditions(self._database, wanted)
        joined = "FROM events e JOIN places p ON p.n = e.place_n"
        rows = self._database.rows(
            "SELECT e.id, e.first_day, e.event_type, e.quad, e.auxiliary, e.origins_n, p.geonameid, p.name, p.admin1, "
            f"p.country, p.lat, p.lon, p.resolution {joined} WHERE {where} AND {_PINNED} "
            "ORDER BY coalesce(e.first_day, '') DESC, e.n DESC LIMIT ?",
            (*values, limit + 1),
        )
        more = len(rows) > limit
        pinned = len(rows)
        if more:
            pinned = self._database.value(f"SELECT count(*) {joined} WHERE {where} AND {_PINNED}", values)
        shown = rows[:limit]
        at: dict[int, int] = {}
        places: list[PlaceMark] = []
        for row in shown:
            if row["geonameid"] not in at:
                at[row["geonameid"]] = len(places)
                places.append(_columns().place_mark(row))
        return Marks(
            places=tuple(places),
            events=tuple(EventId(row["id"]) for row in shown),
            place=tuple(at[row["geonameid"]] for row in shown),
            day=tuple(_days(row["first_day"]) for row in shown),
            event_type=tuple(row["event_type"] for row in shown),
            quad=tuple(row["quad"] for row in shown),
            factuality=tuple(factuality(row["auxiliary"]) for row in shown),
            origins=tuple(row["origins_n"] for row in shown),
            not_pinned=self.count(wanted) - pinned,
            truncated=more,
        )

    def pinned(self, wanted: EventQuery) -> Pinned:
        found: Pinned
        if (columns := self._database.lines) is not None:
            with columns.held(self._database) as held:
                found = _columns().pinned(held, _columns().fitting(held, self._database, wanted))
                return found
        where, values = conditions(self._database, wanted)
        quads = ", ".join(f"sum(CASE e.quad WHEN {quad} THEN 1 ELSE 0 END) AS quad{quad}" for quad in range(5))
        counted = [
            (row, [int(row[f"quad{quad}"]) for quad in range(5)])
            for row in self._database.rows(
                f"SELECT p.*, g.* FROM (SELECT e.place_n, {quads} FROM events e WHERE {where} GROUP BY 1) g "
                f"JOIN places p ON p.n = g.place_n WHERE {_PINNED} ORDER BY p.n",
                values,
            )
        ]
        on_map = sum(sum(counts) for _, counts in counted)
        return Pinned(places=_columns().summed_places(counted), not_pinned=self.count(wanted) - on_map)

    def series(self, wanted: EventQuery, *, by: Period, group: Grouped = "quad") -> list[Count]:
        field = _GROUPS[group]
        counted: Counter[tuple[date, str]] = Counter()
        for start, value, events in self._by_period(wanted, field, by):
            counted[start, "" if group == "total" else value] += events
        return [Count(start=start, group=value, events=events) for (start, value), events in sorted(counted.items())]

    def weeks(
        self, wanted: EventQuery, *, until: date, weeks: int, group: WeeksOf, least: int = 0
    ) -> dict[tuple[str, str], list[int]]:
        first = until - timedelta(days=7 * weeks - 1)
        if (columns := self._database.lines) is not None:
            with columns.held(self._database) as held:
                at = _columns().fitting(held, self._database, wanted)
                of_columns: dict[tuple[str, str], list[int]] = _columns().weeks(held, at, first, weeks, group, least)
                return of_columns
        event_type = "''" if group == "total" else "g.event_type"
        region = OF_PLACES["region"] if group == "type_admin1" else "''"
        where, values = conditions(self._database, wanted)
        found: dict[tuple[str, str], list[int]] = {}
        for row in self._database.rows(
            f"SELECT g.day, {event_type} AS type, {region} AS region, sum(g.events) AS events FROM (SELECT "
            f"e.first_day AS day, e.event_type, e.place_n, count(*) AS events FROM events e WHERE {where} AND "
            "e.first_day >= ? AND e.first_day <= ? GROUP BY 1, 2, 3) g LEFT JOIN places p ON p.n = g.place_n "
            "GROUP BY 1, 2, 3",
            (*values, first.isoformat(), until.isoformat()),
        ):
            week = (date.fromisoformat(row["day"]) - first).days // 7
            found.setdefault((row["type"], row["region"]), [0] * weeks)[week] += int(row["events"])
        return {key: counts for key, counts in sorted(found.items()) if counts[-1] >= least}

    def _by_period(self, wanted: EventQuery, field: str, by: Period) -> Iterable[tuple[date, str, int]]:
        """Events by first day of a period and value; some more than once."""
        whole = wanted == EventQuery() and field in DAILY
        if (columns := self._database.lines) is not None and not whole:
            with columns.held(self._database) as held:
                at = _columns().fitting(held, self._database, wanted)
                found = _columns().by_period(held, at, field, by)
            return [(_EPOCH + timedelta(day), value, events) for day, value, events in found]
        if whole:
            sql, values = "SELECT day, value, events FROM event_counts WHERE field = ? AND day > '-'", (field,)
        else:
            sql, values = self._days_of_tables(wanted, field)
        return [
            (_period(date.fromisoformat(row["day"]), by), row["value"], int(row["events"]))
            for row in self._database.rows(sql, values)
        ]

    def _days_of_tables(self, wanted: EventQuery, field: str) -> tuple[str, tuple[Any, ...]]:
        where, values = conditions(self._database, wanted)
        if field in OF_EVENTS:
            return (
                f"SELECT first_day AS day, {OF_EVENTS[field]} AS value, count(*) AS events FROM events e "
                f"WHERE {where} AND first_day IS NOT NULL GROUP BY 1, 2"
            ), values
        return (
            f"SELECT g.day, {OF_PLACES[field]} AS value, sum(g.events) AS events FROM (SELECT e.first_day AS day, "
            f"e.place_n, count(*) AS events FROM events e WHERE {where} AND e.first_day IS NOT NULL GROUP BY 1, 2) g "
            "LEFT JOIN places p ON p.n = g.place_n GROUP BY 1, 2"
        ), values


def _line(row: Row, parties: dict[tuple[int, str], list[Party]]) -> EventLine:
    days = [None if row[each] is None else date.fromisoformat(row[each]) for each in ("first_day", "last_day")]
    return EventLine(
        event_id=EventId(row["id"]),
        event_type=row["event_type"],
        mode=row["mode"],
        quad=row["quad"],
        factuality=factuality(row["auxiliary"]),
        doubted=bool(row["doubted"]),
        first_day=days[0],
        last_day=days[1],
        dated=bool(row["dated"]),
        actors=tuple(parties.get((row["n"], "actor"), ())),
        recipients=tuple(parties.get((row["n"], "recipient"), ())),
        place=row["place"],
        admin1=row["admin1"],
        country=row["country"],
        lat=row["lat"],
        lon=row["lon"],
        geonameid=row["geonameid"],
        precision=row["resolution"],
        origins=row["origins_n"],
        reports=row["reports"],
        figures=figures_in(row["figures"]),
        severity=row["severity"],
        confidence=row["confidence"],
        sentence="" if row["told"] is None else words_told(row["text"], row["told"]),
        title=row["title"],
        outlet=row["outlet"],
        published=row["published"],
        url=row["url"],
        told_day=date.fromisoformat(row["told_day"]),
        reported_at=row["reported_at"],
        changed_at=row["changed_at"],
        revision=row["revision"],
    )


def _topmost(counted: tuple[Iterable[tuple[str, int]], int], top: int) -> list[tuple[str, int]]:
    """The most frequent values and, last, what the others add up to. counted: values, and events of others."""
    counts, beyond = counted
    ordered = sorted(counts, key=lambda one: (-one[1], one[0]))
    rest = beyond + sum(events for _, events in ordered[top:])
    return [*ordered[:top], *([("…", rest)] if rest else [])]


def _period(day: date, by: Period) -> date:
    """First day of the period that holds a day."""
    match by:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
    return day.replace(month=1, day=1)


def _days(day: str | None) -> int | None:
    return None if day is None else (date.fromisoformat(day) - _EPOCH).days


def _cursor(asked: str, key: Any, number: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([asked, key, number]).encode()).decode().rstrip("=")


def _position(cursor: str, asked: str) -> tuple[Any, int]:
    try:
        of, key, number = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError, ValueError, TypeError):
        of, key, number = None, None, 0
    if of != asked or not isinstance(number, int):
        raise StoreError("this cursor is of no list, or of another query. Begin at the first page again.")
    return key, number


def _columns() -> ModuleType:
    """What answers from event lines in memory; it loads numpy, which most commands need not."""
    from faleme.store import column_desk  # noqa: PLC0415 - see above

    return column_desk
