# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Rows of actors: an index of who stands in reports, statements and facts, made anew from them at any time."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from faleme.ids import ArticleId, ReportId
from faleme.records import Fact, Report, ResolvedActor, Statement
from faleme.reference.names import normalise
from faleme.spans import Span
from faleme.store.base import Who, WhoFilter
from faleme.store.codec import from_json
from faleme.store.database import Database, Row
from faleme.store.persons import Sighting, identity, who
from faleme.store.sql_actor_totals import count_actors
from faleme.store.sql_write import put_actors

T = TypeVar("T", Report, Statement, Fact)


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """Records of one kind, and the table that says who stands in them."""

    kind: type[T]
    records: str
    rows: str
    number: str  # column of the rows
    id: Callable[[T], str]
    actors: Callable[[T], Mapping[str, Sequence[ResolvedActor]]]


REPORTS = Table(
    Report,
    "reports",
    "report_actors",
    "report_n",
    lambda report: report.report_id,
    lambda report: {"actor": report.actor, "recipient": report.recipient, "speaker": report.speaker},
)
STATEMENTS = Table(
    Statement,
    "statements",
    "statement_actors",
    "statement_n",
    lambda statement: statement.statement_id,
    lambda statement: {"speaker": statement.speaker, "about": statement.about, "audience": statement.audience},
)
FACTS = Table(Fact, "facts", "fact_parties", "fact_n", lambda fact: fact.fact_id, lambda fact: {"party": fact.parties})


def naming(database: Database, table: Table[T], whom: Collection[str]) -> list[T]:
    """Records, as the machine made them, with a row of one of these (`persons.who`), in internal order."""
    found = database.rows(
        f"SELECT body FROM {table.records} WHERE n IN (SELECT {table.number} FROM {table.rows} "
        f"WHERE who IN {database.texts('?')}) ORDER BY n",
        (json.dumps(sorted(whom)),),
    )
    return [from_json(table.kind, row["body"]) for row in found]


def put(database: Database, table: Table[T], record: T) -> None:
    """Write the rows of a stored record anew."""
    number = database.value(f"SELECT n FROM {table.records} WHERE id = ?", (table.id(record),))
    if table.rows == REPORTS.rows:
        count_actors(database, (number,), -1)
    database.run(f"DELETE FROM {table.rows} WHERE {table.number} = ?", (number,))
    for role, actors in table.actors(record).items():
        put_actors(database, table.rows, number, role, actors)
    if table.rows == REPORTS.rows:
        count_actors(database, (number,), 1)
        # Who calls this writes their lines anew (`JudgedStore`).
        database.written.stale |= {
            row["event_n"] for row in database.rows("SELECT event_n FROM links WHERE report_n = ?", (number,))
        }


