# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""The file of the embedded store: opening, refusing, migrating, and running SQL with errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from faleme.errors import StoreError
from faleme.store.database import WAIT_S, Database, Fault, Values, asked_terms, steps_of
from faleme.store.packing import signature_of, unpacked
from faleme.store.persons import is_named, who
from faleme.store.sql_desk_fill import fill_older
from faleme.store.told import told_before, words_told

_OURS = 0x46414C45  # "FALE", SQLite's application_id: tells our files from other people's
# Writing, growing the log's index, and what a quota lets through no more.
_NO_ROOM = frozenset(f"SQLITE_IOERR_{what}" for what in ("WRITE", "SHMSIZE", "TRUNCATE", "FSYNC", "DIR_FSYNC"))
_UNREADABLE = "user-defined function raised exception"  # what SQLite says where a packed text is damaged
_CACHE_KB = 65_536  # SQLite's own 2 MB hold not even the upper pages of a large store's indexes


class SqliteFile(Database):
    """`Database` on a SQLite file, with FTS5 for words."""

    words_in_order = True

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.place = self.path = path
        with self._in_words():
            # The desk hands a connection from thread to thread, to one at a time (faleme/web/stores.py).
            self._connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.create_function("unpacked", 1, unpacked, deterministic=True)
        self._connection.create_function("words_told", 2, words_told, deterministic=True)
        # Migrations fill columns with them.
        self._connection.create_function("told_before", 2, told_before, deterministic=True)
        self._connection.create_aggregate("signature_of", 1, _Signature)  # type: ignore[arg-type] # its step is one's
        self._connection.create_function("actor_who", 3, who, deterministic=True)
        self._connection.create_function("actor_named", 2, is_named, deterministic=True)

    def run(self, sql: str, values: Values = ()) -> None:
        with self._in_words():
            self._connection.execute(sql, values)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._in_words():
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        self.give_way()
        with self._in_words():
            return self._connection.execute(sql, values).fetchall()

    def value(self, sql: str, values: Values = ()) -> Any:
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def stream(self, sql: str) -> Iterator[sqlite3.Row]:
        with self._in_words():
            yield from self._connection.execute(sql)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self.run("BEGIN")
        try:
            yield
        finally:
            self._roll_back()

    def _begin(self) -> None:
        self.run("BEGIN IMMEDIATE")

    def _roll_back(self) -> None:
        # A failed COMMIT or a full disk may have rolled back by itself.
        if self._connection.in_transaction:
            self._connection.rollback()

    def close(self) -> None:
        with self._in_words():
            self._connection.close()

    def texts(self, mark: str) -> str:
        return f"(SELECT value FROM json_each({mark}))"

    def numbers(self, mark: str) -> str:
        return f"json_each({mark})"

    def listed(self, column: str) -> str:
        return f"group_concat({column})"

    def member(self, column: str, name: str) -> str:
        return f"json_extract(unpacked({column}), '$.{name}')"

    def length(self, column: str) -> str:
        return f"json_array_length({column})"

    def month_end(self, column: str) -> str:
        return f"date({column} || '-01', '+1 month', '-1 day')"

    def put_words(self, table: str, number: int, sentence: str, title: str) -> None:
        self.run(f"INSERT INTO {table} (rowid, sentence, title) VALUES (?, ?, ?)", (number, sentence, title))

    def matching(self, table: str) -> str:
        return f"{table} MATCH ?"

    def text(self, column: str) -> str:
        return f"unpacked({column})"

    def indexed(self, table: str) -> str:
        return f"(SELECT id FROM {table}_docsize)"

    def in_sentence(self, asked: str) -> str:
        return f"sentence : ({asked})"

    def words_asked(self, words: str) -> str:
        terms = ['"' + " ".join(inner) + '"' + "*" * begun for inner, begun in asked_terms(words)]
        return " AND ".join(terms)

    def begun(self, word: str) -> str:
        return f'"{word}"*'

    def faults(self) -> list[Fault]:
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        wrong = [Fault(each, mendable="index" in each) for each in found]
        wrong += [
            Fault(f"{row[0]}, row {row[1]}: points to nothing in {row[2]}")
            for row in self.rows("PRAGMA foreign_key_check")
        ]
        for table in self._word_tables():
            try:
                with self._in_words():
                    self._connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            except StoreError as error:
                if _UNREADABLE in str(error.__cause__):  # what its sentences are cut from; the rows themselves tell
                    continue
                if isinstance(error.__cause__, sqlite3.OperationalError):  # read-only, or another process writes
                    raise
                wrong.append(Fault(f"the word index {table} is damaged ({error.__cause__})", mendable=True))
        return wrong

    def index_anew(self) -> None:
        self.run("REINDEX")
        for table in self._word_tables():
            self.run(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")

    def overwrite_deleted(self) -> None:
        for table in self._word_tables():
            self.run(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        self.run("VACUUM")
        if self.value("PRAGMA wal_checkpoint(TRUNCATE)"):  # 1 where it could not
            raise StoreError(
                f"{self.path}: another process reads or writes, so what was deleted may still be in the file. Stop it, "
                "then run this again."
            )

    def number_on(self) -> None:
        pass  # SQLite goes on from the highest by itself

    def _word_tables(self) -> list[str]:
        found = self.rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'")
        return [row["name"] for row in found]

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_advice(error)}") from error


class _Signature:
    """What `sql_write.signature_of` makes of the shingles in a column."""

    def __init__(self) -> None:
        self.shingles: list[int] = []

    def step(self, shingle: int) -> None:
        self.shingles.append(shingle)

    def finalize(self) -> bytes:
        return signature_of(self.shingles)


def open_file(path: Path, *, create: bool) -> SqliteFile:
    """The database at ``path`` at our schema version; a new one where there is none and ``create`` allows.

    An older file is copied beside itself and then brought up to date, step by step. A newer, foreign or damaged file
    is refused untouched.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder, and a store is one file. Name a file with --store.")
    if not path.exists() and not create:
        raise StoreError(f"there is no store at {path}. `faleme read PAGES --store {path}` makes one.")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist. Make it, or name another with --store.")
    database = SqliteFile(path)
    try:
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def steps() -> list[tuple[int, str]]:
    """Numbered migrations of the file, first to last: version after the step, and its SQL."""
    return steps_of("sqlite")


def _prepare(database: SqliteFile) -> None:
    latest = steps()[-1][0]
    version = version_of(database)
    if version == 0:
        with database.transaction():  # of two processes with one new file the second waits, then finds it made
            version = version_of(database)
            if version == 0:
                _migrate(database, 0)
                database.run(f"PRAGMA application_id = {_OURS}")
                version = latest
    if version > latest:
        raise StoreError(
            f"{database.path} was written by a newer faleme (schema {version}; this one knows up to {latest}). "
            "Upgrade with `pip install -U faleme`, or name another file with --store."
        )
    if 0 < version < latest:
        _back_up(database, version)
        with database.transaction():
            _migrate(database, version_of(database))
        database.migrated = True
    database.run("PRAGMA foreign_keys = ON")
    database.run("PRAGMA journal_mode = WAL")
    database.run(f"PRAGMA cache_size = -{_CACHE_KB}")
    database.run("PRAGMA synchronous = FULL")  # no measurable cost (INGEST.md section 5), and safe against power loss


def version_of(database: SqliteFile) -> int:
    """Schema version of a file, 0 for an empty one; refuses what is not ours."""
    if database.value("PRAGMA application_id") == _OURS:
        version = database.value("SELECT version FROM schema_version")
        if not isinstance(version, int):
            raise StoreError(f"{database.path} does not say its schema version: it is damaged. Restore a backup.")
        return version
    if database.value("SELECT count(*) FROM sqlite_master"):
        raise StoreError(f"{database.path} is a database of another program. Name another file with --store.")
    return 0


def _migrate(database: SqliteFile, version: int) -> None:
    for number, script in steps():
        if number > version:
            for statement in _statements(script):
                database.run(statement)
            database.run("DELETE FROM schema_version")
            database.run("INSERT INTO schema_version VALUES (?)", (number,))
    if version:
        fill_older(database, version)


def _statements(script: str) -> Iterator[str]:
    """Statements of a script one by one: sqlite3.executescript would commit the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _back_up(database: SqliteFile, version: int) -> None:
    copy = database.path.with_name(f"{database.path.name}.schema-{version}.backup")
    if copy.exists():  # of a migration that was cut short: the file it copied is as it was
        copy.unlink()
    database.run("VACUUM INTO ?", (str(copy),))


def _advice(error: sqlite3.Error) -> str:
    text = str(error)
    if "not a database" in text:
        return "this is not a faleme store (nor any SQLite file). Name another file with --store."
    if "closed database" in text:
        return "this store was closed. Open it again."
    if getattr(error, "sqlite_errorname", None) in _NO_ROOM:
        return f"the disk takes no more ({text}): it is full, over a quota, or failing. What was committed is safe."
    if _UNREADABLE in text or "malformed" in text or "disk I/O" in text:
        return f"the store is damaged or was cut short ({text}). Restore a backup, or read the pages into a new file."
    if "locked" in text or "busy" in text:
        return f"another process has been writing for {WAIT_S:.0f} s ({text}). Wait for it, then run this again."
    if "readonly" in text or "unable to open" in text:
        return f"cannot be opened for writing ({text}). Check who may write there, or name another with --store."
    if "full" in text:
        return f"no room left on the disk ({text}). What was committed is safe; make room and run this again."
    return f"SQLite refused: {text}."
