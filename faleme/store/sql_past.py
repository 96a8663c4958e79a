# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""An article's record in each of its versions, read from a database."""

from __future__ import annotations

from collections.abc import Iterator

from faleme.errors import StoreError
from faleme.records import Record
from faleme.store import past
from faleme.store.database import Database
from faleme.store.packing import unpacked


def stored_text(database: Database, article: int) -> str:
    """What the store holds of an article (its internal number), as `past` compares it."""
    row = database.row("SELECT text, body, sentences, engine, resolved, refused FROM articles WHERE n = ?", (article,))
    if row is None:
        raise StoreError("an article went away while it was being read; run this again.")
    made = {
        table: [
            unpacked(each["body"])
            for each in database.rows(f"SELECT body FROM {table} WHERE article_n = ? ORDER BY n", (article,))
        ]
        for table in ("codings", "reports", "statements", "facts")
    }
    return past.stored_text({column: unpacked(row[column]) for column in row.keys()}, made)  # noqa: SIM118 - no mapping


def version_record(database: Database, article: int, version: int) -> Record:
    """An article's record in a version, superseded or present. Raises StoreError where it cannot be read."""
    current = int(database.value("SELECT version FROM articles WHERE n = ?", (article,)))
    if version == current:
        return past.record_in(stored_text(database, article), machine_events(database, article))
    for number, found in superseded_records(database, article):
        if number == version:
            return found
    raise StoreError(f"version {version} of an article is not in the store any more; `faleme doctor` says more.")


def superseded_records(database: Database, article: int) -> Iterator[tuple[int, Record]]:
    """Superseded versions of an article with their numbers, newest first. Raises StoreError for a damaged one."""
    for number, found in superseded(database, article):
        yield number, found if isinstance(found, Record) else past.record_in(*found)


def machine_events(database: Database, article: int) -> dict[str, str]:
    """Event of each report of an article, as the machine had linked them."""
    rows = database.rows(
        "SELECT r.id AS report, e.id AS event FROM reports r LEFT JOIN links l ON l.report_n = r.n "
        "LEFT JOIN moved m ON m.report_n = r.n JOIN events e ON e.n = coalesce(m.event_n, l.event_n) "
        "WHERE r.article_n = ?",
        (article,),
    )
    return {row["report"]: row["event"] for row in rows}


def superseded(database: Database, article: int) -> Iterator[tuple[int, Record | tuple[str, dict[str, str]]]]:
    """Text and events of superseded versions, newest first; the record itself where an older faleme kept it whole."""
    after: str | None = None
    rows = database.rows("SELECT version, record FROM superseded WHERE article_n = ? ORDER BY version DESC", (article,))
    for row in rows:
        try:
            if past.is_whole(row["record"]):
                yield int(row["version"]), past.record_of_old(row["record"])
                continue
            if after is None:
                after = stored_text(database, article)
            found = past.whole(row["record"], after)
        except ValueError as error:
            raise StoreError(f"version {row['version']} of an article is damaged: {error}") from error
        after = found[0]
        yield int(row["version"]), found
