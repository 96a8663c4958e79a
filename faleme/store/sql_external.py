# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Other data sets in a store; `external.ExternalStore` says what each method promises."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from faleme.errors import StoreError
from faleme.ids import EventId, ExternalId, ReportId
from faleme.records import ExternalLink, ExternalReport, ExternalSource
from faleme.store.codec import from_json, to_json
from faleme.store.database import Database, Row
from faleme.store.external import Covered, DataSet, ExternalFilter, Nearby, Put, external_id
from faleme.store.packing import Body

_BATCH = 500
_MANY = 2000  # changed events after which all rows are weighed anew: that takes no longer
_FILED_DAYS = 31  # how long after an event a page without a date of its own may tell it

_RunnersUp = tuple[tuple[EventId, float, str], ...]
_ROWS = (
    "SELECT x.n, x.id, x.body, l.external_n, e.id AS event, l.score, l.reasons, l.runners_up "
    "FROM external_reports x JOIN external_sets s ON s.n = x.set_n "
    "LEFT JOIN external_links l ON l.external_n = x.n LEFT JOIN events e ON e.n = l.event_n"
)
_STANDING = {
    "linked": "l.event_n IS NOT NULL",
    "ambiguous": "l.external_n IS NOT NULL AND l.event_n IS NULL",
    "alone": "l.external_n IS NULL",
}


