# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""What changed in what the store says of events: a row for each event and transaction, and its number the revision."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from faleme.ids import EventId
from faleme.store.database import Before, Database, Row
from faleme.store.desk import Change, ChangeKind

_INSERT = (
    "INSERT INTO event_changes (at, kind, event, other, before, after, by_whom, why) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING n"
)


def now() -> str:
    """This moment, as rows have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def revision(database: Database) -> int:
    """See `DeskStore.revision`."""
    return int(database.value("SELECT coalesce(max(n), 0) FROM event_changes"))


def changes(
    database: Database, since: int, limit: int, kinds: Collection[ChangeKind], from_day: date | None
) -> list[Change]:
    """See `DeskStore.changes`."""
    where = "n > ?"
    values: list[int | str] = [since]
    if kinds:
        where += f" AND kind IN {database.texts('?')}"
        values.append(json.dumps(sorted(kinds)))
    if from_day is not None:
        where += " AND at >= ?"
        values.append(from_day.isoformat())
    found = database.rows(f"SELECT * FROM event_changes WHERE {where} ORDER BY n LIMIT ?", (*values, limit))
    return [_change(row) for row in found]


def note(database: Database, event: str, before: Before, after: Mapping[str, Any] | None) -> Before:
    """Tell how an event's line changed in this transaction, in one row however often it was written; revision and times
    that the line has now.

    before: how it stands now, kept where this is its first change in the transaction. after: None where it is gone.
    """
    first = database.written.lines.setdefault(event, before)
    if first.row is not None:
        database.run("DELETE FROM event_changes WHERE n = ?", (first.row,))
        first.row = None
    if first.fields == after:
        return first
    by = database.written.by
    kind: ChangeKind = "changed" if by is None else "corrected"
    others: list[str | None] = [None]
    if first.fields is None:
        kind = "created"
    elif after is None:
        kind = "withdrawn"
        went = sorted(other for gone, other in database.written.replaced if gone == event)
        if len(went) == 1:
            kind, others = "merged", [went[0]]
        for other in went if len(went) > 1 else ():
            split(database, event, other)
    old, new = first.fields or {}, after or {}
    differing = [name for name in new or old if name not in old or name not in new or old[name] != new[name]]
    at = now()
    first.row = _put(
        database,
        at,
        kind,
        event,
        others[0],
        {name: old[name] for name in differing if name in old},
        {name: new[name] for name in differing if name in new},
    )
    return Before(None, first.row, first.reported_at or at, at)


def split(database: Database, event: str, other: str) -> None:
    """Tell that some of an event's reports became another event, once in a transaction."""
    if (event, other) not in database.written.split:
        database.written.split.add((event, other))
        _put(database, now(), "split", event, other, {}, {})


def parted_from(database: Database, event: str) -> list[str]:
    """Events that still stand and lost a report to this one in this transaction."""
    written = database.written
    lost = {report: of for (report, of) in written.parted if of != event}
    here = {report for (report, to) in written.joined if to == event}
    found = sorted({of for report, of in lost.items() if report in here})
    return [
        each
        for each in found
        if database.value("SELECT 1 FROM links l JOIN events e ON e.n = l.event_n WHERE e.id = ?", (each,))
    ]


def pages_gone(database: Database, article: int, *, gone: bool) -> None:
    """Tell of events that stand on pages that are all gone now, or no longer all. article: the page that went or came
    back, already marked."""
    standing = (
        "SELECT count(*) FROM links o JOIN reports s ON s.n = o.report_n JOIN articles b ON b.n = s.article_n "
        "WHERE o.event_n = e.n AND b.withdrawn_at IS NULL AND b.n <> ?1"
    )
    found = database.rows(
        "SELECT DISTINCT e.id, e.n FROM reports r JOIN links l ON l.report_n = r.n JOIN events e ON e.n = l.event_n "
        f"WHERE r.article_n = ?1 AND e.reports > 0 AND ({standing}) = 0 ORDER BY e.n",
        (article,),
    )
    for row in found:
        kind: ChangeKind = "withdrawn" if gone else "changed"
        at = now()
        made = _put(database, at, kind, row["id"], None, {"pages_gone": not gone}, {"pages_gone": gone})
        database.run("UPDATE events SET revision = ?, changed_at = ? WHERE n = ?", (made, at, row["n"]))


def forget_changes(database: Database, article: int) -> None:
    """Take what changes quote of an article's events, whose page is taken down; that they changed stays."""
    database.run(
        "UPDATE event_changes SET before = '{}', after = '{}' WHERE event IN (SELECT e.id FROM reports r "
        "JOIN links l ON l.report_n = r.n JOIN events e ON e.n = l.event_n WHERE r.article_n = ?)",
        (article,),
    )


def _put(
    database: Database,
    at: str,
    kind: ChangeKind,
    event: str,
    other: str | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> int:
    by = database.written.by or (None, None)
    bodies = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in (before, after))
    return int(database.value(_INSERT, (at, kind, event, other, *bodies, *by)))


def _change(row: Row) -> Change:
    return Change(
        revision=row["n"],
        at=row["at"],
        kind=cast(ChangeKind, row["kind"]),
        event_id=EventId(row["event"]),
        other=None if row["other"] is None else EventId(row["other"]),
        before=_body(row["before"]),
        after=_body(row["after"]),
        by=row["by_whom"],
        why=row["why"],
    )


@lru_cache(maxsize=10_000)  # the newest changes are asked for by every brief, and never rewritten
def _body(text: str) -> Mapping[str, Any]:
    return MappingProxyType(json.loads(text))
