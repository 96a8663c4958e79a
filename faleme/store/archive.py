# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Backups: a whole store, from a file or from PostgreSQL, as one SQLite file, which is a store itself; and back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from faleme.errors import StoreError
from faleme.store.database import Database
from faleme.store.judged import open_judged
from faleme.store.opening import Address, open_database
from faleme.store.packing import KINDS, Body, unpacked
from faleme.store.sqlite_file import SqliteFile, open_file, steps, version_of
from faleme.store.told import words_told

# Parents before children. A test compares them with the tables that there are.
TABLES = tuple(
    "captures articles superseded copies shingles codings places reports report_actors evidence statements "
    "statement_actors facts fact_parties events event_parties links moved machine_reports event_history event_counts "
    "event_changes doings event_dyads event_months month_own dyad_pairs dyad_own actor_totals actor_sectors rejections "
    "judgements feeds feed_tries feed_items external_sets external_reports external_links runs readings "
    "unsettled store_marks desk_users desk_invites desk_sessions desk_tokens desk_views desk_alerts desk_deliveries "
    "desk_seen desk_audit".split()
)
WORDS = {"report_words": "reports", "statement_words": "statements"}
_BATCH = 1000


def back_up(store: Address, target: Path) -> None:
    """Write a copy of the store, as it is at this moment, to a file that is not there yet. Nobody else has to wait.

    Raises StoreError where the target is there, and for a store that is damaged; then nothing is written.
    """
    with _new_file(target) as part:
        if isinstance(store, Path):
            if not store.exists():
                raise StoreError(f"there is no store at {store}.")
            with closing(SqliteFile(store)) as source:
                version_of(source)
                source.run("VACUUM INTO ?", (str(part),))
        else:
            with (
                closing(open_database(store, create=False)) as served,
                closing(open_file(part, create=True)) as made,
                served.snapshot(),
                made.transaction(),
            ):
                _copy(served, made)
        _refuse_damaged(part)


def restore(backup: Path, store: Address) -> None:
    """Make the store that a backup holds, where no store is yet: a file, or an empty database in PostgreSQL.

    The backup stays as it is. A store made from an older one is brought up to date, if it is a file. Raises StoreError
    where a store is there already, and for a backup that is damaged or none; then nothing is written.
    """
    if not backup.is_file():
        raise StoreError(f"there is no backup at {backup}.")
    with closing(SqliteFile(backup)) as source:
        version = version_of(source)
        if version == 0:
            raise StoreError(f"{backup} is empty, and no backup of a store.")
        if isinstance(store, Path):
            with _new_file(store) as part:
                source.run("VACUUM INTO ?", (str(part),))
                _refuse_damaged(part)
            open_judged(store).close()
            return
        if version != steps()[-1][0]:
            raise StoreError(
                f"{backup} is at schema {version}, and only one of {steps()[-1][0]} fits into PostgreSQL. Make a newer "
                f"file of it first: `faleme restore {backup} newer.db`, then `faleme backup newer.db {backup}.new`."
            )
        if faults := source.faults():
            raise StoreError(f"{backup} is damaged: {faults[0].what}.")
        with closing(open_database(store, create=True)) as target, source.snapshot(), target.transaction():
            if full := [table for table in TABLES if target.row(f"SELECT 1 FROM {table} LIMIT 1")]:
                raise StoreError(
                    f"{target.place} holds a store already ({', '.join(full[:3])}). Name an empty database."
                )
            _copy(source, target)


def _copy(source: Database, target: Database) -> None:
    """All rows; the caller holds a snapshot of the one and a transaction of the other."""
    for table in TABLES:
        batch: list[list[object]] = []
        insert = ""
        for row in source.stream(f"SELECT * FROM {table}"):
            if not insert:
                columns = list(row.keys())
                marks = ", ".join("?" * len(columns))
                insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
            # What is true or false is a number to SQLite.
            batch.append([_value(row[each], each, KINDS.get((table, each))) for each in columns])
            if len(batch) == _BATCH:
                target.run_many(insert, batch)
                batch = []
        if batch:
            target.run_many(insert, batch)
    for words, table in WORDS.items():
        for row in source.stream(
            f"SELECT w.n, w.told, a.text, a.title FROM {table} w JOIN articles a ON a.n = w.article_n"
        ):
            target.put_words(words, row["n"], words_told(row["text"], row["told"]), row["title"] or "")
    target.number_on()


def _value(value: Any, column: str, kind: str | None) -> Any:
    if kind is not None:
        return Body(unpacked(value), kind)
    return bool(value) if column == "named" else value


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """A file to write, which gets its name once it is whole; it replaces none."""
    there = StoreError(f"{target} is there already, and is not overwritten. Name another file, or move it away.")
    if target.exists():
        raise there
    if not target.parent.is_dir():
        raise StoreError(f"{target}: the folder {target.parent} does not exist. Make it, or name another.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # of one that was cut short
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        try:
            os.link(part, target)  # unlike a rename it fails where somebody made one meanwhile
        except FileExistsError as error:
            raise there from error
        except OSError:  # a file system without links
            part.rename(target)
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)


def _refuse_damaged(part: Path) -> None:
    with closing(SqliteFile(part)) as made:
        if faults := made.faults():
            raise StoreError(f"the store is damaged ({faults[0].what}); `faleme doctor` says more. Nothing is written.")