class SqlExternal:
    """`ExternalStore` in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def data_sets(self) -> list[DataSet]:
        found = self._database.rows(
            "SELECT s.name, s.source, s.imported_at, s.seen_history, count(x.n) AS reports, "
            "count(l.event_n) AS linked, count(l.external_n) AS weighed FROM external_sets s "
            "LEFT JOIN external_reports x ON x.set_n = s.n LEFT JOIN external_links l ON l.external_n = x.n "
            "GROUP BY s.n, s.name, s.source, s.imported_at, s.seen_history ORDER BY s.name"
        )
        return [
            DataSet(
                name=row["name"],
                source=row["source"],
                imported_at=row["imported_at"],
                reports=row["reports"],
                linked=row["linked"],
                ambiguous=row["weighed"] - row["linked"],
                behind=int(
                    self._database.value(
                        "SELECT count(DISTINCT event) FROM event_history WHERE n > ?", (row["seen_history"],)
                    )
                ),
            )
            for row in found
        ]

    def begin(self, name: str, source: ExternalSource) -> None:
        with self._database.transaction():
            there = self._database.value("SELECT source FROM external_sets WHERE name = ?", (name,))
            if there is None:
                self._database.run(
                    "INSERT INTO external_sets (name, source, imported_at) VALUES (?, ?, ?)", (name, source, _now())
                )
                self.caught_up(name)  # nothing is linked yet, and so nothing wrongly
            elif there != source:
                raise StoreError(
                    f"{name} holds rows of {there}, and these are of {source}. Give these a name of their own (--name)."
                )
            else:
                self._database.run("UPDATE external_sets SET imported_at = ? WHERE name = ?", (_now(), name))

    def put(self, name: str, reports: Sequence[ExternalReport]) -> Put:
        with self._database.transaction():
            return self._put(self._number(name), reports)

    def _put(self, number: int, reports: Sequence[ExternalReport]) -> Put:
        asked: dict[ExternalId, ExternalReport] = {}
        repeated = older = same = 0
        for one in reports:
            if (before := asked.get(one.external_id)) is not None:
                repeated += 1
                if _later(before.revised, one.revised):
                    continue
            asked[one.external_id] = one
        there = {
            row["id"]: row
            for row in self._database.rows(
                f"SELECT n, id, digest, revised FROM external_reports WHERE id IN {self._database.texts('?')}",
                (json.dumps(sorted(asked)),),
            )
        }
        new: list[tuple[Any, ...]] = []
        revised: list[tuple[Any, ...]] = []
        kept: list[ExternalReport] = []
        for id_, one in asked.items():
            columns = _columns(one)
            row = there.get(id_)
            if row is None:
                new.append((id_, number, *columns))
                kept.append(one)
            elif row["digest"] == columns[-2]:
                same += 1
            elif _later(row["revised"], one.revised):
                older += 1
            else:
                revised.append((*columns, row["n"]))
                kept.append(one)
        named = "first_day, last_day, country, types, revised, digest, body".split(", ")
        self._database.run_many(
            f"INSERT INTO external_reports (id, set_n, {', '.join(named)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", new
        )
        self._database.run_many(
            f"UPDATE external_reports SET {', '.join(f'{each} = ?' for each in named)} WHERE n = ?", revised
        )
        self._database.run_many("DELETE FROM external_links WHERE external_n = ?", [(row[-1],) for row in revised])
        return Put(
            kept=tuple(kept),
            new=len(new),
            revised=len(revised),
            same=same,
            older=older,
            repeated=repeated,
        )

    def take_back(self, name: str, row_ids: Collection[str]) -> int:
        with self._database.transaction():
            number = self._number(name)
            asked = (number, json.dumps(sorted(external_id(name, each) for each in row_ids)))
            where = f"set_n = ? AND id IN {self._database.texts('?')}"
            there = int(self._database.value(f"SELECT count(*) FROM external_reports WHERE {where}", asked))
            self._database.run(
                f"DELETE FROM external_links WHERE external_n IN (SELECT n FROM external_reports WHERE {where})", asked
            )
            self._database.run(f"DELETE FROM external_reports WHERE {where}", asked)
            return there

    def remove(self, name: str) -> int:
        with self._database.transaction():
            number = self._number(name)
            rows = int(self._database.value("SELECT count(*) FROM external_reports WHERE set_n = ?", (number,)))
            # Children first: not every connection to SQLite cascades.
            self._database.run(
                "DELETE FROM external_links WHERE external_n IN (SELECT n FROM external_reports WHERE set_n = ?)",
                (number,),
            )
            self._database.run("DELETE FROM external_reports WHERE set_n = ?", (number,))
            self._database.run("DELETE FROM external_sets WHERE n = ?", (number,))
            return rows

    def report(self, external_id: ExternalId) -> ExternalReport | None:
        found = self._database.value("SELECT body FROM external_reports WHERE id = ?", (external_id,))
        return None if found is None else from_json(ExternalReport, found)

    def link(self, external_id: ExternalId) -> ExternalLink | None:
        row = self._database.row(f"{_ROWS} WHERE x.id = ?", (external_id,))
        return None if row is None else _link(row)

    def reports(self, wanted: ExternalFilter) -> Iterator[tuple[ExternalReport, ExternalLink | None]]:
        where, values = ["x.n > ?"], list[Any]()
        if wanted.data_set is not None:
            where.append("x.set_n = ?")
            values.append(self._number(wanted.data_set))
        if wanted.countries:
            where.append(f"x.country IN {self._database.texts('?')}")
            values.append(json.dumps(wanted.countries))
        if wanted.types:
            where.append("(" + " OR ".join("' ' || x.types || ' ' LIKE ?" for _ in wanted.types) + ")")
            values += [f"% {each} %" for each in wanted.types]
        if wanted.since is not None:
            where.append("x.last_day >= ?")
            values.append(wanted.since.first_day.isoformat())
        if wanted.until is not None:
            where.append("x.first_day <= ?")
            values.append(wanted.until.last_day.isoformat())
        if wanted.standing is not None:
            where.append(_STANDING[wanted.standing])
        last = -1
        while found := self._database.rows(
            f"{_ROWS} WHERE {' AND '.join(where)} ORDER BY x.n LIMIT {_BATCH}", (last, *values)
        ):
            for row in found:
                yield from_json(ExternalReport, row["body"]), _link(row)
            last = found[-1]["n"]

    def of_event(self, event_id: EventId) -> list[tuple[ExternalReport, ExternalLink]]:
        found = self._database.rows(f"{_ROWS} WHERE e.id = ? ORDER BY s.name, x.n", (event_id,))
        return [(from_json(ExternalReport, row["body"]), link) for row in found if (link := _link(row)) is not None]

    def linked_events(self, name: str) -> set[EventId]:
        found = self._database.rows(
            "SELECT e.id, l.runners_up FROM external_links l JOIN external_reports x ON x.n = l.external_n "
            "LEFT JOIN events e ON e.n = l.event_n WHERE x.set_n = ?",
            (self._number(name),),
        )
        events = {EventId(row["id"]) for row in found if row["id"] is not None}
        for row in found:
            if row["id"] is None:
                events |= {event for event, _, _ in from_json(_RunnersUp, row["runners_up"])}
        return events

    def put_links(self, links: Sequence[ExternalLink], among: Collection[ExternalId]) -> None:
        with self._database.transaction():
            asked = json.dumps(sorted({*among, *(link.external_id for link in links)}))
            numbers = {
                row["id"]: row["n"]
                for row in self._database.rows(
                    f"SELECT n, id FROM external_reports WHERE id IN {self._database.texts('?')}", (asked,)
                )
            }
            self._database.run_many(
                "DELETE FROM external_links WHERE external_n = ?", [(number,) for number in numbers.values()]
            )
            events = {
                row["id"]: row["n"]
                for row in self._database.rows(
                    f"SELECT n, id FROM events WHERE id IN {self._database.texts('?')}",
                    (json.dumps(sorted({link.event_id for link in links if link.event_id is not None})),),
                )
            }
            self._database.run_many(
                "INSERT INTO external_links VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        numbers[link.external_id],
                        None if link.event_id is None else events[link.event_id],
                        link.score,
                        to_json(tuple[str, ...], link.reasons),
                        to_json(_RunnersUp, link.runners_up),
                    )
                    for link in links
                    if link.external_id in numbers and (link.event_id is None or link.event_id in events)
                ],
            )

    def nearby(self, first_day: str, last_day: str, *, wide: int, later: int) -> list[Nearby]:
        first, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
        dated = (_iso(first, -1 - wide), _iso(last, 1), _iso(first, -1))
        undated = (_iso(first, -1), _iso(last, later))
        # Of the two halves, each has its index.
        halves = (
            "SELECT n FROM reports WHERE first_day BETWEEN ? AND ? AND last_day >= ? "
            "UNION SELECT n FROM reports WHERE first_day IS NULL AND filed_day BETWEEN ? AND ?"
        )
        countries: defaultdict[int, set[str]] = defaultdict(set)
        for row in self._database.rows(
            f"SELECT DISTINCT a.report_n, a.country FROM report_actors a WHERE a.report_n IN ({halves}) "
            "AND a.role <> 'speaker' AND a.country IS NOT NULL",
            (*dated, *undated),
        ):
            countries[row["report_n"]].add(row["country"])
        found = self._database.rows(
            "SELECT r.n, r.id, e.id AS event, r.event_type, r.first_day, r.last_day, r.filed_day, r.place_country "
            f"FROM reports r JOIN links l ON l.report_n = r.n JOIN events e ON e.n = l.event_n "
            f"WHERE r.n IN ({halves}) AND coalesce(r.auxiliary, '') <> 'hypothetical' ORDER BY r.n",
            (*dated, *undated),
        )
        return [
            Nearby(
                report_id=ReportId(row["id"]),
                event_id=EventId(row["event"]),
                event_type=row["event_type"],
                countries=frozenset({*countries[row["n"]], *([row["place_country"]] if row["place_country"] else ())}),
                first_day=row["first_day"],
                last_day=row["last_day"],
                filed_day=row["filed_day"],
            )
            for row in found
            if row["first_day"] is None or _days(row["first_day"], row["last_day"]) <= wide
        ]

    def behind(self, name: str) -> list[ExternalId] | None:
        row = self._database.row("SELECT n, seen_history, seen_judgements FROM external_sets WHERE name = ?", (name,))
        if row is None:
            raise _unknown(name, self._names())
        if row["seen_judgements"] != self._database.value("SELECT coalesce(max(n), 0) FROM judgements"):
            return None
        if row["seen_history"] == self._database.value("SELECT coalesce(max(n), 0) FROM event_history"):
            return []
        changed = f"SELECT DISTINCT event FROM event_history WHERE n > {int(row['seen_history'])}"
        if int(self._database.value(f"SELECT count(*) FROM ({changed}) changed")) > _MANY:
            return None
        spans = self._database.rows(
            "SELECT DISTINCT r.first_day, r.last_day, r.filed_day FROM reports r JOIN links l ON l.report_n = r.n "
            f"JOIN events e ON e.n = l.event_n WHERE e.id IN ({changed})"
        )
        found = {
            each["id"]
            for each in self._database.rows(
                "SELECT x.id FROM external_reports x JOIN external_links l ON l.external_n = x.n "
                "LEFT JOIN events e ON e.n = l.event_n WHERE x.set_n = ? "
                f"AND (l.event_n IS NULL OR e.id IN ({changed}))",
                (row["n"],),
            )
        }
        # A report that went leaves its event's history, and so the days of what stays; what it alone told is unlinked.
        for first, last in _joined(spans):
            found |= {
                each["id"]
                for each in self._database.rows(
                    "SELECT id FROM external_reports WHERE set_n = ? AND first_day <= ? AND last_day >= ?",
                    (row["n"], last, first),
                )
            }
        return sorted(map(ExternalId, found))

    def caught_up(self, name: str) -> None:
        with self._database.transaction():
            self._database.run(
                "UPDATE external_sets SET seen_history = (SELECT coalesce(max(n), 0) FROM event_history), "
                "seen_judgements = (SELECT coalesce(max(n), 0) FROM judgements) WHERE name = ?",
                (name,),
            )

    def coverage(self, name: str) -> list[Covered]:
        found = self._database.rows(
            "SELECT country, types, min(first_day) AS first_day, max(last_day) AS last_day, count(*) AS reports "
            "FROM external_reports WHERE set_n = ? AND first_day IS NOT NULL GROUP BY country, types",
            (self._number(name),),
        )
        by_country: defaultdict[str | None, list[Row]] = defaultdict(list)
        for row in found:
            by_country[row["country"]].append(row)
        return [
            Covered(
                country=country,
                types=frozenset(each for row in rows for each in str(row["types"]).split()),
                first_day=min(row["first_day"] for row in rows),
                last_day=max(row["last_day"] for row in rows),
                reports=sum(row["reports"] for row in rows),
            )
            for country, rows in sorted(by_country.items(), key=lambda item: item[0] or "")
        ]

    def _number(self, name: str) -> int:
        found = self._database.value("SELECT n FROM external_sets WHERE name = ?", (name,))
        if found is None:
            raise _unknown(name, self._names())
        return int(found)

    def _names(self) -> list[str]:
        return [row["name"] for row in self._database.rows("SELECT name FROM external_sets ORDER BY name")]


def forget_links(database: Database, article: int) -> None:
    """Take away the links of external reports to the events of an article, by internal number: their reasons hold words
    of it. `Store.external.behind` then has these rows, as far as the events stay."""
    events = database.rows(
        "SELECT DISTINCT e.n, e.id FROM reports r JOIN links l ON l.report_n = r.n JOIN events e ON e.n = l.event_n "
        "WHERE r.article_n = ?",
        (article,),
    )
    for event in events:
        database.run(
            "DELETE FROM external_links WHERE event_n = ? OR runners_up LIKE ?",
            (event["n"], f'%"{event["id"]}"%'),
        )


def _unknown(name: str, names: Sequence[str]) -> StoreError:
    there = f"There are {', '.join(names)}." if names else "`faleme import FILE` brings one."
    return StoreError(f"nothing was imported under the name {name}. {there}")


def _columns(one: ExternalReport) -> tuple[Any, ...]:
    body = to_json(ExternalReport, one)
    return (
        None if one.when is None else one.when.first_day.isoformat(),
        None if one.when is None else one.when.last_day.isoformat(),
        None if one.place is None else one.place.country,
        " ".join(dict.fromkeys(event_type for event_type, _ in one.types)),
        one.revised,
        blake2b(body.encode(), digest_size=10).hexdigest(),
        Body(body, "external"),
    )


def _link(row: Row) -> ExternalLink | None:
    if row["external_n"] is None:
        return None
    return ExternalLink(
        external_id=ExternalId(row["id"]),
        event_id=None if row["event"] is None else EventId(row["event"]),
        score=row["score"],
        reasons=from_json(tuple[str, ...], row["reasons"]),
        runners_up=from_json(_RunnersUp, row["runners_up"]),
    )


def _later(there: int | None, here: int | None) -> bool:
    """True where what is there is a later revision than what comes."""
    return there is not None and here is not None and there > here


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _iso(day: date, by: int) -> str:
    ordinal = day.toordinal() + by
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()


def _joined(spans: Sequence[Row]) -> list[tuple[str, str]]:
    """Stretches of days in which a row may lie that one of the reports could tell, joined where they touch."""
    days = []
    for row in spans:
        if row["first_day"] is not None:
            days.append((_iso(date.fromisoformat(row["first_day"]), -1), _iso(date.fromisoformat(row["last_day"]), 1)))
        elif row["filed_day"] is not None:
            filed = date.fromisoformat(row["filed_day"])
            days.append((_iso(filed, -_FILED_DAYS), _iso(filed, 1)))
    joined: list[tuple[str, str]] = []
    for first, last in sorted(days):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
