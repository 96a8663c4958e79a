# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""What became of each event: minted, reports joined and parted, merges. Written where links are written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from faleme.ids import EventId, ReportId
from faleme.store.base import Revision
from faleme.store.database import Database


def joined(database: Database, report: str, event: str, cause: str) -> None:
    """A report stands in an event from now on; the event's first one mints it.

    A report that left and came back within one transaction leaves no trace: a page that is coded anew is no news.
    """
    if (row := database.written.parted.pop((report, event), None)) is not None:
        database.run("DELETE FROM event_history WHERE n = ?", (row,))
        return
    known = database.value("SELECT 1 FROM event_history WHERE event = ? LIMIT 1", (event,))
    what = "joined" if known else "minted"
    database.written.joined[report, event] = _write(database, event, what, cause, report=report)


def parted(database: Database, report: str, event: str, cause: str) -> None:
    """A report no longer stands in an event."""
    if (row := database.written.joined.pop((report, event), None)) is not None:
        database.run("DELETE FROM event_history WHERE n = ?", (row,))
        return
    database.written.parted[report, event] = _write(database, event, "parted", cause, report=report)


def emptied(database: Database, event: str) -> None:
    """An event lost its last report: where its reports went in this transaction, that event replaces it."""
    gone = {report: row for (report, of), row in database.written.parted.items() if of == event}
    found = database.rows(
        "SELECT DISTINCT e.id FROM reports r JOIN links l ON l.report_n = r.n JOIN events e ON e.n = l.event_n "
        f"WHERE r.id IN {database.texts('?')} ORDER BY e.id",
        (json.dumps(sorted({*gone, *(database.written.follows.get(report, report) for report in gone)})),),
    )
    for row in found:
        if (event, row["id"]) in database.written.replaced:
            continue
        database.written.replaced.add((event, row["id"]))
        cause = str(database.value("SELECT cause FROM event_history WHERE n = ?", (max(gone.values()),)))
        _write(database, row["id"], "replaces", cause, other=event)
        _write(database, event, "replaced", cause, other=row["id"])


def history(database: Database, event: str) -> list[Revision]:
    """See `Store.history`."""
    return [
        Revision(
            at=row["at"],
            what=row["what"],
            cause=row["cause"],
            after=row["after"],
            report_id=None if row["report"] is None else ReportId(row["report"]),
            other=None if row["other"] is None else EventId(row["other"]),
        )
        for row in database.rows("SELECT * FROM event_history WHERE event = ? ORDER BY n", (event,))
    ]


def causes(reasons: Iterable[str]) -> str:
    """Reasons of a link as one cause."""
    return "; ".join(reasons)


def _write(
    database: Database, event: str, what: str, cause: str, *, report: str | None = None, other: str | None = None
) -> int:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = database.value(
        "INSERT INTO event_history (event, at, what, report, other, cause, after) "
        "VALUES (?, ?, ?, ?, ?, ?, (SELECT coalesce(max(n), 0) FROM judgements)) RETURNING n",
        (event, now, what, report, other, cause),
    )
    return int(made)
