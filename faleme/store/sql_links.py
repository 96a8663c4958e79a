# ruff: noqa: S608 (one condition, with a bound value, serves three statements)
"""Reports that judgements put into other events, and back: the machine's links are kept and can be restored."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from faleme.ids import EventId, ReportId
from faleme.records import Link
from faleme.store.database import Database
from faleme.store.sql_history import joined, parted
from faleme.store.sql_write import put_link


def unlink(database: Database, reports: Collection[ReportId], cause: str) -> set[EventId]:
    """See `Store.unlink`."""
    asked = (json.dumps(sorted(reports)),)
    theirs = f"report_n IN (SELECT n FROM reports WHERE id IN {database.texts('?')})"
    lost = database.rows(f"SELECT id FROM events WHERE n IN (SELECT event_n FROM links WHERE {theirs})", asked)
    stood = database.rows(
        "SELECT r.id AS report, e.id AS event FROM reports r JOIN links l ON l.report_n = r.n "
        f"JOIN events e ON e.n = l.event_n WHERE r.id IN {database.texts('?')} ORDER BY r.n",
        asked,
    )
    for row in stood:
        parted(database, row["report"], row["event"], cause)
    database.run(f"INSERT INTO moved SELECT * FROM links WHERE {theirs} ON CONFLICT DO NOTHING", asked)
    database.run(f"DELETE FROM links WHERE {theirs}", asked)
    return {EventId(row["id"]) for row in lost}


def put_links(database: Database, links: Iterable[Link]) -> set[EventId]:
    """See `Store.put_links`. Where a report comes back to the event in which the machine has it, the machine's link
    stands, so that nothing is left to take back."""
    won = set()
    for link in links:
        row = int(database.value("SELECT n FROM reports WHERE id = ?", (link.report_id,)))
        put_link(database, row, link)
        own = "(SELECT * FROM moved m WHERE m.report_n = ?1 AND m.event_n = (SELECT n FROM events WHERE id = ?2))"
        database.run(
            f"UPDATE links SET (score, reasons) = (SELECT score, reasons FROM {own} o) "
            f"WHERE report_n = ?1 AND EXISTS {own}",
            (row, link.event_id),
        )
        database.run(
            "DELETE FROM moved WHERE report_n = ?1 AND event_n = (SELECT n FROM events WHERE id = ?2)",
            (row, link.event_id),
        )
        won.add(link.event_id)
    return won


def restore_links(database: Database, cause: str, among: Collection[ReportId] | None) -> set[EventId]:
    """See `Store.restore_links`."""
    asked = (None if among is None else json.dumps(sorted(among)),)
    meant = f"(?1 IS NULL OR report_n IN (SELECT n FROM reports WHERE id IN {database.texts('?1')}))"
    touched = database.rows(
        f"WITH back AS (SELECT * FROM moved WHERE {meant}) SELECT id FROM events WHERE n IN (SELECT event_n FROM back) "
        "OR n IN (SELECT l.event_n FROM links l JOIN back m ON m.report_n = l.report_n)",
        asked,
    )
    back = database.rows(
        f"WITH back AS (SELECT * FROM moved WHERE {meant}) "
        "SELECT r.id AS report, e.id AS event, was.id AS left FROM back m JOIN reports r ON r.n = m.report_n "
        "JOIN events e ON e.n = m.event_n LEFT JOIN links l ON l.report_n = m.report_n "
        "LEFT JOIN events was ON was.n = l.event_n ORDER BY r.n",
        asked,
    )
    for row in back:
        if row["left"] == row["event"]:
            continue
        if row["left"] is not None:
            parted(database, row["report"], row["left"], cause)
        joined(database, row["report"], row["event"], f"as the machine has it; {cause}")
    database.run(
        f"INSERT INTO links SELECT * FROM moved WHERE {meant} ON CONFLICT (report_n) "
        "DO UPDATE SET event_n = excluded.event_n, score = excluded.score, reasons = excluded.reasons",
        asked,
    )
    database.run(f"DELETE FROM moved WHERE {meant}", asked)
    return {EventId(row["id"]) for row in touched}


def beside(database: Database, reports: Collection[ReportId]) -> list[ReportId]:
    """See `Store.beside`."""
    found = database.rows(
        f"WITH asked AS (SELECT n FROM reports WHERE id IN {database.texts('?')}), "
        "theirs AS (SELECT event_n FROM links WHERE report_n IN (SELECT n FROM asked) "
        "UNION SELECT event_n FROM moved WHERE report_n IN (SELECT n FROM asked)) "
        "SELECT id FROM reports WHERE n IN (SELECT report_n FROM links WHERE event_n IN (SELECT event_n FROM theirs) "
        "UNION SELECT report_n FROM moved WHERE event_n IN (SELECT event_n FROM theirs)) ORDER BY n",
        (json.dumps(sorted(reports)),),
    )
    return [ReportId(row["id"]) for row in found]