def actors(database: Database, wanted: WhoFilter, limit: int, offset: int) -> list[Who]:
    """See `Store.actors`."""
    if wanted.fitting is None:
        return _whos(
            database,
            "SELECT who, reports FROM actor_totals ORDER BY reports DESC, who LIMIT ? OFFSET ?",
            (limit, offset),
        )
    fits, values = _conditions(database, wanted, wanted.fitting)
    return _whos(
        database,
        f"SELECT who, reports FROM actor_totals k WHERE {fits} ORDER BY reports DESC, who LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )


def actor(database: Database, key: str) -> Who | None:
    """See `Store.actor`."""
    counted = "SELECT who, reports FROM actor_totals WHERE who = ?"
    return next(iter(_whos(database, counted, (key,))), None)


def actors_called(database: Database, name: str) -> list[Who]:
    """See `Store.actors_called`."""
    found = []
    for key in {identity(name), normalise(name)}:
        counted = "SELECT who, reports FROM actor_totals WHERE who >= ? AND who < ?"
        found += _whos(database, counted, (f"{key}|", f"{key}}}"))  # "}" comes after "|"
    return sorted(found, key=lambda one: one.who)


def sightings(database: Database, key: str) -> list[Sighting]:
    """See `Store.sightings`."""
    found = database.rows(
        "SELECT w.*, r.id AS report, a.id AS article FROM report_actors w JOIN reports r ON r.n = w.report_n "
        "JOIN articles a ON a.n = r.article_n WHERE w.who = ? ORDER BY w.report_n DESC, w.role, w.position",
        (key,),
    )
    return [
        Sighting(
            report_id=ReportId(row["report"]),
            article_id=ArticleId(row["article"]),
            actor=ResolvedActor(
                mention=0,
                text=row["name"],
                span=Span(0, max(1, len(row["name"]))),
                name=row["name"],
                actor_id=row["actor_id"],
                country=row["country"],
                sectors=tuple(row["sectors"].split()),
                office=row["office"],
            ),
        )
        for row in found
    ]


def reports_naming(database: Database, key: str, limit: int) -> list[ReportId]:
    """See `Store.reports_naming`."""
    found = database.rows(
        "SELECT r.id FROM reports r WHERE r.n IN (SELECT report_n FROM report_actors WHERE who = ?) "
        "ORDER BY r.n DESC LIMIT ?",
        (key, limit),
    )
    return [ReportId(row["id"]) for row in found]


def persons_named(database: Database, *, doubtful: bool) -> list[str]:
    """See `Store.persons_named`."""
    several = "GROUP BY who HAVING min(country) IS NULL OR count(DISTINCT coalesce(office, '') || '|' || sectors) > 1"
    found = database.rows(
        f"SELECT DISTINCT who FROM report_actors WHERE named {several if doubtful else ''} ORDER BY who"
    )
    return [row["who"] for row in found]


def _whos(database: Database, counted: str, values: Sequence[Any]) -> list[Who]:
    """Those that a query of keys and counts finds, each as its first report has it."""
    found = database.rows(
        f"WITH counted AS ({counted}) SELECT * FROM (SELECT c.reports, w.*, "
        "row_number() OVER (PARTITION BY w.who ORDER BY w.position, w.role) AS place FROM counted c "
        "JOIN report_actors w ON w.who = c.who AND w.report_n = (SELECT min(report_n) FROM report_actors "
        "WHERE who = c.who)) first WHERE place = 1 ORDER BY reports DESC, who",
        values,
    )
    return [
        Who(
            who=row["who"],
            actor_id=row["actor_id"],
            name=row["name"],
            country=row["country"],
            sectors=tuple(row["sectors"].split()),
            office=row["office"],
            named=bool(row["named"]),
            reports=row["reports"],
        )
        for row in found
    ]


def _conditions(database: Database, wanted: WhoFilter, fitting: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
    """SQL of a condition on the key of an actor."""
    keys = [*fitting, *_strange_ids(database, wanted)] if wanted.strangers and wanted.named is not False else fitting
    parts: list[str] = ["instr(who, '|') > 0"] if wanted.strangers else ["FALSE"]  # an id has no bar
    values: list[Any] = []
    if wanted.country is not None:
        parts.append("substr(who, length(who) - 3) = ?")
        values.append(f"|{wanted.country}")
    if wanted.name is not None:
        parts.append("instr(who, ?) > 0")
        values.append(wanted.name)
    if wanted.named is not None:
        named = "EXISTS (SELECT 1 FROM report_actors w WHERE w.who = k.who AND w.named)"
        parts.append(named if wanted.named else f"NOT {named}")
    if wanted.sector is not None:
        # Somebody of whom one report tells it fits with all the reports.
        parts.append("who IN (SELECT who FROM actor_sectors WHERE instr(' ' || sectors || ' ', ?) > 0)")
        values.append(f" {wanted.sector} ")
    fits = f"(who IN {database.texts('?')} OR ({' AND '.join(parts)}))"
    return fits, (json.dumps(keys), *values)


def _strange_ids(database: Database, wanted: WhoFilter) -> list[str]:
    """Ids that fit and that the registry lacks: of other own actors, or of a judgement."""
    named = database.rows("SELECT who FROM actor_totals WHERE instr(who, '|') = 0")  # an id has no bar
    strange = {row["who"] for row in named} - set(wanted.known)
    found = database.rows(
        # CROSS JOIN keeps SQLite to asking once for each of them which report is the first, and not for each row.
        "SELECT DISTINCT w.who, w.name, w.country, w.sectors FROM actor_totals k CROSS JOIN report_actors w "
        f"WHERE k.who IN {database.texts('?')} AND w.who = k.who "
        "AND w.report_n = (SELECT min(report_n) FROM report_actors WHERE who = k.who)",
        (json.dumps(sorted(strange)),),
    )
    return sorted({row["who"] for row in found if _fits(row, wanted)})


def _fits(row: Row, wanted: WhoFilter) -> bool:
    return (
        wanted.country in (None, row["country"])
        and (wanted.name is None or wanted.name in who(None, row["name"], None))
        and (wanted.sector is None or wanted.sector in row["sectors"].split())
    )
